//! The automata against another engine of ECMA-262 patterns: on every short text, alone and one without the other.

use arbitrary::{Result, Unstructured};

use super::{Found, Languages};

fn pattern(u: &mut Unstructured<'_>, depth: u32) -> Result<String> {
    let most = if depth == 0 { 6 } else { 16 };
    let inner = |u: &mut Unstructured<'_>| pattern(u, depth.saturating_sub(1));
    Ok(match u.int_in_range(0..=most)? {
        0 | 1 => "a".to_owned(),
        2 => "b".to_owned(),
        3 => "-".to_owned(),
        4 => "[ab]".to_owned(),
        5 => u.choose(&["^", "$"])?.to_string(),
        6 => "[^a]".to_owned(),
        7..=9 => format!("{}{}", inner(u)?, inner(u)?),
        10 => format!("(?:{}|{})", inner(u)?, inner(u)?),
        11 => format!("(?:{}){}", inner(u)?, u.choose(&["*", "+", "?", "{2}", "{1,3}"])?),
        12 => format!("(?{}{})", u.choose(&["=", "!"])?, inner(u)?),
        13 => format!("(?<{}{})", u.choose(&["=", "!"])?, inner(u)?),
        14 | 15 => u.choose(&["\\b", "\\B"])?.to_string(),
        _ => format!("({})", inner(u)?),
    })
}

fn texts() -> Vec<String> {
    let mut all = vec![String::new()];
    let mut last = all.clone();
    for _ in 0..4 {
        last = last.iter().flat_map(|text| ["a", "b", "-"].map(|c| format!("{text}{c}"))).collect();
        all.extend(last.iter().cloned());
    }
    all
}

#[test]
fn another_engine_agrees_on_short_texts() {
    let texts = texts();
    let counts = std::cell::Cell::new([0_u32; 4]);
    let property = |u: &mut Unstructured<'_>| {
        let (p, q) = (pattern(u, 3)?, pattern(u, 3)?);
        let mut languages = Languages::new();
        let mut now = counts.get();
        let (own, other) = (languages.pattern(&p), languages.pattern(&q));
        let judge = |pattern: &str| regress::Regex::with_flags(pattern, "u").unwrap();
        let (one, two) = (judge(&p), judge(&q));
        now[usize::from(own.is_some())] += 1;
        if let Some(own) = own {
            for text in &texts {
                let wanted = one.find(text).is_some();
                assert_eq!(languages.holds(own, text), wanted, "{p:?} on {text:?}");
            }
        }
        if let (Some(own), Some(other)) = (own, other) {
            let other = languages.not(other);
            let length = languages.length(0, None);
            let both = languages.and([own, other, length]);
            match languages.shortest(both) {
                Found::None => {
                    now[2] += 1;
                    for text in &texts {
                        let shows = one.find(text).is_some() && two.find(text).is_none();
                        assert!(!shows, "{p:?} without {q:?} has {text:?}");
                    }
                }
                Found::Text(text) => {
                    now[3] += 1;
                    assert!(one.find(&text).is_some() && two.find(&text).is_none(), "{p:?} {q:?}: {text:?}");
                }
                Found::TooLarge => {}
            }
        }
        counts.set(now);
        Ok(())
    };
    // Longer on a busy machine, until enough was seen.
    let enough = (0..20).any(|_| {
        arbtest::arbtest(&property).size_min(32).size_max(512).budget_ms(1_500);
        let [beyond, read, empty, found] = counts.get();
        read > 50 && read > beyond && empty > 10 && found > 10
    });
    assert!(enough, "{:?}", counts.get());
}

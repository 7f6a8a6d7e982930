use super::Automaton;
use arbtest::{arbitrary::Unstructured, arbtest};
use regex::Regex;

/// What expressions are made of; texts are made of the same characters.
const ATOMS: &[&str] = &[
    "a",
    "b",
    "-",
    "[ab]",
    "[^a]",
    "[a-c-]",
    "[-a]",
    "[\\-b]",
    ".",
    "é",
    "\\.",
    "\\d",
    "\\<",
    "[[:alpha:]]",
    "[a&&b]",
    "[a-z--b]",
    "[^-a]",
    "{",
    "(?i)",
    "$",
    "^",
    "[]a]",
    "[+--]",
    "[^]",
];
const REPEATS: &[&str] =
    &["", "", "", "*", "+", "?", "{2}", "{1,}", "{0,2}", "{0}", "*?", "++", "{,2}", "{3,1}", "{129}"];

fn expression(u: &mut Unstructured<'_>, depth: u32, out: &mut String) -> arbtest::arbitrary::Result<()> {
    for _ in 0..u.int_in_range(0..=3)? {
        if depth > 0 && u.ratio(1, 3)? {
            out.push_str(u.choose(&["(", "(?:"])?);
            expression(u, depth - 1, out)?;
            if u.arbitrary()? {
                out.push('|');
                expression(u, depth - 1, out)?;
            }
            out.push(')');
        } else {
            out.push_str(u.choose(ATOMS)?);
        }
        out.push_str(u.choose(REPEATS)?);
    }
    Ok(())
}

#[test]
fn it_decides_as_the_regex_crate_does() {
    arbtest(|u| {
        let mut text = String::from("^");
        expression(u, 2, &mut text)?;
        text.push_str(u.choose(&["$", "", "|a$"])?);
        let Some(automaton) = Automaton::new(&text) else { return Ok(()) };
        let regex = Regex::new(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        for _ in 0..8 {
            let letters =
                (0..u.int_in_range(0..=6)?).map(|_| u.choose(&['a', 'b', 'c', '-', '.', ',', 'é', '\n']));
            let sample: String = letters.collect::<Result<_, _>>()?;
            assert_eq!(automaton.is_match(&sample), regex.is_match(&sample), "{text} on {sample:?}");
        }
        Ok(())
    });
}

#[test]
fn what_is_plain() {
    let plain = [
        "^[A-Z]{3}$",
        "^CLT-[0-9]{6}$",
        "^[0-9A-Z]+(?:-[0-9A-Z]+)*$",
        "^[0-9A-Za-z][\\-0-9A-Z_a-z]*$",
        "^\\+[1-9][0-9]{6,14}$",
        "^https?://",
        "^(?:a|b)+$",
        "^[^\\n/]{1,64}$",
        "^$",
    ];
    let other = [
        "[a-z]",
        "^a|b$",
        "^\\d$",
        "^[a-z]{1,200}$",
        "^(?:[a-z]{1,12}-){1,12}$",
        "^a{2}{3}$",
        "^\\p{L}$",
        "^é$",
    ];
    assert_eq!(plain.map(|text| Automaton::new(text).is_some()), [true; 9]);
    assert_eq!(other.map(|text| Automaton::new(text).is_some()), [false; 8]);
}

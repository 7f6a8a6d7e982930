//! A text that a pattern finds itself in, for the usual patterns.

use std::iter::Peekable;
use std::str::Chars;

/// Most characters that are made up.
const LONGEST: usize = 400;

/// A candidate; `None` for patterns that use more than literals, classes, groups, alternatives and
/// counts. The caller checks it.
pub(super) fn from_pattern(pattern: &str) -> Option<String> {
    let mut chars = pattern.chars().peekable();
    let text = alternatives(&mut chars, 0)?;
    chars.peek().is_none().then_some(text)
}

fn alternatives(chars: &mut Peekable<Chars<'_>>, depth: u32) -> Option<String> {
    if depth > 20 {
        return None;
    }
    let first = sequence(chars, depth)?;
    while chars.next_if_eq(&'|').is_some() {
        sequence(chars, depth)?;
    }
    Some(first)
}

fn sequence(chars: &mut Peekable<Chars<'_>>, depth: u32) -> Option<String> {
    let mut out = String::new();
    while let Some(&next) = chars.peek() {
        if next == '|' || next == ')' {
            break;
        }
        chars.next();
        let piece = match next {
            '^' | '$' => continue,
            '.' => "a".to_owned(),
            '[' => class(chars)?.to_string(),
            '(' => {
                if chars.next_if_eq(&'?').is_some() {
                    // Only a group without a number; assertions about what is around are not made up.
                    chars.next_if_eq(&':')?;
                }
                let inside = alternatives(chars, depth + 1)?;
                chars.next_if_eq(&')')?;
                inside
            }
            '\\' => escaped(chars.next()?)?.to_string(),
            '*' | '+' | '?' | '{' => return None,
            other => other.to_string(),
        };
        let times = count(chars)?;
        if out.len() + piece.len() * times > LONGEST {
            return None;
        }
        out.push_str(&piece.repeat(times));
    }
    Some(out)
}

/// The least count that is allowed.
fn count(chars: &mut Peekable<Chars<'_>>) -> Option<usize> {
    let times = match chars.peek() {
        Some('*' | '?') => 0,
        Some('+') => 1,
        Some('{') => {
            chars.next();
            let mut digits = String::new();
            while let Some(digit) = chars.next_if(char::is_ascii_digit) {
                digits.push(digit);
            }
            while chars.next_if(|c| *c != '}').is_some() {}
            let times = digits.parse().ok()?;
            chars.next_if_eq(&'}')?;
            chars.next_if_eq(&'?');
            return Some(times);
        }
        _ => return Some(1),
    };
    chars.next();
    chars.next_if_eq(&'?');
    Some(times)
}

fn escaped(after: char) -> Option<char> {
    Some(match after {
        'd' => '0',
        'w' | 'D' | 'S' => 'a',
        's' => ' ',
        'n' => '\n',
        't' => '\t',
        'W' => '-',
        other if !other.is_ascii_alphanumeric() => other,
        _ => return None,
    })
}

/// A member of a class; for a negated one, the first of a few that is not excluded.
fn class(chars: &mut Peekable<Chars<'_>>) -> Option<char> {
    let negated = chars.next_if_eq(&'^').is_some();
    let mut ranges: Vec<(char, char)> = Vec::new();
    loop {
        let low = match chars.next()? {
            ']' if !ranges.is_empty() => break,
            '\\' => match chars.next()? {
                'd' => {
                    ranges.push(('0', '9'));
                    continue;
                }
                'w' => {
                    ranges.extend([('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')]);
                    continue;
                }
                's' => {
                    ranges.push((' ', ' '));
                    continue;
                }
                other => escaped(other)?,
            },
            '[' => return None,
            other => other,
        };
        let mut ahead = chars.clone();
        if ahead.next() == Some('-') && ahead.peek().is_some_and(|c| *c != ']') {
            chars.next();
            let high = match chars.next()? {
                '\\' => escaped(chars.next()?)?,
                other => other,
            };
            ranges.push((low, high));
        } else {
            ranges.push((low, low));
        }
    }
    if negated {
        return ['a', '0', 'A', '-', ' ', 'z']
            .into_iter()
            .find(|c| !ranges.iter().any(|(low, high)| low <= c && c <= high));
    }
    ranges.first().map(|(low, _)| *low)
}

#[cfg(test)]
mod tests {
    use super::super::texts::Texts;
    use super::*;

    #[test]
    fn made_up_texts_match() {
        let mut texts = Texts::default();
        for pattern in [
            "^[A-Z]{3}$",
            r"^PROD-\d+$",
            "^a|b$",
            "^(EUR|USD)$",
            r"^[\w.]+@[\w]+\.com$",
            "x",
            "",
            "^[^a-z]+$",
            "^(?:ab){2,3}c?$",
            "^[0-9a-f]{8}-[0-9a-f]{4}$",
            r"^[\]\-]$",
        ] {
            let text = from_pattern(pattern).expect(pattern);
            assert_eq!(texts.matches(pattern, &text), Some(true), "{pattern}: {text}");
        }
        for pattern in ["(?=a)", "[", "a{", "(", "*", r"\p{L}"] {
            assert_eq!(from_pattern(pattern), None, "{pattern}");
        }
    }
}

//! Random patterns and texts that have something to do with each other.

use arbitrary::{Result, Unstructured};

const ATOMS: &[&str] = &[
    "a", "b", "-", "😀", "é", ".", "[ab]", "[^a]", "[^😀]", r"\w", r"\W", r"\d", r"\s", r"\S", "[a-é]", r"[^\w]", r"\p{L}",
    "[]", "[^]", r"\u{61}", r"\x62",
];
const ASSERTIONS: &[&str] = &["^", "$", r"\b", r"\B"];
const QUANTIFIERS: &[&str] = &["*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,2}?", "{2,}"];
const OPENINGS: &[&str] = &["(?:", "(?:", "(?:", "(", "(", "(?=", "(?!", "(?<=", "(?<!"];
const CHARS: &[&str] = &["a", "a", "b", "b", "-", "😀", "😁", "é", "0", " ", "\n", "_"];

/// A pattern, valid with the `u` flag, unless it refers to a group that it does not have.
pub(crate) fn pattern(u: &mut Unstructured<'_>) -> Result<String> {
    let mut out = String::new();
    if u.ratio(1, 3)? {
        out.push('^');
    }
    alternation(u, 3, &mut out)?;
    if u.ratio(1, 3)? {
        out.push('$');
    }
    Ok(out)
}

fn alternation(u: &mut Unstructured<'_>, depth: u32, out: &mut String) -> Result<()> {
    sequence(u, depth, out)?;
    while u.ratio(1, 4)? {
        out.push('|');
        sequence(u, depth, out)?;
    }
    Ok(())
}

fn sequence(u: &mut Unstructured<'_>, depth: u32, out: &mut String) -> Result<()> {
    for _ in 0..u.int_in_range(0..=3)? {
        let repeatable = match u.int_in_range(0..=9)? {
            0 => {
                out.push_str(u.choose(ASSERTIONS)?);
                false
            }
            1 => {
                out.push_str(u.choose(&[r"(?:\1)", r"(?:\2)"])?);
                true
            }
            2..=4 if depth > 0 => {
                let opening = *u.choose(OPENINGS)?;
                out.push_str(opening);
                alternation(u, depth - 1, out)?;
                out.push(')');
                matches!(opening, "(" | "(?:")
            }
            _ => {
                out.push_str(u.choose(ATOMS)?);
                true
            }
        };
        if repeatable && u.ratio(1, 3)? {
            out.push_str(u.choose(QUANTIFIERS)?);
        }
    }
    Ok(())
}

/// A short text.
pub(crate) fn text(u: &mut Unstructured<'_>) -> Result<String> {
    let count = u.int_in_range(0..=6)?;
    (0..count).map(|_| u.choose(CHARS).copied()).collect()
}

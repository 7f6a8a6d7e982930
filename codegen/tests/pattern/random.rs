//! Random patterns and texts that have something to do with each other.

use arbitrary::{Result, Unstructured};

const ATOMS: &[&str] = &[
    "a", "b", "-", "😀", "é", ".", "[ab]", "[^a]", "[^😀]", r"\w", r"\W", r"\d", r"\s", r"\S", "[a-é]",
    r"[^\w]", r"\p{Pd}", "[]", "[^]", r"\u{61}", r"\x62",
];
const ASSERTIONS: &[&str] = &["^", "$", r"\b", r"\B"];
const QUANTIFIERS: &[&str] = &["?", "??", "{2}", "{1,2}", "{0,2}?", "*", "+", "*?", "+?", "{2,}"];
/// How many of them, from the first, have an end.
const FINITE: usize = 5;
const OPENINGS: &[&str] = &["(?:", "(?:", "(?:", "(", "(", "(?=", "(?!", "(?<=", "(?<!"];
const CHARS: &[&str] = &["a", "a", "b", "b", "-", "😀", "😁", "é", "0", " ", "\n", "_"];

/// A pattern, valid with the `u` flag, unless it refers to a group that it does not have.
pub(crate) fn pattern(u: &mut Unstructured<'_>) -> Result<String> {
    let mut writer = Writer { out: String::new(), groups: 0, open: Vec::new() };
    if u.ratio(1, 3)? {
        writer.out.push('^');
    }
    writer.alternation(u, 2)?;
    if u.ratio(1, 3)? {
        writer.out.push('$');
    }
    Ok(writer.out)
}

struct Writer {
    out: String,
    /// How many groups were opened, and which of them are still.
    groups: usize,
    open: Vec<usize>,
}

impl Writer {
    fn alternation(&mut self, u: &mut Unstructured<'_>, depth: u32) -> Result<()> {
        self.sequence(u, depth)?;
        for _ in 2..u.int_in_range(0..=4)? {
            self.out.push('|');
            self.sequence(u, depth)?;
        }
        Ok(())
    }

    fn sequence(&mut self, u: &mut Unstructured<'_>, depth: u32) -> Result<()> {
        for _ in 0..u.int_in_range(0..=3)? {
            let from = self.out.len();
            let repeatable = match u.int_in_range(0..=9)? {
                0 => {
                    self.out.push_str(u.choose(ASSERTIONS)?);
                    false
                }
                1 => self.reference(u)?,
                2..=4 if depth > 0 => self.group(u, depth)?,
                _ => {
                    self.out.push_str(u.choose(ATOMS)?);
                    true
                }
            };
            if repeatable && u.ratio(1, 3)? {
                // The other engine may not end where what repeats without end has choices in it.
                let choices =
                    self.out[from..].starts_with('(') && self.out[from..].contains(['*', '+', '{', '|']);
                let quantifiers = if choices { &QUANTIFIERS[..FINITE] } else { QUANTIFIERS };
                self.out.push_str(u.choose(quantifiers)?);
            }
        }
        Ok(())
    }

    /// To any group but one that it is in, which the other engine gets wrong.
    fn reference(&mut self, u: &mut Unstructured<'_>) -> Result<bool> {
        let index = u.int_in_range(1..=2)?;
        if self.open.contains(&index) {
            return Ok(false);
        }
        self.out.extend(["(?:\\", if index == 1 { "1" } else { "2" }, ")"]);
        Ok(true)
    }

    fn group(&mut self, u: &mut Unstructured<'_>, depth: u32) -> Result<bool> {
        let opening = *u.choose(OPENINGS)?;
        self.out.push_str(opening);
        if opening == "(" {
            self.groups += 1;
            self.open.push(self.groups);
        }
        self.alternation(u, depth - 1)?;
        self.out.push(')');
        if opening == "(" {
            self.open.pop();
        }
        Ok(matches!(opening, "(" | "(?:"))
    }
}

/// A short text.
pub(crate) fn text(u: &mut Unstructured<'_>) -> Result<String> {
    let count = u.int_in_range(0..=5)?;
    (0..count).map(|_| u.choose(CHARS).copied()).collect()
}

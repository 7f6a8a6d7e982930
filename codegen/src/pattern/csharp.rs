//! The syntax of .NET, whose engines match UTF-16 units: what is above U+FFFF is two of them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::node::{Class, Node, negate};
use super::terms::terms;
use super::write::{Dialect, OPERATORS, brackets, numbers, point, write};
use super::{Engine, PatternError, Term};

pub(super) fn translate(node: &Node) -> Result<Vec<Term>, PatternError> {
    terms(node, false).into_iter().map(|(wanted, node)| term(wanted, &node)).collect()
}

fn term(wanted: bool, node: &Node) -> Result<Term, PatternError> {
    // NonBacktracking has no look-around, and .NET's own `\b` goes by the letters of all scripts.
    match write::<DotNet>(node) {
        Ok(text) => Ok(Term { text, engine: Engine::Linear, wanted }),
        Err(_) => super::ecma::term(wanted, node),
    }
}

/// From one code point or unit to another, each.
type Ranges = Vec<(u32, u32)>;

struct DotNet;

impl Dialect for DotNet {
    const END: &'static str = r"\z";
    const BOUNDARY: Option<[&'static str; 2]> = None;
    const LOOKS: bool = false;
    const LETTERS: bool = false;

    fn number(unit: u32, out: &mut String) {
        // Writing into a String cannot fail.
        let _ = write!(out, "\\u{unit:04X}");
    }

    fn literal(c: char, out: &mut String) {
        let mut units = [0; 2];
        match c.encode_utf16(&mut units) {
            [_] => {
                if OPERATORS.contains(&c) {
                    out.push('\\');
                }
                point::<Self>(u32::from(c), out);
            }
            units => {
                out.push_str("(?:");
                for unit in units {
                    point::<Self>(u32::from(*unit), out);
                }
                out.push(')');
            }
        }
    }

    fn class(set: &Class, out: &mut String) {
        let mut one = Vec::new();
        let mut two = BTreeMap::new();
        for (start, end) in set.iter().copied().map(numbers) {
            if start <= 0xffff {
                one.push((start, end.min(0xffff)));
            }
            if end > 0xffff {
                pairs(start.max(0x1_0000), end, &mut two);
            }
        }
        if two.is_empty() {
            return single(&one, out);
        }
        out.push_str("(?:");
        if !one.is_empty() {
            single(&one, out);
            out.push('|');
        }
        // Those first units that go with the same second ones, together.
        let mut alike: BTreeMap<&Ranges, Ranges> = BTreeMap::new();
        for (first, seconds) in &two {
            let firsts = alike.entry(seconds).or_default();
            match firsts.last_mut() {
                Some((_, end)) if *end + 1 == *first => *end = *first,
                _ => firsts.push((*first, *first)),
            }
        }
        for (index, (seconds, firsts)) in alike.iter().enumerate() {
            if index > 0 {
                out.push('|');
            }
            brackets::<DotNet>("[", firsts.iter().copied(), out);
            brackets::<DotNet>("[", seconds.iter().copied(), out);
        }
        out.push(')');
    }
}

/// The second units that follow each first one, for a range above U+FFFF.
fn pairs(start: u32, end: u32, two: &mut BTreeMap<u32, Ranges>) {
    let unit = |c: u32| (0xd800 + ((c - 0x1_0000) >> 10), 0xdc00 + ((c - 0x1_0000) & 0x3ff));
    let ((first, low), (last, high)) = (unit(start), unit(end));
    for middle in first..=last {
        let from = if middle == first { low } else { 0xdc00 };
        let to = if middle == last { high } else { 0xdfff };
        two.entry(middle).or_default().push((from, to));
    }
}

/// Characters of one unit each. Of the surrogates there are none.
fn single(set: &[(u32, u32)], out: &mut String) {
    let class = |ranges: &[(u32, u32)]| {
        let scalar = |c: u32| char::from_u32(c).unwrap_or(char::MAX);
        Class::new(
            ranges
                .iter()
                .map(|(start, end)| regex_syntax::hir::ClassUnicodeRange::new(scalar(*start), scalar(*end))),
        )
    };
    let mut other = negate(class(set));
    other.intersect(&super::class::points(0, 0xffff));
    let own = class(set);
    if own.ranges().is_empty() {
        out.push_str(r"[^\s\S]");
    } else if own.ranges().len() <= other.ranges().len() {
        brackets::<DotNet>("[", split(&own), out);
    } else {
        let mut ranges = split(&other);
        ranges.push((0xd800, 0xdfff));
        brackets::<DotNet>("[^", ranges, out);
    }
}

/// The ranges of a set, none of which crosses the surrogates.
fn split(set: &Class) -> Ranges {
    let mut out = Vec::new();
    for (start, end) in set.iter().copied().map(numbers) {
        if start < 0xd800 && end > 0xdfff {
            out.extend([(start, 0xd7ff), (0xe000, end)]);
        } else {
            out.push((start, end));
        }
    }
    out
}

//! The syntax of `regex`.

use std::fmt::Write as _;

use super::node::{Class, Node, negate};
use super::terms::terms;
use super::write::{Dialect, numbers, ranges, write};
use super::{Engine, PatternError, Term};

/// The memory that a compiled expression may take; the runtime (`check::Pattern`) has the same limit.
const SIZE_LIMIT: usize = 64 << 20;

pub(super) fn translate(node: &Node) -> Result<Vec<Term>, PatternError> {
    terms(node, true).into_iter().map(|(wanted, node)| term(wanted, &node)).collect()
}

fn term(wanted: bool, node: &Node) -> Result<Term, PatternError> {
    let compiles = |text: &String| regex::RegexBuilder::new(text).size_limit(SIZE_LIMIT).build().is_ok();
    match write::<Linear>(node).ok().filter(compiles) {
        Some(text) => Ok(Term { text, engine: Engine::Linear, wanted }),
        None => super::ecma::term(wanted, node),
    }
}

struct Linear;

impl Dialect for Linear {
    const END: &'static str = "$";
    const BOUNDARY: Option<[&'static str; 2]> = Some([r"(?-u:\b)", r"(?-u:\B)"]);
    const LOOKS: bool = false;

    fn literal(c: char, out: &mut String) {
        if matches!(c, '\\' | '.' | '+' | '*' | '?' | '(' | ')' | '|' | '[' | ']' | '{' | '}' | '^' | '$') {
            out.push('\\');
        }
        point(u32::from(c), out);
    }

    fn class(set: &Class, out: &mut String) {
        let other = negate(set.clone());
        let write = |open: &str, set: &Class, out: &mut String| {
            ranges(open, set.iter().copied().map(numbers), out, |c, out| {
                if matches!(char::from_u32(c), Some('\\' | '[' | ']' | '^' | '-' | '&' | '~')) {
                    out.push('\\');
                }
                point(c, out);
            });
        };
        match (set.ranges().len(), other.ranges().len()) {
            (_, 0) => out.push_str("(?s:.)"),
            (0, _) => out.push_str(r"[^\x{0}-\x{10FFFF}]"),
            (own, others) if own <= others => write("[", set, out),
            _ => write("[^", &other, out),
        }
    }
}

/// A character that stands for itself, as itself where that can be read.
fn point(c: u32, out: &mut String) {
    match char::from_u32(c) {
        Some('\t') => out.push_str(r"\t"),
        Some('\n') => out.push_str(r"\n"),
        Some('\r') => out.push_str(r"\r"),
        Some(c) if matches!(c, ' '..='~') || c.is_alphanumeric() => out.push(c),
        _ => {
            let _ = write!(out, "\\x{{{c:X}}}");
        }
    }
}

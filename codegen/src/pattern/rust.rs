//! The syntax of `regex`.

use std::fmt::Write as _;

use super::node::{Class, Node, negate};
use super::terms::terms;
use super::write::{Dialect, brackets, numbers, write};
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
    const LETTERS: bool = true;
    /// A sign of these twice is an operator.
    const IN_BRACKETS: &'static [char] = &['&', '~'];

    fn number(c: u32, out: &mut String) {
        // Writing into a String cannot fail.
        let _ = write!(out, "\\x{{{c:X}}}");
    }

    fn class(set: &Class, out: &mut String) {
        let other = negate(set.clone());
        let (open, set) = match (set.ranges().len(), other.ranges().len()) {
            (_, 0) => return out.push_str("(?s:.)"),
            (0, _) => return out.push_str(r"[^\x{0}-\x{10FFFF}]"),
            (own, others) if own <= others => ("[", set),
            _ => ("[^", &other),
        };
        brackets::<Self>(open, set.iter().copied().map(numbers), out);
    }
}

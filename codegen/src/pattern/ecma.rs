//! The syntax of our own matcher, in the runtime of Rust and the support library of C#: ECMA-262's with the `u` flag,
//! every class spelled out.

use std::fmt::Write as _;

use super::node::Node;
use super::write::{Dialect, MAX_COUNT, Unwritten, write};
use super::{Engine, PatternError, Term};

/// How many steps the matcher's program may have; the matcher has the same limit, and counts no more.
const MAX_STEPS: u64 = 100_000;

/// What needs the matcher, or is too large for the engine that comes with the language.
pub(super) fn term(wanted: bool, node: &Node) -> Result<Term, PatternError> {
    let text = if steps(node) >= MAX_STEPS { Err(Unwritten::TooLarge) } else { write::<Ecma>(node) };
    match text {
        Ok(text) => Ok(Term { text, engine: Engine::Ecma, wanted }),
        Err(_) => {
            let message = "the pattern is too large once its classes and counts are spelled out";
            Err(PatternError::new(0, message))
        }
    }
}

struct Ecma;

impl Dialect for Ecma {
    const END: &'static str = "$";
    const BOUNDARY: Option<[&'static str; 2]> = Some([r"\b", r"\B"]);
    const LOOKS: bool = true;
    const LETTERS: bool = true;

    fn number(c: u32, out: &mut String) {
        // Writing into a String cannot fail.
        let _ = write!(out, "\\u{{{c:X}}}");
    }
}

/// At least as many as the matcher's program has.
fn steps(node: &Node) -> u64 {
    let inner = node.children().iter().map(steps).fold(0, u64::saturating_add);
    match node {
        Node::Alternation(arms) => inner.saturating_add(2 * arms.len() as u64),
        Node::Group { .. } | Node::Look { .. } => inner.saturating_add(2),
        Node::Repeat { min, max, .. } => {
            let rounds = u64::from(max.filter(|max| *max <= MAX_COUNT).unwrap_or(min.saturating_add(1)));
            inner.saturating_add(5).saturating_mul(rounds)
        }
        Node::Empty | Node::Sequence(_) => inner,
        _ => 1,
    }
}

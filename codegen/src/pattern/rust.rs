//! The syntax of `regex` and `fancy-regex`.

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
    let engine = if node.is_regular() { Engine::Linear } else { Engine::Backtracking };
    let text = if engine == Engine::Linear { write::<Linear>(node) } else { write::<Backtracking>(node) }?;
    let compiled = match engine {
        Engine::Linear => {
            regex::RegexBuilder::new(&text).size_limit(SIZE_LIMIT).build().map(|_| ()).map_err(|_| ())
        }
        Engine::Backtracking => fancy_regex::RegexBuilder::new(&text)
            .delegate_size_limit(SIZE_LIMIT)
            .build()
            .map(|_| ())
            .map_err(|_| ()),
    };
    match compiled {
        Ok(()) => Ok(Term { text, engine, wanted }),
        Err(()) => Err(PatternError::new(0, "the pattern is more than Rust's engine of expressions can run")),
    }
}

/// For `regex`.
struct Linear;

/// For `fancy-regex`, which does not read `(?-u:\b)`.
struct Backtracking;

impl Dialect for Linear {
    const END: &'static str = "$";
    const BOUNDARY: [&'static str; 2] = [r"(?-u:\b)", r"(?-u:\B)"];

    fn literal(c: char, out: &mut String) {
        if matches!(c, '\\' | '.' | '+' | '*' | '?' | '(' | ')' | '|' | '[' | ']' | '{' | '}' | '^' | '$') {
            out.push('\\');
        }
        point(u32::from(c), out);
    }

    fn class(set: &Class, out: &mut String) {
        let other = negate(set.clone());
        let write = |open: &str, set: &Class, out: &mut String| {
            ranges(open, set.iter().map(numbers), out, |c, out| {
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

impl Dialect for Backtracking {
    const END: &'static str = Linear::END;
    const BOUNDARY: [&'static str; 2] = super::csharp::BOUNDARY;

    fn literal(c: char, out: &mut String) {
        Linear::literal(c, out);
    }

    fn class(set: &Class, out: &mut String) {
        Linear::class(set, out);
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

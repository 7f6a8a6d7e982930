//! ECMA-262 regular expressions, and what they are in Rust and in C#.
//!
//! A `pattern` of JSON Schema is an ECMA-262 expression with the `u` flag, which is searched for, not anchored. Each
//! language reads such a text in its own way, so none is handed one: [`Pattern::parse`] reads it into a tree
//! ([`Node`]), and [`Pattern::to_rust`] and [`Pattern::to_csharp`] write that tree in the syntax of the `regex` crate
//! and of .NET, with every class spelled out.
//!
//! What is generated is a list of [`Term`]s that must all hold. Most patterns are one term. A look-ahead behind `^` (and a
//! look-behind before `$`) becomes a term of its own, for the engine that the language has: `^(?!x)y` is "has `^y`, and
//! has not `^x`". What is left of look-around and back-references is for a matcher of our own, the same in both languages.

mod class;
mod csharp;
mod ecma;
mod groups;
mod node;
mod parse;
mod resolve;
mod rust;
mod terms;
mod write;

pub use node::{Class, Node};

use std::fmt;

/// A pattern that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    source: String,
    node: Node,
}

/// Why a pattern cannot be carried.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct PatternError {
    /// The byte of the pattern where it shows.
    pub offset: usize,
    /// What is wrong, as a clause: "the group is not closed".
    pub message: String,
}

/// A part of what is generated for a pattern; a text matches the pattern if all its terms hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The expression, in the syntax of the language.
    pub text: String,
    /// What runs it.
    pub engine: Engine,
    /// Whether a text must match the expression, or must not.
    pub wanted: bool,
}

/// What runs an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// What the language has: the `regex` crate, `RegexOptions.NonBacktracking`. Linear in the text.
    Linear,
    /// The matcher of the runtime and of the support library. Linear in the text, save for back-references, for which
    /// both count the same steps up to the same limit.
    Ecma,
}

impl Pattern {
    /// Reads a pattern: as ECMA-262 does with the `u` flag, and if that fails as it does without.
    ///
    /// In that second attempt a few things of other dialects have the meaning that their authors (and the
    /// `jsonschema` crate) give them, where ECMA-262 would read something else: `\A`, `\z` and `\Z` are the ends of
    /// the text, `\x{…}` is a code point, `(?i)` holds for the rest of its group, `(?P<x>…)` is a named group, a `]`
    /// that opens a class is a member of it, and a second quantifier repeats the first.
    pub fn parse(source: &str) -> Result<Self, PatternError> {
        let (node, groups) = parse::parse(source)?;
        let node = resolve::resolve(node, groups);
        Ok(Self { source: source.to_owned(), node })
    }

    /// The text that was read.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The tree. It has groups only where a back-reference needs them.
    pub fn node(&self) -> &Node {
        &self.node
    }

    /// Whether it is a regular expression in the strict sense: no look-around, no back-references.
    pub fn is_regular(&self) -> bool {
        self.node.is_regular()
    }

    /// Whether a text may be too costly for it, as it looks back at what a group matched.
    pub fn refers(&self) -> bool {
        self.node.any(&|node| matches!(node, Node::BackReference { .. }))
    }

    /// Whether it is plain that it finds itself in every text: `.*` does, `^.*$` not in two lines.
    pub fn finds_everything(&self) -> bool {
        let parts = match &self.node {
            Node::Sequence(nodes) => nodes.as_slice(),
            one => std::slice::from_ref(one),
        };
        let ([Node::Start, rest @ ..] | [rest @ .., Node::End] | rest) = parts;
        let takes = |node: &Node| {
            !matches!(
                node,
                Node::Start
                    | Node::End
                    | Node::WordBoundary { .. }
                    | Node::Look { .. }
                    | Node::BackReference { .. }
            )
        };
        rest.iter().all(|node| node.is_nullable() && !node.any(&|part| !takes(part)))
    }

    /// What runs it in Rust. What is for `regex` is compiled once here, so that it compiles in a service.
    pub fn to_rust(&self) -> Result<Vec<Term>, PatternError> {
        rust::translate(&self.node)
    }

    /// What runs it in C#.
    pub fn to_csharp(&self) -> Result<Vec<Term>, PatternError> {
        csharp::translate(&self.node)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

impl PatternError {
    fn new(offset: usize, message: impl Into<String>) -> Self {
        Self { offset, message: message.into() }
    }
}

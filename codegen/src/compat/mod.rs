//! The compatibility gate: whether what one schema's producers write, another schema's consumers read.
//!
//! [`included`] answers for one pair. [`gate::check`] asks it for a whole tree of contracts against its base.
//!
//! A pair is **compatible** by a proof over the structure of both schemas, **breaking** by a document that
//! an independent validator accepts under one and rejects under the other, and **undecided** otherwise.

mod blame;
mod check;
mod court;
mod declared;
pub mod gate;
mod judge;
mod mend;
mod numerals;
mod places;
mod print;
mod question;
mod reason;
pub mod rules;
mod shrink;
mod solve;
pub(crate) mod texts;
mod value;

use crate::finding::{FileId, Place};
use crate::load::json;
use crate::resolve::{SchemaId, Schemas};

/// The [`Reason::why`] of a verdict that hangs on a schema which was referred to and is not here.
pub const NOT_HERE: &str = "what it refers to is not here";

/// What "may be written" and "is read" mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Semantics {
    /// As generated code behaves: a producer writes no undeclared property, and a consumer reads any value
    /// of the base type where an enum is open.
    #[default]
    WriterReader,
    /// As JSON Schema says: every document that is valid under the one is valid under the other.
    Strict,
}

/// A schema and the tree that it belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The tree.
    pub schemas: &'a Schemas,
    /// The schema.
    pub schema: SchemaId,
}

/// The answer for one direction of one pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Proved.
    Compatible,
    /// Each break is shown by a document.
    Breaking(Vec<Break>),
    /// Neither a proof nor a document was found.
    Undecided(Vec<Reason>),
}

/// A document that the writer may write and the reader refuses.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Break {
    /// JSON Pointer to what the reader refuses, or misses.
    pub pointer: String,
    /// The keyword that refuses it.
    pub keyword: &'static str,
    /// In one sentence.
    pub reason: String,
    /// Where the writer's schema allows it.
    pub writer: Place,
    /// Where the reader's schema refuses it.
    pub reader: Place,
    /// The document, pretty-printed JSON.
    pub witness: String,
    /// What would make it compatible, if that was asked for; verified together with the other breaks' mends.
    pub mend: Option<Mend>,
    /// Of the last break: what is not listed.
    pub rest: Option<String>,
}

/// An edit of the newer schema.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mend {
    /// What to do, in words.
    pub words: String,
    /// Where.
    pub place: Place,
}

/// Which of the two may still be edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Newer {
    /// What is written.
    Writer,
    /// What is read.
    Reader,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reason {
    /// The keyword that stood in the way.
    pub keyword: String,
    /// In words.
    pub why: String,
    /// Where, in the writer's schema.
    pub writer: Option<Place>,
    /// Where, in the reader's schema.
    pub reader: Option<Place>,
}

/// Whether every document that `writer` may write is one that `reader` reads; breaks come without mends.
pub fn included(writer: Side<'_>, reader: Side<'_>, semantics: Semantics) -> Verdict {
    question::Question::new(writer, reader, semantics).decide(None)
}

/// The same, and for each break what would mend it in `newer`.
pub fn judged(writer: Side<'_>, reader: Side<'_>, semantics: Semantics, newer: Newer) -> Verdict {
    let newer = match newer {
        Newer::Writer => solve::compile::Who::Writer,
        Newer::Reader => solve::compile::Who::Reader,
    };
    question::Question::new(writer, reader, semantics).decide(Some(newer))
}

/// Whether an independent validator, given a JSON text that `writer` may write and `reader` refuses, says so as
/// well. `None` where it cannot judge that.
pub fn confirms(writer: Side<'_>, reader: Side<'_>, semantics: Semantics, document: &str) -> Option<bool> {
    let document = json::parse(FileId(0), document, &mut Vec::new())?;
    let document = value::Lit::of(&document)?;
    let case = court::Case { witness: &document, way: None };
    court::Court::new(writer, reader, semantics, &[case]).confirms(&document)
}

/// Both directions of a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What the first may write, the second reads.
    pub backward: Verdict,
    /// What the second may write, the first reads.
    pub forward: Verdict,
}

/// Compares two schemas in both directions; `old` is the writer of `backward`.
pub fn diff(old: Side<'_>, new: Side<'_>, semantics: Semantics) -> Difference {
    Difference {
        backward: judged(old, new, semantics, Newer::Reader),
        forward: judged(new, old, semantics, Newer::Writer),
    }
}

/// A name as a token of a JSON Pointer (RFC 6901 section 3).
fn pointer_token(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

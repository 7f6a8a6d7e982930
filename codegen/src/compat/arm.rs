//! What a schema means, flattened: a list of arms, each of one JSON type, each a conjunction.
//!
//! A document is valid under a [`Term`] if it fits at least one of its arms. Children of objects and
//! arrays stay terms, so that recursive schemas stay finite.

use std::collections::{BTreeMap, BTreeSet};

use super::value::Lit;
use crate::finding::Place;
use crate::number::Number;
use crate::resolve::{SchemaId, Type};

/// Which of the two trees a schema comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who {
    Writer,
    Reader,
}

/// One condition of a conjunction.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Atom {
    Never,
    /// `plain`: as JSON Schema reads it, without what generated writers and readers do.
    Schema {
        who: Who,
        plain: bool,
        id: SchemaId,
    },
    Type(Type),
    Const(Lit),
}

/// A conjunction; empty means anything. Sorted, without repetition.
pub(super) type Term = Vec<Atom>;

/// Both.
pub(super) fn and(a: &Term, b: &Term) -> Term {
    let mut both: Term = a.iter().chain(b).cloned().collect();
    both.sort();
    both.dedup();
    if both.contains(&Atom::Never) { never() } else { both }
}

/// Nothing.
pub(super) fn never() -> Term {
    vec![Atom::Never]
}

/// Whether it is written as nothing.
pub(super) fn is_never(term: &Term) -> bool {
    term.first() == Some(&Atom::Never)
}

/// A keyword that stands between a schema and an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stuck {
    pub(super) keyword: String,
    pub(super) why: String,
    pub(super) who: Who,
    pub(super) place: Option<Place>,
}

/// One alternative.
#[derive(Debug, Clone)]
pub(super) struct Arm {
    pub(super) kind: Kind,
    /// What must not hold beside (`not`, the other branches of a `oneOf`), with the keyword.
    pub(super) excludes: Vec<(&'static str, Term)>,
    /// Keywords that only an equal keyword of the writer can satisfy, with the schema that holds them.
    pub(super) opaque: Vec<(&'static str, Who, SchemaId)>,
    /// The schemas whose keywords made this arm.
    pub(super) origin: Vec<(Who, SchemaId)>,
}

/// The constraints by type.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    Null,
    Bool(BTreeSet<bool>),
    Number(Numbers),
    String(Strings),
    Array(Arrays),
    Object(Objects),
}

impl Kind {
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "boolean",
            Self::Number(n) if n.integer => "integer",
            Self::Number(_) => "number",
            Self::String(_) => "string",
            Self::Array(_) => "array",
            Self::Object(_) => "object",
        }
    }

    pub(super) fn same_type(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    pub(super) fn any(of: Type) -> Self {
        match of {
            Type::Null => Self::Null,
            Type::Boolean => Self::Bool([false, true].into()),
            Type::Integer => Self::Number(Numbers { integer: true, ..Numbers::default() }),
            Type::Number => Self::Number(Numbers::default()),
            Type::String => Self::String(Strings::default()),
            Type::Array => Self::Array(Arrays::default()),
            Type::Object => Self::Object(Objects::default()),
        }
    }
}

impl Arm {
    pub(super) fn of(kind: Kind) -> Self {
        Self { kind, excludes: Vec::new(), opaque: Vec::new(), origin: Vec::new() }
    }
}

/// One end of an interval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bound {
    pub(super) at: Number,
    /// The end itself is outside.
    pub(super) open: bool,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Numbers {
    pub(super) integer: bool,
    pub(super) lower: Option<Bound>,
    pub(super) upper: Option<Bound>,
    pub(super) multiples: Vec<Number>,
    pub(super) set: Option<BTreeSet<Number>>,
    pub(super) formats: BTreeSet<String>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Strings {
    pub(super) set: Option<BTreeSet<String>>,
    pub(super) min: u64,
    pub(super) max: Option<u64>,
    pub(super) patterns: BTreeSet<String>,
    pub(super) formats: BTreeSet<String>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Arrays {
    pub(super) prefix: Vec<Term>,
    pub(super) rest: Term,
    pub(super) min: u64,
    pub(super) max: Option<u64>,
    pub(super) unique: bool,
}

impl Arrays {
    pub(super) fn item(&self, index: usize) -> &Term {
        self.prefix.get(index).unwrap_or(&self.rest)
    }
}

#[derive(Debug, Clone, Default)]
pub(super) struct Objects {
    /// What holds for a member of that name, patterns and all.
    pub(super) props: BTreeMap<String, Term>,
    /// What holds for other names that match the pattern.
    pub(super) patterns: Vec<(String, Term)>,
    /// What holds for names that neither is about.
    pub(super) additional: Term,
    pub(super) required: BTreeSet<String>,
    pub(super) min: u64,
    pub(super) max: Option<u64>,
    /// What every name must be.
    pub(super) names: Term,
    /// Some `properties` is there: a writer writes nothing else …
    pub(super) declares: bool,
    /// … unless the schema itself says what else there may be.
    pub(super) says: bool,
    /// Names that another branch of an `anyOf` declares.
    pub(super) maybe: BTreeSet<String>,
}

//! What is read of a C# file: declared types, and of them what becomes JSON.

use crate::finding::{Finding, Place};

/// The keyword of a declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Class,
    Struct,
    Record,
    Enum,
    Interface,
}

/// A declared type.
#[derive(Debug, Clone)]
pub(super) struct Declaration {
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) modifiers: Vec<String>,
    pub(super) is_generic: bool,
    pub(super) doc: String,
    pub(super) attributes: Vec<Attribute>,
    pub(super) bases: Vec<Type>,
    pub(super) members: Vec<Member>,
    pub(super) values: Vec<EnumValue>,
    /// What could not be read of it.
    pub(super) said: Vec<Finding>,
}

impl Declaration {
    pub(super) fn is(&self, modifier: &str) -> bool {
        self.modifiers.iter().any(|known| known == modifier)
    }
}

/// A property, or a parameter of a record.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) ty: Type,
    pub(super) doc: String,
    pub(super) attributes: Vec<Attribute>,
    /// `required`
    pub(super) is_required: bool,
    /// A parameter of the record.
    pub(super) is_positional: bool,
    pub(super) default: Option<Literal>,
}

/// A member of an enum.
#[derive(Debug, Clone)]
pub(super) struct EnumValue {
    pub(super) name: String,
    pub(super) attributes: Vec<Attribute>,
}

/// A use of a type.
#[derive(Debug, Clone)]
pub(super) struct Type {
    pub(super) shape: Shape,
    pub(super) is_nullable: bool,
    pub(super) place: Place,
}

#[derive(Debug, Clone)]
pub(super) enum Shape {
    /// Its last name, without namespace, and its arguments.
    Named(String, Vec<Type>),
    Array(Box<Type>),
    /// `(int, string)`
    Tuple,
}

/// `[Name(arguments, Named = value)]`
#[derive(Debug, Clone)]
pub(super) struct Attribute {
    /// Without namespace and `Attribute`.
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) arguments: Vec<(Option<String>, Literal)>,
}

impl Attribute {
    /// The argument at a position.
    pub(super) fn at(&self, index: usize) -> Option<&Literal> {
        self.arguments.iter().filter(|(name, _)| name.is_none()).nth(index).map(|(_, literal)| literal)
    }

    /// The argument of a name.
    pub(super) fn named(&self, wanted: &str) -> Option<&Literal> {
        self.arguments.iter().find(|(name, _)| name.as_deref() == Some(wanted)).map(|(_, literal)| literal)
    }
}

/// A value that is written in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Literal {
    Null,
    Bool(bool),
    /// As JSON would write it.
    Number(String),
    Text(String),
    /// `Status.Open`, `typeof(X)`: the last name.
    Name(String),
    /// Anything that is computed.
    Other,
}

//! What schemas want of a type: the part of JSON Schema that types can hold. What they cannot hold is for `validate`.

use std::fmt::Write;

/// The schemas that a type is held to; they name each other by position.
#[derive(Default)]
pub(crate) struct Wants {
    pub(crate) all: Vec<Want>,
}

pub(crate) struct Want {
    /// File and line.
    pub(crate) place: String,
    pub(crate) kind: Kind,
}

#[derive(Clone, PartialEq)]
pub(crate) enum Kind {
    Text,
    Format(String),
    Bool,
    Integer(i128, i128),
    Decimal,
    Number,
    Null,
    Any,
    /// Not to be compared, and why.
    Unknown(&'static str),
    Nullable(usize),
    List {
        item: usize,
        least: usize,
        greatest: usize,
        unique: bool,
    },
    Tuple(Vec<usize>),
    Map(usize),
    Record(Record),
    Enum {
        open: bool,
        values: Vec<String>,
    },
    Tagged {
        tag: String,
        arms: Vec<(String, usize)>,
    },
    Choice(Vec<usize>),
}

#[derive(Clone, PartialEq)]
pub(crate) struct Record {
    pub(crate) extra: Extra,
    pub(crate) members: Vec<Member>,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Extra {
    Open,
    Closed,
    Is(usize),
}

#[derive(Clone, PartialEq)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) required: bool,
    pub(crate) want: usize,
    pub(crate) place: String,
}

impl Want {
    /// As `event_contracts::held` reads it.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        let name = match &self.kind {
            Kind::Text => "text",
            Kind::Format(_) => "format",
            Kind::Bool => "bool",
            Kind::Integer(..) => "integer",
            Kind::Decimal => "decimal",
            Kind::Number => "number",
            Kind::Null => "null",
            Kind::Any => "any",
            Kind::Unknown(_) => "unknown",
            Kind::Nullable(_) => "nullable",
            Kind::List { .. } => "list",
            Kind::Tuple(_) => "tuple",
            Kind::Map(_) => "map",
            Kind::Record(_) => "record",
            Kind::Enum { .. } => "enum",
            Kind::Tagged { .. } => "tagged",
            Kind::Choice(_) => "choice",
        };
        let mut line = |part: &dyn std::fmt::Display| {
            if !text.is_empty() {
                text.push('\n');
            }
            // Writing into a text does not fail.
            let _ = write!(text, "{part}");
        };
        line(&name);
        line(&self.place);
        match &self.kind {
            Kind::Format(format) => line(format),
            Kind::Unknown(why) => line(why),
            Kind::Integer(least, greatest) => {
                line(least);
                line(greatest);
            }
            Kind::Nullable(inner) | Kind::Map(inner) => line(inner),
            Kind::List { item, least, greatest, unique } => {
                line(item);
                line(least);
                line(greatest);
                line(if *unique { &"u" } else { &"d" });
            }
            Kind::Tuple(parts) | Kind::Choice(parts) => parts.iter().for_each(|part| line(part)),
            Kind::Enum { open, values } => {
                line(if *open { &"open" } else { &"closed" });
                for value in values {
                    line(value);
                }
            }
            Kind::Tagged { tag, arms } => {
                line(tag);
                for (value, arm) in arms {
                    line(value);
                    line(arm);
                }
            }
            Kind::Record(record) => {
                match record.extra {
                    Extra::Open => line(&"open"),
                    Extra::Closed => line(&"closed"),
                    Extra::Is(extra) => line(&extra),
                }
                for member in &record.members {
                    line(&member.name);
                    line(if member.required { &"r" } else { &"o" });
                    line(&member.want);
                    line(&member.place);
                }
            }
            _ => {}
        }
        text
    }
}

//! JSON values compared as JSON Schema compares them: `1` is `1.0`, members have no order.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};

use crate::load::{Node, Value};
use crate::number::Number;

/// A JSON value with exact numbers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Lit {
    Null,
    Bool(bool),
    Number(Numeral),
    String(String),
    Array(Vec<Lit>),
    Object(BTreeMap<String, Lit>),
}

/// A number as it is written: `1` and `1.0` are equal, and draft-04 takes only the first of them as an integer.
#[derive(Debug, Clone)]
pub(super) struct Numeral {
    pub(super) number: Number,
    /// An integer that is written with a fraction or an exponent.
    pub(super) pointed: bool,
}

impl Numeral {
    fn parse(text: &str) -> Option<Self> {
        let number = Number::parse(text)?;
        let pointed = number.is_integer() && text.contains(['.', 'e', 'E']);
        Some(Self { number, pointed })
    }

    /// Whether draft-04 takes it as an integer.
    pub(super) fn is_whole(&self) -> bool {
        self.number.is_integer() && !self.pointed
    }
}

impl From<Number> for Numeral {
    fn from(number: Number) -> Self {
        Self { number, pointed: false }
    }
}

impl PartialEq for Numeral {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for Numeral {}

impl Hash for Numeral {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.number.hash(state);
    }
}

impl PartialOrd for Numeral {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Numeral {
    fn cmp(&self, other: &Self) -> Ordering {
        self.number.cmp(&other.number)
    }
}

impl fmt::Display for Numeral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.number.to_string();
        let point = if self.pointed && !text.contains('e') { ".0" } else { "" };
        write!(f, "{text}{point}")
    }
}

impl Lit {
    /// `None` for a number whose exponent is beyond what [`Number`] holds.
    pub(super) fn of(node: &Node) -> Option<Self> {
        Some(match &node.value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(text) => Self::Number(Numeral::parse(text)?),
            Value::String(text) => Self::String(text.clone()),
            Value::Array(items) => Self::Array(items.iter().map(Self::of).collect::<Option<_>>()?),
            Value::Object(members) => Self::Object(
                members.iter().map(|m| Some((m.key.clone(), Self::of(&m.value)?))).collect::<Option<_>>()?,
            ),
        })
    }

    /// The text, if it is one.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The ways to write it that a schema may tell apart; of a scalar.
    pub(super) fn written(&self) -> Vec<Self> {
        match self {
            Self::Number(numeral) if numeral.number.is_integer() => [false, true]
                .map(|pointed| Self::Number(Numeral { number: numeral.number.clone(), pointed }))
                .to_vec(),
            other => vec![other.clone()],
        }
    }
}

/// A number as `serde_json` holds it; `None` if 64 bits cannot hold it exactly enough to be written back.
pub(super) fn number_to_json(number: &Number) -> Option<serde_json::Value> {
    if let Some(integer) = number.to_i128() {
        if let Ok(integer) = i64::try_from(integer) {
            return Some(integer.into());
        }
        if let Ok(integer) = u64::try_from(integer) {
            return Some(integer.into());
        }
    }
    let value: serde_json::Value = serde_json::from_str(&number.to_string()).ok()?;
    (Number::parse(&value.to_string())? == *number).then_some(value)
}

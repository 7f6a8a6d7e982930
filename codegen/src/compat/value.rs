//! JSON values compared as JSON Schema compares them: `1` is `1.0`, members have no order.

use std::collections::BTreeMap;

use crate::load::{Node, Value};
use crate::number::Number;

/// A JSON value with exact numbers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lit {
    Null,
    Bool(bool),
    Number(Number),
    String(String),
    Array(Vec<Lit>),
    Object(BTreeMap<String, Lit>),
}

impl Lit {
    /// `None` for a number whose exponent is beyond what [`Number`] holds.
    pub(super) fn of(node: &Node) -> Option<Self> {
        Some(match &node.value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(text) => Self::Number(Number::parse(text)?),
            Value::String(text) => Self::String(text.clone()),
            Value::Array(items) => Self::Array(items.iter().map(Self::of).collect::<Option<_>>()?),
            Value::Object(members) => Self::Object(
                members.iter().map(|m| Some((m.key.clone(), Self::of(&m.value)?))).collect::<Option<_>>()?,
            ),
        })
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

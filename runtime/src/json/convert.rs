//! To and from other types.

use super::{Json, Members};
use crate::{Integer, Number, view::View};
use serde_json::Value;

macro_rules! from {
    ($($type:ty: $value:ident => $json:expr;)*) => {$(
        impl From<$type> for Json {
            fn from($value: $type) -> Self {
                $json
            }
        }
    )*};
}
from! {
    bool: value => Self::Bool(value);
    i32: value => Self::Number(value.into());
    i64: value => Self::Number(value.into());
    u32: value => Self::Number(value.into());
    u64: value => Self::Number(value.into());
    Number: value => Self::Number(value);
    Integer: value => Self::Number(value.into());
    &str: value => Self::String(value.to_owned());
    String: value => Self::String(value);
    Vec<Json>: value => Self::Array(value);
    Members: value => Self::Object(value);
    View<'_>: value => value.to_json();
}

/// A `Value` holds numbers as 64 bits, so digits beyond that are gone before.
impl From<Value> for Json {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(value),
            Value::Number(number) => Self::Number(Number::from_json(&number.to_string())),
            Value::String(text) => Self::String(text),
            Value::Array(items) => items.into_iter().map(Self::from).collect(),
            Value::Object(members) => {
                Self::Object(members.into_iter().map(|(name, value)| (name, Self::from(value))).collect())
            }
        }
    }
}

/// The nearest that a `Value` holds: numbers of more than 64 bits become doubles, and null where there is none.
impl From<&Json> for Value {
    fn from(json: &Json) -> Self {
        match json {
            Json::Null => Self::Null,
            Json::Bool(value) => Self::Bool(*value),
            Json::Number(number) => serde_json::from_str(&number.to_string()).unwrap_or_default(),
            Json::String(text) => Self::String(text.clone()),
            Json::Array(items) => items.iter().map(Self::from).collect(),
            Json::Object(members) => {
                Self::Object(members.iter().map(|(name, value)| (name.to_owned(), value.into())).collect())
            }
        }
    }
}

impl FromIterator<Json> for Json {
    fn from_iter<I: IntoIterator<Item = Json>>(items: I) -> Self {
        Self::Array(items.into_iter().collect())
    }
}

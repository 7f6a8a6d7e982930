//! [`Json`]: any JSON value.

mod convert;
mod members;
mod parse;

use crate::{
    DecodeError, Number, fault,
    view::{AsView, View, equal},
    wire::Raw,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, str::FromStr};

pub use members::Members;

/// Any JSON value, without loss: numbers keep every digit, members their order.
///
/// It compares as JSON Schema does: numbers by value, objects without order.
///
/// ```
/// use event_contracts::Json;
/// let json: Json = r#"{"total": 1.50, "lines": [1, null]}"#.parse()?;
/// assert_eq!(json.to_string(), r#"{"total":1.50,"lines":[1,null]}"#);
/// assert_eq!(json, r#"{"lines": [1.0, null], "total": 1.5}"#.parse()?);
/// assert_eq!(json.get("total").and_then(Json::as_number).map(ToString::to_string).as_deref(), Some("1.50"));
/// # Ok::<(), event_contracts::DecodeError>(())
/// ```
#[derive(Clone, Default)]
pub enum Json {
    /// `null`
    #[default]
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object; no name twice.
    Object(Members),
}

impl Json {
    /// The member of a name, if this is an object that has it.
    pub fn get(&self, name: &str) -> Option<&Json> {
        match self {
            Self::Object(members) => members.get(name),
            _ => None,
        }
    }

    /// The truth value, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<&Number> {
        match self {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The string, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The items, if it is an array.
    pub fn as_array(&self) -> Option<&[Json]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The members, if it is an object.
    pub fn as_object(&self) -> Option<&Members> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }
}

impl AsView for Json {
    fn view(&self) -> View<'_> {
        match self {
            Self::Null => View::Null,
            Self::Bool(value) => View::Bool(*value),
            Self::Number(number) => View::Number(number.as_num()),
            Self::String(text) => View::String(text),
            Self::Array(items) => View::Array(items),
            Self::Object(members) => View::Object(members),
        }
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        equal(self.view(), other.view())
    }
}

impl Eq for Json {}

impl FromStr for Json {
    type Err = DecodeError;

    fn from_str(text: &str) -> Result<Self, DecodeError> {
        crate::decode::read(text).map_err(|error| error.into_decode_error(DecodeError::Data))
    }
}

/// Compact JSON text.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(number) => number.serialize(serializer),
            Self::String(text) => serializer.serialize_str(text),
            Self::Array(items) => serializer.collect_seq(items),
            Self::Object(members) => serializer.collect_map(members),
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Raw::deserialize(deserializer)?;
        parse::parse(raw.text()).map_err(fault::pass_on)
    }
}

impl Json {
    /// Reads a text that is well-formed JSON.
    pub(crate) fn of(raw: &Raw<'_>) -> Result<Self, crate::Violation> {
        parse::parse(raw.text())
    }
}

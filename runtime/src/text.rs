//! Values that are JSON strings with a grammar: one way to read and write them all.

use crate::fault;
use serde::{
    Deserializer,
    de::{self, Visitor},
};
use std::{fmt, marker::PhantomData};

/// A text that does not follow its format; says what was expected and never repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormatError {
    pub(crate) expected: &'static str,
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "must be {}", self.expected)
    }
}

impl std::error::Error for FormatError {}

/// Reads a JSON string and hands it to `parse` without a copy; its error becomes a fault of `rule`.
pub(crate) fn read<'de, D, T, M>(
    deserializer: D,
    rule: &'static str,
    parse: impl FnOnce(&str) -> Result<T, M>,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    M: fmt::Display,
{
    deserializer.deserialize_str(Text { rule, parse, result: PhantomData })
}

struct Text<F, T> {
    rule: &'static str,
    parse: F,
    result: PhantomData<T>,
}

impl<T, M: fmt::Display, F: FnOnce(&str) -> Result<T, M>> Visitor<'_> for Text<F, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.parse)(text).map_err(|message| fault::refuse(self.rule, message))
    }
}

/// `Serialize` through `Display` and `Deserialize` through `FromStr`.
macro_rules! text_serde {
    ($type:ty, $rule:literal) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::text::read(deserializer, $rule, str::parse::<Self>)
            }
        }
    };
}
pub(crate) use text_serde;

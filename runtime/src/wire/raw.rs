//! [`Raw`].

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;
use std::{borrow::Cow, fmt};

/// The text of a value: a part of the document where there is one, a copy where the document comes from a
/// reader or a `serde_json::Value`.
#[derive(Debug)]
pub struct Raw<'de>(Source<'de>);

#[derive(Debug)]
enum Source<'de> {
    /// From a [`Reader`](crate::reader::Reader).
    Reader(&'de str),
    /// From another deserializer.
    Other(Cow<'de, str>),
}

/// What [`RawValue`] asks a deserializer for. `RawValue` itself is either always a copy or never.
/// Should the name change, the value is read as a `RawValue`, by way of `visit_newtype_struct`.
pub(crate) const SERDE_JSON_RAW: &str = "$serde_json::private::RawValue";

impl<'de> Raw<'de> {
    /// What it asks a deserializer for.
    pub(crate) const NAME: &'static str = "$event_contracts::Raw";

    /// The text, which is well-formed JSON without space around it.
    pub fn text(&self) -> &str {
        match &self.0 {
            Source::Reader(text) => text,
            Source::Other(text) => text,
        }
    }

    /// The text, if it comes from a [`Reader`](crate::reader::Reader), which can then read on in it.
    pub(crate) fn quick(&self) -> Option<&'de str> {
        match self.0 {
            Source::Reader(text) => Some(text),
            Source::Other(_) => None,
        }
    }

    /// What it is, in words.
    pub(crate) fn kind(&self) -> &'static str {
        match self.text().as_bytes().first() {
            Some(b'n') => "null",
            Some(b't' | b'f') => "a boolean",
            Some(b'"') => "a string",
            Some(b'[') => "an array",
            Some(b'{') => "an object",
            _ => "a number",
        }
    }
}

impl<'de> Deserialize<'de> for Raw<'de> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(Self::NAME, RawVisitor).map(Raw)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Source<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    #[inline]
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Source::Reader(text))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_newtype_struct(SERDE_JSON_RAW, RawValueVisitor).map(Source::Other)
    }
}

struct RawValueVisitor;

impl<'de> Visitor<'de> for RawValueVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut members: M) -> Result<Self::Value, M::Error> {
        members.next_key::<serde::de::IgnoredAny>()?;
        members.next_value::<Text<'de>>().map(|text| text.0)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Ok(Cow::Owned(Box::<str>::from(raw).into()))
    }
}

/// A text, borrowed where it can be.
struct Text<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor).map(Text)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text))
    }
}

/// The deepest nesting of arrays and objects that is read from raw text, the limit that `serde_json` has for a
/// document.
///
/// What is read from raw text starts to count afresh: a type that contains itself could exhaust the stack.
pub(crate) const DEPTH: usize = 128;

/// Whether the arrays and objects in well-formed JSON nest too deep.
pub(crate) fn is_too_deep(json: &str) -> bool {
    // Each level has two bytes at least.
    if json.len() <= 2 * DEPTH {
        return false;
    }
    let mut now = 0_usize;
    let mut bytes = json.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'{' | b'[' => {
                now += 1;
                if now > DEPTH {
                    return true;
                }
            }
            b'}' | b']' => now = now.saturating_sub(1),
            b'"' => {
                while let Some(byte) = bytes.next() {
                    match byte {
                        b'"' => break,
                        b'\\' => _ = bytes.next(),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    false
}

/// A member's name: a part of the document unless it has escapes.
#[derive(Debug)]
pub struct Key<'de>(Cow<'de, str>);

impl<'de> Key<'de> {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn into_inner(self) -> Cow<'de, str> {
        self.0
    }
}

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Text::deserialize(deserializer).map(|text| Self(text.0))
    }
}

//! [`UuidText`].

use crate::text::{self, FormatError};
use serde::{Deserializer, Serializer};
use serde_with::{DeserializeAs, SerializeAs};
use uuid::Uuid;

/// A UUID in its hyphenated form (RFC 9562 section 4), the only one that `format: uuid` allows.
#[derive(Debug)]
pub struct UuidText;

/// Characters of the hyphenated form; no other form that `uuid` reads is as long.
const LENGTH: usize = 36;

impl<'de> DeserializeAs<'de, Uuid> for UuidText {
    fn deserialize_as<D: Deserializer<'de>>(deserializer: D) -> Result<Uuid, D::Error> {
        text::read(deserializer, "format", |text| {
            let parsed = if text.len() == LENGTH { Uuid::try_parse(text).ok() } else { None };
            parsed.ok_or(FormatError { expected: "a UUID with hyphens" })
        })
    }
}

impl SerializeAs<Uuid> for UuidText {
    fn serialize_as<S: Serializer>(value: &Uuid, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(value.hyphenated().encode_lower(&mut Uuid::encode_buffer()))
    }
}

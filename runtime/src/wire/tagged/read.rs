//! Reading a union: the tag first, then the arm from the same text.

use super::super::{DEPTH, Key, Raw, Strict, named::one_of, raw::is_too_deep};
use crate::{fault, reader::Reader};
use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeOwned, DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor, value},
};
use std::{borrow::Cow, fmt};

/// A union value whose tag is known and whose arm is still text.
#[derive(Debug)]
pub struct Tagged<'de> {
    member: &'static str,
    tag: Cow<'de, str>,
    raw: Raw<'de>,
}

/// Reads an object once and finds the tag in its member `member`, without making a tree.
///
/// A tag that is missing, there twice or not a string is an error.
pub fn tagged<'de, D: Deserializer<'de>>(
    deserializer: D,
    member: &'static str,
) -> Result<Tagged<'de>, D::Error> {
    let raw = Raw::deserialize(deserializer)?;
    let text = raw.text();
    if !text.starts_with('{') {
        return Err(fault::refuse("type", "must be an object"));
    }
    if is_too_deep(text) {
        return Err(fault::refuse("type", format_args!("must not nest deeper than {DEPTH} levels")));
    }
    if let Some(text) = raw.quick() {
        // A second tag comes to light when the arm is read.
        let tag = Reader::new(text).find_text(member).map_err(D::Error::custom)?;
        return Ok(Tagged { member, tag, raw });
    }
    let tag = serde_json::Deserializer::from_str(text).deserialize_map(FindTag(member));
    match tag {
        Ok(Found::Tag(tag)) => Ok(Tagged { member, tag: Cow::Owned(tag), raw }),
        Ok(Found::Nothing) => Err(fault::refuse("required", format_args!("the field `{member}` is missing"))),
        Ok(Found::Twice) => {
            Err(fault::refuse("duplicate", format_args!("the field `{member}` appears twice")))
        }
        Err(error) if error.is_data() => {
            Err(fault::refuse("type", format_args!("the field `{member}` must be a string")))
        }
        Err(error) => Err(fault::refuse("type", fault::sentence(&error))),
    }
}

impl Tagged<'_> {
    /// The tag, which chooses the arm.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// Reads the arm; the tag's own member is left out, so the arm may deny unknown fields.
    pub fn decode<T: DeserializeOwned, E: de::Error>(&self) -> Result<T, E> {
        if let Some(text) = self.raw.quick() {
            return self.arm(&mut Reader::new(text)).map_err(E::custom);
        }
        let text = self.raw.text();
        // Never twice: each level of a union within itself would double the work.
        if fault::tracing() {
            return fault::locate(text, |deserializer| self.arm(deserializer)).map_err(fault::pass_on_all);
        }
        let arm = self.arm(&mut serde_json::Deserializer::from_str(text));
        arm.map_err(|error| E::custom(fault::sentence(&error)))
    }

    fn arm<'de, T: Deserialize<'de>, D: Deserializer<'de>>(&self, deserializer: D) -> Result<T, D::Error> {
        T::deserialize(Strict(WithoutTag { inner: deserializer, member: self.member }))
    }

    /// The error for a tag that names no arm.
    pub fn unknown_tag<E: de::Error>(&self, known: &[&str]) -> E {
        let names = one_of(known.iter().copied());
        fault::refuse("enum", format_args!("the field `{}` must be {names}", self.member))
    }
}

enum Found {
    Nothing,
    Tag(String),
    Twice,
}

struct FindTag(&'static str);

impl<'de> Visitor<'de> for FindTag {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut members: M) -> Result<Found, M::Error> {
        let mut found = Found::Nothing;
        while let Some(key) = members.next_key::<Key<'_>>()? {
            if key.as_str() != self.0 {
                members.next_value::<IgnoredAny>()?;
            } else if matches!(found, Found::Nothing) {
                found = Found::Tag(members.next_value()?);
            } else {
                members.next_value::<IgnoredAny>()?;
                found = Found::Twice;
            }
        }
        Ok(found)
    }
}

/// Shows an arm the object without the tag's member.
struct WithoutTag<D> {
    inner: D,
    member: &'static str,
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for WithoutTag<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_map(SkipTag { inner: visitor, member: self.member, skipped: false })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// As a visitor and as the access to members.
struct SkipTag<T> {
    inner: T,
    member: &'static str,
    skipped: bool,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for SkipTag<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    fn visit_map<M: MapAccess<'de>>(self, members: M) -> Result<V::Value, M::Error> {
        self.inner.visit_map(SkipTag { inner: members, member: self.member, skipped: false })
    }
}

impl<'de, M: MapAccess<'de>> MapAccess<'de> for SkipTag<M> {
    type Error = M::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, M::Error> {
        while let Some(key) = self.inner.next_key::<Key<'_>>()? {
            let key = key.into_inner();
            if key == self.member {
                if self.skipped {
                    return Err(fault::refuse(
                        "duplicate",
                        format_args!("the field `{}` appears twice", self.member),
                    ));
                }
                self.skipped = true;
                self.inner.next_value::<IgnoredAny>()?;
                continue;
            }
            return match key {
                Cow::Borrowed(key) => seed.deserialize(value::BorrowedStrDeserializer::new(key)),
                Cow::Owned(key) => seed.deserialize(value::StringDeserializer::new(key)),
            }
            .map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, M::Error> {
        self.inner.next_value_seed(seed)
    }
}

//! The parts of arrays and objects.

use super::{Reader, Refused, methods, visit_text};
use crate::wire::SERDE_JSON_RAW;
use serde::{
    Deserializer,
    de::{DeserializeSeed, MapAccess, SeqAccess, Visitor, value::BorrowedStrDeserializer},
};
use std::borrow::Cow;

/// How far an array or an object is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    Inside,
    Closed,
}

impl State {
    /// Goes to the next part, unless what comes next closes.
    #[inline]
    fn next(&mut self, reader: &mut Reader<'_>, closing: u8) -> Result<bool, Refused> {
        let first = reader.token()?;
        if first == closing {
            reader.at += 1;
            *self = Self::Closed;
            return Ok(false);
        }
        match self {
            Self::Start => *self = Self::Inside,
            Self::Inside if first == b',' => reader.at += 1,
            Self::Inside | Self::Closed => return Err(Refused),
        }
        Ok(true)
    }

    #[inline]
    fn end(self, reader: &mut Reader<'_>, closing: u8) -> Result<(), Refused> {
        if self == Self::Closed { Ok(()) } else { reader.take(closing) }
    }
}

/// The members of an object.
pub(super) struct Members<'a, 'de> {
    reader: &'a mut Reader<'de>,
    state: State,
}

impl<'a, 'de> Members<'a, 'de> {
    pub(super) fn new(reader: &'a mut Reader<'de>) -> Self {
        Self { reader, state: State::Start }
    }

    #[inline]
    pub(super) fn end(self) -> Result<(), Refused> {
        self.state.end(self.reader, b'}')
    }
}

impl<'de> MapAccess<'de> for &mut Members<'_, 'de> {
    type Error = Refused;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Refused> {
        if !self.state.next(self.reader, b'}')? {
            return Ok(None);
        }
        let name = Name(self.reader.string()?);
        self.reader.take(b':')?;
        seed.deserialize(name).map(Some)
    }

    #[inline]
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Refused> {
        seed.deserialize(&mut *self.reader)
    }
}

/// The items of an array.
pub(super) struct Items<'a, 'de> {
    reader: &'a mut Reader<'de>,
    state: State,
}

impl<'a, 'de> Items<'a, 'de> {
    pub(super) fn new(reader: &'a mut Reader<'de>) -> Self {
        Self { reader, state: State::Start }
    }

    #[inline]
    pub(super) fn end(self) -> Result<(), Refused> {
        self.state.end(self.reader, b']')
    }
}

impl<'de> SeqAccess<'de> for &mut Items<'_, 'de> {
    type Error = Refused;

    #[inline]
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Refused> {
        if !self.state.next(self.reader, b']')? {
            return Ok(None);
        }
        seed.deserialize(&mut *self.reader).map(Some)
    }
}

/// A member's name; `serde_json` reads more than texts from it.
struct Name<'de>(Cow<'de, str>);

impl<'de> Deserializer<'de> for Name<'de> {
    type Error = Refused;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visit_text(self.0, visitor)
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        if name == SERDE_JSON_RAW { Err(Refused) } else { visitor.visit_newtype_struct(self) }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_some(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Refused> {
        Err(Refused)
    }

    methods! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32
        deserialize_f64 deserialize_bytes deserialize_byte_buf => |_, _| Err(Refused)
    }

    serde::forward_to_deserialize_any! {
        char str string unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// A value's text in the form in which `serde_json`'s `RawValue` takes it.
pub(super) struct RawValue<'de>(Option<&'de str>);

impl<'de> RawValue<'de> {
    pub(super) fn new(text: &'de str) -> Self {
        Self(Some(text))
    }
}

impl<'de> MapAccess<'de> for RawValue<'de> {
    type Error = Refused;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Refused> {
        seed.deserialize(BorrowedStrDeserializer::new(SERDE_JSON_RAW)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Refused> {
        seed.deserialize(BorrowedStrDeserializer::new(self.0.take().ok_or(Refused)?))
    }
}

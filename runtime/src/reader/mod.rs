//! [`Reader`]: the quick way through a document that is right.
//!
//! It hands out parts of the text as they are: a number is its digits, a text without escapes is borrowed. It keeps
//! no account of lines and makes no messages. What it does not know or does not like it refuses, and `serde_json`
//! then reads the document and has the last word. So all that matters is that it accepts nothing that `serde_json`
//! refuses, and reads the same.

mod access;
mod scan;
#[cfg(test)]
mod tests;

use crate::wire::{Raw, SERDE_JSON_RAW};
use access::{Items, Members, RawValue};
use serde::{
    Deserialize, Deserializer,
    de::{self, IntoDeserializer, Visitor, value::StrDeserializer},
};
use std::{borrow::Cow, fmt};

/// Arrays and objects in each other, fewer than `serde_json` reads.
const DEPTH: u32 = 100;

/// Reads a document; an error means no more than that `serde_json` must be asked.
#[inline]
pub(crate) fn read<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, Refused> {
    let mut reader = Reader::new(text);
    let value = T::deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// Something that is wrong, or that only `serde_json` knows how to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refused;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("refused")
    }
}

impl std::error::Error for Refused {}

impl de::Error for Refused {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// A place in a text.
pub(crate) struct Reader<'de> {
    text: &'de str,
    at: usize,
    depth: u32,
}

impl<'de> Reader<'de> {
    pub(crate) fn new(text: &'de str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    fn json(&self) -> &'de [u8] {
        self.text.as_bytes()
    }

    /// Nothing may follow but space.
    fn end(&self) -> Result<(), Refused> {
        if scan::token(self.json(), self.at).is_err() { Ok(()) } else { Err(Refused) }
    }

    /// The first byte of what comes next, which it goes to.
    #[inline]
    fn token(&mut self) -> Result<u8, Refused> {
        let (byte, at) = scan::token(self.json(), self.at)?;
        self.at = at;
        Ok(byte)
    }

    /// Takes what comes next, which must be `wanted`.
    #[inline]
    fn take(&mut self, wanted: u8) -> Result<(), Refused> {
        if self.token()? != wanted {
            return Err(Refused);
        }
        self.at += 1;
        Ok(())
    }

    /// The text from here to `end`, where it goes on.
    #[inline]
    fn slice(&mut self, end: usize) -> Result<&'de str, Refused> {
        let slice = self.text.get(self.at..end).ok_or(Refused)?;
        self.at = end;
        Ok(slice)
    }

    /// The text of the value that comes next.
    #[inline]
    fn raw(&mut self) -> Result<&'de str, Refused> {
        let first = self.token()?;
        let end = scan::value(self.json(), first, self.at)?;
        self.slice(end)
    }

    /// The content of the string that comes next.
    #[inline]
    fn string(&mut self) -> Result<Cow<'de, str>, Refused> {
        match self.plain_string() {
            Some(plain) => Ok(Cow::Borrowed(plain)),
            None => self.escaped_string().map(Cow::Owned),
        }
    }

    /// The same of a string without escapes; else nothing is taken.
    fn plain_string(&mut self) -> Option<&'de str> {
        let (b'"', quote) = scan::token(self.json(), self.at).ok()? else { return None };
        let start = quote + 1;
        let end = start + scan::plain_text(self.json().get(start..)?);
        if self.json().get(end) != Some(&b'"') {
            return None;
        }
        self.at = end + 1;
        self.text.get(start..end)
    }

    fn plain_text(&mut self) -> Result<&'de str, Refused> {
        let rest = self.json().get(self.at..).unwrap_or_default();
        self.slice(self.at + scan::plain_text(rest))
    }

    #[cold]
    fn escaped_string(&mut self) -> Result<String, Refused> {
        self.take(b'"')?;
        let mut text = self.plain_text()?.to_owned();
        loop {
            let byte = self.json().get(self.at);
            self.at += 1;
            match byte {
                Some(b'"') => return Ok(text),
                Some(b'\\') => text.push(self.escape()?),
                _ => return Err(Refused),
            }
            text.push_str(self.plain_text()?);
        }
    }

    /// What comes after a backslash.
    fn escape(&mut self) -> Result<char, Refused> {
        let letter = self.json().get(self.at).ok_or(Refused)?;
        self.at += 1;
        match letter {
            b'"' | b'\\' | b'/' => Ok(char::from(*letter)),
            b'b' => Ok('\u{8}'),
            b'f' => Ok('\u{c}'),
            b'n' => Ok('\n'),
            b'r' => Ok('\r'),
            b't' => Ok('\t'),
            b'u' => self.code_point(),
            _ => Err(Refused),
        }
    }

    /// After `\u`: one code unit, or two that belong together.
    fn code_point(&mut self) -> Result<char, Refused> {
        let unit = scan::unit(self.json(), self.at)?;
        self.at += 4;
        if !(0xd800..0xdc00).contains(&unit) {
            return char::from_u32(unit).ok_or(Refused);
        }
        self.at = scan::word(self.json(), self.at, b"\\u")?;
        let low = scan::unit(self.json(), self.at)?;
        self.at += 4;
        let low = low.checked_sub(0xdc00).filter(|low| *low < 0x400).ok_or(Refused)?;
        char::from_u32(0x10000 + ((unit - 0xd800) << 10) + low).ok_or(Refused)
    }

    /// The string that stands at `member` of the object that comes next, where it is first.
    pub(crate) fn find_text(mut self, member: &str) -> Result<Cow<'de, str>, Refused> {
        self.take(b'{')?;
        loop {
            let name = self.string()?;
            self.take(b':')?;
            if name == member {
                return self.string();
            }
            self.raw()?;
            self.take(b',')?;
        }
    }

    #[inline]
    fn word<T>(&mut self, word: &[u8], value: T) -> Result<T, Refused> {
        self.at = scan::word(self.json(), self.at, word)?;
        Ok(value)
    }

    #[inline]
    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Refused>) -> Result<T, Refused> {
        if self.depth == DEPTH {
            return Err(Refused);
        }
        self.at += 1;
        self.depth += 1;
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    #[inline]
    fn object<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Refused> {
        self.deeper(|reader| {
            let mut members = Members::new(reader);
            let value = visitor.visit_map(&mut members)?;
            members.end()?;
            Ok(value)
        })
    }

    #[inline]
    fn array<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Refused> {
        self.deeper(|reader| {
            let mut items = Items::new(reader);
            let value = visitor.visit_seq(&mut items)?;
            items.end()?;
            Ok(value)
        })
    }

    /// Integers of 64 bits: what else a number is to serde is up to `serde_json` and its features.
    fn number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Refused> {
        let text = self.raw()?;
        match text.parse::<u64>() {
            Ok(value) => visitor.visit_u64(value),
            Err(_) => match text.parse::<i64>() {
                Ok(value) if value < 0 => visitor.visit_i64(value),
                _ => Err(Refused),
            },
        }
    }
}

/// Methods of a deserializer that all do the same.
macro_rules! methods {
    ($($method:ident)* => $does:expr) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
            $does(self, visitor)
        }
    )*};
}
use methods;

#[inline]
fn visit_text<'de, V: Visitor<'de>>(text: Cow<'de, str>, visitor: V) -> Result<V::Value, Refused> {
    match text {
        Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
        Cow::Owned(text) => visitor.visit_string(text),
    }
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Refused;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        match self.token()? {
            b'"' => visit_text(self.string()?, visitor),
            b'{' => self.object(visitor),
            b'[' => self.array(visitor),
            b'n' => self.word(b"null", visitor)?.visit_unit(),
            b't' => self.word(b"true", visitor)?.visit_bool(true),
            b'f' => self.word(b"false", visitor)?.visit_bool(false),
            _ => self.number(visitor),
        }
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visit_text(self.string()?, visitor)
    }

    #[inline]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visit_text(self.string()?, visitor)
    }

    #[inline]
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visit_text(self.string()?, visitor)
    }

    #[inline]
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        if self.token()? == b't' {
            self.word(b"true", visitor)?.visit_bool(true)
        } else {
            self.word(b"false", visitor)?.visit_bool(false)
        }
    }

    #[inline]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        if self.token()? == b'{' { self.object(visitor) } else { Err(Refused) }
    }

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        self.deserialize_map(visitor)
    }

    #[inline]
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        if self.token()? == b'[' { self.array(visitor) } else { Err(Refused) }
    }

    #[inline]
    fn deserialize_tuple<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, Refused> {
        self.deserialize_seq(visitor)
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        if self.token()? == b'n' {
            self.word(b"null", visitor)?.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        match name {
            Raw::NAME => visitor.visit_borrowed_str(self.raw()?),
            SERDE_JSON_RAW => visitor.visit_map(RawValue::new(self.raw()?)),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        let text = self.string()?;
        let variant: StrDeserializer<'_, Refused> = (*text).into_deserializer();
        visitor.visit_enum(variant)
    }

    #[inline]
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        self.raw()?;
        visitor.visit_unit()
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        self.token()?;
        self.word(b"null", visitor)?.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        self.deserialize_str(visitor)
    }

    methods! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16
        deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64 => Reader::number
    }

    methods! {
        deserialize_i128 deserialize_u128 deserialize_bytes deserialize_byte_buf => |_, _| Err(Refused)
    }
}

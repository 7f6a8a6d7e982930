//! [`Integer`].

use super::Raw;
use crate::{fault, number::Exact};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_with::{DeserializeAs, SerializeAs};
use std::fmt;

/// A JSON number with an integer value, however it is written; for `i8` to `i64` and `u8` to `u64`.
#[derive(Debug)]
pub struct Integer;

/// The integer types that a contract can have.
pub trait WireInteger: TryFrom<i64> + TryFrom<u64> + Serialize + fmt::Display + sealed::Sealed {
    /// Least and greatest value.
    const RANGE: (Self, Self);
}

mod sealed {
    pub trait Sealed {}
}

macro_rules! wire_integers {
    ($($type:ident)*) => {$(
        impl sealed::Sealed for $type {}
        impl WireInteger for $type {
            const RANGE: (Self, Self) = ($type::MIN, $type::MAX);
        }
    )*};
}
wire_integers!(i8 i16 i32 i64 u8 u16 u32 u64);

impl<'de, T: WireInteger> DeserializeAs<'de, T> for Integer {
    fn deserialize_as<D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        read(deserializer)
    }
}

fn read<'de, D: Deserializer<'de>, T: WireInteger>(deserializer: D) -> Result<T, D::Error> {
    // From the text: `serde_json` alone reads `9007199254740991.0` as the number below.
    let raw = Raw::deserialize(deserializer)?;
    let text = raw.text();
    let value = if let Ok(value) = text.parse::<i64>() {
        T::try_from(value).ok()
    } else if let Ok(value) = text.parse::<u64>() {
        T::try_from(value).ok()
    } else if text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
        otherwise(text).map_err(|message| fault::refuse("type", message))?
    } else {
        return Err(fault::refuse("type", format_args!("expected a whole number, found {}", raw.kind())));
    };
    value.ok_or_else(|| {
        let (least, greatest) = T::RANGE;
        fault::refuse("type", format_args!("must be a whole number from {least} to {greatest}"))
    })
}

/// A number that is not written as an integer of 64 bits: `5.0`, `1e3`. `None` for one that is out of range.
fn otherwise<T: WireInteger>(text: &str) -> Result<Option<T>, &'static str> {
    let Some(number) = Exact::parse(text).filter(|number| number.is_whole()) else {
        return Err("must be a whole number");
    };
    Ok(number.to_i128().and_then(|value| match (i64::try_from(value), u64::try_from(value)) {
        (Ok(value), _) => T::try_from(value).ok(),
        (_, Ok(value)) => T::try_from(value).ok(),
        _ => None,
    }))
}

impl<T: WireInteger> SerializeAs<T> for Integer {
    fn serialize_as<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}

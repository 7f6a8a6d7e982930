//! [`Integer`].

use crate::fault;
use serde::{
    Deserializer, Serialize, Serializer,
    de::{self, Visitor},
};
use serde_with::{DeserializeAs, SerializeAs};
use std::{fmt, marker::PhantomData};

/// A JSON number with an integer value; for `i8` to `i64` and `u8` to `u64`.
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

/// 2^53: below it every integer has its own binary64.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl<'de, T: WireInteger> DeserializeAs<'de, T> for Integer {
    fn deserialize_as<D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_i64(Number(PhantomData))
    }
}

impl<T: WireInteger> SerializeAs<T> for Integer {
    fn serialize_as<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}

struct Number<T>(PhantomData<T>);

impl<T: WireInteger> Visitor<'_> for Number<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number")
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<T, E> {
        T::try_from(value).map_err(|_| out_of_range::<T, E>())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<T, E> {
        T::try_from(value).map_err(|_| out_of_range::<T, E>())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<T, E> {
        if value.fract() != 0.0 {
            return Err(fault::refuse("type", "must be a whole number"));
        }
        if value.abs() >= EXACT {
            return Err(fault::refuse("type", "must be written out as digits when it is 2^53 or more"));
        }
        #[expect(clippy::cast_possible_truncation, reason = "a whole number below 2^53")]
        let value = value as i64;
        self.visit_i64(value)
    }
}

fn out_of_range<T: WireInteger, E: de::Error>() -> E {
    let (least, greatest) = T::RANGE;
    fault::refuse("type", format_args!("must be a whole number from {least} to {greatest}"))
}

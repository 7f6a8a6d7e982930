//! [`Integer`].

use super::{NotANumber, Num, Number};
use crate::fault;
use serde::{Deserialize, Deserializer, Serialize};
use std::{fmt, str::FromStr};

/// A JSON number without a fraction, of any size, as it is written: `1.0` and `1e3` are such numbers too.
///
/// ```
/// use event_contracts::Integer;
/// let count: Integer = "1e3".parse()?;
/// assert_eq!(count, Integer::from(1000));
/// assert_eq!(count.to_string(), "1e3");
/// assert_eq!(i64::try_from(&count), Ok(1000));
/// # Ok::<(), event_contracts::NotANumber>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Integer(Number);

impl Integer {
    /// How assertions see it.
    pub fn as_num(&self) -> Num<'_> {
        self.0.as_num()
    }

    /// The value, if it fits.
    pub fn as_i64(&self) -> Option<i64> {
        self.0.as_i64()
    }

    /// The value, if it fits.
    pub fn as_u64(&self) -> Option<u64> {
        self.0.as_u64()
    }

    /// The value, if it fits.
    pub fn as_i128(&self) -> Option<i128> {
        self.0.as_i128()
    }
}

impl TryFrom<Number> for Integer {
    type Error = NotANumber;

    fn try_from(number: Number) -> Result<Self, NotANumber> {
        if number.is_whole() { Ok(Self(number)) } else { Err(NotANumber) }
    }
}

impl From<Integer> for Number {
    fn from(integer: Integer) -> Self {
        integer.0
    }
}

impl FromStr for Integer {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        Number::from_str(text)?.try_into()
    }
}

impl fmt::Display for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

macro_rules! integers {
    ($($type:ty)*) => {$(
        impl From<$type> for Integer {
            fn from(value: $type) -> Self {
                Self(value.into())
            }
        }

        impl TryFrom<&Integer> for $type {
            type Error = NotANumber;

            fn try_from(integer: &Integer) -> Result<Self, NotANumber> {
                integer.as_i128().and_then(|value| value.try_into().ok()).ok_or(NotANumber)
            }
        }
    )*};
}
integers!(i8 i16 i32 i64 u8 u16 u32 u64);

impl<'de> Deserialize<'de> for Integer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = Number::deserialize(deserializer)?;
        Self::try_from(number).map_err(|NotANumber| fault::refuse("type", "must be a whole number"))
    }
}

//! [`Number`] and [`Integer`]: JSON numbers as they are written.

mod exact;
mod integer;
mod num;

use crate::{fault, wire::Raw};
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::Error};
use serde_json::value::RawValue;
use std::{cmp::Ordering, fmt, hash, str::FromStr};

pub(crate) use exact::Exact;
pub use integer::Integer;
pub use num::Num;

/// A JSON number with every digit, of any size: `1.50` stays `1.50`, and `1e400` is not too big.
///
/// It compares by value: `1.50` equals `1.5`, and `1e1` equals `10`.
///
/// ```
/// use event_contracts::Number;
/// let price: Number = "1.50".parse()?;
/// assert_eq!(price.to_string(), "1.50");
/// assert_eq!(price, "15e-1".parse()?);
/// assert!(price < Number::from(2));
/// assert_eq!(Number::from(2).as_i64(), Some(2));
/// # Ok::<(), event_contracts::NotANumber>(())
/// ```
#[derive(Clone)]
pub struct Number(Repr);

#[derive(Clone)]
enum Repr {
    /// Written as Rust writes it.
    Short(i64),
    /// A JSON number that is not.
    Text(Box<str>),
}

/// A text that is no JSON number, or not one of the kind asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a JSON number of this kind")]
pub struct NotANumber;

impl Number {
    /// The number of a text that is a JSON number.
    pub(crate) fn from_json(text: &str) -> Self {
        match text.parse::<i64>() {
            // `-0` is the one text of an integer that would be lost.
            Ok(value) if !(value == 0 && text.starts_with('-')) => Self(Repr::Short(value)),
            _ => Self(Repr::Text(text.into())),
        }
    }

    /// How assertions see it.
    pub fn as_num(&self) -> Num<'_> {
        match &self.0 {
            Repr::Short(value) => Num::Signed(*value),
            Repr::Text(text) => Num::Text(text),
        }
    }

    /// Whether it has no fraction: `1.0` and `1e3` have none.
    pub fn is_whole(&self) -> bool {
        self.as_num().is_whole()
    }

    /// The value, if it is whole and fits.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_i128().and_then(|value| value.try_into().ok())
    }

    /// The value, if it is whole and fits.
    pub fn as_u64(&self) -> Option<u64> {
        self.as_i128().and_then(|value| value.try_into().ok())
    }

    /// The value, if it is whole and fits.
    pub fn as_i128(&self) -> Option<i128> {
        self.as_num().to_i128()
    }

    /// The nearest binary64; infinite where that is too small.
    pub fn to_f64(&self) -> f64 {
        self.as_num().with_text(|text| text.parse().unwrap_or(f64::NAN))
    }

    /// The same value as a decimal, if one holds it exactly.
    pub fn to_decimal(&self) -> Option<Decimal> {
        self.as_num().with_text(|text| crate::wire::exact_decimal(text).ok())
    }
}

impl FromStr for Number {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        Exact::parse(text).map(|_| Self::from_json(text)).ok_or(NotANumber)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Short(value) => fmt::Display::fmt(value, f),
            Repr::Text(text) => f.write_str(text),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_num().compare(other.as_num())
    }
}

impl hash::Hash for Number {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.as_num().hash(state);
    }
}

macro_rules! from_small {
    ($($type:ty)*) => {$(
        impl From<$type> for Number {
            fn from(value: $type) -> Self {
                Self(Repr::Short(value.into()))
            }
        }
    )*};
}
from_small!(i8 i16 i32 i64 u8 u16 u32);

macro_rules! from_text {
    ($($type:ty)*) => {$(
        impl From<$type> for Number {
            fn from(value: $type) -> Self {
                Self::from_json(&value.to_string())
            }
        }
    )*};
}
from_text!(u64 i128 u128 Decimal);

/// The shortest digits that read back; what is not finite is no number.
impl TryFrom<f64> for Number {
    type Error = NotANumber;

    fn try_from(value: f64) -> Result<Self, NotANumber> {
        if value.is_finite() { Ok(Num::Double(value).with_text(Self::from_json)) } else { Err(NotANumber) }
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Repr::Short(value) => serializer.serialize_i64(*value),
            Repr::Text(text) => {
                let raw: &RawValue = serde_json::from_str(text).map_err(S::Error::custom)?;
                raw.serialize(serializer)
            }
        }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Raw::deserialize(deserializer)?;
        match raw.text().as_bytes() {
            [b'-' | b'0'..=b'9', ..] => Ok(Self::from_json(raw.text())),
            _ => Err(fault::refuse("type", format_args!("expected a number, found {}", raw.kind()))),
        }
    }
}

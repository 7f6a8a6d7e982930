//! [`DecimalNumber`].

use super::{NumberText, Raw};
use crate::fault;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serializer, ser::Error};
use serde_with::{DeserializeAs, SerializeAs};
use std::{borrow::Cow, fmt::Write};

/// An exact decimal number: a JSON number or a string that holds one; written as a number.
#[derive(Debug)]
pub struct DecimalNumber;

/// The greatest mantissa, 96 bits.
const MANTISSA: u128 = (1 << 96) - 1;
/// The greatest number of decimal places.
const SCALE: i64 = 28;

impl<'de> DeserializeAs<'de, Decimal> for DecimalNumber {
    fn deserialize_as<D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
        let raw = Raw::deserialize(deserializer)?;
        let text = match raw.text().as_bytes() {
            [b'-' | b'0'..=b'9', ..] => Cow::Borrowed(raw.text()),
            [b'"', ..] => string(raw.text()),
            _ => return Err(fault::refuse("type", "must be a number")),
        };
        match exact(&text) {
            Ok(value) => Ok(value),
            Err(Inexact::NotANumber) => Err(fault::refuse("type", "must be a number or a string with one")),
            Err(Inexact::TooLong) => {
                let message = "cannot be held exactly: a decimal has at most 28 decimal places and 96 bits";
                Err(fault::refuse("format", message))
            }
        }
    }
}

/// The content of a JSON string; empty, so not a number, if it cannot be unescaped.
fn string(raw: &str) -> Cow<'_, str> {
    match raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(plain) if !plain.contains('\\') => Cow::Borrowed(plain),
        _ => serde_json::from_str(raw).map_or(Cow::Borrowed(""), Cow::Owned),
    }
}

impl SerializeAs<Decimal> for DecimalNumber {
    fn serialize_as<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
        let mut value = *value;
        if value.is_zero() {
            value.set_sign_positive(true);
        }
        let mut text = NumberText::new();
        write!(text, "{value}").map_err(S::Error::custom)?;
        text.serialize(serializer)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Inexact {
    NotANumber,
    TooLong,
}

/// Reads a JSON number (RFC 8259 section 6) without rounding.
#[inline]
pub(crate) fn exact(text: &str) -> Result<Decimal, Inexact> {
    short(text).map_or_else(|| any(text), Ok)
}

/// One without exponent whose digits fit into 64 bits, as nearly all are; `None` for others, and for what is none.
#[inline]
fn short(text: &str) -> Option<Decimal> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.len() > 19 || matches!(digits, [] | [b'0', b'0'..=b'9', ..] | [b'.', ..] | [.., b'.']) {
        return None;
    }
    let (mut mantissa, mut scale) = (0_u64, None);
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                mantissa = mantissa * 10 + u64::from(byte - b'0');
                scale = scale.map(|scale| scale + 1);
            }
            b'.' if scale.is_none() => scale = Some(0),
            _ => return None,
        }
    }
    // 19 digits fit into 64 bits.
    let [l0, l1, l2, l3, m0, m1, m2, m3] = mantissa.to_le_bytes();
    let (low, middle) = (u32::from_le_bytes([l0, l1, l2, l3]), u32::from_le_bytes([m0, m1, m2, m3]));
    Some(Decimal::from_parts(low, middle, 0, negative, scale.unwrap_or(0)))
}

fn any(text: &str) -> Result<Decimal, Inexact> {
    let (negative, rest) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let (whole, rest) = digits(rest);
    let canonical = whole.len() == 1 || whole.first().is_some_and(|first| *first != b'0');
    let (fraction, rest) = match rest {
        [b'.', rest @ ..] => digits(rest),
        rest => (&[][..], rest),
    };
    let point_alone = fraction.is_empty() && text.contains('.');
    if !canonical || point_alone {
        return Err(Inexact::NotANumber);
    }
    let exponent = exponent(rest)?;

    let mut mantissa = 0_u128;
    for digit in whole.iter().chain(fraction) {
        mantissa = mantissa * 10 + u128::from(digit - b'0');
        if mantissa > MANTISSA {
            return Err(Inexact::TooLong);
        }
    }
    let places = i64::try_from(fraction.len()).map_err(|_| Inexact::TooLong)?;
    let mut scale = places.saturating_sub(exponent);
    if mantissa == 0 {
        scale = scale.max(0);
    }
    while scale < 0 {
        mantissa *= 10;
        scale += 1;
        if mantissa > MANTISSA {
            return Err(Inexact::TooLong);
        }
    }
    if scale > SCALE {
        return Err(Inexact::TooLong);
    }
    let scale = u32::try_from(scale).map_err(|_| Inexact::TooLong)?;
    let mantissa = i128::try_from(mantissa).map_err(|_| Inexact::TooLong)?;
    let mantissa = if negative { -mantissa } else { mantissa };
    Decimal::try_from_i128_with_scale(mantissa, scale).map_err(|_| Inexact::TooLong)
}

fn digits(text: &[u8]) -> (&[u8], &[u8]) {
    text.split_at(text.iter().take_while(|b| b.is_ascii_digit()).count())
}

/// The exponent, if any; one that does not fit is cut to a value that is out of range anyhow.
fn exponent(text: &[u8]) -> Result<i64, Inexact> {
    let (negative, text) = match text {
        [] => return Ok(0),
        [b'e' | b'E', b'-', rest @ ..] => (true, rest),
        [b'e' | b'E', b'+', rest @ ..] | [b'e' | b'E', rest @ ..] => (false, rest),
        _ => return Err(Inexact::NotANumber),
    };
    let (digits, rest) = digits(text);
    if digits.is_empty() || !rest.is_empty() {
        return Err(Inexact::NotANumber);
    }
    let value = digits
        .iter()
        .fold(0_i64, |value, digit| value.saturating_mul(10).saturating_add(i64::from(digit - b'0')));
    Ok(if negative { -value } else { value })
}

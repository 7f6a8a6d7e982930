//! [`Double`].

use super::{NumberText, Raw};
use crate::fault;
use serde::{Deserialize, Deserializer, Serializer, ser::Error};
use serde_with::{DeserializeAs, SerializeAs};
use std::fmt::{self, Write};

/// A finite binary64.
#[derive(Debug)]
pub struct Double;

impl<'de> DeserializeAs<'de, f64> for Double {
    fn deserialize_as<D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        // `serde_json` alone may be off by one in the last place.
        let raw = Raw::deserialize(deserializer)?;
        match raw.text().as_bytes() {
            [b'-' | b'0'..=b'9', ..] => match raw.text().parse::<f64>() {
                Ok(value) if value.is_finite() => Ok(value),
                _ => Err(fault::refuse("type", "must be a finite number")),
            },
            _ => Err(fault::refuse("type", format_args!("expected a number, found {}", raw.kind()))),
        }
    }
}

impl SerializeAs<f64> for Double {
    fn serialize_as<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        if !value.is_finite() {
            return Err(S::Error::custom("a double that is not finite has no JSON form"));
        }
        let mut text = NumberText::new();
        write_ecma(*value, &mut text).map_err(S::Error::custom)?;
        text.serialize(serializer)
    }
}

/// ECMA-262 `Number::toString`, on which RFC 8785 (canonical JSON) rests.
pub(crate) fn write_ecma(value: f64, out: &mut NumberText) -> fmt::Result {
    if value == 0.0 {
        return out.write_str("0");
    }
    // Rust's `{:e}` gives the shortest digits that read back: `-d.ddde-x`.
    let mut shortest = NumberText::new();
    write!(shortest, "{:e}", value.abs())?;
    let (digits, exponent) = shortest.as_str().split_once('e').ok_or(fmt::Error)?;
    let (first, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let exponent: i32 = exponent.parse().map_err(|_| fmt::Error)?;
    if value < 0.0 {
        out.write_str("-")?;
    }
    if !(-6..21).contains(&exponent) {
        let point = if rest.is_empty() { "" } else { "." };
        return write!(out, "{first}{point}{rest}e{exponent:+}");
    }
    let Ok(places) = usize::try_from(exponent) else {
        let zeros = usize::try_from(-exponent - 1).map_err(|_| fmt::Error)?;
        return write!(out, "0.{:0<zeros$}{first}{rest}", "");
    };
    match rest.split_at_checked(places) {
        Some((whole, "")) => write!(out, "{first}{whole}"),
        Some((whole, fraction)) => write!(out, "{first}{whole}.{fraction}"),
        None => write!(out, "{first}{rest:0<places$}"),
    }
}

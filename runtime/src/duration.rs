//! [`Duration`]: RFC 3339 appendix A `duration`.

use crate::text::{FormatError, text_serde};
use std::{fmt, str::FromStr};

/// An ISO 8601 duration, kept as the text it came as (JSON Schema `format: duration`).
///
/// The grammar is that of RFC 3339 appendix A in upper case: `P1W`, `P1Y2M3D`, `P1DT2H3M4S`; no
/// fractions, and no unit left out in the middle (`PT1H5S` is not one). Equality is that of the text:
/// `PT60M` is not `PT1H`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Duration(Box<str>);

impl Duration {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The length of time, with a day of 24 hours; `None` with years or months, which have no fixed
    /// length, or beyond 2^64 seconds.
    pub fn to_std(&self) -> Option<std::time::Duration> {
        let (mut seconds, mut number, mut in_time) = (0_u64, 0_u64, false);
        for byte in self.0.bytes() {
            let unit = match (byte, in_time) {
                (b'0'..=b'9', _) => {
                    number = number.checked_mul(10)?.checked_add(u64::from(byte - b'0'))?;
                    continue;
                }
                (b'T', _) => {
                    in_time = true;
                    continue;
                }
                (b'P', _) => continue,
                (b'W', _) => 7 * 86_400,
                (b'D', _) => 86_400,
                (b'H', _) => 3_600,
                (b'M', true) => 60,
                (b'S', _) => 1,
                _ => return None,
            };
            seconds = seconds.checked_add(number.checked_mul(unit)?)?;
            number = 0;
        }
        Some(std::time::Duration::from_secs(seconds))
    }
}

/// Reads numbers followed by units that come one after the other in `units`; the rest of the text.
///
/// None at all, or a gap between the units, is not a match.
fn chain<'a>(text: &'a [u8], units: &[u8]) -> Option<&'a [u8]> {
    let mut rest = text;
    let mut last = None;
    loop {
        let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        let (_, after) = rest.split_at(digits);
        let unit = after.first().and_then(|byte| units.iter().position(|unit| unit == byte));
        match (digits, unit, last) {
            (0, _, Some(_)) => return Some(rest),
            (1.., Some(unit), None) => last = Some(unit),
            (1.., Some(unit), Some(previous)) if unit == previous + 1 => last = Some(unit),
            _ => return None,
        }
        rest = after.get(1..)?;
    }
}

fn valid(text: &[u8]) -> bool {
    let time = |text: &[u8]| chain(text, b"HMS").is_some_and(<[u8]>::is_empty);
    let Some(body) = text.strip_prefix(b"P") else { return false };
    if let Some(body) = body.strip_prefix(b"T") {
        return time(body);
    }
    if chain(body, b"W").is_some_and(<[u8]>::is_empty) {
        return true;
    }
    match chain(body, b"YMD") {
        Some([]) => true,
        Some([b'T', rest @ ..]) => time(rest),
        _ => false,
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// RFC 3339 appendix A `duration`, upper case.
impl FromStr for Duration {
    type Err = FormatError;

    fn from_str(text: &str) -> Result<Self, FormatError> {
        if valid(text.as_bytes()) {
            Ok(Self(text.into()))
        } else {
            Err(FormatError { expected: "an ISO 8601 duration such as P1DT2H" })
        }
    }
}

text_serde!(Duration, "format");

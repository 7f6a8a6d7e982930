//! [`Date`]: RFC 3339 `full-date`.

use crate::text::{FormatError, text_serde};
use jiff::civil;
use std::{fmt, str::FromStr};

/// A calendar date without a time, year 0001 to 9999 (JSON Schema `format: date`, C# `DateOnly`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

impl Date {
    /// The date with this year (1 to 9999), month (1 to 12) and day, if there is one.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        if !(1..=9999).contains(&year) {
            return None;
        }
        civil::Date::new(year, month, day).ok().map(Self)
    }

    /// 1 to 9999.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// 1 to 31.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    pub(crate) fn civil(self) -> civil::Date {
        self.0
    }

    pub(crate) fn parse(text: &[u8]) -> Option<Self> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text else { return None };
        let year = i16::from(two(y1, y2)?) * 100 + i16::from(two(y3, y4)?);
        Self::new(year, two(m1, m2)?, two(d1, d2)?)
    }
}

/// The number that two ASCII digits make.
pub(crate) fn two(tens: u8, ones: u8) -> Option<i8> {
    let digit = |b: u8| b.is_ascii_digit().then(|| b - b'0');
    i8::try_from(digit(tens)? * 10 + digit(ones)?).ok()
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

/// Exactly `YYYY-MM-DD`.
impl FromStr for Date {
    type Err = FormatError;

    fn from_str(text: &str) -> Result<Self, FormatError> {
        Self::parse(text.as_bytes()).ok_or(FormatError { expected: "an RFC 3339 date such as 2026-01-14" })
    }
}

text_serde!(Date, "format");

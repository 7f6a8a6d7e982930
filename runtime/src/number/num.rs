//! [`Num`].

use super::Exact;
use crate::wire::{NumberText, write_ecma};
use rust_decimal::Decimal;
use std::{cmp::Ordering, fmt::Write, hash};

/// A number as an assertion sees it, borrowed from whatever type holds it.
#[derive(Debug, Clone, Copy)]
pub enum Num<'a> {
    /// An integer.
    Signed(i64),
    /// An integer.
    Unsigned(u64),
    /// A finite double: the value of its shortest digits.
    Double(f64),
    /// A decimal.
    Decimal(&'a Decimal),
    /// The text of a JSON number.
    Text(&'a str),
}

#[expect(
    clippy::redundant_closure_for_method_calls,
    reason = "a method is not general enough over its lifetime"
)]
impl Num<'_> {
    /// Hands on the number as JSON text, without the heap.
    pub(crate) fn with_text<R>(self, then: impl FnOnce(&str) -> R) -> R {
        let mut text = NumberText::new();
        // Every case fits into the buffer.
        let _ = match self {
            Self::Text(text) => return then(text),
            Self::Signed(value) => write!(text, "{value}"),
            Self::Unsigned(value) => write!(text, "{value}"),
            Self::Decimal(value) => write!(text, "{value}"),
            Self::Double(value) => write_ecma(value, &mut text),
        };
        then(text.as_str())
    }

    fn with<R>(self, then: impl FnOnce(Exact<'_>) -> R) -> R {
        // A text that is no number cannot come from a document; it counts as zero.
        self.with_text(|text| then(Exact::parse(text).unwrap_or(Exact::ZERO)))
    }

    /// By value.
    pub fn compare(self, other: Num<'_>) -> Ordering {
        match (self, other) {
            (Self::Signed(a), Num::Signed(b)) => a.cmp(&b),
            (a, b) => a.with(|a| b.with(|b| a.cmp(b))),
        }
    }

    /// Whether this is a whole number of times `divisor`, exactly; never of zero.
    pub fn is_multiple_of(self, divisor: Num<'_>) -> bool {
        match (self, divisor) {
            (Self::Signed(a), Num::Signed(b)) => i128::from(a).checked_rem(i128::from(b)) == Some(0),
            (a, b) => a.with(|a| b.with(|b| a.is_multiple_of(b))),
        }
    }

    /// Whether there is no fraction.
    pub fn is_whole(self) -> bool {
        matches!(self, Self::Signed(_) | Self::Unsigned(_)) || self.with(|exact| exact.is_whole())
    }

    /// Whether it is written as an integer: without a point and an exponent.
    pub fn is_written_whole(self) -> bool {
        match self {
            Self::Signed(_) | Self::Unsigned(_) => true,
            number => number.with_text(|text| !text.contains(['.', 'e', 'E'])),
        }
    }

    pub(super) fn to_i128(self) -> Option<i128> {
        match self {
            Self::Signed(value) => Some(value.into()),
            Self::Unsigned(value) => Some(value.into()),
            number => number.with(|exact| exact.to_i128()),
        }
    }

    /// The same for equal values.
    pub(crate) fn hash(self, state: &mut impl hash::Hasher) {
        self.with(|exact| exact.hash(state));
    }
}

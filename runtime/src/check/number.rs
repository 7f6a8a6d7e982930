//! Bounds and multiples.

use crate::{Path, Violations, wire::exact_decimal};
use rust_decimal::Decimal;
use std::fmt::Display;

/// `minimum`.
pub fn minimum<T: PartialOrd + Display + Copy>(value: T, limit: T, at: &Path<'_>, out: &mut Violations) {
    if value < limit {
        out.report(at, "minimum", format!("must be at least {limit}"));
    }
}

/// `maximum`.
pub fn maximum<T: PartialOrd + Display + Copy>(value: T, limit: T, at: &Path<'_>, out: &mut Violations) {
    if value > limit {
        out.report(at, "maximum", format!("must be at most {limit}"));
    }
}

/// `exclusiveMinimum`.
pub fn exclusive_minimum<T: PartialOrd + Display + Copy>(
    value: T,
    limit: T,
    at: &Path<'_>,
    out: &mut Violations,
) {
    if value <= limit {
        out.report(at, "exclusiveMinimum", format!("must be greater than {limit}"));
    }
}

/// `exclusiveMaximum`.
pub fn exclusive_maximum<T: PartialOrd + Display + Copy>(
    value: T,
    limit: T,
    at: &Path<'_>,
    out: &mut Violations,
) {
    if value >= limit {
        out.report(at, "exclusiveMaximum", format!("must be less than {limit}"));
    }
}

/// `multipleOf`.
pub fn multiple_of<T: Multiple>(value: T, divisor: T, at: &Path<'_>, out: &mut Violations) {
    if !value.is_multiple(&divisor) {
        out.report(at, "multipleOf", format!("must be a multiple of {divisor}"));
    }
}

/// A number that can be asked for `multipleOf`.
pub trait Multiple: Display + Copy {
    /// Whether this is a whole number of times `divisor`, exactly; never of zero.
    fn is_multiple(&self, divisor: &Self) -> bool;
}

macro_rules! integers {
    ($($type:ty)*) => {$(
        impl Multiple for $type {
            fn is_multiple(&self, divisor: &Self) -> bool {
                i128::from(*self).checked_rem(i128::from(*divisor)) == Some(0)
            }
        }
    )*};
}
integers!(i8 i16 i32 i64 u8 u16 u32 u64);

impl Multiple for Decimal {
    fn is_multiple(&self, divisor: &Self) -> bool {
        self.checked_rem(*divisor).is_some_and(|rest| rest.is_zero())
    }
}

/// By the shortest decimal digits of both, so that 0.3 is a multiple of 0.1; beyond what a [`Decimal`] holds
/// by the remainder of the binary values.
impl Multiple for f64 {
    fn is_multiple(&self, divisor: &Self) -> bool {
        let decimal = |value: f64| exact_decimal(&format!("{value:e}"));
        match (decimal(*self), decimal(*divisor)) {
            (Ok(value), Ok(divisor)) => value.is_multiple(&divisor),
            _ => self % divisor == 0.0,
        }
    }
}

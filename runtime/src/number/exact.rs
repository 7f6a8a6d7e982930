//! Arithmetic on the text of JSON numbers: exact, without the heap where numbers are compared, and no dearer
//! for a great exponent.

use std::{
    cmp::Ordering,
    hash::{Hash, Hasher},
};

/// The value of a number's text: `±0.d1d2d3… · 10^point`, where the digits neither begin nor end with zero.
/// Zero has no digits.
#[derive(Clone, Copy)]
pub(crate) struct Exact<'a> {
    negative: bool,
    whole: &'a [u8],
    fraction: &'a [u8],
    point: i64,
}

/// Exponents beyond this are held for equal; no text of a real document gets there.
const FAR: i64 = 1 << 60;

impl<'a> Exact<'a> {
    pub(crate) const ZERO: Self = Self { negative: false, whole: &[], fraction: &[], point: 0 };

    /// Reads a JSON number (RFC 8259, section 6).
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let (negative, rest) = match text.as_bytes() {
            [b'-', rest @ ..] => (true, rest),
            rest => (false, rest),
        };
        let (whole, rest) = digits(rest);
        if whole.is_empty() || (whole.len() > 1 && whole.starts_with(b"0")) {
            return None;
        }
        let (fraction, rest) = match rest {
            [b'.', rest @ ..] => match digits(rest) {
                ([], _) => return None,
                found => found,
            },
            rest => (&[][..], rest),
        };
        let exponent = exponent(rest)?;
        Some(Self::new(negative, whole, fraction, exponent))
    }

    fn new(negative: bool, whole: &'a [u8], fraction: &'a [u8], exponent: i64) -> Self {
        let whole = trim_start(whole);
        let fraction = trim_end(fraction);
        let mut point = length(whole);
        let (whole, fraction) = match (whole, fraction) {
            ([], fraction) => {
                let significant = trim_start(fraction);
                point = length(significant) - length(fraction);
                (&[][..], significant)
            }
            (whole, []) => (trim_end(whole), fraction),
            both => both,
        };
        if whole.is_empty() && fraction.is_empty() {
            return Self::ZERO;
        }
        Self { negative, whole, fraction, point: point.saturating_add(exponent) }
    }

    fn digits(self) -> impl Iterator<Item = u8> {
        self.whole.iter().chain(self.fraction).map(|digit| digit - b'0')
    }

    fn count(self) -> i64 {
        length(self.whole) + length(self.fraction)
    }

    pub(crate) fn is_zero(self) -> bool {
        self.count() == 0
    }

    /// Whether there is no fraction.
    pub(crate) fn is_whole(self) -> bool {
        self.count() <= self.point.max(0)
    }

    /// The value, if it is whole and fits.
    pub(crate) fn to_i128(self) -> Option<i128> {
        if !self.is_whole() || self.point > 39 {
            return None;
        }
        let mut value = 0_i128;
        for digit in self.digits() {
            value = value.checked_mul(10)?.checked_sub(i128::from(digit))?;
        }
        for _ in self.count()..self.point {
            value = value.checked_mul(10)?;
        }
        // Built below zero, where one value more fits.
        if self.negative { Some(value) } else { value.checked_neg() }
    }

    fn sign(self) -> i8 {
        match (self.is_zero(), self.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }

    pub(crate) fn cmp(self, other: Exact<'_>) -> Ordering {
        self.sign().cmp(&other.sign()).then_with(|| {
            let magnitude = self.point.cmp(&other.point).then_with(|| self.digits().cmp(other.digits()));
            if self.negative { magnitude.reverse() } else { magnitude }
        })
    }

    /// The same for equal values.
    pub(crate) fn hash(self, state: &mut impl Hasher) {
        (self.negative, self.point).hash(state);
        for digit in self.digits() {
            state.write_u8(digit);
        }
    }

    /// Whether this is a whole number of times `divisor`; never of zero.
    pub(crate) fn is_multiple_of(self, divisor: Exact<'_>) -> bool {
        if divisor.is_zero() {
            return false;
        }
        // As whole numbers times a power of ten, of which neither is divisible by ten.
        let places = (self.point - self.count()).saturating_sub(divisor.point - divisor.count());
        if self.is_zero() {
            return true;
        }
        let Ok(places) = u64::try_from(places) else { return false };
        // The divisor holds at most so many twos or fives: further zeros change nothing.
        let zeros = places.min(4 * u64::try_from(divisor.count()).unwrap_or(u64::MAX));
        let zeros = (0..zeros).map(|_| 0);
        if divisor.count() <= 18 {
            let modulus = divisor.digits().fold(0_u64, |value, digit| value * 10 + u64::from(digit));
            let step = |rest: u64, digit: u8| {
                // Below 10^19, so it fits.
                (rest * 10 + u64::from(digit)) % modulus
            };
            return self.digits().chain(zeros).fold(0, step) == 0;
        }
        let modulus: Vec<u8> = divisor.digits().collect();
        let mut rest = vec![0_u8; modulus.len() + 1];
        for digit in self.digits().chain(zeros) {
            rest.rotate_left(1);
            if let Some(last) = rest.last_mut() {
                *last = digit;
            }
            while subtract(&mut rest, &modulus) {}
        }
        rest.iter().all(|digit| *digit == 0)
    }
}

/// Takes `amount` from `value`, which has one digit more, unless it is less.
fn subtract(value: &mut [u8], amount: &[u8]) -> bool {
    let Some((first, tail)) = value.split_first_mut() else { return false };
    if *first == 0 && (&*tail) < amount {
        return false;
    }
    let mut borrow = 0;
    for (digit, taken) in tail.iter_mut().zip(amount).rev() {
        let taken = taken + borrow;
        borrow = u8::from(*digit < taken);
        *digit = *digit + 10 * borrow - taken;
    }
    *first -= borrow;
    true
}

fn digits(text: &[u8]) -> (&[u8], &[u8]) {
    text.split_at(text.iter().take_while(|byte| byte.is_ascii_digit()).count())
}

fn trim_start(digits: &[u8]) -> &[u8] {
    digits.split_at(digits.iter().take_while(|digit| **digit == b'0').count()).1
}

fn trim_end(digits: &[u8]) -> &[u8] {
    digits.split_at(digits.len() - digits.iter().rev().take_while(|digit| **digit == b'0').count()).0
}

fn length(digits: &[u8]) -> i64 {
    i64::try_from(digits.len()).unwrap_or(FAR)
}

fn exponent(text: &[u8]) -> Option<i64> {
    let (negative, text) = match text {
        [] => return Some(0),
        [b'e' | b'E', b'-', rest @ ..] => (true, rest),
        [b'e' | b'E', b'+', rest @ ..] | [b'e' | b'E', rest @ ..] => (false, rest),
        _ => return None,
    };
    let (digits, []) = digits(text) else { return None };
    if digits.is_empty() {
        return None;
    }
    let value = digits
        .iter()
        .fold(0_i64, |value, digit| value.saturating_mul(10).saturating_add(i64::from(digit - b'0')))
        .min(FAR);
    Some(if negative { -value } else { value })
}

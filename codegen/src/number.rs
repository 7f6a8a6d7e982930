//! Exact decimal numbers of any size, as JSON writes them.

use std::cmp::Ordering;
use std::fmt;

/// The value of a JSON number, exact: `sign · 0.d1d2d3… · 10^exponent`, with no leading or trailing
/// zero among the digits, so that equal values are equal structures.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Number {
    negative: bool,
    digits: String,
    /// Power of ten of the point before the first digit. Zero for the value zero.
    exponent: i64,
}

impl Number {
    /// Reads the text of a JSON number (RFC 8259 section 6); `None` if it is not one, or if its
    /// exponent is beyond 18 digits.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match rest.find(['e', 'E']) {
            Some(at) => (&rest[..at], parse_exponent(&rest[at + 1..])?),
            None => (rest, 0),
        };
        let (integer, fraction) = match mantissa.split_once('.') {
            Some((_, "")) => return None,
            Some(parts) => parts,
            None => (mantissa, ""),
        };
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if integer.is_empty() || !all_digits(integer) || !all_digits(fraction) {
            return None;
        }
        if integer.len() > 1 && integer.starts_with('0') {
            return None;
        }
        let digits = format!("{integer}{fraction}");
        let significant = digits.trim_start_matches('0');
        let leading = i64::try_from(digits.len() - significant.len()).ok()?;
        let point = i64::try_from(integer.len()).ok()?;
        let significant = significant.trim_end_matches('0');
        if significant.is_empty() {
            return Some(Self::zero());
        }
        Some(Self {
            negative,
            digits: significant.to_owned(),
            exponent: exponent.checked_add(point - leading)?,
        })
    }

    /// The value 0.
    pub fn zero() -> Self {
        Self { negative: false, digits: String::new(), exponent: 0 }
    }

    /// Whether the value has no fraction: `1.0` and `1e3` are integers, as JSON Schema says
    /// (2020-12 validation, section 6.1.1).
    pub fn is_integer(&self) -> bool {
        self.digits.is_empty() || self.exponent >= i64::try_from(self.digits.len()).unwrap_or(i64::MAX)
    }

    /// The value as an `i128`, if it is an integer that fits.
    pub fn to_i128(&self) -> Option<i128> {
        if self.digits.is_empty() {
            return Some(0);
        }
        if !self.is_integer() || self.exponent > 39 {
            return None;
        }
        let zeros = usize::try_from(self.exponent).ok()?.checked_sub(self.digits.len())?;
        let text = format!("{}{}{}", if self.negative { "-" } else { "" }, self.digits, "0".repeat(zeros));
        text.parse().ok()
    }

    /// The value as `mantissa · 10^-scale` if it fits the 96 bits and 28 places of a decimal, which are the
    /// same in Rust and C#.
    pub fn to_decimal(&self) -> Option<(i128, u32)> {
        let scale = u32::try_from(self.scale()).ok().filter(|scale| *scale <= 28)?;
        let shifted = Self { exponent: self.exponent.checked_add(i64::from(scale))?, ..self.clone() };
        let mantissa = if self.digits.is_empty() { 0 } else { shifted.to_i128()? };
        (mantissa.unsigned_abs() < 1 << 96).then_some((mantissa, scale))
    }

    /// The value as `mantissa · 10^power`, if its digits fit an `i128`.
    pub fn mantissa(&self) -> Option<(i128, i64)> {
        if self.digits.is_empty() {
            return Some((0, 0));
        }
        let digits: i128 = self.digits.parse().ok()?;
        let power = self.exponent.checked_sub(i64::try_from(self.digits.len()).ok()?)?;
        Some((if self.negative { -digits } else { digits }, power))
    }

    /// Whether the value is below zero.
    pub fn is_negative(&self) -> bool {
        self.negative
    }

    /// Number of significant digits.
    pub fn precision(&self) -> usize {
        self.digits.len()
    }

    /// Digits behind the point that the value needs, zero for an integer.
    pub fn scale(&self) -> i64 {
        (i64::try_from(self.digits.len()).unwrap_or(i64::MAX) - self.exponent).max(0)
    }

    /// Whether the value is a whole number of steps; `None` where the step has more digits than can be reckoned
    /// with here.
    pub fn is_multiple_of(&self, step: &Self) -> Option<bool> {
        if self.digits.is_empty() || step.digits.is_empty() {
            return Some(self.digits.is_empty());
        }
        let power = |number: &Self| number.exponent.checked_sub(i64::try_from(number.digits.len()).ok()?);
        // There is no zero at the end of the digits.
        let Ok(shift) = u64::try_from(power(self)?.checked_sub(power(step)?)?) else { return Some(false) };
        let modulus: u128 = step.digits.parse::<u64>().ok()?.into();
        let digits = self.digits.bytes().map(|digit| u128::from(digit - b'0'));
        let mut rest = digits.fold(0, |rest, digit| (rest * 10 + digit) % modulus);
        let (mut ten, mut left) = (10 % modulus, shift);
        while left > 0 {
            if left % 2 == 1 {
                rest = rest * ten % modulus;
            }
            ten = ten * ten % modulus;
            left /= 2;
        }
        Some(rest == 0)
    }

    fn magnitude(&self, other: &Self) -> Ordering {
        match (self.digits.is_empty(), other.digits.is_empty()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => self.exponent.cmp(&other.exponent).then_with(|| self.digits.cmp(&other.digits)),
        }
    }
}

fn parse_exponent(text: &str) -> Option<i64> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let digits = digits.trim_start_matches('0');
    if digits.len() > 18 {
        return None;
    }
    let value: i64 = if digits.is_empty() { 0 } else { digits.parse().ok()? };
    Some(if negative { -value } else { value })
}

impl From<i128> for Number {
    fn from(value: i128) -> Self {
        // An integer's decimal text is always a JSON number.
        Self::parse(&value.to_string()).unwrap_or_else(Self::zero)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => self.magnitude(other),
            (true, true) => other.magnitude(self),
        }
    }
}

impl fmt::Display for Number {
    /// Plain notation up to 40 places, then scientific.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.negative { "-" } else { "" };
        let len = i64::try_from(self.digits.len()).unwrap_or(i64::MAX);
        if self.digits.is_empty() {
            return f.write_str("0");
        }
        if self.exponent.abs() > 40 {
            return write!(f, "{sign}{}e{}", self.digits, self.exponent.saturating_sub(len));
        }
        let point = usize::try_from(self.exponent.max(0)).unwrap_or_default();
        if self.exponent <= 0 {
            let zeros = usize::try_from(-self.exponent).unwrap_or_default();
            write!(f, "{sign}0.{}{}", "0".repeat(zeros), self.digits)
        } else if point >= self.digits.len() {
            write!(f, "{sign}{}{}", self.digits, "0".repeat(point - self.digits.len()))
        } else {
            write!(f, "{sign}{}.{}", &self.digits[..point], &self.digits[point..])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_are_equal_and_print_plainly() {
        for (text, printed) in [
            ("0", "0"),
            ("-0.0", "0"),
            ("1", "1"),
            ("1.0", "1"),
            ("1e3", "1000"),
            ("1200e-2", "12"),
            ("-0.0012", "-0.0012"),
            ("9007199254740993", "9007199254740993"),
            ("12345678901234567890123.4500", "12345678901234567890123.45"),
            ("1e400", "1e400"),
            ("12e-60", "12e-60"),
        ] {
            assert_eq!(Number::parse(text).expect(text).to_string(), printed, "{text}");
        }
        for text in ["", "-", "01", "1.", ".5", "+1", "1e", "0x1", "NaN", "1e9999999999999999999"] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_order_is_the_order_of_values() {
        let ascending =
            ["-1e400", "-2", "-1.5", "-1e-9", "0", "1e-400", "0.1", "0.11", "1", "9", "10", "10.5", "1e400"];
        for (i, a) in ascending.iter().enumerate() {
            for (j, b) in ascending.iter().enumerate() {
                let (a, b) = (Number::parse(a).expect("number"), Number::parse(b).expect("number"));
                assert_eq!(a.cmp(&b), i.cmp(&j), "{a} {b}");
            }
        }
    }

    #[test]
    fn multiples() {
        for (number, step, is) in [
            ("0", "7", true),
            ("0.3", "0.1", true),
            ("0.35", "0.1", false),
            ("1e400", "3", false),
            ("1e400", "4e398", true),
            ("-9007199254740993", "3", true),
            ("9007199254740992", "3", false),
            ("18446744073709551616e2", "1024", true),
            ("1e999999999999999999", "7", false),
            ("5", "2.5", true),
            ("1", "2", false),
        ] {
            let parse = |text| Number::parse(text).expect("number");
            assert_eq!(parse(number).is_multiple_of(&parse(step)), Some(is), "{number} {step}");
        }
    }

    #[test]
    fn integers() {
        assert!(Number::parse("1.0").expect("number").is_integer());
        assert!(!Number::parse("1.5").expect("number").is_integer());
        assert_eq!(Number::parse("-25e1").expect("number").to_i128(), Some(-250));
        assert_eq!(Number::parse("1e40").expect("number").to_i128(), None);
        assert_eq!(Number::from(-250).to_string(), "-250");
        assert_eq!(Number::parse("1.25").expect("number").scale(), 2);
        assert_eq!(Number::parse("-1.25").expect("number").to_decimal(), Some((-125, 2)));
        assert_eq!(Number::parse("1e30").expect("number").to_decimal(), None);
        assert_eq!(Number::parse("1e28").expect("number").to_decimal(), Some((10_i128.pow(28), 0)));
    }
}

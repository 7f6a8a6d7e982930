//! Integers, decimals and binary numbers.

use super::super::build::{number, typed};
use super::infer::{Said, Sure};
use crate::lint::context::words;
use crate::load::{Node, Value};
use crate::number::Number;

/// Values up to this leave 32 bits room to grow.
const SMALL: i128 = 1_000_000;

/// Digits that 128 bits hold.
const WIDE: usize = 38;

/// More digits than a double's exponent has room for, which validators know bounds by.
const LONG: usize = 150;

/// Last words of names that count something, and never below zero.
const COUNTS: &[&str] = &[
    "age",
    "attempt",
    "attempts",
    "count",
    "length",
    "qty",
    "quantity",
    "retries",
    "size",
    "threshold",
    "tokens",
];

/// Words of names whose numbers grow beyond 32 bits sooner or later.
const LARGE: &[&str] = &[
    "bytes",
    "epoch",
    "id",
    "millis",
    "milliseconds",
    "ms",
    "nanos",
    "offset",
    "sequence",
    "ticks",
    "time",
    "timestamp",
];

/// Words of names that are measured and not counted out.
const MEASURED: &[&str] = &[
    "accuracy",
    "altitude",
    "celsius",
    "confidence",
    "lat",
    "latitude",
    "lng",
    "lon",
    "longitude",
    "probability",
    "ratio",
    "temperature",
];

pub(super) fn schema(name: &str, nodes: &[&Node]) -> Said {
    let texts: Vec<&str> = nodes
        .iter()
        .filter_map(|node| match &node.value {
            Value::Number(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    let numbers: Vec<Number> = texts.iter().filter_map(|text| Number::parse(text)).collect();
    let words = words(name);
    if numbers.len() < texts.len() {
        // An exponent that nothing can hold.
        return Said::but(typed("number").done(), Sure::Guess, "too large for any type");
    }
    if texts.iter().all(|text| text.bytes().all(|b| b.is_ascii_digit() || b == b'-')) {
        return integer(&words, &numbers);
    }
    let is = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    // What is left of a sum of binary fractions.
    let noisy = numbers.iter().any(|n| n.precision() > 15 && n.scale() > 9);
    let fits = numbers.iter().all(|n| n.to_decimal().is_some());
    if fits && !noisy && !is(MEASURED) {
        let said = typed("number").with("format", super::super::build::text("decimal")).done();
        return Said::sure(said);
    }
    if numbers.iter().any(|n| !n.to_string().parse().is_ok_and(f64::is_finite)) {
        return Said::but(typed("number").done(), Sure::Guess, "too large for a decimal or a double");
    }
    let why = if is(MEASURED) { "by its name" } else { "more digits than an amount has" };
    Said::but(typed("number").with("format", super::super::build::text("double")).done(), Sure::Likely, why)
}

/// How many digits an integer has when it is written out.
fn digits(number: &Number) -> usize {
    let text = number.to_string();
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((&text, "0"));
    let whole = mantissa.trim_start_matches('-').split('.').next().unwrap_or_default();
    whole.len().saturating_add(exponent.parse().unwrap_or(LONG))
}

fn integer(words: &[String], numbers: &[Number]) -> Said {
    let values: Option<Vec<i128>> = numbers.iter().map(Number::to_i128).collect();
    let values = values.unwrap_or_else(|| vec![i128::MAX]);
    let (min, max) =
        (values.iter().min().copied().unwrap_or_default(), values.iter().max().copied().unwrap_or_default());
    let large = words.iter().any(|word| LARGE.contains(&word.as_str()));
    let schema = typed("integer");
    let (schema, sure, why) = if !large && min >= -SMALL && max <= SMALL {
        let why = format!("{min} to {max} seen");
        (schema.with("format", super::super::build::text("int32")), Sure::Likely, why)
    } else if i64::try_from(min).is_ok() && i64::try_from(max).is_ok() {
        (schema.with("format", super::super::build::text("int64")), Sure::Certain, String::new())
    } else {
        // Without bounds it would be read into 64 bits.
        let longest = numbers.iter().map(digits).max().unwrap_or_default();
        if longest > LONG {
            return Said::but(typed("number").done(), Sure::Guess, "too large for any type");
        }
        let most = "9".repeat(if longest <= WIDE { WIDE } else { 2 * longest });
        let schema = schema.with("minimum", number(format!("-{most}"))).with("maximum", number(most));
        (schema, Sure::Guess, "more than 64 bits".to_owned())
    };
    let counts = words.last().is_some_and(|last| COUNTS.contains(&last.as_str()));
    let schema = if counts && numbers.iter().all(|n| *n >= Number::zero()) {
        schema.with("minimum", number("0"))
    } else {
        schema
    };
    if why.is_empty() { Said::sure(schema.done()) } else { Said::but(schema.done(), sure, why) }
}

//! What the `format`s mean, where it is more than the specification of JSON Schema says.

use jsonschema::json::{JsonNumber, Node as _};
use jsonschema::{Draft, Keyword, ValidationError, Validator};
use serde_json::Value;

use super::instance::{Instance, Located};
use crate::number::Number;

/// The keyword `format`, asserted.
pub(super) struct Format {
    name: String,
    check: Check,
}

enum Check {
    Number(fn(&Number) -> bool),
    /// A format of strings that JSON Schema defines, and what is asked beyond it.
    Text(Box<Validator>, fn(&str) -> bool),
    /// An annotation.
    Nothing,
}

impl Format {
    /// The check of the format `name`.
    pub(super) fn new(name: &str) -> Self {
        let check = match name {
            "decimal" => Check::Number(is_decimal),
            "int32" => Check::Number(|n| in_range(n, i32::MIN.into(), i32::MAX.into())),
            "int64" => Check::Number(|n| in_range(n, i64::MIN.into(), i64::MAX.into())),
            "double" => Check::Number(is_double),
            "date-time" => builtin(name, is_narrow_date_time),
            "date" => builtin(name, |text| !text.starts_with("0000")),
            _ => builtin(name, |_| true),
        };
        Self { name: name.to_owned(), check }
    }
}

/// A format of the newest draft, asserted under every draft: `uuid` means the same in draft-07.
fn builtin(name: &str, more: fn(&str) -> bool) -> Check {
    let schema = serde_json::json!({ "format": name });
    let options = jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true);
    match options.build(&schema) {
        Ok(validator) => Check::Text(Box::new(validator), more),
        Err(_) => Check::Nothing,
    }
}

/// A format of texts, checked as in documents.
pub(crate) struct TextFormat(Format);

impl TextFormat {
    /// The check of the format `name`.
    pub(crate) fn new(name: &str) -> Self {
        Self(Format::new(name))
    }

    /// Whether a text is of the format.
    pub(crate) fn holds(&self, text: &str) -> bool {
        match &self.0.check {
            Check::Text(validator, more) => more(text) && validator.is_valid(&Value::String(text.to_owned())),
            _ => true,
        }
    }
}

impl<'i> Keyword<'i, Located> for Format {
    fn validate(&self, instance: Instance<'i>) -> Result<(), ValidationError<'i>> {
        if self.is_valid(instance) {
            Ok(())
        } else {
            Err(ValidationError::custom(format!("not {}", described(&self.name))))
        }
    }

    fn is_valid(&self, instance: Instance<'i>) -> bool {
        match &self.check {
            Check::Number(holds) => instance
                .as_number()
                .is_none_or(|number| Number::parse(&number.as_str()).is_some_and(|number| holds(&number))),
            Check::Text(validator, more) => instance
                .as_string()
                .is_none_or(|text| more(&text) && validator.is_valid(&Value::String(text.into_owned()))),
            Check::Nothing => true,
        }
    }
}

/// The format in words, with an article.
fn described(name: &str) -> String {
    match name {
        "decimal" => "a decimal: it needs more than 96 bits of digits or 28 places".to_owned(),
        "int32" => "a 32-bit integer".to_owned(),
        "int64" => "a 64-bit integer".to_owned(),
        "double" => "a finite binary64 number".to_owned(),
        "date-time" => "a date-time (RFC 3339: date, time and offset, as in 2026-01-14T16:00:00Z)".to_owned(),
        "date" => "a date (as in 2026-01-14)".to_owned(),
        "uuid" => "a UUID (as in 01234567-89ab-cdef-0123-456789abcdef)".to_owned(),
        _ => format!("of the format {name:?}"),
    }
}

/// What both languages hold without rounding: 96 bits of digits, 28 places.
fn is_decimal(number: &Number) -> bool {
    number.to_decimal().is_some()
}

fn in_range(number: &Number, min: i128, max: i128) -> bool {
    *number >= Number::from(min) && *number <= Number::from(max)
}

/// Whether it rounds to a finite binary64.
fn is_double(number: &Number) -> bool {
    number.to_string().parse().is_ok_and(|value: f64| value.is_finite())
}

/// The instants that both Rust and .NET can hold: no leap second, an offset of at most 14 hours, no
/// year 0.
pub(crate) fn is_narrow_date_time(text: &str) -> bool {
    let second = text.get(17..19);
    let offset = text.get(text.len().saturating_sub(6)..).filter(|offset| offset.starts_with(['+', '-']));
    let offset_fits = offset.is_none_or(|offset| &offset[1..] <= "14:00");
    !text.starts_with("0000") && second != Some("60") && offset_fits
}

#[cfg(test)]
mod tests {
    use super::super::cost::Budget;
    use super::*;
    use crate::finding::FileId;
    use crate::load::json;

    #[test]
    fn formats_accept_what_both_languages_hold() {
        for (format, good, bad) in [
            (
                "decimal",
                &[
                    "0",
                    "-99.99",
                    "1e3",
                    "9999999999999999999999999999",
                    "0.0000000000000000000000000001",
                    "1e28",
                    "79228162514264337593543950335",
                    "\"text\"",
                ][..],
                &[
                    "79228162514264337593543950336",
                    "-79228162514264337593543950336",
                    "0.00000000000000000000000000001",
                    "1e400",
                ][..],
            ),
            (
                "int32",
                &["0", "-2147483648", "2147483647", "2.0", "null"],
                &["2147483648", "-2147483649", "1e99"],
            ),
            ("int64", &["9223372036854775807", "-9223372036854775808"], &["9223372036854775808"]),
            ("double", &["1e308", "0.1", "1e-400"], &["1e309", "-1e400"]),
            (
                "date-time",
                &[
                    "\"2026-01-14T16:00:00Z\"",
                    "\"2026-01-14T16:00:00.123+14:00\"",
                    "\"0001-01-01T00:00:00-02:30\"",
                    "5",
                ],
                &[
                    "\"2026-01-14T16:00:00\"",
                    "\"2016-12-31T23:59:60Z\"",
                    "\"2026-01-14T16:00:00+14:01\"",
                    "\"0000-01-01T00:00:00Z\"",
                    "\"2026-02-30T00:00:00Z\"",
                    "\"é\"",
                ],
            ),
            (
                "uuid",
                &["\"01234567-89ab-cdef-0123-456789abcdef\""],
                &["\"{01234567-89ab-cdef-0123-456789abcdef}\""],
            ),
            ("my-own", &["\"anything\"", "1"], &[]),
        ] {
            let keyword = Format::new(format);
            for (texts, expected) in [(good, true), (bad, false)] {
                for text in texts {
                    let node = json::parse(FileId(0), text, &mut Vec::new()).expect("JSON");
                    let budget = Budget::of(&node);
                    let instance = Instance::Node(&node, &budget);
                    assert_eq!(keyword.is_valid(instance), expected, "{format} {text}");
                    assert_eq!(keyword.validate(instance).is_ok(), expected, "{format} {text}");
                }
            }
        }
    }
}

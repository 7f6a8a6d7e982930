//! Strings and numbers.

use super::{Lowerer, bounds};
use crate::model::{Check, Integer, Kind, TypeRef};
use crate::number::Number;
use crate::resolve::Keywords;

impl Lowerer<'_> {
    pub(super) fn string(&mut self, keywords: &Keywords) -> TypeRef {
        let format = keywords.format.as_ref().map(|format| format.value.as_str());
        let (kind, carried): (Kind, &[&str]) = match format {
            Some("uuid") => (Kind::Uuid, &["type", "format"]),
            Some("date-time") => (Kind::Timestamp, &["type", "format"]),
            Some("date") => (Kind::Date, &["type", "format"]),
            Some("duration") => (Kind::Duration, &["type", "format"]),
            _ => (Kind::String, &["type", "format", "minLength", "maxLength", "pattern"]),
        };
        self.refuse_all_but(keywords, carried, format.unwrap_or("string"));
        let mut checks = Vec::new();
        if matches!(kind, Kind::String) {
            checks.extend(
                keywords.min_length.as_ref().filter(|n| n.value > 0).map(|n| Check::MinLength(n.value)),
            );
            checks.extend(keywords.max_length.as_ref().map(|n| Check::MaxLength(n.value)));
            if let Some(pattern) = &keywords.pattern {
                match regex_syntax::parse(&pattern.value) {
                    Ok(_) => checks.push(Check::Pattern(pattern.value.clone())),
                    Err(_) => self.unsupported(
                        pattern.place,
                        "a pattern that not every language can run",
                        "`event-contracts lint` says what is wrong with it",
                    ),
                }
            }
            match (format, &keywords.format) {
                (Some("email"), _) => checks.push(Check::Email),
                (Some("uri"), _) => checks.push(Check::Uri),
                (Some(other), Some(format)) => self.unsupported(
                    format.place,
                    &format!("the string format {other:?}"),
                    "one of uuid, date-time, date, duration, email, uri, or a `pattern`",
                ),
                _ => {}
            }
        }
        TypeRef { kind, checks }
    }

    pub(super) fn number(&mut self, keywords: &Keywords) -> TypeRef {
        const CARRIED: &[&str] =
            &["type", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
        self.refuse_all_but(keywords, CARRIED, "number");
        let kind = match keywords.format.as_ref().map(|format| format.value.as_str()) {
            Some("decimal") => Kind::Decimal,
            Some("double") => {
                if let Some(multiple) = &keywords.multiple_of {
                    self.unsupported(multiple.key, "`multipleOf` on a double", "\"format\": \"decimal\"");
                }
                Kind::Double
            }
            _ => {
                let place = keywords.types.as_ref().map(|types| types.place);
                if let Some(place) = keywords.format.as_ref().map(|format| format.place).or(place) {
                    let instead =
                        "\"format\": \"decimal\" keeps every digit, \"format\": \"double\" is a 64-bit float";
                    self.unsupported(place, "a number that does not say how exact it is", instead);
                }
                Kind::Decimal
            }
        };
        let mut checks = Vec::new();
        for (check, place) in bounds(keywords) {
            match &check {
                Check::Minimum(n)
                | Check::Maximum(n)
                | Check::ExclusiveMinimum(n)
                | Check::ExclusiveMaximum(n)
                | Check::MultipleOf(n)
                    if matches!(kind, Kind::Decimal) && n.to_decimal().is_none() =>
                {
                    self.unsupported(place, "a bound beyond 28 digits", "a bound that a decimal holds");
                }
                _ => checks.push(check),
            }
        }
        TypeRef { kind, checks }
    }

    pub(super) fn integer(&mut self, keywords: &Keywords) -> TypeRef {
        const CARRIED: &[&str] =
            &["type", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
        self.refuse_all_but(keywords, CARRIED, "integer");
        let kind = match keywords.format.as_ref().map(|format| (format.value.as_str(), format.place)) {
            Some(("int32", _)) => Integer::I32,
            Some(("int64", _)) => Integer::I64,
            Some((other, place)) => {
                self.unsupported(
                    place,
                    &format!("the integer format {other:?}"),
                    "int32, int64, or both bounds",
                );
                Integer::I64
            }
            None => sized(keywords),
        };
        let checks = self.integer_bounds(keywords, kind);
        TypeRef { kind: Kind::Integer(kind), checks }
    }

    /// The bounds that the machine integer does not hold by itself.
    fn integer_bounds(&mut self, keywords: &Keywords, kind: Integer) -> Vec<Check> {
        let (least, greatest) = kind.range();
        let (least, greatest) = (Number::from(least), Number::from(greatest));
        let mut checks = Vec::new();
        for (check, place) in bounds(keywords) {
            let (redundant, empty, bound) = match &check {
                Check::Minimum(n) => (*n <= least, *n > greatest, n),
                Check::ExclusiveMinimum(n) => (*n < least, *n >= greatest, n),
                Check::Maximum(n) => (*n >= greatest, *n < least, n),
                Check::ExclusiveMaximum(n) => (*n > greatest, *n <= least, n),
                Check::MultipleOf(n) => (false, *n > greatest, n),
                _ => continue,
            };
            if !bound.is_integer() {
                self.unsupported(place, "a bound of an integer that is no integer", "write the next integer");
            } else if empty {
                self.unsupported(
                    place,
                    "a bound that leaves no value of the integer's type",
                    "widen the `format`",
                );
            } else if !redundant {
                checks.push(check);
            }
        }
        checks
    }
}

/// The smallest machine integer that holds every value between the bounds, unsigned where none is below
/// zero; 64 bits signed where a bound is missing.
fn sized(keywords: &Keywords) -> Integer {
    const UNSIGNED: [Integer; 4] = [Integer::U8, Integer::U16, Integer::U32, Integer::U64];
    const SIGNED: [Integer; 4] = [Integer::I8, Integer::I16, Integer::I32, Integer::I64];
    let bound = |n: &Option<crate::resolve::Located<Number>>| n.as_ref().map(|n| n.value.clone());
    let lower = bound(&keywords.minimum).into_iter().chain(bound(&keywords.exclusive_minimum)).max();
    let upper = bound(&keywords.maximum).into_iter().chain(bound(&keywords.exclusive_maximum)).min();
    let (Some(lower), Some(upper)) = (lower, upper) else { return Integer::I64 };
    let candidates = if lower.is_negative() { SIGNED } else { UNSIGNED };
    candidates
        .into_iter()
        .find(|kind| {
            let (least, greatest) = kind.range();
            lower >= Number::from(least) && upper <= Number::from(greatest)
        })
        .unwrap_or(Integer::I64)
}

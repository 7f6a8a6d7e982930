//! Keywords that look at one value: types, lengths, bounds, formats, counts.

use super::{DONE, Out};
use crate::{
    Num, Path, Timestamp,
    check::{self, Pattern, counted},
    view::{Flow, View, find_equal},
};

/// A set of JSON types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Types(u8);

impl Types {
    /// None at all.
    pub const NONE: Self = Self(0);
    /// All.
    pub const ALL: Self = Self(127);
    /// `null`
    pub const NULL: Self = Self(1);
    /// `boolean`
    pub const BOOLEAN: Self = Self(2);
    /// `integer`: a number without fraction.
    pub const INTEGER: Self = Self(4);
    /// `number`, whole ones included.
    pub const NUMBER: Self = Self(8);
    /// `string`
    pub const STRING: Self = Self(16);
    /// `array`
    pub const ARRAY: Self = Self(32);
    /// `object`
    pub const OBJECT: Self = Self(64);
    /// `integer`, as draft-04 has it: `1.0` is none.
    pub const WRITTEN_INTEGER: Self = Self(128);

    /// Both.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether a value is of one of them.
    pub fn include(self, value: View<'_>) -> bool {
        match value {
            View::Null => self.has(Self::NULL),
            View::Bool(_) => self.has(Self::BOOLEAN),
            View::Number(number) => self.include_number(number),
            View::String(_) | View::Shown(_) => self.has(Self::STRING),
            View::Array(_) => self.has(Self::ARRAY),
            View::Object(_) => self.has(Self::OBJECT),
        }
    }

    pub(crate) fn include_number(self, number: Num<'_>) -> bool {
        self.has(Self::NUMBER)
            || (self.has(Self::INTEGER) && number.is_whole())
            || (self.has(Self::WRITTEN_INTEGER) && number.is_written_whole())
    }

    /// In words: `a string or null`.
    pub(crate) fn words(self) -> String {
        let names = [
            (Self::OBJECT, "an object"),
            (Self::ARRAY, "an array"),
            (Self::STRING, "a string"),
            (Self::NUMBER, "a number"),
            (Self::INTEGER.or(Self::WRITTEN_INTEGER), "a whole number"),
            (Self::BOOLEAN, "a boolean"),
            (Self::NULL, "null"),
        ];
        let names: Vec<&str> =
            names.iter().filter(|(types, _)| self.has(*types)).map(|(_, name)| *name).collect();
        names.join(" or ")
    }
}

/// `type`
pub fn types(value: View<'_>, types: Types, at: &Path<'_>, out: &mut Out<'_>) -> Flow {
    if types.include(value) {
        return DONE;
    }
    out.report(at, "type", || format!("must be {}", types.words()))
}

/// `minLength`, in Unicode code points.
pub fn min_length(value: View<'_>, limit: usize, at: &Path<'_>, out: &mut Out<'_>) -> Flow {
    let Some(text) = value.text() else { return DONE };
    if text.len() / 4 >= limit || text.chars().count() >= limit {
        return DONE;
    }
    out.report(at, "minLength", || {
        format!("must have at least {}, has {}", counted(limit, "character"), text.chars().count())
    })
}

/// `maxLength`, in Unicode code points.
pub fn max_length(value: View<'_>, limit: usize, at: &Path<'_>, out: &mut Out<'_>) -> Flow {
    let Some(text) = value.text() else { return DONE };
    if text.len() <= limit || text.chars().count() <= limit {
        return DONE;
    }
    out.report(at, "maxLength", || {
        format!("must have at most {}, has {}", counted(limit, "character"), text.chars().count())
    })
}

/// `pattern`
pub fn pattern(value: View<'_>, pattern: &Pattern, at: &Path<'_>, out: &mut Out<'_>) -> Flow {
    match value.text() {
        Some(text) if !pattern.matches(&text) => {
            out.report(at, "pattern", || format!("must match the pattern {}", pattern.source()))
        }
        _ => DONE,
    }
}

macro_rules! formats {
    ($($(#[$doc:meta])* $name:ident($text:ident): $test:expr, $message:literal;)*) => {$(
        $(#[$doc])*
        pub fn $name(value: View<'_>, at: &Path<'_>, out: &mut Out<'_>) -> Flow {
            match value.text() {
                Some($text) if !$test => out.report(at, "format", || $message.to_owned()),
                _ => DONE,
            }
        }
    )*};
}
formats! {
    /// `format: email`
    email(text): check::is_email(&text), "must be an email address";
    /// `format: uri`
    uri(text): check::is_uri(&text), "must be a URI with a scheme";
    /// `format: uuid`
    format_uuid(text): check::is_uuid(&text), "must be a UUID";
    /// `format: date-time`
    format_date_time(text): text.parse::<Timestamp>().is_ok(), "must be an RFC 3339 date and time with offset";
    /// `format: date`
    format_date(text): text.parse::<crate::Date>().is_ok(), "must be a date, YYYY-MM-DD";
    /// `format: duration`
    format_duration(text): text.parse::<crate::Duration>().is_ok(), "must be an RFC 3339 duration";
}

macro_rules! bounds {
    ($($(#[$doc:meta])* $name:ident($order:ident): $test:expr, $rule:literal, $words:literal;)*) => {$(
        $(#[$doc])*
        pub fn $name(value: View<'_>, limit: Num<'_>, at: &Path<'_>, out: &mut Out<'_>) -> Flow {
            let View::Number(number) = value else { return DONE };
            let $order = number.compare(limit);
            if $test {
                return DONE;
            }
            out.report(at, $rule, || limit.with_text(|limit| format!(concat!("must be ", $words, " {}"), limit)))
        }
    )*};
}
bounds! {
    /// `minimum`
    minimum(order): order.is_ge(), "minimum", "at least";
    /// `maximum`
    maximum(order): order.is_le(), "maximum", "at most";
    /// `exclusiveMinimum`
    exclusive_minimum(order): order.is_gt(), "exclusiveMinimum", "greater than";
    /// `exclusiveMaximum`
    exclusive_maximum(order): order.is_lt(), "exclusiveMaximum", "less than";
}

/// `multipleOf`
pub fn multiple_of(value: View<'_>, divisor: Num<'_>, at: &Path<'_>, out: &mut Out<'_>) -> Flow {
    match value {
        View::Number(number) if !number.is_multiple_of(divisor) => out.report(at, "multipleOf", || {
            divisor.with_text(|divisor| format!("must be a multiple of {divisor}"))
        }),
        _ => DONE,
    }
}

macro_rules! counts {
    ($($(#[$doc:meta])* $name:ident($kind:ident, $count:ident, $limit:ident): $test:expr, $rule:literal, $words:literal, $noun:literal;)*) => {$(
        $(#[$doc])*
        pub fn $name(value: View<'_>, $limit: usize, at: &Path<'_>, out: &mut Out<'_>) -> Flow {
            let View::$kind(whole) = value else { return DONE };
            let $count = whole.count();
            if $test {
                return DONE;
            }
            out.report(at, $rule, || {
                format!(concat!("must have ", $words, " {}, has {}"), counted($limit, $noun), $count)
            })
        }
    )*};
}
counts! {
    /// `minItems`
    min_items(Array, count, limit): count >= limit, "minItems", "at least", "item";
    /// `maxItems`
    max_items(Array, count, limit): count <= limit, "maxItems", "at most", "item";
    /// `minProperties`
    min_properties(Object, count, limit): count >= limit, "minProperties", "at least", "member";
    /// `maxProperties`
    max_properties(Object, count, limit): count <= limit, "maxProperties", "at most", "member";
}

/// `uniqueItems`
pub fn unique_items(value: View<'_>, at: &Path<'_>, out: &mut Out<'_>) -> Flow {
    let View::Array(items) = value else { return DONE };
    match find_equal(items) {
        None => DONE,
        Some((first, later)) => out
            .report(at, "uniqueItems", || format!("items must differ, items {first} and {later} are equal")),
    }
}

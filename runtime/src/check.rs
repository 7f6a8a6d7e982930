//! The constraints of JSON Schema, one function a keyword, for generated [`Validate`](crate::Validate) code.
//!
//! Each looks at a value and adds a violation at `at` if the keyword is not met. Nothing is allocated
//! for a value that is right, save by [`unique_items`] from two items on.

mod automaton;
mod ecma;
mod email;
mod items;
mod number;
mod pattern;
mod uri;

pub use email::is_email;
pub use items::{unique_items, unique_items_as};
pub use number::{Multiple, exclusive_maximum, exclusive_minimum, maximum, minimum, multiple_of};
pub use pattern::{Pattern, Term};
pub use uri::is_uri;

use crate::{Date, Duration, Path, Timestamp, Uuid, Violations};

/// `minLength`, in Unicode code points.
pub fn min_length(value: &str, limit: usize, at: &Path<'_>, out: &mut Violations) {
    // No text has more code points than bytes, nor less than a quarter of them.
    if value.len() / 4 < limit {
        let length = value.chars().count();
        if length < limit {
            out.report(at, "minLength", format!("must have at least {}, has {length}", characters(limit)));
        }
    }
}

/// `maxLength`, in Unicode code points.
pub fn max_length(value: &str, limit: usize, at: &Path<'_>, out: &mut Violations) {
    if value.len() > limit {
        let length = value.chars().count();
        if length > limit {
            out.report(at, "maxLength", format!("must have at most {}, has {length}", characters(limit)));
        }
    }
}

/// `pattern`: matches somewhere in the text, unless it is anchored.
pub fn pattern(value: &str, pattern: &Pattern, at: &Path<'_>, out: &mut Violations) {
    if pattern.matches(value) {
        return;
    }
    match pattern.is_match(value) {
        Ok(true) => {}
        Ok(false) => out.report(at, "pattern", format!("must match the pattern {}", pattern.source())),
        Err(error) => out.report(at, "pattern", format!("the contract's pattern cannot be used: {error}")),
    }
}

/// `format: email`; see [`is_email`].
pub fn email(value: &str, at: &Path<'_>, out: &mut Violations) {
    if !is_email(value) {
        out.report(at, "format", "must be an email address");
    }
}

/// `format: uri`; see [`is_uri`].
pub fn uri(value: &str, at: &Path<'_>, out: &mut Violations) {
    if !is_uri(value) {
        out.report(at, "format", "must be a URI with a scheme");
    }
}

/// `format: uuid`; see [`is_uuid`].
pub fn uuid(value: &str, at: &Path<'_>, out: &mut Violations) {
    if !is_uuid(value) {
        out.report(at, "format", "must be a UUID");
    }
}

/// `format: date-time`, as [`Timestamp`] reads it.
pub fn date_time(value: &str, at: &Path<'_>, out: &mut Violations) {
    if value.parse::<Timestamp>().is_err() {
        out.report(at, "format", "must be an RFC 3339 date and time with offset");
    }
}

/// `format: date`, as [`Date`] reads it.
pub fn date(value: &str, at: &Path<'_>, out: &mut Violations) {
    if value.parse::<Date>().is_err() {
        out.report(at, "format", "must be a date, YYYY-MM-DD");
    }
}

/// `format: duration`, as [`Duration`] reads it.
pub fn duration(value: &str, at: &Path<'_>, out: &mut Violations) {
    if value.parse::<Duration>().is_err() {
        out.report(at, "format", "must be an RFC 3339 duration");
    }
}

/// Whether a text is a UUID with hyphens, in either case.
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36 && Uuid::try_parse(text).is_ok()
}

/// `minItems`.
pub fn min_items(count: usize, limit: usize, at: &Path<'_>, out: &mut Violations) {
    if count < limit {
        out.report(at, "minItems", format!("must have at least {}, has {count}", counted(limit, "item")));
    }
}

/// `maxItems`.
pub fn max_items(count: usize, limit: usize, at: &Path<'_>, out: &mut Violations) {
    if count > limit {
        out.report(at, "maxItems", format!("must have at most {}, has {count}", counted(limit, "item")));
    }
}

/// `minProperties`.
pub fn min_properties(count: usize, limit: usize, at: &Path<'_>, out: &mut Violations) {
    if count < limit {
        let message = format!("must have at least {}, has {count}", counted(limit, "member"));
        out.report(at, "minProperties", message);
    }
}

/// `maxProperties`.
pub fn max_properties(count: usize, limit: usize, at: &Path<'_>, out: &mut Violations) {
    if count > limit {
        let message = format!("must have at most {}, has {count}", counted(limit, "member"));
        out.report(at, "maxProperties", message);
    }
}

fn characters(count: usize) -> String {
    counted(count, "character")
}

pub(crate) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

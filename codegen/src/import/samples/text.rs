//! Formats and enums.

use std::collections::BTreeSet;

use super::super::build::{list, text, truth, typed};
use super::infer::{Infer, Said, Sure};
use super::{FEW, object};
use crate::lint::context::words;
use crate::load::Node;
use crate::validate::TextFormat;

/// So many samples of an enum there have to be at least, and so many of each of its values on average.
const ENUM: usize = 8;
const REPEATED: usize = 3;
/// More values than this are no enum.
const VALUES: usize = 12;

/// Last words of names whose texts repeat in samples without being an enum.
const OPEN: &[&str] = &[
    "address",
    "by",
    "city",
    "code",
    "comment",
    "country",
    "currency",
    "description",
    "email",
    "hash",
    "host",
    "id",
    "key",
    "language",
    "locale",
    "message",
    "name",
    "no",
    "note",
    "number",
    "path",
    "phone",
    "ref",
    "reference",
    "sku",
    "text",
    "title",
    "token",
    "uri",
    "url",
    "user",
    "version",
];

/// The formats that are looked for, in this order, and how many different texts show one.
const FORMATS: &[(&str, usize)] =
    &[("uuid", 1), ("date-time", 1), ("date", 1), ("duration", 2), ("email", FEW), ("uri", FEW)];

/// Ready-made checks of the formats.
pub(super) struct Formats(Vec<TextFormat>);

impl Formats {
    pub(super) fn new() -> Self {
        Self(FORMATS.iter().map(|(name, _)| TextFormat::new(name)).collect())
    }

    /// The format that all texts have.
    fn of(&self, texts: &BTreeSet<&str>) -> Option<&'static str> {
        let found = FORMATS.iter().zip(&self.0).find(|((name, least), format)| {
            texts.len() >= *least
                && texts.iter().all(|text| format.holds(text))
                // `a:b` is a URI, too.
                && (*name != "uri" || texts.iter().all(|text| text.contains("://")))
        });
        found.map(|((name, _), _)| *name)
    }
}

impl Infer {
    pub(super) fn texts(&mut self, path: &str, name: &str, nodes: &[&Node]) -> Said {
        let all: Vec<&str> = nodes.iter().filter_map(|node| node.as_str()).collect();
        let distinct: BTreeSet<&str> = all.iter().copied().collect();
        let schema = typed("string");
        if let Some(format) = self.formats.of(&distinct) {
            return Said::sure(schema.with("format", text(format)).done());
        }
        let words = words(name);
        let last = words.last().map(String::as_str).unwrap_or_default();
        if last == "currency" && distinct.iter().all(|text| object::is_code(text)) {
            return Said::but(schema.with("pattern", text("^[A-Z]{3}$")).done(), Sure::Likely, "by its name");
        }
        if !OPEN.contains(&last)
            && (2..=VALUES).contains(&distinct.len())
            && all.len() >= ENUM.max(distinct.len() * REPEATED)
            && distinct.iter().all(|text| is_word(text))
        {
            let mut values: Vec<&str> = Vec::new();
            for value in &all {
                if !values.contains(value) {
                    values.push(value);
                }
            }
            let why = format!("{} values in {} samples, others stay readable", values.len(), all.len());
            let values = list(values.into_iter().map(text));
            let schema = schema.with("x-open-enum", truth(true)).with("enum", values);
            return Said::but(schema.done(), Sure::Likely, why);
        }
        if distinct.iter().all(|text| is_local_time(text)) {
            let message = format!(
                "{path} looks like a time without an offset, which no reader can place: it stays a text"
            );
            self.guess(nodes, message);
            return Said::but(schema.done(), Sure::Guess, "a time without an offset");
        }
        if distinct.iter().all(|text| is_amount(text)) {
            let message = format!(
                "{path} holds numbers written as texts, as MassTransit writes decimals: it stays a text"
            );
            self.guess(nodes, message);
            return Said::but(schema.done(), Sure::Guess, "numbers written as texts");
        }
        Said::sure(schema.done())
    }
}

/// Whether a text could be the member of an enum, by its form.
pub(super) fn is_word(text: &str) -> bool {
    text.len() <= 40
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.ends_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.'))
        && text.chars().filter(char::is_ascii_digit).count() < 3
}

/// `2026-01-14T16:00:00`
fn is_local_time(text: &str) -> bool {
    let form: String = text.chars().take(19).map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let rest = text.get(19..).unwrap_or("Z");
    matches!(form.as_str(), "0000-00-00T00:00:00" | "0000-00-00 00:00:00")
        && rest.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// `99.99`
fn is_amount(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    text.strip_prefix('-')
        .unwrap_or(text)
        .split_once('.')
        .is_some_and(|(whole, part)| digits(whole) && digits(part))
}

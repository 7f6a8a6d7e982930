//! `uniqueItems`.

use crate::{
    Path, Violations,
    wire::{Same, exact_decimal},
};
use serde::Serialize;
use serde_with::{SerializeAs, ser::SerializeAsWrap};
use std::collections::BTreeMap;

/// `uniqueItems`: no two items are equal as JSON, where 1.0 equals 1.
pub fn unique_items<T: Serialize>(items: &[T], at: &Path<'_>, out: &mut Violations) {
    unique_items_as::<Same, T>(items, at, out);
}

/// [`unique_items`] of items that are written through the adapter `A` (see [`crate::wire`]).
pub fn unique_items_as<A: SerializeAs<T>, T>(items: &[T], at: &Path<'_>, out: &mut Violations) {
    if items.len() < 2 {
        return;
    }
    let mut seen = BTreeMap::new();
    for (position, item) in items.iter().enumerate() {
        // What cannot be written is refused on writing, with the reason.
        let Ok(text) = serde_json::to_string(&SerializeAsWrap::<T, A>::new(item)) else { continue };
        if let Some(first) = seen.insert(comparable(&text), position) {
            let message = format!("items must differ, items {first} and {position} are equal");
            out.report(at, "uniqueItems", message);
            return;
        }
    }
}

/// The JSON text with every number in one form: types write their members in a fixed order, so only
/// numbers can differ in text and yet be equal.
fn comparable(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => string_length(rest),
            '-' | '0'..='9' => {
                let number = |c: char| matches!(c, '-' | '+' | '.' | 'e' | 'E' | '0'..='9');
                rest.find(|c| !number(c)).unwrap_or(rest.len())
            }
            other => other.len_utf8(),
        };
        let (token, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        match exact_decimal(token) {
            Ok(number) => out.push_str(&number.normalize().to_string()),
            Err(_) => out.push_str(token),
        }
        rest = after;
    }
    out
}

/// Bytes of the string at the start of `json`, with its quotes.
fn string_length(json: &str) -> usize {
    let mut escaped = false;
    for (position, byte) in json.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return position + 1,
            _ => {}
        }
    }
    json.len()
}

//! From a failed decode to a [`Violation`]: which rule, at which place.
//!
//! serde's errors are sentences. A document that failed is therefore read a second time, slowly, with
//! the path kept; meanwhile adapters note the rule they refused by, and unions the place inside of the
//! arm that they decode from raw text. The good path pays nothing for it.

use crate::{Violation, Violations, violation::push_key};
use serde::de;
use serde_json::{Deserializer, de::StrRead};
use serde_path_to_error::{Segment, Track};
use std::{cell::RefCell, fmt};

thread_local! {
    /// `Some` while a failed document is read again; then the last refusal below this point, which is several
    /// violations where an arm of a choice is explained.
    static TRACE: RefCell<Option<Violations>> = const { RefCell::new(None) };
}

/// An error of the keyword `rule`; use it wherever an adapter refuses a value.
pub(crate) fn refuse<E: de::Error>(rule: &'static str, message: impl fmt::Display) -> E {
    let message = message.to_string();
    note(|| Violation { pointer: String::new(), rule, message: message.clone() }.into());
    E::custom(message)
}

/// Whether a failed document is being read again.
pub(crate) fn tracing() -> bool {
    TRACE.with_borrow(Option::is_some)
}

/// An error that is one violation, at a place below this one.
pub(crate) fn pass_on<E: de::Error>(violation: Violation) -> E {
    pass_on_all(violation.into())
}

/// Hands what a nested [`locate`] found to the one around it.
pub(crate) fn pass_on_all<E: de::Error>(violations: Violations) -> E {
    let message = violations.iter().next().map(|first| first.message.clone()).unwrap_or_default();
    note(|| violations);
    E::custom(message)
}

fn note(violations: impl FnOnce() -> Violations) {
    TRACE.with_borrow_mut(|trace| {
        if let Some(notes) = trace {
            *notes = violations();
        }
    });
}

/// The deserializer that [`locate`] hands out.
pub(crate) type Tracked<'a, 'b, 'de> =
    serde_path_to_error::Deserializer<'a, 'b, &'a mut Deserializer<StrRead<'de>>>;

/// Reads `text`, which is well-formed JSON, and says where and why it is refused.
pub(crate) fn locate<'de, T>(
    text: &'de str,
    read: impl FnOnce(Tracked<'_, '_, 'de>) -> Result<T, serde_json::Error>,
) -> Result<T, Violations> {
    let outer = TRACE.replace(Some(Violations::new()));
    let mut deserializer = Deserializer::from_str(text);
    let mut track = Track::new();
    let result = read(serde_path_to_error::Deserializer::new(&mut deserializer, &mut track));
    let inner = TRACE.replace(outer).unwrap_or_default();
    let error = match result {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    let message = sentence(&error);
    let (violations, place) = match inner.iter().next() {
        Some(noted) if noted.message == message => (inner, Place::Here),
        _ => {
            let (violation, place) = classify(message);
            (violation.into(), place)
        }
    };
    let path = track.path();
    let mut segments: Vec<&Segment> = path.iter().collect();
    if let Place::ParentOf(name) = place {
        let at_member = matches!(segments.last(), Some(Segment::Map { key }) if *key == name);
        if at_member {
            segments.pop();
        }
    }
    let mut pointer = String::new();
    for segment in segments {
        match segment {
            Segment::Seq { index } => push_key(&mut pointer, &index.to_string()),
            Segment::Map { key } => push_key(&mut pointer, key),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    let below =
        |violation: Violation| Violation { pointer: format!("{pointer}{}", violation.pointer), ..violation };
    Err(violations.into_iter().map(below).collect())
}

/// The error without `serde_json`'s ` at line 1 column 2`, which means nothing inside of a nested text.
pub(crate) fn sentence(error: &serde_json::Error) -> String {
    let mut text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    if text.ends_with(&place) {
        text.truncate(text.len() - place.len());
    }
    text
}

/// Where the violation lies, seen from the path that serde was on.
enum Place {
    Here,
    /// JSON Schema reports an unwanted member at its object.
    ParentOf(String),
}

/// Reads the sentences that serde's derived code makes, and leaves the document's own values out.
fn classify(message: String) -> (Violation, Place) {
    let violation = |rule, message| Violation { pointer: String::new(), rule, message };
    let name = message.split('`').nth(1).unwrap_or_default();
    if message.starts_with("missing field ") {
        return (violation("required", format!("the field `{name}` is missing")), Place::Here);
    }
    if message.starts_with("unknown field ") {
        let text = format!("the field `{name}` is not allowed");
        return (violation("additionalProperties", text), Place::ParentOf(name.to_owned()));
    }
    if message.starts_with("duplicate field ") {
        let text = format!("the field `{name}` appears twice");
        return (violation("duplicate", text), Place::ParentOf(name.to_owned()));
    }
    if message.starts_with("unknown variant ") {
        let known = message.rsplit(", expected ").next().unwrap_or_default();
        return (violation("enum", format!("expected {known}")), Place::Here);
    }
    for prefix in ["invalid type: ", "invalid value: ", "invalid length "] {
        let found = message.strip_prefix(prefix).and_then(|rest| rest.rsplit_once(", expected "));
        if let Some((found, expected)) = found {
            let expected = match expected {
                "a sequence" => "an array",
                "a map" => "an object",
                other => other,
            };
            return (violation("type", format!("expected {expected}, found {}", kind(found))), Place::Here);
        }
    }
    (violation("type", message), Place::Here)
}

/// The kind of a value in JSON's words, from serde's description, which holds the value itself.
fn kind(found: &str) -> &'static str {
    let kinds = [
        ("string", "a string"),
        ("character", "a string"),
        ("integer", "a number"),
        ("floating point", "a number"),
        ("boolean", "a boolean"),
        ("null", "null"),
        ("unit", "null"),
        ("map", "an object"),
        ("sequence", "an array"),
    ];
    kinds.iter().find(|(start, _)| found.starts_with(start)).map_or("another value", |(_, kind)| kind)
}

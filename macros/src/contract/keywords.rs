//! What single keywords say.

use super::{
    json::{Node, Value},
    wants::Kind,
};
use std::rc::Rc;

/// A schema and the file that it stands in.
#[derive(Clone)]
pub(super) struct Part {
    pub(super) file: Rc<str>,
    pub(super) root: &'static Node,
    pub(super) node: &'static Node,
    /// What it refers to stands beside it already.
    pub(super) gathered: bool,
}

/// JSON types.
pub(super) mod types {
    pub(crate) const NULL: u8 = 1;
    pub(crate) const BOOL: u8 = 2;
    pub(crate) const INTEGER: u8 = 4;
    pub(crate) const NUMBER: u8 = 8 | INTEGER;
    pub(crate) const STRING: u8 = 16;
    pub(crate) const ARRAY: u8 = 32;
    pub(crate) const OBJECT: u8 = 64;
    pub(crate) const ALL: u8 = 127;

    pub(super) fn of(name: &str) -> u8 {
        match name {
            "null" => NULL,
            "boolean" => BOOL,
            "integer" => INTEGER,
            "number" => NUMBER,
            "string" => STRING,
            "array" => ARRAY,
            "object" => OBJECT,
            _ => ALL,
        }
    }
}

/// The JSON types that `type`, `enum` and `const` leave.
pub(super) fn allowed(node: &Node) -> u8 {
    let types = match node.get("type").map(|types| &types.value) {
        Some(Value::String(name)) => types::of(name),
        Some(Value::Array(names)) => {
            names.iter().filter_map(Node::text).fold(0, |all, name| all | types::of(name))
        }
        _ => types::ALL,
    };
    let of_value = |node: &Node| match &node.value {
        Value::Null => types::NULL,
        Value::Bool(_) => types::BOOL,
        Value::Number(text) if text.bytes().all(|b| b == b'-' || b.is_ascii_digit()) => types::INTEGER,
        Value::Number(_) => types::NUMBER,
        Value::String(_) => types::STRING,
        Value::Array(_) => types::ARRAY,
        Value::Object(_) => types::OBJECT,
    };
    let values =
        node.get("enum").map_or(types::ALL, |list| list.items().iter().map(of_value).fold(0, |a, b| a | b));
    let only = node.get("const").map_or(types::ALL, of_value);
    types & values & only
}

/// Whether a schema says anything about values.
pub(super) fn says(node: &Node) -> bool {
    let silent = [
        "title",
        "description",
        "$comment",
        "examples",
        "default",
        "deprecated",
        "readOnly",
        "writeOnly",
        "$defs",
        "definitions",
        "$schema",
        "$id",
        "$ref",
        "allOf",
    ];
    node.members()
        .iter()
        .any(|member| !silent.contains(&member.name.as_str()) && !member.name.starts_with("x-"))
}

/// Whether the arms of a choice say what a value is, and not only what it has.
pub(super) fn shapes(list: &Node) -> bool {
    list.items().iter().any(|arm| {
        let of_kind = [
            "type",
            "$ref",
            "enum",
            "const",
            "properties",
            "items",
            "prefixItems",
            "oneOf",
            "anyOf",
            "allOf",
            "format",
        ];
        arm.members().iter().any(|member| of_kind.contains(&member.name.as_str()))
    })
}

/// The JSON type that a schema without `type` is written for.
pub(super) fn implied(parts: &[Part]) -> u8 {
    let has = |keywords: &[&str]| {
        parts.iter().any(|part| keywords.iter().any(|keyword| part.node.get(keyword).is_some()))
    };
    if has(&["properties", "required", "additionalProperties", "x-event"]) {
        types::OBJECT
    } else if has(&["items", "prefixItems"]) {
        types::ARRAY
    } else {
        types::ALL
    }
}

pub(super) fn first(parts: &[Part], keyword: &str) -> Option<&'static Node> {
    parts.iter().find_map(|part| part.node.get(keyword))
}

pub(super) fn is_true(node: Option<&Node>) -> bool {
    node.is_some_and(|node| matches!(node.value, Value::Bool(true)))
}

pub(super) fn count(node: &Node, keyword: &str) -> Option<usize> {
    match &node.get(keyword)?.value {
        Value::Number(text) => text.parse().ok(),
        _ => None,
    }
}

pub(super) fn string(parts: &[Part]) -> Kind {
    let mut left: Option<Vec<String>> = None;
    let mut open = false;
    for part in parts {
        let only = part.node.get("const").map(std::slice::from_ref);
        let Some(values) = only.or(part.node.get("enum").map(Node::items)) else { continue };
        open |= is_true(part.node.get("x-open-enum"));
        let values: Vec<String> = values.iter().filter_map(Node::text).map(ToOwned::to_owned).collect();
        left = Some(match left {
            Some(left) => left.into_iter().filter(|value| values.contains(value)).collect(),
            None => values,
        });
    }
    if let Some(values) = left {
        return if values.iter().any(|value| value.contains('\n')) {
            Kind::Text
        } else {
            Kind::Enum { open, values }
        };
    }
    match first(parts, "format").and_then(Node::text) {
        Some(format @ ("uuid" | "date-time" | "date" | "duration" | "ipv4" | "ipv6")) => {
            Kind::Format(format.to_owned())
        }
        _ => Kind::Text,
    }
}

/// Bounds of whole numbers; without any they are those of 64 bits, as in generated types.
pub(super) fn integer(parts: &[Part]) -> Kind {
    let (mut least, mut greatest) = (None, None);
    for part in parts {
        let mut keep = |keyword: &str, step: i128| {
            let Some(Node { value: Value::Number(text), .. }) = part.node.get(keyword) else { return };
            let Some(bound) = whole(text, step < 0) else { return };
            let bound = if keyword.starts_with("exclusive") { bound + step } else { bound };
            if step > 0 {
                least = Some(least.map_or(bound, |old: i128| old.max(bound)));
            } else {
                greatest = Some(greatest.map_or(bound, |old: i128| old.min(bound)));
            }
        };
        keep("minimum", 1);
        keep("exclusiveMinimum", 1);
        keep("maximum", -1);
        keep("exclusiveMaximum", -1);
        if let Some(Node { value: Value::Number(text), .. }) = part.node.get("const") {
            (least, greatest) = (whole(text, false), whole(text, false));
        }
        if part.node.get("format").and_then(Node::text) == Some("int32") {
            least = Some(least.unwrap_or(i32::MIN.into()).max(i32::MIN.into()));
            greatest = Some(greatest.unwrap_or(i32::MAX.into()).min(i32::MAX.into()));
        }
    }
    let values = parts.iter().find_map(|part| part.node.get("enum")).map(Node::items);
    let numbers = values.unwrap_or_default().iter().filter_map(|node| match &node.value {
        Value::Number(text) => whole(text, false),
        _ => None,
    });
    for number in numbers {
        least = Some(least.map_or(number, |old| old.min(number)));
        greatest = Some(greatest.map_or(number, |old| old.max(number)));
    }
    Kind::Integer(least.unwrap_or(i64::MIN.into()), greatest.unwrap_or(i64::MAX.into()))
}

/// A bound as a whole number; a fraction is cut to the side that allows less.
fn whole(text: &str, greatest: bool) -> Option<i128> {
    if let Ok(value) = text.parse() {
        return Some(value);
    }
    let value: f64 = text.parse().ok()?;
    let value = if greatest { value.floor() } else { value.ceil() };
    #[expect(clippy::cast_possible_truncation, reason = "saturates, and no type is as large")]
    let value = value as i128;
    Some(value)
}

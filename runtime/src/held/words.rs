//! Schemas and types in words.

use super::{Shape, message::Text, want::Want};

/// In words what a schema wants.
pub(super) const fn add_want(text: Text, mut want: Want) -> Text {
    match want.kind {
        b"text" => text.add(b"text"),
        b"bool" => text.add(b"true or false"),
        b"decimal" => text.add(b"a decimal number"),
        b"number" => text.add(b"a number"),
        b"null" => text.add(b"null"),
        b"any" => text.add(b"any JSON value"),
        b"nullable" => text.add(b"a value or null"),
        b"list" => text.add(b"an array"),
        b"tuple" => text.add(b"an array of so many items"),
        b"map" => text.add(b"an object of any names"),
        b"record" => text.add(b"an object"),
        b"enum" => text.add(b"one of some texts"),
        b"tagged" => text.add(b"an object told apart by `").add(want.lines.next()).add(b"`"),
        b"choice" => text.add(b"one of several kinds of value"),
        b"format" => add_format(text, want.lines.next()),
        b"integer" => {
            let (least, greatest) = (want.lines.integer(), want.lines.integer());
            add_range(text, least, greatest)
        }
        _ => text.add(b"something else"),
    }
}

/// The type that holds a range.
const fn integer(least: i128, greatest: i128) -> &'static [u8] {
    match (least, greatest) {
        (-0x80, 0x7f) => b"i8",
        (-0x8000, 0x7fff) => b"i16",
        (-0x8000_0000, 0x7fff_ffff) => b"i32",
        (-0x8000_0000_0000_0000, 0x7fff_ffff_ffff_ffff) => b"i64",
        (0, 0xff) => b"u8",
        (0, 0xffff) => b"u16",
        (0, 0xffff_ffff) => b"u32",
        (0, 0xffff_ffff_ffff_ffff) => b"u64",
        _ => b"integer",
    }
}

const fn add_range(text: Text, least: i128, greatest: i128) -> Text {
    if least == i64::MIN as i128 && greatest == i64::MAX as i128 {
        return text.add(b"a whole number of 64 bits");
    }
    text.add(b"a whole number from ").number(least).add(b" to ").number(greatest)
}

const fn add_format(text: Text, format: &[u8]) -> Text {
    match format {
        b"uuid" => text.add(b"a UUID"),
        b"date-time" => text.add(b"a date and time"),
        b"date" => text.add(b"a date"),
        b"duration" => text.add(b"a duration"),
        _ => text.add(b"text of the format ").add(format),
    }
}

/// In words what a type is.
pub(super) const fn add_shape(text: Text, shape: &Shape) -> Text {
    match shape {
        Shape::Text => text.add(b"is text"),
        Shape::Format(format) => add_format(text.add(b"is "), format.as_bytes()),
        Shape::Bool => text.add(b"is a `bool`"),
        Shape::Integer(least, greatest) => {
            add_range(text.add(b"is `").add(integer(*least, *greatest)).add(b"`, "), *least, *greatest)
        }
        Shape::AnyInteger => text.add(b"is a whole number"),
        Shape::Decimal => text.add(b"is a decimal number"),
        Shape::DecimalText => text.add(
            b"writes decimals as text; \
            add `#[serde(with = \"event_contracts::wire::As::<event_contracts::wire::DecimalNumber>\")]`",
        ),
        Shape::Double => text.add(b"is an `f64`"),
        Shape::Single => text.add(b"is an `f32`, which keeps 7 digits"),
        Shape::Number => text.add(b"is any number"),
        Shape::Null => text.add(b"is null"),
        Shape::Nullable(_) | Shape::Present(_) => text.add(b"is an `Option`, whose `None` is null"),
        Shape::Wrapped(inner) | Shape::Exact(inner) => add_shape(text, inner),
        Shape::List(_, 0, usize::MAX) => text.add(b"is a list"),
        Shape::List(_, least, _) => text.add(b"is an array of exactly ").number(*least as i128),
        Shape::Set(_) => text.add(b"is a set, which drops duplicates and order"),
        Shape::Tuple(items) => text.add(b"is a tuple of ").number(items.len() as i128),
        Shape::Map(..) => text.add(b"is a map"),
        Shape::Record(record) => text.add(b"is the struct `").add(record.name.as_bytes()).add(b"`"),
        Shape::Enum(of) => text.add(b"is the enum `").add(of.name.as_bytes()).add(b"`"),
        Shape::Json | Shape::Unchecked | Shape::Itself => text.add(b"is something else"),
    }
}

//! What the types of .NET are in JSON.

use crate::import::build::{Object, list, number, text, truth, typed};
use crate::load::Node;

/// What a type is, by its name and the number of its arguments.
pub(super) enum Known {
    /// A value with this schema.
    Value(Node),
    /// A value that System.Text.Json writes otherwise.
    Unlike(Node, &'static str),
    /// A list of its argument.
    List,
    /// A list of different ones.
    Set,
    /// From its first argument to its second.
    Map,
    /// Nothing that is known.
    Unknown,
}

pub(super) fn known(name: &str, arguments: usize) -> Known {
    let format = |of: &str, format: &str| typed(of).with("format", text(format)).done();
    let within = |low: i128, high: i128| {
        typed("integer")
            .with("minimum", number(low.to_string()))
            .with("maximum", number(high.to_string()))
            .done()
    };
    let schema = match (name, arguments) {
        ("string" | "String" | "Version" | "TimeOnly" | "CultureInfo", 0) => typed("string").done(),
        ("char" | "Char", 0) => {
            typed("string").with("minLength", number("1")).with("maxLength", number("1")).done()
        }
        ("bool" | "Boolean", 0) => typed("boolean").done(),
        ("Guid", 0) => format("string", "uuid"),
        ("DateTimeOffset", 0) => format("string", "date-time"),
        ("DateOnly", 0) => format("string", "date"),
        ("Uri", 0) => format("string", "uri"),
        ("DateTime", 0) => {
            return Known::Unlike(
                format("string", "date-time"),
                "is a DateTime, which has no offset unless it is in UTC",
            );
        }
        ("TimeSpan", 0) => {
            return Known::Unlike(
                format("string", "duration"),
                "is a TimeSpan, which is written as 00:04:12 and not as PT4M12S",
            );
        }
        ("sbyte" | "SByte", 0) => within(i8::MIN.into(), i8::MAX.into()),
        ("byte" | "Byte", 0) => within(0, u8::MAX.into()),
        ("short" | "Int16", 0) => within(i16::MIN.into(), i16::MAX.into()),
        ("ushort" | "UInt16", 0) => within(0, u16::MAX.into()),
        ("int" | "Int32", 0) => format("integer", "int32"),
        ("uint" | "UInt32", 0) => within(0, u32::MAX.into()),
        ("long" | "Int64" | "nint", 0) => format("integer", "int64"),
        ("ulong" | "UInt64" | "nuint", 0) => within(0, u64::MAX.into()),
        ("BigInteger" | "Int128" | "UInt128", 0) => typed("integer").done(),
        ("decimal" | "Decimal", 0) => format("number", "decimal"),
        ("double" | "Double" | "float" | "Single" | "Half", 0) => format("number", "double"),
        ("object" | "Object" | "dynamic" | "JsonElement" | "JsonNode" | "JsonDocument" | "JToken", 0) => {
            Object::default().done()
        }
        ("JsonObject" | "JObject", 0) => typed("object").done(),
        ("JsonArray" | "JArray", 0) => typed("array").done(),
        (
            "List"
            | "IList"
            | "ICollection"
            | "IEnumerable"
            | "IReadOnlyList"
            | "IReadOnlyCollection"
            | "Collection"
            | "ReadOnlyCollection"
            | "ImmutableArray"
            | "ImmutableList"
            | "IImmutableList"
            | "Queue"
            | "LinkedList",
            1,
        ) => return Known::List,
        (
            "HashSet" | "ISet" | "IReadOnlySet" | "SortedSet" | "FrozenSet" | "ImmutableHashSet"
            | "ImmutableSortedSet" | "IImmutableSet",
            1,
        ) => return Known::Set,
        (
            "Dictionary"
            | "IDictionary"
            | "IReadOnlyDictionary"
            | "SortedDictionary"
            | "ConcurrentDictionary"
            | "FrozenDictionary"
            | "ImmutableDictionary"
            | "ImmutableSortedDictionary"
            | "IImmutableDictionary",
            2,
        ) => return Known::Map,
        _ => return Known::Unknown,
    };
    Known::Value(schema)
}

/// Types that may be the keys of a map.
pub(super) const KEYS: &[&str] = &["string", "String", "Guid", "int", "Int32", "long", "Int64", "DateOnly"];

/// The bytes of an array, as text.
pub(super) fn bytes() -> Node {
    typed("string").with("contentEncoding", text("base64")).done()
}

pub(super) fn items(of: Node, distinct: bool) -> Node {
    let array = typed("array").with("items", of);
    if distinct { array.with("uniqueItems", truth(true)).done() } else { array.done() }
}

/// The texts of an enum.
pub(super) fn texts(values: impl IntoIterator<Item = String>) -> Node {
    typed("string").with("enum", list(values.into_iter().map(text))).done()
}

//! From names on the wire to names in Rust and C#.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// A field's name in Rust.
pub(crate) fn rust_field(json: &str) -> String {
    let name = identifier(&json.to_snake_case(), "field");
    match name.as_str() {
        // These cannot be raw identifiers.
        "self" | "super" | "crate" | "Self" | "_" => format!("{name}_"),
        keyword if RUST_KEYWORDS.contains(&keyword) => format!("r#{keyword}"),
        _ => name,
    }
}

/// A module's name in Rust.
pub(crate) fn rust_module(folder: &str) -> String {
    rust_field(folder)
}

/// A type's or variant's name in both languages.
pub(crate) fn type_name(text: &str) -> String {
    let name = identifier(&text.to_upper_camel_case(), "Value");
    // The prelude's names would be shadowed in generated modules, and `Self` is a keyword.
    if SHADOWED.contains(&name.as_str()) { format!("{name}Type") } else { name }
}

/// A variant's name in both languages. Punctuation that alone tells values apart is spelt out.
pub(crate) fn variant(value: &str) -> String {
    let spelt: String = value
        .chars()
        .map(|c| match c {
            '+' => " plus ".to_owned(),
            '-' if value.starts_with('-') => " minus ".to_owned(),
            '*' => " star ".to_owned(),
            '&' => " and ".to_owned(),
            '<' => " less ".to_owned(),
            '>' => " greater ".to_owned(),
            '=' => " equals ".to_owned(),
            '%' => " percent ".to_owned(),
            c => c.to_string(),
        })
        .collect();
    let name = identifier(&spelt.to_upper_camel_case(), "Empty");
    if name == "Self" { "SelfValue".to_owned() } else { name }
}

/// The name of one item of a list: the singular, where English is plain enough.
pub(crate) fn item(list: &str) -> String {
    if let Some(stem) = list.strip_suffix("ies") {
        return format!("{stem}y");
    }
    match list.strip_suffix('s') {
        Some(stem) if !stem.is_empty() && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => format!("{list}Item"),
    }
}

/// A property's name in C#, in a record of the name `enclosing`.
pub(crate) fn csharp_property(json: &str, enclosing: &str) -> String {
    let name = identifier(&json.to_upper_camel_case(), "Field");
    // A member may not have its type's name (CS0542), nor that of a member every record has.
    if name == enclosing || CSHARP_MEMBERS.contains(&name.as_str()) { format!("{name}Value") } else { name }
}

fn identifier(text: &str, empty: &str) -> String {
    let kept: String = text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    match kept.chars().next() {
        None => empty.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("_{kept}"),
        Some(_) => kept,
    }
}

const SHADOWED: &[&str] = &[
    "Box",
    "BTreeMap",
    "Clone",
    "Copy",
    "Date",
    "Debug",
    "Decimal",
    "Default",
    "Deserialize",
    "Display",
    "Double",
    "Drop",
    "Duration",
    "Eq",
    "Err",
    "Event",
    "From",
    "Into",
    "Iterator",
    "Self",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Path",
    "Result",
    "Send",
    "Serialize",
    "Some",
    "String",
    "Sync",
    "Timestamp",
    "ToString",
    "Uuid",
    "Validate",
    "Value",
    "Vec",
    "Violations",
    "Guid",
    "Object",
    "Type",
    "Enum",
    "Exception",
    "Attribute",
    "Nullable",
];

const CSHARP_MEMBERS: &[&str] = &[
    "Clone",
    "Deconstruct",
    "EqualityContract",
    "Equals",
    "Finalize",
    "GetHashCode",
    "GetType",
    "MemberwiseClone",
    "PrintMembers",
    "ReferenceEquals",
    "ToString",
    "Validate",
];

const RUST_KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (json, rust, csharp) in [
            ("orderId", "order_id", "OrderId"),
            ("type", "r#type", "TypeValue"),
            ("self", "self_", "Self"),
            ("", "field", "Field"),
            ("2fa", "_2fa", "_2fa"),
            ("größe", "gre", "Gre"),
            ("$id", "id", "Id"),
            ("equals", "equals", "EqualsValue"),
            ("URLPath", "url_path", "UrlPath"),
        ] {
            assert_eq!(rust_field(json), rust, "{json}");
            assert_eq!(
                csharp_property(json, "TypeValueOwner".strip_suffix("ValueOwner").unwrap_or("")),
                csharp,
                "{json}"
            );
        }
        assert_eq!(type_name("order-line"), "OrderLine");
        assert_eq!(type_name("option"), "OptionType");
        assert_eq!(item("ChangedFields"), "ChangedField");
        assert_eq!(item("Categories"), "Category");
        assert_eq!(item("Status"), "StatusItem");
        assert_eq!(variant("C++"), "CPlusPlus");
        assert_eq!(variant("-1"), "Minus1");
        assert_eq!(variant(""), "Empty");
    }
}

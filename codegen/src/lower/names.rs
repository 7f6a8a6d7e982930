//! From names on the wire to names in Rust and C#.

use std::collections::BTreeSet;

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

/// A module's name from that of a file. Rust finds no file for a module whose name is not ASCII.
pub(crate) fn ascii_module(stem: &str) -> String {
    let words: String =
        stem.to_snake_case().chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    let words = words.trim_matches('_');
    match words.chars().next() {
        None => "schema".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("schema_{words}"),
        Some(_) => words.to_owned(),
    }
}

/// A type's name from a title, if the title reads as a name and not as a sentence.
pub(crate) fn of_title(title: &str) -> Option<String> {
    let words = title.split_whitespace().count();
    let plain = title.chars().count() <= 40 && words <= 5 && !title.contains(['.', ':', ';', '\n', '/', '(']);
    let name = type_name(title);
    (plain && title.chars().any(char::is_alphabetic) && !name.starts_with('_')).then_some(name)
}

/// A type's name from a JSON Pointer, if need be from more than its last word.
pub(crate) fn of_pointer(pointer: &str) -> String {
    let words: Vec<String> =
        pointer.split('/').skip(1).map(|word| word.replace("~1", "/").replace("~0", "~")).collect();
    let keyword = |word: &str| {
        word.chars().all(|c| c.is_ascii_digit())
            || matches!(
                word,
                "items" | "additionalProperties" | "allOf" | "anyOf" | "oneOf" | "then" | "else" | "not"
            )
    };
    let from = words.iter().rposition(|word| !keyword(word)).unwrap_or(0);
    type_name(&words.get(from..).unwrap_or_default().join(" "))
}

/// A type's name as the end of a longer one, which no other name can shadow.
pub(crate) fn inner_name(text: &str) -> String {
    identifier(&text.to_upper_camel_case(), "Value").trim_start_matches('_').to_owned()
}

/// A longer name from that of the parent, but not one that tells the whole way.
pub(crate) fn joined(parent: &str, name: &str) -> String {
    const LONGEST: usize = 60;
    // A repeated end says nothing new: `Paths` in `OrderPaths`.
    let joined = format!("{parent}{name}");
    if joined.chars().count() <= LONGEST { joined } else { name.to_owned() }
}

/// A name that is not taken yet, numbered if need be.
pub(crate) fn unique(name: &str, taken: &mut BTreeSet<String>) -> String {
    let numbers = (2_u64..).map(|number| numbered(name, number));
    let free = std::iter::once(name.to_owned())
        .chain(numbers)
        .find(|name| !taken.contains(name))
        .unwrap_or_default();
    taken.insert(free.clone());
    free
}

/// A name with a number behind it, which does not run into one that is there.
pub(crate) fn numbered(name: &str, number: u64) -> String {
    let gap = if name.ends_with(|c: char| c.is_numeric()) { "N" } else { "" };
    format!("{name}{gap}{number}")
}

/// A type's or variant's name in both languages.
pub(crate) fn type_name(text: &str) -> String {
    let name = identifier(&text.to_upper_camel_case(), "Value");
    unshadowed(name)
}

/// Another name for one that the prelude has, and that would be shadowed in generated modules, or a keyword.
pub(crate) fn unshadowed(name: String) -> String {
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

/// A property's name in C#, in a record of the names `enclosing`.
pub(crate) fn csharp_property(json: &str, enclosing: &[String]) -> String {
    let name = identifier(&json.to_upper_camel_case(), "Field");
    // A member may not have its type's name (CS0542), nor that of a member every record has.
    if enclosing.contains(&name) || CSHARP_MEMBERS.contains(&name.as_str()) {
        format!("{name}Value")
    } else {
        name
    }
}

fn identifier(text: &str, empty: &str) -> String {
    let kept: String = text.chars().filter(|c| in_identifier(*c)).collect();
    match kept.chars().next() {
        None => empty.to_owned(),
        Some(first) if first.is_numeric() => format!("_{kept}"),
        Some(_) => kept,
    }
}

/// Whether both languages take the character within an identifier. C# reads no characters beyond 16 bits there.
fn in_identifier(c: char) -> bool {
    match c {
        '_' => true,
        _ if c.is_ascii() => c.is_ascii_alphanumeric(),
        _ => {
            c.is_alphanumeric()
                && u32::from(c) < 0x1_0000
                && syn::parse_str::<syn::Ident>(&format!("a{c}")).is_ok()
        }
    }
}

/// What generated code calls by its bare name: of Rust's prelude, of the runtime, and of .NET.
const SHADOWED: &[&str] = &[
    "AsRef",
    "BTreeMap",
    "Box",
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
    "FnMut",
    "From",
    "Into",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Path",
    "Result",
    "Self",
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

/// Members that every C# type has, or that every generated type gets.
pub(crate) const CSHARP_MEMBERS: &[&str] = &[
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
            ("größe", "größe", "Größe"),
            ("$id", "id", "Id"),
            ("equals", "equals", "EqualsValue"),
            ("URLPath", "url_path", "UrlPath"),
        ] {
            assert_eq!(rust_field(json), rust, "{json}");
            assert_eq!(csharp_property(json, &["Type".to_owned()]), csharp, "{json}");
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

//! JSON with places: where every value and key stands, in the order of the text, numbers as written.

use jsonc_parser::ast;

use super::{DUPLICATE_KEY, NOT_JSON};
use crate::finding::{FileId, Finding, Place};

/// Deepest nesting that is read; the same bound as `serde_json`'s.
pub(super) const MAX_DEPTH: usize = 128;

/// A JSON value with its place.
#[derive(Debug, Clone)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it stands.
    pub place: Place,
}

/// A JSON value.
#[derive(Debug, Clone)]
pub enum Value {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number, exactly as written.
    Number(String),
    /// A string, unescaped.
    String(String),
    /// An array.
    Array(Vec<Node>),
    /// An object, in the order of the text.
    Object(Vec<Member>),
}

/// A member of an object.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its name, unescaped.
    pub key: String,
    /// Where the name stands.
    pub key_place: Place,
    /// Its value.
    pub value: Node,
}

impl Node {
    /// The member `key` of an object.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.member(key).map(|member| &member.value)
    }

    /// The member `key` of an object, with the place of its name.
    pub fn member(&self, key: &str) -> Option<&Member> {
        match &self.value {
            Value::Object(members) => members.iter().find(|member| member.key == key),
            _ => None,
        }
    }

    /// The text, if this is a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The items, if this is an array.
    pub fn as_array(&self) -> Option<&[Node]> {
        match &self.value {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The members, if this is an object.
    pub fn as_object(&self) -> Option<&[Member]> {
        match &self.value {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The value that a JSON Pointer (RFC 6901) leads to.
    pub fn pointer(&self, pointer: &str) -> Option<&Node> {
        if pointer.is_empty() {
            return Some(self);
        }
        pointer.strip_prefix('/')?.split('/').try_fold(self, |node, token| {
            let token = token.replace("~1", "/").replace("~0", "~");
            match &node.value {
                Value::Object(_) => node.get(&token),
                Value::Array(items) => items.get(token.parse::<usize>().ok()?),
                _ => None,
            }
        })
    }

    /// The JSON text of the value on one line, numbers as written, members in the order of the text.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        self.write_json(&mut out);
        out
    }

    fn write_json(&self, out: &mut String) {
        match &self.value {
            Value::Null => out.push_str("null"),
            Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Value::Number(text) => out.push_str(text),
            Value::String(text) => out.push_str(&quote(text)),
            Value::Array(items) => {
                out.push('[');
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    item.write_json(out);
                }
                out.push(']');
            }
            Value::Object(members) => {
                out.push('{');
                for (i, member) in members.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    out.push_str(&quote(&member.key));
                    out.push(':');
                    member.value.write_json(out);
                }
                out.push('}');
            }
        }
    }

    /// The value as `serde_json` holds it. Numbers beyond 64 bits become the nearest `f64`, or `null`
    /// where there is none; what must be exact reads the text of [`Value::Number`].
    pub fn to_serde(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Number(text) => serde_json::from_str(text).unwrap_or_default(),
            Value::String(text) => text.as_str().into(),
            Value::Array(items) => items.iter().map(Self::to_serde).collect(),
            Value::Object(members) => serde_json::Value::Object(
                members.iter().map(|member| (member.key.clone(), member.value.to_serde())).collect(),
            ),
        }
    }
}

/// A JSON string literal.
pub fn quote(text: &str) -> String {
    // Writing a string into a String cannot fail.
    serde_json::to_string(text).unwrap_or_default()
}

/// Parses a JSON text; what is wrong with it is added to `findings`, all duplicate keys included.
pub fn parse(file: FileId, text: &str, findings: &mut Vec<Finding>) -> Option<Node> {
    // serde_json decides whether it is JSON, jsonc-parser says where things are.
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
        let at = offset(text, error.line(), error.column());
        let message = error.to_string();
        let message = message.split(" at line").next().unwrap_or_default();
        let place = Place { file, start: at, end: at.saturating_add(1) };
        findings.push(Finding::new(&NOT_JSON, format!("the file is not JSON: {message}")).at(place, ""));
        return None;
    }
    let options = jsonc_parser::ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let parsed = jsonc_parser::parse_to_ast(text, &jsonc_parser::CollectOptions::default(), &options);
    let failure = match parsed.map(|result| result.value) {
        Ok(Some(value)) => return convert(file, &value, 0, findings),
        Ok(None) => Finding::new(&NOT_JSON, "the file is empty").at(Place { file, start: 0, end: 0 }, ""),
        Err(error) => {
            let place = place(file, error.range());
            Finding::new(&NOT_JSON, format!("the file is not JSON: {}", error.kind())).at(place, "")
        }
    };
    findings.push(failure);
    None
}

fn convert(file: FileId, value: &ast::Value<'_>, depth: usize, findings: &mut Vec<Finding>) -> Option<Node> {
    use jsonc_parser::common::Ranged;
    let here = place(file, value.range());
    if depth > MAX_DEPTH {
        findings.push(Finding::new(&NOT_JSON, format!("nested deeper than {MAX_DEPTH}")).at(here, ""));
        return None;
    }
    let value = match value {
        ast::Value::NullKeyword(_) => Value::Null,
        ast::Value::BooleanLit(lit) => Value::Bool(lit.value),
        ast::Value::NumberLit(lit) => Value::Number(lit.value.to_owned()),
        ast::Value::StringLit(lit) => Value::String(lit.value.clone().into_owned()),
        ast::Value::Array(array) => {
            let items = array.elements.iter().map(|item| convert(file, item, depth + 1, findings));
            Value::Array(items.collect::<Option<_>>()?)
        }
        ast::Value::Object(object) => {
            let mut members: Vec<Member> = Vec::with_capacity(object.properties.len());
            let mut first = std::collections::BTreeMap::new();
            for property in &object.properties {
                let key = property.name.as_str().to_owned();
                let key_place = place(file, property.name.range());
                let value = convert(file, &property.value, depth + 1, findings)?;
                if let Some(earlier) = first.insert(key.clone(), key_place) {
                    findings.push(
                        Finding::new(&DUPLICATE_KEY, format!("the key {} stands here twice", quote(&key)))
                            .at(key_place, "again")
                            .at(earlier, "first here")
                            .help("remove or rename one of them"),
                    );
                    continue;
                }
                members.push(Member { key, key_place, value });
            }
            Value::Object(members)
        }
    };
    Some(Node { value, place: here })
}

fn place(file: FileId, range: jsonc_parser::common::Range) -> Place {
    let at = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
    Place { file, start: at(range.start), end: at(range.end) }
}

/// Byte offset of a line and column as `serde_json` counts them: from 1, columns in bytes.
fn offset(text: &str, line: usize, column: usize) -> u32 {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    u32::try_from((start + column.saturating_sub(1)).min(text.len())).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(text: &str) -> Vec<String> {
        let mut findings = Vec::new();
        parse(FileId(0), text, &mut findings);
        findings.into_iter().map(|f| format!("{}: {}", f.rule.id, f.message)).collect()
    }

    #[test]
    fn numbers_order_and_places_are_kept() {
        let text = r#"{"b": 12345678901234567890123.4500, "a": ["\u00e9", null, true]}"#;
        let node = parse(FileId(0), text, &mut Vec::new()).expect("JSON");
        assert_eq!(node.to_json(), r#"{"b":12345678901234567890123.4500,"a":["é",null,true]}"#);
        let item = node.pointer("/a/0").expect("item");
        assert_eq!(&text[item.place.start as usize..item.place.end as usize], r#""\u00e9""#);
    }

    #[test]
    fn what_is_not_json_is_a_finding() {
        for text in
            ["", "{", "{\"a\":1,}", "// x\n1", "{'a':1}", "{a:1}", "01", "\"\t\"", "[1] 2", "\"\\ud800\""]
        {
            let findings = findings(text);
            assert_eq!(findings.len(), 1, "{text}: {findings:?}");
            assert!(findings[0].starts_with("not-json"), "{text}: {findings:?}");
        }
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(findings(&deep).len(), 1);
    }

    #[test]
    fn every_duplicate_key_is_named() {
        let found = findings(r#"{"a":1,"a":2,"b":{"c":1,"c":2}}"#);
        assert_eq!(found.len(), 2, "{found:?}");
    }
}

//! JSON with places: where every value and key stands, in the order of the text, numbers as written.

use std::collections::BTreeMap;

use super::{DUPLICATE_KEY, NOT_JSON};
use crate::finding::{FileId, Finding, Place};

/// Deepest nesting that is read; the same bound as `serde_json`'s.
pub(super) const MAX_DEPTH: usize = 128;

/// Members up to which a name is looked for one by one.
const FEW: usize = 16;

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
    // serde_json decides whether it is JSON; then it is easy to say where things are.
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
        let at = offset(text, error.line(), error.column());
        let message = error.to_string();
        let message = message.split(" at line").next().unwrap_or_default();
        let place = Place { file, start: at, end: at.saturating_add(1) };
        findings.push(Finding::new(&NOT_JSON, format!("the file is not JSON: {message}")).at(place, ""));
        return None;
    }
    Reader { file, text, at: 0, findings }.value(0)
}

/// Reads a text that is JSON, all but what is too deep and escapes that are no character.
struct Reader<'t, 'f> {
    file: FileId,
    text: &'t str,
    /// How many bytes are read.
    at: usize,
    findings: &'f mut Vec<Finding>,
}

impl Reader<'_, '_> {
    /// The next byte, and those that are no part of a value skipped before it.
    fn next(&mut self) -> u8 {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at +=
            rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b',' | b':')).count();
        self.text.as_bytes().get(self.at).copied().unwrap_or_default()
    }

    fn place(&self, start: usize) -> Place {
        let at = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Place { file: self.file, start: at(start), end: at(self.at) }
    }

    fn value(&mut self, depth: usize) -> Option<Node> {
        let first = self.next();
        let start = self.at;
        if depth > MAX_DEPTH {
            self.skip();
            let finding = Finding::new(&NOT_JSON, format!("nested deeper than {MAX_DEPTH}"));
            self.findings.push(finding.at(self.place(start), ""));
            return None;
        }
        let value = match first {
            b'{' => self.object(depth)?,
            b'[' => {
                self.at += 1;
                let mut items = Vec::new();
                while !matches!(self.next(), b']' | 0) {
                    items.push(self.value(depth + 1)?);
                }
                self.at += 1;
                Value::Array(items)
            }
            b'"' => Value::String(self.string()?),
            _ => {
                self.skip();
                match self.text.get(start..self.at).unwrap_or_default() {
                    "null" => Value::Null,
                    "true" => Value::Bool(true),
                    "false" => Value::Bool(false),
                    number => Value::Number(number.to_owned()),
                }
            }
        };
        Some(Node { value, place: self.place(start) })
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        self.at += 1;
        let mut members: Vec<Member> = Vec::new();
        // Where names stand, once there are many.
        let mut known = BTreeMap::new();
        while !matches!(self.next(), b'}' | 0) {
            let start = self.at;
            let key = self.string()?;
            let key_place = self.place(start);
            let value = self.value(depth + 1)?;
            let earlier = if members.len() < FEW {
                members.iter().find(|member| member.key == key).map(|member| member.key_place)
            } else {
                if known.is_empty() {
                    known = members.iter().map(|member| (member.key.clone(), member.key_place)).collect();
                }
                let earlier = known.get(&key).copied();
                if earlier.is_none() {
                    known.insert(key.clone(), key_place);
                }
                earlier
            };
            match earlier {
                Some(earlier) => self.findings.push(
                    Finding::new(&DUPLICATE_KEY, format!("the key {} stands here twice", quote(&key)))
                        .at(key_place, "again")
                        .at(earlier, "first here")
                        .help("remove or rename one of them"),
                ),
                None => members.push(Member { key, key_place, value }),
            }
        }
        self.at += 1;
        Some(Value::Object(members))
    }

    fn string(&mut self) -> Option<String> {
        let start = self.at;
        let inside = self.text.get(start + 1..).unwrap_or_default();
        if let Some((plain, _)) = inside.split_once(['"', '\\'])
            && inside.as_bytes().get(plain.len()) == Some(&b'"')
        {
            self.at += plain.len() + 2;
            return Some(plain.to_owned());
        }
        self.skip();
        let literal = self.text.get(start..self.at).unwrap_or_default();
        if let Some(half) = half(literal) {
            let place = self.place(start + half);
            let place = Place { end: place.start.saturating_add(6), ..place };
            let message = "the file is not JSON: half of a pair of escapes, which is no character";
            self.findings.push(Finding::new(&NOT_JSON, message).at(place, ""));
        }
        serde_json::from_str(literal).ok()
    }

    /// Goes behind the value that begins here.
    fn skip(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let (mut open, mut in_string, mut escaped, mut length) = (0_usize, false, false, rest.len());
        for (index, byte) in rest.iter().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = !in_string,
                _ if in_string => continue,
                b'{' | b'[' => open += 1,
                b'}' | b']' if open > 0 => open -= 1,
                b'}' | b']' | b',' | b' ' | b'\t' | b'\n' | b'\r' if open == 0 => {
                    length = index;
                    break;
                }
                _ => continue,
            }
            if open == 0 && !in_string {
                length = index + 1;
                break;
            }
        }
        self.at += length;
    }
}

/// Where a surrogate stands without the other one in a string literal (RFC 8259, section 8.2).
fn half(literal: &str) -> Option<usize> {
    let unit = |at: usize| {
        let hex = literal.get(at..)?.strip_prefix("\\u")?.get(..4)?;
        u16::from_str_radix(hex, 16).ok()
    };
    let mut at = 0;
    while let Some(next) = literal.get(at..)?.find('\\') {
        at += next;
        at += match unit(at) {
            None => 2,
            Some(0xd800..=0xdbff) if matches!(unit(at + 6), Some(0xdc00..=0xdfff)) => 12,
            Some(0xd800..=0xdfff) => return Some(at),
            Some(_) => 6,
        };
    }
    None
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
    fn values_stand_where_they_are_found() {
        let text = r#" [ "\\" , "\ud834\udd1e\n",-1.50E+2 ,{"\"}":{ },"b": [[ ],"]"] }, null
        ] "#;
        let node = parse(FileId(0), text, &mut Vec::new()).expect("JSON");
        assert_eq!(node.to_json(), r#"["\\","𝄞\n",-1.50E+2,{"\"}":{},"b":[[],"]"]},null]"#);
        all_stand_where_they_are_found(&node, text);
        for (text, at) in [(r#"["\\\ud834\u0041"]"#, 4), (r#"{"\u00e9\udd1e":1}"#, 8)] {
            let mut findings = Vec::new();
            assert!(parse(FileId(0), text, &mut findings).is_none());
            let place = findings[0].place().expect("a place");
            assert_eq!((place.start, place.end), (at, at + 6), "{text}");
        }
    }

    fn all_stand_where_they_are_found(node: &Node, text: &str) {
        let at = |place: Place| &text[place.start as usize..place.end as usize];
        let here = at(node.place);
        assert_eq!(serde_json::from_str::<serde_json::Value>(here).expect(here), node.to_serde());
        assert_eq!(here, here.trim());
        for member in node.as_object().unwrap_or_default() {
            assert_eq!(at(member.key_place), quote(&member.key));
            all_stand_where_they_are_found(&member.value, text);
        }
        node.as_array()
            .unwrap_or_default()
            .iter()
            .for_each(|item| all_stand_where_they_are_found(item, text));
    }

    #[test]
    fn nesting_has_an_end_and_duplicates_are_found_among_many() {
        for (depth, fits) in [(MAX_DEPTH, true), (MAX_DEPTH + 1, false)] {
            let text = format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
            assert_eq!(findings(&text).is_empty(), fits, "{depth}");
        }
        let many = (0..FEW * 3).map(|n| format!("\"{n}\":1,")).collect::<Vec<_>>().concat();
        for again in ["0", "20", "47"] {
            assert_eq!(findings(&format!("{{{many}\"{again}\":2,\"x\":3}}")).len(), 1, "{again}");
        }
    }

    #[test]
    fn every_duplicate_key_is_named() {
        let found = findings(r#"{"a":1,"a":2,"b":{"c":1,"c":2}}"#);
        assert_eq!(found.len(), 2, "{found:?}");
    }
}

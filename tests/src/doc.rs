//! JSON documents that may be wrong: numbers as text, keys twice if need be.

use event_contracts_codegen::load::{Node, Value, json};

/// A JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doc {
    /// `null`
    Null,
    /// A boolean.
    Bool(bool),
    /// A number, as it is written.
    Number(String),
    /// A string.
    Text(String),
    /// An array.
    Array(Vec<Doc>),
    /// An object; a key may stand twice.
    Object(Vec<(String, Doc)>),
}

impl Doc {
    /// From a parsed file.
    pub fn from_node(node: &Node) -> Self {
        match &node.value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(text) => Self::Number(text.clone()),
            Value::String(text) => Self::Text(text.clone()),
            Value::Array(items) => Self::Array(items.iter().map(Self::from_node).collect()),
            Value::Object(members) => {
                Self::Object(members.iter().map(|m| (m.key.clone(), Self::from_node(&m.value))).collect())
            }
        }
    }

    /// From a JSON text.
    pub fn parse(text: &str) -> Option<Self> {
        let file = event_contracts_codegen::finding::FileId(0);
        json::parse(file, text, &mut Vec::new()).map(|node| Self::from_node(&node))
    }

    /// The JSON text on one line.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Number(text) => out.push_str(text),
            Self::Text(text) => out.push_str(&json::quote(text)),
            Self::Array(items) => {
                out.push('[');
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    item.write(out);
                }
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (i, (key, value)) in members.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    out.push_str(&json::quote(key));
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }

    /// The value with the members of every object in the order of their names, so that two documents that
    /// are equal as JSON are equal here; numbers still digit for digit.
    #[must_use]
    pub fn sorted(&self) -> Self {
        match self {
            Self::Array(items) => Self::Array(items.iter().map(Self::sorted).collect()),
            Self::Object(members) => {
                let mut members: Vec<_> = members.iter().map(|(k, v)| (k.clone(), v.sorted())).collect();
                members.sort_by(|a, b| a.0.cmp(&b.0));
                Self::Object(members)
            }
            other => other.clone(),
        }
    }
}

//! JSON that is made here, and how a person would lay it out.

use crate::emit::json::string;
use crate::finding::{FileId, Place};
use crate::load::{Member, Node, Value};

/// Lines are broken beyond this many columns.
const WIDTH: usize = 100;

/// What is made here stands nowhere yet.
const NOWHERE: Place = Place { file: FileId(u32::MAX), start: 0, end: 0 };

/// Members whose value is broken into lines however short it is.
const BROKEN: &[&str] = &["x-event", "properties", "$defs"];

pub(super) fn node(value: Value) -> Node {
    Node { value, place: NOWHERE }
}

pub(super) fn text(text: impl Into<String>) -> Node {
    node(Value::String(text.into()))
}

pub(super) fn number(digits: impl Into<String>) -> Node {
    node(Value::Number(digits.into()))
}

pub(super) fn truth(value: bool) -> Node {
    node(Value::Bool(value))
}

pub(super) fn list(items: impl IntoIterator<Item = Node>) -> Node {
    node(Value::Array(items.into_iter().collect()))
}

/// `{"type": …}`
pub(super) fn typed(name: &str) -> Object {
    Object::default().with("type", text(name))
}

/// An object in the making.
#[derive(Debug, Clone, Default)]
pub(super) struct Object(Vec<Member>);

impl Object {
    /// Adds a member; one that is there already gets the value.
    pub(super) fn with(mut self, key: &str, value: Node) -> Self {
        self.set(key, value);
        self
    }

    pub(super) fn set(&mut self, key: &str, value: Node) {
        match self.0.iter_mut().find(|member| member.key == key) {
            Some(member) => member.value = value,
            None => self.0.push(Member { key: key.to_owned(), key_place: NOWHERE, value }),
        }
    }

    /// Adds a member whose key is known to be new.
    pub(super) fn push(&mut self, key: &str, value: Node) {
        self.0.push(Member { key: key.to_owned(), key_place: NOWHERE, value });
    }

    /// Adds all members of another object.
    pub(super) fn and(mut self, other: Node) -> Self {
        if let Value::Object(members) = other.value {
            for member in members {
                self.set(&member.key, member.value);
            }
        }
        self
    }

    pub(super) fn done(self) -> Node {
        node(Value::Object(self.0))
    }
}

/// The schema of a value that may also be null.
pub(super) fn nullable(schema: Node) -> Node {
    let plain = !["enum", "const", "oneOf", "anyOf", "$ref"].iter().any(|key| schema.get(key).is_some());
    match schema.get("type").and_then(Node::as_str).map(str::to_owned) {
        Some(name) if plain => {
            Object::default().and(schema).with("type", list([text(name), text("null")])).done()
        }
        // Any value: null as well.
        None if plain => schema,
        _ => {
            let mut object = Object::default();
            if let Some(description) = schema.get("description") {
                object.push("description", description.clone());
            }
            object.with("oneOf", list([without(schema, "description"), typed("null").done()])).done()
        }
    }
}

fn without(mut schema: Node, key: &str) -> Node {
    if let Value::Object(members) = &mut schema.value {
        members.retain(|member| member.key != key);
    }
    schema
}

/// The text of a contract file: what fits on a line stays on it, as in the files that people write.
pub(super) fn layout(root: &Node) -> String {
    let mut out = String::new();
    write(root, "", 0, true, &mut out);
    out.push('\n');
    out
}

/// `before` is how many columns of the line are taken already, without the indent.
fn write(node: &Node, indent: &str, before: usize, broken: bool, out: &mut String) {
    let line = on_a_line(node);
    let parts: Vec<(Option<&str>, &Node)> = match &node.value {
        Value::Array(items) => items.iter().map(|item| (None, item)).collect(),
        Value::Object(members) => {
            members.iter().map(|member| (Some(member.key.as_str()), &member.value)).collect()
        }
        _ => Vec::new(),
    };
    // One column for the comma.
    if parts.is_empty() || (!broken && indent.len() + before + line.chars().count() < WIDTH) {
        out.push_str(&line);
        return;
    }
    let (open, close) = if matches!(node.value, Value::Array(_)) { ('[', ']') } else { ('{', '}') };
    let deeper = format!("{indent}  ");
    out.push(open);
    for (index, (key, value)) in parts.into_iter().enumerate() {
        out.push_str(if index > 0 { ",\n" } else { "\n" });
        out.push_str(&deeper);
        let key_text = key.map(|key| format!("{}: ", string(key))).unwrap_or_default();
        out.push_str(&key_text);
        let broken = key.is_some_and(|key| BROKEN.contains(&key));
        write(value, &deeper, key_text.chars().count(), broken, out);
    }
    out.push('\n');
    out.push_str(indent);
    out.push(close);
}

fn on_a_line(node: &Node) -> String {
    match &node.value {
        Value::String(text) => string(text),
        Value::Array(items) => {
            format!("[{}]", items.iter().map(on_a_line).collect::<Vec<_>>().join(", "))
        }
        Value::Object(members) if members.is_empty() => "{}".to_owned(),
        Value::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|member| format!("{}: {}", string(&member.key), on_a_line(&member.value)))
                .collect();
            format!("{{ {} }}", members.join(", "))
        }
        _ => node.to_json(),
    }
}

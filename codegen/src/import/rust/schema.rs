//! Schemas of schemars in the form of contracts.

use std::collections::{BTreeMap, BTreeSet};

use crate::import::build::{Object, list, node, number, text, typed};
use crate::import::contract::type_file;
use crate::load::{Node, Value};
use crate::number::Number;
use crate::resolve::Version;

/// A schema, and what it says of its event.
pub(super) struct Draft {
    pub(super) event_type: Option<String>,
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    pub(super) version: Option<Version>,
    pub(super) source: Option<String>,
    pub(super) owner: Option<String>,
    /// From `type` on.
    pub(super) body: Node,
}

/// Takes the schema of a type apart. `x-event`, which an attribute may add, says more of the event.
pub(super) fn draft(schema: Node) -> Draft {
    let Node { value: Value::Object(members), .. } = tidy(schema) else {
        let (event_type, title, description, version) = (None, None, None, None);
        let (source, owner, body) = (None, None, Object::default().done());
        return Draft { event_type, title, description, version, source, owner, body };
    };
    let (mut title, mut description, mut about) = (None, None, None);
    let (mut body, mut last) = (Object::default(), Vec::new());
    for member in members {
        match member.key.as_str() {
            "$schema" => {}
            "title" => title = member.value.as_str().map(str::to_owned),
            "description" => description = member.value.as_str().map(str::to_owned),
            "x-event" => about = Some(member.value),
            "examples" | "$defs" => last.push(member),
            _ => body.push(&member.key, member.value),
        }
    }
    for member in last {
        body.push(&member.key, member.value);
    }
    let said = |key: &str| about.as_ref().and_then(|about| about.get(key)?.as_str()).map(str::to_owned);
    Draft {
        event_type: said("type"),
        title,
        description,
        version: said("version").and_then(|version| version.parse().ok()),
        source: said("source"),
        owner: said("owner"),
        body: body.done(),
    }
}

/// Whether a schema may be of objects; which it is of in the end is seen when it is held against the workspace.
pub(super) fn is_object(body: &Node) -> bool {
    match body.get("type").map(|ty| &ty.value) {
        Some(Value::String(name)) => name == "object",
        Some(_) => false,
        None => ["oneOf", "anyOf", "allOf", "$ref"].iter().any(|key| body.get(key).is_some()),
    }
}

/// A schema as a person would write it, and with what this project calls things.
fn tidy(schema: Node) -> Node {
    let Value::Object(members) = schema.value else { return schema };
    let mut out = Object::default();
    for member in members {
        let (key, value) = (member.key, member.value);
        let value = match key.as_str() {
            "properties" | "patternProperties" | "$defs" | "dependentSchemas" => each(value, |schema| {
                // Any value, as contracts write it.
                if matches!(schema.value, Value::Bool(true)) {
                    Object::default().done()
                } else {
                    tidy(schema)
                }
            }),
            "oneOf" | "anyOf" | "allOf" | "prefixItems" => match value.value {
                Value::Array(items) => list(items.into_iter().map(tidy)),
                other => node(other),
            },
            "items"
            | "additionalProperties"
            | "propertyNames"
            | "contains"
            | "not"
            | "if"
            | "then"
            | "else" => tidy(value),
            "description" => match value.as_str() {
                Some(description) => text(paragraphs(description)),
                None => value,
            },
            // It says no more than that the field may be left out.
            "default" if matches!(value.value, Value::Null) => continue,
            _ => value,
        };
        out.push(&key, value);
    }
    ordered(texts(sized(out.done())))
}

/// Keywords in the order in which contracts have them; those that are not named here come last, as they stood.
fn ordered(schema: Node) -> Node {
    const ORDER: &[&str] = &[
        "title",
        "description",
        "$ref",
        "type",
        "format",
        "enum",
        "const",
        "default",
        "minimum",
        "maximum",
        "minLength",
        "maxLength",
        "pattern",
        "properties",
        "required",
        "additionalProperties",
    ];
    let Value::Object(mut members) = schema.value else { return schema };
    members.sort_by_key(|member| ORDER.iter().position(|key| *key == member.key).unwrap_or(ORDER.len()));
    node(Value::Object(members))
}

fn each(object: Node, change: impl Fn(Node) -> Node) -> Node {
    match object.value {
        Value::Object(members) => {
            let mut out = Object::default();
            for member in members {
                out.push(&member.key, change(member.value));
            }
            out.done()
        }
        other => node(other),
    }
}

/// Lines of a doc comment that belong together on one line.
fn paragraphs(description: &str) -> String {
    let joined = |paragraph: &str| paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    description.split("\n\n").map(joined).collect::<Vec<_>>().join("\n\n")
}

/// Machine integers as ranges; a binary number of 32 bits is one of 64.
fn sized(schema: Node) -> Node {
    let Some(format) = schema.get("format").and_then(Node::as_str).map(str::to_owned) else { return schema };
    let signed = |low: i128, high: i128| (low.to_string(), high.to_string());
    let unsigned = |high: u128| ("0".to_owned(), high.to_string());
    let (low, high) = match format.as_str() {
        "int8" => signed(i8::MIN.into(), i8::MAX.into()),
        "int16" => signed(i16::MIN.into(), i16::MAX.into()),
        "int128" => signed(i128::MIN, i128::MAX),
        "uint8" => unsigned(u8::MAX.into()),
        "uint16" => unsigned(u16::MAX.into()),
        "uint32" => unsigned(u32::MAX.into()),
        "uint64" | "uint" => unsigned(u64::MAX.into()),
        "uint128" => unsigned(u128::MAX),
        "int" => return Object::default().and(schema).with("format", text("int64")).done(),
        "float" => return Object::default().and(schema).with("format", text("double")).done(),
        _ => return schema,
    };
    let mut out = Object::default();
    for member in schema.as_object().unwrap_or_default().iter().filter(|member| member.key != "format") {
        out.push(&member.key, member.value.clone());
    }
    let said = |key: &str| match schema.get(key).map(|bound| &bound.value) {
        Some(Value::Number(digits)) => Number::parse(digits),
        _ => None,
    };
    // Bounds of the source's own are kept where they are tighter.
    if said("minimum").is_none_or(|own| Number::parse(&low).is_some_and(|low| own < low))
        && said("exclusiveMinimum").is_none()
    {
        out.set("minimum", number(low));
    }
    if said("maximum").is_none_or(|own| Number::parse(&high).is_some_and(|high| own > high))
        && said("exclusiveMaximum").is_none()
    {
        out.set("maximum", number(high));
    }
    out.done()
}

/// The variants of an enum without data: one `enum`, with what is said of each in the description.
fn texts(schema: Node) -> Node {
    let Some(arms) = schema.get("oneOf").and_then(Node::as_array) else { return schema };
    let mut values = Vec::new();
    let mut told = Vec::new();
    for arm in arms {
        let members = arm.as_object().unwrap_or_default();
        let plain =
            members.iter().all(|m| matches!(m.key.as_str(), "type" | "const" | "enum" | "description"));
        let only = arm.get("enum").and_then(Node::as_array);
        let all: Option<Vec<&str>> = match (arm.get("const"), only) {
            (Some(value), None) => value.as_str().map(|value| vec![value]),
            (None, Some(values)) => values.iter().map(Node::as_str).collect(),
            _ => None,
        };
        let Some(all) = all.filter(|_| plain) else { return schema };
        if let (Some(description), [value]) = (arm.get("description").and_then(Node::as_str), all.as_slice())
        {
            told.push(format!("`{value}`: {description}"));
        }
        values.extend(all.into_iter().map(str::to_owned));
    }
    let mut out = Object::default();
    let mut description: Vec<String> =
        schema.get("description").and_then(Node::as_str).map(str::to_owned).into_iter().collect();
    description.extend(told);
    if !description.is_empty() {
        out.set("description", text(description.join(" ")));
    }
    let mut out = out.and(typed("string").done());
    out.set("enum", list(values.into_iter().map(text)));
    for member in schema.as_object().unwrap_or_default() {
        if !matches!(member.key.as_str(), "oneOf" | "description") {
            out.set(&member.key, member.value.clone());
        }
    }
    out.done()
}

/// The properties that are written and not read, by the names of their types and their own.
pub(super) fn unread(read: &Node, written: &Node) -> Vec<String> {
    let (mut reads, mut writes) = (BTreeSet::new(), BTreeSet::new());
    properties(read, "", &mut reads);
    properties(written, "", &mut writes);
    writes.difference(&reads).cloned().collect()
}

fn properties(schema: &Node, of: &str, names: &mut BTreeSet<String>) {
    match &schema.value {
        Value::Array(items) => items.iter().for_each(|item| properties(item, of, names)),
        Value::Object(members) => {
            for member in members {
                match (member.key.as_str(), &member.value.value) {
                    ("examples" | "default" | "const" | "enum", _) => {}
                    ("properties", Value::Object(members)) => {
                        names.extend(members.iter().map(|member| format!("{of}{}", member.key)));
                        for member in members {
                            properties(&member.value, of, names);
                        }
                    }
                    ("$defs", Value::Object(members)) => {
                        for member in members {
                            properties(&member.value, &format!("{}.", member.key), names);
                        }
                    }
                    _ => properties(&member.value, of, names),
                }
            }
        }
        _ => {}
    }
}

fn definitions(body: &Node) -> impl Iterator<Item = (&str, &Node)> {
    let members = body.get("$defs").and_then(Node::as_object).unwrap_or_default();
    members.iter().map(|member| (member.key.as_str(), &member.value))
}

/// The definitions that several events have, the same in each.
pub(super) fn shared<'n>(bodies: impl Iterator<Item = &'n Node>) -> BTreeMap<String, Node> {
    let mut found: BTreeMap<&str, (usize, &Node, bool)> = BTreeMap::new();
    for (name, definition) in bodies.flat_map(definitions) {
        match found.get_mut(name) {
            Some((count, known, same)) => {
                *count += 1;
                *same &= known.to_json() == definition.to_json();
            }
            None => drop(found.insert(name, (1, definition, true))),
        }
    }
    let mut shared: BTreeMap<String, Node> = found
        .into_iter()
        .filter(|(_, (count, _, same))| *count > 1 && *same)
        .map(|(name, (_, definition, _))| (name.to_owned(), definition.clone()))
        .collect();
    // A shared type refers to shared types only.
    loop {
        let dangling: Vec<String> = shared
            .iter()
            .filter(|(_, definition)| {
                let mut names = BTreeSet::new();
                references(definition, &mut names);
                names.iter().any(|name| !shared.contains_key(name))
            })
            .map(|(name, _)| name.clone())
            .collect();
        if dangling.is_empty() {
            return shared;
        }
        for name in dangling {
            shared.remove(&name);
        }
    }
}

/// The names of the definitions that a schema refers to; `#` is one that no definition has.
fn references(schema: &Node, names: &mut BTreeSet<String>) {
    match &schema.value {
        Value::Array(items) => items.iter().for_each(|item| references(item, names)),
        Value::Object(members) => {
            for member in members {
                match (member.key.as_str(), member.value.as_str()) {
                    ("$ref", Some(to)) => {
                        names.insert(to.strip_prefix("#/$defs/").unwrap_or("#").to_owned());
                    }
                    _ => references(&member.value, names),
                }
            }
        }
        _ => {}
    }
}

/// The schema with references to shared types instead of definitions of them.
pub(super) fn referring(schema: Node, shared: &BTreeSet<&str>, folder: &str) -> Node {
    match schema.value {
        Value::Array(items) => list(items.into_iter().map(|item| referring(item, shared, folder))),
        Value::Object(members) => {
            let mut out = Object::default();
            for member in members {
                let to = member.value.as_str().and_then(|to| to.strip_prefix("#/$defs/"));
                let value = match (member.key.as_str(), to) {
                    ("$ref", Some(name)) if shared.contains(name) => {
                        text(format!("{folder}{}", type_file(name)))
                    }
                    ("$defs", _) => match member.value.value {
                        Value::Object(mut definitions) => {
                            definitions.retain(|definition| !shared.contains(definition.key.as_str()));
                            if definitions.is_empty() {
                                continue;
                            }
                            referring(node(Value::Object(definitions)), shared, folder)
                        }
                        other => node(other),
                    },
                    _ => referring(member.value, shared, folder),
                };
                out.push(&member.key, value);
            }
            out.done()
        }
        other => node(other),
    }
}

//! What others say about a verdict.

use std::path::PathBuf;
use std::sync::mpsc;
use std::time::Duration;

use jsonschema::Validator;
use jsonschema::canonical::Containment;
use serde_json::{Map, Value};

use super::pairs::{self, Pair};
use crate::rng::Rng;

/// Documents that are tried against one "compatible".
const DOCUMENTS: usize = 100;
/// How long the other engine may think.
const PATIENCE: Duration = Duration::from_secs(2);

/// Looks URLs up where the gate does.
struct Lookup(PathBuf);

impl jsonschema::Retrieve for Lookup {
    fn retrieve(
        &self,
        uri: &jsonschema::Uri<String>,
    ) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        pairs::look_up(&self.0, uri.as_str()).ok_or_else(|| format!("{uri} is not here").into())
    }
}

fn validator(pair: &Pair, side: usize, formats: bool) -> Result<Validator, String> {
    let schema = &pair.texts[side];
    jsonschema::options()
        .should_validate_formats(formats)
        .with_retriever(Lookup(pair.folder.clone()))
        .build(schema)
        .map_err(|error| format!("no validator: {error}"))
}

/// Whether the original schemas say that the document is a break.
pub(super) fn witness(pair: &Pair, writer: usize, reader: usize, text: &str) -> Result<bool, String> {
    let document: Value = serde_json::from_str(text).map_err(|e| e.to_string())?;
    for formats in [false, true] {
        let accepts = validator(pair, writer, formats)?.is_valid(&document);
        let refuses = !validator(pair, reader, formats)?.is_valid(&document);
        if !accepts || !refuses {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Documents of the writer that the reader refuses, and a denial by the other engine.
pub(super) fn compatible(pair: &Pair, writer: usize, reader: usize) -> Vec<String> {
    let mut all = Vec::new();
    if let (Ok(write), Ok(read)) = (validator(pair, writer, false), validator(pair, reader, false)) {
        let mut rng = Rng::new(7);
        let mut tried = 0;
        for round in 0..DOCUMENTS * 4 {
            let source = &pair.texts[if round % 2 == 0 { writer } else { reader }];
            let document = make(source, source, &mut rng, 0);
            if write.is_valid(&document) {
                tried += 1;
                if !read.is_valid(&document) {
                    all.push(format!("a document: {document}"));
                    break;
                }
            }
            if tried >= DOCUMENTS {
                break;
            }
        }
    }
    if canonical(pair, writer, reader) == Containment::No {
        all.push("jsonschema::canonical says no".to_owned());
    }
    all
}

/// An objection of the other engine.
pub(super) fn breaking(pair: &Pair, writer: usize, reader: usize) -> Option<String> {
    (canonical(pair, writer, reader) == Containment::Yes).then(|| "jsonschema::canonical says yes".to_owned())
}

fn canonical(pair: &Pair, writer: usize, reader: usize) -> Containment {
    let (own, theirs) = (pair.texts[writer].clone(), pair.texts[reader].clone());
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || {
        let answer = match (jsonschema::canonicalize(&own), jsonschema::canonicalize(&theirs)) {
            (Ok(own), Ok(theirs)) => theirs.covers(&own).unwrap_or(Containment::Unknown),
            _ => Containment::Unknown,
        };
        send.send(answer).ok();
    });
    receive.recv_timeout(PATIENCE).unwrap_or(Containment::Unknown)
}

/// A document that a schema may describe, by its keywords alone.
fn make(schema: &Value, root: &Value, rng: &mut Rng, depth: usize) -> Value {
    let Value::Object(k) = schema else { return Value::from("a") };
    if depth > 12 {
        return Value::Null;
    }
    if let Some(pointer) = k.get("$ref").and_then(Value::as_str).and_then(|r| r.strip_prefix('#'))
        && let Some(target) = root.pointer(pointer)
    {
        return make(target, root, rng, depth + 1);
    }
    if let Some(constant) = k.get("const") {
        return constant.clone();
    }
    if let Some(members) = k.get("enum").and_then(Value::as_array).filter(|m| !m.is_empty()) {
        return members[rng.below(members.len())].clone();
    }
    for keyword in ["oneOf", "anyOf"] {
        if let Some(branches) = k.get(keyword).and_then(Value::as_array).filter(|m| !m.is_empty()) {
            let mut made = make(&branches[rng.below(branches.len())], root, rng, depth + 1);
            if k.contains_key("properties")
                && let (Value::Object(made), Value::Object(own)) = (&mut made, object(k, root, rng, depth))
            {
                made.extend(own);
            }
            return made;
        }
    }
    let mut kinds: Vec<&str> = match k.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if kinds.is_empty() {
        let guess =
            [("properties", "object"), ("items", "array"), ("pattern", "string"), ("minimum", "number")];
        kinds.extend(guess.into_iter().filter(|(word, _)| k.contains_key(*word)).map(|(_, kind)| kind));
    }
    if kinds.is_empty() && k.contains_key("allOf") {
        kinds.push("object");
    }
    let Some(kind) = (!kinds.is_empty()).then(|| kinds[rng.below(kinds.len())]) else {
        return [Value::from("a"), Value::from(1), Value::Bool(true), Value::Object(Map::new())]
            [rng.below(4)]
        .clone();
    };
    let number = |word: &str| k.get(word).and_then(Value::as_i64);
    match kind {
        "object" => object(k, root, rng, depth),
        "array" => {
            let least = number("minItems").and_then(|n| usize::try_from(n).ok()).unwrap_or(0).min(20);
            let count = least + rng.below(3);
            let items = k.get("items").unwrap_or(&Value::Null);
            (0..count)
                .map(|i| {
                    let item = items.get(i).filter(|_| items.is_array()).unwrap_or(items);
                    make(item, root, rng, depth + 1)
                })
                .collect()
        }
        "string" => {
            let least = number("minLength").and_then(|n| usize::try_from(n).ok()).unwrap_or(0).min(200);
            let sample = ["", "a", "A1", "1.0.0", "https://example.com", "2026-01-14", "a-b"][rng.below(7)];
            Value::from(format!("{sample}{}", "a".repeat(least.saturating_sub(sample.len()))))
        }
        "integer" | "number" => {
            let low = number("minimum").or(number("maximum").map(|n| n - 3)).unwrap_or(-1);
            Value::from(low + i64::try_from(rng.below(4)).unwrap_or(0))
        }
        "boolean" => Value::Bool(rng.below(2) == 0),
        _ => Value::Null,
    }
}

fn object(k: &Map<String, Value>, root: &Value, rng: &mut Rng, depth: usize) -> Value {
    let mut made = Map::new();
    let required: Vec<&str> =
        k.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let properties = k.get("properties").and_then(Value::as_object);
    let few = 2 + 10 / (depth + 1);
    for (name, schema) in properties.into_iter().flatten() {
        if required.contains(&name.as_str()) || rng.below(properties.map_or(1, Map::len).max(1)) < few {
            made.insert(name.clone(), make(schema, root, rng, depth + 1));
        }
    }
    for name in required {
        made.entry(name).or_insert_with(|| Value::from("a"));
    }
    for part in k.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        if let Value::Object(more) = make(part, root, rng, depth + 1) {
            made.extend(more);
        }
    }
    if rng.below(4) == 0 {
        let value = k.get("additionalProperties").map_or(Value::from("a"), |s| make(s, root, rng, depth + 1));
        made.insert("other".to_owned(), value);
    }
    Value::Object(made)
}

//! What others say about a verdict.

use std::collections::BTreeSet;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use event_contracts_codegen::compat::{self, Semantics};
use event_contracts_codegen::guard::guarded;
use event_contracts_codegen::load::plain::Shelf;
use jsonschema::Validator;
use jsonschema::canonical::Containment;
use serde_json::{Map, Value};

use super::pairs::{self, Pair};
use crate::rng::Rng;

/// Documents that are tried against one "compatible".
const DOCUMENTS: usize = 100;
/// How long the other engine may think.
const PATIENCE: Duration = Duration::from_secs(2);

/// Looks URLs up where the gate does. What is not there is made up of the places that references name, each of
/// which says nothing, or no to all.
struct Lookup {
    shelf: Arc<Shelf>,
    places: BTreeSet<String>,
    unseen: Option<bool>,
}

impl jsonschema::Retrieve for Lookup {
    fn retrieve(
        &self,
        uri: &jsonschema::Uri<String>,
    ) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        match (pairs::look_up(&self.shelf, uri.as_str()), self.unseen) {
            (Some(document), _) => Ok(document),
            (None, Some(accepts)) => {
                let mut made = Value::Object(Map::new());
                self.places.iter().for_each(|pointer| plant(&mut made, pointer, accepts));
                Ok(made)
            }
            (None, None) => Err(format!("{uri} is not here").into()),
        }
    }
}

/// Puts a schema at a place where none is.
fn plant(document: &mut Value, pointer: &str, accepts: bool) {
    let mut at = document;
    for token in pointer.split('/').skip(1) {
        let Value::Object(members) = at else { return };
        let name = token.replace("~1", "/").replace("~0", "~");
        at = members.entry(name).or_insert_with(|| Value::Object(Map::new()));
    }
    if let (Value::Object(members), false) = (at, accepts) {
        members.insert("not".to_owned(), Value::Object(Map::new()));
    }
}

/// The places in documents that references name.
fn places(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(members) => {
            if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
                found.insert(reference.split_once('#').map_or_else(String::new, |(_, at)| at.to_owned()));
            }
            members.values().for_each(|value| places(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| places(item, found)),
        _ => {}
    }
}

/// Validators of the original texts of both sides, under each reading of `format` and of what is not here.
pub(super) struct Others<'p> {
    pair: &'p Pair,
    texts: &'p [Value; 2],
    readings: Vec<[Validator; 2]>,
}

impl<'p> Others<'p> {
    /// `None` where a number of the texts is beyond the validator.
    pub(super) fn of(pair: &'p Pair) -> Option<Result<Self, String>> {
        let texts = pair.texts.as_ref()?;
        let readings = Self::readings(pair, texts);
        Some(readings.map(|readings| Self { pair, texts, readings }))
    }

    fn readings(pair: &Pair, texts: &[Value; 2]) -> Result<Vec<[Validator; 2]>, String> {
        let mut found = BTreeSet::new();
        for text in texts {
            places(text, &mut found);
        }
        let unseen: &[Option<bool>] =
            if pair.unresolved.is_empty() { &[None] } else { &[Some(true), Some(false)] };
        let mut readings = Vec::new();
        for formats in [false, true] {
            for unseen in unseen {
                let validator = |text: &Value| {
                    let mut text = text.clone();
                    if let Some(accepts) = unseen {
                        for pointer in found.iter().filter(|at| at.starts_with('/')) {
                            if text.pointer(pointer).is_none() {
                                plant(&mut text, pointer, *accepts);
                            }
                        }
                    }
                    let (shelf, places) = (Arc::clone(&pair.shelf), found.clone());
                    jsonschema::options()
                        .should_validate_formats(formats)
                        .with_retriever(Lookup { shelf, places, unseen: *unseen })
                        .build(&text)
                        .map_err(|error| format!("no validator: {error}"))
                };
                readings.push([validator(&texts[0])?, validator(&texts[1])?]);
            }
        }
        Ok(readings)
    }

    /// Whether the original schemas say that the document is a break; `None` where a number of it is beyond
    /// them or a validator fails.
    pub(super) fn witness(&self, writer: usize, reader: usize, text: &str) -> Option<bool> {
        let document = pairs::value(text)?;
        for both in &self.readings {
            if !accepts(&both[writer], &document)? || accepts(&both[reader], &document)? {
                return Some(false);
            }
        }
        Some(true)
    }

    /// Documents of the writer that the reader refuses, and a denial by the other engine.
    pub(super) fn compatible(&self, writer: usize, reader: usize) -> Vec<String> {
        let mut all = Vec::new();
        let mut rng = Rng::new(7);
        let mut tried = 0;
        'rounds: for round in 0..DOCUMENTS * 4 {
            let source = &self.texts[if round % 2 == 0 { writer } else { reader }];
            let document = make(source, source, &mut rng, 0);
            let mut counts = false;
            for both in &self.readings {
                if accepts(&both[writer], &document) == Some(true) {
                    counts = true;
                    if accepts(&both[reader], &document) == Some(false) {
                        all.push(format!("a document: {document}"));
                        break 'rounds;
                    }
                }
            }
            tried += usize::from(counts);
            if tried >= DOCUMENTS {
                break;
            }
        }
        if self.canonical(writer, reader) == Containment::No {
            all.push("jsonschema::canonical says no".to_owned());
        }
        all
    }

    /// An objection of the other engine.
    pub(super) fn breaking(&self, writer: usize, reader: usize) -> Option<String> {
        let yes = self.canonical(writer, reader) == Containment::Yes;
        yes.then(|| "jsonschema::canonical says yes".to_owned())
    }

    fn canonical(&self, writer: usize, reader: usize) -> Containment {
        if !self.pair.unresolved.is_empty() {
            return Containment::Unknown;
        }
        let (own, theirs) = (self.texts[writer].clone(), self.texts[reader].clone());
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
}

/// Whether a document is valid; `None` where the validator fails.
fn accepts(validator: &Validator, document: &Value) -> Option<bool> {
    guarded(|| validator.is_valid(document))
}

/// Whether the gate's own judge, which holds any number, says that the document is a break.
pub(super) fn resolved(pair: &Pair, writer: usize, reader: usize, text: &str) -> Option<bool> {
    compat::confirms(pair.side(writer), pair.side(reader), Semantics::Strict, text)
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

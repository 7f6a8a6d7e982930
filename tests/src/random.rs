//! Random schemas over a small vocabulary, and documents that hit and miss them about as often.

use serde_json::{Map, Value, json};

use crate::rng::Rng;

const NAMES: &[&str] = &["a", "b", "c", "type", "x-y"];
const TEXTS: &[&str] = &["", "a", "ab", "abc", "red", "ä€😀", "0"];
const NUMBERS: &[&str] = &["0", "1", "-1", "2", "1.0", "1.5", "3", "9007199254740993", "1e3"];

/// A schema of draft 2020-12, that may refer to itself.
pub fn schema(rng: &mut Rng) -> Value {
    let node = of_depth(rng, 3, true);
    let leaf = of_depth(rng, 2, true);
    let mut root = match of_depth(rng, 4, true) {
        Value::Object(members) => members,
        other => Map::from_iter([("allOf".to_owned(), json!([other]))]),
    };
    root.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
    root.insert("$defs".to_owned(), json!({ "node": node, "leaf": leaf }));
    Value::Object(root)
}

fn of_depth(rng: &mut Rng, depth: usize, references: bool) -> Value {
    if depth == 0 {
        return scalar(rng);
    }
    let deeper = |rng: &mut Rng| of_depth(rng, depth - 1, references);
    match rng.below(14) {
        0..=2 => scalar(rng),
        3..=6 => object(rng, depth),
        7 | 8 => array(rng, depth),
        // Only below a member or an item does a reference end somewhere.
        9 if references && depth < 3 => json!({ "$ref": *rng.pick(&["#/$defs/leaf", "#/$defs/node"]) }),
        10 => json!({ "anyOf": [scalar(rng), deeper(rng)] }),
        11 => json!({ "oneOf": [tagged(rng, "red"), tagged(rng, "blue")] }),
        12 => match rng.below(4) {
            0 => json!({ "allOf": [object(rng, 1), object(rng, 1)] }),
            1 => json!({ "not": scalar(rng) }),
            2 => json!({ "if": scalar(rng), "then": scalar(rng), "else": scalar(rng) }),
            _ => json!({ "oneOf": [scalar(rng), scalar(rng), { "type": "null" }] }),
        },
        _ => match rng.below(4) {
            0 => json!(true),
            1 => json!({}),
            2 => json!({ "const": value(rng, 2) }),
            _ => json!({ "enum": [value(rng, 1), value(rng, 1), "red", null] }),
        },
    }
}

fn scalar(rng: &mut Rng) -> Value {
    match rng.below(9) {
        0 => json!({ "type": "string", "minLength": rng.below(3), "maxLength": 2 + rng.below(3) }),
        1 => json!({ "type": "string", "pattern": *rng.pick(&["^a", "[a-c]$", "^\\w*$", "^.{2}$"]) }),
        2 => json!({ "type": "string", "enum": ["red", "a", "ab"] }),
        3 => json!({ "type": "integer", "minimum": -1, "maximum": 2 + rng.below(3) }),
        4 => json!({ "type": "integer" }),
        5 => json!({ "type": "number", "exclusiveMinimum": 0, "multipleOf": 0.5 }),
        6 => json!({ "type": ["integer", "null"] }),
        7 => json!({ "type": ["string", "boolean", "null"] }),
        _ => json!({ "type": "boolean" }),
    }
}

fn tagged(rng: &mut Rng, tag: &str) -> Value {
    json!({
        "type": "object",
        "properties": { "type": { "const": tag }, "a": scalar(rng) },
        "required": ["type"]
    })
}

fn object(rng: &mut Rng, depth: usize) -> Value {
    let mut properties = Map::new();
    for name in NAMES {
        if rng.one_in(2) {
            properties.insert((*name).to_owned(), of_depth(rng, depth - 1, depth > 1));
        }
    }
    let required: Vec<&str> = NAMES.iter().copied().filter(|_| rng.one_in(4)).collect();
    let mut members = Map::from_iter([("properties".to_owned(), Value::Object(properties))]);
    if !rng.one_in(5) {
        members.insert("type".to_owned(), "object".into());
    }
    members.insert("required".to_owned(), required.into());
    let more = match rng.below(8) {
        0 => ("additionalProperties", json!(false)),
        1 => ("additionalProperties", scalar(rng)),
        2 => ("patternProperties", json!({ "^[ab]$": scalar(rng) })),
        3 => ("minProperties", json!(1)),
        4 => ("propertyNames", json!({ "maxLength": 2 })),
        5 => ("dependentRequired", json!({ "a": ["b"] })),
        6 => ("unevaluatedProperties", json!(false)),
        _ => ("maxProperties", json!(3)),
    };
    members.insert(more.0.to_owned(), more.1);
    Value::Object(members)
}

fn array(rng: &mut Rng, depth: usize) -> Value {
    let item = of_depth(rng, depth - 1, depth > 1);
    match rng.below(5) {
        0 => json!({ "type": "array", "prefixItems": [item, scalar(rng)], "items": false, "minItems": 2 }),
        1 => json!({ "type": "array", "items": item, "uniqueItems": true }),
        2 => json!({ "type": "array", "contains": item, "maxContains": 2 }),
        3 => json!({ "type": "array", "prefixItems": [scalar(rng)], "items": item }),
        _ => json!({ "type": "array", "items": item, "maxItems": 3 }),
    }
}

/// A document for a schema of this module: as the schema wants it about, with a slip here and there.
pub fn document(rng: &mut Rng, root: &Value) -> Value {
    guided(rng, root, root, 6)
}

fn guided(rng: &mut Rng, root: &Value, schema: &Value, depth: usize) -> Value {
    if depth == 0 || rng.one_in(12) {
        return value(rng, 2);
    }
    let below = |rng: &mut Rng, schema: &Value| guided(rng, root, schema, depth - 1);
    if let Some(pointer) = schema.get("$ref").and_then(Value::as_str) {
        return root.pointer(&pointer[1..]).map_or(Value::Null, |target| below(rng, target));
    }
    if let Some(constant) = schema.get("const") {
        return constant.clone();
    }
    let list = |name: &str| schema.get(name).and_then(Value::as_array).filter(|list| !list.is_empty());
    if let Some(values) = list("enum") {
        return rng.pick(values).clone();
    }
    if let Some(arms) = list("anyOf").or_else(|| list("oneOf")).or_else(|| list("allOf")) {
        let arm = rng.pick(arms).clone();
        return below(rng, &arm);
    }
    if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
        let required = list("required").cloned().unwrap_or_default();
        let mut members = Map::new();
        for (name, schema) in properties {
            let wanted = required.iter().any(|required| required == name);
            if (wanted && !rng.one_in(15)) || rng.one_in(2) {
                members.insert(name.clone(), below(rng, schema));
            }
        }
        for name in required.iter().filter_map(Value::as_str).filter(|name| !properties.contains_key(*name)) {
            members.insert(name.to_owned(), value(rng, 1));
        }
        if rng.one_in(4) {
            members.insert((*rng.pick(NAMES)).to_owned(), value(rng, 1));
        }
        return Value::Object(members);
    }
    if schema.get("type").and_then(Value::as_str) == Some("array") {
        let mut items: Vec<Value> =
            list("prefixItems").into_iter().flatten().map(|s| below(rng, s)).collect();
        let rest = schema.get("items").or_else(|| schema.get("contains")).filter(|rest| rest.is_object());
        if let Some(rest) = rest {
            for _ in 0..rng.below(4) {
                items.push(below(rng, rest));
            }
        }
        return Value::Array(items);
    }
    match schema.get("type") {
        Some(Value::String(name)) => of_type(rng, name),
        Some(Value::Array(names)) => {
            let name = rng.pick(names).as_str().unwrap_or_default().to_owned();
            of_type(rng, &name)
        }
        _ => value(rng, 2),
    }
}

fn of_type(rng: &mut Rng, name: &str) -> Value {
    match name {
        "string" => Value::from(*rng.pick(TEXTS)),
        "integer" | "number" => number(rng),
        "boolean" => json!(rng.one_in(2)),
        "null" => Value::Null,
        _ => value(rng, 1),
    }
}

fn number(rng: &mut Rng) -> Value {
    let text = *rng.pick(NUMBERS);
    serde_json::from_str(text).unwrap_or_default()
}

/// Any value.
fn value(rng: &mut Rng, depth: usize) -> Value {
    match rng.below(if depth == 0 { 4 } else { 6 }) {
        0 => Value::from(*rng.pick(TEXTS)),
        1 => number(rng),
        2 => json!(rng.one_in(2)),
        3 => Value::Null,
        4 => Value::Array((0..rng.below(4)).map(|_| value(rng, depth - 1)).collect()),
        _ => {
            let members = (0..rng.below(4)).map(|_| ((*rng.pick(NAMES)).to_owned(), value(rng, depth - 1)));
            Value::Object(members.collect())
        }
    }
}

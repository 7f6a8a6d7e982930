//! Pairs of schemas to compare: events as they are written, each with one change, and types that refer to each other.

use serde_json::{Map, Value, json};

use crate::rng::Rng;

/// Types of the recursive schema, and alternatives of each.
const TYPES: usize = 12;
const ALTERNATIVES: usize = 5;

/// Event-sized schemas, each with a change, the same at every run.
pub(super) fn events(count: usize) -> Vec<[Value; 2]> {
    let mut rng = Rng::new(42);
    (0..count)
        .map(|index| {
            let old = event(index, &mut rng);
            let mut new = old.clone();
            change(&mut new, &mut rng);
            [old, new]
        })
        .collect()
}

const NAMES: &[&str] = &[
    "sku",
    "quantity",
    "currency",
    "note",
    "customerId",
    "placedAt",
    "total",
    "status",
    "channel",
    "address",
    "lines",
    "tags",
    "discount",
    "warehouse",
    "priority",
    "email",
];

pub(super) fn event(index: usize, rng: &mut Rng) -> Value {
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for name in NAMES.iter().take(6 + rng.below(10)) {
        properties.insert((*name).to_owned(), member(rng, 0));
        if !rng.one_in(3) {
            required.push(*name);
        }
    }
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("Event{index}"),
        "type": "object",
        "properties": properties,
        "required": required,
        "$defs": {
            "Money": {
                "type": "object",
                "properties": {
                    "amount": { "type": "integer", "minimum": 0, "maximum": 1_000_000_000 },
                    "currency": { "type": "string", "pattern": "^[A-Z]{3}$" }
                },
                "required": ["amount", "currency"],
                "additionalProperties": false
            }
        }
    });
    if rng.one_in(3) {
        schema["additionalProperties"] = Value::Bool(false);
    }
    schema
}

fn member(rng: &mut Rng, depth: usize) -> Value {
    match rng.below(if depth > 1 { 8 } else { 12 }) {
        0 => json!({ "type": "string", "minLength": 1, "maxLength": 64 }),
        1 => json!({ "type": "integer", "minimum": 0, "maximum": 10_000 }),
        2 => json!({ "type": "string", "enum": ["open", "paid", "shipped", "cancelled"] }),
        3 => json!({ "type": ["string", "null"], "maxLength": 500 }),
        4 => json!({ "type": "string", "format": "uuid" }),
        5 => json!({ "type": "string", "pattern": "^[A-Z]{2}-[0-9]{4,8}$" }),
        6 => json!({ "type": "number", "exclusiveMinimum": 0, "multipleOf": 0.01 }),
        7 => json!({ "type": "boolean" }),
        8 => json!({ "$ref": "#/$defs/Money" }),
        9 => json!({ "type": "array", "items": member(rng, depth + 1), "minItems": 1, "maxItems": 20 }),
        10 => json!({
            "type": "object",
            "properties": { "street": { "type": "string" }, "zip": member(rng, depth + 1) },
            "required": ["street"]
        }),
        _ => json!({
            "oneOf": [
                {
                    "type": "object",
                    "properties": { "kind": { "const": "card" }, "digits": member(rng, depth + 1) },
                    "required": ["kind"]
                },
                {
                    "type": "object",
                    "properties": { "kind": { "const": "cash" }, "till": { "type": "integer" } },
                    "required": ["kind"]
                }
            ]
        }),
    }
}

/// One change of those that people make.
fn change(schema: &mut Value, rng: &mut Rng) {
    let names: Vec<String> =
        schema["properties"].as_object().into_iter().flat_map(|all| all.keys().cloned()).collect();
    let name = rng.pick(&names).clone();
    match rng.below(8) {
        0 => schema["properties"]["comment"] = json!({ "type": "string" }),
        1 => schema["properties"][name] = member(rng, 0),
        2 => drop(schema["properties"].as_object_mut().and_then(|all| all.remove(&name))),
        3 => schema["required"] = json!([name]),
        4 => schema["$defs"]["Money"]["properties"]["amount"]["maximum"] = json!(1_000_000),
        5 => schema["properties"][name]["description"] = json!("in other words"),
        6 => schema["additionalProperties"] = json!(false),
        _ => {
            schema["properties"][name] =
                json!({ "anyOf": [schema["properties"][&name], { "type": "null" }] });
        }
    }
}

/// Types that refer to each other, with and without a change of one alternative.
pub(super) fn recursive() -> [Value; 2] {
    let schema = |most: u32| {
        let kind = |kind: usize| {
            let alternative = |which: usize| {
                let next = format!("#/$defs/T{}", (kind + which + 1) % TYPES);
                let most = if (kind, which) == (7, 3) { most } else { 100 };
                json!({
                    "type": "object",
                    "properties": {
                        "kind": { "const": format!("k{which}") },
                        "value": { "type": "integer", "minimum": 0, "maximum": most },
                        "next": { "$ref": next },
                        "all": { "type": "array", "items": { "$ref": next } }
                    },
                    "required": ["kind"],
                    "additionalProperties": false
                })
            };
            json!({ "oneOf": (0..ALTERNATIVES).map(alternative).collect::<Vec<_>>() })
        };
        let defs: Map<String, Value> = (0..TYPES).map(|index| (format!("T{index}"), kind(index))).collect();
        json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": "#/$defs/T0", "$defs": defs })
    };
    [schema(100), schema(99)]
}

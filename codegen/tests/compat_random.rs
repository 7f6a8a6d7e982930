//! Random schemas: no verdict may contradict a document, nor the other engine's proof, nor a law that inclusion
//! obeys.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test says what broke by panicking")]

use arbitrary::{Result, Unstructured};
use event_contracts_codegen::compat::{Semantics, Side, Verdict, included};
use event_contracts_codegen::load::{self, RawFile, Sources};
use event_contracts_codegen::resolve;
use jsonschema::canonical::Containment;
use serde_json::{Value, json};

fn schema(u: &mut Unstructured<'_>, depth: u32) -> Result<Value> {
    let bound = |u: &mut Unstructured<'_>| u.int_in_range(-2..=3_i64);
    let small = |u: &mut Unstructured<'_>| u.int_in_range(0..=3_u64);
    let most = if depth == 0 { 8 } else { 17 };
    Ok(match u.int_in_range(0..=most)? {
        0 => json!(true),
        1 => json!({ "type": "integer", "minimum": bound(u)? }),
        2 => json!({ "type": "number", "exclusiveMinimum": bound(u)?, "maximum": bound(u)? }),
        3 => {
            json!({ "type": *u.choose(&["integer", "number", "string", "boolean", "null", "object", "array"])? })
        }
        4 => json!({ "type": "string", "maxLength": small(u)?, "minLength": small(u)? }),
        5 => json!({ "enum": [value(u, 1)?, value(u, 0)?] }),
        6 => json!({ "const": value(u, 1)? }),
        7 => json!({ "type": ["integer", "null"], "multipleOf": u.int_in_range(1..=4_u64)? }),
        8 => json!({ "type": "string", "pattern": *u.choose(&["^a", "a", "^[ab]+$", "^(?!a)", "(?<=a)b"])? }),
        9 | 10 => {
            let mut object = json!({ "type": "object", "properties": {}, "required": [] });
            for name in ["a", "b"] {
                if u.arbitrary()? {
                    object["properties"][name] = schema(u, depth - 1)?;
                }
                if u.ratio(1, 3)? {
                    object["required"].as_array_mut().unwrap().push(name.into());
                }
            }
            match u.int_in_range(0..=6)? {
                0 => object["additionalProperties"] = json!(false),
                5 => object["propertyNames"] = json!({ *u.choose(&["pattern", "const"])?: "a" }),
                6 => object["dependentSchemas"] = json!({ "a": schema(u, depth - 1)? }),
                1 => object["additionalProperties"] = schema(u, depth - 1)?,
                2 => object["minProperties"] = json!(small(u)?),
                3 => object["patternProperties"] = json!({ "^a": schema(u, depth - 1)? }),
                _ => {}
            }
            object
        }
        11 => {
            let mut array = json!({ "type": "array", "items": schema(u, depth - 1)?, "maxItems": small(u)? });
            if u.arbitrary()? {
                array["prefixItems"] = json!([schema(u, depth - 1)?]);
            }
            match u.int_in_range(0..=5)? {
                0 => array["uniqueItems"] = json!(true),
                1 => array["contains"] = schema(u, depth - 1)?,
                2 => {
                    array["contains"] = schema(u, depth - 1)?;
                    array["minContains"] = json!(small(u)?);
                    array["maxContains"] = json!(small(u)?);
                }
                _ => {}
            }
            array
        }
        12 => json!({ "anyOf": [schema(u, depth - 1)?, schema(u, depth - 1)?] }),
        13 => json!({ "oneOf": [schema(u, depth - 1)?, schema(u, depth - 1)?] }),
        14 => json!({ "allOf": [schema(u, depth - 1)?, schema(u, depth - 1)?] }),
        15 => json!({ "not": schema(u, depth - 1)? }),
        16 => {
            let mut condition = json!({ "if": schema(u, depth - 1)? });
            for branch in ["then", "else"] {
                if u.ratio(3, 4)? {
                    condition[branch] = schema(u, depth - 1)?;
                }
            }
            condition
        }
        _ => {
            json!({ "allOf": [schema(u, depth - 1)?], "properties": { "a": schema(u, depth - 1)? }, "unevaluatedProperties": u.arbitrary::<bool>()? })
        }
    })
}

fn value(u: &mut Unstructured<'_>, depth: u32) -> Result<Value> {
    let most = if depth == 0 { 4 } else { 6 };
    Ok(match u.int_in_range(0..=most)? {
        0 => Value::Null,
        1 => Value::Bool(u.arbitrary()?),
        2 => json!(u.int_in_range(-3..=4_i64)?),
        3 => json!(f64::from(u.int_in_range(-6..=8_i32)?) / 2.0),
        4 => json!(*u.choose(&["", "a", "b", "ab", "abcd", "c"])?),
        5 => (0..u.int_in_range(0..=3)?).map(|_| value(u, depth - 1)).collect::<Result<Value>>()?,
        _ => {
            let mut members = serde_json::Map::new();
            for name in ["a", "b", "ac", "z"] {
                if u.ratio(1, 2)? {
                    members.insert(name.to_owned(), value(u, depth - 1)?);
                }
            }
            Value::Object(members)
        }
    })
}

/// A schema and one that is near to it: a part is drawn anew.
fn pair(u: &mut Unstructured<'_>) -> Result<(Value, Value)> {
    let old = schema(u, 2)?;
    let mut new = old.clone();
    match u.int_in_range(0..=3)? {
        0 => new = schema(u, 2)?,
        1 => new = json!({ "anyOf": [new, schema(u, 1)?] }),
        _ => {
            let inner = schema(u, 1)?;
            let slots: Vec<String> = slots(&new, "");
            if let Some(slot) = (!slots.is_empty()).then(|| u.choose(&slots)).transpose()? {
                *new.pointer_mut(slot).expect("a slot") = inner;
            }
        }
    }
    Ok((old, new))
}

/// Where subschemas stand.
fn slots(schema: &Value, path: &str) -> Vec<String> {
    let mut found = Vec::new();
    let Value::Object(members) = schema else { return found };
    for (key, value) in members {
        let path = format!("{path}/{key}");
        match key.as_str() {
            "items" | "not" | "if" | "then" | "else" => found.push(path),
            "additionalProperties" if value.is_object() => found.push(path),
            "anyOf" | "oneOf" | "allOf" | "prefixItems" => {
                found.extend((0..value.as_array().map_or(0, Vec::len)).map(|i| format!("{path}/{i}")));
            }
            "properties" => found
                .extend(value.as_object().into_iter().flat_map(|m| m.keys()).map(|k| format!("{path}/{k}"))),
            _ => {}
        }
    }
    found
}

fn contracts(schema: &Value) -> resolve::Contracts {
    written(&schema.to_string())
}

fn written(schema: &str) -> resolve::Contracts {
    let mut sources = Sources::default();
    let file = RawFile { path: "contracts/types/it.json".to_owned(), bytes: schema.as_bytes().to_vec() };
    let (tree, findings) = load::tree(&mut sources, None, vec![file]);
    assert!(findings.is_empty(), "{findings:?}");
    resolve::resolve(&tree).0
}

fn side(contracts: &resolve::Contracts) -> Side<'_> {
    Side { schemas: &contracts.schemas, schema: contracts.types["contracts/types/it.json"] }
}

#[test]
fn no_verdict_is_contradicted() {
    let counts = std::cell::Cell::new([0_u32; 3]);
    let property = |u: &mut Unstructured<'_>| {
        let (old, new) = pair(u)?;
        let (Ok(writer), Ok(reader)) = (jsonschema::validator_for(&old), jsonschema::validator_for(&new))
        else {
            return Ok(());
        };
        let (a, b) = (contracts(&old), contracts(&new));
        let strict = included(side(&a), side(&b), Semantics::Strict);
        let real = included(side(&a), side(&b), Semantics::WriterReader);
        let said = || format!("\nold {old}\nnew {new}\nstrict {strict:?}\nreal {real:?}");
        let algebra = match (jsonschema::canonicalize(&old), jsonschema::canonicalize(&new)) {
            (Ok(old), Ok(new)) => new.covers(&old).unwrap_or(Containment::Unknown),
            _ => Containment::Unknown,
        };
        let mut now = counts.get();
        now[match &strict {
            Verdict::Compatible => 0,
            Verdict::Breaking(_) => 1,
            Verdict::Undecided(_) => 2,
        }] += 1;
        counts.set(now);
        match &strict {
            Verdict::Compatible => {
                assert_ne!(algebra, Containment::No, "{}", said());
                assert_eq!(real, Verdict::Compatible, "less is written, and more is read: {}", said());
                for _ in 0..200 {
                    if u.is_empty() {
                        break;
                    }
                    let document = value(u, 2)?;
                    assert!(
                        !writer.is_valid(&document) || reader.is_valid(&document),
                        "{document}{}",
                        said()
                    );
                }
            }
            Verdict::Breaking(breaks) => {
                assert_ne!(algebra, Containment::Yes, "{}", said());
                for found in breaks {
                    let document: Value = serde_json::from_str(&found.witness).unwrap();
                    assert!(
                        writer.is_valid(&document) && !reader.is_valid(&document),
                        "{document}{}",
                        said()
                    );
                }
            }
            Verdict::Undecided(reasons) => {
                assert!(!reasons.is_empty() && !reasons[0].why.contains("pass its check"), "{}", said());
            }
        }
        Ok(())
    };
    search(property, || {
        let [compatible, breaking, _] = counts.get();
        compatible > 3 && breaking > 3
    });
    let [compatible, breaking, undecided] = counts.get();
    assert!(undecided < (compatible + breaking) / 4, "{:?}", counts.get());
}

/// Tries a property for two seconds, and longer on a busy machine, until enough was seen.
fn search(property: impl Fn(&mut Unstructured<'_>) -> Result<()>, enough: impl Fn() -> bool) {
    let told = (0..20).any(|_| {
        arbtest::arbtest(&property).size_min(64).size_max(4_096).budget_ms(2_000);
        enough()
    });
    assert!(told, "too few cases to tell");
}

/// A document that a schema may describe, by its keywords alone.
fn like(schema: &Value, u: &mut Unstructured<'_>, depth: u32) -> Result<Value> {
    let Value::Object(k) = schema else { return value(u, 1) };
    if depth == 0 || u.ratio(1, 12)? {
        return value(u, 1);
    }
    if let Some(constant) = k.get("const") {
        return Ok(constant.clone());
    }
    if let Some(list) = k.get("enum").and_then(Value::as_array) {
        return Ok(u.choose(list)?.clone());
    }
    for word in ["anyOf", "oneOf", "allOf"] {
        if let Some(list) = k.get(word).and_then(Value::as_array) {
            return like(u.choose(list)?, u, depth - 1);
        }
    }
    if k.contains_key("if") {
        let part = *u.choose(&["if", "then", "else"])?;
        return like(k.get(part).unwrap_or(&Value::Null), u, depth - 1);
    }
    let kind = match k.get("type") {
        Some(Value::String(kind)) => kind.as_str(),
        Some(Value::Array(kinds)) => u.choose(kinds)?.as_str().unwrap_or_default(),
        _ => "object",
    };
    Ok(match kind {
        "object" => {
            let mut members = serde_json::Map::new();
            for name in ["a", "b", "ac", "z"] {
                let own = k.get("properties").and_then(|all| all.get(name));
                let needed =
                    k.get("required").and_then(Value::as_array).is_some_and(|r| r.contains(&name.into()));
                if needed || u.ratio(1, if own.is_some() { 2 } else { 4 })? {
                    let other = k.get("additionalProperties").unwrap_or(&Value::Null);
                    members.insert(name.to_owned(), like(own.unwrap_or(other), u, depth - 1)?);
                }
            }
            Value::Object(members)
        }
        "array" => {
            let items = k.get("items").unwrap_or(&Value::Null);
            let such = k.get("contains").unwrap_or(items);
            (0..u.int_in_range(0..=3)?)
                .map(|_| like(*u.choose(&[items, such])?, u, depth - 1))
                .collect::<Result<Value>>()?
        }
        "string" => json!(*u.choose(&["", "a", "b", "ab", "ba", "abcd", "c"])?),
        "integer" => json!(u.int_in_range(-3..=5_i64)?),
        "number" => json!(f64::from(u.int_in_range(-6..=8_i32)?) / 2.0),
        "boolean" => json!(u.arbitrary::<bool>()?),
        "null" => Value::Null,
        _ => value(u, 1)?,
    })
}

#[test]
fn no_member_of_what_is_compatible_is_refused() {
    let counts = std::cell::Cell::new((0_u32, 0_u32));
    let property = |u: &mut Unstructured<'_>| {
        let (old, new) = pair(u)?;
        let (Ok(writer), Ok(reader)) = (jsonschema::validator_for(&old), jsonschema::validator_for(&new))
        else {
            return Ok(());
        };
        let (a, b) = (contracts(&old), contracts(&new));
        if a_verdict(&a, &b) != "compatible" {
            return Ok(());
        }
        let (mut members, mut state) = (0, u.arbitrary::<u64>()?);
        for _ in 0..3_000 {
            let bytes: Vec<u8> = (0..64)
                .map(|_| {
                    state =
                        state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    state.to_be_bytes()[0]
                })
                .collect();
            let source = if members % 2 == 0 { &old } else { &new };
            let document = like(source, &mut Unstructured::new(&bytes), 4)?;
            if writer.is_valid(&document) {
                members += 1;
                assert!(reader.is_valid(&document), "{document}\nold {old}\nnew {new}");
            }
            if members == 1_000 {
                break;
            }
        }
        let (pairs, full) = counts.get();
        counts.set((pairs + 1, full + u32::from(members == 1_000)));
        Ok(())
    };
    search(property, || {
        let (pairs, full) = counts.get();
        pairs > 3 && full > pairs / 4
    });
}

fn kind(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Compatible => "compatible",
        Verdict::Breaking(_) => "breaking",
        Verdict::Undecided(_) => "undecided",
    }
}

fn a_verdict(old: &resolve::Contracts, new: &resolve::Contracts) -> &'static str {
    kind(&included(side(old), side(new), Semantics::Strict))
}

fn strict(old: &Value, new: &Value) -> &'static str {
    a_verdict(&contracts(old), &contracts(new))
}

#[test]
fn inclusion_is_an_order_that_combinations_keep() {
    let counts = std::cell::Cell::new([0_u32; 3]);
    let property = |u: &mut Unstructured<'_>| {
        let (a, b) = pair(u)?;
        let c = if u.arbitrary()? { json!({ "anyOf": [b, schema(u, 1)?] }) } else { schema(u, 2)? };
        let said = || format!("\na {a}\nb {b}\nc {c}");
        let all = |one: &Value, other: &Value| json!({ "allOf": [one, other] });
        let any = |one: &Value, other: &Value| json!({ "anyOf": [one, other] });
        let mut now = counts.get();
        let mut never = |old: &Value, new: &Value, law: &str| {
            let verdict = strict(old, new);
            assert_ne!(verdict, "breaking", "{law}{}", said());
            now[usize::from(verdict == "undecided")] += 1;
        };
        never(&a, &a, "reflexive");
        never(&all(&a, &b), &a, "a part of a conjunction");
        never(&a, &any(&b, &a), "a branch of a union");
        if strict(&a, &b) == "compatible" {
            never(&all(&c, &a), &all(&b, &c), "conjunction is monotone");
            never(&any(&a, &c), &any(&c, &b), "union is monotone");
            never(&json!({ "not": b }), &json!({ "not": a }), "negation turns it round");
            never(&json!({ "items": a }), &json!({ "items": b }), "so are lists");
            if strict(&b, &c) == "compatible" {
                never(&a, &c, "transitive");
                now[2] += 1;
            }
        }
        counts.set(now);
        Ok(())
    };
    search(property, || {
        let [decided, undecided, chains] = counts.get();
        decided > 20 && chains > 1 && undecided * 20 < decided
    });
}

/// The same schema with every subschema behind a `$ref`, the definitions named in another way.
fn referring(schema: &Value, prefix: &str) -> Value {
    let mut root = schema.clone();
    let mut defs = serde_json::Map::new();
    // The innermost first, so that what is taken out is done with.
    let mut all = every_slot(schema, "");
    all.sort_by_key(|slot| std::cmp::Reverse(slot.matches('/').count()));
    for (index, slot) in all.iter().enumerate() {
        let name = format!("{prefix}{}", (index * 7) % 10 + index * 10);
        let place = root.pointer_mut(slot).expect("a slot");
        let inner = std::mem::replace(place, json!({ "$ref": format!("#/$defs/{name}") }));
        defs.insert(name, inner);
    }
    match root {
        Value::Object(mut members) if !defs.is_empty() => {
            members.insert("$defs".to_owned(), Value::Object(defs));
            Value::Object(members)
        }
        root => root,
    }
}

/// Where subschemas stand, at any depth.
fn every_slot(schema: &Value, path: &str) -> Vec<String> {
    let own = slots(schema, path);
    let inner = own.iter().flat_map(|slot| {
        let inside = schema.pointer(slot.strip_prefix(path).unwrap_or(slot)).unwrap_or(&Value::Null);
        every_slot(inside, slot)
    });
    inner.chain(own.clone()).collect()
}

/// The text with the keys of every object turned round.
fn turned(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let all = members.iter().rev().map(|(key, value)| format!("{}:{}", json!(key), turned(value)));
            format!("{{{}}}", all.collect::<Vec<_>>().join(","))
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(turned).collect::<Vec<_>>().join(","))
        }
        scalar => scalar.to_string(),
    }
}

#[test]
fn spelling_changes_no_verdict() {
    let counts = std::cell::Cell::new([0_u32; 2]);
    let property = |u: &mut Unstructured<'_>| {
        let (old, new) = pair(u)?;
        let names = [referring(&old, "T"), referring(&new, "T")];
        let others = [referring(&old, "other"), referring(&new, "Names")];
        for semantics in [Semantics::Strict, Semantics::WriterReader] {
            let said = |old: &str, new: &str| {
                let (old, new) = (written(old), written(new));
                included(side(&old), side(&new), semantics)
            };
            let first = said(&old.to_string(), &new.to_string());
            let keys = said(&turned(&old), &turned(&new));
            let referred = said(&names[0].to_string(), &names[1].to_string());
            let renamed = said(&others[0].to_string(), &others[1].to_string());
            let one = said(&names[0].to_string(), &new.to_string());
            let mut now = counts.get();
            now[usize::from(kind(&first) == "compatible")] += 1;
            counts.set(now);
            for (law, other) in
                [("order of keys", &keys), ("inlining", &referred), ("names", &renamed), ("one side", &one)]
            {
                assert_eq!(kind(&first), kind(other), "{law}\nold {old}\nnew {new}\n{first:?}\n{other:?}");
            }
        }
        Ok(())
    };
    search(property, || counts.get().into_iter().all(|count| count > 4));
}

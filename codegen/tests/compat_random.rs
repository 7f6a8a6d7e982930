//! Random pairs of small schemas: no verdict may contradict a document, nor the other engine's proof.
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
        8 => json!({ "type": "string", "pattern": *u.choose(&["^a", "a", "^[ab]+$"])? }),
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
            match u.int_in_range(0..=4)? {
                0 => object["additionalProperties"] = json!(false),
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
            if u.ratio(1, 4)? {
                array["uniqueItems"] = json!(true);
            }
            array
        }
        12 => json!({ "anyOf": [schema(u, depth - 1)?, schema(u, depth - 1)?] }),
        13 => json!({ "oneOf": [schema(u, depth - 1)?, schema(u, depth - 1)?] }),
        14 => json!({ "allOf": [schema(u, depth - 1)?, schema(u, depth - 1)?] }),
        15 => json!({ "not": schema(u, depth - 1)? }),
        16 => {
            json!({ "if": schema(u, depth - 1)?, "then": schema(u, depth - 1)?, "else": schema(u, depth - 1)? })
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
    let mut sources = Sources::default();
    let file =
        RawFile { path: "contracts/types/it.json".to_owned(), bytes: serde_json::to_vec(schema).unwrap() };
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
    arbtest::arbtest(|u| {
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
            Verdict::Undecided(reasons) => assert!(!reasons.is_empty()),
        }
        Ok(())
    })
    .size_min(64)
    .size_max(4_096)
    .budget_ms(2_000);
    let [compatible, breaking, undecided] = counts.get();
    assert!(compatible > 10 && breaking > 10, "{:?}", counts.get());
    assert!(undecided < (compatible + breaking) / 4, "{:?}", counts.get());
}

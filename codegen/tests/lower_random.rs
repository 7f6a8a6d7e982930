//! Random schemas, keywords side by side as no one would write them: what the model of each accepts is what the
//! validator accepts, document by document, and it is the same model every time.
#![expect(clippy::expect_used, reason = "a test ends where its ground is missing")]

mod interpret;
mod rendering;

use std::sync::Arc;

use arbitrary::{Result, Unstructured};
use event_contracts_codegen::load::{Document, SourceFile, Sources, json};
use event_contracts_codegen::lower::{Options, PlainRoot, lower_plain};
use event_contracts_codegen::model::Model;
use event_contracts_codegen::resolve::{Library, PlainFile, PlainOptions, resolve_plain};
use serde_json::{Map, Value, json};

const NAMES: [&str; 4] = ["a", "b", "kind", "z"];
const TYPES: [&str; 7] = ["integer", "number", "string", "boolean", "null", "object", "array"];

/// A schema with a handful of keywords, most of which speak of one type.
fn schema(u: &mut Unstructured<'_>, depth: u32) -> Result<Value> {
    if u.ratio(1, 20)? {
        return Ok(json!(u.arbitrary::<bool>()?));
    }
    let mut out = Map::new();
    if u.ratio(1, 6)? {
        out.insert("$ref".to_owned(), json!(*u.choose(&["#", "#/$defs/x", "#/$defs/y", "#/$defs/y"])?));
    }
    let focus =
        *u.choose(&["object", "object", "object", "array", "string", "integer", "any", "choice", "choice"])?;
    if u.ratio(2, 3)? {
        let types = match focus {
            "any" | "choice" => json!([*u.choose(&TYPES)?, *u.choose(&TYPES)?]),
            one if u.ratio(1, 4)? => json!([one, *u.choose(&TYPES)?]),
            one => json!(one),
        };
        let same = types.as_array().is_some_and(|types| types[0] == types[1]);
        out.insert("type".to_owned(), if same { types[0].clone() } else { types });
    }
    for _ in 0..u.int_in_range(1..=4)? {
        keyword(u, focus, depth, &mut out)?;
    }
    Ok(Value::Object(out))
}

fn keyword(u: &mut Unstructured<'_>, focus: &str, depth: u32, out: &mut Map<String, Value>) -> Result<()> {
    let small = |u: &mut Unstructured<'_>| u.int_in_range(0..=3_u64);
    let scalars: &[&str] =
        &["enum", "const", "minLength", "maxLength", "pattern", "minimum", "maximum", "multipleOf"];
    let keyword = if depth == 0 {
        *u.choose(scalars)?
    } else {
        match focus {
            "object" => *u.choose(&[
                "properties",
                "properties",
                "required",
                "additionalProperties",
                "patternProperties",
                "minProperties",
                "propertyNames",
                "dependentRequired",
                "dependentSchemas",
                "unevaluatedProperties",
                "allOf",
                "oneOf",
                "anyOf",
                "if",
                "not",
            ])?,
            "array" => *u.choose(&[
                "items",
                "prefixItems",
                "minItems",
                "maxItems",
                "contains",
                "uniqueItems",
                "unevaluatedItems",
                "anyOf",
                "oneOf",
                "allOf",
            ])?,
            "choice" => {
                *u.choose(&["oneOf", "anyOf", "allOf", "not", "if", "tagged", "tagged", "properties"])?
            }
            _ => *u.choose(scalars)?,
        }
    };
    let value = match keyword {
        "enum" => json!([value(u, 1)?, value(u, 0)?, value(u, 0)?]),
        "const" => value(u, 1)?,
        "minimum" | "maximum" => json!(u.int_in_range(-2..=3_i64)?),
        "multipleOf" => json!(*u.choose(&[1.0, 2.0, 0.5])?),
        "pattern" => json!(*u.choose(&["^a", "b", "^[ab]+$"])?),
        "uniqueItems" => json!(true),
        "required" => json!([*u.choose(&NAMES)?]),
        "dependentRequired" => json!({ *u.choose(&NAMES)?: [*u.choose(&NAMES)?] }),
        "properties" => {
            let mut members = Map::new();
            for name in NAMES {
                if u.ratio(1, 2)? {
                    members.insert(name.to_owned(), schema(u, depth - 1)?);
                }
            }
            Value::Object(members)
        }
        "dependentSchemas" => json!({ *u.choose(&NAMES)?: schema(u, depth - 1)? }),
        "patternProperties" => json!({ *u.choose(&["^a", "z"])?: schema(u, depth - 1)? }),
        "additionalProperties" | "unevaluatedProperties" | "unevaluatedItems" if u.ratio(1, 2)? => {
            json!(false)
        }
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => {
            let mut arms = Vec::new();
            for _ in 0..u.int_in_range(1..=3)? {
                arms.push(schema(u, depth - 1)?);
            }
            Value::Array(arms)
        }
        "tagged" => {
            let mut arms = Vec::new();
            for value in ["a", "b"] {
                let mut arm = json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "const": value } } });
                arm["properties"][*u.choose(&["a", "b", "z"])?] = schema(u, depth - 1)?;
                keyword_of_arm(u, depth, &mut arm)?;
                arms.push(arm);
            }
            out.insert(if u.arbitrary()? { "oneOf" } else { "anyOf" }.to_owned(), Value::Array(arms));
            return Ok(());
        }
        "if" => {
            for branch in ["then", "else"] {
                if u.ratio(2, 3)? {
                    out.insert(branch.to_owned(), schema(u, depth - 1)?);
                }
            }
            schema(u, depth - 1)?
        }
        name if name.starts_with("min") || name.starts_with("max") => json!(small(u)?),
        _ => schema(u, depth - 1)?,
    };
    out.insert(keyword.to_owned(), value);
    Ok(())
}

fn keyword_of_arm(u: &mut Unstructured<'_>, depth: u32, arm: &mut Value) -> Result<()> {
    if let (Some(members), true) = (arm.as_object_mut(), u.ratio(1, 3)?) {
        let mut more = Map::new();
        keyword(u, "object", depth, &mut more)?;
        more.retain(|name, _| !members.contains_key(name));
        members.extend(more);
    }
    Ok(())
}

fn value(u: &mut Unstructured<'_>, depth: u32) -> Result<Value> {
    let most = if depth == 0 { 4 } else { 8 };
    Ok(match u.int_in_range(0..=most)? {
        0 => Value::Null,
        1 => Value::Bool(u.arbitrary()?),
        2 => json!(u.int_in_range(-3..=4_i64)?),
        3 => json!(f64::from(u.int_in_range(-6..=8_i32)?) / 2.0),
        4 => json!(*u.choose(&["", "a", "b", "ab", "abcd", "c"])?),
        5 => (0..u.int_in_range(0..=3)?).map(|_| value(u, depth - 1)).collect::<Result<Value>>()?,
        _ => {
            let mut members = Map::new();
            for name in NAMES {
                if u.ratio(1, 2)? {
                    let value =
                        if name == "kind" { json!(*u.choose(&["a", "b"])?) } else { value(u, depth - 1)? };
                    members.insert(name.to_owned(), value);
                }
            }
            Value::Object(members)
        }
    })
}

struct Nothing;

impl Library for Nothing {
    fn find(&mut self, _: &str) -> Option<Arc<Document>> {
        None
    }

    fn advice(&self, _: &str) -> String {
        String::new()
    }
}

fn parse(sources: &mut Sources, text: &str) -> Document {
    let source = SourceFile { name: "a.json".to_owned(), path: "a.json".to_owned(), text: text.to_owned() };
    let file = sources.add(source);
    Document { file, root: json::parse(file, text, &mut Vec::new()).expect("JSON") }
}

/// The model; `None` for a schema whose references run in a circle.
fn model(text: &str) -> Option<Model> {
    let mut sources = Sources::default();
    let document = Arc::new(parse(&mut sources, text));
    let file = PlainFile { path: "/a.json".to_owned(), document };
    let (plain, findings) = resolve_plain(&[file], &mut Nothing, PlainOptions::default());
    let schema = plain.roots.first().filter(|_| findings.is_empty())?.schema;
    let roots = [PlainRoot { path: "a.json".to_owned(), module: "a".to_owned(), schema }];
    let (model, findings) = lower_plain(&plain.schemas, &sources, &roots, &Options::plain());
    assert_eq!(findings, []);
    Some(model)
}

/// Whether a schema applies to a value by way of itself, on which no validator ends.
fn runs_in_a_circle(schema: &Value) -> bool {
    fn here<'a>(schema: &'a Value, root: &'a Value, path: &mut Vec<&'a str>) -> bool {
        let Value::Object(members) = schema else { return false };
        members.iter().any(|(key, value)| match (key.as_str(), value) {
            ("$ref", Value::String(to)) => {
                if path.contains(&to.as_str()) {
                    return true;
                }
                path.push(to);
                let found = here(root.pointer(&to[1..]).unwrap_or(root), root, path);
                path.pop();
                found
            }
            ("allOf" | "anyOf" | "oneOf", Value::Array(arms)) => arms.iter().any(|arm| here(arm, root, path)),
            ("not" | "if" | "then" | "else", value) => here(value, root, path),
            ("dependentSchemas", Value::Object(all)) => all.values().any(|value| here(value, root, path)),
            _ => false,
        })
    }
    let starts = [Some(schema), schema.pointer("/$defs/x"), schema.pointer("/$defs/y")];
    let names = ["#", "#/$defs/x", "#/$defs/y"];
    starts
        .into_iter()
        .zip(names)
        .any(|(start, name)| start.is_some_and(|start| here(start, schema, &mut vec![name])))
}

#[test]
fn models_accept_what_the_validator_accepts() {
    let (mut documents, mut accepted) = (0_u32, 0_u32);
    arbtest::arbtest(|u| {
        let depth = std::env::var("DEPTH").ok().and_then(|depth| depth.parse().ok()).unwrap_or(3);
        let mut root = schema(u, depth)?;
        let Some(members) = root.as_object_mut() else { return Ok(()) };
        members.insert("$defs".to_owned(), json!({ "x": schema(u, 2)?, "y": schema(u, 2)? }));
        if runs_in_a_circle(&root) {
            return Ok(());
        }
        let text = root.to_string();
        let Some(model) = model(&text) else { return Ok(()) };
        assert_eq!(rendering::unfit(&model), Vec::<String>::new(), "{text}");
        let shown = rendering::text(&model);
        let validator = jsonschema::draft202012::new(&root).expect("a schema");
        for _ in 0..12 {
            let document = value(u, 3)?;
            let node = parse(&mut Sources::default(), &document.to_string()).root;
            let valid = validator.is_valid(&document);
            documents += 1;
            accepted += u32::from(valid);
            assert_eq!(interpret::accepts(&model, &node), valid, "{text}\n{document}\n{shown}");
        }
        Ok(())
    })
    .size_min(4096)
    .size_max(65_536)
    .budget_ms(std::env::var("BUDGET_MS").ok().and_then(|ms| ms.parse().ok()).unwrap_or(2500));
    assert!(accepted > documents / 20, "{accepted} of {documents} documents are valid: too few to tell");
}

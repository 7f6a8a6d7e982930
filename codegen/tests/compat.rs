//! Pairs of schemas with known answers. A case says what each direction must be; where we may be silent
//! it lists `undecided` as well. Every witness is held against validators built here, from the case's own
//! text.
#![expect(clippy::expect_used, reason = "a test says what broke by panicking")]

use std::path::Path;

use event_contracts_codegen::compat::{self, Break, Semantics, Side, Verdict, diff};
use event_contracts_codegen::load::{self, RawFile, Sources};
use event_contracts_codegen::resolve;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    old: Box<RawValue>,
    new: Box<RawValue>,
    /// There are numbers that 64 bits do not hold: witnesses are for the judge that holds them.
    #[serde(default)]
    exact: bool,
    #[serde(default)]
    semantics: Option<String>,
    backward: Answers,
    forward: Answers,
    /// Pointers of the breaks, backward and then forward, all of them.
    #[serde(default)]
    pointers: Option<Vec<String>>,
    /// The keywords of the breaks, and of what stood in the way of a verdict.
    #[serde(default)]
    keywords: Option<Vec<String>>,
    #[serde(default)]
    mends: Option<Vec<String>>,
    #[serde(default)]
    witnesses: Option<Vec<Value>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Answers {
    One(String),
    Any(Vec<String>),
}

impl Answers {
    fn allow(&self, answer: &str) -> bool {
        match self {
            Self::One(one) => one == answer,
            Self::Any(any) => any.iter().any(|one| one == answer),
        }
    }
}

fn contracts(schema: &RawValue) -> resolve::Contracts {
    let mut sources = Sources::default();
    let bytes = schema.get().as_bytes().to_vec();
    let file = RawFile { path: "contracts/types/it.json".to_owned(), bytes };
    let (tree, findings) = load::tree(&mut sources, None, vec![file]);
    assert!(findings.is_empty(), "{findings:?}");
    resolve::resolve(&tree).0
}

fn side(contracts: &resolve::Contracts) -> Side<'_> {
    Side { schemas: &contracts.schemas, schema: contracts.types["contracts/types/it.json"] }
}

fn answer(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Compatible => "compatible",
        Verdict::Breaking(_) => "breaking",
        Verdict::Undecided(_) => "undecided",
    }
}

fn breaks(verdict: &Verdict) -> &[Break] {
    match verdict {
        Verdict::Breaking(breaks) => breaks,
        _ => &[],
    }
}

/// A validator straight from the case: it shares nothing with the code under test.
fn validator(schema: &Value, formats: bool) -> jsonschema::Validator {
    jsonschema::options()
        .should_validate_formats(formats)
        .offline()
        .build(schema)
        .expect("the schema of a case")
}

/// What generated readers make of a schema: open enums read any text, number formats are ranges.
fn as_read(mut schema: Value) -> Value {
    match &mut schema {
        Value::Object(members) => {
            if members.get("x-open-enum") == Some(&Value::Bool(true)) {
                let list = members.remove("enum");
                let text = list.as_ref().and_then(|list| list.get(0)).is_some_and(Value::is_string);
                members.entry("type").or_insert_with(|| if text { "string".into() } else { "number".into() });
            }
            let range = match members.get("format").and_then(Value::as_str) {
                Some("int32") => Some((f64::from(i32::MIN), f64::from(i32::MAX))),
                Some("decimal") => Some((-7.922_816_251_426_434e28, 7.922_816_251_426_434e28)),
                _ => None,
            };
            if let Some((low, high)) = range {
                members.insert("allOf".to_owned(), serde_json::json!([{ "minimum": low, "maximum": high }]));
            }
            for value in members.values_mut() {
                *value = as_read(value.take());
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| *item = as_read(item.take())),
        _ => {}
    }
    schema
}

#[test]
fn every_case_has_its_answer() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compat/cases");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (mut count, mut silent, mut wrong) = (0, 0, Vec::new());
    let (mut broken, mut healed) = (0, 0);
    for file in files {
        let cases: Vec<Case> = serde_json::from_slice(&std::fs::read(&file).unwrap())
            .unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        for case in cases {
            count += 1;
            let (old, new) = (contracts(&case.old), contracts(&case.new));
            let strict = case.semantics.as_deref() == Some("strict");
            let semantics = if strict { Semantics::Strict } else { Semantics::WriterReader };
            let found = diff(side(&old), side(&new), semantics);
            assert_eq!(found, diff(side(&old), side(&new), semantics), "{}: twice", case.name);
            let directions = [
                ("backward", &found.backward, &case.backward, [&case.old, &case.new], [&old, &new]),
                ("forward", &found.forward, &case.forward, [&case.new, &case.old], [&new, &old]),
            ];
            let (mut all, mut named) = (Vec::new(), Vec::new());
            for (direction, verdict, answers, [writer, reader], [own, theirs]) in directions {
                silent += usize::from(answer(verdict) == "undecided");
                if !answers.allow(answer(verdict)) {
                    wrong.push(format!("{} {direction}: {verdict:?}", case.name));
                }
                if let Verdict::Undecided(reasons) = verdict {
                    named.extend(reasons.iter().map(|reason| reason.keyword.clone()));
                }
                for found in breaks(verdict) {
                    all.push(found.clone());
                    named.push(found.keyword.to_owned());
                    let confirmed = compat::confirms(side(own), side(theirs), semantics, &found.witness);
                    let agreed = |writer: &RawValue, reader: &RawValue| {
                        let [writer, reader, document] = [writer.get(), reader.get(), &found.witness]
                            .map(|text| serde_json::from_str::<Value>(text).expect("JSON"));
                        let reader = if strict { reader } else { as_read(reader) };
                        validator(&writer, true).is_valid(&document)
                            && !validator(&reader, !strict).is_valid(&document)
                    };
                    if confirmed != Some(true) || !(case.exact || agreed(writer, reader)) {
                        wrong
                            .push(format!("{} {direction}: the witness shows nothing: {found:?}", case.name));
                    }
                }
            }
            if let Some(pointers) = &case.pointers {
                let found: Vec<&String> = all.iter().map(|found| &found.pointer).collect();
                if found != pointers.iter().collect::<Vec<_>>() {
                    wrong.push(format!("{}: pointers {found:?}", case.name));
                }
            }
            if let Some(mends) = &case.mends {
                let words = |found: &Break| found.mend.as_ref().map(|mend| mend.words.clone());
                let found: Vec<String> = all.iter().filter_map(words).collect();
                if found != *mends {
                    wrong.push(format!("{}: mends {found:?}", case.name));
                }
            }
            if let Some(witnesses) = &case.witnesses {
                let found: Vec<Value> =
                    all.iter().map(|found| serde_json::from_str(&found.witness).unwrap()).collect();
                if found != *witnesses {
                    wrong.push(format!("{}: witnesses {found:?}", case.name));
                }
            }
            broken += all.len();
            healed += all.iter().filter(|found| found.mend.is_some()).count();
            if case.keywords.as_ref().is_some_and(|keywords| *keywords != named) {
                wrong.push(format!("{}: keywords {named:?}", case.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n\n"));
    assert!(count >= 270, "only {count} cases");
    assert!(healed * 10 >= broken * 9, "{healed} of {broken} breaks have a mend");
    assert!(silent * 20 <= count * 2, "{silent} of {} answers are missing", count * 2);
}

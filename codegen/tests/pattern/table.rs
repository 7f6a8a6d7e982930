//! The table of patterns, and those of published schemas.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use event_contracts::{check, wire};
use event_contracts_codegen::pattern::{Engine, Term};
use serde_json::Value;

/// A pattern and what it makes of some texts.
pub(crate) struct Row {
    pub(crate) pattern: String,
    /// With which flags an engine of ECMA-262 reads it so; `None` for what is of other dialects.
    #[allow(dead_code, reason = "not every test that has the table asks for it")]
    pub(crate) flags: Option<&'static str>,
    pub(crate) texts: Vec<(String, bool)>,
}

fn table() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pattern/cases.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// The terms of a pattern, as generated code has them.
pub(crate) fn compiled(terms: &[Term]) -> wire::Pattern {
    let term = |term: &Term| {
        let text = term.text.clone().leak();
        let compiled = if term.wanted { check::Term::has(text) } else { check::Term::lacks(text) };
        if term.engine == Engine::Ecma { compiled.ecma() } else { compiled }
    };
    wire::Pattern::all("", terms.iter().map(term).collect::<Vec<_>>().leak())
}

/// Each pattern with texts that match and texts that do not.
pub(crate) fn rows() -> Vec<Row> {
    let table = table();
    let mut rows = Vec::new();
    for (section, flags) in [("ecma", Some("u")), ("annexB", Some("")), ("dialects", None)] {
        for row in table[section].as_array().unwrap() {
            let texts = |index: usize, expected: bool| {
                let all = row[index].as_array().unwrap().iter();
                all.map(move |text| (text.as_str().unwrap().to_owned(), expected)).collect::<Vec<_>>()
            };
            let pattern = row[0].as_str().unwrap().to_owned();
            rows.push(Row { pattern, flags, texts: [texts(1, true), texts(2, false)].concat() });
        }
    }
    rows
}

/// Patterns that are none, with where and why.
#[allow(dead_code, reason = "not every test that has the table asks for it")]
pub(crate) fn refused() -> Vec<(String, usize, String)> {
    let table = table();
    let row = |row: &Value| {
        let offset = usize::try_from(row[1].as_u64().unwrap()).unwrap();
        (row[0].as_str().unwrap().to_owned(), offset, row[2].as_str().unwrap().to_owned())
    };
    table["refused"].as_array().unwrap().iter().map(row).collect()
}

/// What stands in `pattern` and `patternProperties` anywhere in the schemas of `shared/corpora`, beside the repository.
#[allow(dead_code, reason = "not every test that has the table asks for it")]
pub(crate) fn corpus() -> Option<BTreeSet<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2)?.join("shared/corpora");
    let mut folders: Vec<PathBuf> = vec![root.join("schemastore/schemas"), root.join("schemastore-edits")];
    let mut patterns = BTreeSet::new();
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(schema) = serde_json::from_slice(&std::fs::read(&path).unwrap()) {
                files += 1;
                collect(&schema, &mut patterns);
            }
        }
    }
    (files > 0).then_some(patterns)
}

fn collect(schema: &Value, patterns: &mut BTreeSet<String>) {
    match schema {
        Value::Object(members) => {
            patterns.extend(members.get("pattern").and_then(Value::as_str).map(str::to_owned));
            if let Some(Value::Object(names)) = members.get("patternProperties") {
                patterns.extend(names.keys().cloned());
            }
            members.values().for_each(|value| collect(value, patterns));
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, patterns)),
        _ => {}
    }
}

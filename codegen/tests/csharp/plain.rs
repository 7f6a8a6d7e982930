//! Plain schemas at work: `tests/golden-plain/<case>/schema.json` with the documents of its `wire.json`, all
//! compiled at once.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use event_contracts_codegen::emit::{OutputFile, csharp};
use event_contracts_codegen::finding::Severity;
use event_contracts_codegen::load::{Document, RawFile, Sources, tree};
use event_contracts_codegen::lower::{Options, PlainRoot, lower_plain};
use event_contracts_codegen::resolve::{Library, PlainFile, PlainOptions, resolve_plain};
use serde_json::{Value, json};

use crate::workspace::{compile, compile_library, target, toolchain, unpack};

/// Nothing but the files themselves.
#[derive(Debug)]
struct Nothing;

impl Library for Nothing {
    fn find(&mut self, _url: &str) -> Option<Arc<Document>> {
        None
    }

    fn advice(&self, _url: &str) -> String {
        String::new()
    }
}

/// The C# of plain schemas, by name and text; a schema with errors gives none.
fn emit_plain(schemas: &[(String, String)]) -> Result<Vec<OutputFile>, String> {
    let mut sources = Sources::default();
    let mut files = Vec::new();
    for (name, text) in schemas {
        let raw = vec![RawFile { path: format!("contracts/{name}.json"), bytes: text.clone().into_bytes() }];
        let (tree, findings) = tree(&mut sources, None, raw);
        let document = tree.documents.values().next().ok_or_else(|| format!("{name}: {findings:?}"))?;
        files.push(PlainFile { path: format!("/{name}.json"), document: Arc::new(document.clone()) });
    }
    let (plain, mut findings) = resolve_plain(&files, &mut Nothing, PlainOptions::default());
    let roots: Vec<PlainRoot> = plain
        .roots
        .iter()
        .zip(schemas)
        .map(|(root, (name, _))| PlainRoot {
            path: name.clone(),
            module: name.replace('-', "_"),
            schema: root.schema,
        })
        .collect();
    let (model, more) = lower_plain(&plain.schemas, &sources, &roots, &Options::plain());
    findings.extend(more);
    let errors: Vec<String> = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| format!("{}: {}", finding.rule.id, finding.message))
        .collect();
    if errors.is_empty() {
        Ok(csharp::plain_files(&model, &target("Contracts")))
    } else {
        Err(errors.join("\n"))
    }
}

#[test]
fn plain_schemas_accept_and_refuse_as_expected() {
    let Some(toolchain) = toolchain() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut schemas = Vec::new();
    let mut cases: Vec<(Value, Value)> = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden-plain");
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    for case in folders {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let wire: Value =
            serde_json::from_str(&std::fs::read_to_string(case.join("wire.json")).unwrap()).unwrap();
        schemas.push((name.clone(), std::fs::read_to_string(case.join("schema.json")).unwrap()));
        let request = |op: &str, doc: &Value| json!({ "op": op, "path": name, "doc": doc });
        for pair in wire["accept"].as_array().unwrap() {
            let (doc, out) = (&pair[0], &pair[1]);
            cases.push((request("document", doc), json!({ "ok": true, "out": out })));
            if doc != "null" {
                cases.push((request("serializer", doc), json!({ "ok": true, "out": out })));
                cases.push((request("equal", doc), json!({ "ok": true, "out": "true" })));
            }
        }
        for pair in wire["reject"].as_array().unwrap() {
            cases.push((request("document", &pair[0]), json!({ "ok": false, "violations": pair[1] })));
        }
    }
    let files = emit_plain(&schemas).unwrap();
    unpack(&files, folder.path());
    let program = compile(&toolchain, folder.path(), &["codegen/tests/csharp/DocumentHost.cs"]);
    let requests: Vec<Value> = cases.iter().map(|(request, _)| request.clone()).collect();
    let answers = toolchain.ask(&program, &requests).unwrap();
    let mut failures = Vec::new();
    for ((request, expected), answer) in cases.iter().zip(answers) {
        if comparable(expected) != comparable(&answer) {
            failures.push(format!("{request}\n  expected {expected}\n  got      {answer}"));
        }
    }
    assert!(failures.is_empty(), "{} of {} cases:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

/// Files and types that are called as what the generated code uses, or as each other.
#[test]
fn awkward_plain_names_compile() {
    let Some(toolchain) = toolchain() else { return };
    let folder = tempfile::tempdir().unwrap();
    let arms = r##"[
        { "title": "Value", "type": "string" },
        { "title": "Checker", "type": "object", "properties": { "value": { "$ref": "#" }, "Wire": {}, "Equals": {} }, "required": ["value"] },
        { "title": "JsonElement", "type": "object", "properties": { "conditions": { "type": "string", "pattern": "^(?=a)" } }, "required": ["conditions"] },
        { "type": "array", "prefixItems": [{ "type": ["string", "null"] }, { "type": "array", "items": { "type": ["number", "null"], "minimum": 1 } }], "minItems": 2, "items": false },
        { "type": "array", "items": { "$ref": "#" }, "contains": { "const": "*/ \u2028 \"" }, "unevaluatedItems": false },
        { "type": "integer", "multipleOf": 0.5, "not": { "enum": [2] } }, { "const": null }
    ]"##;
    let schemas: Vec<(String, String)> = [
        "support", "documents", "system", "value", "assertions", "json-number", "exact", "a_1", "a1", "A1", "contracts",
        "check", "evaluated",
    ]
    .iter()
    .map(|name| (*name, format!(r#"{{ "oneOf": {arms}, "$defs": {{ "{name}": {{ "type": "object" }} }} }}"#)))
    .chain([
        ("all", r##"{ "properties": { "value": { "$ref": "#" }, "patternProperties": {}, "reader": {}, "member": {}, "check": { "minLength": 1 }, "item": { "type": "array", "items": { "type": ["string", "null"], "maxLength": 2 } } }, "patternProperties": { "^x": { "type": "string" } }, "unevaluatedProperties": false, "dependentSchemas": { "reader": { "required": ["member"] } } }"##.to_owned()),
        ("nullable", r##"{ "type": ["array", "null"], "items": { "$ref": "#" }, "uniqueItems": true }"##.to_owned()),
        ("open", r#"{ "type": "string", "enum": ["Validate", "Value", "", "*/"] }"#.to_owned()),
        ("never", "false".to_owned()),
        ("anything", "true".to_owned()),
        ("one-tuple", r#"{ "type": "array", "prefixItems": [{ "type": "boolean" }], "minItems": 1, "items": false }"#.to_owned()),
    ])
    .map(|(name, text)| (name.to_owned(), text))
    .collect();
    let files = emit_plain(&schemas).unwrap();
    unpack(&files, folder.path());
    compile_library(&toolchain, folder.path());
}

/// What was written, or the violations. Members that are kept stand behind the others, so a text is compared by its
/// value and by its digits.
fn comparable(answer: &Value) -> (String, Value, Vec<char>, Vec<String>) {
    let out = answer["out"].as_str().unwrap_or_default();
    let mut digits: Vec<char> = out.chars().collect();
    digits.sort_unstable();
    let violations = answer["violations"].as_array().into_iter().flatten();
    let mut violations: Vec<String> =
        violations.map(|text| text.as_str().unwrap_or_default().to_owned()).collect();
    violations.sort();
    let value = serde_json::from_str(out).unwrap_or_default();
    (answer["ok"].to_string(), value, digits, violations)
}

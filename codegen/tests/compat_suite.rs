//! The official test suite as labels, where it lies beside the repository: a document as a constant is included in
//! the schema of its group just where it is valid, and no schema that is said to be included in another one accepts
//! a document that the other one refuses.
#![expect(clippy::expect_used, reason = "a test ends where its ground is missing")]
#![expect(clippy::print_stdout, reason = "a long run says what it found")]

mod corpora;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use corpora::corpora;
use event_contracts_codegen::compat::{Semantics, Side, Verdict, included};
use event_contracts_codegen::load::plain::{PlainFiles, Shelf};
use event_contracts_codegen::load::{Document, SourceFile, Sources, json as read};
use event_contracts_codegen::resolve::{Plain, PlainFile, PlainOptions, resolve_plain};
use serde_json::{Value, json};

/// Of so many pairs one is looked at.
const EACH: usize = 37;

/// `None` if something it refers to is not here.
fn resolved(schema: &Value) -> Option<Plain> {
    let (mut sources, text, path) = (Sources::default(), schema.to_string(), "/schema.json".to_owned());
    let file = sources.add(SourceFile { name: path.clone(), path: path.clone(), text: text.clone() });
    let root = read::parse(file, &text, &mut Vec::new()).expect("JSON");
    let files = [PlainFile { path, document: Arc::new(Document { file, root }) }];
    let shelf = Arc::new(Shelf::default());
    let (mut library, _) =
        PlainFiles::read_with(&mut sources, Path::new("/"), &[], shelf).expect("a library");
    let (plain, findings) = resolve_plain(&files, &mut library, PlainOptions::default());
    (findings.is_empty() && !plain.roots.is_empty()).then_some(plain)
}

fn verdict(writer: &Plain, reader: &Plain) -> Verdict {
    let [writer, reader] =
        [writer, reader].map(|plain| Side { schemas: &plain.schemas, schema: plain.roots[0].schema });
    included(writer, reader, Semantics::Strict)
}

/// A group of the suite: its schema, and documents with whether they are valid.
struct Group {
    name: String,
    plain: Plain,
    documents: Vec<(Value, bool)>,
    /// With and without formats.
    validators: [jsonschema::Validator; 2],
}

fn groups(folder: &Path, dialect: &str) -> Vec<Group> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()).collect();
    files.sort();
    let mut groups = Vec::new();
    for path in files.iter().filter(|path| path.extension().is_some_and(|ending| ending == "json")) {
        let text = std::fs::read_to_string(path).expect("a file");
        let all: Vec<Value> = serde_json::from_str(&text).expect("groups");
        for group in all {
            let mut schema = group["schema"].clone();
            if let Some(members) = schema.as_object_mut() {
                members.entry("$schema").or_insert_with(|| dialect.into());
            }
            let build = |formats: bool| {
                let options = jsonschema::options().should_validate_formats(formats).offline();
                let media = "application/json";
                let options =
                    if formats { options } else { options.without_content_media_type_support(media) };
                options.build(&schema).ok()
            };
            let (Some(with), Some(without), Some(plain)) = (build(true), build(false), resolved(&schema))
            else {
                continue;
            };
            let tests = group["tests"].as_array().expect("tests");
            let documents = tests.iter().map(|test| (test["data"].clone(), test["valid"] == true)).collect();
            let name = format!("{}: {}", path.display(), group["description"]);
            groups.push(Group { name, plain, documents, validators: [with, without] });
        }
    }
    groups
}

fn hold(folder: &str, dialect: &str, least: usize) {
    let Some(suite) = corpora(&format!("json-schema-test-suite/tests/{folder}")) else { return };
    let groups = groups(&suite, dialect);
    let (mut wrong, mut counts) = (Vec::new(), [0_usize; 3]);
    for group in &groups {
        for (document, valid) in &group.documents {
            let constant = resolved(&json!({ "$schema": dialect, "const": document })).expect("a constant");
            let found = verdict(&constant, &group.plain);
            let good = match &found {
                Verdict::Compatible => *valid,
                Verdict::Breaking(_) => !valid,
                Verdict::Undecided(reasons) => {
                    reasons.iter().all(|one| matches!(one.keyword.as_str(), "format" | "contentMediaType"))
                }
            };
            counts[match found {
                Verdict::Compatible => 0,
                Verdict::Breaking(_) => 1,
                Verdict::Undecided(_) => 2,
            }] += 1;
            if !good {
                wrong.push(format!("{}: {document}: {found:?}", group.name));
            }
        }
    }
    let mut pairs = 0;
    for (at, writer) in groups.iter().enumerate() {
        for reader in groups.iter().skip(at % EACH).step_by(EACH) {
            if verdict(&writer.plain, &reader.plain) != Verdict::Compatible {
                continue;
            }
            pairs += 1;
            for (document, _) in groups.iter().flat_map(|group| &group.documents) {
                let refused = |at: usize| {
                    writer.validators[at].is_valid(document) && !reader.validators[at].is_valid(document)
                };
                if refused(0) || refused(1) {
                    wrong.push(format!("{} in {}: {document}", writer.name, reader.name));
                }
            }
        }
    }
    println!("{folder}: {} schemas, {counts:?} constants, {pairs} pairs", groups.len());
    assert!(wrong.is_empty(), "{} wrong: {wrong:#?}", wrong.len());
    assert!(counts[0] + counts[1] >= least && pairs > 5, "{counts:?} {pairs}");
}

#[test]
fn documents_of_draft_7() {
    let dialect = "http://json-schema.org/draft-07/schema#";
    hold("draft7", dialect, 800);
    hold("draft7/optional", dialect, 80);
    hold("draft7/optional/format", dialect, 200);
}

#[test]
fn documents_of_2020_12() {
    let dialect = "https://json-schema.org/draft/2020-12/schema";
    hold("draft2020-12", dialect, 1_000);
    hold("draft2020-12/optional", dialect, 100);
    hold("draft2020-12/optional/format", dialect, 200);
}

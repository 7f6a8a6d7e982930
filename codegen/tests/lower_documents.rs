//! The invariant of lowering, on documents: what a model accepts (its types, then its checks, as any emitter would
//! write them down) is what the schema accepts. It needs the corpora, and no compiler.
#![expect(clippy::expect_used, reason = "a test ends where its ground is missing")]

mod corpora;
mod interpret;

use std::path::{Path, PathBuf};

use corpora::corpora;
use event_contracts_codegen::finding::{Finding, Severity};
use event_contracts_codegen::load::plain::PlainFiles;
use event_contracts_codegen::load::{Node, Sources, json};
use event_contracts_codegen::lower::{Options, PlainRoot, lower_plain};
use event_contracts_codegen::model::Model;
use event_contracts_codegen::resolve::{PlainOptions, resolve_plain};

/// The model of one schema file, or why it is refused.
fn model(path: &Path, lookup: Option<&Path>) -> Result<Model, String> {
    let mut sources = Sources::default();
    let (mut library, files) =
        PlainFiles::read(&mut sources, Path::new("/"), &[path.to_path_buf()], lookup).expect("a file");
    let (plain, mut findings) = resolve_plain(&files, &mut library, PlainOptions::default());
    findings.extend(library.into_findings());
    let error = |findings: &[Finding]| {
        findings.iter().find(|f| f.severity == Severity::Error).map(|f| f.message.clone())
    };
    if let Some(error) = error(&findings) {
        return Err(error);
    }
    let root = plain.roots.first().ok_or("no root")?;
    let roots = [PlainRoot { path: root.path.clone(), module: "case".to_owned(), schema: root.schema }];
    let (model, findings) = lower_plain(&plain.schemas, &sources, &roots, &Options::plain());
    error(&findings).map_or(Ok(model), Err)
}

fn document(text: &str) -> Option<Node> {
    let mut sources = Sources::default();
    let source = event_contracts_codegen::load::SourceFile {
        name: String::new(),
        path: String::new(),
        text: String::new(),
    };
    json::parse(sources.add(source), text, &mut Vec::new())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files
}

/// Counts, and what differs.
#[derive(Default)]
struct Tally {
    schemas: usize,
    refused: Vec<String>,
    documents: usize,
    wrong: Vec<String>,
}

impl Tally {
    #[expect(clippy::print_stderr, reason = "it shows how far the model reaches")]
    fn end(self) {
        eprintln!(
            "{} schemas, {} refused {:#?}, {} documents, {} judged otherwise",
            self.schemas,
            self.refused.len(),
            self.refused,
            self.documents,
            self.wrong.len()
        );
        assert!(self.wrong.is_empty(), "{}", self.wrong.join("\n"));
    }
}

#[test]
fn the_test_suite_is_judged_alike() {
    let Some(suite) = corpora("json-schema-test-suite") else { return };
    let mut tally = Tally::default();
    let work = tempfile::tempdir().expect("a folder");
    for (draft, uri) in [
        ("draft4", "http://json-schema.org/draft-04/schema#"),
        ("draft6", "http://json-schema.org/draft-06/schema#"),
        ("draft2019-09", "https://json-schema.org/draft/2019-09/schema"),
        ("draft7", "http://json-schema.org/draft-07/schema#"),
        ("draft2020-12", "https://json-schema.org/draft/2020-12/schema"),
    ] {
        for file in files(&suite.join("tests").join(draft)) {
            if file.extension().is_none_or(|extension| extension != "json") {
                continue;
            }
            let text = std::fs::read_to_string(&file).expect("a text");
            let groups: Vec<serde_json::Value> = serde_json::from_str(&text).expect("groups");
            for group in groups {
                let mut schema = group["schema"].clone();
                if let Some(members) = schema.as_object_mut() {
                    members.entry("$schema").or_insert(serde_json::json!(uri));
                }
                let path = work.path().join("case.json");
                write(&path, &schema.to_string());
                let name = format!(
                    "{draft}/{}: {}",
                    file.file_stem().expect("a name").to_string_lossy(),
                    group["description"]
                );
                tally.schemas += 1;
                let model = match model(&path, Some(&suite.join("remotes"))) {
                    Ok(model) => model,
                    Err(why) => {
                        tally.refused.push(format!("{name}: {why}"));
                        continue;
                    }
                };
                for test in group["tests"].as_array().expect("tests") {
                    tally.documents += 1;
                    let node = document(&test["data"].to_string()).expect("a document");
                    let accepted = interpret::accepts(&model, &node);
                    if Some(accepted) != test["valid"].as_bool() {
                        tally.wrong.push(format!("{name}: {}: accepted {accepted}", test["description"]));
                    }
                }
            }
        }
    }
    assert!(tally.schemas > 0, "no schemas");
    tally.end();
}

#[expect(clippy::disallowed_methods, reason = "a file of the test's own")]
fn write(path: &Path, text: &str) {
    std::fs::write(path, text).expect("written");
}

#[test]
fn published_schemas_judge_their_documents_alike() {
    let Some(folder) = corpora("schemastore") else { return };
    let schemas = files(&folder.join("schemas"));
    assert!(!schemas.is_empty(), "no schemas");
    let mut tally = Tally::default();
    for path in schemas {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        if std::env::var("ONLY").is_ok_and(|only| !name.contains(&only)) {
            continue;
        }
        tally.schemas += 1;
        let model = match model(&path, Some(&folder.join("schemas"))) {
            Ok(model) => model,
            Err(why) => {
                tally.refused.push(format!("{name}: {why}"));
                continue;
            }
        };
        let mut validator = None;
        let documents = files(&folder.join("valid").join(&name));
        for file in documents.into_iter().chain(files(&folder.join("invalid").join(&name))) {
            let text = std::fs::read_to_string(&file).expect("a text");
            let (Some(node), Ok(value)) = (document(&text), serde_json::from_str::<serde_json::Value>(&text))
            else {
                continue;
            };
            let validator = validator.get_or_insert_with(|| {
                let text = std::fs::read_to_string(&path).expect("a text");
                let schema: serde_json::Value = serde_json::from_str(&text).expect("a schema");
                jsonschema::options().should_validate_formats(false).build(&schema).ok()
            });
            let Some(validator) = validator else { continue };
            tally.documents += 1;
            let (accepted, valid) = (interpret::accepts(&model, &node), validator.is_valid(&value));
            if accepted != valid {
                let name = file.file_name().expect("a name").to_string_lossy();
                let why =
                    validator.iter_errors(&value).next().map(|error| error.to_string()).unwrap_or_default();
                let why: String = why.chars().take(200).collect();
                tally.wrong.push(format!("{}/{name}: accepted {accepted}, {why}", path.display()));
            }
        }
    }
    tally.end();
}

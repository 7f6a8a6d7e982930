//! Published schemas and the official test suite, where they lie beside the repository: whether each resolves,
//! and whether what is refused is refused by the metaschema as well.
#![expect(clippy::expect_used, reason = "a test ends where its ground is missing")]
#![expect(clippy::print_stdout, reason = "a long run says what it found")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use event_contracts_codegen::emit::closed;
use event_contracts_codegen::finding::{Finding, Severity};
use event_contracts_codegen::load::plain::PlainFiles;
use event_contracts_codegen::load::{Document, SourceFile, Sources, json};
use event_contracts_codegen::resolve::{Draft, Plain, PlainFile, PlainOptions, resolve_plain};
use serde_json::Value;

/// They are large, so a run has to ask for them.
fn corpora() -> Option<PathBuf> {
    let folder = std::env::var_os("EVENT_CONTRACTS_CORPORA").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: EVENT_CONTRACTS_CORPORA names no folder");
    }
    folder
}

fn json_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "json") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn resolve(sources: &mut Sources, path: &Path, folder: &Path) -> (Plain, Vec<Finding>) {
    let (mut library, files) =
        PlainFiles::read(sources, folder, &[path.to_path_buf()], Some(folder)).expect("a file");
    let (plain, mut findings) = resolve_plain(&files, &mut library, PlainOptions::default());
    findings.extend(library.into_findings());
    (plain, findings)
}

/// What the metaschema of its draft says against a file, formats aside: patterns are another step's, and
/// references that are only not escaped are understood, with a warning.
fn objection(path: &Path, metaschemas: &[jsonschema::Validator]) -> Option<String> {
    let text = std::fs::read_to_string(path).expect("a file");
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).expect("JSON");
    let draft =
        value["$schema"].as_str().map_or(Some(Draft::default()), Draft::from_uri).expect("a known draft");
    let error = metaschemas[draft as usize].validate(&value).err()?;
    Some(format!("{} {error}", error.instance_path()))
}

fn metaschemas() -> Vec<jsonschema::Validator> {
    use referencing::meta::{DRAFT4, DRAFT6, DRAFT7, DRAFT201909, DRAFT202012};
    let all = [&DRAFT4, &DRAFT6, &DRAFT7, &DRAFT201909, &DRAFT202012];
    let build = |schema: &Value| {
        jsonschema::options().should_validate_formats(false).build(schema).expect("a metaschema")
    };
    all.map(|schema| build(schema)).into()
}

#[test]
fn published_schemas() {
    let Some(corpora) = corpora() else { return };
    let folder = corpora.join("schemastore/schemas");
    let mut files = json_files(&folder);
    files.extend(json_files(&corpora.join("schemastore-edits")));
    let metaschemas = metaschemas();
    let mut wrong = Vec::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for path in &files {
        let mut sources = Sources::default();
        let (plain, findings) = resolve(&mut sources, path, &folder);
        assert_eq!(plain.roots.len(), 1, "{}", path.display());
        let file = plain.roots[0].file;
        let mut refused = false;
        for finding in &findings {
            let place = finding.place().expect("a place");
            if finding.severity == Severity::Error && finding.rule.id == "invalid-schema" {
                refused |= place.file == file;
            }
            let (line, column) = sources.line_column(place);
            let name = Path::new(&sources.file(place.file).name)
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            let folder = path
                .parent()
                .and_then(Path::parent)
                .and_then(Path::file_name)
                .map(|n| n.to_string_lossy().into_owned());
            let line = format!(
                "{:?} {} {}/{name}:{line}:{column}: {} [{}]",
                finding.severity,
                finding.rule.id,
                folder.unwrap_or_default(),
                finding.message,
                finding.help.join("; ")
            );
            *counts.entry(line).or_default() += 1;
        }
        let objection = objection(path, &metaschemas);
        if objection.is_some() != refused {
            wrong.push(format!("{}: the metaschema says {objection:?}", path.display()));
        }
    }
    for (line, count) in counts {
        println!("{count} {line}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Gives for each URL the file that has its last part as its name.
struct Neighbours(PathBuf);

impl jsonschema::Retrieve for Neighbours {
    fn retrieve(
        &self,
        uri: &jsonschema::Uri<String>,
    ) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        let name = uri.path().as_str().rsplit('/').next().unwrap_or_default();
        let name = format!("{}.json", name.trim_end_matches(".json"));
        let text = std::fs::read_to_string(self.0.join(name))?;
        Ok(serde_json::from_str(text.trim_start_matches('\u{feff}'))?)
    }
}

#[test]
fn published_documents() {
    let Some(corpora) = corpora() else { return };
    let schemas = corpora.join("schemastore/schemas");
    let (mut documents, mut alike, mut skipped) = (0, 0, 0);
    for path in json_files(&schemas) {
        let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).expect("a file");
        let schema: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).expect("JSON");
        let mut sources = Sources::default();
        let (plain, findings) = resolve(&mut sources, &path, &schemas);
        if findings.iter().any(|finding| finding.severity == Severity::Error) {
            skipped += 1;
            continue;
        }
        let closed = closed::closed(&plain.schemas, plain.roots[0].schema).document.to_serde();
        let options = || jsonschema::options().should_validate_formats(false);
        let theirs = options()
            .with_base_uri(format!("https://example.org/{stem}.json"))
            .with_retriever(Neighbours(schemas.clone()))
            .build(&schema);
        let theirs = match theirs {
            Ok(theirs) => theirs,
            Err(error) => {
                println!("{stem}: the validator refuses it: {error}");
                continue;
            }
        };
        let ours = options().with_draft(jsonschema::Draft::Draft202012).build(&closed).expect(&stem);
        for folder in ["valid", "invalid"] {
            let folder = corpora.join("schemastore").join(folder).join(&stem);
            for path in if folder.is_dir() { json_files(&folder) } else { Vec::new() } {
                let text = std::fs::read_to_string(&path).expect("a file");
                let document: Value =
                    serde_json::from_str(text.trim_start_matches('\u{feff}')).expect("JSON");
                documents += 1;
                if ours.is_valid(&document) == theirs.is_valid(&document) {
                    alike += 1;
                } else {
                    println!("{}: judged otherwise", path.display());
                }
            }
        }
    }
    println!("{alike} of {documents} documents judged alike, {skipped} schemas with errors");
    assert_eq!(alike, documents);
}

struct Remotes(PathBuf);

impl jsonschema::Retrieve for Remotes {
    fn retrieve(
        &self,
        uri: &jsonschema::Uri<String>,
    ) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        let path = self.0.join(uri.path().as_str().trim_start_matches('/'));
        Ok(serde_json::from_slice(&std::fs::read(path)?)?)
    }
}

fn closed_schema(schema: &Value, draft: Draft, remotes: &Path) -> (Option<Value>, Vec<Finding>) {
    let mut sources = Sources::default();
    let text = schema.to_string();
    let file =
        sources.add(SourceFile { name: "schema.json".to_owned(), path: String::new(), text: text.clone() });
    let mut findings = Vec::new();
    let root = json::parse(file, &text, &mut findings).expect("JSON");
    let file = PlainFile { path: "/schema.json".to_owned(), document: Document { file, root }.into() };
    let (mut library, _) = PlainFiles::read(&mut sources, remotes, &[], Some(remotes)).expect("no files");
    let (plain, found) = resolve_plain(&[file], &mut library, PlainOptions { draft });
    findings.extend(found);
    findings.extend(library.into_findings());
    let closed =
        plain.roots.first().map(|root| closed::closed(&plain.schemas, root.schema).document.to_serde());
    (closed, findings)
}

/// What the graph means is what the schema means: written out again as one document without any reference
/// but plain ones, it judges as the validator judges the schema itself.
#[test]
fn the_official_suite() {
    let Some(corpora) = corpora() else { return };
    let suite = corpora.join("json-schema-test-suite");
    let remotes = suite.join("remotes");
    for (folder, draft, their_draft) in [
        ("draft7", Draft::Draft7, jsonschema::Draft::Draft7),
        ("draft2020-12", Draft::Draft202012, jsonschema::Draft::Draft202012),
    ] {
        let (mut required, mut optional, mut as_claimed) = ([0, 0], [0, 0], 0);
        let mut misses = Vec::new();
        for path in json_files(&suite.join("tests").join(folder)) {
            let is_optional = path.to_string_lossy().contains("/optional/");
            let formats = path.to_string_lossy().contains("/format/");
            let groups: Value = serde_json::from_slice(&std::fs::read(&path).expect("a file")).expect("JSON");
            for group in groups.as_array().expect("groups") {
                let name = format!(
                    "{}: {}",
                    path.strip_prefix(&suite).expect("a path").display(),
                    group["description"]
                );
                let options = |draft| {
                    jsonschema::options()
                        .with_draft(draft)
                        .with_retriever(Remotes(remotes.clone()))
                        .should_validate_formats(formats)
                };
                let theirs = options(their_draft).build(&group["schema"]);
                let (closed, findings) = closed_schema(&group["schema"], draft, &remotes);
                let errors: Vec<&Finding> =
                    findings.iter().filter(|f| f.severity == Severity::Error).collect();
                if !errors.is_empty() {
                    misses
                        .push(format!("{name}: {:?}", errors.iter().map(|f| &f.message).collect::<Vec<_>>()));
                }
                let ours = options(jsonschema::Draft::Draft202012).build(&closed.expect("a root"));
                for test in group["tests"].as_array().expect("tests") {
                    let verdict = |validator: &Result<jsonschema::Validator, _>| {
                        validator.as_ref().ok().map(|validator| validator.is_valid(&test["data"]))
                    };
                    let (ours, theirs) = (verdict(&ours), verdict(&theirs));
                    let counts = if is_optional { &mut optional } else { &mut required };
                    counts[0] += 1;
                    counts[1] += usize::from(ours == theirs);
                    as_claimed += usize::from(!is_optional && ours == test["valid"].as_bool());
                    if ours != theirs {
                        misses.push(format!(
                            "{name}: {}: {ours:?}, validator {theirs:?}, suite {}",
                            test["description"], test["valid"]
                        ));
                    }
                }
            }
        }
        println!("{folder}: required {required:?} optional {optional:?} as the suite says {as_claimed}");
        for miss in misses {
            println!("  {miss}");
        }
    }
}

//! What is emitted for `golden-plain/<case>/schema.json` is what lies in `tests/golden-plain`: a crate of this workspace, so
//! that every file is compiled and linted, and run against the documents of the case's `wire.json`, as its C# is.
#![expect(clippy::expect_used, reason = "a test ends where its ground is missing")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use event_contracts_codegen::emit::rust;
use event_contracts_codegen::finding::has_errors;
use event_contracts_codegen::load::config::RustTarget;
use event_contracts_codegen::load::{Document, RawFile, Sources, tree};
use event_contracts_codegen::lower::{Options, PlainRoot, lower_plain};
use event_contracts_codegen::resolve::{Library, PlainFile, PlainOptions, resolve_plain};

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

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_path_buf()
}

/// Emits schemas, by name and text, as one crate.
fn emitted(schemas: &[(String, Vec<u8>)]) -> BTreeMap<String, String> {
    let mut sources = Sources::default();
    let mut files = Vec::new();
    for (name, bytes) in schemas {
        let raw = vec![RawFile { path: format!("contracts/{name}.json"), bytes: bytes.clone() }];
        let (tree, findings) = tree(&mut sources, None, raw);
        let document = tree.documents.into_values().next();
        let document = document.unwrap_or_else(|| unreachable!("{name}: {findings:?}"));
        files.push(PlainFile { path: format!("/{name}.json"), document: Arc::new(document) });
    }
    let (plain, mut findings) = resolve_plain(&files, &mut Nothing, PlainOptions::default());
    let roots = plain.roots.iter().zip(schemas).map(|(root, (name, _))| PlainRoot {
        path: format!("{name}.json"),
        module: name.clone(),
        schema: root.schema,
    });
    let roots: Vec<PlainRoot> = roots.collect();
    let (model, more) = lower_plain(&plain.schemas, &sources, &roots, &Options::plain());
    findings.extend(more);
    assert!(!has_errors(&findings), "{findings:#?}");
    let target = RustTarget { dir: "tests/golden-plain".to_owned(), crate_name: "golden-plain".to_owned() };
    let files = rust::plain_files(&model, &target, &rust::Runtime::Workspace);
    files.into_iter().map(|file| (file.path, file.text)).collect()
}

fn cases() -> Vec<(String, Vec<u8>)> {
    let folder = root().join("codegen/tests/golden-plain");
    let entries = std::fs::read_dir(folder).expect("the cases").map(|entry| entry.expect("a case"));
    let mut cases: Vec<(String, Vec<u8>)> = entries
        .map(|entry| {
            let bytes = std::fs::read(entry.path().join("schema.json")).expect("a schema");
            (entry.file_name().to_string_lossy().into_owned(), bytes)
        })
        .collect();
    cases.sort();
    assert!(cases.len() >= 7, "the cases are missing");
    cases
}

fn committed(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("an entry").path();
        let name = format!("{prefix}/{}", path.file_name().expect("a name").to_string_lossy());
        if path.is_dir() {
            committed(&path, &name, files);
        } else {
            files.insert(name, std::fs::read_to_string(&path).expect("a text"));
        }
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "only when golden files are asked for")]
fn plain_schemas_are_emitted_as_expected() {
    let emitted = emitted(&cases());
    let mut expected = BTreeMap::new();
    committed(&root().join("tests/golden-plain"), "tests/golden-plain", &mut expected);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        for path in expected.keys().filter(|path| !emitted.contains_key(*path)) {
            std::fs::remove_file(root().join(path)).expect("removed");
        }
        for (path, text) in &emitted {
            let path = root().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, text).expect("written");
        }
        return;
    }
    let all = expected.keys().chain(emitted.keys().filter(|path| !expected.contains_key(*path)));
    let stale: Vec<&String> = all.filter(|path| expected.get(*path) != emitted.get(*path)).collect();
    assert!(
        stale.is_empty(),
        "run UPDATE_GOLDEN=1 cargo test -p event-contracts-codegen, and look at the diff: {stale:?}"
    );
}

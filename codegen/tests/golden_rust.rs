//! What is emitted for the golden workspaces is what lies in `tests/golden`: a crate of this workspace, so that every
//! golden file is compiled and linted, and run against the same documents as its C#.
#![expect(clippy::expect_used, reason = "a test ends where its ground is missing")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use event_contracts_codegen::emit::rust;
use event_contracts_codegen::finding::has_errors;
use event_contracts_codegen::load::config::RustTarget;
use event_contracts_codegen::load::{Sources, disk, tree};
use event_contracts_codegen::lower::lower;
use event_contracts_codegen::resolve::resolve;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_path_buf()
}

/// Emits all golden workspaces as one; each has a domain of its own.
fn emitted(reverse: bool) -> BTreeMap<String, String> {
    let folder = root().join("codegen/tests/golden");
    let mut cases: Vec<PathBuf> =
        std::fs::read_dir(&folder).expect("the cases").map(|entry| entry.expect("a case").path()).collect();
    cases.sort();
    if reverse {
        cases.reverse();
    }
    assert!(cases.len() >= 13, "the golden workspaces are missing");
    let raw = cases.iter().flat_map(|case| disk::read(case).expect("contracts"));
    let raw = raw.filter(|file| file.path.strip_suffix(".json").is_some()).collect();
    let (tree, mut findings) = tree(&mut Sources::default(), None, raw);
    let (contracts, more) = resolve(&tree);
    findings.extend(more);
    let (model, more) = lower(&contracts);
    findings.extend(more);
    assert!(!has_errors(&findings), "{findings:#?}");
    let target = RustTarget { dir: "tests/golden".to_owned(), crate_name: "golden".to_owned() };
    rust::files(&tree, &contracts, &model, &target).into_iter().map(|file| (file.path, file.text)).collect()
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
fn every_feature_is_emitted_as_expected() {
    let emitted = emitted(false);
    let mut expected = BTreeMap::new();
    committed(&root().join("tests/golden"), "tests/golden", &mut expected);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        update(&expected, &emitted);
        return;
    }
    let mut stale = Vec::new();
    for path in expected.keys().chain(emitted.keys().filter(|path| !expected.contains_key(*path))) {
        let (old, new) = (expected.get(path), emitted.get(path));
        if old != new {
            let (old, new) = (old.map_or("", String::as_str), new.map_or("", String::as_str));
            let line = old.lines().zip(new.lines()).take_while(|(a, b)| a == b).count();
            let show = |text: &str| text.lines().nth(line).unwrap_or("(nothing)").to_owned();
            stale.push(format!("{path}:{}\n  - {}\n  + {}", line + 1, show(old), show(new)));
        }
    }
    assert!(
        stale.is_empty(),
        "run UPDATE_GOLDEN=1 cargo test -p event-contracts-codegen, and look at the diff:\n{}",
        stale.join("\n")
    );
}

#[test]
fn the_order_of_files_does_not_matter() {
    assert_eq!(emitted(true), emitted(false));
}

#[expect(clippy::disallowed_methods, reason = "only when golden files are asked for")]
fn update(old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) {
    for path in old.keys().filter(|path| !new.contains_key(*path)) {
        std::fs::remove_file(root().join(path)).expect("removed");
    }
    for (path, text) in new {
        let path = root().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("written");
    }
}

//! Types that are held to contracts: each folder of `held/faults` is one fault with what the compiler says about it,
//! each of `held/passes` a type that is as its contract says.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod support;

use std::{
    fmt::Write,
    path::{Path, PathBuf},
};

fn cases(package: &Path, kind: &str) -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = std::fs::read_dir(package.join(kind))
        .unwrap()
        .map(|entry| Path::new(kind).join(entry.unwrap().file_name()).join("case.rs"))
        .collect();
    cases.sort();
    cases
}

#[test]
fn faults_are_named_at_their_place() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/held");
    let (faults, passes) = (cases(&package, "faults"), cases(&package, "passes"));
    assert!(faults.len() >= 40 && passes.len() >= 20);
    let files: Vec<PathBuf> = faults.iter().chain(&passes).cloned().collect();
    let mut messages = support::compile(&package, &files, "held_cases");
    let mut wrong = String::new();
    for pass in passes {
        if let Some(said) = messages.remove(&pass.display().to_string()) {
            write!(wrong, "---- {}: nothing is wrong with it, but:\n{said}", pass.display()).unwrap();
        }
    }
    for fault in faults {
        let golden = package.join(&fault).with_file_name("expected.txt");
        let said = messages.remove(&fault.display().to_string()).unwrap_or_default();
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            #[expect(clippy::disallowed_methods, reason = "the golden files, on demand")]
            std::fs::write(&golden, &said).unwrap();
        }
        let expected = std::fs::read_to_string(&golden).unwrap_or_default();
        if said != expected || said.is_empty() {
            write!(wrong, "---- {}: expected\n{expected}---- found\n{said}", fault.display()).unwrap();
        }
    }
    for (file, said) in messages {
        write!(wrong, "---- {file}\n{said}").unwrap();
    }
    assert!(wrong.is_empty(), "run with UPDATE_GOLDEN=1 if this is right:\n{wrong}");
}

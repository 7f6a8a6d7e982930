//! From folders of contracts to C# files, and on to programs.

use std::path::{Path, PathBuf};

use event_contracts_codegen::emit::{OutputFile, csharp};
use event_contracts_codegen::finding::Severity;
use event_contracts_codegen::load::config::CsharpTarget;
use event_contracts_codegen::load::{RawFile, Sources, disk, tree};
use event_contracts_codegen::lower::lower;
use event_contracts_codegen::resolve::resolve;

use crate::toolchain::Toolchain;

/// The folder of the golden workspaces.
pub(crate) fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// The root of the repository.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The golden workspaces, sorted.
pub(crate) fn features() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir(golden())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    assert!(folders.len() >= 13, "the golden workspaces are missing");
    folders
}

/// Emits the C# of workspaces as one. Contracts with errors fail the test.
pub(crate) fn emit(roots: &[PathBuf], target: &CsharpTarget, name: &str) -> Vec<OutputFile> {
    let mut raw: Vec<RawFile> = Vec::new();
    for root in roots {
        let files = disk::read(root).unwrap().into_iter();
        raw.extend(files.filter(|file| !has_extension(&file.path, "toml")));
    }
    let mut sources = Sources::default();
    let (tree, mut findings) = tree(&mut sources, None, raw);
    let (contracts, more) = resolve(&tree);
    findings.extend(more);
    let (model, more) = lower(&contracts);
    findings.extend(more);
    let errors: Vec<String> = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| format!("{}: {}", finding.rule.id, finding.message))
        .collect();
    assert_eq!(errors, Vec::<String>::new(), "in {roots:?}");
    csharp::files(&contracts, &model, target, name)
}

/// Whether a path ends in a dot and `extension`.
pub(crate) fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == extension)
}

/// A target in the folder `csharp`.
pub(crate) fn target(namespace: &str) -> CsharpTarget {
    CsharpTarget { dir: "csharp".to_owned(), namespace: namespace.to_owned(), package: namespace.to_owned() }
}

/// Writes files below a folder, which is a test's own.
#[expect(clippy::disallowed_methods, reason = "in a temporary folder")]
pub(crate) fn unpack(files: &[OutputFile], folder: &Path) {
    for file in files {
        let path = folder.join(&file.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, &file.text).unwrap();
    }
}

/// The toolchain. `None`, and a line that says so, without one, which fails in CI.
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
pub(crate) fn toolchain() -> Option<Toolchain> {
    let found = Toolchain::find().unwrap();
    if found.is_none() {
        println!("skipped: C# (run it through cargo xtask test)");
    }
    found
}

/// Compiles what is in a folder, with the sources of a host, to a program there.
pub(crate) fn compile(toolchain: &Toolchain, folder: &Path, hosts: &[&str]) -> PathBuf {
    let program = folder.join("host.dll");
    let hosts: Vec<PathBuf> = hosts.iter().map(|host| repository().join(host)).collect();
    let paths: Vec<&Path> = std::iter::once(folder).chain(hosts.iter().map(PathBuf::as_path)).collect();
    toolchain.compile(&paths, &program, &[]).unwrap_or_else(|error| panic!("{error}"));
    program
}

/// Compiles what is in a folder, to a library there.
pub(crate) fn compile_library(toolchain: &Toolchain, folder: &Path) {
    let library = folder.join("library.dll");
    toolchain.compile(&[folder], &library, &["-target:library"]).unwrap_or_else(|error| panic!("{error}"));
}

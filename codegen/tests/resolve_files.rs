//! Files that a user names, and the folder in which their URLs are looked up.
#![expect(clippy::disallowed_methods, reason = "the files are written into temporary folders")]
#![expect(clippy::expect_used, reason = "a test ends where its ground is missing")]

use std::fs;
use std::path::{Path, PathBuf};

use event_contracts_codegen::load::Sources;
use event_contracts_codegen::load::plain::PlainFiles;
use event_contracts_codegen::resolve::{PlainOptions, resolve_plain};

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
}

/// What `#/properties/a` of each named file leads to, as `file#pointer`, and the findings.
fn run(folder: &Path, named: &[&str]) -> (Vec<String>, Vec<String>) {
    let mut sources = Sources::default();
    let paths: Vec<PathBuf> = named.iter().map(PathBuf::from).collect();
    let read = PlainFiles::read(&mut sources, folder, &paths, Some(Path::new("urls")));
    let (mut library, files) = read.expect("the files");
    let (plain, mut findings) = resolve_plain(&files, &mut library, PlainOptions::default());
    findings.extend(library.into_findings());
    let target = |file| {
        let target = plain.schemas.follow(plain.schemas.at(file, "/properties/a")?)?;
        let schema = plain.schemas.get(target);
        Some(format!("{}#{}", sources.file(schema.place.file).name, schema.pointer))
    };
    let line = |finding: &event_contracts_codegen::finding::Finding| {
        let place = finding.place().expect("a place");
        let (line, column) = sources.line_column(place);
        let help = finding.help.join("; ");
        format!("{}:{line}:{column} {}: {help}", sources.file(place.file).name, finding.message)
    };
    (plain.roots.iter().filter_map(|root| target(root.file)).collect(), findings.iter().map(line).collect())
}

#[test]
fn urls_lead_to_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    write(
        folder,
        &[
            ("in/beside.json", r#"{"$defs": {"x": {"type": "string"}}}"#),
            ("in/named.yaml", "$id: https://example.org/named\n$defs:\n  x: {type: string}\n"),
            ("in/bom.json", "\u{feff}{\"type\": \"string\"}"),
            ("urls/example.org/v1/host.json", "{}"),
            ("urls/v2/path.json", "{}"),
            ("urls/last.json", r#"{"$ref": "deeper"}"#),
            ("urls/deeper.yml", "type: object\n"),
            ("urls/strange name.json", r#"{"$id": "http://example.org/called#"}"#),
            ("urls/not.json", "{"),
            ("secret.json", "{}"),
        ],
    );
    for (reference, expected) in [
        ("beside.json#/$defs/x", "in/beside.json#/$defs/x"),
        ("./beside#/$defs/x", "in/beside.json#/$defs/x"),
        ("bom.json", "in/bom.json#"),
        ("https://example.org/named#/$defs/x", "in/named.yaml#/$defs/x"),
        ("https://elsewhere.org/named.yaml", "in/named.yaml#"),
        ("https://example.org/v1/host.json", "urls/example.org/v1/host.json#"),
        ("https://example.org/v1/host", "urls/example.org/v1/host.json#"),
        ("https://example.org/v2/path.json", "urls/v2/path.json#"),
        ("https://example.org/any/where/last.json?raw=true", "urls/deeper.yml#"),
        ("https://example.org/called", "urls/strange name.json#"),
        ("urn:example:none", ""),
        ("https://example.org/%2e%2e/secret.json", ""),
        ("https://example.org/..%2fsecret.json", ""),
    ] {
        let text = format!(r#"{{"properties": {{"a": {{"$ref": "{reference}"}}}}}}"#);
        write(folder, &[("in/a.json", &text)]);
        let (targets, findings) = run(folder, &["in/a.json", "in/named.yaml"]);
        if expected.is_empty() {
            assert_eq!(findings.len(), 1, "{reference}: {findings:?}");
            assert!(findings[0].starts_with("in/a.json:1:31 `$ref`"), "{findings:?}");
        } else {
            assert_eq!(findings, <[&str; 0]>::default(), "{reference}");
            assert_eq!(targets[0], expected, "{reference}");
        }
    }

    let text =
        r#"{"properties": {"a": {"$ref": "https://example.org/lost.json"}, "b": {"$ref": "not.json"}}}"#;
    write(folder, &[("in/a.json", text)]);
    let (_, findings) = run(folder, &["in/a.json"]);
    assert_eq!(findings.len(), 3, "{findings:?}");
    assert!(findings[0].contains("https://example.org/lost.json is not here: there is "), "{findings:?}");
    assert!(findings[2].starts_with("urls/not.json:1:1 the file is not JSON"), "{findings:?}");
}

#[test]
fn wrong_yaml_has_its_places() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "# Orders.\ntype: object\nproperties:\n  a:\n    type: strin\n  b:\n    $ref: '#/$defs/c'\n  \
                b:\n    minLength: -1\n";
    write(folder.path(), &[("a.yaml", text)]);
    let (_, findings) = run(folder.path(), &["a.yaml"]);
    let places: Vec<&str> = findings.iter().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(places, ["a.yaml:5:11", "a.yaml:7:11", "a.yaml:8:3"], "{findings:?}");
}

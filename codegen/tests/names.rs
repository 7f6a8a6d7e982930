//! Names and texts that have no generated form are findings, never code that does not compile.

use event_contracts_codegen::load::{RawFile, Sources, tree};
use event_contracts_codegen::{lower, resolve};

/// The findings for contracts at these paths, each with this property schema.
fn findings(files: &[(&str, &str, &str)]) -> Vec<String> {
    let raw = files.iter().map(|(path, event_type, property)| RawFile {
        path: (*path).to_owned(),
        bytes: format!(
            r#"{{"title":"{event_type}","x-event":{{"type":"{event_type}","source":"s","owner":"o"}},
                "type":"object","properties":{{"p":{property}}}}}"#
        )
        .into_bytes(),
    });
    let (tree, mut findings) = tree(&mut Sources::default(), None, raw.collect());
    let (contracts, more) = resolve::resolve(&tree);
    findings.extend(more);
    findings.extend(lower::lower(&contracts).1);
    findings.iter().map(|finding| format!("{}: {}", finding.rule.id, finding.message)).collect()
}

#[test]
fn what_would_not_compile_is_refused() {
    let text = r#"{"type":"string"}"#;
    for (files, expected) in [
        (vec![("contracts/shop/option/1.0.json", "Option", text)], "name-collision: \"Option\""),
        (vec![("contracts/shop/mod/1.0.json", "Mod", text)], "name-collision: \"mod\""),
        (vec![("contracts/lib/paid/1.0.json", "Paid", text)], "name-collision: \"lib\""),
        (
            vec![("contracts/event-contracts/paid/1.0.json", "Paid", text)],
            "name-collision: \"event-contracts\"",
        ),
        (
            vec![
                ("contracts/shop/any-paid/1.0.json", "AnyPaid", text),
                ("contracts/shop/paid/1.0.json", "Paid", text),
            ],
            "name-collision: \"AnyPaid\"",
        ),
        (
            vec![("contracts/shop/paid/1.0.json", "Paid", r#"{"type":"string","pattern":"(("}"#)],
            "unsupported-keyword: a pattern",
        ),
        (
            vec![("contracts/shop/paid/1.0.json", "Paid", r##"{"$ref":"#/$defs/%zz"}"##)],
            "unresolved-ref: `$ref` \"#/$defs/%zz\"",
        ),
    ] {
        let found = findings(&files);
        let first = found.iter().find(|finding| finding.starts_with(expected));
        assert!(first.is_some(), "{expected} is not among {found:?}");
    }
    assert_eq!(findings(&[("contracts/shop/paid/1.0.json", "Paid", text)]), Vec::<String>::new());
}

//! The page of each rule: published, true, and there for every keyword.
#![expect(clippy::disallowed_methods, reason = "UPDATE_GOLDEN writes the pages")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use event_contracts_codegen::compat::gate::pages::{self, Page};
use event_contracts_codegen::compat::{Semantics, Side, Verdict, diff};
use event_contracts_codegen::load::plain::PlainFiles;
use event_contracts_codegen::load::{self, RawFile, Sources};
use event_contracts_codegen::resolve::{self, Contracts, Library, SchemaId};

fn schema(text: &str) -> (Contracts, SchemaId) {
    let mut sources = Sources::default();
    let path = "contracts/types/example.json".to_owned();
    let files = vec![RawFile { path: path.clone(), bytes: text.to_owned().into_bytes() }];
    let (tree, findings) = load::tree(&mut sources, None, files);
    let (contracts, resolved) = resolve::resolve(&tree);
    assert!(findings.is_empty() && resolved.is_empty(), "{text}: {findings:?} {resolved:?}");
    let id = contracts.types[&path];
    (contracts, id)
}

/// Whether each direction breaks; `None` where the engine does not know.
fn breaks(old: &str, new: &str) -> [Option<bool>; 2] {
    let (old, new) = (schema(old), schema(new));
    let side = |(contracts, schema): &(Contracts, SchemaId)| (contracts.schemas.clone(), *schema);
    let ((old, old_root), (new, new_root)) = (side(&old), side(&new));
    let difference = diff(
        Side { schemas: &old, schema: old_root },
        Side { schemas: &new, schema: new_root },
        Semantics::WriterReader,
    );
    [difference.backward, difference.forward].map(|verdict| match verdict {
        Verdict::Compatible => Some(false),
        Verdict::Breaking(_) => Some(true),
        Verdict::Undecided(_) => None,
    })
}

#[test]
fn every_example_is_what_its_page_says() {
    let mut wrong = Vec::new();
    for page in pages::ALL {
        let Page { keyword, change: [old, new], backward, forward, mended, .. } = page;
        let found = breaks(old, new);
        if found != [Some(*backward), Some(*forward)] {
            wrong.push(format!("{keyword}: {found:?}"));
        }
        if let Some(mended) = mended {
            let found = breaks(old, mended);
            if found != [Some(false), Some(false)] {
                wrong.push(format!("{keyword}, mended: {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_keyword_that_decides_has_a_page() {
    let all = r##"{
        "$ref": "#/properties/a", "type": "string", "enum": [], "const": 1, "minimum": 1, "maximum": 1, "exclusiveMinimum": 1,
        "exclusiveMaximum": 1, "multipleOf": 1, "minLength": 1, "maxLength": 1, "pattern": "a", "format": "date",
        "items": {}, "prefixItems": [{}], "contains": {}, "minContains": 1, "maxContains": 1, "minItems": 1,
        "maxItems": 1, "uniqueItems": true, "unevaluatedItems": {}, "properties": { "a": {} },
        "patternProperties": { "a": {} }, "additionalProperties": {}, "propertyNames": {},
        "unevaluatedProperties": {}, "required": ["a"], "minProperties": 1, "maxProperties": 1,
        "dependentRequired": { "a": ["b"] }, "dependentSchemas": { "a": {} }, "allOf": [{}], "anyOf": [{}],
        "oneOf": [{}], "not": {}, "if": {}, "then": {}, "else": {}
    }"##;
    let mut sources = Sources::default();
    let path = "contracts/types/example.json";
    let files = vec![RawFile { path: path.to_owned(), bytes: all.as_bytes().to_vec() }];
    let (tree, _) = load::tree(&mut sources, None, files);
    let (contracts, _) = resolve::resolve(&tree);
    let keywords = contracts.schemas.keywords(contracts.types[path]).unwrap();
    let decides: BTreeSet<&str> = keywords.assertions().into_iter().map(|(name, _)| name).collect();
    let written: serde_json::Value = serde_json::from_str(all).unwrap();
    assert_eq!(decides.len(), written.as_object().unwrap().len(), "{decides:?}");
    let missing: Vec<&&str> = decides.iter().filter(|name| pages::page(name).is_none()).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let ids: BTreeSet<&str> = pages::ALL.iter().map(|page| page.keyword).collect();
    assert_eq!(ids.len(), pages::ALL.len());
}

/// Keywords that say nothing about which documents are valid.
const SAY_NOTHING: &[&str] = &[
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$id",
    "$recursiveAnchor",
    "$schema",
    "$vocabulary",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "default",
    "definitions",
    "deprecated",
    "description",
    "examples",
    "id",
    "readOnly",
    "title",
    "writeOnly",
];

#[test]
fn every_keyword_of_every_draft_has_a_page_or_says_nothing() {
    let mut sources = Sources::default();
    let (mut library, _) = PlainFiles::read(&mut sources, Path::new("/"), &[], None).unwrap();
    let mut urls: Vec<String> = ["04", "06", "07"]
        .iter()
        .map(|draft| format!("http://json-schema.org/draft-{draft}/schema"))
        .collect();
    let meta = ["core", "applicator", "validation", "meta-data", "content"];
    for (draft, more) in
        [("2019-09", ["format", "format"]), ("2020-12", ["format-annotation", "unevaluated"])]
    {
        let part = |part: &str| format!("https://json-schema.org/draft/{draft}/meta/{part}");
        urls.extend(meta.iter().chain(&more).map(|name| part(name)));
    }
    let mut keywords = BTreeSet::new();
    for url in &urls {
        let document = library.find(url).unwrap_or_else(|| panic!("{url}")).root.to_serde();
        keywords.extend(document["properties"].as_object().unwrap().keys().cloned());
    }
    assert!(keywords.len() > 55, "{keywords:?}");
    let known = |name: &str| pages::page(name).is_some() != SAY_NOTHING.contains(&name);
    let wrong: Vec<&String> = keywords.iter().filter(|name| !known(name)).collect();
    assert!(wrong.is_empty(), "neither a page in compat/gate/pages nor without a say, or both: {wrong:?}");
}

#[test]
fn the_published_pages_are_what_the_rules_say() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/rules");
    let pages = event_contracts_codegen::cli::pages();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let _ = std::fs::remove_dir_all(&folder);
        for (path, text) in &pages {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
    }
    let stale: Vec<&String> = pages
        .iter()
        .filter(|(path, text)| std::fs::read_to_string(folder.join(path)).ok().as_ref() != Some(text))
        .map(|(path, _)| path)
        .collect();
    assert!(stale.is_empty(), "run UPDATE_GOLDEN=1 cargo test -p event-contracts-codegen: {stale:?}");
    let count = |folder: PathBuf| std::fs::read_dir(folder).unwrap().count();
    assert_eq!(count(folder.clone()) - 1 + count(folder.join("keywords")), pages.len());
}

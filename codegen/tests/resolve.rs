//! Plain schemas of every draft: what they mean, by the documents that they accept, and what is found wrong.
#![expect(clippy::expect_used, reason = "a test ends where its ground is missing")]

use std::collections::BTreeMap;
use std::sync::Arc;

use event_contracts_codegen::emit::closed;
use event_contracts_codegen::finding::Finding;
use event_contracts_codegen::load::metaschema::{self, Metaschemas};
use event_contracts_codegen::load::{Document, SourceFile, Sources, json};
use event_contracts_codegen::resolve::{Library, Plain, PlainFile, PlainOptions, resolve_plain};

/// Documents by URL, in memory.
struct Shelf {
    sources: Sources,
    metaschemas: Metaschemas,
    documents: BTreeMap<String, Arc<Document>>,
}

impl Shelf {
    fn new(documents: &[(&str, &str)]) -> Self {
        let mut shelf =
            Self { sources: Sources::default(), metaschemas: Metaschemas::new(), documents: BTreeMap::new() };
        for (url, text) in documents {
            let document = shelf.document(url, text);
            shelf.documents.insert((*url).to_owned(), document);
        }
        shelf
    }

    fn document(&mut self, name: &str, text: &str) -> Arc<Document> {
        let source = SourceFile { name: name.to_owned(), path: name.to_owned(), text: text.to_owned() };
        let file = self.sources.add(source);
        let root = json::parse(file, text, &mut Vec::new()).expect(text);
        Arc::new(Document { file, root })
    }
}

impl Library for Shelf {
    fn find(&mut self, url: &str) -> Option<Arc<Document>> {
        let known = self.documents.get(url).cloned();
        known.or_else(|| metaschema::find(&mut self.sources, &mut self.metaschemas, url))
    }

    fn advice(&self, _: &str) -> String {
        "add it".to_owned()
    }
}

fn resolve(shelf: &mut Shelf, text: &str) -> (Plain, Vec<Finding>) {
    let file = PlainFile { path: "/elsewhere/a.json".to_owned(), document: shelf.document("a.json", text) };
    resolve_plain(&[file], shelf, PlainOptions::default())
}

/// Each finding as `rule line:column message`.
fn findings(text: &str) -> Vec<String> {
    let mut shelf = Shelf::new(&[]);
    let (_, findings) = resolve(&mut shelf, text);
    let line = |finding: &Finding| {
        let (line, column) = shelf.sources.line_column(finding.place().expect("a place"));
        format!("{} {} {line}:{column} {}", finding.severity, finding.rule.id, finding.message)
    };
    findings.iter().map(line).collect()
}

#[track_caller]
fn judge(shelf: &[(&str, &str)], schema: &str, accepted: &[&str], refused: &[&str]) {
    let mut shelf = Shelf::new(shelf);
    let (plain, findings) = resolve(&mut shelf, schema);
    assert_eq!(findings, [], "{schema}");
    let closed = closed::closed(&plain.schemas, plain.roots[0].schema).document.to_serde();
    let validator = jsonschema::draft202012::new(&closed).expect(schema);
    for (documents, expected) in [(accepted, true), (refused, false)] {
        for document in documents {
            let value = serde_json::from_str(document).expect(document);
            assert_eq!(validator.is_valid(&value), expected, "{document} under {schema}\n{closed:#}");
        }
    }
}

const D4: &str = r#""$schema": "http://json-schema.org/draft-04/schema#""#;
const D6: &str = r#""$schema": "http://json-schema.org/draft-06/schema""#;
const D7: &str = r#""$schema": "https://json-schema.org/draft-07/schema#""#;
const D19: &str = r#""$schema": "https://json-schema.org/draft/2019-09/schema#""#;
const D20: &str = r#""$schema": "https://json-schema.org/draft/2020-12/schema""#;

#[test]
fn each_draft_has_its_own_keywords() {
    for (draft, body, accepted, refused) in [
        (
            D7,
            r#""properties": {"a": {"contentEncoding": "base64"}, "b": {"contentEncoding": "base32hex"}}"#,
            &[r#"{"a": "Zm8=Zg==", "b": "CPNMUOG="}"#, r#"{"a": "", "b": "00======"}"#, r#"{"a": 1}"#][..],
            &[r#"{"a": "Zm8"}"#, r#"{"a": "Zn=="}"#, r#"{"b": "CPNMUOI="}"#, r#"{"b": "cpnmuog="}"#][..],
        ),
        (
            D4,
            r#""minimum": 1, "exclusiveMinimum": true, "maximum": 3, "exclusiveMaximum": false"#,
            &["2", "3"][..],
            &["1", "4"][..],
        ),
        (D6, r#""exclusiveMinimum": 1"#, &["2"], &["1"]),
        (
            D4,
            r#""const": 1, "contains": {"type": "null"}, "propertyNames": {"maxLength": 1}, "if": {}, "then": false"#,
            &["2", "[]", "{\"long\": 1}"],
            &[],
        ),
        (D6, r#""if": {}, "then": false, "contains": {"type": "null"}"#, &["2", "[null]"], &["[]"]),
        (
            D7,
            r#""if": {"type": "null"}, "then": false, "minContains": 2, "contains": true"#,
            &["2", "[1]"],
            &["null"],
        ),
        (
            D7,
            r#""prefixItems": [false], "dependentRequired": {"a": ["b"]}, "dependentSchemas": {"a": false}, "unevaluatedItems": false"#,
            &["[1]", "{\"a\": 1}"],
            &[],
        ),
        (
            D7,
            r#""items": [{"type": "null"}], "additionalItems": {"type": "string"}"#,
            &["[null, \"x\"]", "[]"],
            &["[1]", "[null, 1]"],
        ),
        (D7, r#""items": {"type": "null"}, "additionalItems": false"#, &["[null, null]"], &["[1]"]),
        (
            D19,
            r#""items": [{"type": "null"}], "additionalItems": false, "prefixItems": [false]"#,
            &["[null]"],
            &["[null, 1]"],
        ),
        (
            D20,
            r#""prefixItems": [{"type": "null"}], "items": false, "additionalItems": true"#,
            &["[null]"],
            &["[null, 1]"],
        ),
        (
            D7,
            r#""dependencies": {"a": ["b"], "c": {"required": ["d"]}}"#,
            &["{\"a\": 1, \"b\": 1}", "{}"],
            &["{\"a\": 1}", "{\"c\": 1}"],
        ),
        (
            D20,
            r#""dependencies": {"a": {"required": ["b"]}}, "dependentSchemas": {"a": {"required": ["c"]}}"#,
            &["{\"a\": 1, \"b\": 1, \"c\": 1}"],
            &["{\"a\": 1, \"b\": 1}", "{\"a\": 1, \"c\": 1}"],
        ),
        (D19, r#""contains": {"type": "null"}, "minContains": 2"#, &["[null, null]"], &["[null]"]),
        (D19, r#""contains": {"type": "null"}, "unevaluatedItems": false"#, &[], &["[null]"]),
        (D20, r#""contains": {"type": "null"}, "unevaluatedItems": false"#, &["[null]"], &["[]"]),
        // Until draft-07 nothing counts beside a `$ref`, not even its `$id`.
        (
            D7,
            r##""properties": {"a": {"$id": "/x", "$ref": "#/definitions/t", "minimum": 5}}, "definitions": {"t": {"type": "integer"}}"##,
            &["{\"a\": 1}"],
            &["{\"a\": \"x\"}"],
        ),
        (
            D19,
            r##""properties": {"a": {"$ref": "#/$defs/t", "minimum": 5}}, "$defs": {"t": {"type": "integer"}}"##,
            &["{\"a\": 5}"],
            &["{\"a\": 1}", "{\"a\": \"x\"}"],
        ),
        // A resource within may be of another draft.
        (
            D20,
            r#""properties": {"a": {"$id": "a", "$schema": "http://json-schema.org/draft-04/schema#", "minimum": 1, "exclusiveMinimum": true, "const": 7}}"#,
            &["{\"a\": 2}"],
            &["{\"a\": 1}"],
        ),
    ] {
        judge(&[], &format!("{{{draft}, {body}}}"), accepted, refused);
    }
}

#[test]
fn references_find_their_schemas() {
    let ok = &["1", "{\"a\": 1}"][..];
    let no = &["{\"a\": \"x\"}"][..];
    for (draft, a, rest) in [
        (D20, "#/$defs/i", r#""$defs": {"i": {"type": "integer"}}"#),
        (D20, "#/definitions/i", r#""definitions": {"i": {"type": "integer"}}"#),
        (D7, "#/$defs/i", r#""$defs": {"i": {"type": "integer"}}"#),
        (D20, "#/$defs/a~1b~0%25%20c", r#""$defs": {"a/b~% c": {"type": "integer"}}"#),
        (D20, "#/what/ever/1", r#""what": {"ever": [null, {"type": "integer"}]}"#),
        (D20, "#/what", r##""what": {"$ref": "#/$defs/i"}, "$defs": {"i": {"type": "integer"}}"##),
        (D20, "#/examples/0", r#""examples": [{"type": "integer"}]"#),
        (D7, "#/properties/b/items/0", r#""definitions": {}"#),
        (
            D20,
            "#i",
            r#""$defs": {"i": {"$anchor": "i", "type": "integer"}, "j": {"enum": [{"$anchor": "i"}]}}"#,
        ),
        (D7, "#i", r##""definitions": {"i": {"$id": "#i", "type": "integer"}}"##),
        (D4, "#i", r##""definitions": {"i": {"id": "#i", "type": "integer"}}"##),
        (D20, "i", r#""$id": "https://example.org/x/y", "$defs": {"i": {"$id": "i", "type": "integer"}}"#),
        (
            D20,
            "https://example.org/x/i#k",
            r#""$id": "https://example.org/x/y", "$defs": {"i": {"$id": "i", "$defs": {"j": {"$anchor": "k", "type": "integer"}}}}"#,
        ),
        (
            D20,
            "#/$defs/i/items",
            r##""$defs": {"i": {"$id": "https://example.org/i", "items": {"$ref": "#/$defs/j"}, "$defs": {"j": {"type": "integer"}}}}"##,
        ),
        (
            D4,
            "sub/i.json",
            r#""id": "http://example.org/root.json", "definitions": {"i": {"id": "sub/i.json", "type": "integer"}}"#,
        ),
        (
            D20,
            "urn:example:i#/$defs/i",
            r#""$defs": {"u": {"$id": "urn:example:i", "$defs": {"i": {"type": "integer"}}}}"#,
        ),
        (D20, "https://example.org/shelf.json#/$defs/i", r#""$defs": {}"#),
        (D20, "shelf.json#int", r#""$id": "https://example.org/a.json""#),
        (D20, "https://example.org/other-name", r#""$defs": {}"#),
        (D20, "a%20b", r#""$id": "https://example.org/a.json""#),
        (
            D20,
            "#/$defs/1",
            r##""$defs": {"1": {"$ref": "#/$defs/2"}, "2": {"$ref": "#/$defs/3"}, "3": {"type": "integer"}}"##,
        ),
    ] {
        let shelf = [
            (
                "https://example.org/shelf.json",
                r##"{"$defs": {"i": {"$ref": "#int"}, "j": {"$anchor": "int", "$ref": "deep/int.json"}}}"##,
            ),
            (
                "https://example.org/deep/int.json",
                r#"{"$schema": "http://json-schema.org/draft-04/schema#", "type": "integer"}"#,
            ),
            (
                "https://example.org/other-name",
                r#"{"$id": "https://example.org/deep/x", "$ref": "int.json"}"#,
            ),
            ("https://example.org/a%20b", r#"{"type": "integer"}"#),
        ];
        let schema = format!(
            r#"{{{draft}, {rest}, "properties": {{"a": {{"$ref": "{a}"}}, "b": {{"items": [{{"type": "integer"}}]}}}}}}"#
        );
        let schema = if draft == D7 {
            schema
        } else {
            schema.replace(r#", "b": {"items": [{"type": "integer"}]}"#, "")
        };
        judge(&shelf, &schema, ok, no);
    }
}

#[test]
fn metaschemas_are_built_in() {
    for (uri, wrong) in [
        ("http://json-schema.org/draft-04/schema#", r#"{"minimum": "x"}"#),
        ("https://json-schema.org/draft-06/schema", r#"{"properties": {"a": {"const": 1, "type": 5}}}"#),
        ("http://json-schema.org/draft-07/schema#", r#"{"items": [{"not": []}]}"#),
        ("https://json-schema.org/draft/2019-09/schema", r#"{"items": {"items": {"type": "x"}}}"#),
        ("https://json-schema.org/draft/2020-12/schema", r#"{"items": {"items": {"minLength": -1}}}"#),
    ] {
        let schema = format!(r#"{{"$ref": "{uri}"}}"#);
        judge(&[], &schema, &["{}", r#"{"items": {"items": {}}, "type": "object"}"#], &[wrong, "1"]);
    }
}

#[test]
fn dynamic_references_are_made_static() {
    // A list of anything, made a list of one thing in two ways by one document.
    let lists = r##"{D20, "$id": "https://example.org/both",
        "properties": {"texts": {"$ref": "texts"}, "flags": {"$ref": "flags"}, "any": {"$ref": "list"}},
        "$defs": {
            "list": {"$id": "list", "properties": {"head": {"$dynamicRef": "#item"}, "tail": {"$ref": "list"}},
                     "$defs": {"item": {"$dynamicAnchor": "item"}}},
            "texts": {"$id": "texts", "$ref": "list", "$defs": {"item": {"$dynamicAnchor": "item", "type": "string"}}},
            "flags": {"$id": "flags", "$ref": "list", "$defs": {"item": {"$dynamicAnchor": "item", "type": "boolean"}}}}}"##;
    let good = [
        r#"{"texts": {"head": "x", "tail": {"head": "y"}}, "flags": {"head": true, "tail": {"head": false}}}"#,
        r#"{"any": {"head": 1, "tail": {"head": "y"}}}"#,
    ];
    let bad = [
        r#"{"texts": {"tail": {"tail": {"head": true}}}}"#,
        r#"{"flags": {"head": "x"}}"#,
        r#"{"texts": {"head": 1}}"#,
    ];
    judge(&[], &lists.replace("D20", D20), &good, &bad);

    // A tree that is extended stays extended below; in the older words as well.
    for (draft, anchor, reference) in [
        (D20, r#""$dynamicAnchor": "node""#, r##""$dynamicRef": "#node""##),
        (D19, r#""$recursiveAnchor": true"#, r##""$recursiveRef": "#""##),
    ] {
        let tree = format!(
            r#"{{{draft}, "$id": "https://example.org/tree", {anchor}, "type": "object",
                "properties": {{"kids": {{"type": "array", "items": {{{reference}}}}}}}}}"#
        );
        let strict = format!(
            r#"{{{draft}, "$id": "https://example.org/strict", {anchor}, "$ref": "tree", "required": ["name"]}}"#
        );
        let shelf = [("https://example.org/tree", tree.as_str())];
        judge(&shelf, &strict, &[r#"{"name": 1, "kids": [{"name": 2}]}"#], &[r#"{"name": 1, "kids": [{}]}"#]);
        judge(
            &shelf,
            r#"{"$ref": "https://example.org/tree"}"#,
            &[r#"{"kids": [{}]}"#],
            &[r#"{"kids": [1]}"#],
        );
    }

    // Without its own anchor there, or by a pointer, it is an ordinary reference; beside a `$ref` both hold.
    for reference in ["#plain", "#/$defs/own"] {
        let schema = format!(
            r##"{{{D20}, "$id": "https://example.org/r", "$ref": "inner", "$defs": {{
                "over": {{"$dynamicAnchor": "plain", "type": "null"}},
                "inner": {{"$id": "inner", "items": {{"$dynamicRef": "{reference}", "$ref": "#/$defs/own"}},
                           "$defs": {{"own": {{"$anchor": "plain", "type": "string"}}}}}}}}}}"##
        );
        judge(&[], &schema, &[r#"["x"]"#], &["[null]", "[1]"]);
    }
}

#[test]
fn a_dialect_may_leave_vocabularies_out() {
    let metaschema = r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "$vocabulary": {
        "https://json-schema.org/draft/2020-12/vocab/core": true,
        "https://json-schema.org/draft/2020-12/vocab/applicator": true, "https://example.org/mine": false}}"#;
    let shelf = [("https://example.org/meta", metaschema)];
    let schema =
        r#"{"$schema": "https://example.org/meta", "properties": {"a": false, "b": {"minimum": 5}}}"#;
    judge(&shelf, schema, &[r#"{"b": 1}"#], &[r#"{"a": 1}"#]);
}

#[test]
fn what_is_wrong_is_found_all_at_once() {
    let text = r##"{
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "strin",
  "description": 5,
  "required": ["a", "a"],
  "properties": {
    "a": {"minLength": -1, "required": true},
    "b": {"$ref": "#/definitions/Lime"},
    "c": {"allOf": [], "pattern": 3},
    "d": "string",
    "e": {"$ref": "https://example.org/gone.json"},
    "f": {"multipleOf": 0, "enum": {}}
  },
  "definitions": {"Line": {}, "one": {"$ref": "#/definitions/two"}, "two": {"$ref": "#/definitions/one"}}
}"##;
    let expected = [
        "error invalid-schema 3:11 a type is one of null, boolean, integer, number, string, array, object",
        "warning invalid-schema 4:18 `description` is a string",
        "error invalid-schema 5:21 this name stands here twice",
        "error invalid-schema 7:24 `minLength` is a whole number from 0",
        "error invalid-schema 7:40 `required` is a list of names",
        "error invalid-schema 9:20 `allOf` has at least one schema",
        "error invalid-schema 9:35 `pattern` is a string",
        "error invalid-schema 10:10 a schema is an object, `true` or `false`",
        "error invalid-schema 12:25 `multipleOf` is above 0",
        "error invalid-schema 12:36 `enum` is a list",
        "error unresolved-ref 8:19 `$ref` \"#/definitions/Lime\" leads to nothing: no schema stands at #/definitions/Lime",
        "error unresolved-ref 11:19 `$ref` \"https://example.org/gone.json\" leads to nothing: https://example.org/gone.json is not here",
        "error ref-loop 14:47 this `$ref` leads back to itself",
    ];
    let found = findings(text);
    assert_eq!(found.join("\n"), expected.join("\n"));
    let named =
        format!("{{{D19}, \"items\": {{\"$recursiveRef\": \"#/$defs/a\"}}, \"$defs\": {{\"a\": {{}}}}}}");
    let found = findings(&named);
    assert!(found[0].ends_with("`$recursiveRef` is nothing but \"#\""), "{found:?}");
}

#[test]
fn a_schema_that_never_ends_on_a_value_is_found() {
    for (text, expected) in [
        (r##"{"allOf": [{"$ref": "#"}]}"##, 1),
        (r##"{"oneOf": [{"$ref": "#"}, {"type": "string"}]}"##, 1),
        (
            r##"{"$ref":"#/$defs/A","$defs":{"A":{"anyOf":[{"type":"string"},{"allOf":[{"$ref":"#/$defs/A"}]}]}}}"##,
            1,
        ),
        (
            r##"{"if": {"$ref": "#/$defs/a"}, "$defs": {"a": {"not": {"anyOf": [{"$ref": "#/$defs/a"}]}}}}"##,
            1,
        ),
        (
            r##"{"$ref": "#/$defs/a", "$defs": {"a": {"allOf": [{"$ref": "#/$defs/b"}]}, "b": {"dependentSchemas": {"x": {"$ref": "#/$defs/a"}}}}}"##,
            1,
        ),
        (
            r##"{"allOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/a"}], "$defs": {"a": {"items": {"$ref": "#"}}}}"##,
            0,
        ),
        (
            r##"{"allOf": [{"properties": {"x": {"$ref": "#"}}}], "contains": {"$ref": "#"}, "propertyNames": {"$ref": "#"}}"##,
            0,
        ),
    ] {
        let found = findings(text);
        assert_eq!(
            found.iter().filter(|line| line.contains("ref-loop")).count(),
            expected,
            "{text}: {found:?}"
        );
        assert_eq!(found.len(), expected, "{text}: {found:?}");
    }
}

#[test]
fn each_draft_refuses_what_its_metaschema_refuses() {
    for (draft, body, count) in [
        (D4, r#""required": []"#, 1),
        (D6, r#""required": []"#, 0),
        (D4, r#""properties": {"a": true}"#, 1),
        (D6, r#""properties": {"a": true}"#, 0),
        (D4, r#""exclusiveMinimum": true"#, 1),
        (D4, r#""exclusiveMinimum": 1, "minimum": 1"#, 1),
        (D4, r#""maxLength": 2.0"#, 1),
        (D6, r#""maxLength": 2.0, "maxItems": 100000000000000000000000"#, 0),
        (D7, r#""exclusiveMinimum": true"#, 1),
        (D7, r#""items": []"#, 1),
        (D19, r#""$id": "https://example.org/a#b""#, 1),
        (D20, r#""items": [{}]"#, 1),
        (D20, r#""$anchor": "1""#, 1),
        (D20, r#""$comment": [], "title": 5, "examples": {}, "default": {}, "x": 1, "deprecated": 1"#, 4),
        (D20, r#""type": []"#, 1),
        (D4, r#""const": 1, "if": 5, "examples": 7, "$id": 5, "readOnly": "x""#, 0),
        (r#""$schema": "https://example.org/unknown""#, r#""title": "x""#, 1),
    ] {
        let text = format!("{{{draft}, {body}}}");
        let found = findings(&text);
        assert_eq!(found.len(), count, "{text}: {found:?}");
    }
}

#[test]
fn size_is_no_danger() {
    // A chain of references, each of which stands alone.
    let defs: Vec<String> =
        (0..5_000).map(|i| format!(r##""{i}": {{"$ref": "#/$defs/{}"}}"##, i + 1)).collect();
    let text =
        format!(r##"{{"$ref": "#/$defs/0", "$defs": {{{}, "5000": {{"type": "null"}}}}}}"##, defs.join(","));
    let (plain, findings) = resolve(&mut Shelf::new(&[]), &text);
    assert_eq!(findings, []);
    let end = plain.schemas.follow(plain.roots[0].schema).expect("an end");
    assert_eq!(plain.schemas.get(end).pointer, "/$defs/5000");

    // Each of these resources may come before or after each other, and each order is a scope of its own.
    let resource = |i: usize| {
        let others: Vec<String> =
            (0..12).filter(|j| *j != i).map(|j| format!(r#"{{"$ref": "r{j}"}}"#)).collect();
        format!(
            r##""r{i}": {{"$id": "r{i}", "items": {{"anyOf": [{}, {{"$dynamicRef": "#a{i}"}}]}}, "$defs": {{"own": {{"$dynamicAnchor": "a{i}"}}, "next": {{"$dynamicAnchor": "a{}"}}}}}}"##,
            others.join(", "),
            (i + 1) % 12,
        )
    };
    let all: Vec<String> = (0..12).map(resource).collect();
    let text = format!(r#"{{"$id": "https://example.org/", "$ref": "r0", "$defs": {{{}}}}}"#, all.join(", "));
    let (_, findings) = resolve(&mut Shelf::new(&[]), &text);
    assert!(findings.iter().any(|f| f.rule.id == "dynamic-scopes"), "{findings:?}");
}

use super::*;
use crate::load::{self, RawFile, Sources};

fn contracts(files: &[(&str, &str)]) -> (Tree, Contracts) {
    let raw =
        |(path, text): &(&str, &str)| RawFile { path: (*path).to_owned(), bytes: text.as_bytes().to_vec() };
    let (tree, findings) = load::tree(&mut Sources::default(), None, files.iter().map(raw).collect());
    assert_eq!(findings, [], "{findings:?}");
    let (contracts, findings) = crate::resolve::resolve(&tree);
    assert_eq!(findings, [], "{findings:?}");
    (tree, contracts)
}

fn only(files: &[(&str, &str)]) -> String {
    let (tree, contracts) = contracts(files);
    let contract = contracts.all().next().expect("a contract");
    bundle(&tree, &contracts, contract)
}

fn is_valid(schema: &str, document: &str) -> bool {
    let schema: serde_json::Value = serde_json::from_str(schema).expect("JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    validator.is_valid(&serde_json::from_str(document).expect("JSON"))
}

#[test]
#[expect(clippy::too_many_lines, reason = "the whole result is shown")]
fn files_are_embedded_once_with_their_references() {
    let text = only(&[
        (
            "contracts/a/made/1.0.json",
            r##"{ "$schema": "https://json-schema.org/draft/2020-12/schema",
                  "x-event": { "type": "Made", "source": "s", "owner": "o" }, "type": "object",
                  "properties": {
                    "$ref": { "type": "number", "minimum": 1.50 },
                    "tree": { "$ref": "../types/tree.json", "description": "A tree." },
                    "leaf": { "$ref": "../types/tree.json#/$defs/a~1%25b" },
                    "other": { "$ref": "../../types/tree.json" },
                    "own": { "$ref": "#/$defs/Tree" } },
                  "$defs": { "Tree": { "type": "boolean" } },
                  "examples": [{ "tree": { "$ref": "../types/tree.json" } }] }"##,
        ),
        (
            "contracts/a/types/tree.json",
            r##"{ "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "tree.json", "title": "Tree",
                  "type": "object",
                  "properties": { "kids": { "type": "array", "items": { "$ref": "#" } },
                                  "leaf": { "$ref": "#/$defs/a~1%25b" } },
                  "$defs": { "a/%b": { "type": "string" } } }"##,
        ),
        ("contracts/types/tree.json", r#"{ "type": "integer" }"#),
    ]);
    let expected = r##"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:contracts:a:made:1.0",
  "x-event": {
    "type": "Made",
    "source": "s",
    "owner": "o"
  },
  "type": "object",
  "properties": {
    "$ref": {
      "type": "number",
      "minimum": 1.50
    },
    "tree": {
      "$ref": "#/$defs/Tree2",
      "description": "A tree."
    },
    "leaf": {
      "$ref": "#/$defs/Tree2/$defs/a~1%25b"
    },
    "other": {
      "$ref": "#/$defs/Tree3"
    },
    "own": {
      "$ref": "#/$defs/Tree"
    }
  },
  "$defs": {
    "Tree": {
      "type": "boolean"
    },
    "Tree2": {
      "title": "Tree",
      "type": "object",
      "properties": {
        "kids": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Tree2"
          }
        },
        "leaf": {
          "$ref": "#/$defs/Tree2/$defs/a~1%25b"
        }
      },
      "$defs": {
        "a/%b": {
          "type": "string"
        }
      }
    },
    "Tree3": {
      "type": "integer"
    }
  },
  "examples": [
    {
      "tree": {
        "$ref": "../types/tree.json"
      }
    }
  ]
}
"##;
    assert_eq!(text, expected);
    assert!(is_valid(
        &text,
        r#"{"tree": {"kids": [{"leaf": "x"}]}, "leaf": "x", "other": 1, "own": true, "$ref": 2}"#
    ));
    for broken in [
        r#"{"tree": {"kids": [{"leaf": 1}]}}"#,
        r#"{"leaf": 1}"#,
        r#"{"other": "1"}"#,
        r#"{"own": 1}"#,
        r#"{"$ref": 1}"#,
    ] {
        assert!(!is_valid(&text, broken), "{broken}");
    }
}

#[test]
fn draft_07_is_translated() {
    let text = only(&[
        (
            "contracts/a/made/1.0.json",
            r##"{ "$schema": "http://json-schema.org/draft-07/schema#",
                  "x-event": { "type": "Made", "source": "s", "owner": "o" }, "type": "object",
                  "properties": { "definitions": { "$ref": "#/definitions/Pair" },
                                  "first": { "$ref": "pair.json#/definitions/Pair/items/0" } },
                  "definitions": { "Pair": { "items": [{ "type": "string" }, true], "additionalItems": false } } }"##,
        ),
        (
            "contracts/a/made/pair.json",
            r#"{ "$schema": "http://json-schema.org/draft-07/schema#",
                  "definitions": { "Pair": { "items": [{ "type": "string" }], "additionalItems": false } } }"#,
        ),
    ]);
    assert!(is_valid(&text, r#"{"definitions": ["a", 1], "first": "a"}"#), "{text}");
    for broken in [r#"{"definitions": [1]}"#, r#"{"definitions": ["a", 1, 2]}"#, r#"{"first": 1}"#] {
        assert!(!is_valid(&text, broken), "{broken}\n{text}");
    }
}

#[test]
fn what_cannot_be_copied_is_written_by_number() {
    let event = r#""x-event": { "type": "Made", "source": "s", "owner": "o" }"#;
    let types = r##"{ "$id": "https://example.org/types", "$defs": {
            "line": { "$anchor": "line", "type": "object", "properties": { "next": { "$ref": "#line" } } },
            "old": { "id": "old", "$schema": "http://json-schema.org/draft-04/schema#", "minimum": 1, "exclusiveMinimum": true } } }"##;
    for (keywords, good, bad) in [
        (
            r#""properties": { "a": { "$ref": "https://example.org/types#line" } }"#,
            r#"{"a": {"next": {}}}"#,
            r#"{"a": {"next": 1}}"#,
        ),
        (r#""properties": { "a": { "$ref": "https://example.org/old" } }"#, r#"{"a": 2}"#, r#"{"a": 1}"#),
        (
            r#""properties": { "a": { "$ref": "http://json-schema.org/draft-07/schema" } }"#,
            r#"{"a": {}}"#,
            r#"{"a": 1}"#,
        ),
        (r#""dependencies": { "a": ["b"] }"#, r#"{"a": 1, "b": 1}"#, r#"{"a": 1}"#),
        (
            r##""$dynamicAnchor": "self", "properties": { "a": { "$dynamicRef": "#self" } }, "type": "object""##,
            r#"{"a": {}}"#,
            r#"{"a": 1}"#,
        ),
    ] {
        let made =
            format!(r#"{{ "$id": "https://example.org/made", "title": "Made", {event}, {keywords} }}"#);
        let text = only(&[("contracts/a/made/1.0.json", &made), ("contracts/types/t.json", types)]);
        assert!(is_valid(&text, good), "{text}");
        assert!(!is_valid(&text, bad), "{text}");
        assert!(text.contains(r#""title": "Made""#), "{text}");
    }
}

/// A document without one of its members, and with one member of another type.
fn broken(example: &serde_json::Value, required: &str) -> [serde_json::Value; 2] {
    let mut without = example.clone();
    without.as_object_mut().expect("an object").remove(required);
    let mut changed = example.clone();
    changed[required] = serde_json::json!([[]]);
    [without, changed]
}

#[test]
fn every_contract_of_the_repository_judges_its_examples() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let files = load::disk::read(&root).expect("the contracts");
    let (tree, _) = load::tree(&mut Sources::default(), None, files);
    let (contracts, _) = crate::resolve::resolve(&tree);
    let mut examples = 0;
    for contract in contracts.all() {
        let text = bundle(&tree, &contracts, contract);
        let file = text.lines().find(|line| line.contains("\"$ref\": ") && !line.contains("\"$ref\": \"#"));
        assert_eq!(file, None, "{}: a reference to a file is left", contract.path);
        let schema: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert!(jsonschema::meta::is_valid(&schema), "{}", contract.path);
        let validator = jsonschema::draft202012::new(&schema).expect(&contract.path);
        let required = schema["required"][0].as_str().expect("a required property");
        for example in schema["examples"].as_array().expect("examples") {
            examples += 1;
            assert!(validator.is_valid(example), "{}: {example}", contract.path);
            for broken in broken(example, required) {
                assert!(!validator.is_valid(&broken), "{}: {broken}", contract.path);
            }
        }
    }
    assert!(examples > 50, "{examples} examples");
}

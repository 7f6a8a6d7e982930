//! A contract with everything it refers to, as one JSON Schema document.

use std::collections::{BTreeMap, BTreeSet};

use super::closed::closed;
use super::json::pretty;
use crate::finding::{FileId, Place};
use crate::load::json::Member;
use crate::load::{Document, Node, Tree, Value};
use crate::lower::names::type_name;
use crate::resolve::{Contract, Contracts, Draft, SchemaId};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The contract's schema as one self-contained document of draft 2020-12: pretty-printed, with a newline at
/// the end.
///
/// Values are as written and members in the order of the file. Each file that the contract refers to, on
/// whatever way, is embedded once under `$defs`, without its own `$schema` and `$id`. Spellings of draft-07
/// become those of 2020-12. `$id` is `urn:contracts:<domain>:<event>:<version>`. Where the files use what
/// cannot be copied so (names for schemas, dynamic references, older drafts), each schema stands under `$defs`
/// by a number.
pub fn bundle(tree: &Tree, contracts: &Contracts, contract: &Contract) -> String {
    let files =
        tree.documents.iter().map(|(path, document)| (document.file, (path.as_str(), document))).collect();
    let mut bundler = Bundler {
        contracts,
        files,
        root: contract.file,
        names: BTreeMap::new(),
        taken: BTreeSet::new(),
        queue: Vec::new(),
    };
    let Some(document) = tree.documents.get(&contract.path) else { return String::new() };
    if !can_be_copied(&bundler, contract.schema) {
        return by_number(contracts, contract, document);
    }
    bundler.taken = own_definitions(&document.root);
    let mut members = bundler.document(document);
    let place = document.root.place;
    let mut embedded = Vec::new();
    let mut next = 0;
    // Embedding a file may ask for more of them.
    while let Some(&file) = bundler.queue.get(next) {
        next += 1;
        let Some(&(_, document)) = bundler.files.get(&file) else { continue };
        let mut members = bundler.document(document);
        members.retain(|member| member.key != "x-event");
        let name = bundler.names.get(&file).cloned().unwrap_or_default();
        // A file may also be `true` or `false` as a whole.
        let value = match &document.root.value {
            Value::Object(_) => Value::Object(members),
            other => other.clone(),
        };
        embedded.push(member(&name, value, place));
    }
    if !embedded.is_empty() {
        add_definitions(&mut members, embedded, place);
    }
    let mut all = head(contract, place);
    all.append(&mut members);
    text(all, place)
}

fn head(contract: &Contract, place: Place) -> Vec<Member> {
    let id =
        format!("urn:contracts:{}:{}:{}", urn(&contract.domain), urn(&contract.folder), contract.version);
    vec![
        member("$schema", Value::String(DIALECT.to_owned()), place),
        member("$id", Value::String(id), place),
    ]
}

fn text(members: Vec<Member>, place: Place) -> String {
    let mut text = pretty(&Node { value: Value::Object(members), place });
    text.push('\n');
    text
}

/// Whether the files that a schema reaches mean the same when they stand in one document.
fn can_be_copied(bundler: &Bundler<'_>, root: SchemaId) -> bool {
    let schemas = &bundler.contracts.schemas;
    let order = closed(schemas, root).order;
    let files: BTreeSet<FileId> = order.iter().map(|id| schemas.get(*id).place.file).collect();
    files.iter().all(|file| {
        // A metaschema is no file of the tree.
        let Some((_, document)) = bundler.files.get(file) else { return false };
        schemas.pointers(*file).all(|pointer| {
            let Some(schema) = schemas.at(*file, pointer) else { return true };
            let members = document.root.pointer(pointer).and_then(Node::as_object).unwrap_or_default();
            let draft = schemas.get(schema).draft;
            let has_ref = members.iter().any(|member| member.key == "$ref");
            matches!(draft, Draft::Draft7 | Draft::Draft202012)
                && members.iter().all(|member| match member.key.as_str() {
                    "$id" => pointer.is_empty(),
                    "$schema" => pointer.is_empty() || Draft::from_uri(DIALECT) == Some(draft),
                    "$anchor" | "$dynamicAnchor" | "$dynamicRef" | "dependencies" => false,
                    "$ref" | "title" | "description" | "default" | "examples" | "definitions" | "$comment" => true,
                    _ => !has_ref || !draft.ignores_beside_ref(),
                })
        })
    })
}

fn by_number(contracts: &Contracts, contract: &Contract, document: &Document) -> String {
    let place = document.root.place;
    let mut members = head(contract, place);
    let kept = ["title", "description", "x-event", "examples"];
    let own = document.root.as_object().unwrap_or_default();
    members.extend(own.iter().filter(|member| kept.contains(&member.key.as_str())).cloned());
    if let Value::Object(closed) = closed(&contracts.schemas, contract.schema).document.value {
        members.extend(closed.into_iter().filter(|member| member.key != "$schema"));
    }
    text(members, place)
}

struct Bundler<'a> {
    contracts: &'a Contracts,
    files: BTreeMap<FileId, (&'a str, &'a Document)>,
    root: FileId,
    /// Names of the embedded files.
    names: BTreeMap<FileId, String>,
    taken: BTreeSet<String>,
    /// The embedded files, in the order in which they were met.
    queue: Vec<FileId>,
}

impl Bundler<'_> {
    /// The members of a file's root, without `$schema` and `$id`.
    fn document(&mut self, document: &Document) -> Vec<Member> {
        match self.node(document.file, &document.root, "").value {
            Value::Object(mut members) => {
                members.retain(|member| member.key != "$schema" && member.key != "$id");
                members
            }
            _ => Vec::new(),
        }
    }

    /// A copy with `$ref`s rewritten. Only at the place of a schema is a `$ref` a reference: in an example
    /// it is data.
    fn node(&mut self, file: FileId, node: &Node, pointer: &str) -> Node {
        let value = match &node.value {
            Value::Object(members) => {
                let schema = self.contracts.schemas.at(file, pointer);
                let mut copies: Vec<Member> = Vec::with_capacity(members.len());
                for member in members {
                    let below = format!("{pointer}/{}", token(&member.key));
                    let key = match schema {
                        Some(_) => match modern(members, &member.key) {
                            Some(key) => key.to_owned(),
                            None => continue,
                        },
                        None => member.key.clone(),
                    };
                    let target = schema.filter(|_| key == "$ref").and_then(|schema| self.target(schema));
                    let value = match target {
                        Some(target) => {
                            Node { value: Value::String(self.reference(target)), place: member.value.place }
                        }
                        None => self.node(file, &member.value, &below),
                    };
                    copies.push(Member { key, key_place: member.key_place, value });
                }
                Value::Object(copies)
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                Value::Array(
                    items.map(|(i, item)| self.node(file, item, &format!("{pointer}/{i}"))).collect(),
                )
            }
            other => other.clone(),
        };
        Node { value, place: node.place }
    }

    fn target(&self, schema: SchemaId) -> Option<SchemaId> {
        self.contracts.schemas.keywords(schema)?.reference.as_ref().map(|reference| reference.value)
    }

    /// The `$ref` that leads to a schema in the bundle.
    fn reference(&mut self, target: SchemaId) -> String {
        let schema = self.contracts.schemas.get(target);
        let file = schema.place.file;
        let pointer = self.modern_pointer(file, &schema.pointer);
        if file == self.root {
            return format!("#{}", fragment(&pointer));
        }
        format!("#/$defs/{}{}", self.name(file), fragment(&pointer))
    }

    /// The name of an embedded file: its title, or the stem of its name.
    fn name(&mut self, file: FileId) -> String {
        if let Some(name) = self.names.get(&file) {
            return name.clone();
        }
        let (path, document) = self.files.get(&file).copied().unzip();
        let title = document.and_then(|document| document.root.get("title")).and_then(Node::as_str);
        let stem = path.and_then(|path| path.rsplit('/').next()).map(|name| name.trim_end_matches(".json"));
        let base = type_name(title.or(stem).unwrap_or_default());
        let mut name = base.clone();
        let mut number = 1;
        while self.taken.contains(&name) {
            number += 1;
            name = format!("{base}{number}");
        }
        self.taken.insert(name.clone());
        self.names.insert(file, name.clone());
        self.queue.push(file);
        name
    }

    /// A pointer into a file, as it is after the file's draft-07 keywords were renamed.
    fn modern_pointer(&self, file: FileId, pointer: &str) -> String {
        let Some((_, document)) = self.files.get(&file) else { return pointer.to_owned() };
        let mut node = Some(&document.root);
        let (mut old, mut new) = (String::new(), String::new());
        for token in pointer.split('/').skip(1) {
            let members = node.and_then(Node::as_object).unwrap_or_default();
            let renamed = match self.contracts.schemas.at(file, &old) {
                Some(_) => modern(members, token).unwrap_or(token),
                None => token,
            };
            new.push('/');
            new.push_str(renamed);
            old.push('/');
            old.push_str(token);
            node = node.and_then(|node| node.pointer(&format!("/{token}")));
        }
        new
    }
}

/// The name that draft 2020-12 gives to a keyword, beside the others of its schema; `None` for one that has
/// no effect (`additionalItems` without a list of `items`).
fn modern<'k>(members: &[Member], key: &'k str) -> Option<&'k str> {
    let items = members.iter().find(|member| member.key == "items");
    let tuple = items.is_some_and(|items| items.value.as_array().is_some());
    match key {
        "definitions" if members.iter().all(|member| member.key != "$defs") => Some("$defs"),
        "items" if tuple => Some("prefixItems"),
        "additionalItems" => tuple.then_some("items"),
        key => Some(key),
    }
}

fn own_definitions(root: &Node) -> BTreeSet<String> {
    let maps = ["$defs", "definitions"].into_iter().filter_map(|key| root.get(key)?.as_object());
    maps.flatten().map(|member| member.key.clone()).collect()
}

fn add_definitions(members: &mut Vec<Member>, embedded: Vec<Member>, place: Place) {
    match members.iter_mut().find(|member| member.key == "$defs") {
        Some(Member { value: Node { value: Value::Object(own), .. }, .. }) => own.extend(embedded),
        _ => members.push(member("$defs", Value::Object(embedded), place)),
    }
}

fn member(key: &str, value: Value, place: Place) -> Member {
    Member { key: key.to_owned(), key_place: place, value: Node { value, place } }
}

/// A name as a token of a JSON Pointer (RFC 6901 section 3).
fn token(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// A JSON Pointer as a URI fragment (RFC 6901 section 6).
fn fragment(pointer: &str) -> String {
    percent_encode(pointer, b"-._~!$&'()*+,;=:@/?")
}

/// A part of a URN (RFC 8141 section 2) without a colon of its own.
fn urn(text: &str) -> String {
    percent_encode(text, b"-._")
}

/// Every byte that is neither an ASCII letter or digit nor in `also`, as `%XX` (RFC 3986 section 2.1).
pub(super) fn percent_encode(text: &str, also: &[u8]) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || also.contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.extend(format!("%{byte:02X}").chars());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::{self, RawFile, Sources};

    fn contracts(files: &[(&str, &str)]) -> (Tree, Contracts) {
        let raw = |(path, text): &(&str, &str)| RawFile {
            path: (*path).to_owned(),
            bytes: text.as_bytes().to_vec(),
        };
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
            (r##""properties": { "a": { "$ref": "https://example.org/types#line" } }"##, r#"{"a": {"next": {}}}"#, r#"{"a": {"next": 1}}"#),
            (r#""properties": { "a": { "$ref": "https://example.org/old" } }"#, r#"{"a": 2}"#, r#"{"a": 1}"#),
            (r#""properties": { "a": { "$ref": "http://json-schema.org/draft-07/schema" } }"#, r#"{"a": {}}"#, r#"{"a": 1}"#),
            (r#""dependencies": { "a": ["b"] }"#, r#"{"a": 1, "b": 1}"#, r#"{"a": 1}"#),
            (r##""$dynamicAnchor": "self", "properties": { "a": { "$dynamicRef": "#self" } }, "type": "object""##, r#"{"a": {}}"#, r#"{"a": 1}"#),
        ] {
            let made = format!(r#"{{ "$id": "https://example.org/made", "title": "Made", {event}, {keywords} }}"#);
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
            let file =
                text.lines().find(|line| line.contains("\"$ref\": ") && !line.contains("\"$ref\": \"#"));
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
}

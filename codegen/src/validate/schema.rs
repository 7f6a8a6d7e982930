//! Validators of a tree's schemas, `$ref`s to other files included.

use std::fmt::Write as _;

use jsonschema::{Draft, PatternOptions, Registry, Uri, ValidationError, Validator};
use serde_json::Value;

use super::formats::Format;
use super::instance::{Instance, Located};
use crate::finding::Place;
use crate::load::{Node, Tree};

/// Every document of a tree has the URI `contracts:///` and its path. Nothing is retrieved from it.
const BASE: &str = "contracts:///";

/// The documents of a tree, ready to make validators of.
pub struct Validators<'t> {
    tree: &'t Tree,
    registry: Registry<'static>,
}

/// A schema that documents can be held against. Formats are asserted.
pub struct SchemaValidator<'t> {
    tree: &'t Tree,
    inner: Validator<Located>,
}

/// One thing that is wrong with a document.
#[derive(Debug)]
pub struct Violation {
    /// JSON Pointer (RFC 6901) to what is wrong.
    pub pointer: String,
    /// What is wrong with it, in words that follow on its name.
    pub message: String,
    /// Names of the properties that are wrong in themselves, where the violation is about names.
    pub names: Vec<String>,
    /// What the alternatives of an `anyOf` or `oneOf` said.
    pub notes: Vec<String>,
    /// The keyword that asks for it.
    pub keyword: Option<Place>,
}

impl<'t> Validators<'t> {
    /// Takes the documents of a tree.
    ///
    /// Fails with what `jsonschema` says for schemas that it cannot read, which are then findings of
    /// the step before.
    pub fn new(tree: &'t Tree) -> Result<Self, String> {
        let documents = tree.documents.iter().map(|(path, document)| (uri(path), prepared(&document.root)));
        let registry = Registry::new()
            .retriever(Offline)
            .draft(Draft::Draft202012)
            .extend(documents)
            .and_then(jsonschema::RegistryBuilder::prepare)
            .map_err(|error| error.to_string())?;
        Ok(Self { tree, registry })
    }

    /// The validator of the schema at a JSON Pointer of a file.
    pub fn schema(&self, path: &str, pointer: &str) -> Result<SchemaValidator<'t>, String> {
        let schema = serde_json::json!({ "$ref": format!("{}#{}", uri(path), percent_encoded(pointer)) });
        let inner = jsonschema::options_for::<Located>()
            .with_draft(Draft::Draft202012)
            .with_registry(&self.registry)
            .with_pattern_options(PatternOptions::regex())
            .with_keyword("format", |_, value, _| {
                Ok(Box::new(Format::new(value.as_str().unwrap_or_default())))
            })
            .build(&schema)
            .map_err(|error| error.to_string())?;
        Ok(SchemaValidator { tree: self.tree, inner })
    }
}

impl SchemaValidator<'_> {
    /// Whether a document is valid.
    pub fn is_valid(&self, document: &Node) -> bool {
        self.inner.is_valid(Instance::Node(document))
    }

    /// Everything that is wrong with a document, in the order of the validator.
    pub fn violations(&self, document: &Node) -> Vec<Violation> {
        self.inner.iter_errors(Instance::Node(document)).map(|error| self.violation(&error)).collect()
    }

    fn violation(&self, error: &ValidationError<'_>) -> Violation {
        let (message, names, notes) = super::words::of(error);
        Violation {
            pointer: error.instance_path().to_string(),
            message,
            names,
            notes,
            keyword: error.absolute_keyword_location().and_then(|uri| self.place(uri)),
        }
    }

    fn place(&self, uri: &Uri<String>) -> Option<Place> {
        let (path, pointer) = uri.as_str().strip_prefix(BASE)?.split_once('#')?;
        let document = self.tree.documents.get(&percent_decoded(path)?)?;
        document.root.pointer(&percent_decoded(pointer)?).map(|node| node.place)
    }
}

/// Refuses to fetch anything.
struct Offline;

impl jsonschema::Retrieve for Offline {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        Err(format!("{uri} is no file below contracts/").into())
    }
}

/// The document without a root `$id`, which would move the base of its `$ref`s, and with the spelling of
/// `$schema` that `jsonschema` knows.
fn prepared(root: &Node) -> Value {
    let mut value = root.to_serde();
    if let Some(object) = value.as_object_mut() {
        object.remove("$id");
        let draft7 =
            object.get("$schema").and_then(Value::as_str).is_some_and(|uri| uri.contains("draft-07"));
        let dialect = if draft7 {
            "http://json-schema.org/draft-07/schema#"
        } else {
            "https://json-schema.org/draft/2020-12/schema"
        };
        object.insert("$schema".to_owned(), dialect.into());
    }
    value
}

fn uri(path: &str) -> String {
    format!("{BASE}{}", percent_encoded(path))
}

/// Escapes all but the unreserved characters of RFC 3986 (section 2.3) and `/`.
fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            out.push(char::from(byte));
        } else {
            // Writing into a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::FileId;
    use crate::load::{self, RawFile, Sources, json};

    fn tree(files: &[(&str, &str)]) -> (Sources, Tree) {
        let raw = |(path, text): &(&str, &str)| RawFile {
            path: (*path).to_owned(),
            bytes: text.as_bytes().to_vec(),
        };
        let mut sources = Sources::default();
        let (tree, findings) = load::tree(&mut sources, None, files.iter().map(raw).collect());
        assert_eq!(findings, []);
        (sources, tree)
    }

    fn violations(tree: &Tree, path: &str, document: &str) -> Vec<(String, String)> {
        let node = json::parse(FileId(0), document, &mut Vec::new()).expect("JSON");
        let validator = Validators::new(tree).expect("a registry").schema(path, "").expect("a validator");
        let violations = validator.violations(&node);
        assert_eq!(validator.is_valid(&node), violations.is_empty());
        violations.into_iter().map(|v| (v.pointer, v.message)).collect()
    }

    #[test]
    fn references_lead_to_other_files_and_drafts() {
        let (sources, tree) = tree(&[
            (
                "contracts/shop/a b/1.0.json",
                r##"{"$id": "https://example.org/x", "properties": {"m~/%": {"$ref": "../../types/money.json#/$defs/A~1b"},
                    "o": {"$ref": "../../types/old.json"}, "self": {"$ref": "#"}}}"##,
            ),
            ("contracts/types/money.json", r#"{"$defs": {"A/b": {"type": "number", "format": "decimal"}}}"#),
            (
                "contracts/types/old.json",
                r#"{"$schema": "https://json-schema.org/draft-07/schema#", "items": [{"type": "string", "format": "uuid"}]}"#,
            ),
        ]);
        let path = "contracts/shop/a b/1.0.json";
        assert_eq!(
            violations(&tree, path, r#"{"m~/%": 1.5, "o": ["01234567-89ab-cdef-0123-456789abcdef", 5]}"#),
            []
        );
        let found = violations(&tree, path, r#"{"self": {"m~/%": 1e30, "o": ["x"]}}"#);
        let pointers: Vec<&str> = found.iter().map(|(pointer, _)| pointer.as_str()).collect();
        assert_eq!(pointers, ["/self/m~0~1%", "/self/o/0"], "{found:?}");

        let node = json::parse(FileId(0), r#"{"m~/%": "x"}"#, &mut Vec::new()).expect("JSON");
        let validator = Validators::new(&tree).expect("a registry").schema(path, "").expect("a validator");
        let place = validator.violations(&node)[0].keyword.expect("a place");
        assert_eq!(sources.snippet(place), "\"number\"");
    }

    #[test]
    fn numbers_keep_their_digits() {
        let (_, tree) =
            tree(&[("contracts/types/n.json", r#"{"type": "integer", "maximum": 9007199254740992}"#)]);
        assert_eq!(violations(&tree, "contracts/types/n.json", "9007199254740992"), []);
        assert_eq!(violations(&tree, "contracts/types/n.json", "9007199254740993").len(), 1);
        assert_eq!(violations(&tree, "contracts/types/n.json", "1e400").len(), 1);
        assert_eq!(violations(&tree, "contracts/types/n.json", "100000000000000000000.5").len(), 2);
    }

    #[test]
    fn nothing_is_fetched() {
        let (_, tree) = tree(&[("contracts/types/n.json", r#"{"$ref": "https://example.org/schema.json"}"#)]);
        assert!(Validators::new(&tree).is_err());
    }
}

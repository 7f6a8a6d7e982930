//! Validators of a tree's schemas, `$ref`s to other files included.

use std::fmt::Write as _;

use jsonschema::{Draft, PatternOptions, Registry, Uri, ValidationError, Validator};
use serde_json::Value;

use super::cost::{self, Budget};
use super::formats::Format;
use super::instance::{Instance, Located};
use crate::finding::Place;
use crate::load::{Node, Tree};
use crate::resolve::Contracts;

/// Every document of a tree has the URI `contracts:///` and its path. Nothing is retrieved from it.
const BASE: &str = "contracts:///";

/// The documents of a tree, ready to make validators of.
pub struct Validators<'t> {
    tree: &'t Tree,
    contracts: &'t Contracts,
    registry: Registry<'static>,
}

/// A schema that documents can be held against. Formats are asserted.
pub struct SchemaValidator<'t> {
    tree: &'t Tree,
    inner: Validator<Located>,
}

/// What a schema says about a document.
#[derive(Debug)]
pub enum Verdict {
    /// It is valid.
    Valid,
    /// Everything that is wrong with it, in the order of the validator.
    Invalid(Vec<Violation>),
    /// Not known: it takes more steps than a document of its size is worth.
    TooCostly,
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
    /// Takes the documents of a tree, and what they resolve to.
    ///
    /// Fails with what `jsonschema` says for schemas that it cannot read, which are then findings of
    /// the step before.
    pub fn new(tree: &'t Tree, contracts: &'t Contracts) -> Result<Self, String> {
        let documents = tree.documents.iter().map(|(path, document)| (uri(path), prepared(&document.root)));
        let registry = Registry::new()
            .retriever(Offline)
            .draft(Draft::Draft202012)
            .extend(documents)
            .and_then(jsonschema::RegistryBuilder::prepare)
            .map_err(|error| error.to_string())?;
        Ok(Self { tree, contracts, registry })
    }

    /// The validator of the schema at a JSON Pointer of a file.
    pub fn schema(&self, path: &str, pointer: &str) -> Result<SchemaValidator<'t>, String> {
        let file = self.tree.documents.get(path).map(|document| document.file);
        let id = file.and_then(|file| self.contracts.schemas.at(file, pointer));
        if id.is_some_and(|id| cost::multiplies(&self.contracts.schemas, id)) {
            return Err("its alternatives of alternatives are too many to be tried".to_owned());
        }
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
    /// Judges a document.
    pub fn judge(&self, document: &Node) -> Verdict {
        let budget = Budget::of(document);
        let is_valid = self.inner.is_valid(Instance::Node(document, &budget));
        let violations: Vec<Violation> = if is_valid || budget.is_spent() {
            Vec::new()
        } else {
            let errors = self.inner.iter_errors(Instance::Node(document, &budget));
            errors.map(|error| self.violation(&error)).collect()
        };
        if budget.is_spent() {
            Verdict::TooCostly
        } else if is_valid {
            Verdict::Valid
        } else {
            Verdict::Invalid(violations)
        }
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
    use crate::resolve;

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

    fn judge(tree: &Tree, path: &str, document: &str) -> Result<Verdict, String> {
        let node = json::parse(FileId(0), document, &mut Vec::new()).expect("JSON");
        let (contracts, _) = resolve::resolve(tree);
        Ok(Validators::new(tree, &contracts)?.schema(path, "")?.judge(&node))
    }

    #[track_caller]
    fn all(tree: &Tree, path: &str, document: &str) -> Vec<Violation> {
        match judge(tree, path, document).expect("a validator") {
            Verdict::Valid => Vec::new(),
            Verdict::Invalid(violations) => violations,
            Verdict::TooCostly => panic!("too costly"),
        }
    }

    #[track_caller]
    fn violations(tree: &Tree, path: &str, document: &str) -> Vec<(String, String)> {
        all(tree, path, document).into_iter().map(|v| (v.pointer, v.message)).collect()
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

        let place = all(&tree, path, r#"{"m~/%": "x"}"#)[0].keyword.expect("a place");
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
        let error = judge(&tree, "contracts/types/n.json", "1").expect_err("refused");
        assert!(error.contains("is no file below contracts/"), "{error}");
    }

    #[test]
    fn alternatives_that_multiply_are_refused() {
        let mut defs: Vec<String> = (0..40)
            .map(|i| {
                format!(
                    r##""a{i}": {{"anyOf": [{{"$ref": "#/$defs/a{0}"}}, {{"$ref": "#/$defs/a{0}"}}]}}"##,
                    i + 1
                )
            })
            .collect();
        defs.push(r#""a40": {"type": "string"}"#.to_owned());
        let text = format!(r##"{{"items": {{"$ref": "#/$defs/a0"}}, "$defs": {{{}}}}}"##, defs.join(","));
        let (_, tree) = self::tree(&[("contracts/types/n.json", &text)]);
        assert!(judge(&tree, "contracts/types/n.json", "[1]").is_err());

        let (_, tree) =
            self::tree(&[("contracts/types/n.json", r##"{"anyOf": [{"$ref": "#"}, {"type": "null"}]}"##)]);
        assert!(judge(&tree, "contracts/types/n.json", "1").is_err());
    }

    #[test]
    fn documents_that_multiply_are_given_up() {
        let text = r##"{"anyOf": [{"type": "null"}, {"properties": {"x": {"$ref": "#"}}, "required": ["x"]},
            {"properties": {"x": {"$ref": "#"}}, "required": ["x"]}]}"##;
        let (_, tree) = self::tree(&[("contracts/types/n.json", text)]);
        let nested = |depth, end| format!("{}{end}{}", r#"{"x":"#.repeat(depth), "}".repeat(depth));
        assert_eq!(violations(&tree, "contracts/types/n.json", &nested(100, "null")), []);
        assert_eq!(violations(&tree, "contracts/types/n.json", &nested(3, "{}")).len(), 1);
        let verdict = judge(&tree, "contracts/types/n.json", &nested(100, "{}")).expect("a validator");
        assert!(matches!(verdict, Verdict::TooCostly), "{verdict:?}");
    }
}

//! Validators of a tree's schemas, `$ref`s to other files included.

use std::collections::BTreeMap;
use std::sync::Arc;

use jsonschema::{Draft, PatternOptions, Uri, ValidationError, Validator};

use super::cost::{self, Budget};
use super::formats::Format;
use super::instance::{Instance, Located};
use crate::emit::closed::{self, Closed};
use crate::finding::{FileId, Place};
use crate::guard::guarded;
use crate::load::{Document, Node, Tree};
use crate::resolve::{Contracts, SchemaId, Schemas, decoded};

/// The URI of every schema that is judged by, so that what the validator says has a place in it.
const BASE: &str = "contracts:///schema";

/// The documents of a tree, ready to make validators of.
pub struct Validators<'t> {
    contracts: &'t Contracts,
    files: Arc<BTreeMap<FileId, &'t Document>>,
    paths: &'t BTreeMap<String, Document>,
}

/// A schema that documents can be held against. Formats are asserted.
pub struct SchemaValidator<'t> {
    schemas: &'t Schemas,
    files: Arc<BTreeMap<FileId, &'t Document>>,
    /// The schemas of the closed document, by their number.
    order: Vec<SchemaId>,
    inner: Validator<Located>,
}

/// What a schema says about a document.
#[derive(Debug)]
pub enum Verdict {
    /// It is valid.
    Valid,
    /// Everything that is wrong with it, in the order of the validator.
    Invalid(Vec<Violation>),
    /// Not known, and why, in words that follow on the document's name.
    Unknown(&'static str),
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
    pub fn new(tree: &'t Tree, contracts: &'t Contracts) -> Self {
        let metaschemas = tree.metaschemas.values().map(|document| &**document);
        let files = tree.documents.values().chain(metaschemas).map(|document| (document.file, document));
        Self { contracts, files: Arc::new(files.collect()), paths: &tree.documents }
    }

    /// The validator of the schema at a JSON Pointer of a file.
    ///
    /// Fails for schemas that cannot be judged by, with the reason.
    pub fn schema(&self, path: &str, pointer: &str) -> Result<SchemaValidator<'t>, String> {
        let schemas = &self.contracts.schemas;
        let file = self.paths.get(path).map(|document| document.file);
        let id = file.and_then(|file| schemas.at(file, pointer));
        let Some(id) = id else { return Err(format!("no schema stands at #{pointer} of {path}")) };
        if cost::multiplies(schemas, id) {
            return Err("its alternatives of alternatives are too many to be tried".to_owned());
        }
        // The graph says what the schema means, here as for the generated code.
        let Closed { document, order } = closed::closed(schemas, id);
        if order.iter().any(|id| schemas.is_unresolved(*id)) {
            return Err("a `$ref` in it leads to nothing".to_owned());
        }
        let inner = jsonschema::options_for::<Located>()
            .with_draft(Draft::Draft202012)
            .with_base_uri(BASE)
            .with_pattern_options(PatternOptions::regex())
            .with_keyword("format", |_, value, _| {
                Ok(Box::new(Format::new(value.as_str().unwrap_or_default())))
            })
            .build(&document.to_serde())
            .map_err(|error| error.to_string())?;
        Ok(SchemaValidator { schemas, files: Arc::clone(&self.files), order, inner })
    }
}

impl SchemaValidator<'_> {
    /// Judges a document.
    pub fn judge(&self, document: &Node) -> Verdict {
        guarded(|| self.verdict(document)).unwrap_or(Verdict::Unknown("the validator fails"))
    }

    fn verdict(&self, document: &Node) -> Verdict {
        let budget = Budget::of(document);
        let is_valid = self.inner.is_valid(Instance::Node(document, &budget));
        let violations: Vec<Violation> = if is_valid || budget.is_spent() {
            Vec::new()
        } else {
            let errors = self.inner.iter_errors(Instance::Node(document, &budget));
            errors.map(|error| self.violation(&error)).collect()
        };
        if budget.is_spent() {
            // More than a document of its size is worth.
            Verdict::Unknown("it takes too many steps")
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

    /// Where the keyword stands that the validator names; its schema, where it has another name there.
    fn place(&self, uri: &Uri<String>) -> Option<Place> {
        let rest = uri.as_str().strip_prefix(BASE)?.strip_prefix("#/$defs/")?;
        let (number, keyword) = rest.split_once('/').unwrap_or((rest, ""));
        let schema = self.schemas.get(*self.order.get(number.parse::<usize>().ok()?)?);
        let node = self.files.get(&schema.place.file)?.root.pointer(&schema.pointer)?;
        let keyword = node.pointer(&format!("/{}", decoded(keyword)?));
        Some(keyword.unwrap_or(node).place)
    }
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
        Validators::new(tree, &contracts).schema(path, "").map(|validator| validator.judge(&node))
    }

    #[track_caller]
    fn all(tree: &Tree, path: &str, document: &str) -> Vec<Violation> {
        match judge(tree, path, document).expect("a validator") {
            Verdict::Valid => Vec::new(),
            Verdict::Invalid(violations) => violations,
            Verdict::Unknown(why) => panic!("{why}"),
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
        assert!(error.contains("leads to nothing"), "{error}");
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
        assert!(matches!(verdict, Verdict::Unknown(_)), "{verdict:?}");
    }
}

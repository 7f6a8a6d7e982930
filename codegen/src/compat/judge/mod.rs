//! The second opinion: a schema of a tree as a validator of the `jsonschema` crate.
//!
//! Every schema that can concern the witness becomes an entry of `$defs` of one document, or more than one if what is
//! left out of it hangs on who refers to it, or stands in its place, and every
//! `$ref` points into it: nothing is retrieved from anywhere, and recursion needs no special care.

mod bundle;
mod inline;

use std::collections::BTreeSet;
use std::error::Error;

use jsonschema::{Draft, Registry, RegistryBuilder, Retrieve, Uri, Validator};
use serde_json::{Value, json};

use super::numerals::Numerals;
use super::texts::with_media_types;
use crate::guard::guarded;
use crate::load::Node;
use crate::number::Number;
use crate::resolve::{Draft as Dialect, SchemaId, Schemas, Type};
use bundle::{Bundle, Written};

/// The formats of strings that generated readers check.
pub(super) const TEXT_FORMATS: [&str; 6] = ["date", "date-time", "duration", "email", "uri", "uuid"];
/// The formats of numbers that generated readers check.
pub(super) const NUMBER_FORMATS: [&str; 4] = ["decimal", "double", "int32", "int64"];

/// How a schema is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum View {
    /// What JSON Schema says.
    Plain,
    /// What generated code writes: as [`View::Plain`], and no undeclared property.
    Writer,
    /// What generated code reads: as [`View::Plain`], and any value of the base type for an open enum.
    Reader,
}

/// Which formats count as assertions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Formats {
    /// None: they are annotations.
    None,
    /// Those that generated readers check.
    Generated,
    /// Every one that the validator knows.
    All,
}

/// What documents can meet, so that only that is written out.
pub(super) struct Concern {
    /// The names of their members.
    pub(super) names: BTreeSet<String>,
    pub(super) numerals: Numerals,
}

/// One side of a judgement.
#[derive(Clone, Copy)]
pub(super) struct Party<'a> {
    pub(super) schemas: &'a Schemas,
    pub(super) root: SchemaId,
    pub(super) view: View,
    pub(super) formats: Formats,
    /// The names of members by which one comes to what refuses the documents, if it is enough that other members are
    /// judged less strictly.
    pub(super) way: Option<&'a BTreeSet<String>>,
}

/// A validator of what a writer writes and a reader refuses.
#[derive(Debug)]
pub(super) struct Judge {
    validator: Validator,
}

impl Judge {
    /// A validator for each of what a schema that is not here may say, nothing or no to all; one, if there is no
    /// difference. If only formats that accept less are wanted, `None` where there are others.
    ///
    /// # Errors
    /// Says why there is none: a pattern that is no pattern, a number beyond all bounds.
    pub(super) fn each(
        parties: [Party<'_>; 2],
        concern: &Concern,
        straight: bool,
    ) -> Result<Option<Vec<Self>>, String> {
        let outside = parties.iter().any(|party| party.schemas.has_outside());
        let unseen: &[bool] = if outside { &[true, false] } else { &[true] };
        let mut documents = Vec::new();
        for unseen in unseen {
            let [writer, reader] = &parties;
            let writer = Bundle::of(writer, "w", (*unseen, straight), concern)?;
            let reader = Bundle::of(reader, "r", (*unseen, straight), concern)?;
            if straight && !(writer.straight && reader.straight) {
                return Ok(None);
            }
            let document = document(writer, reader);
            if !documents.contains(&document) {
                documents.push(document);
            }
        }
        documents.iter().map(Self::of).collect::<Result<_, _>>().map(Some)
    }

    fn of(document: &Value) -> Result<Self, String> {
        let built = guarded(|| {
            // By a reference, as the crate holds only what it is given itself against the metaschema, which takes
            // its time; what is written out here is a schema.
            let registry = Registry::new()
                .draft(Draft::Draft202012)
                .retriever(Drafts)
                .add(DOCUMENT, document)
                .and_then(RegistryBuilder::prepare)
                .map_err(|error| error.to_string())?;
            with_media_types(jsonschema::options())
                .with_draft(Draft::Draft202012)
                // Where they do not count, none is written out.
                .should_validate_formats(true)
                .with_registry(&registry)
                .build(&json!({ "$ref": DOCUMENT }))
                .map_err(|error| error.to_string())
        });
        let validator = built.unwrap_or_else(|| Err("the validator fails".to_owned()))?;
        Ok(Self { validator })
    }

    /// Whether the writer's schema accepts the document and the reader's refuses it; `None` where the validator
    /// fails.
    pub(super) fn confirms(&self, document: &Value) -> Option<bool> {
        guarded(|| self.validator.is_valid(document))
    }
}

/// What the writer's schema accepts and the reader's refuses, as one schema of draft 2020-12 that refers to nothing
/// outside.
fn document(writer: Written, reader: Written) -> Value {
    let mut defs = writer.defs;
    defs.extend(reader.defs);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "allOf": [writer.schema, { "not": reader.schema }],
        "$defs": defs,
    })
}

/// The name of such a schema.
const DOCUMENT: &str = "urn:judge";

/// The name of a schema of draft-04, by which of all numbers only integers are valid.
const WHOLE: &str = "urn:draft-04:integer";

/// Gives that schema, and nothing else.
struct Drafts;

impl Retrieve for Drafts {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn Error + Send + Sync>> {
        if uri.as_str() != WHOLE {
            return Err(format!("{uri} is not here").into());
        }
        let types = Type::ALL.into_iter().filter(|kind| *kind != Type::Number).map(Type::name);
        Ok(json!({ "$schema": Dialect::Draft4.uri(), "type": types.collect::<Vec<_>>() }))
    }
}

/// The type of a value.
pub(super) fn type_of(node: &Node) -> Type {
    use crate::load::Value as Json;
    match &node.value {
        Json::Null => Type::Null,
        Json::Bool(_) => Type::Boolean,
        Json::Number(text) if Number::parse(text).is_some_and(|n| n.is_integer()) => Type::Integer,
        Json::Number(_) => Type::Number,
        Json::String(_) => Type::String,
        Json::Array(_) => Type::Array,
        Json::Object(_) => Type::Object,
    }
}

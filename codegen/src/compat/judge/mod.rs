//! The second opinion: a schema of a tree as a validator of the `jsonschema` crate.
//!
//! Every schema that is reachable becomes an entry of `$defs` of one document, or stands in its place, and every
//! `$ref` points into it: nothing is retrieved from anywhere, and recursion needs no special care.

mod bundle;
mod inline;

use std::collections::BTreeSet;
use std::error::Error;

use jsonschema::{Retrieve, Uri, Validator};
use serde_json::{Value, json};

use super::numerals::Numerals;
use crate::guard::guarded;
use crate::load::Node;
use crate::number::Number;
use crate::resolve::{Draft, SchemaId, Schemas, Type};
use bundle::Bundle;

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
}

/// A validator of what a writer writes and a reader refuses.
#[derive(Debug)]
pub(super) struct Judge {
    validator: Validator,
}

impl Judge {
    /// A validator for each reading of `format`, and for each of what a schema that is not here may say, nothing or
    /// no to all; one, if there is no difference.
    ///
    /// # Errors
    /// Says why there is none: a pattern that is no pattern, a number beyond all bounds.
    pub(super) fn each(
        [writer, reader]: [Party<'_>; 2],
        all: &[Formats],
        concern: &Concern,
    ) -> Result<Vec<Self>, String> {
        let outside = writer.schemas.has_outside() || reader.schemas.has_outside();
        let unseen: &[bool] = if outside { &[true, false] } else { &[true] };
        let mut documents = Vec::new();
        for formats in all {
            for unseen in unseen {
                let document = document([writer, reader], (*formats, *unseen), concern)?;
                if !documents.iter().any(|(_, other)| *other == document) {
                    documents.push((*formats, document));
                }
            }
        }
        documents.iter().map(|(formats, document)| Self::of(document, *formats)).collect()
    }

    fn of(document: &Value, formats: Formats) -> Result<Self, String> {
        let built = guarded(|| {
            jsonschema::options()
                .with_draft(jsonschema::Draft::Draft202012)
                .should_validate_formats(formats != Formats::None)
                .with_retriever(Drafts)
                .build(document)
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
fn document(
    [writer, reader]: [Party<'_>; 2],
    how: (Formats, bool),
    concern: &Concern,
) -> Result<Value, String> {
    let (accepted, mut defs) = Bundle::of(writer, "w", how, concern)?;
    let (refused, others) = Bundle::of(reader, "r", how, concern)?;
    defs.extend(others);
    Ok(json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "allOf": [accepted, { "not": refused }],
        "$defs": defs,
    }))
}

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
        Ok(json!({ "$schema": Draft::Draft4.uri(), "type": types.collect::<Vec<_>>() }))
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

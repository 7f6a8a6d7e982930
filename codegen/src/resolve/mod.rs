//! The second step: documents become a graph of typed schemas, and files become events, shared types and
//! the envelope.

pub mod contract;
mod parse;
pub mod rules;
pub mod schema;
mod spelling;

use std::collections::BTreeMap;

use crate::finding::{FileId, Finding};
use crate::load::Tree;
pub use contract::{Contract, Contracts, Lifecycle, Status, Version};
pub use schema::{Body, Entry, Keywords, Located, Schema, SchemaId, Type, TypeSet};
pub(crate) use spelling::nearest;

/// All schemas of a tree.
#[derive(Debug, Clone, Default)]
pub struct Schemas {
    nodes: Vec<Schema>,
    by_pointer: BTreeMap<(FileId, String), SchemaId>,
}

impl Schemas {
    /// The schema of an id that came from here.
    pub fn get(&self, id: SchemaId) -> &Schema {
        &self.nodes[id.0 as usize]
    }

    /// Its keywords, if it is not a boolean schema.
    pub fn keywords(&self, id: SchemaId) -> Option<&Keywords> {
        match &self.get(id).body {
            Body::Keywords(keywords) => Some(keywords),
            Body::Bool(_) => None,
        }
    }

    /// The schema at a JSON Pointer of a file.
    pub fn at(&self, file: FileId, pointer: &str) -> Option<SchemaId> {
        self.by_pointer.get(&(file, pointer.to_owned())).copied()
    }

    /// The files that schemas stand in.
    pub fn files(&self) -> Vec<FileId> {
        let mut files: Vec<FileId> = self.nodes.iter().map(|schema| schema.place.file).collect();
        files.sort_unstable();
        files.dedup();
        files
    }

    /// The root schema of the file that a schema stands in.
    pub fn root_of(&self, id: SchemaId) -> Option<SchemaId> {
        self.at(self.get(id).place.file, "")
    }

    /// Follows `$ref`s that stand alone or beside annotations only, and gives the schema at the end. `None`
    /// for a chain that comes back to itself.
    pub fn follow(&self, mut id: SchemaId) -> Option<SchemaId> {
        for _ in 0..=self.nodes.len() {
            match self.keywords(id).and_then(|keywords| keywords.reference.as_ref().map(|r| (keywords, r))) {
                Some((keywords, reference)) if keywords.is_bare_reference() => id = reference.value,
                _ => return Some(id),
            }
        }
        None
    }

    fn push(&mut self, schema: Schema) -> SchemaId {
        let id = SchemaId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.by_pointer.insert((schema.place.file, schema.pointer.clone()), id);
        self.nodes.push(schema);
        id
    }
}

/// Resolves a tree. Never fails: what is wrong is in the findings, and what is right is in the result.
pub fn resolve(tree: &Tree) -> (Contracts, Vec<Finding>) {
    let mut findings = Vec::new();
    let schemas = parse::schemas(tree, &mut findings);
    let contracts = contract::classify(tree, schemas, &mut findings);
    (contracts, findings)
}

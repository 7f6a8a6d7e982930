//! The second step: documents become a graph of typed schemas, and files become events, shared types and
//! the envelope.

pub mod contract;
pub mod draft;
mod encoding;
mod keywords;
mod link;
mod parse;
pub mod plain;
pub mod rules;
pub mod schema;
mod scope;
mod spelling;
mod uri;
mod values;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::finding::{FileId, Finding};
use crate::load::{Document, Tree};
pub use contract::{Contract, Contracts, Lifecycle, Status, Version};
pub use draft::Draft;
pub use parse::Library;
use parse::{Held, Mode, Parser};
pub use plain::{Plain, PlainFile, PlainOptions, PlainRoot, resolve_plain};
pub use schema::{Body, Entry, Keyword, Keywords, Located, Schema, SchemaId, Type, TypeSet};
pub(crate) use spelling::nearest;
pub(crate) use uri::{decoded, percent_encode};

/// All schemas of a tree.
#[derive(Debug, Clone, Default)]
pub struct Schemas {
    nodes: Vec<Schema>,
    by_pointer: BTreeMap<(FileId, String), SchemaId>,
    /// By schema: the end of the chain of references that begins there.
    ends: Vec<SchemaId>,
    /// What a reference that leads to nothing names; `None` for one that leads back to itself.
    unresolved: BTreeMap<SchemaId, Option<String>>,
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

    /// How many schemas there are.
    pub fn count(&self) -> usize {
        self.nodes.len()
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
    pub fn follow(&self, id: SchemaId) -> Option<SchemaId> {
        self.ends.get(id.0 as usize).copied()
    }

    /// Whether the schema has a reference that leads to nothing, or back to itself, which is a finding.
    pub fn is_unresolved(&self, id: SchemaId) -> bool {
        self.unresolved.contains_key(&id)
    }

    /// What the schema's reference names, if that is not here: the same text for the same place.
    pub fn outside(&self, id: SchemaId) -> Option<&str> {
        self.unresolved.get(&id)?.as_deref()
    }

    /// Whether any reference names what is not here.
    pub fn has_outside(&self) -> bool {
        self.unresolved.values().any(Option::is_some)
    }

    /// The next schema of a chain of references that stand alone.
    fn next(&self, id: SchemaId) -> Option<SchemaId> {
        let keywords = self.keywords(id)?;
        keywords.reference.as_ref().filter(|_| keywords.is_bare_reference()).map(|reference| reference.value)
    }

    /// The JSON Pointers of a file's schemas.
    pub(crate) fn pointers(&self, file: FileId) -> impl Iterator<Item = &str> {
        self.by_pointer
            .range((file, String::new())..)
            .take_while(move |((of, _), _)| *of == file)
            .map(|((_, pointer), _)| pointer.as_str())
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
    let mut library = Metaschemas(tree);
    let mut parser = Parser::new(Mode::Contracts, Draft::default(), &mut library, &mut findings);
    let mut roots = Vec::new();
    for (path, document) in &tree.documents {
        if let Some(location) = uri::of_path(uri::CONTRACTS, path) {
            parser.document(&Held::Borrowed(document), location, parser.draft);
            roots.extend(parser.schemas.at(document.file, ""));
        }
    }
    let dynamics = parser.link();
    parser.make_static(dynamics, &roots);
    parser.ends();
    if parser.loops() {
        parser.ends();
    }
    let schemas = parser.schemas;
    let contracts = contract::classify(tree, schemas, &mut findings);
    (contracts, findings)
}

/// All that a contract may refer to outside of its tree.
struct Metaschemas<'t>(&'t Tree);

impl Library for Metaschemas<'_> {
    fn find(&mut self, url: &str) -> Option<Arc<Document>> {
        crate::load::metaschema::name(url).and_then(|name| self.0.metaschemas.get(name)).cloned()
    }

    fn advice(&self, _: &str) -> String {
        "put the schema into a file below contracts/ and refer to it by its path".to_owned()
    }
}

//! What every rule looks at.

use crate::finding::Place;
use crate::load::Tree;
use crate::resolve::{Contract, Contracts, Entry, Keywords, SchemaId, TypeSet};
use crate::validate::walk::children;

/// A schema object on the way through a file.
#[derive(Debug, Clone, Copy)]
pub struct Visited<'a> {
    /// The schema.
    pub id: SchemaId,
    /// Its keywords.
    pub keywords: &'a Keywords,
    /// Path of its file.
    pub path: &'a str,
    /// JSON Pointer from the root of the file.
    pub pointer: &'a str,
    /// Whether it stands below `if`, `then`, `else` or `not`, where nothing is declared.
    pub is_condition: bool,
}

/// A tree, its contracts, and every schema object in them.
pub struct Context<'a> {
    /// The tree.
    pub tree: &'a Tree,
    /// What it resolves to.
    pub contracts: &'a Contracts,
    /// Every schema object that is no boolean, file by file.
    pub schemas: Vec<Visited<'a>>,
}

impl<'a> Context<'a> {
    /// Collects the schemas.
    pub fn new(tree: &'a Tree, contracts: &'a Contracts) -> Self {
        let mut schemas = Vec::new();
        for (path, document) in &tree.documents {
            let mut stack: Vec<(SchemaId, bool)> =
                contracts.schemas.at(document.file, "").into_iter().map(|root| (root, false)).collect();
            while let Some((id, is_condition)) = stack.pop() {
                let Some(keywords) = contracts.schemas.keywords(id) else { continue };
                let pointer = &contracts.schemas.get(id).pointer;
                schemas.push(Visited { id, keywords, path, pointer, is_condition });
                let below = children(keywords)
                    .into_iter()
                    .map(|(child, condition)| (child, condition || is_condition));
                stack.extend(below.rev());
            }
        }
        Self { tree, contracts, schemas }
    }

    /// Every declared property, with the schema that declares it.
    pub fn properties(&self) -> impl Iterator<Item = (&Visited<'a>, &'a Entry)> {
        let declaring = self.schemas.iter().filter(|visited| !visited.is_condition);
        declaring.flat_map(|visited| visited.keywords.properties.iter().map(move |entry| (visited, entry)))
    }

    /// The schemas of one file.
    pub fn of_file(&self, path: &str) -> &[Visited<'a>] {
        // They stand in the order of the paths.
        let start = self.schemas.partition_point(|visited| visited.path < path);
        let end = self.schemas.partition_point(|visited| visited.path <= path);
        &self.schemas[start..end]
    }

    /// The keywords of a schema, or of the one that its lone `$ref` leads to.
    pub fn followed(&self, id: SchemaId) -> Option<&'a Keywords> {
        self.contracts.schemas.keywords(self.contracts.schemas.follow(id)?)
    }

    /// Where a value of a contract's `x-event` stands; its type where there is no such value.
    pub fn x_event_place(&self, contract: &Contract, key: &str) -> Place {
        let document = self.tree.documents.get(&contract.path);
        let value = document.and_then(|document| document.root.get("x-event")?.get(key));
        value.map_or(contract.type_place, |value| value.place)
    }

    /// The types that a schema names, `$ref` followed.
    pub fn types(&self, id: SchemaId) -> TypeSet {
        self.followed(id)
            .and_then(|keywords| keywords.types.as_ref())
            .map(|types| types.value)
            .unwrap_or_default()
    }
}

/// The words of a name in camel case, lower case: `unitPriceEUR` is `unit`, `price`, `eur`.
pub(crate) fn words(name: &str) -> Vec<String> {
    use heck::ToSnakeCase;
    name.to_snake_case().split('_').map(str::to_owned).collect()
}

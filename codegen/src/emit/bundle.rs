//! A contract with everything it refers to, as one JSON Schema document.

use std::collections::{BTreeMap, BTreeSet};

use super::closed::closed;
use super::json::pretty;
use crate::finding::{FileId, Place};
use crate::load::json::Member;
use crate::load::{Document, Node, Tree, Value};
use crate::lower::names::type_name;
use crate::resolve::{Contract, Contracts, Draft, SchemaId, percent_encode};

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
    vec![member("$schema", Value::String(DIALECT.to_owned()), place), member("$id", Value::String(id), place)]
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
                    "$ref" | "title" | "description" | "default" | "examples" | "definitions"
                    | "$comment" => true,
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

#[cfg(test)]
mod tests;

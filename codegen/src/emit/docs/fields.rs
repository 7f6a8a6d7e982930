//! The fields of a schema as a table: one row a field, nested ones by their path.

use std::collections::BTreeMap;

use super::escape::{code, text};
use super::site::{Page, Site};
use super::table::Table;
use super::words::Structure;
use crate::emit::json::string;
use crate::load::Value;
use crate::resolve::{Keywords, SchemaId};

impl Site<'_> {
    /// The table of all fields below a schema; shared types are linked and not spelt out.
    pub(super) fn fields(&self, page: &Page, schema: SchemaId) -> Table {
        let table = Table::new(&["Field", "Type", "Required", "Nullable", "Constraints", "Description"]);
        let mut walk = Walk { site: self, page, table, seen: BTreeMap::new(), depth: 0 };
        walk.children(schema, "");
        walk.table
    }

    /// Marks and description of a value: its own words, or those of the type that it refers to.
    pub(super) fn says(&self, schema: SchemaId) -> String {
        let mut parts: Vec<String> = Vec::new();
        let chain = self.chain(schema);
        if chain.iter().any(|k| k.deprecated.as_ref().is_some_and(|deprecated| deprecated.value)) {
            parts.push("**Deprecated.**".to_owned());
        }
        if chain.iter().any(|k| is_personal(k)) {
            parts.push("**Personal data.**".to_owned());
        }
        let described = chain.iter().find_map(|k| k.description.as_ref());
        parts.extend(described.map(|description| text(&description.value)));
        // The comment of a shared type stands with that type.
        let comment = self.own_chain(schema).iter().find_map(|k| k.comment.as_ref());
        parts.extend(comment.map(|comment| format!("_{}_", text(&comment.value))));
        parts.retain(|part| !part.is_empty() && part != "__");
        parts.join(" ")
    }

    /// Whether the value is marked as personal data, here or in its type.
    pub(super) fn personal(&self, schema: SchemaId) -> bool {
        self.chain(schema).iter().any(|k| is_personal(k))
    }

    /// Whether the value is marked as deprecated, here or in its type.
    pub(super) fn deprecated(&self, schema: SchemaId) -> bool {
        self.chain(schema).iter().any(|k| k.deprecated.as_ref().is_some_and(|deprecated| deprecated.value))
    }

    /// The keywords of a schema and of what it refers to, in order.
    fn chain(&self, schema: SchemaId) -> Vec<&Keywords> {
        let (end, last) = self.target(schema);
        let mut chain = self.links(schema, end);
        chain.extend(last);
        chain
    }

    /// The same, without shared types.
    fn own_chain(&self, schema: SchemaId) -> Vec<&Keywords> {
        match self.refers_to_shared(schema) {
            Some((shared, _)) => self.links(schema, shared),
            None => self.chain(schema),
        }
    }

    /// The schemas from `from` to before `to`.
    fn links(&self, from: SchemaId, to: SchemaId) -> Vec<&Keywords> {
        let mut links = Vec::new();
        let mut schema = from;
        while schema != to {
            let Some(keywords) = self.contracts.schemas.keywords(schema) else { break };
            links.push(keywords);
            let Some(reference) = &keywords.reference else { break };
            schema = reference.value;
        }
        links
    }
}

fn is_personal(keywords: &Keywords) -> bool {
    keywords
        .extension("x-pii")
        .is_some_and(|pii| !matches!(pii.value.value, Value::Bool(false) | Value::Null))
}

/// The path of a member, as the tables write it.
pub(super) fn member(path: &str, name: &str) -> String {
    let simple =
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '@'));
    match (path, simple) {
        ("", true) => name.to_owned(),
        (path, true) => format!("{path}.{name}"),
        (path, false) => format!("{path}[{}]", string(name)),
    }
}

/// The path of a form of a choice.
pub(super) fn form(path: &str, value: &str) -> String {
    format!("{path}({value})")
}

/// Fields nested deeper than this are neither listed nor compared.
pub(super) const DEEPEST: usize = 64;

struct Walk<'s, 'a> {
    site: &'s Site<'a>,
    page: &'s Page,
    table: Table,
    /// Schemas whose fields stand in the table already, with the path where. A type that contains itself
    /// ends here, and so does one that is used often.
    seen: BTreeMap<SchemaId, String>,
    depth: usize,
}

impl Walk<'_, '_> {
    fn row(&mut self, schema: SchemaId, path: &str, required: Option<bool>) {
        let site = self.site;
        let word = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
        let shared = site.refers_to_shared(schema).is_some();
        // Those of a shared type stand with that type.
        let rules = if shared { Vec::new() } else { site.rules(schema) };
        let mut rules: Vec<String> = rules.into_iter().map(|rule| rule.text).collect();
        let known = (!shared).then(|| self.seen.get(&site.target(schema).0)).flatten();
        rules.extend(
            known.map(|path| format!("fields as in {}", code(if path.is_empty() { "data" } else { path }))),
        );
        let nullable = if site.nullable(schema) { "yes".to_owned() } else { String::new() };
        let row = [
            code(path),
            site.type_words(self.page, schema),
            required.map(word).unwrap_or_default(),
            nullable,
            rules.join("; "),
            site.says(schema),
        ];
        self.table.row(row);
        if !shared && known.is_none() {
            self.children(schema, path);
        }
    }

    fn children(&mut self, schema: SchemaId, path: &str) {
        let structure = self.site.structure(schema);
        if self.depth == DEEPEST && !matches!(structure, Structure::Scalar) {
            self.table.row([code(path), "deeper fields are in the contract".to_owned()]);
            return;
        }
        self.depth += 1;
        if !matches!(structure, Structure::Scalar) {
            self.seen.insert(self.site.target(schema).0, path.to_owned());
        }
        match structure {
            Structure::Object(keywords) => {
                for entry in &keywords.properties {
                    self.row(entry.schema, &member(path, &entry.name), Some(keywords.requires(&entry.name)));
                }
            }
            Structure::List(Some(items)) => self.items(items, &format!("{path}[]")),
            Structure::Map(Some(values)) => self.items(values, &format!("{path}.*")),
            Structure::Choice(arms, _) => {
                for (value, arm) in arms {
                    self.row(arm, &form(path, &value), None);
                }
            }
            Structure::List(None) | Structure::Map(None) | Structure::Scalar => {}
        }
        self.depth -= 1;
    }

    /// A row for the items of a list, if there is more to say about them than their type.
    fn items(&mut self, items: SchemaId, path: &str) {
        let site = self.site;
        let shared = site.refers_to_shared(items).is_some();
        let says = site.own_chain(items).iter().any(|k| k.description.is_some() || k.comment.is_some());
        let more = !site.rules(items).is_empty() || !matches!(site.structure(items), Structure::Scalar);
        let is_object = matches!(site.structure(items), Structure::Object(_));
        let is_new = !self.seen.contains_key(&site.target(items).0);
        if !says
            && !shared
            && is_object
            && is_new
            && site.rules(items).is_empty()
            && site.says(items).is_empty()
        {
            // The list's own row says already that they are objects.
            self.children(items, path);
        } else if says || site.personal(items) || (more && !shared) {
            self.row(items, path, None);
        }
    }
}

//! The pages of shared types, one a folder.

use std::collections::{BTreeMap, BTreeSet};

use super::escape::text;
use super::out::Out;
use super::site::{Page, Site, types_title};
use super::table::Table;
use super::words::{Structure, literal};
use crate::load::{Node, Value};
use crate::resolve::{Keywords, SchemaId, Version};
use crate::validate::walk::children;

/// Shared type → event id → the versions that use it, directly or through others.
pub(super) type Users = BTreeMap<SchemaId, BTreeMap<String, BTreeSet<Version>>>;

impl Site<'_> {
    /// Who uses which shared type.
    pub(super) fn users(&self) -> Users {
        let mut users = Users::new();
        for contract in self.contracts.all() {
            let mut seen = BTreeSet::new();
            let mut queue = vec![contract.schema];
            while let Some(schema) = queue.pop() {
                if !seen.insert(schema) {
                    continue;
                }
                if self.shared(schema).is_some() {
                    let versions = users.entry(schema).or_default().entry(contract.event_id()).or_default();
                    versions.insert(contract.version);
                }
                queue.extend(self.contracts.schemas.keywords(schema).map(below).unwrap_or_default());
            }
        }
        users
    }

    pub(super) fn types_page(&self, home: &[String], users: &Users) -> String {
        let page = &Page::Types(home.to_vec());
        let domain = home.first().filter(|first| self.domains().contains(first.as_str()));
        let mut out = self.page(page, domain.map(String::as_str));
        out.block(&format!("# {}", text(&types_title(home))));
        let types = self.shared_in(home);
        let links: Vec<String> = types.iter().map(|(_, shared)| self.shared_link(page, shared)).collect();
        out.block(&links.join(" · "));
        for (schema, shared) in types {
            out.block(&format!("## {}", text(&shared.name)));
            self.shared_type_section(page, schema, users, &mut out);
        }
        let folder = if home.is_empty() { String::new() } else { format!("/{}", home.join("/")) };
        out.close(&format!("contracts{folder}"))
    }

    fn shared_type_section(&self, page: &Page, schema: SchemaId, users: &Users, out: &mut Out) {
        self.description(schema, out);
        let mut facts = Table::new(&["Fact", "Value"]);
        let mut fact = |name: &str, value: String| facts.row([name.to_owned(), value]);
        let keywords = self.contracts.schemas.keywords(schema);
        fact("Type", self.own_words(page, schema, 0));
        if self.nullable(schema) {
            fact("Nullable", "yes".to_owned());
        }
        if self.deprecated(schema) {
            fact("Deprecated", "yes".to_owned());
        }
        if self.personal(schema) {
            fact("Personal data", "yes".to_owned());
        }
        let values = keywords.and_then(|k| k.enumeration.as_ref());
        let rules: Vec<String> = self
            .rules(schema)
            .into_iter()
            .filter(|rule| values.is_none() || rule.about != "the values")
            .map(|rule| rule.text)
            .collect();
        if !rules.is_empty() {
            fact("Constraints", rules.join("; "));
        }
        for (language, name) in self.shared_type(schema).map(|def| self.code_names(def)).unwrap_or_default() {
            fact(language, super::escape::code(&name));
        }
        let path = self.file_of(schema);
        fact("Contract", format!("[{}]({})", text(path), self.file_url(page, path)));
        out.table(&facts);
        if let Some(values) = values {
            let open = keywords.is_some_and(|k| k.flag("x-open-enum"));
            let more = if open { "; more may follow" } else { "" };
            out.block(&format!("Its values{more}:"));
            out.list(values.value.iter().filter(|node| !matches!(node.value, Value::Null)).map(literal));
        }
        if !matches!(self.structure(schema), Structure::Scalar) {
            out.table(&self.fields(page, schema));
        }
        examples(keywords, out);
        self.used_by(page, schema, users, out);
    }

    fn used_by(&self, page: &Page, schema: SchemaId, users: &Users, out: &mut Out) {
        let Some(events) = users.get(&schema) else {
            out.block("No event uses it.");
            return;
        };
        out.block("Used by:");
        out.list(events.iter().map(|(event, versions)| {
            let versions: Vec<String> = versions.iter().map(ToString::to_string).collect();
            format!("{} {}", self.event_link(page, event), versions.join(", "))
        }));
    }
}

fn examples(keywords: Option<&Keywords>, out: &mut Out) {
    let examples = keywords.and_then(|k| k.examples.as_ref()).map(|e| e.value.as_slice()).unwrap_or_default();
    let is_short = |node: &Node| !matches!(node.value, Value::Object(_) | Value::Array(_));
    if !examples.is_empty() && examples.iter().all(is_short) {
        let literals: Vec<String> = examples.iter().map(json_literal).collect();
        out.block(&format!("For example: {}", literals.join(", ")));
        return;
    }
    for example in examples {
        out.json(example);
    }
}

/// A scalar as JSON in code.
fn json_literal(node: &Node) -> String {
    super::escape::code(&crate::emit::json::pretty(node))
}

/// The schemas that a schema is made of. `$defs` count only where something refers to them.
fn below(keywords: &Keywords) -> Vec<SchemaId> {
    let parts = children(keywords).into_iter().map(|(schema, _)| schema);
    let mut parts: Vec<SchemaId> =
        parts.filter(|schema| keywords.defs.iter().all(|entry| entry.schema != *schema)).collect();
    parts.extend(keywords.reference.as_ref().map(|located| located.value));
    parts
}

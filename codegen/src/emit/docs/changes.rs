//! What changed from one version to the next, field by field.

use std::collections::BTreeSet;

use super::escape::code;
use super::fields::{DEEPEST, form, member};
use super::site::{Page, Site};
use super::words::{Rule, Structure, literal};
use crate::load::{Node, Value};
use crate::resolve::{Contract, SchemaId};

/// A line of the list, by its class.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Added,
    Removed,
    Changed,
}

struct Diff<'s, 'a> {
    site: &'s Site<'a>,
    page: &'s Page,
    lines: Vec<(Class, String)>,
    /// Pairs that are compared already; a type that contains itself ends here.
    seen: BTreeSet<(SchemaId, SchemaId)>,
    depth: usize,
}

/// The changes as Markdown list items, those of the whole event first, then added, removed and changed
/// fields.
pub(super) fn changes(site: &Site<'_>, page: &Page, old: &Contract, new: &Contract) -> Vec<String> {
    let mut diff = Diff { site, page, lines: Vec::new(), seen: BTreeSet::new(), depth: 0 };
    diff.compare(old.schema, new.schema, "");
    diff.lines.sort_by(|a, b| a.0.cmp(&b.0));
    let mut lines = Vec::new();
    for (what, old, new) in [("source", &old.source, &new.source), ("owner", &old.owner, &new.owner)] {
        if old != new {
            lines.push(format!("The {what} is {} (was {})", code(new), code(old)));
        }
    }
    lines.extend(diff.lines.into_iter().map(|(_, line)| line));
    lines
}

impl Diff<'_, '_> {
    fn compare(&mut self, old: SchemaId, new: SchemaId, path: &str) {
        if self.site.deprecated(new) != self.site.deprecated(old) {
            let word = if self.site.deprecated(new) { "now" } else { "no longer" };
            self.changed(path, &format!("{word} deprecated"));
        }
        if self.site.personal(new) != self.site.personal(old) {
            let word = if self.site.personal(new) { "now marked" } else { "no longer marked" };
            self.changed(path, &format!("{word} as personal data"));
        }
        match (self.site.nullable(old), self.site.nullable(new)) {
            (false, true) => self.changed(path, "may now be null"),
            (true, false) => self.changed(path, "may no longer be null"),
            _ => {}
        }
        let (old_end, new_end) = (self.site.target(old).0, self.site.target(new).0);
        if old_end == new_end || !self.seen.insert((old_end, new_end)) {
            return;
        }
        let structures = (self.site.structure(old), self.site.structure(new));
        let alike = match &structures {
            (Structure::Scalar, Structure::Scalar) => {
                self.site.own_words(self.page, old, 0) == self.site.own_words(self.page, new, 0)
            }
            (Structure::Choice(_, old), Structure::Choice(_, new)) => old == new,
            (old, new) => std::mem::discriminant(old) == std::mem::discriminant(new),
        };
        if !alike {
            let was = self.site.type_words(self.page, old);
            let is = self.site.type_words(self.page, new);
            self.changed(path, &format!("{is} (was {was})"));
            return;
        }
        self.rules(old, new, path);
        if self.depth == DEEPEST && !matches!(structures.0, Structure::Scalar) {
            self.lines.push((Class::Changed, format!("Below {}, see the contracts", code(path))));
            return;
        }
        self.depth += 1;
        match structures {
            (Structure::Object(old), Structure::Object(new)) => {
                let side = |keywords: &crate::resolve::Keywords| -> Vec<Side> {
                    let entries = keywords.properties.iter();
                    entries
                        .map(|entry| (entry.name.clone(), entry.schema, keywords.requires(&entry.name)))
                        .collect()
                };
                self.members(&side(old), &side(new), path);
            }
            (Structure::List(old), Structure::List(new)) => self.items(old, new, &format!("{path}[]")),
            (Structure::Map(old), Structure::Map(new)) => self.items(old, new, &format!("{path}.*")),
            (Structure::Choice(old, _), Structure::Choice(new, _)) => self.forms(&old, &new, path),
            _ => {}
        }
        self.depth -= 1;
    }

    fn members(&mut self, old: &[Side], new: &[Side], path: &str) {
        for (name, schema, required) in new {
            let path = member(path, name);
            match old.iter().find(|(other, ..)| other == name) {
                None => {
                    let words = self.site.type_words(self.page, *schema);
                    let word = if *required { "required" } else { "optional" };
                    self.lines.push((Class::Added, format!("**Added** {}: {words}, {word}", code(&path))));
                }
                Some((_, before, was_required)) => {
                    match (was_required, required) {
                        (false, true) => self.changed(&path, "now required (was optional)"),
                        (true, false) => self.changed(&path, "now optional (was required)"),
                        _ => {}
                    }
                    self.compare(*before, *schema, &path);
                }
            }
        }
        for (name, ..) in old.iter().filter(|(name, ..)| new.iter().all(|(other, ..)| other != name)) {
            self.lines.push((Class::Removed, format!("**Removed** {}", code(&member(path, name)))));
        }
    }

    fn forms(&mut self, old: &[(String, SchemaId)], new: &[(String, SchemaId)], path: &str) {
        for (value, schema) in new {
            let path = form(path, value);
            match old.iter().find(|(other, _)| other == value) {
                Some((_, before)) => self.compare(*before, *schema, &path),
                None => self.lines.push((Class::Added, format!("**Added** the form {}", code(&path)))),
            }
        }
        for (value, _) in old.iter().filter(|(value, _)| new.iter().all(|(other, _)| other != value)) {
            self.lines.push((Class::Removed, format!("**Removed** the form {}", code(&form(path, value)))));
        }
    }

    fn items(&mut self, old: Option<SchemaId>, new: Option<SchemaId>, path: &str) {
        match (old, new) {
            (Some(old), Some(new)) => self.compare(old, new, path),
            (None, Some(new)) => {
                let words = self.site.type_words(self.page, new);
                self.changed(path, &format!("{words} (was any JSON value)"));
            }
            (Some(old), None) => {
                let words = self.site.type_words(self.page, old);
                self.changed(path, &format!("any JSON value (was {words})"));
            }
            (None, None) => {}
        }
    }

    fn rules(&mut self, old: SchemaId, new: SchemaId, path: &str) {
        let (old_rules, new_rules) = (self.site.rules(old), self.site.rules(new));
        let find = |rules: &[Rule], about: &str| {
            rules.iter().find(|rule| rule.about == about).map(|rule| rule.text.clone())
        };
        let abouts: BTreeSet<&str> = old_rules.iter().chain(&new_rules).map(|rule| rule.about).collect();
        for about in abouts {
            let line = match (find(&old_rules, about), find(&new_rules, about)) {
                (Some(was), Some(is)) if was == is => continue,
                (Some(_), Some(_)) if about == "the values" => {
                    self.values(old, new, path);
                    continue;
                }
                (Some(was), Some(is)) => format!("{is} (was {was})"),
                (None, Some(is)) => format!("now {is}"),
                (Some(was), None) => format!("no longer {was}"),
                (None, None) => continue,
            };
            self.changed(path, &line);
        }
    }

    /// Members that came or went.
    fn values(&mut self, old: SchemaId, new: SchemaId, path: &str) {
        let values = |schema: SchemaId| -> (Vec<String>, bool) {
            let keywords = self.site.target(schema).1;
            let nodes = keywords.and_then(|k| k.enumeration.as_ref()).map(|nodes| nodes.value.as_slice());
            let is_value = |node: &&Node| !matches!(node.value, Value::Null);
            let values = nodes.unwrap_or_default().iter().filter(is_value).map(literal).collect();
            (values, keywords.is_some_and(|k| k.flag("x-open-enum")))
        };
        let ((old, was_open), (new, is_open)) = (values(old), values(new));
        let without = |values: &[String], others: &[String]| -> Vec<String> {
            values.iter().filter(|value| !others.contains(value)).cloned().collect()
        };
        let mut parts = Vec::new();
        for (word, values) in [("new value", without(&new, &old)), ("value gone", without(&old, &new))] {
            if !values.is_empty() {
                parts.push(format!("{word}: {}", values.join(", ")));
            }
        }
        match (was_open, is_open) {
            (false, true) => parts.push("more values may follow".to_owned()),
            (true, false) => parts.push("no other values may follow".to_owned()),
            _ => {}
        }
        if !parts.is_empty() {
            self.changed(path, &parts.join("; "));
        }
    }

    fn changed(&mut self, path: &str, what: &str) {
        let name = code(if path.is_empty() { "data" } else { path });
        self.lines.push((Class::Changed, format!("**Changed** {name}: {what}")));
    }
}

/// A property: its name, its schema, whether it is required.
type Side = (String, SchemaId, bool);

//! The page of an event.

use std::collections::BTreeMap;

use super::changes::changes;
use super::escape::{code, paragraphs, text};
use super::fields::member;
use super::out::Out;
use super::site::{Anchors, Page, Site};
use super::table::Table;
use crate::load::json::{self, Member};
use crate::load::{Node, Value};
use crate::resolve::{Contract, SchemaId, Status, Version};

/// Stands for the envelope's fields where no envelope with an example is written down.
const ENVELOPE: &str = r#"{
  "eventId": "f123b97d-9da7-46d8-afb3-2ce6ec924db0",
  "eventType": "",
  "timestamp": "2026-01-14T16:00:00Z",
  "correlationId": "742a938a-6a7f-4f2e-977a-a423d4474b71",
  "source": "",
  "version": "",
  "data": null
}"#;

impl Site<'_> {
    /// The page of an event.
    pub(super) fn event_page(&self, id: &str, versions: &BTreeMap<Version, Contract>) -> String {
        let page = &Page::Event(id.to_owned());
        let Some(newest) = versions.values().next_back() else { return String::new() };
        let mut out = self.page(page, Some(&newest.domain));
        out.block(&format!("# {}", text(&newest.event_type)));
        self.description(newest.schema, &mut out);
        out.table(&self.facts(page, id, newest));
        let anchors = version_anchors(newest, versions);
        let links = versions.values().rev().map(|contract| {
            let anchor = anchors.get(&contract.version).map(String::as_str).unwrap_or_default();
            let status = match contract.lifecycle.status {
                Status::Active => String::new(),
                status => format!(" ({})", status.name()),
            };
            format!("[{}](#{anchor}){status}", contract.version)
        });
        out.block(&format!("Versions: {}", links.collect::<Vec<_>>().join(" · ")));
        out.block("## Producer and consumers");
        self.services_of(page, id, newest, &mut out);
        let ascending: Vec<&Contract> = versions.values().collect();
        for (index, contract) in ascending.iter().enumerate().rev() {
            let before = index.checked_sub(1).map(|before| ascending[before]);
            self.version(page, contract, before, &mut out);
        }
        out.close(&format!("contracts/{id}"))
    }

    /// The description of a schema, and the remark of its author.
    pub(super) fn description(&self, schema: SchemaId, out: &mut Out) {
        let keywords = self.contracts.schemas.keywords(schema);
        if let Some(description) = keywords.and_then(|k| k.description.as_ref()) {
            out.block(&paragraphs(&description.value));
        }
        if let Some(comment) = keywords.and_then(|k| k.comment.as_ref()) {
            out.quote(&paragraphs(&comment.value));
        }
    }

    fn facts(&self, page: &Page, id: &str, newest: &Contract) -> Table {
        let mut table = Table::new(&["Fact", "Value"]);
        let mut fact = |name: &str, value: String| table.row([name.to_owned(), value]);
        fact("Event type", code(&newest.event_type));
        fact("Domain", self.domain_link(page, &newest.domain));
        fact("Newest version", newest.version.to_string());
        fact("Status", newest.lifecycle.status.name().to_owned());
        fact("Source", self.service_link(page, &newest.source));
        fact("Owner", text(&newest.owner));
        for (language, name) in self.event_type(id).map(|def| self.code_names(def)).unwrap_or_default() {
            fact(language, code(&name));
        }
        if !self.contracts.envelopes.is_empty() {
            fact("Wrapped in", format!("[the envelope]({})", self.url(page, &Page::Envelope, "")));
        }
        table
    }

    fn services_of(&self, page: &Page, id: &str, newest: &Contract, out: &mut Out) {
        let producers: Vec<String> =
            self.producers(id).iter().map(|name| self.service_link(page, name)).collect();
        out.block(&format!("Published by {}.", producers.join(", ")));
        let mut table = Table::new(&["Consumer", "Accepts", "Fields used"]);
        for (name, subscription) in self.tree.services.consumers(id) {
            let late = newest.lifecycle.status != Status::Draft
                && !subscription.majors.contains(&newest.version.major);
            let late = if late { format!(" (not yet {})", newest.version.major) } else { String::new() };
            table.row([
                self.service_link(page, name),
                format!("{}{late}", majors(&subscription.majors)),
                uses(&subscription.uses),
            ]);
        }
        if table.is_empty() {
            out.block("Nobody is known to read it.");
        }
        out.table(&table);
    }

    fn version(&self, page: &Page, contract: &Contract, before: Option<&Contract>, out: &mut Out) {
        out.block(&format!("## Version {}", contract.version));
        self.lifecycle(page, contract, out);
        let url = self.file_url(page, &contract.path);
        out.block(&format!("Contract: [{}]({url})", text(&contract.path)));
        if let Some(before) = before {
            out.block(&format!("**Changed since {}:**", before.version));
            let mut changes = changes(self, page, before, contract);
            if changes.is_empty() {
                changes.push("Nothing that data shows: only words and examples".to_owned());
            }
            out.list(changes);
        }
        out.block("**Fields of `data`:**");
        self.field_table(page, contract.schema, out);
        let keywords = self.contracts.schemas.keywords(contract.schema);
        let examples =
            keywords.and_then(|k| k.examples.as_ref()).map(|e| e.value.as_slice()).unwrap_or_default();
        let Some((first, further)) = examples.split_first() else {
            out.block("The contract has no example.");
            return;
        };
        out.block("**Example, in its envelope:**");
        out.json(&self.envelope(contract, first));
        for (index, example) in further.iter().enumerate() {
            let number = if further.len() > 1 { format!(" {}", index + 1) } else { String::new() };
            out.block(&format!("**Further example{number} of `data`:**"));
            out.json(example);
        }
    }

    /// The table of the fields below a schema, and the conditions on the whole.
    pub(super) fn field_table(&self, page: &Page, schema: SchemaId, out: &mut Out) {
        let table = self.fields(page, schema);
        if table.is_empty() {
            out.block("It has no declared fields.");
        }
        out.table(&table);
        let rules: Vec<String> = self.rules(schema).into_iter().map(|rule| rule.text).collect();
        if !rules.is_empty() {
            out.block(&format!("For the whole: {}.", rules.join("; ")));
        }
    }

    fn lifecycle(&self, page: &Page, contract: &Contract, out: &mut Out) {
        let lifecycle = &contract.lifecycle;
        let mut sentences = match lifecycle.status {
            Status::Active => Vec::new(),
            Status::Draft => vec!["**Draft:** it may still change, and nobody should rely on it.".to_owned()],
            Status::Deprecated => vec!["**Deprecated.**".to_owned()],
            Status::Retired => vec!["**Retired:** it is no longer published.".to_owned()],
        };
        if let Some(sunset) = &lifecycle.sunset {
            sentences.push(format!("It may vanish from {} on.", text(sunset)));
        }
        if let Some(replacement) = &lifecycle.replaced_by {
            sentences.push(format!("Use {} instead.", self.replacement(page, replacement)));
        }
        if !sentences.is_empty() {
            out.quote(&sentences.join(" "));
        }
    }

    /// A link to `domain/event/version`, if there is such a contract.
    fn replacement(&self, page: &Page, reference: &str) -> String {
        let target = reference.rsplit_once('/').and_then(|(event, version)| {
            let versions = self.contracts.events.get(event)?;
            let contract = versions.get(&version.parse().ok()?)?;
            let newest = versions.values().next_back()?;
            let anchor = version_anchors(newest, versions).remove(&contract.version)?;
            let url = self.url(page, &Page::Event(event.to_owned()), &anchor);
            Some(format!("[{} {}]({url})", text(&contract.event_type), contract.version))
        });
        target.unwrap_or_else(|| code(reference))
    }

    /// The example as it travels: in the newest envelope, with its example's fields.
    fn envelope(&self, contract: &Contract, data: &Node) -> Node {
        let written = self.contracts.envelopes.values().next_back();
        let examples = written.and_then(|schema| self.contracts.schemas.keywords(*schema)?.examples.as_ref());
        let example =
            examples.and_then(|examples| examples.value.first()).filter(|node| node.as_object().is_some());
        let mut envelope = match example {
            Some(example) => example.clone(),
            None => json::parse(contract.file, ENVELOPE, &mut Vec::new()).unwrap_or_else(|| data.clone()),
        };
        let text = |text: &str| Value::String(text.to_owned());
        let values = [
            ("eventType", text(&contract.event_type)),
            ("source", text(&contract.source)),
            ("version", text(&contract.version.to_string())),
            ("data", data.value.clone()),
        ];
        if let Value::Object(members) = &mut envelope.value {
            for (key, value) in values {
                set(members, key, Node { value, place: data.place });
            }
        }
        envelope
    }
}

fn set(members: &mut Vec<Member>, key: &str, value: Node) {
    if let Some(member) = members.iter_mut().find(|member| member.key == key) {
        member.value = value;
        return;
    }
    members.push(Member { key: key.to_owned(), key_place: value.place, value });
}

/// The anchors of the headings of an event's versions, in the order of its page.
fn version_anchors(newest: &Contract, versions: &BTreeMap<Version, Contract>) -> BTreeMap<Version, String> {
    let mut anchors = Anchors::default();
    anchors.heading(&newest.event_type);
    anchors.heading("Producer and consumers");
    versions.keys().rev().map(|version| (*version, anchors.heading(&format!("Version {version}")))).collect()
}

/// Majors in words: `1, 2`.
pub(super) fn majors(majors: &[u32]) -> String {
    majors.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
}

/// JSON Pointers as the paths of the field tables.
pub(super) fn uses(pointers: &[String]) -> String {
    if pointers.is_empty() {
        return "not stated".to_owned();
    }
    let path = |pointer: &String| {
        pointer.split('/').skip(1).fold(String::new(), |path, token| match token {
            "*" => format!("{path}[]"),
            token => member(&path, &token.replace("~1", "/").replace("~0", "~")),
        })
    };
    pointers.iter().map(|pointer| code(&path(pointer))).collect::<Vec<_>>().join(", ")
}

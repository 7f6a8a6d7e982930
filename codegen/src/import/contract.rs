//! The file of a contract, from its parts.

use heck::ToKebabCase;

use super::Settings;
use super::build::{Object, layout, text};
use crate::load::Node;
use crate::output::OutputFile;
use crate::resolve::Version;

/// What is known about an event beside its schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) event_type: String,
    pub(super) description: Option<String>,
    pub(super) version: Version,
    pub(super) source: Option<String>,
    pub(super) owner: Option<String>,
}

/// Where the contract of an event stands.
pub(super) fn path(domain: &str, event_type: &str, version: Version) -> String {
    format!("contracts/{domain}/{}/{version}.json", event_type.to_kebab_case())
}

/// The name of a shared type's file.
pub(super) fn type_file(name: &str) -> String {
    format!("{}.json", name.to_kebab_case())
}

/// The file: `body` is the schema of the data, from `type` on.
pub(super) fn file(settings: &Settings, head: &Head, body: Node) -> OutputFile {
    let Settings { domain, source, owner, .. } = settings;
    let source =
        source.clone().or_else(|| head.source.clone()).unwrap_or_else(|| format!("{domain}-service"));
    let owner = owner.clone().or_else(|| head.owner.clone()).unwrap_or_else(|| format!("{domain}-team"));
    let about = Object::default()
        .with("type", text(&head.event_type))
        .with("source", text(source))
        .with("owner", text(owner))
        .with("status", text("draft"));
    let root = Object::default()
        .with("$schema", text("https://json-schema.org/draft/2020-12/schema"))
        .with("title", text(&head.event_type))
        .with("description", text(head.description.clone().unwrap_or_default()))
        .with("x-event", about.done())
        .and(body);
    OutputFile { path: path(domain, &head.event_type, head.version), text: layout(&root.done()) }
}

/// Whether a text may be the name of a service in an envelope.
pub(super) fn is_source(name: &str) -> bool {
    name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

//! Contracts from the types of a Rust crate that derive `schemars::JsonSchema`.
//!
//! The source says which types are events and where they stand ([`scan`]); a small program, built with the crate as a
//! dependency, says what their schemas are ([`program`]); and those are put into the form of contracts ([`schema`]).

mod program;
mod scan;
mod schema;
mod select;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use super::build::{Object, layout, text};
use super::contract::{self, Head};
use super::rules::{GUESS, NO_EVENT, NOT_AN_EVENT, WIRE_FORM};
use super::words::{describe, table};
use super::{Error, Imported, Settings};
use crate::finding::{FileId, Finding, Place, has_errors};
use crate::load::{Node, Sources, json};
use crate::output::OutputFile;
use crate::resolve::Version;
use scan::Found;

/// Makes a contract of each event of the crate in a folder. `features` are switched on for it. `existing` are the paths of
/// the workspace's files: shared types that are there already are referred to.
///
/// Builds and runs a program, with what cargo has already: nothing is fetched.
pub fn import(
    sources: &mut Sources,
    folder: &Path,
    features: &[String],
    settings: &Settings,
    existing: &BTreeSet<String>,
) -> Result<Imported, Error> {
    let mut imported = Imported::default();
    let package = program::package(folder)?;
    let scanned = scan::scan(sources, folder, &package.source, &mut imported.findings);
    let events = select::events(&scanned, &settings.events, &mut imported.findings);
    if has_errors(&imported.findings) {
        return Ok(imported);
    }
    let paths: Vec<&str> = events.iter().map(|event| event.path.as_str()).collect();
    let schemas = program::schemas(&package, &paths, features)?;
    let mut drafts = Vec::new();
    for (found, (read, written)) in events.iter().zip(schemas) {
        let parsed = |text: &str| {
            let node = json::parse(FileId(u32::MAX), text, &mut Vec::new());
            node.ok_or_else(|| Error::Cargo(format!("the schema of {} is no JSON", found.path)))
        };
        let (read, written) = (parsed(&read)?, parsed(&written)?);
        let unread = schema::unread(&read, &written);
        if !unread.is_empty() {
            let message = format!("{} writes what it does not read: {}", found.path, unread.join(", "));
            let finding = Finding::new(&WIRE_FORM, message).at(found.place, "");
            let note = "the contract says what is read; what is written is not valid under it, or is ignored";
            imported.findings.push(finding.note(note));
        }
        let draft = schema::draft(read);
        if !schema::is_object(&draft.body) {
            let is_asked = found.is_marked || !settings.events.is_empty();
            let rule = if is_asked { &NO_EVENT } else { &NOT_AN_EVENT };
            let message = format!("{} is not written as an object", found.path);
            let finding = Finding::new(rule, message).at(found.place, "");
            let help =
                "the data of an event is an object: a struct with named fields, or an enum with a `tag`";
            imported.findings.push(finding.help(help));
            continue;
        }
        let title = draft.title.filter(|_| !found.is_transparent);
        let event_type = found.event_type.clone().or(draft.event_type).or(title);
        let event_type = event_type.unwrap_or_else(|| found.name.clone());
        if let Err(error) = crate::new::check_type(&event_type) {
            imported.findings.push(Finding::new(&NO_EVENT, error.to_string()).at(found.place, ""));
            continue;
        }
        let version = settings.version.or(found.version).or(draft.version);
        let head = Head {
            event_type,
            description: draft.description.clone(),
            version: version.unwrap_or(Version { major: 1, minor: 0 }),
            source: found.source.clone().or(draft.source.clone()),
            owner: draft.owner.clone(),
        };
        let same = |(_, other, _): &&(&Found, Head, Node)| {
            contract::path("", &other.event_type, other.version)
                == contract::path("", &head.event_type, head.version)
        };
        if let Some((other, ..)) = drafts.iter().find(same) {
            let message =
                format!("{} and {} are both {} {}", other.path, found.path, head.event_type, head.version);
            let finding =
                Finding::new(&NO_EVENT, message).at(found.place, "").at(other.place, "the other one");
            let help = "rename one of them, or name the other by its path";
            imported.findings.push(finding.help(format!("{help}: --event {}", other.path)));
            continue;
        }
        drafts.push((*found, head, draft.body));
    }
    if drafts.is_empty() && !has_errors(&imported.findings) {
        let help = "name the types with --event";
        let place = events.first().map_or(Place { file: FileId(0), start: 0, end: 0 }, |found| found.place);
        let finding = Finding::new(&NO_EVENT, "no type of the crate can be an event").at(place, "");
        imported.findings.push(finding.help(help));
    }
    write(&drafts, &scanned, settings, existing, &mut imported);
    Ok(imported)
}

fn write(
    drafts: &[(&Found, Head, Node)],
    scanned: &[Found],
    settings: &Settings,
    existing: &BTreeSet<String>,
    imported: &mut Imported,
) {
    let shared = schema::shared(drafts.iter().map(|(_, _, body)| body));
    let names: BTreeSet<&str> = shared.keys().map(String::as_str).collect();
    for (found, head, body) in drafts {
        let body = schema::referring(body.clone(), &names, "../types/");
        let file = contract::file(settings, head, body.clone());
        let mut rows = vec![["field".to_owned(), "type".to_owned()]];
        for member in body.get("properties").and_then(Node::as_object).unwrap_or_default() {
            rows.push([format!("/{}", member.key), describe(&member.value)]);
        }
        let rows = if rows.len() > 1 { table(&rows, &[]) + "\n" } else { String::new() };
        // Writing into a String cannot fail.
        let _ = write!(imported.report, "{}: from {}\n\n{rows}", file.path, found.path);
        imported.files.push(file);
    }
    for (name, definition) in &shared {
        let path = format!("contracts/{}/types/{}", settings.domain, contract::type_file(name));
        if existing.contains(&path) {
            let finding = Finding::new(&GUESS, format!("{path} is there already and stays as it is"));
            let place = scanned.iter().find(|found| found.name == *name).map(|found| found.place);
            let place = place.or(drafts.first().map(|(found, ..)| found.place));
            imported
                .findings
                .extend(place.map(|place| finding.at(place, "").help("compare it with the type")));
            continue;
        }
        let mut root = Object::default()
            .with("$schema", text("https://json-schema.org/draft/2020-12/schema"))
            .with("title", text(name));
        root.set("description", definition.get("description").cloned().unwrap_or_else(|| text("")));
        let root = root.and(schema::referring(definition.clone(), &names, ""));
        imported.files.push(OutputFile { path, text: layout(&root.done()) });
    }
}

/// Whether a type is among those that are named, by name or path.
fn is_named(found: &Found, name: &str) -> bool {
    found.name == name || found.path == name
}

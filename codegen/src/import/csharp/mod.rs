//! Contracts from C# declarations: records, classes, structs and enums, alone in files or in the fences of Markdown.
//!
//! What System.Text.Json writes in camelCase is what the contract says: every property is there unless an attribute or
//! a default says otherwise, and a nullable one may be null.

mod attributes;
mod convert;
mod doc;
mod lex;
mod members;
mod parse;
mod select;
mod syntax;
mod types;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use super::build::{Object, layout, text};
use super::contract::{self, Head};
use super::rules::{GUESS, NO_EVENT, NOT_UNDERSTOOD, not_utf8};
use super::words::table;
use super::{Imported, Settings};
use crate::finding::{FileId, Finding, Place};
use crate::load::{SourceFile, Sources};
use crate::output::OutputFile;
use crate::resolve::Version;
use convert::Convert;
use syntax::Declaration;

/// Makes a contract of each event that the files declare. `existing` are the paths of the workspace's files: shared
/// types that are there already are referred to.
pub fn import(
    sources: &mut Sources,
    files: Vec<(String, Vec<u8>)>,
    settings: &Settings,
    existing: &BTreeSet<String>,
) -> Imported {
    let mut imported = Imported::default();
    let mut declared = Vec::new();
    let mut last = None;
    for (name, bytes) in files {
        let (file, declarations) = read(sources, &name, bytes, &mut imported.findings);
        declared.extend(declarations);
        last = Some(file);
    }
    if crate::finding::has_errors(&imported.findings) {
        return imported;
    }
    let types = select::table(declared, &mut imported.findings);
    let end = Place { file: last.unwrap_or(FileId(0)), start: 0, end: 0 };
    let events = select::events(&types, &settings.events, end, &mut imported.findings);
    if let Some(finding) = select::too_many(&types, &events) {
        imported.findings.push(finding);
        return imported;
    }
    let reached = select::reached(&types, &events);
    let shared: BTreeSet<&str> =
        reached.iter().filter(|(_, owner)| owner.is_none()).map(|(name, _)| *name).collect();
    let mut convert = Convert::new(&types, &shared);
    for event in &events {
        if let Err(error) = crate::new::check_type(&event.name) {
            imported.findings.push(Finding::new(&NO_EVENT, error.to_string()).at(event.place, ""));
            continue;
        }
        let body = convert.event(event);
        let head = Head {
            event_type: event.name.clone(),
            description: doc::summary(&event.doc),
            version: settings.version.unwrap_or(Version { major: 1, minor: 0 }),
            source: None,
            owner: None,
        };
        let file = contract::file(settings, &head, body);
        let mut rows = vec![["field".to_owned(), "C#".to_owned(), "type".to_owned()]];
        rows.append(&mut convert.rows);
        // Writing into a String cannot fail.
        let _ = writeln!(imported.report, "{}: from {}\n\n{}", file.path, event.name, table(&rows, &[]));
        imported.files.push(file);
    }
    for name in &shared {
        let Some(declaration) = types.get(*name) else { continue };
        let path = format!("contracts/{}/types/{}", settings.domain, contract::type_file(name));
        if existing.contains(&path) {
            let message = format!("{path} is there already and stays as it is");
            let help = "compare it with the declaration";
            imported.findings.push(Finding::new(&GUESS, message).at(declaration.place, "").help(help));
            continue;
        }
        let schema = convert.shared(declaration);
        let root = Object::default()
            .with("$schema", text("https://json-schema.org/draft/2020-12/schema"))
            .with("title", text(*name))
            .with("description", text(doc::summary(&declaration.doc).unwrap_or_default()))
            .and(schema);
        imported.files.push(OutputFile { path, text: layout(&root.done()) });
    }
    imported.findings.append(&mut convert.findings());
    for declaration in reached.keys().filter_map(|name| types.get(*name)) {
        if events.iter().all(|event| event.name != declaration.name) {
            imported.findings.extend(select::cut_off(&types, declaration));
        }
    }
    let names: BTreeSet<&str> =
        events.iter().map(|event| event.name.as_str()).chain(reached.into_keys()).collect();
    for name in names {
        let said = types.get(name).into_iter().flat_map(|declaration| &declaration.said);
        imported.findings.extend(said.cloned());
    }
    imported
}

/// The declarations of a file.
fn read(
    sources: &mut Sources,
    name: &str,
    bytes: Vec<u8>,
    findings: &mut Vec<Finding>,
) -> (FileId, Vec<Declaration>) {
    let (text, broken) = match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(error.utf8_error().valid_up_to()))
        }
    };
    let file = sources.add(SourceFile { name: name.to_owned(), path: name.to_owned(), text });
    if let Some(at) = broken.map(|at| u32::try_from(at).unwrap_or(u32::MAX)) {
        let place = Place { file, start: at, end: at.saturating_add(1) };
        findings.push(not_utf8(place));
        return (file, Vec::new());
    }
    let text = &sources.file(file).text;
    let is_markdown = Path::new(name).extension().is_none_or(|extension| extension != "cs")
        && text.lines().any(|line| line.trim_start().starts_with("```"));
    let (lexemes, cut) = lex::lex(file, text, is_markdown);
    if let Some(place) = cut {
        let message = format!("{name} is longer than what is read, which ends here");
        let help = "give the files that declare the events and what they refer to";
        findings.push(Finding::new(&NOT_UNDERSTOOD, message).at(place, "").help(help));
    }
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    let declarations = parse::parse(&lexemes, Place { file, start: end, end });
    if lexemes.is_empty() {
        let place = Place { file, start: 0, end: 0 };
        findings.push(Finding::new(&NOT_UNDERSTOOD, "the file holds no C#").at(place, ""));
    }
    (file, declarations)
}

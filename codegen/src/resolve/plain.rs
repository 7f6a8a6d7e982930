//! Schemas that are no contracts: files that a user names, and what they refer to.

use std::sync::Arc;

use super::parse::{Held, Library, Mode, Parser};
use super::rules::UNRESOLVED_REF;
use super::{Draft, SchemaId, Schemas, uri};
use crate::finding::{FileId, Finding};
use crate::load::Document;

/// How plain schemas are read.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlainOptions {
    /// Of files without `$schema`.
    pub draft: Draft,
}

/// A file that the user named.
#[derive(Debug, Clone)]
pub struct PlainFile {
    /// Its absolute path, with `/`: what its relative references are seen from.
    pub path: String,
    /// What is in it.
    pub document: Arc<Document>,
}

/// What plain schemas resolve to.
#[derive(Debug, Clone, Default)]
pub struct Plain {
    /// Every schema, of the files that were referred to as well.
    pub schemas: Schemas,
    /// The root schema of each of the user's files, in their order.
    pub roots: Vec<PlainRoot>,
}

/// The root of a user's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainRoot {
    /// The file.
    pub file: FileId,
    /// Its path.
    pub path: String,
    /// Its schema.
    pub schema: SchemaId,
}

/// Resolves the files of a user; what they refer to comes from `library`. Never fails: what is wrong is in
/// the findings.
pub fn resolve_plain(
    files: &[PlainFile],
    library: &mut dyn Library,
    options: PlainOptions,
) -> (Plain, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut parser = Parser::new(Mode::Plain, options.draft, library, &mut findings);
    let mut roots = Vec::new();
    for file in files {
        let Some(location) = uri::of_path("file:///", &file.path) else {
            parser.findings.push(Finding::new(&UNRESOLVED_REF, format!("{} is no path", file.path)));
            continue;
        };
        parser.document(&Held::Shared(Arc::clone(&file.document)), location, options.draft);
        let id = file.document.file;
        if let Some(schema) = parser.schemas.at(id, "") {
            roots.push(PlainRoot { file: id, path: file.path.clone(), schema });
        }
    }
    let dynamics = parser.link();
    let starts: Vec<SchemaId> = roots.iter().map(|root| root.schema).collect();
    parser.make_static(dynamics, &starts);
    parser.ends();
    if parser.loops() {
        parser.ends();
    }
    (Plain { schemas: parser.schemas, roots }, findings)
}

//! `event-contracts diff`

use std::path::Path;

use super::args::{Global, Semantics};
use super::workspace::Workspace;
use super::{Failure, Outcome};
use crate::finding::{self, Finding, has_errors};
use crate::load::{self, RawFile, Sources};
use crate::resolve::{self, Contracts, SchemaId};

/// One of the two contracts.
pub(super) struct Side {
    /// The tree that it lies in.
    #[expect(dead_code, reason = "read by the comparison")]
    pub(super) contracts: Contracts,
    /// Its root schema.
    #[expect(dead_code, reason = "read by the comparison")]
    pub(super) schema: SchemaId,
}

pub(super) fn run(global: &Global, old: &str, new: &str, semantics: Semantics) -> Result<Outcome, Failure> {
    let mut sources = Sources::default();
    let mut findings = Vec::new();
    // A workspace is needed only where a name is given.
    let is_file = |name: &str| Path::new(name).is_file();
    let workspace = if is_file(old) && is_file(new) { None } else { Some(Workspace::load(global)?) };
    if let Some(workspace) = &workspace {
        sources = workspace.sources.clone();
        findings.clone_from(&workspace.findings);
    }
    let mut side = |name: &str| match &workspace {
        Some(_) if !is_file(name) && !name.contains('@') => {
            Err(Failure(format!("{name:?} is neither a file nor of the form domain/event@1.0")))
        }
        Some(workspace) if !is_file(name) => {
            let schema = workspace.contract(name)?.schema;
            Ok(Some(Side { contracts: workspace.contracts.clone(), schema }))
        }
        _ => file(name, &mut sources, &mut findings),
    };
    let (old, new) = (side(old)?, side(new)?);
    if let (Some(old), Some(new), false) = (old, new, has_errors(&findings)) {
        findings.extend(differences(&sources, &old, &new, semantics)?);
    }
    finding::sort(&mut findings);
    let summary =
        if findings.is_empty() { "no difference that breaks anybody\n".to_owned() } else { String::new() };
    Ok(Outcome { sources, findings, summary, ..Outcome::default() })
}

/// A file by itself. One of a workspace is read with the files that it refers to.
fn file(name: &str, sources: &mut Sources, findings: &mut Vec<Finding>) -> Result<Option<Side>, Failure> {
    let path = Path::new(name);
    let full = path.canonicalize().map_err(|error| Failure(format!("{name}: {error}")))?;
    let below = load::disk::find_root(&full).ok().and_then(|root| {
        let below = full.strip_prefix(&root).ok()?.to_string_lossy().replace('\\', "/");
        below.starts_with("contracts/").then_some((root, below))
    });
    let (files, wanted) = if let Some((root, below)) = below {
        (load::disk::read(&root)?, below)
    } else {
        let bytes = std::fs::read(path).map_err(|error| Failure(format!("{name}: {error}")))?;
        (vec![RawFile { path: name.to_owned(), bytes }], name.to_owned())
    };
    let (tree, loaded) = load::tree(sources, None, files);
    let (contracts, resolved) = resolve::resolve(&tree);
    let document = tree.documents.get(&wanted);
    // A file outside of a workspace needs no `x-event`, and lies where it likes.
    let placing = ["path-mismatch", "invalid-x-event"];
    findings.extend(loaded);
    findings.extend(resolved.into_iter().filter(|finding| !placing.contains(&finding.rule.id)));
    let schema = document.and_then(|document| contracts.schemas.at(document.file, ""));
    if schema.is_none() && !has_errors(findings) {
        return Err(Failure(format!("{name} is no JSON file (its name must end in .json)")));
    }
    Ok(schema.map(|schema| Side { contracts, schema }))
}

/// What the newer contract breaks, in both directions.
fn differences(
    _sources: &Sources,
    _old: &Side,
    _new: &Side,
    _semantics: Semantics,
) -> Result<Vec<Finding>, Failure> {
    Err(Failure("no comparison is linked into this program".to_owned()))
}

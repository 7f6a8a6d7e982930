//! Contract files from what there is already: sample documents ([`samples`]), C# declarations
//! ([`csharp`]), the types of a Rust crate ([`rust`]).
//!
//! Every importer gives drafts of contract files and says what it was not sure of. [`settle`] holds them against the
//! workspace before anything is written: what does not resolve, or refuses a sample, is no contract.

mod build;
mod contract;
pub mod csharp;
pub mod rules;
pub mod rust;
pub mod samples;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::finding::{Finding, Severity};
use crate::lint;
use crate::load::{self, Node, RawFile, Sources};
use crate::lower;
use crate::output::{self, OutputFile};
use crate::resolve::{self, Version};
use crate::validate::{Judge, Subject};
use rules::REFUSES_SAMPLE;

/// No event has more fields.
const FIELDS: usize = 2_000;

/// What the user says about the contracts to be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// The folder below `contracts/`.
    pub domain: String,
    /// The event types that are wanted; all that are found if there is none.
    pub events: Vec<String>,
    /// The version, over what the input says.
    pub version: Option<Version>,
    /// The service that publishes the events, over what the input says.
    pub source: Option<String>,
    /// The team that answers for them.
    pub owner: Option<String>,
}

/// Drafts of contract files.
#[derive(Debug, Default)]
pub struct Imported {
    /// The files, none of which may exist yet.
    pub files: Vec<OutputFile>,
    /// What was not understood, left out or guessed.
    pub findings: Vec<Finding>,
    /// What each file rests on, for people.
    pub report: String,
    /// Payloads that the contract at a path has to accept.
    pub samples: BTreeMap<String, Vec<Node>>,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A name that cannot be used.
    #[error(transparent)]
    Name(#[from] crate::new::Error),
    /// Contracts that are there already.
    #[error("there already: {}; say another --version, or remove what is to be made anew", .0.join(", "))]
    Exists(Vec<String>),
    /// Two contracts for one path.
    #[error("two events would be one file, name them one by one with --event: {}", .0.join(", "))]
    Twice(Vec<String>),
    /// Writing failed.
    #[error(transparent)]
    Output(#[from] output::Error),
    /// Cargo, or the crate, did not do what was asked.
    #[error("{0}")]
    Cargo(String),
    /// The validator could not judge.
    #[error("{0}")]
    Judge(String),
}

/// What the workspace says of the drafts.
#[derive(Debug, Default)]
pub struct Settled {
    /// What resolving and the lints find in them, and every sample that they refuse.
    pub findings: Vec<Finding>,
    /// Whether the drafts may be written: they resolve, and accept every sample. The lints may still ask for more.
    pub is_sound: bool,
    /// How many descriptions are missing. They are not listed: no importer can know them.
    pub descriptions: usize,
}

/// Holds the drafts against the workspace that they are for.
pub fn settle(sources: &mut Sources, existing: Vec<RawFile>, imported: &Imported) -> Result<Settled, Error> {
    let new: BTreeMap<&str, &OutputFile> =
        imported.files.iter().map(|file| (file.path.as_str(), file)).collect();
    let taken: Vec<String> = existing
        .iter()
        .map(|file| &file.path)
        .filter(|path| new.contains_key(path.as_str()))
        .cloned()
        .collect();
    if !taken.is_empty() {
        return Err(Error::Exists(taken));
    }
    if new.len() < imported.files.len() {
        let mut seen = BTreeSet::new();
        let twice: BTreeSet<&String> =
            imported.files.iter().map(|file| &file.path).filter(|path| !seen.insert(*path)).collect();
        return Err(Error::Twice(twice.into_iter().cloned().collect()));
    }
    let mut files = existing;
    files.extend(
        new.values().map(|file| RawFile { path: file.path.clone(), bytes: file.text.clone().into_bytes() }),
    );
    let (tree, mut findings) = load::tree(sources, None, files);
    let (contracts, resolved) = resolve::resolve(&tree);
    findings.extend(resolved);
    findings.extend(lower::lower(&contracts).1);
    // The rest of the workspace is not what was asked about.
    let is_new = |finding: &Finding, sources: &Sources| {
        finding.place().is_some_and(|place| new.contains_key(sources.file(place.file).path.as_str()))
    };
    findings.retain(|finding| is_new(finding, sources));
    let mut is_sound = !crate::finding::has_errors(&findings);
    findings.extend(lint::lint(sources, &tree, &contracts));
    findings.retain(|finding| is_new(finding, sources));
    let count = findings.len();
    findings.retain(|finding| finding.rule.id != "missing-description");
    let descriptions = count - findings.len();
    for (path, samples) in &imported.samples {
        if !tree.documents.contains_key(path) {
            continue;
        }
        let mut judge = Judge::new(&tree, &contracts, Subject::Data { path: path.clone() });
        for sample in samples {
            for refused in judge.judge(sample).map_err(Error::Judge)? {
                is_sound = false;
                findings.push(Finding { rule: &REFUSES_SAMPLE, severity: Severity::Error, ..refused });
            }
        }
    }
    Ok(Settled { findings, is_sound, descriptions })
}

/// So many findings are shown, and so many places of each.
const SHOWN: usize = 100;

/// Leaves the first findings of many, those that are errors before others, and says how many there were.
pub fn shorten(findings: &mut Vec<Finding>) {
    for finding in findings.iter_mut().filter(|finding| finding.labels.len() > SHOWN) {
        finding.notes.push(format!("and {} other places", finding.labels.len() - SHOWN));
        finding.labels.truncate(SHOWN);
    }
    let Some(more) = findings.len().checked_sub(SHOWN).filter(|more| *more > 0) else { return };
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings.truncate(SHOWN);
    crate::finding::sort(findings);
    if let Some(last) = findings.last_mut() {
        last.notes.push(format!("{more} more findings are not shown: mend these first"));
    }
}

/// Writes the files, none of which exists yet.
pub fn write(root: &Path, files: &[OutputFile]) -> Result<(), Error> {
    for file in files {
        output::create(root, &file.path, file.text.as_bytes())?;
    }
    Ok(())
}

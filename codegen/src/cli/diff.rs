//! `event-contracts diff`

use std::path::Path;

use super::args::{Global, Semantics};
use super::workspace::Workspace;
use super::{Failure, Outcome};
use crate::compat::{self, Verdict};
use crate::finding::{self, Finding, Rule, Severity, has_errors};
use crate::load::{self, RawFile, Sources};
use crate::resolve::{self, Contracts, SchemaId};

/// A document of the earlier version that the later one refuses.
pub(super) static DIFF_BACKWARD: Rule = Rule {
    id: "diff-backward",
    severity: Severity::Warning,
    summary: "What the earlier version's producers write, the later version's consumers may refuse.",
    explain: "Consumers that move to the later version first would refuse the message shown, which producers on the \
              earlier version may still write.\n\nUpdate the producers first, or publish the change as a new major.",
};

/// A document of the later version that the earlier one refuses.
pub(super) static DIFF_FORWARD: Rule = Rule {
    id: "diff-forward",
    severity: Severity::Warning,
    summary: "What the later version's producers write, the earlier version's consumers may refuse.",
    explain: "Producers that move to the later version first would write the message shown, which consumers on the \
              earlier version refuse.\n\nUpdate the consumers first, or publish the change as a new major.",
};

/// A direction without a verdict.
pub(super) static DIFF_UNDECIDED: Rule = Rule {
    id: "diff-undecided",
    severity: Severity::Warning,
    summary: "Neither a proof nor a breaking message was found.",
    explain: "The keyword that is named stood in the way of a verdict for this direction. Nothing is said about it: it \
              may break, or not.",
};

/// One of the two contracts.
pub(super) struct Side {
    /// The tree that it lies in.
    pub(super) contracts: Contracts,
    /// Its root schema.
    pub(super) schema: SchemaId,
}

impl Side {
    fn as_compared(&self) -> compat::Side<'_> {
        compat::Side { schemas: &self.contracts.schemas, schema: self.schema }
    }
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
    let mut summary = String::new();
    if let (Some(old), Some(new), false) = (old, new, has_errors(&findings)) {
        let (found, verdicts) = differences(&old, &new, semantics);
        findings.extend(found);
        summary = verdicts;
    }
    finding::sort(&mut findings);
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

/// What stands between the two, in both directions. A difference is no fault by itself, so that nothing here
/// is an error.
fn differences(old: &Side, new: &Side, semantics: Semantics) -> (Vec<Finding>, String) {
    let semantics = match semantics {
        Semantics::WriterReader => compat::Semantics::WriterReader,
        Semantics::Strict => compat::Semantics::Strict,
    };
    let difference = compat::diff(old.as_compared(), new.as_compared(), semantics);
    let mut findings = Vec::new();
    let mut summary = String::new();
    for (name, rule, verdict) in
        [("backward", &DIFF_BACKWARD, difference.backward), ("forward", &DIFF_FORWARD, difference.forward)]
    {
        let word = match verdict {
            Verdict::Compatible => "compatible",
            Verdict::Breaking(breaks) => {
                for found in breaks {
                    let mut finding = Finding::new(rule, format!("{name}: {}", found.reason))
                        .at(found.reader, "refused here")
                        .at(found.writer, "allowed here")
                        .note(format!("at {:?} of the document", found.pointer));
                    finding.witness = Some(found.witness);
                    findings.push(finding);
                }
                "breaking"
            }
            Verdict::Undecided(reasons) => {
                for reason in reasons {
                    let mut finding = Finding::new(
                        &DIFF_UNDECIDED,
                        format!("{name}: `{}`: {}", reason.keyword, reason.why),
                    );
                    for place in [reason.reader, reason.writer].into_iter().flatten() {
                        finding = finding.at(place, "");
                    }
                    findings.push(finding);
                }
                "undecided"
            }
        };
        summary.extend([name, ": ", word, "\n"]);
    }
    (findings, summary)
}

//! `event-contracts generate`

use super::args::Global;
use super::workspace::{Workspace, count};
use super::{Failure, Outcome};
use crate::emit;
use crate::finding::{Finding, Rule, Severity, has_errors};
use crate::lower::lower;
use crate::output::{self, Mode, OutputFile, Report};

/// A committed file that is not what the contracts say.
pub(super) static STALE_OUTPUT: Rule = Rule {
    id: "stale-output",
    severity: Severity::Error,
    summary: "A generated file is not up to date.",
    explain: "Generated files are committed, and must be what the contracts of the same commit say: a change of a \
              contract shows what it does to the code. `generate --check` lists every file that differs, is missing, or \
              is no longer generated.\n\nRun `event-contracts generate` and commit the result. Never edit a generated \
              file by hand.",
};

pub(super) fn run(global: &Global, check: bool) -> Result<Outcome, Failure> {
    let mut workspace = Workspace::load(global)?;
    let mut findings = std::mem::take(&mut workspace.findings);
    let mut summary = String::new();
    if !has_errors(&findings) {
        let (files, lowering) = files(&workspace);
        findings.extend(lowering);
        if !has_errors(&findings) {
            let targets = &workspace.tree.config.targets;
            let dirs = [
                targets.rust.as_ref().map(|target| target.dir.as_str()),
                targets.csharp.as_ref().map(|target| target.dir.as_str()),
                targets.docs.as_ref().map(|target| target.dir.as_str()),
            ];
            let dirs: Vec<&str> = dirs.into_iter().flatten().map(|dir| dir.trim_end_matches('/')).collect();
            let mode = if check { Mode::Check } else { Mode::Write };
            let report = output::apply(&workspace.root, &dirs, &files, mode)?;
            if check {
                findings.extend(stale(&report, "generate"));
            } else {
                summary = written(&report);
            }
            if report.is_clean() {
                summary = format!("{}, all up to date\n", count(files.len(), "file"));
            }
        }
    }
    Ok(Outcome { sources: workspace.sources, findings, summary, ..Outcome::default() })
}

/// Everything that is generated from the workspace, with what lowering has to say. No files when that is an
/// error: nothing is emitted from a model that is not whole.
fn files(workspace: &Workspace) -> (Vec<OutputFile>, Vec<Finding>) {
    let Workspace { tree, contracts, .. } = workspace;
    let (model, findings) = lower(contracts);
    if has_errors(&findings) {
        return (Vec::new(), findings);
    }
    let targets = &tree.config.targets;
    let mut files = Vec::new();
    if let Some(target) = &targets.rust {
        files.extend(emit::rust::files(tree, contracts, &model, target));
    }
    if let Some(target) = &targets.csharp {
        files.extend(emit::csharp::files(contracts, &model, target, &tree.config.workspace.name));
    }
    if let Some(target) = &targets.docs {
        files.extend(emit::docs::files(tree, contracts, &model, target));
    }
    (files, findings)
}

/// What is not up to date; `command` mends it.
pub(super) fn stale(report: &Report, command: &str) -> Vec<Finding> {
    let lists = [
        (&report.stale, "is not up to date"),
        (&report.missing, "is missing"),
        (&report.orphaned, "is no longer generated"),
    ];
    let all =
        lists.into_iter().flat_map(|(paths, what)| paths.iter().map(move |path| format!("{path} {what}")));
    all.map(|message| {
        Finding::new(&STALE_OUTPUT, message).help(format!("run `event-contracts {command}` and commit"))
    })
    .collect()
}

/// What was done, a line each.
pub(super) fn written(report: &Report) -> String {
    let lists = [(&report.stale, "updated"), (&report.missing, "written"), (&report.orphaned, "removed")];
    let lines =
        lists.into_iter().flat_map(|(paths, what)| paths.iter().map(move |path| format!("{what} {path}\n")));
    lines.collect()
}

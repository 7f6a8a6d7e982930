//! `event-contracts check`

use super::args::Global;
use super::workspace::{Workspace, count};
use super::{Failure, Outcome};
use crate::finding::{self, Finding, has_errors};

pub(super) fn run(global: &Global, against: Option<&str>) -> Result<Outcome, Failure> {
    let mut workspace = Workspace::load(global)?;
    let mut findings = std::mem::take(&mut workspace.findings);
    let mut summary = String::new();
    if !has_errors(&findings) {
        findings.extend(gate(&mut workspace, against)?);
        finding::sort(&mut findings);
        if findings.is_empty() {
            summary =
                format!("{}: no consumer breaks\n", count(workspace.contracts.all().count(), "contract"));
        }
    }
    Ok(Outcome { sources: workspace.sources, findings, summary, ..Outcome::default() })
}

/// The verdict of the compatibility gate against a git revision; without one against the merge base
/// with the main branch. Adds the files of the revision to the sources.
fn gate(_workspace: &mut Workspace, _against: Option<&str>) -> Result<Vec<Finding>, Failure> {
    Err(Failure("no compatibility gate is linked into this program".to_owned()))
}

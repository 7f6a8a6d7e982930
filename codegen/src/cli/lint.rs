//! `event-contracts lint`

use super::args::Global;
use super::workspace::{Workspace, count};
use super::{Failure, Outcome};
use crate::finding;

pub(super) fn run(global: &Global) -> Result<Outcome, Failure> {
    let Workspace { sources, tree, contracts, mut findings, .. } = Workspace::load(global)?;
    findings.extend(crate::lint::lint(&sources, &tree, &contracts));
    finding::sort(&mut findings);
    let mut summary = String::new();
    if findings.is_empty() {
        let (events, types) = (contracts.all().count(), contracts.types.len());
        summary = format!("{} and {}: no findings\n", count(events, "contract"), count(types, "shared type"));
    }
    Ok(Outcome { sources, findings, summary, ..Outcome::default() })
}

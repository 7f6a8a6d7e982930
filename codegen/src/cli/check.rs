//! `event-contracts check`

use super::args::Global;
use super::workspace::{Workspace, count};
use super::{Failure, Outcome};
use crate::compat;
use crate::finding::{self, Finding, has_errors};
use crate::load::{self, git};
use crate::resolve;

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
fn gate(workspace: &mut Workspace, against: Option<&str>) -> Result<Vec<Finding>, Failure> {
    let root = &workspace.root;
    let base = match against {
        Some(revision) => git::Base { commit: git::resolve(root, revision)?, name: revision.to_owned() },
        None => git::merge_base(root, &workspace.tree.config.workspace.main_branch)?,
    };
    let files = git::read(root, &base.commit)?;
    let (tree, mut findings) = load::tree(&mut workspace.sources, Some(&base.name), files);
    let (contracts, resolved) = resolve::resolve(&tree);
    findings.extend(resolved);
    if has_errors(&findings) {
        // What was published cannot be understood, so nothing can be said of what changed.
        return Ok(findings);
    }
    let head = (std::mem::take(&mut workspace.tree), std::mem::take(&mut workspace.contracts));
    let findings = compat::gate::check(&workspace.sources, Some(&(tree, contracts)), &head, Some(&today()));
    (workspace.tree, workspace.contracts) = head;
    Ok(findings)
}

/// Today's date in UTC, `YYYY-MM-DD`: whether a sunset has passed depends on it, and nothing else does.
fn today() -> String {
    #[expect(clippy::disallowed_methods, reason = "a sunset passes by the calendar")]
    let now = std::time::SystemTime::now();
    let seconds = now.duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let (year, month, day) = civil(seconds / 86_400);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The date of a day since 1970-01-01, in the proleptic Gregorian calendar: years are counted from March, so
/// that the leap day is a year's last.
fn civil(day: u64) -> (u64, u64, u64) {
    let day = day + 719_468;
    let (era, day_of_era) = (day / 146_097, day % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (era * 400 + year_of_era + u64::from(month < 3), month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    #[test]
    fn days_are_dates() {
        for (day, date) in
            [(0, (1970, 1, 1)), (19_782, (2024, 2, 29)), (20_778, (2026, 11, 21)), (47_540, (2100, 2, 28))]
        {
            assert_eq!(super::civil(day), date, "{day}");
        }
        assert_eq!(super::civil(47_541), (2100, 3, 1));
    }
}

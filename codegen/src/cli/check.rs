//! `event-contracts check`

use std::collections::BTreeSet;
use std::path::Path;

use super::args::{BaseArgs, Global};
use super::workspace::{Workspace, count};
use super::{Failure, Outcome};
use crate::compat::gate;
use crate::finding::{self, Finding, has_errors};
use crate::load::acceptances::Acceptance;
use crate::load::{self, RawFile, archive, disk, git};
use crate::resolve;

pub(super) fn run(global: &Global, against: &BaseArgs) -> Result<Outcome, Failure> {
    let (mut workspace, bases) =
        Workspace::load_beside(global, |root, config| bases(root, &config.workspace.main_branch, against))?;
    let mut findings = std::mem::take(&mut workspace.findings);
    let mut summary = String::new();
    if !has_errors(&findings) {
        let Judged { findings: found, before } = judge(&mut workspace, bases?);
        findings.extend(gate::accept(found, &workspace.tree.acceptances, &before, &today()));
        finding::sort(&mut findings);
        if findings.is_empty() {
            summary =
                format!("{}: no consumer breaks\n", count(workspace.contracts.all().count(), "contract"));
        }
    }
    Ok(Outcome { sources: workspace.sources, findings, summary, ..Outcome::default() })
}

/// What the gate says before any acceptance.
pub(super) struct Judged {
    pub(super) findings: Vec<Finding>,
    /// The acceptances that were there before the change.
    pub(super) before: Vec<Acceptance>,
}

/// The verdict of the compatibility gate against each base. Adds their files to the sources.
pub(super) fn judge(workspace: &mut Workspace, bases: Vec<State>) -> Judged {
    let head = (std::mem::take(&mut workspace.tree), std::mem::take(&mut workspace.contracts));
    let mut judged = Judged { findings: Vec::new(), before: Vec::new() };
    for (name, files) in bases {
        let (mut tree, mut found) = load::tree(&mut workspace.sources, Some(&name), files);
        let (contracts, resolved) = resolve::resolve(&tree);
        found.extend(resolved);
        // The settings that count are the head's, which may be what mends those of the base.
        found.retain(|finding| finding.rule.id != load::BAD_CONFIG.id);
        // Where what was published cannot be understood, nothing can be said of what changed.
        if !has_errors(&found) {
            let base = (tree, contracts);
            found = gate::check(&workspace.sources, Some(&base), &head, Some(&today()));
            // What does not work on the wire needs no word about code.
            let broken: BTreeSet<String> = found.iter().flat_map(|finding| finding.reaches.clone()).collect();
            let code = gate::code::changes(&workspace.sources, &base, &head);
            found.extend(
                code.into_iter().filter(|finding| !finding.reaches.iter().all(|at| broken.contains(at))),
            );
            tree = base.0;
        }
        let known = |new: &Finding| {
            judged.findings.iter().any(|old| old.fingerprint.is_some() && old.fingerprint == new.fingerprint)
        };
        found.retain(|finding| !known(finding));
        judged.findings.extend(found);
        judged.before.extend(tree.acceptances);
    }
    (workspace.tree, workspace.contracts) = head;
    finding::sort(&mut judged.findings);
    judged
}

/// A state to compare with, and the name that goes before its files in a report.
type State = (String, Vec<RawFile>);

/// The states to compare with.
pub(super) fn bases(root: &Path, main_branch: &str, against: &BaseArgs) -> Result<Vec<State>, Failure> {
    let read = |base: git::Base| Ok((base.name, git::read(root, &base.commit)?));
    if let Some(last) = against.last {
        return git::releases(root, &against.tag_pattern, last.into())?.into_iter().map(read).collect();
    }
    let Some(name) = &against.base else { return Ok(vec![read(git::merge_base(root, main_branch)?)?]) };
    // A revision goes first: `origin/main` stays what it is if somebody makes a folder of that name.
    let path = Path::new(name);
    let is_path = name.starts_with(['.', '/']) || is_archive(name);
    let revision = if is_path && path.exists() { None } else { Some(git::resolve(root, name)) };
    match revision {
        Some(Ok(commit)) => Ok(vec![read(git::Base { commit, name: name.clone() })?]),
        Some(Err(error)) if !path.exists() => Err(error.into()),
        _ if path.is_dir() => Ok(vec![(name.clone(), folder(path)?)]),
        _ => Ok(vec![(name.clone(), archive::read(path)?)]),
    }
}

/// A folder that holds `contracts/`, or that folder itself.
fn folder(path: &Path) -> Result<Vec<RawFile>, Failure> {
    if path.join(disk::FOLDER).is_dir() {
        return Ok(disk::read(path)?);
    }
    let whole = path.canonicalize()?;
    match whole.parent().filter(|_| whole.file_name().is_some_and(|name| name == disk::FOLDER)) {
        Some(parent) => Ok(disk::read(parent)?),
        None => Err(Failure(format!("{} holds no contracts/ folder", path.display()))),
    }
}

fn is_archive(name: &str) -> bool {
    [".tar", ".tar.gz", ".tgz"].iter().any(|ending| name.ends_with(ending))
}

/// Today's date in UTC, `YYYY-MM-DD`: whether a sunset has passed depends on it, and nothing else does.
pub(super) fn today() -> String {
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

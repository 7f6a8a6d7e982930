//! `event-contracts accept`

use super::args::{BaseArgs, Global};
use super::check::{Judged, bases, judge, today};
use super::workspace::Workspace;
use super::{Failure, Outcome};
use crate::finding::has_errors;
use crate::load::{acceptances, git};
use crate::output;
use crate::resolve::nearest;

/// What the user decided.
pub(super) struct Decision<'a> {
    pub(super) fingerprint: &'a str,
    pub(super) reason: &'a str,
    pub(super) owner: Option<&'a str>,
    pub(super) until: &'a str,
}

pub(super) fn run(global: &Global, against: &BaseArgs, decision: &Decision<'_>) -> Result<Outcome, Failure> {
    let Decision { fingerprint, reason, owner, until } = *decision;
    if reason.trim().is_empty() || owner.is_some_and(|owner| owner.trim().is_empty()) {
        return Err(Failure("an acceptance needs a reason, and somebody who answers for it".to_owned()));
    }
    if !acceptances::is_date(until) || until < today().as_str() {
        return Err(Failure(format!("{until:?} is no day ahead; write it as YYYY-MM-DD")));
    }
    let mut workspace = Workspace::load(global)?;
    if has_errors(&workspace.findings) {
        let Workspace { sources, findings, .. } = workspace;
        return Ok(Outcome { sources, findings, ..Outcome::default() });
    }
    let bases = bases(&workspace.root, &workspace.tree.config.workspace.main_branch, against)?;
    let Judged { findings, .. } = judge(&mut workspace, bases);
    let own = |finding: &&crate::finding::Finding| finding.fingerprint.as_deref() == Some(fingerprint);
    let Some(finding) = findings.iter().find(own) else {
        let all = findings.iter().filter_map(|finding| finding.fingerprint.as_deref());
        let near = nearest(fingerprint, all).map(|near| format!("; did you mean {near:?}?"));
        return Err(Failure(format!(
            "`event-contracts check` finds nothing with the fingerprint {fingerprint:?}{}",
            near.unwrap_or_default()
        )));
    };
    let owner = owner.map(str::to_owned).or_else(|| git::user_name(&workspace.root));
    let Some(owner) = owner else { return Err(Failure("say who answers for it: --owner NAME".to_owned())) };
    let written =
        acceptances::Decision { fingerprint, finding: &finding.message, reason, owner: &owner, until };
    let old = workspace.sources.by_name(acceptances::PATH).map_or("", |(_, file)| file.text.as_str());
    let text = acceptances::with(old, &written).map_err(Failure)?;
    output::replace(&workspace.root, acceptances::PATH, &text)?;
    Ok(Outcome::text(format!(
        "{} now lets this through until {until}:\n  {}\n\nnext:\n  event-contracts check\n  commit it with the change\n",
        acceptances::PATH,
        finding.message
    )))
}

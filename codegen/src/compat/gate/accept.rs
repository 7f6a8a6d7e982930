//! Acceptances: findings that are let through on purpose, and what is wrong with such a decision.

use super::rules::{ACCEPTANCE_EXPIRED, ACCEPTANCE_STALE, ACCEPTANCE_TOO_BROAD};
use crate::finding::{self, Finding, Severity};
use crate::load::acceptances::Acceptance;

/// Lets through what was accepted, as notes. An acceptance that has expired, that is of no finding, or that
/// may be of several becomes a finding of its own. One that was there `before` the change and is of no finding
/// has done its work, and is only to be cleared away.
///
/// `today` is `YYYY-MM-DD`. The findings are sorted.
pub fn accept(
    mut findings: Vec<Finding>,
    acceptances: &[Acceptance],
    before: &[Acceptance],
    today: &str,
) -> Vec<Finding> {
    let mut more = Vec::new();
    for acceptance in acceptances {
        let name = acceptance.fingerprint.as_str();
        let clear = "remove this entry from contracts/acceptances.toml";
        if name.len() != 16 || !name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            let message = format!("an acceptance is of one finding, and {name:?} is no whole fingerprint");
            let help = "write the 16 digits that the report shows with the finding";
            more.push(
                Finding::new(&ACCEPTANCE_TOO_BROAD, message)
                    .at(acceptance.place, "no fingerprint")
                    .help(help),
            );
            continue;
        }
        let found = findings.iter_mut().find(|finding| finding.fingerprint.as_deref() == Some(name));
        let expired = acceptance.until.as_str() < today;
        match found {
            Some(found) if !expired => {
                found.severity = Severity::Note;
                found.accepted = Some(acceptance.words());
            }
            Some(found) => {
                let message = format!("the acceptance of {name} has expired");
                let mut expired = Finding::new(&ACCEPTANCE_EXPIRED, message)
                    .at(acceptance.until_place, "this day has passed")
                    .note(format!("it is of: {}", found.message))
                    .help(format!("mend the finding, or ask {} to renew the acceptance", acceptance.owner));
                expired.reaches.clone_from(&found.reaches);
                more.push(expired);
            }
            None => {
                let known = before.iter().any(|old| old.fingerprint == name);
                let message = format!("nothing is found that has the fingerprint {name}");
                let mut stale = Finding::new(&ACCEPTANCE_STALE, message)
                    .at(acceptance.place, "of nothing")
                    .note(format!("it was accepted by {}", acceptance.words()))
                    .help(clear);
                if known && !expired {
                    stale.severity = Severity::Warning;
                }
                more.push(stale);
            }
        }
    }
    findings.extend(more);
    finding::sort(&mut findings);
    findings
}

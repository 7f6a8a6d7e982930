//! `event-contracts new`

use super::args::Global;
use super::{Failure, Outcome, workspace};
use crate::new::{self, Bump, NewEvent};

pub(super) fn event(
    global: &Global,
    domain: &str,
    event_type: &str,
    source: Option<&str>,
    owner: Option<&str>,
) -> Result<Outcome, Failure> {
    let root = workspace::root(global)?;
    let event = NewEvent {
        domain: domain.to_owned(),
        event_type: event_type.to_owned(),
        source: source.map_or_else(|| format!("{domain}-service"), str::to_owned),
        owner: owner.map_or_else(|| format!("{domain}-team"), str::to_owned),
    };
    let path = new::event(&root, &event)?;
    Ok(Outcome::text(format!(
        "made {path}\n\nnext:\n  fill in the descriptions and properties\n  add it to `publishes` of {} in \
         contracts/services.toml\n  event-contracts lint\n  event-contracts generate\n",
        event.source
    )))
}

pub(super) fn version(global: &Global, event: &str, major: bool) -> Result<Outcome, Failure> {
    let root = workspace::root(global)?;
    let (from, to) = new::version(&root, event, if major { Bump::Major } else { Bump::Minor })?;
    Ok(Outcome::text(format!(
        "made {to}, a copy of {from}\n\nnext:\n  edit {to}\n  event-contracts lint\n  event-contracts check\n  \
         event-contracts generate\n"
    )))
}

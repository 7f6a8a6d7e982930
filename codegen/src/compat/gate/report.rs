//! Verdicts become findings: one for each cause, with all that it reaches.

use std::collections::{BTreeMap, BTreeSet};

use super::super::rules::{MINOR_BREAKS, PUBLISHED_CHANGED, UNDECIDED};
use super::super::{Break, Verdict};
use super::identity::{Identity, any_item};
use super::{ENVELOPE, Unit};
use crate::finding::{Finding, Place, Rule};
use crate::fingerprint;
use crate::load::{Services, Sources};
use crate::resolve::Version;

/// What was asked.
pub(super) enum Ask<'a> {
    /// The published version against the same version now.
    Changed { before: Unit<'a>, after: Unit<'a>, backward: bool, next: Version },
    /// Two minors of a major; `next` is the next free major.
    Minor { earlier: Unit<'a>, later: Unit<'a>, backward: bool, next: u32 },
}

impl<'a> Ask<'a> {
    fn rule(&self) -> &'static Rule {
        match self {
            Self::Changed { .. } => &PUBLISHED_CHANGED,
            Self::Minor { .. } => &MINOR_BREAKS,
        }
    }

    fn backward(&self) -> bool {
        match self {
            Self::Changed { backward, .. } | Self::Minor { backward, .. } => *backward,
        }
    }

    /// The older and the newer.
    fn pair(&self) -> (&Unit<'a>, &Unit<'a>) {
        match self {
            Self::Changed { before, after, .. } => (before, after),
            Self::Minor { earlier, later, .. } => (earlier, later),
        }
    }

    /// The sentence for whoever wonders what goes wrong.
    fn direction(&self) -> String {
        let (old, new) = self.pair();
        match self {
            Self::Changed { backward: true, .. } => {
                format!("producers on {0} may still write this, and the new {0} rejects it", old.version)
            }
            Self::Changed { .. } => {
                format!(
                    "a producer on the new {0} may write this, and consumers built from the published {0} reject it",
                    old.version
                )
            }
            Self::Minor { backward: true, .. } => {
                format!(
                    "producers on {} may write this, and consumers on {} reject it",
                    old.version, new.version
                )
            }
            Self::Minor { .. } => {
                format!(
                    "producers on {} may write this, and consumers on {} reject it",
                    new.version, old.version
                )
            }
        }
    }

    fn subject(&self) -> String {
        let (old, new) = self.pair();
        match self {
            Self::Changed { .. } => format!("{} is published, and changed", old.name()),
            Self::Minor { .. } => format!("{} breaks {}", new.name(), old.version),
        }
    }

    /// The same where there is no verdict.
    fn doubt(&self) -> String {
        let (old, new) = self.pair();
        match self {
            Self::Changed { .. } => self.subject(),
            Self::Minor { .. } => format!("{} may break {}", new.name(), old.version),
        }
    }
}

/// A cause: rule, direction, the older place, the newer place, the keyword.
type Cause = (&'static str, bool, Place, Place, String);

struct Hit {
    finding: Finding,
    /// The versions that it reaches.
    reaches: BTreeSet<String>,
    /// What it is of each of them, for the fingerprint.
    identity: BTreeSet<String>,
    /// Behind the message.
    said: String,
    note: String,
}

/// The findings so far, by cause.
pub(super) struct Hits<'a> {
    sources: &'a Sources,
    services: &'a Services,
    identity: Identity<'a>,
    causes: BTreeMap<Cause, Hit>,
    /// What each newer version was already blamed for: pointer and keyword.
    blamed: BTreeSet<(String, bool, String, String)>,
}

impl<'a> Hits<'a> {
    pub(super) fn new(sources: &'a Sources, services: &'a Services, identity: Identity<'a>) -> Self {
        Self { sources, services, identity, causes: BTreeMap::new(), blamed: BTreeSet::new() }
    }

    /// Takes a verdict in; whether there was anything to say.
    pub(super) fn add(&mut self, ask: &Ask<'a>, verdict: Verdict) -> bool {
        match verdict {
            Verdict::Compatible => false,
            Verdict::Breaking(breaks) => {
                for found in &breaks {
                    self.broken(ask, found);
                }
                true
            }
            Verdict::Undecided(reasons) => {
                let (old, new) = ask.pair();
                for reason in reasons {
                    let (before, after) = if ask.backward() {
                        (reason.writer, reason.reader)
                    } else {
                        (reason.reader, reason.writer)
                    };
                    let (before, after) = (before.unwrap_or(old.place), after.unwrap_or(new.place));
                    let keyword = format!("`{}`", reason.keyword);
                    let why = format!("{keyword}: {}", reason.why);
                    let finding = Finding::new(&UNDECIDED, ask.doubt())
                        .at(after, "")
                        .at(before, "against this")
                        .help(format!("keep {keyword} as it was, or say the same with simpler keywords"))
                        .help("or publish the change as a new major");
                    let said =
                        format!("whether {} reads what {} writes is not decided", reader(ask), writer(ask));
                    let at = self.identity.pointer(before);
                    let cause = (UNDECIDED.id, ask.backward(), before, after, reason.keyword);
                    self.hit(cause, ask, &at, finding, said, why);
                }
                true
            }
        }
    }

    fn broken(&mut self, ask: &Ask<'a>, found: &Break) {
        let (before, after) =
            if ask.backward() { (found.writer, found.reader) } else { (found.reader, found.writer) };
        let (old, new) = ask.pair();
        if let Ask::Minor { .. } = ask {
            // Said once: against the nearest earlier minor.
            let key = (new.name(), ask.backward(), found.pointer.clone(), found.keyword.to_owned());
            if !self.blamed.insert(key) {
                return;
            }
        }
        let labels = match ask {
            Ask::Changed { .. } => ["now".to_owned(), "published as".to_owned()],
            Ask::Minor { .. } => [new, old].map(|unit| format!("in {}", unit.version)),
        };
        let [now, was] = labels;
        let mut finding = Finding::new(ask.rule(), ask.subject()).at(after, now).at(before, was);
        finding.help = self.help(ask, before, after);
        finding.help.extend(found.mend.iter().map(|mend| format!("to stay compatible, {}", mend.words)));
        finding.notes.extend(found.rest.clone());
        finding.witness = Some(found.witness.clone());
        finding.consumers = self.consumers(old.id, old.version.major, Some(&found.pointer));
        let cause = (ask.rule().id, ask.backward(), before, after, found.keyword.to_owned());
        self.hit(cause, ask, &any_item(&found.pointer), finding, found.reason.clone(), ask.direction());
    }

    /// A published file that says something else, though nothing breaks on the wire.
    pub(super) fn compatible_change(
        &mut self,
        before: &Unit<'a>,
        after: &Unit<'a>,
        found: &Break,
        backward: bool,
        next: Version,
    ) {
        let (old, new) = if backward { (found.writer, found.reader) } else { (found.reader, found.writer) };
        let ask = Ask::Changed { before: before.clone(), after: after.clone(), backward, next };
        let mut finding =
            Finding::new(&PUBLISHED_CHANGED, ask.subject()).at(new, "now").at(old, "published as");
        finding.help = self.help(&ask, old, new);
        let direction = "the change is compatible, and still a new version".to_owned();
        let reason = "services built from one file would hold another".to_owned();
        let cause = (PUBLISHED_CHANGED.id, backward, old, new, found.keyword.to_owned());
        self.hit(cause, &ask, &any_item(&found.pointer), finding, direction, reason);
    }

    /// `at` says which part of a version is hit.
    fn hit(&mut self, cause: Cause, ask: &Ask<'a>, at: &str, finding: Finding, said: String, note: String) {
        let (old, new) = ask.pair();
        let name = match ask {
            Ask::Changed { .. } => old.name(),
            Ask::Minor { .. } => new.name(),
        };
        let hit = self.causes.entry(cause).or_insert_with(|| Hit {
            finding: finding.clone(),
            reaches: BTreeSet::new(),
            identity: BTreeSet::new(),
            said,
            note,
        });
        hit.identity.insert(format!("{} {} {} {at}", old.id, old.version, new.version));
        hit.reaches.insert(name);
        let mut consumers: BTreeSet<String> = hit.finding.consumers.drain(..).collect();
        consumers.extend(finding.consumers);
        hit.finding.consumers = consumers.into_iter().collect();
    }

    fn help(&self, ask: &Ask<'a>, before: Place, after: Place) -> Vec<String> {
        let (old, new) = ask.pair();
        match ask {
            Ask::Changed { next, .. } => {
                let shared = after.file != new.place.file;
                let folder = old.path.rsplit_once('/').map_or("", |(folder, _)| folder);
                let path = &self.sources.file(after.file).path;
                let publish = if shared {
                    format!("put the changed type into a new file, and refer to it from {folder}/{next}.json")
                } else {
                    format!("publish the change as {folder}/{next}.json")
                };
                vec![publish, self.restore(before, path)]
            }
            Ask::Minor { next, .. } => vec![format!("publish it as {next}.0, or make the change compatible")],
        }
    }

    /// How to get a published file back; `place` is in the base's text.
    pub(super) fn restore(&self, place: Place, path: &str) -> String {
        let file = self.sources.file(place.file);
        match file.name.strip_suffix(&format!(":{}", file.path)) {
            Some(revision) => format!("restore the published file: git checkout {revision} -- {path}"),
            None => format!("restore the published file {path}"),
        }
    }

    /// The services that read that major, with the fields that the pointer hits.
    pub(super) fn consumers(&self, event: &str, major: u32, pointer: Option<&str>) -> Vec<String> {
        if event == ENVELOPE {
            return self.services.by_name.keys().cloned().collect();
        }
        let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut silent: BTreeSet<&str> = BTreeSet::new();
        for (name, subscription) in self.services.consumers(event).filter(|(_, s)| s.majors.contains(&major))
        {
            let uses = subscription.uses.iter().map(String::as_str);
            let hit = uses.filter(|field| pointer.is_some_and(|pointer| touches(field, pointer)));
            found.entry(name).or_default().extend(hit);
            if subscription.uses.is_empty() || pointer.is_none() {
                silent.insert(name);
            }
        }
        let say = |(name, fields): (&str, BTreeSet<&str>)| match fields.into_iter().collect::<Vec<_>>() {
            fields if !fields.is_empty() => format!("{name} (uses {})", fields.join(", ")),
            _ if silent.contains(name) => name.to_owned(),
            // Its reader refuses the whole message all the same.
            _ => format!("{name} (does not use it)"),
        };
        found.into_iter().map(say).collect()
    }

    pub(super) fn into_findings(self) -> Vec<Finding> {
        let trees = self.identity;
        let finish = |((rule, backward, before, after, keyword), hit): (Cause, Hit)| {
            let Hit { mut finding, reaches, identity, said, note } = hit;
            // All that it reaches is part of it: what was accepted for one event is not for another.
            let (was, is) = (trees.value(before), trees.value(after));
            let mut parts = vec![rule, if backward { "backward" } else { "forward" }, &keyword, &was, &is];
            parts.extend(identity.iter().map(String::as_str));
            finding.fingerprint = Some(fingerprint::of(&parts));
            finding.reaches = reaches.iter().cloned().collect();
            if reaches.len() > 1 {
                let first = finding.message;
                finding.message = format!("{first}, and so are {} other versions", reaches.len() - 1);
                finding
                    .notes
                    .push(format!("it reaches {}", reaches.into_iter().collect::<Vec<_>>().join(", ")));
            }
            finding.message = format!("{}: {said}", finding.message);
            finding.notes.insert(0, note);
            finding
        };
        self.causes.into_iter().map(finish).collect()
    }
}

fn writer(ask: &Ask<'_>) -> String {
    let (old, new) = ask.pair();
    said(ask, if ask.backward() { old } else { new }, ask.backward())
}

fn reader(ask: &Ask<'_>) -> String {
    let (old, new) = ask.pair();
    said(ask, if ask.backward() { new } else { old }, !ask.backward())
}

fn said(ask: &Ask<'_>, unit: &Unit<'_>, older: bool) -> String {
    match ask {
        Ask::Changed { .. } if older => format!("the published {}", unit.version),
        Ask::Changed { .. } => format!("the new {}", unit.version),
        Ask::Minor { .. } => unit.version.to_string(),
    }
}

/// Whether a field that a service names and a place in a document lie on one path. `*` is any item.
fn touches(field: &str, pointer: &str) -> bool {
    field
        .split('/')
        .zip(pointer.split('/'))
        .all(|(a, b)| a == b || (a == "*" && b.bytes().all(|c| c.is_ascii_digit())))
}

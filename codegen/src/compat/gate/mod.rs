//! The gate over whole trees: what is published stays, minors hold what their major promises, version
//! numbers fit the change.

mod accept;
mod affected;
pub mod code;
mod identity;
pub mod pages;
mod report;
pub mod rules;

use std::collections::{BTreeMap, BTreeSet};

use super::rules::{
    CONSUMER_LEFT_BEHIND, MAJOR_WITHOUT_BREAK, PUBLISHED_CHANGED, PUBLISHED_VANISHED, VERSION_GAP,
    VERSION_ORDER, VERSION_WITHOUT_CHANGE,
};
use super::{Newer, Semantics, Side, Verdict, included, judged};
use crate::finding::{self, Finding, Place};
use crate::load::config::Policy;
use crate::load::{Sources, Tree};
use crate::resolve::{Contracts, SchemaId, Schemas, Status, Version, nearest};
pub use accept::accept;
use identity::Identity;
use report::{Ask, Hits};
use rules::POLICY_OF_NOTHING;

/// A tree, loaded and resolved.
pub type Loaded = (Tree, Contracts);

/// One version of an event, or of the envelope.
#[derive(Debug, Clone)]
struct Unit<'a> {
    /// `domain/event`, or `envelope`.
    id: &'a str,
    version: Version,
    schemas: &'a Schemas,
    schema: SchemaId,
    /// What stands for the version in a finding.
    place: Place,
    path: String,
    event_type: &'a str,
    status: Status,
    sunset: Option<&'a str>,
}

impl Unit<'_> {
    fn side(&self) -> Side<'_> {
        Side { schemas: self.schemas, schema: self.schema }
    }

    fn name(&self) -> String {
        format!("{} {}", self.id, self.version)
    }

    fn published(&self) -> bool {
        self.status != Status::Draft
    }
}

/// Versions by event.
type Lines<'a> = BTreeMap<&'a str, BTreeMap<Version, Unit<'a>>>;

/// The name under which the envelope's versions are looked at.
const ENVELOPE: &str = "envelope";

fn lines<'a>(sources: &Sources, (_, contracts): &'a Loaded) -> Lines<'a> {
    let mut lines: Lines<'a> = BTreeMap::new();
    for (id, versions) in &contracts.events {
        for (version, contract) in versions {
            let unit = Unit {
                id,
                version: *version,
                schemas: &contracts.schemas,
                schema: contract.schema,
                place: contract.type_place,
                path: contract.path.clone(),
                event_type: &contract.event_type,
                status: contract.lifecycle.status,
                sunset: contract.lifecycle.sunset.as_deref(),
            };
            lines.entry(id).or_default().insert(*version, unit);
        }
    }
    for (version, schema) in &contracts.envelopes {
        let place = contracts.schemas.get(*schema).place;
        let unit = Unit {
            id: ENVELOPE,
            version: *version,
            schemas: &contracts.schemas,
            schema: *schema,
            place: Place { end: place.start.saturating_add(1), ..place },
            path: sources.file(place.file).path.clone(),
            event_type: ENVELOPE,
            status: Status::Active,
            sunset: None,
        };
        lines.entry(ENVELOPE).or_default().insert(*version, unit);
    }
    lines
}

/// Holds `head` against `base` and against its own history. Without a base, only the history counts.
///
/// `today` (`YYYY-MM-DD`) decides whether a sunset has passed; without it, none has. The findings are sorted.
pub fn check(sources: &Sources, base: Option<&Loaded>, head: &Loaded, today: Option<&str>) -> Vec<Finding> {
    let new = lines(sources, head);
    let old = base.map(|base| lines(sources, base)).unwrap_or_default();
    let identity = Identity::new(base.into_iter().chain([head]));
    let mut gate = Gate {
        hits: Hits::new(sources, &head.0.services, identity),
        findings: Vec::new(),
        affected: base.map(|base| affected::affected(sources, base, head)),
    };
    gate.policies(sources, head, &old, &new);
    gate.vanished(&old, &new, today);
    gate.changed(head, &old, &new, today);
    for (id, versions) in &new {
        let before = old.get(id);
        gate.numbers(versions, before);
        gate.history(versions, before, head.0.config.compat.of(id));
    }
    gate.left_behind(head, &old, &new);
    let mut findings = gate.findings;
    findings.extend(gate.hits.into_findings());
    finding::sort(&mut findings);
    identity::tell_apart(&mut findings);
    findings
}

struct Gate<'a> {
    hits: Hits<'a>,
    findings: Vec<Finding>,
    /// Paths of what may mean something else than in the base, if there is one.
    affected: Option<BTreeSet<String>>,
}

impl<'a> Gate<'a> {
    /// Whether each policy is of something.
    fn policies(&mut self, sources: &Sources, head: &Loaded, old: &Lines<'a>, new: &Lines<'a>) {
        let compat = &head.0.config.compat;
        let events: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
        let domains: BTreeSet<&str> = events.iter().filter_map(|event| event.split('/').next()).collect();
        let named = [("event", &compat.events, &events), ("domain", &compat.domains, &domains)];
        for (what, overrides, known) in named {
            for name in overrides.keys().filter(|name| !known.contains(name.as_str())) {
                let mut finding = Finding::new(&POLICY_OF_NOTHING, format!("there is no {what} {name:?}"));
                let file = sources.by_name("contracts/contracts.toml");
                let at = file.and_then(|(id, file)| Some((id, u32::try_from(file.text.find(name)?).ok()?)));
                if let Some((file, start)) = at {
                    let end = start.saturating_add(u32::try_from(name.len()).unwrap_or(0));
                    finding = finding.at(Place { file, start, end }, "");
                }
                if let Some(near) = nearest(name, known.iter().copied()) {
                    finding = finding.help(format!("did you mean {near:?}?"));
                }
                self.findings.push(finding);
            }
        }
    }

    fn vanished(&mut self, old: &Lines<'a>, new: &Lines<'a>, today: Option<&str>) {
        for unit in old.values().flat_map(BTreeMap::values).filter(|unit| unit.published()) {
            let there = new.get(unit.id).is_some_and(|versions| versions.contains_key(&unit.version));
            let over = unit.sunset.zip(today).is_some_and(|(sunset, today)| sunset <= today);
            if there || over || unit.status == Status::Retired {
                continue;
            }
            let mut finding =
                Finding::new(&PUBLISHED_VANISHED, format!("{} is published, and gone", unit.name()))
                    .at(unit.place, "published here")
                    .help(self.hits.restore(unit.place, &unit.path))
                    .help("to end a version, set its `status` to \"deprecated\" with a `sunset` date first");
            finding.consumers = self.hits.consumers(unit.id, unit.version.major, None);
            self.findings.push(finding);
        }
    }

    fn changed(&mut self, head: &Loaded, old: &Lines<'a>, new: &Lines<'a>, today: Option<&str>) {
        for before in old.values().flat_map(BTreeMap::values).filter(|unit| unit.published()) {
            let Some(after) = new.get(before.id).and_then(|versions| versions.get(&before.version)) else {
                continue;
            };
            if before.event_type != after.event_type {
                let message = format!(
                    "{} is published as {:?}, and now says {:?}",
                    before.name(),
                    before.event_type,
                    after.event_type
                );
                self.findings.push(
                    Finding::new(&PUBLISHED_CHANGED, message)
                        .at(after.place, "the new type")
                        .at(before.place, "published as")
                        .help("a new name is a new event: restore the type, and publish the other one beside it"),
                );
            }
            self.life(before, after, today);
            if self.affected.as_ref().is_none_or(|affected| affected.contains(&after.path)) {
                let (policy, _) = head.0.config.compat.of(before.id);
                self.meaning(before, after, &new[before.id], policy);
            }
        }
    }

    /// Whether a published version leaves its life as it should: deprecated with a sunset ahead, then retired
    /// or removed. Otherwise two small steps would do what one big step may not.
    fn life(&mut self, before: &Unit<'a>, after: &Unit<'a>, today: Option<&str>) {
        let passed = |sunset: Option<&str>| sunset.zip(today).is_some_and(|(sunset, today)| sunset <= today);
        let over = before.status == Status::Retired || passed(before.sunset);
        let what = if over {
            return;
        } else if after.status == Status::Draft {
            "is published, and cannot become a draft again".to_owned()
        } else if after.status == Status::Retired {
            "is retired before a sunset that was announced has passed".to_owned()
        } else if after.sunset != before.sunset && passed(after.sunset) {
            format!("gets a sunset that lies behind us, {}", after.sunset.unwrap_or_default())
        } else {
            return;
        };
        let mut finding = Finding::new(&PUBLISHED_CHANGED, format!("{} {what}", before.name()))
            .at(after.place, "now")
            .at(before.place, "published as")
            .help("set its `status` to \"deprecated\" with a `sunset` date ahead; retire or remove it after that date");
        finding.consumers = self.hits.consumers(before.id, before.version.major, None);
        self.findings.push(finding);
    }

    /// Whether a published version still means the same.
    fn meaning(
        &mut self,
        before: &Unit<'a>,
        after: &Unit<'a>,
        versions: &BTreeMap<Version, Unit<'a>>,
        policy: Policy,
    ) {
        let (old, new) = (before.side(), after.side());
        let strict = [included(old, new, Semantics::Strict), included(new, old, Semantics::Strict)];
        let real = [included(old, new, Semantics::WriterReader), included(new, old, Semantics::WriterReader)];
        if strict.iter().chain(&real).all(|verdict| *verdict == Verdict::Compatible) {
            return;
        }
        // What the policy does not ask of a minor makes no major.
        let broken = real
            .iter()
            .zip([policy.asks_backward(), policy.asks_forward()])
            .any(|(verdict, asked)| asked && *verdict != Verdict::Compatible);
        let next = next(versions, before.version, broken);
        let [backward, forward] = real;
        let mut said = false;
        for (verdict, backward) in [(backward, true), (forward, false)] {
            let ask = Ask::Changed { before: (*before).clone(), after: (*after).clone(), backward, next };
            said |= self.hits.add(&ask, verdict);
        }
        if said {
            return;
        }
        // Nothing breaks on the wire, and still the file says something else.
        let change = strict.iter().zip([true, false]).find_map(|(verdict, backward)| match verdict {
            Verdict::Breaking(breaks) => breaks.first().map(|first| (first, backward)),
            _ => None,
        });
        match change {
            Some((first, backward)) => self.hits.compatible_change(before, after, first, backward, next),
            None => {
                for (verdict, backward) in strict.into_iter().zip([true, false]) {
                    let ask =
                        Ask::Changed { before: (*before).clone(), after: (*after).clone(), backward, next };
                    self.hits.add(&ask, verdict);
                }
            }
        }
    }

    /// Whether the numbers of new versions follow on from what is there.
    fn numbers(
        &mut self,
        versions: &BTreeMap<Version, Unit<'a>>,
        before: Option<&BTreeMap<Version, Unit<'a>>>,
    ) {
        let known = |version: &Version| {
            versions.contains_key(version) || before.is_some_and(|b| b.contains_key(version))
        };
        let majors: Vec<u32> =
            versions.keys().chain(before.into_iter().flat_map(BTreeMap::keys)).map(|v| v.major).collect();
        for (version, unit) in versions {
            if before.is_some_and(|before| before.contains_key(version)) {
                continue;
            }
            let expected = match version.minor.checked_sub(1) {
                Some(minor) => Some(Version { minor, ..*version }).filter(|previous| !known(previous)),
                None => version
                    .major
                    .checked_sub(1)
                    .filter(|previous| {
                        majors.iter().any(|m| m < &version.major) && !majors.contains(previous)
                    })
                    .map(|major| Version { major, minor: 0 }),
            };
            if let Some(missing) = expected {
                let message = format!("{} has no {missing} before it", unit.name());
                let help = "versions count up by one: rename the file to the next free number";
                self.findings.push(Finding::new(&VERSION_GAP, message).at(unit.place, "").help(help));
            }
            let later = before.into_iter().flat_map(BTreeMap::values).find(|other| {
                other.published()
                    && (other.version.major == version.major && other.version.minor > version.minor
                        || other.version.major > version.major && version.minor == 0)
            });
            if let Some(later) = later {
                let message = format!("{} is new, and {} is already published", unit.name(), later.version);
                self.findings.push(
                    Finding::new(&VERSION_ORDER, message)
                        .at(unit.place, "new")
                        .at(later.place, "published")
                        .help("give it the next free number"),
                );
            }
        }
    }

    /// Whether each minor holds what the policy asks against each earlier one of its major.
    fn history(
        &mut self,
        versions: &BTreeMap<Version, Unit<'a>>,
        before: Option<&BTreeMap<Version, Unit<'a>>>,
        (policy, transitive): (Policy, bool),
    ) {
        let next = versions.keys().next_back().map_or(1, |newest| newest.major.saturating_add(1));
        let mut previous: Option<&Unit<'a>> = None;
        for (version, later) in versions {
            let is_new =
                self.affected.is_none() || !before.is_some_and(|before| before.contains_key(version));
            let earlier: Vec<&Unit<'a>> = versions
                .range(..version)
                .map(|(_, unit)| unit)
                .filter(|u| u.version.major == version.major)
                .collect();
            // The nearest first: what breaks it is said of it.
            for unit in earlier.iter().rev().take(if transitive { usize::MAX } else { 1 }) {
                if let Some(finding) = self.minor(
                    unit,
                    later,
                    policy,
                    next,
                    is_new && Some(unit.version) == previous.map(|p| p.version),
                ) {
                    self.findings.push(finding);
                }
            }
            if let Some(previous) = previous.filter(|p| is_new && p.version.major != version.major) {
                let pair =
                    [(previous, later, policy.asks_backward()), (later, previous, policy.asks_forward())];
                // Without a policy nothing says what a major is for.
                let holds = policy != Policy::None
                    && pair.into_iter().filter(|(.., asked)| *asked).all(|(w, r, _)| {
                        included(w.side(), r.side(), Semantics::WriterReader) == Verdict::Compatible
                    });
                if holds {
                    let message = format!("{} is compatible with {}", later.name(), previous.version);
                    self.findings.push(Finding::new(&MAJOR_WITHOUT_BREAK, message).at(later.place, "").help(
                        format!(
                            "publish it as {}.{}",
                            previous.version.major,
                            previous.version.minor.saturating_add(1)
                        ),
                    ));
                }
            }
            previous = Some(later);
        }
    }

    fn minor(
        &mut self,
        earlier: &Unit<'a>,
        later: &Unit<'a>,
        policy: Policy,
        next: u32,
        fresh: bool,
    ) -> Option<Finding> {
        if !earlier.published() && !later.published() {
            return None;
        }
        for (backward, asked) in [(true, policy.asks_backward()), (false, policy.asks_forward())] {
            if asked {
                let (writer, reader) = if backward { (earlier, later) } else { (later, earlier) };
                let newer = if backward { Newer::Reader } else { Newer::Writer };
                let verdict = judged(writer.side(), reader.side(), Semantics::WriterReader, newer);
                let ask = Ask::Minor { earlier: earlier.clone(), later: later.clone(), backward, next };
                self.hits.add(&ask, verdict);
            }
        }
        let same = fresh
            && included(earlier.side(), later.side(), Semantics::Strict) == Verdict::Compatible
            && included(later.side(), earlier.side(), Semantics::Strict) == Verdict::Compatible;
        same.then(|| {
            let message = format!("{} means the same as {}", later.name(), earlier.version);
            Finding::new(&VERSION_WITHOUT_CHANGE, message)
                .at(later.place, "")
                .at(earlier.place, "the same")
                .help("if only words changed, edit the published file in place")
        })
    }

    /// Whether every service can still read something.
    fn left_behind(&mut self, head: &Loaded, old: &Lines<'a>, new: &Lines<'a>) {
        for (name, service) in &head.0.services.by_name {
            for subscription in &service.subscribes {
                let event = subscription.event.event.as_str();
                let versions = |lines: &Lines<'a>, major: u32| -> Vec<Status> {
                    let all = lines.get(event).into_iter().flatten();
                    all.filter(|(version, _)| version.major == major).map(|(_, unit)| unit.status).collect()
                };
                let mut missing = Vec::new();
                for major in &subscription.majors {
                    // An event that nobody ever knew is a slip of the pen, and not for the gate.
                    let known = new.contains_key(event) || !versions(old, *major).is_empty();
                    if known && versions(new, *major).is_empty() {
                        missing.push(format!("{name} reads {event} {major}, which does not exist"));
                    }
                }
                let all = |lines| subscription.majors.iter().flat_map(move |major| versions(lines, *major));
                let published = |status: &Status| matches!(status, Status::Active | Status::Deprecated);
                // A draft that is read already is on its way to be published.
                let ended =
                    all(new).any(|status| status == Status::Retired) || all(old).any(|s| published(&s));
                if missing.is_empty() && ended && !all(new).any(|status| published(&status)) {
                    missing.push(format!("{name} reads no version of {event} that is still published"));
                }
                let offered =
                    new.get(event).into_iter().flatten().filter(|(_, unit)| published(&unit.status));
                let offered: Vec<String> = offered.map(|(version, _)| version.to_string()).collect();
                for message in missing {
                    let mut finding = Finding::new(&CONSUMER_LEFT_BEHIND, message)
                        .at(subscription.event.place, "reads it here");
                    finding = match offered.as_slice() {
                        [] => finding.help("remove the subscription, or restore the contract"),
                        offered => finding
                            .help(format!("move it to a version that is published: {}", offered.join(", "))),
                    };
                    finding.consumers = vec![name.clone()];
                    self.findings.push(finding);
                }
            }
        }
    }
}

/// The number that a change deserves.
fn next(versions: &BTreeMap<Version, Unit<'_>>, of: Version, broken: bool) -> Version {
    if broken {
        let major = versions.keys().next_back().map_or(of.major, |newest| newest.major).saturating_add(1);
        return Version { major, minor: 0 };
    }
    let minor = versions.keys().filter(|v| v.major == of.major).map(|v| v.minor).max().unwrap_or(of.minor);
    Version { major: of.major, minor: minor.saturating_add(1) }
}

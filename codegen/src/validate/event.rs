//! One document against its contract.

use std::collections::BTreeMap;

use super::rules::{INVALID_DATA, INVALID_ENVELOPE, NEWER_MINOR, UNKNOWN_EVENT};
use super::schema::{SchemaValidator, Validators, Verdict, Violation};
use crate::finding::{Finding, Place, Rule};
use crate::load::{Node, Tree, Value};
use crate::resolve::{Contract, Contracts, Version};

/// What the documents are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// Events: the envelope with the data in it.
    Events {
        /// The domain that an event type is looked up in; all of them without one.
        domain: Option<String>,
    },
    /// Payloads of the contract at this path.
    Data {
        /// Path of the contract's file.
        path: String,
    },
}

/// Judges documents, one after the other.
pub struct Judge<'t> {
    contracts: &'t Contracts,
    tree: &'t Tree,
    subject: Subject,
    validators: Validators<'t>,
    /// By path of the contract.
    ready: BTreeMap<String, SchemaValidator<'t>>,
}

impl<'t> Judge<'t> {
    /// A judge by the contracts of a tree that resolves without errors.
    pub fn new(tree: &'t Tree, contracts: &'t Contracts, subject: Subject) -> Self {
        let validators = Validators::new(tree, contracts);
        Self { contracts, tree, subject, validators, ready: BTreeMap::new() }
    }

    /// Everything that is wrong with a document.
    pub fn judge(&mut self, document: &Node) -> Result<Vec<Finding>, String> {
        let mut findings = Vec::new();
        match self.subject.clone() {
            Subject::Data { path } => self.hold(&path, document, "", &INVALID_DATA, &mut findings)?,
            Subject::Events { domain } => self.event(domain.as_deref(), document, &mut findings)?,
        }
        Ok(findings)
    }

    fn event(
        &mut self,
        domain: Option<&str>,
        document: &Node,
        findings: &mut Vec<Finding>,
    ) -> Result<(), String> {
        let envelope = self.contracts.envelopes.values().next_back().copied();
        if let Some(schema) = envelope {
            let file = self.contracts.schemas.get(schema).place.file;
            if let Some((path, _)) = self.tree.documents.iter().find(|(_, document)| document.file == file) {
                self.hold(path, document, "", &INVALID_ENVELOPE, findings)?;
            }
        }
        // What the envelope's schema already said is not said again.
        let said = !findings.is_empty();
        let mut complain = |place: Place, message: String| {
            if !said {
                findings.push(Finding::new(&INVALID_ENVELOPE, message).at(place, ""));
            }
        };
        if document.as_object().is_none() {
            complain(document.place, "an event is a JSON object".to_owned());
            return Ok(());
        }
        let mut field = |name: &str| match document.get(name) {
            Some(Node { value: Value::String(text), place }) => Some((text.as_str(), *place)),
            Some(other) => {
                complain(other.place, format!("/{name} is not a string"));
                None
            }
            None => {
                complain(document.place, format!("the document lacks {name:?}"));
                None
            }
        };
        let (event_type, version) = (field("eventType"), field("version"));
        if document.get("data").is_none() {
            complain(document.place, "the document lacks \"data\"".to_owned());
        }
        let (Some(event_type), Some(version)) = (event_type, version) else { return Ok(()) };
        let Some(contract) = find(self.contracts, domain, event_type, version, findings) else {
            return Ok(());
        };
        if let Some(data) = document.get("data") {
            self.hold(&contract.path, data, "/data", &INVALID_DATA, findings)?;
        }
        Ok(())
    }

    /// Holds a value against the root schema of a file.
    fn hold(
        &mut self,
        path: &str,
        value: &Node,
        pointer: &str,
        rule: &'static Rule,
        findings: &mut Vec<Finding>,
    ) -> Result<(), String> {
        let validator = match self.ready.entry(path.to_owned()) {
            std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::btree_map::Entry::Vacant(entry) => {
                entry.insert(self.validators.schema(path, "")?)
            }
        };
        match validator.judge(value) {
            Verdict::Valid => {}
            Verdict::Invalid(violations) => {
                findings.extend(violations.iter().map(|v| finding(rule, v, value, pointer)));
            }
            Verdict::Unknown(why) => {
                let name = if pointer.is_empty() { "the document" } else { pointer };
                let message = format!("{name} cannot be judged: {why}");
                findings.push(Finding::new(rule, message).at(value.place, ""));
            }
        }
        Ok(())
    }
}

/// The finding of a violation in `value`, which stands at `base` of its document.
fn finding(rule: &'static Rule, violation: &Violation, value: &Node, base: &str) -> Finding {
    let pointer = format!("{base}{}", violation.pointer);
    let name = if pointer.is_empty() { "the document" } else { &pointer };
    with_places(Finding::new(rule, format!("{name} {}", violation.message)), violation, value)
}

/// A finding with the places of its violation in `document`.
pub(crate) fn with_places(mut finding: Finding, violation: &Violation, document: &Node) -> Finding {
    for place in places(violation, document) {
        finding = finding.at(place, "");
    }
    if let Some(place) = violation.keyword {
        finding = finding.at(place, "asked for here");
    }
    finding.notes.clone_from(&violation.notes);
    finding
}

/// Where a violation is seen in the document that it was found in.
fn places(violation: &Violation, document: &Node) -> Vec<Place> {
    let node = document.pointer(&violation.pointer).unwrap_or(document);
    let names = violation.names.iter().filter_map(|name| node.member(name)).map(|member| member.key_place);
    let places: Vec<Place> = names.collect();
    if places.is_empty() { vec![node.place] } else { places }
}

/// The contract that a document of this type and version is judged by.
fn find<'t>(
    contracts: &'t Contracts,
    domain: Option<&str>,
    (event_type, type_place): (&str, Place),
    (version, version_place): (&str, Place),
    findings: &mut Vec<Finding>,
) -> Option<&'t Contract> {
    let in_domain = |contract: &&Contract| domain.is_none_or(|domain| contract.domain == domain);
    let versions: BTreeMap<&str, &BTreeMap<Version, Contract>> = contracts
        .events
        .values()
        .filter_map(|versions| versions.values().next().filter(in_domain).map(|first| (first, versions)))
        .filter(|(first, _)| first.event_type == event_type)
        .map(|(first, versions)| (first.domain.as_str(), versions))
        .collect();
    let unknown = |message: String, place: Place| Finding::new(&UNKNOWN_EVENT, message).at(place, "");
    let versions = match versions.len() {
        1 => versions.into_values().next()?,
        0 => {
            let mut finding = unknown(format!("no contract has the event type {event_type:?}"), type_place);
            let known = contracts.all().filter(in_domain).map(|contract| contract.event_type.as_str());
            if let Some(near) = crate::resolve::nearest(event_type, known) {
                finding = finding.help(format!("did you mean {near:?}?"));
            }
            findings.push(finding);
            return None;
        }
        _ => {
            let domains = versions.into_keys().collect::<Vec<_>>().join(", ");
            let message = format!("several domains have an event of the type {event_type:?}: {domains}");
            findings.push(unknown(message, type_place).help("say which one is meant with --domain"));
            return None;
        }
    };
    let Ok(wanted) = version.parse::<Version>() else {
        findings.push(unknown(format!("{version:?} is no version of the form major.minor"), version_place));
        return None;
    };
    if let Some(contract) = versions.get(&wanted) {
        return Some(contract);
    }
    let newest = versions.values().rfind(|contract| contract.version.major == wanted.major);
    if let Some(newest) = newest.filter(|newest| newest.version < wanted) {
        let message =
            format!("{event_type} {wanted} is newer than any contract here; judged by {}", newest.version);
        findings.push(Finding::new(&NEWER_MINOR, message).at(version_place, ""));
        return Some(newest);
    }
    let known = versions.keys().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    findings.push(
        unknown(format!("{event_type} has no version {wanted}"), version_place)
            .help(format!("there is {known}")),
    );
    None
}

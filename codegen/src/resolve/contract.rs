//! Which file is what: events with their versions, shared types, the envelope.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use heck::ToKebabCase;

use super::rules::{DUPLICATE_EVENT, INVALID_X_EVENT, PATH_MISMATCH};
use super::{Located, SchemaId, Schemas};
use crate::finding::{FileId, Finding, Place};
use crate::load::{Node, Tree, Value};

/// `major.minor`
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// Changes with a break.
    pub major: u32,
    /// Changes with a compatible change.
    pub minor: u32,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

impl FromStr for Version {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let number = |digits: &str| {
            let canonical = digits == "0" || !digits.starts_with('0');
            (canonical && digits.bytes().all(|b| b.is_ascii_digit()))
                .then(|| digits.parse().ok())
                .flatten()
                .ok_or(())
        };
        let (major, minor) = text.split_once('.').ok_or(())?;
        Ok(Self { major: number(major)?, minor: number(minor)? })
    }
}

/// `x-event.status`
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Status {
    /// May still change; nobody relies on it.
    Draft,
    /// Published.
    #[default]
    Active,
    /// Published, and to be left by its sunset.
    Deprecated,
    /// No longer published.
    Retired,
}

impl Status {
    /// As it is written in `x-event`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Active => "active",
            Self::Deprecated => "deprecated",
            Self::Retired => "retired",
        }
    }
}

/// Where an event stands in its life.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lifecycle {
    /// `status`
    pub status: Status,
    /// `sunset`: the date from which it may vanish, `YYYY-MM-DD`.
    pub sunset: Option<String>,
    /// `replacedBy`: `domain/event/version`.
    pub replaced_by: Option<String>,
}

/// One version of one event.
#[derive(Debug, Clone)]
pub struct Contract {
    /// Path of the file from the workspace root.
    pub path: String,
    /// The file.
    pub file: FileId,
    /// The folder below `contracts/`.
    pub domain: String,
    /// The folder below the domain: the event type in kebab case.
    pub folder: String,
    /// The name on the wire.
    pub event_type: String,
    /// From the file's name.
    pub version: Version,
    /// The service that publishes it.
    pub source: String,
    /// The team that answers for it.
    pub owner: String,
    /// Draft, active, …
    pub lifecycle: Lifecycle,
    /// Where `x-event.type` stands.
    pub type_place: Place,
    /// The root schema.
    pub schema: SchemaId,
}

impl Contract {
    /// `domain/folder`: how `services.toml` and findings name the event.
    pub fn event_id(&self) -> String {
        format!("{}/{}", self.domain, self.folder)
    }
}

/// A resolved tree.
#[derive(Debug, Clone, Default)]
pub struct Contracts {
    /// Every schema.
    pub schemas: Schemas,
    /// Every version of every event, by event id and version.
    pub events: BTreeMap<String, BTreeMap<Version, Contract>>,
    /// Shared types: path → root schema.
    pub types: BTreeMap<String, SchemaId>,
    /// The envelope's versions.
    pub envelopes: BTreeMap<Version, SchemaId>,
}

impl Contracts {
    /// The path that `reference` means when it stands in the file `from`; `None` if it leaves
    /// `contracts/`.
    pub fn relative(from: &str, reference: &str) -> Option<String> {
        let mut parts: Vec<&str> = from.split('/').collect();
        parts.pop();
        for part in reference.split('/') {
            match part {
                "" | "." => {}
                ".." if parts.len() > 1 => drop(parts.pop()),
                ".." => return None,
                part => parts.push(part),
            }
        }
        Some(parts.join("/"))
    }

    /// Every contract, by event and version.
    pub fn all(&self) -> impl Iterator<Item = &Contract> {
        self.events.values().flat_map(BTreeMap::values)
    }
}

/// Sorts the files of a tree into events, shared types and the envelope.
pub(super) fn classify(tree: &Tree, schemas: Schemas, findings: &mut Vec<Finding>) -> Contracts {
    let mut contracts = Contracts { schemas, ..Contracts::default() };
    for (path, document) in &tree.documents {
        let Some(root) = contracts.schemas.at(document.file, "") else { continue };
        let below = path.strip_prefix("contracts/").unwrap_or(path);
        let parts: Vec<&str> = below.split('/').collect();
        let keywords = contracts.schemas.keywords(root);
        let x_event = keywords.and_then(|keywords| keywords.extension("x-event")).cloned();
        let version =
            parts.last().and_then(|name| name.strip_suffix(".json")).and_then(|stem| stem.parse().ok());
        match (&x_event, parts.as_slice()) {
            (Some(x_event), _) => {
                if let Some(contract) = event(path, &parts, version, root, document.file, x_event, findings) {
                    let title = keywords.and_then(|keywords| keywords.title.as_ref());
                    if let Some(title) = title.filter(|title| title.value != contract.event_type) {
                        let message = format!("the title says {:?}, x-event.type {:?}", title.value, contract.event_type);
                        findings.push(
                            Finding::new(&PATH_MISMATCH, message)
                                .at(title.place, "the title")
                                .at(contract.type_place, "the event type"),
                        );
                    }
                    contracts.events.entry(contract.event_id()).or_default().insert(contract.version, contract);
                }
            }
            (None, ["envelope", _]) => match version {
                Some(version) => drop(contracts.envelopes.insert(version, root)),
                None => findings.push(
                    Finding::new(&PATH_MISMATCH, format!("{path} is not named after a version"))
                        .at(document.root.place, "")
                        .help("an envelope is contracts/envelope/<major>.<minor>.json"),
                ),
            },
            (None, [_, _, _]) if version.is_some() => findings.push(
                Finding::new(&INVALID_X_EVENT, format!("{path} lies where an event lies, and has no `x-event`"))
                    .at(start(document.root.place), "")
                    .help("add \"x-event\": { \"type\": …, \"source\": …, \"owner\": … }, or name the file after its type"),
            ),
            (None, _) => drop(contracts.types.insert(path.clone(), root)),
        }
    }
    duplicates(&contracts, findings);
    contracts
}

fn start(place: Place) -> Place {
    Place { end: place.start.saturating_add(1), ..place }
}

fn event(
    path: &str,
    parts: &[&str],
    version: Option<Version>,
    schema: SchemaId,
    file: FileId,
    x_event: &Located<Node>,
    findings: &mut Vec<Finding>,
) -> Option<Contract> {
    let block = XEvent::read(x_event, findings)?;
    let (event_type, type_place) = block.event_type;
    let folder = event_type.to_kebab_case();
    let ([domain, actual, _], Some(version)) = (parts, version) else {
        let message = format!("{path} holds the event {event_type:?}, and is not where an event lies");
        let help = format!("an event's file is contracts/<domain>/{folder}/<major>.<minor>.json");
        findings.push(Finding::new(&PATH_MISMATCH, message).at(type_place, "the event type").help(help));
        return None;
    };
    if *actual != folder {
        let message = format!("the folder is {actual:?}, the event type {event_type:?}");
        findings.push(
            Finding::new(&PATH_MISMATCH, message).at(type_place, format!("its folder is {folder:?}")).help(
                format!("move the file to contracts/{domain}/{folder}/{version}.json, or mend the type"),
            ),
        );
    }
    Some(Contract {
        path: path.to_owned(),
        file,
        domain: (*domain).to_owned(),
        folder: (*actual).to_owned(),
        event_type,
        version,
        source: block.source,
        owner: block.owner,
        lifecycle: block.lifecycle,
        type_place,
        schema,
    })
}

struct XEvent {
    event_type: (String, Place),
    source: String,
    owner: String,
    lifecycle: Lifecycle,
}

impl XEvent {
    fn read(x_event: &Located<Node>, findings: &mut Vec<Finding>) -> Option<Self> {
        let mut complain = |place: Place, message: String| {
            findings.push(Finding::new(&INVALID_X_EVENT, message).at(place, ""));
        };
        let Some(members) = x_event.value.as_object() else {
            complain(x_event.place, "`x-event` is an object".to_owned());
            return None;
        };
        let (mut event_type, mut source, mut owner) = (None, None, None);
        let mut lifecycle = Lifecycle::default();
        for member in members {
            let Value::String(text) = &member.value.value else {
                complain(member.value.place, format!("`x-event.{}` is a string", member.key));
                continue;
            };
            match member.key.as_str() {
                "type" if !is_type_name(text) => complain(
                    member.value.place,
                    "an event type is a name of letters and digits that starts with a capital letter"
                        .to_owned(),
                ),
                "type" => event_type = Some((text.clone(), member.value.place)),
                "source" => source = Some(text.clone()),
                "owner" => owner = Some(text.clone()),
                "status" => match [Status::Draft, Status::Active, Status::Deprecated, Status::Retired]
                    .into_iter()
                    .find(|status| status.name() == text)
                {
                    Some(status) => lifecycle.status = status,
                    None => complain(
                        member.value.place,
                        "a status is draft, active, deprecated or retired".to_owned(),
                    ),
                },
                "sunset" => lifecycle.sunset = Some(text.clone()),
                "replacedBy" => lifecycle.replaced_by = Some(text.clone()),
                other => complain(member.key_place, format!("`x-event` knows no key {other:?}")),
            }
        }
        for (name, missing) in
            [("type", event_type.is_none()), ("source", source.is_none()), ("owner", owner.is_none())]
        {
            if missing && x_event.value.get(name).is_none() {
                complain(x_event.key, format!("`x-event` lacks `{name}`"));
            }
        }
        Some(Self { event_type: event_type?, source: source?, owner: owner.unwrap_or_default(), lifecycle })
    }
}

/// The event type becomes a type name in Rust and in C#.
fn is_type_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase()) && text.chars().all(|c| c.is_ascii_alphanumeric())
}

fn duplicates(contracts: &Contracts, findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<(&str, &str), &Contract> = BTreeMap::new();
    for contract in contracts.all() {
        let first = *seen.entry((&contract.domain, &contract.event_type)).or_insert(contract);
        if first.folder != contract.folder {
            let message = format!("{} already has an event {:?}", contract.domain, contract.event_type);
            findings.push(
                Finding::new(&DUPLICATE_EVENT, message)
                    .at(contract.type_place, "")
                    .at(first.type_place, "the first one"),
            );
        }
    }
}

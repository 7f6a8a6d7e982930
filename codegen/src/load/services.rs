//! `contracts/services.toml`: who publishes what, and who reads it.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::config::toml_finding;
use crate::finding::{FileId, Finding, Place};

/// The services by name.
#[derive(Debug, Clone, Default)]
pub struct Services {
    /// Name → service.
    pub by_name: BTreeMap<String, Service>,
}

/// One service.
#[derive(Debug, Clone, Default)]
pub struct Service {
    /// What it is, in a sentence.
    pub description: String,
    /// The events that it publishes, as `domain/event-folder`.
    pub publishes: Vec<Reference>,
    /// What it reads.
    pub subscribes: Vec<Subscription>,
}

/// An event named in `services.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// `domain/event-folder`
    pub event: String,
    /// Where it is named.
    pub place: Place,
}

/// One event that a service reads.
#[derive(Debug, Clone)]
pub struct Subscription {
    /// The event.
    pub event: Reference,
    /// The majors that it accepts.
    pub majors: Vec<u32>,
    /// The fields that it uses, as JSON Pointers into `data` (`*` stands for any item); empty when it
    /// does not say.
    pub uses: Vec<String>,
}

impl Services {
    /// The services that read an event, with their subscription, by name.
    pub fn consumers<'a>(&'a self, event: &'a str) -> impl Iterator<Item = (&'a str, &'a Subscription)> {
        self.by_name.iter().flat_map(move |(name, service)| {
            service.subscribes.iter().filter(move |s| s.event.event == event).map(move |s| (name.as_str(), s))
        })
    }

    /// The services that publish an event, by name.
    pub fn producers<'a>(&'a self, event: &'a str) -> impl Iterator<Item = &'a str> {
        self.by_name
            .iter()
            .filter(move |(_, service)| service.publishes.iter().any(|p| p.event == event))
            .map(|(name, _)| name.as_str())
    }
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct RawServices {
    services: BTreeMap<String, RawService>,
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct RawService {
    description: String,
    publishes: Vec<Spanned<String>>,
    subscribes: Vec<RawSubscription>,
}

/// A file that the tests of a service write.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct RawUses {
    reads: Vec<RawSubscription>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSubscription {
    event: Spanned<String>,
    versions: Spanned<String>,
    #[serde(default)]
    uses: Vec<String>,
}

/// Parses the file; what is wrong with it becomes a finding.
pub fn parse(file: FileId, text: &str, findings: &mut Vec<Finding>) -> Services {
    let raw: RawServices = match toml::from_str(text) {
        Ok(raw) => raw,
        Err(error) => {
            findings.push(toml_finding(file, &error));
            return Services::default();
        }
    };
    let mut services = Services::default();
    for (name, raw) in raw.services {
        let mut service = Service { description: raw.description, ..Service::default() };
        service.publishes = raw.publishes.into_iter().map(|event| reference(file, event)).collect();
        service.subscribes = subscriptions(file, raw.subscribes, findings);
        services.by_name.insert(name, service);
    }
    services
}

/// Parses `uses/SERVICE.toml`: what the code of a service reads.
pub fn parse_uses(file: FileId, text: &str, findings: &mut Vec<Finding>) -> Vec<Subscription> {
    match toml::from_str::<RawUses>(text) {
        Ok(raw) => subscriptions(file, raw.reads, findings),
        Err(error) => {
            findings.push(toml_finding(file, &error));
            Vec::new()
        }
    }
}

fn subscriptions(file: FileId, all: Vec<RawSubscription>, findings: &mut Vec<Finding>) -> Vec<Subscription> {
    let mut read = Vec::new();
    for raw in all {
        let versions = reference(file, raw.versions);
        let majors = versions.event.split(',').map(|major| major.trim().parse::<u32>());
        let Ok(majors) = majors.collect::<Result<Vec<_>, _>>() else {
            let message = "`versions` is a list of major versions such as \"1\" or \"1, 2\"";
            findings
                .push(Finding::new(&super::BAD_CONFIG, message).at(versions.place, "not a list of majors"));
            continue;
        };
        read.push(Subscription { event: reference(file, raw.event), majors, uses: raw.uses });
    }
    read
}

fn reference(file: FileId, spanned: Spanned<String>) -> Reference {
    let span = spanned.span();
    let at = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
    let place = Place { file, start: at(span.start), end: at(span.end) };
    Reference { event: spanned.into_inner(), place }
}

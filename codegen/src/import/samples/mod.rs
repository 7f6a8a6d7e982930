//! Contracts from sample documents: what is written in all of them is asked for, what they agree on is said.
//!
//! Samples prove little, so a doubt goes the wide way: no largest number, no longest text, no closed set of texts. How
//! sure each field is stands in the report, and never in the contract.

mod envelope;
mod infer;
mod number;
mod object;
mod read;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use super::build::{Object, list};
use super::contract::{self, Head};
use super::rules::{BAD_SAMPLE, GUESS, IN_ENVELOPE};
use super::words::table;
use super::{FIELDS, Imported, Settings};
use crate::finding::{Finding, Place};
use crate::load::{Node, Sources, Value};
use crate::resolve::Version;
pub(super) use envelope::FLAT;
use envelope::Sample;
use infer::{Field, Infer};

/// Fewer samples than this say next to nothing about what may be absent.
pub(super) const FEW: usize = 3;
/// So many agree for a reason.
pub(super) const MANY: usize = 20;

/// An example in the contract is no longer than this, if there is a shorter one.
const EXAMPLE: usize = 4_000;

/// Nothing that is nested deeper is an example: a contract could not be read with it.
const DEEP: usize = 100;

/// Infers a contract for each event type and version of the samples: file names, and what is in the files.
pub fn import(sources: &mut Sources, files: Vec<(String, Vec<u8>)>, settings: &Settings) -> Imported {
    let mut imported = Imported::default();
    let mut samples = Vec::new();
    for (name, bytes) in files {
        let documents = read::documents(sources, &name, bytes, &mut imported.findings);
        samples.extend(documents.into_iter().filter_map(|node| Sample::of(node, &mut imported.findings)));
    }
    for ((event_type, version), samples) in grouped(samples, settings, &mut imported.findings) {
        event(event_type, version, samples, settings, &mut imported);
    }
    imported
}

type Groups = BTreeMap<(String, Version), Vec<Sample>>;

fn grouped(samples: Vec<Sample>, settings: &Settings, findings: &mut Vec<Finding>) -> Groups {
    let mut groups = Groups::new();
    let mut nameless: Option<(Place, usize)> = None;
    let wanted = |name: &str| settings.events.is_empty() || settings.events.iter().any(|event| event == name);
    let mut others: BTreeMap<String, Place> = BTreeMap::new();
    for sample in samples {
        let event_type = match (&sample.event_type, settings.events.as_slice()) {
            (Some(name), _) => name.clone(),
            (None, [only]) => only.clone(),
            (None, _) => {
                let (_, count) = nameless.get_or_insert((sample.data.place, 0));
                *count += 1;
                continue;
            }
        };
        if !wanted(&event_type) {
            others.entry(event_type).or_insert(sample.data.place);
            continue;
        }
        let version = settings.version.or(sample.version).unwrap_or(Version { major: 1, minor: 0 });
        groups.entry((event_type, version)).or_default().push(sample);
    }
    if let Some((place, count)) = nameless {
        let more = if count > 1 { format!(", nor {} others", count - 1) } else { String::new() };
        let message = format!("this sample does not say which event it is{more}");
        let help = "name it with --event OrderPaid; of several events, import one after the other";
        findings.push(Finding::new(&BAD_SAMPLE, message).at(start(place), "").help(help));
    }
    if groups.is_empty()
        && let Some((name, place)) = others.pop_first()
    {
        let message = format!("no sample is of an event that --event names; this one is {name:?}");
        findings.push(Finding::new(&BAD_SAMPLE, message).at(start(place), ""));
    }
    groups
}

fn event(
    event_type: String,
    version: Version,
    mut samples: Vec<Sample>,
    settings: &Settings,
    imported: &mut Imported,
) {
    if let Err(error) = crate::new::check_type(&event_type) {
        let place = samples.first().map(|sample| start(sample.data.place));
        let finding = Finding::new(&BAD_SAMPLE, error.to_string());
        imported.findings.extend(place.map(|place| finding.at(place, "")));
        return;
    }
    let stripped = envelope::strip(&mut samples);
    if !stripped.is_empty() {
        let names: Vec<&str> = stripped.iter().map(|(name, _)| name.as_str()).collect();
        let message = format!(
            "left out of the data of {event_type}, because the envelope carries it: {}",
            names.join(", ")
        );
        let finding = Finding::new(&IN_ENVELOPE, message);
        imported.findings.push(stripped.iter().fold(finding, |finding, (_, place)| finding.at(*place, "")));
    }
    let source = samples.iter().find_map(|sample| sample.source.clone());
    let data: Vec<Node> = samples.into_iter().map(|sample| sample.data).collect();
    let nodes: Vec<&Node> = data.iter().collect();
    let names: BTreeSet<&str> =
        nodes.iter().flat_map(|node| node.as_object().unwrap_or_default()).map(|m| m.key.as_str()).collect();
    if let Some(first) = nodes.first().filter(|_| names.len() > FIELDS) {
        let message = format!(
            "{event_type} has {} fields: their names are data, which belongs into a map",
            names.len()
        );
        imported.findings.push(Finding::new(&BAD_SAMPLE, message).at(start(first.place), ""));
        return;
    }
    let mut infer = Infer::new();
    let schema = infer.root(&nodes);
    if nodes.len() < FEW
        && let Some(first) = nodes.first()
    {
        let count = nodes.len();
        let plural = if count == 1 { "" } else { "s" };
        let message =
            format!("{count} sample{plural} of {event_type} cannot show which fields may be absent or null");
        let help = "give more samples, or look at `required` and the types in the contract";
        infer.findings.push(Finding::new(&GUESS, message).at(start(first.place), "").help(help));
    }
    let body = Object::default().and(schema).with("examples", list(examples(&nodes)));
    let head = Head { event_type, description: None, version, source, owner: None };
    let file = contract::file(settings, &head, body.done());
    imported.report.push_str(&report(&file.path, nodes.len(), &infer.fields));
    imported.findings.append(&mut infer.findings);
    imported.samples.insert(file.path.clone(), data);
    imported.files.push(file);
}

/// The fullest sample, and the barest if it is another.
fn examples(nodes: &[&Node]) -> Vec<Node> {
    let sized: Vec<(usize, usize, &Node)> = nodes
        .iter()
        .filter(|node| depth(node) < DEEP)
        .map(|node| (leaves(node), node.to_json().len(), *node))
        .collect();
    let short: Vec<_> = sized.iter().filter(|(_, length, _)| *length <= EXAMPLE).collect();
    let candidates = if short.is_empty() { sized.iter().collect() } else { short };
    // The first of the fullest, and the first of the barest.
    let full = candidates.iter().rev().max_by_key(|(leaves, ..)| *leaves);
    let bare = candidates.iter().min_by_key(|(leaves, ..)| *leaves);
    let mut examples: Vec<Node> = full.into_iter().map(|(.., node)| (*node).clone()).collect();
    if let (Some((most, ..)), Some((least, _, node))) = (full, bare)
        && least < most
    {
        examples.push((*node).clone());
    }
    examples
}

fn depth(node: &Node) -> usize {
    match &node.value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or_default(),
        Value::Object(members) => {
            1 + members.iter().map(|member| depth(&member.value)).max().unwrap_or_default()
        }
        _ => 0,
    }
}

fn leaves(node: &Node) -> usize {
    match &node.value {
        Value::Array(items) => 1 + items.iter().map(leaves).sum::<usize>(),
        Value::Object(members) => 1 + members.iter().map(|member| leaves(&member.value)).sum::<usize>(),
        Value::Null => 0,
        _ => 1,
    }
}

/// What the contract rests on, as a table.
fn report(path: &str, count: usize, fields: &[Field]) -> String {
    let plural = if count == 1 { "" } else { "s" };
    let mut rows = vec![["field".to_owned(), "seen".to_owned(), "type".to_owned(), "how sure".to_owned()]];
    for field in fields {
        let why = if field.why.is_empty() { String::new() } else { format!(": {}", field.why.join("; ")) };
        rows.push([
            field.path.clone(),
            format!("{} of {}", field.seen, field.of),
            field.what.clone(),
            format!("{}{why}", field.sure.name()),
        ]);
    }
    format!("{path}: from {count} sample{plural}\n\n{}\n", table(&rows, &[1]))
}

/// The first characters of a place, which may be as long as a sample.
pub(super) fn start(place: Place) -> Place {
    Place { end: place.end.min(place.start.saturating_add(1)), ..place }
}

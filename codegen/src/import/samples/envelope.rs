//! Which event a sample is, and where its data stands.

use heck::ToUpperCamelCase;

use super::super::contract::is_source;
use super::super::rules::BAD_SAMPLE;
use super::start;
use crate::finding::{Finding, Place};
use crate::load::{Node, Value};
use crate::resolve::Version;

/// The data of one event, and what is said around it.
pub(super) struct Sample {
    pub(super) event_type: Option<String>,
    pub(super) version: Option<Version>,
    pub(super) source: Option<String>,
    pub(super) data: Node,
    /// Whether the fields of an envelope stand among those of the data.
    is_flat: bool,
}

/// A way to wrap events: the members that tell, the one with the type, and the one with the data.
struct Wrapper {
    told_by: &'static [&'static str],
    event_type: &'static str,
    data: &'static str,
}

const WRAPPERS: &[Wrapper] = &[
    Wrapper { told_by: &["messageType", "message"], event_type: "messageType", data: "message" },
    Wrapper { told_by: &["specversion", "type", "data"], event_type: "type", data: "data" },
    Wrapper { told_by: &["eventType", "data"], event_type: "eventType", data: "data" },
];

/// Fields of envelopes that flat events carry themselves.
pub(crate) const FLAT: &[&str] = &[
    "eventId",
    "eventType",
    "eventVersion",
    "correlationId",
    "causationId",
    "timestamp",
    "occurredAt",
    "occurredOn",
    "traceparent",
];

impl Sample {
    /// The sample of a document.
    pub(super) fn of(mut document: Node, findings: &mut Vec<Finding>) -> Option<Self> {
        let wrapper = WRAPPERS.iter().find(|wrapper| {
            wrapper.told_by.iter().all(|name| find(&document, name).is_some())
                && find(&document, wrapper.data).is_some_and(|data| data.as_object().is_some())
        });
        if wrapper.is_none()
            && find(&document, "eventType").is_some()
            && let Some(data) = find(&document, "data")
        {
            let message = "the data of the event is no JSON object";
            findings.push(Finding::new(&BAD_SAMPLE, message).at(start(data.place), ""));
            return None;
        }
        let event_type = match wrapper.map(|wrapper| wrapper.event_type) {
            Some("messageType") => find(&document, "messageType").and_then(|names| {
                let first = names.as_array().and_then(<[Node]>::first).unwrap_or(names);
                Some(first.as_str()?.rsplit([':', '+']).next().unwrap_or_default().to_owned())
            }),
            Some(name) => {
                find(&document, name).and_then(Node::as_str).map(|text| match text.rsplit_once('.') {
                    Some((_, last)) => last.to_upper_camel_case(),
                    None => text.to_owned(),
                })
            }
            None => find(&document, "eventType").and_then(Node::as_str).map(str::to_owned),
        };
        let version = ["version", "eventVersion", "dataversion"]
            .iter()
            .filter(|_| event_type.is_some())
            .find_map(|name| find(&document, name));
        let version = match version.map(|node| (version_of(node), node.place)) {
            Some((None, place)) => {
                let message = "the version of an event is major.minor, such as \"1.0\"";
                let help = "mend it, or say which one is meant with --version";
                findings.push(Finding::new(&BAD_SAMPLE, message).at(start(place), "").help(help));
                return None;
            }
            version => version.and_then(|(version, _)| version),
        };
        let source = find(&document, "source").and_then(Node::as_str).filter(|name| is_source(name));
        let source = source.filter(|_| event_type.is_some()).map(str::to_owned);
        let is_flat = wrapper.is_none()
            && ["eventId", "correlationId"].iter().any(|name| find(&document, name).is_some());
        let data = match wrapper {
            Some(wrapper) => take(&mut document, wrapper.data)?,
            None => document,
        };
        Some(Self { event_type, version, source, data, is_flat })
    }
}

fn version_of(node: &Node) -> Option<Version> {
    let text = match &node.value {
        Value::String(text) | Value::Number(text) => text.strip_prefix('v').unwrap_or(text),
        _ => return None,
    };
    text.parse().or_else(|()| format!("{text}.0").parse()).ok()
}

/// The member of that name, in any case: not every serializer writes camelCase.
fn find<'n>(document: &'n Node, name: &str) -> Option<&'n Node> {
    let members = document.as_object()?;
    members.iter().find(|member| member.key.eq_ignore_ascii_case(name)).map(|member| &member.value)
}

fn take(document: &mut Node, name: &str) -> Option<Node> {
    let Value::Object(members) = &mut document.value else { return None };
    let at = members.iter().position(|member| member.key.eq_ignore_ascii_case(name))?;
    Some(members.swap_remove(at).value)
}

/// Takes the fields of the envelope out of flat events: their names and first places.
pub(super) fn strip(samples: &mut [Sample]) -> Vec<(String, Place)> {
    let mut stripped: Vec<(String, Place)> = Vec::new();
    if !samples.iter().any(|sample| sample.is_flat) {
        return stripped;
    }
    // Their names are common words; beside a type they are the envelope's.
    let typed = samples.iter().any(|sample| sample.is_flat && find(&sample.data, "eventType").is_some());
    let more: &[&str] = if typed { &["source", "version"] } else { &[] };
    for sample in samples {
        let Value::Object(members) = &mut sample.data.value else { continue };
        members.retain(|member| {
            if !FLAT.iter().chain(more).any(|name| member.key.eq_ignore_ascii_case(name)) {
                return true;
            }
            if !stripped.iter().any(|(name, _)| *name == member.key) {
                stripped.push((member.key.clone(), member.key_place));
            }
            false
        });
    }
    stripped
}

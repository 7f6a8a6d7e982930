//! SARIF 2.1.0 (OASIS Standard, 27 March 2020): one run, a result a finding.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::{clean, details, json};
use crate::finding::{Finding, Label, Place, Rule, Severity};
use crate::fingerprint;
use crate::load::Sources;

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    /// Columns count characters, as everywhere in our reports (section 3.14.17).
    column_kind: &'static str,
    results: Vec<SarifResult<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
struct Driver<'a> {
    name: &'static str,
    rules: Vec<Descriptor<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'a> {
    id: &'a str,
    short_description: Message,
    help: Help,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression<'a>>,
    properties: Properties<'a>,
}

/// What SARIF has no place for (section 3.8: property bags).
#[derive(Serialize)]
struct Properties<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    witness: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    consumers: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    reaches: &'a [String],
}

#[derive(Serialize)]
struct Suppression<'a> {
    kind: &'static str,
    status: &'static str,
    justification: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(rename = "physicalLocation")]
    at: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

/// Renders findings as one log.
pub fn render(sources: &Sources, findings: &[Finding]) -> String {
    let mut rules: Vec<&'static Rule> = findings.iter().map(|finding| finding.rule).collect();
    rules.sort_by_key(|rule| rule.id);
    rules.dedup_by_key(|rule| rule.id);
    let results = findings.iter().zip(fingerprint::all(sources, findings)).map(|(finding, name)| {
        let index = rules.partition_point(|rule| rule.id < finding.rule.id);
        result(sources, finding, index, name)
    });
    let results = results.collect();
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "event-contracts",
                    rules: rules.iter().map(|rule| descriptor(rule)).collect(),
                },
            },
            column_kind: "unicodeCodePoints",
            results,
        }],
    };
    json::pretty(&log)
}

fn descriptor(rule: &'static Rule) -> Descriptor<'static> {
    Descriptor {
        id: rule.id,
        short_description: Message { text: rule.summary.to_owned() },
        help: Help { text: rule.explain.to_owned(), markdown: rule.explain.to_owned() },
        default_configuration: Configuration { level: level(rule.severity) },
    }
}

fn result<'a>(sources: &'a Sources, finding: &'a Finding, index: usize, name: String) -> SarifResult<'a> {
    let mut text = vec![finding.message.clone()];
    text.extend(details(finding));
    let mut labels = finding.labels.iter();
    let primary = labels.next();
    let severity = if finding.accepted.is_some() { finding.rule.severity } else { finding.severity };
    SarifResult {
        rule_id: finding.rule.id,
        rule_index: index,
        level: level(severity),
        message: Message { text: clean(&text.join("\n")).into_owned() },
        locations: primary.iter().map(|label| location(sources, label, None)).collect(),
        related_locations: labels.enumerate().map(|(at, label)| location(sources, label, Some(at))).collect(),
        partial_fingerprints: BTreeMap::from([("eventContracts/v1", name)]),
        suppressions: finding
            .accepted
            .iter()
            .map(|why| Suppression { kind: "external", status: "accepted", justification: why })
            .collect(),
        properties: Properties {
            witness: finding.witness.as_deref(),
            consumers: &finding.consumers,
            reaches: &finding.reaches,
        },
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn location(sources: &Sources, label: &Label, id: Option<usize>) -> Location {
    let file = sources.file(label.place.file);
    let (start_line, start_column) = sources.line_column(label.place);
    let (end_line, end_column) = sources.line_column(Place { start: label.place.end, ..label.place });
    let mut text = clean(&label.text).into_owned();
    // The same path in another revision: only words can tell them apart.
    if file.name != file.path {
        let at = format!("{}:{start_line}", clean(&file.name));
        text = if text.is_empty() { at } else { format!("{text} ({at})") };
    }
    Location {
        id,
        at: Physical {
            artifact_location: Artifact { uri: uri(&file.path), uri_base_id: "%SRCROOT%" },
            region: Region { start_line, start_column, end_line, end_column },
        },
        message: (!text.is_empty()).then_some(Message { text }),
    }
}

/// A path as a relative reference (RFC 3986, section 4.2).
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    // A colon in the first part would make it a scheme; a slash in front, an absolute path.
    for byte in path.trim_start_matches('/').bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b'@' => {
                out.push(char::from(byte));
            }
            byte => {
                // Writing into a String cannot fail.
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

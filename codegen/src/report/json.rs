//! One JSON object for programs. Keys stand in a fixed order.

use std::fmt::Write as _;

use serde::Serialize;

use super::Counts;
use crate::finding::{Finding, Label, Place};
use crate::load::Sources;

#[derive(Serialize)]
struct JsonReport<F> {
    findings: Vec<F>,
    errors: usize,
    warnings: usize,
    notes: usize,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'a str,
    severity: String,
    message: &'a str,
    /// Absent for a finding about no file.
    #[serde(flatten)]
    at: Option<JsonPlace<'a>>,
    labels: Vec<JsonLabel<'a>>,
    notes: &'a [String],
    help: &'a [String],
    /// The JSON text of the document.
    witness: Option<&'a str>,
    consumers: &'a [String],
    /// The versions that it is about.
    reaches: &'a [String],
    /// The name under which it can be accepted, if it can.
    fingerprint: Option<&'a str>,
    /// By whom, until when and why it was let through.
    accepted: Option<&'a str>,
}

/// Lines and columns count from 1, columns in characters; the end is behind the last character.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonPlace<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct JsonLabel<'a> {
    text: &'a str,
    #[serde(flatten)]
    at: JsonPlace<'a>,
}

impl<'a> JsonPlace<'a> {
    fn new(sources: &'a Sources, place: Place) -> Self {
        let (line, column) = sources.line_column(place);
        let (end_line, end_column) = sources.line_column(end(place));
        Self { file: &sources.file(place.file).name, line, column, end_line, end_column }
    }
}

/// The empty place behind `place`.
pub(super) fn end(place: Place) -> Place {
    Place { start: place.end, ..place }
}

/// Renders findings as one object, indented, with a line end.
pub fn render(sources: &Sources, findings: &[Finding]) -> String {
    let counts = Counts::of(findings);
    pretty(&JsonReport {
        findings: json_findings(sources, findings),
        errors: counts.errors,
        warnings: counts.warnings,
        notes: counts.notes,
    })
}

/// Findings as the report holds them, for other objects to hold as well.
pub(crate) fn json_findings<'a>(
    sources: &'a Sources,
    findings: &'a [Finding],
) -> Vec<impl Serialize + use<'a>> {
    let label = |label: &'_ Label| JsonPlace::new(sources, label.place);
    findings
        .iter()
        .map(|finding| JsonFinding {
            rule: finding.rule.id,
            severity: finding.severity.to_string(),
            message: &finding.message,
            at: finding.labels.first().map(label),
            labels: finding.labels.iter().map(|l| JsonLabel { text: &l.text, at: label(l) }).collect(),
            notes: &finding.notes,
            help: &finding.help,
            witness: finding.witness.as_deref(),
            consumers: &finding.consumers,
            reaches: &finding.reaches,
            fingerprint: finding.fingerprint.as_deref(),
            accepted: finding.accepted.as_deref(),
        })
        .collect()
}

/// A value as indented JSON with a line end, safe for a terminal.
pub(crate) fn pretty(value: &impl Serialize) -> String {
    // Strings, numbers and JSON texts only, under string keys: this cannot fail.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    escape_unprintable(&text)
}

/// JSON escapes only the ASCII controls; the report may be read on a terminal too. Any other control
/// stands inside a string, where an escape means the same.
fn escape_unprintable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if super::clean::replacement(c).is_some() {
            // Writing into a String cannot fail.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

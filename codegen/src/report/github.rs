//! Workflow commands of GitHub Actions (docs.github.com, "Workflow commands": setting a notice, warning
//! or error message).

use std::fmt::Write as _;

use super::clean;
use crate::finding::{Finding, Severity};
use crate::load::Sources;

/// One command a finding.
pub fn render(sources: &Sources, findings: &[Finding]) -> String {
    let mut out = String::new();
    for finding in findings {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let mut properties = Vec::new();
        if let Some(place) = finding.place() {
            let (line, column) = sources.line_column(place);
            let (end_line, end_column) = sources.line_column(super::json::end(place));
            properties.push(format!("file={}", property(&sources.file(place.file).path)));
            properties.push(format!("line={line}"));
            properties.push(format!("endLine={end_line}"));
            properties.push(format!("col={column}"));
            // GitHub draws columns only within one line.
            if end_line == line && end_column > column {
                properties.push(format!("endColumn={end_column}"));
            }
        }
        properties.push(format!("title={}", property(finding.rule.id)));
        // Writing into a String cannot fail.
        let _ = writeln!(out, "::{command} {}::{}", properties.join(","), message(&body(sources, finding)));
    }
    out
}

fn body(sources: &Sources, finding: &Finding) -> String {
    let mut lines = vec![finding.message.clone()];
    for label in finding.labels.iter().filter(|label| !label.text.is_empty()) {
        let (line, column) = sources.line_column(label.place);
        lines.push(format!("{}:{line}:{column}: {}", sources.file(label.place.file).name, label.text));
    }
    lines.extend(super::details(finding));
    lines.join("\n")
}

/// Escapes the text of a command.
fn message(text: &str) -> String {
    // CR must be escaped and not become a picture, so it is taken out of the way first.
    clean(&text.replace("\r\n", "\n")).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

//! GitLab's code quality report: a subset of Code Climate's issues (docs.gitlab.com, "Code Quality").

use serde::Serialize;

use super::{clean, json};
use crate::finding::{Finding, Severity};
use crate::fingerprint;
use crate::load::Sources;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    /// Unique in the report: GitLab drops a second one of the same name.
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// Renders findings as one list. An issue needs a place: what is about no file is put at the settings.
pub fn render(sources: &Sources, findings: &[Finding]) -> String {
    let issues: Vec<Issue<'_>> = findings
        .iter()
        .zip(fingerprint::all(sources, findings))
        .map(|(finding, fingerprint)| {
            let (path, begin, end) = match finding.place() {
                Some(place) => {
                    let (begin, _) = sources.line_column(place);
                    let (end, _) = sources.line_column(json::end(place));
                    (sources.file(place.file).path.as_str(), begin, end.max(begin))
                }
                None => ("contracts/contracts.toml", 1, 1),
            };
            let mut description = finding.message.clone();
            if let Some(help) = finding.help.first() {
                description.push_str("; ");
                description.push_str(help);
            }
            Issue {
                description: clean(&description).into_owned(),
                check_name: finding.rule.id,
                fingerprint,
                severity: match finding.severity {
                    Severity::Error => "critical",
                    Severity::Warning => "minor",
                    Severity::Note => "info",
                },
                location: Location { path, lines: Lines { begin, end } },
            }
        })
        .collect();
    json::pretty(&issues)
}

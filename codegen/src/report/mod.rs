//! Findings become text, or one of the forms that CI systems read. Nothing else renders them.

mod clean;
pub mod github;
pub mod gitlab;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod sarif;
pub mod text;

use crate::finding::{Finding, Severity};
use crate::load::Sources;
pub use clean::clean;

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// For people: the line of the file with the place marked.
    #[default]
    Text,
    /// For programs: one JSON object (docs/report.schema.json).
    Json,
    /// For code scanning: SARIF 2.1.0.
    Sarif,
    /// For test reports: `JUnit` XML.
    Junit,
    /// For GitHub Actions: workflow commands, which become annotations of a pull request.
    Github,
    /// For GitLab: a code quality report.
    Gitlab,
    /// For one comment on a pull request.
    Markdown,
}

/// Where a report goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// Whether ANSI colours may be used.
    pub color: bool,
    /// Columns of the terminal, if it is one.
    pub width: Option<usize>,
}

/// How many findings of each severity there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

impl Counts {
    /// Counts.
    pub fn of(findings: &[Finding]) -> Self {
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        Self {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
        }
    }
}

/// Renders findings, in their order.
pub fn render(format: Format, sources: &Sources, findings: &[Finding], style: Style) -> String {
    match format {
        Format::Text => text::render(sources, findings, style),
        Format::Json => json::render(sources, findings),
        Format::Sarif => sarif::render(sources, findings),
        Format::Junit => junit::render(sources, findings),
        Format::Github => github::render(sources, findings),
        Format::Gitlab => gitlab::render(sources, findings),
        Format::Markdown => markdown::render(sources, findings),
    }
}

/// What a finding says beyond its message and its places, one thing a line or block.
fn details(finding: &Finding) -> Vec<String> {
    let mut lines: Vec<String> = finding.notes.iter().map(|note| format!("note: {note}")).collect();
    if let Some(witness) = &finding.witness {
        lines.push(format!("this message proves it:\n{witness}"));
    }
    if !finding.consumers.is_empty() {
        lines.push(format!("consumers hit: {}", finding.consumers.join(", ")));
    }
    lines.extend(finding.help.iter().map(|help| format!("help: {help}")));
    lines.extend(finding.accepted.iter().map(|accepted| format!("accepted by {accepted}")));
    lines
}

#[cfg(test)]
mod tests;

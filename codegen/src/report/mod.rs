//! Findings become text, JSON or GitHub annotations. Nothing else renders them.

mod clean;
pub mod github;
pub mod json;
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
    /// For programs: one JSON object.
    Json,
    /// For GitHub Actions: workflow commands, which become annotations of a pull request.
    Github,
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
        Format::Github => github::render(sources, findings),
    }
}

#[cfg(test)]
mod tests;

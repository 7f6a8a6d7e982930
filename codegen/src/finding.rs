//! What every step says about contracts: one type for all of them, rendered in one place
//! ([`crate::report`]).

use std::fmt;

/// Index of a file in [`crate::load::Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A range of bytes in a loaded file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

/// How much a finding weighs. Ordered: `Note < Warning < Error`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; never fails a run.
    Note,
    /// Should be mended; fails a run only when asked to.
    Warning,
    /// Must be mended.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// The fixed part of a finding: what `event-contracts explain ID` prints.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable, kebab case, unique over all steps.
    pub id: &'static str,
    /// Severity unless `contracts.toml` says otherwise.
    pub severity: Severity,
    /// One line.
    pub summary: &'static str,
    /// Why it matters, an example that breaks the rule, and what to do instead. Markdown.
    pub explain: &'static str,
}

/// A marked place with a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// What is marked.
    pub place: Place,
    /// Said beside the mark; may be empty.
    pub text: String,
}

/// One thing that a step has to say about the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that it falls under.
    pub rule: &'static Rule,
    /// The rule's own severity, or the one that the configuration sets.
    pub severity: Severity,
    /// If only one thing can be shown, it is this sentence.
    pub message: String,
    /// Where. The first label is the primary place; none for findings about no file.
    pub labels: Vec<Label>,
    /// Facts that help to understand it.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Vec<String>,
    /// A JSON document that proves the finding, pretty-printed.
    pub witness: Option<String>,
    /// The consumers that it hits, sorted.
    pub consumers: Vec<String>,
    /// The versions that it reaches, sorted, where it is about versions.
    pub reaches: Vec<String>,
    /// What stays the same however the files are laid out, for findings that can be accepted.
    pub fingerprint: Option<String>,
    /// Who let it through, until when and why. It then counts as a note.
    pub accepted: Option<String>,
}

impl Finding {
    /// A finding under `rule` with the rule's own severity and no place yet.
    pub fn new(rule: &'static Rule, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity,
            message: message.into(),
            labels: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            witness: None,
            consumers: Vec::new(),
            reaches: Vec::new(),
            fingerprint: None,
            accepted: None,
        }
    }

    /// Marks `place`; the first call sets the primary place.
    #[must_use]
    pub fn at(mut self, place: Place, text: impl Into<String>) -> Self {
        self.labels.push(Label { place, text: text.into() });
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Adds an advice.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// The primary place, if there is one.
    pub fn place(&self) -> Option<Place> {
        self.labels.first().map(|label| label.place)
    }
}

/// Puts findings into the order in which they are reported: by file, place, rule and words.
pub fn sort(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| (a.place(), a.rule.id, &a.message).cmp(&(b.place(), b.rule.id, &b.message)));
    findings.dedup();
}

/// Whether any finding is an error.
pub fn has_errors(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}

//! [`Pattern`].

use regex::Regex;
use std::sync::OnceLock;

/// A regular expression that is compiled at its first use, for a `static`.
///
/// The syntax is that of the `regex` crate; matching takes linear time.
///
/// ```
/// use event_contracts::{Path, Violations, check, wire::Pattern};
/// static SKU: Pattern = Pattern::new("^[A-Z]+-[0-9]+$");
/// let mut out = Violations::new();
/// check::pattern("PROD-123", &SKU, &Path::root(), &mut out);
/// assert!(out.is_empty());
/// ```
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    compiled: OnceLock<Result<Regex, regex::Error>>,
}

impl Pattern {
    /// A pattern that is not compiled yet.
    pub const fn new(source: &'static str) -> Self {
        Self { source, compiled: OnceLock::new() }
    }

    /// The pattern's text.
    pub const fn source(&self) -> &'static str {
        self.source
    }

    /// Whether it matches somewhere in the text; a pattern that cannot be used matches nothing.
    pub fn matches(&self, text: &str) -> bool {
        self.is_match(text).unwrap_or(false)
    }

    pub(super) fn is_match(&self, text: &str) -> Result<bool, &regex::Error> {
        self.compiled.get_or_init(|| Regex::new(self.source)).as_ref().map(|regex| regex.is_match(text))
    }
}

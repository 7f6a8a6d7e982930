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
    /// Empty: the source itself.
    terms: &'static [Term],
    compiled: OnceLock<Result<Vec<Compiled>, String>>,
}

/// An expression that a text must match, or must not.
#[derive(Debug, Clone, Copy)]
pub struct Term {
    text: &'static str,
    wanted: bool,
    backtracks: bool,
}

impl Term {
    /// An expression of the `regex` crate.
    pub const fn linear(text: &'static str, wanted: bool) -> Self {
        Self { text, wanted, backtracks: false }
    }

    /// An expression of the `fancy-regex` crate, for look-around and back-references.
    pub const fn backtracking(text: &'static str, wanted: bool) -> Self {
        Self { text, wanted, backtracks: true }
    }
}

#[derive(Debug)]
enum Compiled {
    Linear(Regex, bool),
    Backtracking(Box<fancy_regex::Regex>, bool),
}

impl Pattern {
    /// A pattern that is not compiled yet, in the syntax of the `regex` crate.
    pub const fn new(source: &'static str) -> Self {
        Self::of(source, &[])
    }

    /// A pattern that is all of these terms, and shown as `source`.
    pub const fn of(source: &'static str, terms: &'static [Term]) -> Self {
        Self { source, terms, compiled: OnceLock::new() }
    }

    /// The pattern's text.
    pub const fn source(&self) -> &'static str {
        self.source
    }

    /// Whether it matches somewhere in the text; a pattern that cannot be used matches nothing.
    pub fn matches(&self, text: &str) -> bool {
        self.is_match(text).unwrap_or(false)
    }

    /// An error for a pattern that cannot be used, or needs too many steps for this text.
    pub(super) fn is_match(&self, text: &str) -> Result<bool, String> {
        for term in self.compiled.get_or_init(|| self.compile()).as_ref().map_err(Clone::clone)? {
            let holds = match term {
                Compiled::Linear(regex, wanted) => regex.is_match(text) == *wanted,
                Compiled::Backtracking(regex, wanted) => {
                    regex.is_match(text).map_err(|error| error.to_string())? == *wanted
                }
            };
            if !holds {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn compile(&self) -> Result<Vec<Compiled>, String> {
        let whole = [Term::linear(self.source, true)];
        let terms = if self.terms.is_empty() { &whole } else { self.terms };
        terms
            .iter()
            .map(|term| {
                if term.backtracks {
                    let regex = fancy_regex::Regex::new(term.text).map_err(|error| error.to_string())?;
                    Ok(Compiled::Backtracking(Box::new(regex), term.wanted))
                } else {
                    let regex = Regex::new(term.text).map_err(|error| error.to_string())?;
                    Ok(Compiled::Linear(regex, term.wanted))
                }
            })
            .collect()
    }
}

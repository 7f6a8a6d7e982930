//! [`Pattern`].

use super::automaton::Automaton;
use regex::{Regex, RegexBuilder};
use std::sync::OnceLock;

/// The memory that a compiled expression may take; the generator tries every one with the same limit.
const SIZE_LIMIT: usize = 64 << 20;
/// How many steps back an expression may take before it counts as too costly for a text.
#[cfg(feature = "backtracking")]
const STEP_LIMIT: usize = 1_000_000;

/// A regular expression that is compiled at its first use, for a `static`.
///
/// The syntax is that of the `regex` crate; matching takes linear time, save for a [`Term::backtracking`].
///
/// ```
/// use event_contracts::{Path, Violations, check, check::Term, wire::Pattern};
/// static SKU: Pattern = Pattern::new("^[A-Z]+-[0-9]+$");
/// static NAME: Pattern = Pattern::all("^(?!con$)[a-z]+$", &[Term::has("^[a-z]+$"), Term::lacks("^con$")]);
/// let mut out = Violations::new();
/// check::pattern("PROD-123", &SKU, &Path::root(), &mut out);
/// check::pattern("cons", &NAME, &Path::root(), &mut out);
/// assert!(out.is_empty());
/// check::pattern("con", &NAME, &Path::root(), &mut out);
/// assert!(!out.is_empty());
/// ```
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    terms: Option<&'static [Term]>,
    compiled: OnceLock<Result<Box<[Compiled]>, String>>,
}

/// A part of a [`Pattern`].
#[derive(Clone, Copy, Debug)]
pub struct Term {
    text: &'static str,
    wanted: bool,
    #[cfg(feature = "backtracking")]
    backtracking: bool,
}

#[derive(Debug)]
struct Compiled {
    engine: Engine,
    wanted: bool,
}

#[derive(Debug)]
enum Engine {
    Plain(Automaton),
    Linear(Regex),
    /// With `\B` of bytes, which is also true inside of a character; [`Regex::is_match`] may stop at such a place
    /// and go on after it, and so miss a match that began before it. The leftmost match is not missed.
    Leftmost(Regex),
    #[cfg(feature = "backtracking")]
    Backtracking(Box<fancy_regex::Regex>),
}

impl Term {
    /// The text must match the expression somewhere.
    pub const fn has(text: &'static str) -> Self {
        Self::new(text, true)
    }

    /// The text must match the expression nowhere.
    pub const fn lacks(text: &'static str) -> Self {
        Self::new(text, false)
    }

    const fn new(text: &'static str, wanted: bool) -> Self {
        Self {
            text,
            wanted,
            #[cfg(feature = "backtracking")]
            backtracking: false,
        }
    }

    /// In the syntax of the `fancy-regex` crate, with look-around and back-references. A text that takes too many steps
    /// is a violation that says so.
    #[cfg(feature = "backtracking")]
    #[must_use]
    pub const fn backtracking(mut self) -> Self {
        self.backtracking = true;
        self
    }

    fn compile(&self) -> Result<Compiled, String> {
        Ok(Compiled { engine: self.engine()?, wanted: self.wanted })
    }

    fn engine(&self) -> Result<Engine, String> {
        #[cfg(feature = "backtracking")]
        if self.backtracking {
            let mut builder = fancy_regex::RegexBuilder::new(self.text);
            let built = builder.delegate_size_limit(SIZE_LIMIT).backtrack_limit(STEP_LIMIT).build();
            return built
                .map(|regex| Engine::Backtracking(Box::new(regex)))
                .map_err(|error| error.to_string());
        }
        if let Some(automaton) = Automaton::new(self.text) {
            return Ok(Engine::Plain(automaton));
        }
        let built = RegexBuilder::new(self.text).size_limit(SIZE_LIMIT).build();
        let engine = if self.text.contains(r"\B") { Engine::Leftmost } else { Engine::Linear };
        built.map(engine).map_err(|error| error.to_string())
    }
}

impl Pattern {
    /// A pattern that is not compiled yet.
    pub const fn new(source: &'static str) -> Self {
        Self { source, terms: None, compiled: OnceLock::new() }
    }

    /// A pattern of a schema, of which all terms must hold.
    pub const fn all(source: &'static str, terms: &'static [Term]) -> Self {
        Self { source, terms: Some(terms), compiled: OnceLock::new() }
    }

    /// The pattern's text, for messages.
    pub const fn source(&self) -> &'static str {
        self.source
    }

    /// Whether it matches somewhere in the text; where that cannot be told, it does not.
    #[inline]
    pub fn matches(&self, text: &str) -> bool {
        match self.compiled() {
            Ok([Compiled { engine: Engine::Plain(automaton), wanted: true }]) => automaton.is_match(text),
            _ => self.is_match(text).unwrap_or(false),
        }
    }

    #[inline]
    fn compiled(&self) -> Result<&[Compiled], &String> {
        let compiled = self.compiled.get_or_init(|| match self.terms {
            None => Ok([Term::has(self.source).compile()?].into()),
            Some(terms) => terms.iter().map(Term::compile).collect(),
        });
        compiled.as_deref()
    }

    /// Whether the text matches; an error says why that cannot be told.
    pub(super) fn is_match(&self, text: &str) -> Result<bool, String> {
        for term in self.compiled().map_err(Clone::clone)? {
            let found = match &term.engine {
                Engine::Plain(automaton) => automaton.is_match(text),
                Engine::Linear(regex) => regex.is_match(text),
                Engine::Leftmost(regex) => regex.find(text).is_some(),
                #[cfg(feature = "backtracking")]
                Engine::Backtracking(regex) => regex.is_match(text).map_err(|error| error.to_string())?,
            };
            if found != term.wanted {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_hold_together() {
        static NAME: Pattern =
            Pattern::all("^(?!con$)[a-z]+$", &[Term::has("^[a-z]+$"), Term::lacks("^con$")]);
        static WRONG: Pattern = Pattern::all("(", &[Term::has("a"), Term::has("(")]);
        let found = ["cons", "con", "Cons", ""].map(|text| NAME.is_match(text));
        assert_eq!(found, [Ok(true), Ok(false), Ok(false), Ok(false)]);
        assert!(WRONG.is_match("a").is_err());
    }

    #[cfg(feature = "backtracking")]
    #[test]
    fn what_backtracks_too_long_is_no_match() {
        static TWICE: Pattern = Pattern::all(r"^(.)\1$", &[Term::has(r"^(.)\1$").backtracking()]);
        static COSTLY: Pattern = Pattern::all("", &[Term::lacks(r"^(?:(a+)+\1)+$").backtracking()]);
        assert_eq!(["aa", "ab"].map(|text| TWICE.is_match(text)), [Ok(true), Ok(false)]);
        let text = "a".repeat(60) + "b";
        assert!(COSTLY.is_match(&text).is_err());
    }
}

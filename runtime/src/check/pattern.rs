//! [`Pattern`].

use super::automaton::Automaton;
use super::ecma::Matcher;
use regex::{Regex, RegexBuilder};
use std::sync::OnceLock;

/// The memory that a compiled expression may take; the generator tries every one with the same limit.
const SIZE_LIMIT: usize = 64 << 20;

/// A regular expression that is compiled at its first use, for a `static`.
///
/// The syntax is that of the `regex` crate, save for a [`Term::ecma`]. Matching takes time linear in the text, save for
/// back-references.
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
    ecma: bool,
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
    Ecma(Matcher),
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
        Self { text, wanted, ecma: false }
    }

    /// In the syntax of ECMA-262 with the `u` flag, with look-around and back-references; of classes only `[…]`, of
    /// escapes `\b`, `\B`, `\t`, `\n`, `\r`, `\u{…}` and those of punctuation, and no named groups. Where there are
    /// back-references, a text that takes a million steps is a violation that says so.
    ///
    /// ```
    /// use event_contracts::{check::Term, wire::Pattern};
    /// static QUOTED: Pattern = Pattern::all("", &[Term::has(r#"^(["'])(?:(?!\1)[^])*\1$"#).ecma()]);
    /// assert!(QUOTED.matches(r#""it's""#) && !QUOTED.matches(r#""it"s""#));
    /// ```
    #[must_use]
    pub const fn ecma(mut self) -> Self {
        self.ecma = true;
        self
    }

    fn compile(&self) -> Result<Compiled, String> {
        Ok(Compiled { engine: self.engine()?, wanted: self.wanted })
    }

    fn engine(&self) -> Result<Engine, String> {
        if self.ecma {
            return Matcher::new(self.text).map(Engine::Ecma);
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
                Engine::Ecma(matcher) => matcher.is_match(text)?,
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
}

//! Strings: sets, lengths, patterns, formats.

use std::collections::BTreeSet;

use super::arm::Strings;
use super::texts::Texts;

/// The length that JSON Schema counts: code points (RFC 8259 characters).
pub(super) fn length(text: &str) -> u64 {
    u64::try_from(text.chars().count()).unwrap_or(u64::MAX)
}

impl Strings {
    /// Only these.
    pub(super) fn only(set: BTreeSet<String>) -> Self {
        Self { set: Some(set), ..Self::default() }
    }

    /// Both.
    pub(super) fn meet(&self, other: &Self, texts: &mut Texts) -> Self {
        let mut both = self.clone();
        both.min = both.min.max(other.min);
        both.max = both.max.min(other.max).or(both.max).or(other.max);
        both.patterns.extend(other.patterns.iter().cloned());
        both.formats.extend(other.formats.iter().cloned());
        both.set = match (both.set, &other.set) {
            (Some(a), Some(b)) => Some(a.intersection(b).cloned().collect()),
            (a, b) => a.or_else(|| b.clone()),
        };
        both.tidy(texts)
    }

    /// Members of the set that certainly break a length or a pattern go.
    pub(super) fn tidy(mut self, texts: &mut Texts) -> Self {
        if let Some(set) = &mut self.set {
            set.retain(|text| {
                let length = length(text);
                length >= self.min
                    && self.max.is_none_or(|max| length <= max)
                    && self.patterns.iter().all(|pattern| texts.matches(pattern, text) != Some(false))
            });
        }
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        match &self.set {
            Some(set) => set.is_empty(),
            None => self.max.is_some_and(|max| self.min > max),
        }
    }

    /// The keyword of `reader` that may refuse a member of `self`; `None` proves that none does.
    pub(super) fn refused_by(&self, reader: &Self, strict: bool, texts: &mut Texts) -> Option<&'static str> {
        if let Some(set) = &self.set {
            if reader.set.as_ref().is_some_and(|allowed| !set.is_subset(allowed)) {
                return Some("enum");
            }
            if set.iter().any(|text| length(text) < reader.min) {
                return Some("minLength");
            }
            if set.iter().any(|text| reader.max.is_some_and(|max| length(text) > max)) {
                return Some("maxLength");
            }
            let mut fits = |pattern: &String, text: &String| texts.matches(pattern, text) == Some(true);
            if !reader.patterns.iter().all(|pattern| set.iter().all(|text| fits(pattern, text))) {
                return Some("pattern");
            }
            let new = reader.formats.difference(&self.formats);
            let holds =
                |format: &String| !strict && set.iter().all(|text| super::texts::format_holds(format, text));
            return (!new.into_iter().all(holds)).then_some("format");
        }
        if reader.set.is_some() {
            return Some("enum");
        }
        if self.min < reader.min {
            return Some("minLength");
        }
        if reader.max.is_some_and(|max| self.max.is_none_or(|own| own > max)) {
            return Some("maxLength");
        }
        if !reader.patterns.is_subset(&self.patterns) {
            return Some("pattern");
        }
        (!reader.formats.is_subset(&self.formats)).then_some("format")
    }
}

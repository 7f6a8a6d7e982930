//! Texts: lengths, patterns, lists, formats.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::super::texts::{NONE, format_holds, length, samples};
use super::super::value::Lit;
use super::formula::{Formula, L};
use super::language::{Found, R};
use super::{Answer, Meaning, Solver, Stuck};

/// Longest text that is made up.
const LONGEST: u64 = 20_000;
/// Length from which on texts of a format are no longer searched for one by one.
const LONGER: u64 = 16;
/// Most texts that are tried where a format has to hold or not.
const TRIES: usize = 30;
/// Longest text of a format that is made of a sample, and longest part of the sample that is repeated.
const MOST: usize = 2_000;
const PART: usize = 12;
/// Derivatives that count as a step.
const WORK: u32 = 8;

/// Texts that are tried first.
const SIMPLE: [&str; 8] = ["a", "b", "", "text", "0", "A", " ", "aa"];

/// Texts of a length: a part of a sample stands there again and again.
fn pumped(samples: &[&str], length: usize) -> impl Iterator<Item = String> {
    let samples = samples.iter().filter(move |text| text.is_ascii() && length <= MOST);
    samples.flat_map(move |text| {
        let parts =
            (1..=PART).flat_map(|part| (0..(text.len() + 1).saturating_sub(part)).map(move |at| (at, part)));
        parts.map(move |(at, part)| {
            let (before, after) = text.split_at(at + part);
            let times = length.saturating_sub(text.len()).div_ceil(part);
            format!("{before}{}{after}", text[at..at + part].repeat(times))
        })
    })
}

/// A text that is none of some others.
fn of_length(min: u64, max: u64, not: &BTreeSet<String>) -> Answer {
    if min > LONGEST {
        return Answer::Unknown(Stuck::new("minLength", "a text of that length is not made up"));
    }
    if max > 0 {
        // So many texts of one length that one of them is free.
        let letters = (0..).filter_map(|i: u32| char::from_u32(0x61 + i)).take(not.len() + 1);
        let rest = "a".repeat(usize::try_from(min.saturating_sub(1)).unwrap_or(0));
        let mut texts = letters.map(|letter| format!("{letter}{rest}"));
        if let Some(text) = texts.find(|text| !not.contains(text)) {
            return Answer::Member(Rc::new(Lit::String(text)));
        }
    }
    Answer::Empty
}

impl Solver {
    pub(super) fn text(&mut self, units: &[L]) -> Answer {
        let (mut min, mut max) = (0, u64::MAX);
        let (mut patterns, mut formats, mut not) = (Vec::new(), Vec::new(), BTreeSet::new());
        for l in units {
            match (self.pool.get(*l), *l > 0) {
                (Formula::MinLength(count), true) => min = min.max(*count),
                (Formula::MaxLength(count), true) => max = max.min(*count),
                (Formula::MinLength(0), false) => return Answer::Empty,
                (Formula::MinLength(count), false) => max = max.min(count - 1),
                (Formula::MaxLength(count), false) => min = min.max(count.saturating_add(1)),
                (Formula::Pattern(pattern), wanted) => patterns.push((pattern.clone(), wanted)),
                (Formula::Format(name), wanted) => formats.push((name.clone(), wanted)),
                (Formula::Enum(values), false) => not.extend(values.iter().filter_map(|v| match v {
                    Lit::String(text) => Some(text.clone()),
                    _ => None,
                })),
                _ => {}
            }
        }
        if min > max {
            return Answer::Empty;
        }
        if self.meaning == Meaning::Open {
            formats.clear();
        }
        // Whether a text is such; `None` where nobody knows.
        let judged = |this: &mut Self, text: &str| {
            let length = length(text);
            let fits = min <= length && length <= max && !not.contains(text);
            if fits { this.as_wanted(&patterns, &formats, text) } else { Some(false) }
        };
        let good = |this: &mut Self, text: &str| judged(this, text) == Some(true);
        let of_format = formats.iter().flat_map(|(format, _)| samples(format));
        let of_none = if formats.iter().any(|(_, wanted)| !wanted) { &NONE[..] } else { &[] };
        let samples: Vec<&str> = of_format.chain(of_none).copied().collect();
        let simple = if patterns.is_empty() || !formats.is_empty() { &SIMPLE[..] } else { &[] };
        for text in samples.iter().chain(simple) {
            if good(self, text) {
                return Answer::Member(Rc::new(Lit::String((*text).to_owned())));
            }
        }
        if patterns.is_empty() && formats.is_empty() {
            return of_length(min, max, &not);
        }
        if patterns.is_empty() && min > LONGER {
            // Nothing but a length to go by: automata would only count.
            let count = usize::try_from(min.min(LONGEST)).unwrap_or(0);
            let plain = ["a", "0"].map(|letter| letter.repeat(count)).into_iter();
            let found = plain.chain(pumped(&samples, count)).find(|text| self.step() && good(self, text));
            let stuck = Stuck::new("format", "no text was found that is of the format");
            return found.map_or(Answer::Unknown(stuck), |text| Answer::Member(Rc::new(Lit::String(text))));
        }
        let mut sure = true;
        let mut parts: Vec<R> = Vec::new();
        for (pattern, wanted) in &patterns {
            match self.languages.pattern(pattern) {
                Some(language) if *wanted => parts.push(language),
                Some(language) => parts.push(self.languages.not(language)),
                None => sure = false,
            }
        }
        let stuck = if sure {
            Stuck::new("format", "no text was found that is of the format")
        } else {
            Stuck::new("pattern", "the pattern is beyond regular expressions")
        };
        // What is excluded is mostly not what is shortest.
        let (mut out, mut known) = (BTreeSet::new(), true);
        for _ in 0..TRIES {
            let excluded = self.languages.texts(out.iter().map(String::as_str));
            let excluded = self.languages.not(excluded);
            let before = self.languages.work;
            let found = self.shortest(&parts, excluded, min, max);
            self.steps = self.steps.saturating_sub((self.languages.work - before) / WORK);
            match found {
                Found::Text(text) => {
                    match judged(self, &text) {
                        Some(true) => return Answer::Member(Rc::new(Lit::String(text))),
                        Some(false) => {}
                        None => known = false,
                    }
                    out.extend(not.iter().cloned());
                    out.insert(text);
                }
                Found::None if known => return Answer::Empty,
                Found::None => return Answer::Unknown(stuck),
                Found::TooLarge => {
                    return Answer::Unknown(Stuck::new("pattern", "the pattern is too large to be decided"));
                }
            }
        }
        Answer::Unknown(stuck)
    }

    /// Whether patterns and formats hold, or not, as is wanted; `None` where nobody knows.
    fn as_wanted(
        &mut self,
        patterns: &[(String, bool)],
        formats: &[(String, bool)],
        text: &str,
    ) -> Option<bool> {
        let by_pattern = patterns.iter().map(|(pattern, wanted)| (self.matches(pattern, text), *wanted));
        let by_format = formats.iter().map(|(format, wanted)| (format_holds(format, text), *wanted));
        let mut known = true;
        for (holds, wanted) in by_pattern.chain(by_format) {
            match holds {
                Some(holds) if holds != wanted => return Some(false),
                holds => known &= holds.is_some(),
            }
        }
        known.then_some(true)
    }

    fn shortest(&mut self, parts: &[R], excluded: R, min: u64, max: u64) -> Found {
        let all: Vec<R> = parts.iter().copied().chain([excluded]).collect();
        let free = self.languages.and(all.iter().copied());
        let long = |found: &Found, than: u64| matches!(found, Found::Text(text) if length(text) > than);
        let mut found = self.languages.shortest(free);
        if min > 0 && matches!(found, Found::Text(_)) && !long(&found, min - 1) {
            let length = self.languages.length(min, None);
            let enough = self.languages.and(all.into_iter().chain([length]));
            found = self.languages.shortest(enough);
        }
        if long(&found, max) { Found::None } else { found }
    }
}

//! Making up documents.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::arm::{Arm, Arrays, Atom, Kind, Numbers, Objects, Strings, Term, and, is_never};
use super::normal::Engine;
use super::numbers::shift;
use super::text::from_pattern;
use super::value::{Lit, number_to_json};
use crate::number::Number;

/// Longest text that is made up to break a length.
const LONGEST: u64 = 5_000;
/// Most items that are made up.
const MOST_ITEMS: u64 = 300;

/// A step into a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Member(String),
    Item(usize),
}

/// What must, or must not, be in a made-up value.
#[derive(Debug, Clone, Default)]
pub(super) struct Wish<'a> {
    pub(super) with: Option<(&'a Step, &'a Value)>,
    pub(super) without: Option<&'a str>,
    /// Number of members or items.
    pub(super) length: Option<u64>,
}

impl Engine<'_> {
    /// A document of the term: an example of its schemas where there is one.
    pub(super) fn sample(&mut self, term: &Term, depth: u32) -> Option<Value> {
        if is_never(term) || depth > 14 || !self.step() {
            return None;
        }
        for value in self.examples(term) {
            if Lit::from_json(&value).is_some_and(|lit| self.holds(&lit, term)) {
                return Some(value);
            }
        }
        if term.is_empty() {
            return Some(Value::from("text"));
        }
        let arms = self.normal(term);
        let arms = arms.as_ref().as_ref().ok()?;
        arms.iter().find_map(|arm| self.sample_arm(arm, depth, &Wish::default()))
    }

    /// What the schemas of the term give as examples of it.
    pub(super) fn examples(&self, term: &Term) -> Vec<Value> {
        let mut found = Vec::new();
        for atom in term {
            let Atom::Schema { who, id, .. } = atom else { continue };
            let id = self.schemas(*who).follow(*id).unwrap_or(*id);
            if let Some(k) = self.schemas(*who).keywords(id) {
                let examples = k.examples.iter().flat_map(|examples| &examples.value);
                let all = examples.chain(k.default.iter().map(|default| &default.value));
                found.extend(all.filter_map(|node| Lit::of(node)?.to_json()));
            }
        }
        found
    }

    /// A document of the arm.
    pub(super) fn sample_arm(&mut self, arm: &Arm, depth: u32, wish: &Wish<'_>) -> Option<Value> {
        match &arm.kind {
            Kind::Null => Some(Value::Null),
            Kind::Bool(set) => set.iter().next_back().map(|value| Value::from(*value)),
            Kind::Number(n) => numbers(n, None).into_iter().find_map(|n| number_to_json(&n)),
            Kind::String(s) => self.strings_of(s, None).into_iter().next().map(Value::from),
            Kind::Array(a) => self.array(a, depth, wish),
            Kind::Object(o) => self.object(o, depth, wish),
        }
    }

    fn array(&mut self, a: &Arrays, depth: u32, wish: &Wish<'_>) -> Option<Value> {
        let reach = match wish.with {
            Some((Step::Item(index), _)) => u64::try_from(*index).ok()? + 1,
            _ => 0,
        };
        let length = wish.length.unwrap_or(a.min).max(reach);
        if length > MOST_ITEMS {
            return None;
        }
        let mut items = Vec::new();
        for index in 0..usize::try_from(length).ok()? {
            let item = match wish.with {
                Some((Step::Item(at), value)) if *at == index => value.clone(),
                _ if a.unique && index > 0 => self.another(a.item(index), &items, depth)?,
                _ => self.sample(a.item(index), depth + 1)?,
            };
            items.push(item);
        }
        Some(Value::Array(items))
    }

    /// A value of the term that is none of those.
    fn another(&mut self, term: &Term, used: &[Value], depth: u32) -> Option<Value> {
        let arms = self.normal(term);
        let arms = arms.as_ref().as_ref().ok()?;
        let first = self.sample(term, depth + 1).filter(|value| !used.contains(value));
        first.or_else(|| {
            arms.iter().flat_map(|arm| self.variants(arm, &[])).find(|value| !used.contains(value)).or_else(
                || {
                    let made = Value::from(format!("text{}", used.len()));
                    Lit::from_json(&made).filter(|lit| self.holds(lit, term)).map(|_| made)
                },
            )
        })
    }

    fn object(&mut self, o: &Objects, depth: u32, wish: &Wish<'_>) -> Option<Value> {
        let mut members = Map::new();
        let put = |engine: &mut Self, members: &mut Map<String, Value>, name: &str| -> Option<()> {
            let term = engine.member(o, name)?;
            let value = engine.sample(&term, depth + 1)?;
            members.insert(name.to_owned(), value);
            Some(())
        };
        if let Some((Step::Member(name), value)) = wish.with {
            members.insert(name.clone(), value.clone());
        }
        for name in &o.required {
            if wish.without != Some(name) && !members.contains_key(name) {
                put(self, &mut members, name)?;
            }
        }
        let wanted = wish.length.unwrap_or(o.min);
        let missing =
            |members: &Map<String, Value>| u64::try_from(members.len()).is_ok_and(|have| have < wanted);
        let optional: Vec<String> = o.props.keys().cloned().collect();
        let made_up = (1..=wanted.min(MOST_ITEMS)).map(|i| format!("name{i}"));
        for name in optional.into_iter().chain(made_up) {
            if missing(&members) && wish.without != Some(&name) && !members.contains_key(&name) {
                // One that cannot be is passed over.
                put(self, &mut members, &name);
            }
        }
        (!missing(&members)).then_some(Value::Object(members))
    }

    fn strings_of(&mut self, s: &Strings, reader: Option<&Strings>) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        if let Some(set) = &s.set {
            found.extend(set.iter().cloned());
        } else {
            found
                .extend(s.formats.iter().flat_map(|format| of_format(format)).map(|text| (*text).to_owned()));
            found.extend(s.patterns.iter().filter_map(|pattern| from_pattern(pattern)));
            found.push("text".to_owned());
            if let Some(reader) = reader {
                found.extend(reader.patterns.iter().filter_map(|pattern| from_pattern(pattern)));
                found.extend(
                    reader.formats.iter().flat_map(|format| of_format(format)).map(|text| (*text).to_owned()),
                );
                found.extend(reader.set.iter().flatten().take(4).cloned());
            }
            let ends =
                [reader.and_then(|r| r.max).map(|max| max + 1), reader.and_then(|r| r.min.checked_sub(1))];
            let lengths = [Some(s.min), s.max, ends[0], ends[1]];
            for base in found.clone().into_iter().take(8) {
                for length in lengths.into_iter().flatten().filter(|length| *length <= LONGEST) {
                    found.push(stretch(&base, length));
                }
            }
            for text in
                ["", "a", "A", "0", "a b", "ABC", "abc", "123", "é", "-1", "1.5", "x@example.com", "\n"]
            {
                found.push(text.to_owned());
            }
        }
        let length = |text: &String| super::strings::length(text);
        found.retain(|text| {
            length(text) >= s.min
                && s.max.is_none_or(|max| length(text) <= max)
                && s.patterns.iter().all(|pattern| self.texts.matches(pattern, text) == Some(true))
                && s.formats.iter().all(|format| super::texts::format_holds(format, text))
        });
        let mut seen = BTreeSet::new();
        found.retain(|text| seen.insert(text.clone()));
        found
    }

    /// Several documents of the arm, among them ones near to where `others` end.
    pub(super) fn variants(&mut self, arm: &Arm, others: &[Arm]) -> Vec<Value> {
        let mut found: Vec<Value> = Vec::new();
        let rivals: Vec<&Arm> = others.iter().filter(|other| other.kind.same_type(&arm.kind)).collect();
        match &arm.kind {
            Kind::Null => found.push(Value::Null),
            Kind::Bool(set) => found.extend(set.iter().map(|value| Value::from(*value))),
            Kind::Number(n) => {
                let mut all = Vec::new();
                for rival in &rivals {
                    if let Kind::Number(rival) = &rival.kind {
                        all.extend(numbers(n, Some(rival)));
                    }
                }
                all.extend(numbers(n, None));
                let mut seen = BTreeSet::new();
                found.extend(
                    all.into_iter().filter(|n| seen.insert(n.clone())).filter_map(|n| number_to_json(&n)),
                );
            }
            Kind::String(s) => {
                let mut all = Vec::new();
                for rival in &rivals {
                    if let Kind::String(rival) = &rival.kind {
                        all.extend(self.strings_of(s, Some(rival)));
                    }
                }
                all.extend(self.strings_of(s, None));
                found.extend(all.into_iter().map(Value::from));
            }
            Kind::Array(a) => {
                let mut lengths = vec![a.min, 0, 1, 2];
                lengths.extend(a.max);
                for rival in &rivals {
                    if let Kind::Array(rival) = &rival.kind {
                        lengths
                            .extend(rival.max.map(|max| max + 1).into_iter().chain(rival.min.checked_sub(1)));
                        lengths.push(u64::try_from(rival.prefix.len()).unwrap_or(0) + 1);
                    }
                }
                lengths.sort_unstable();
                lengths.dedup();
                for length in lengths.into_iter().filter(|l| *l >= a.min && a.max.is_none_or(|max| *l <= max))
                {
                    found.extend(self.array(a, 0, &Wish { length: Some(length), ..Wish::default() }));
                }
            }
            Kind::Object(o) => {
                let mut lengths = vec![o.min, o.min + 1, o.min + 2];
                for rival in &rivals {
                    if let Kind::Object(rival) = &rival.kind {
                        lengths
                            .extend(rival.max.map(|max| max + 1).into_iter().chain(rival.min.checked_sub(1)));
                    }
                }
                for length in lengths.into_iter().filter(|l| o.max.is_none_or(|max| *l <= max)) {
                    found.extend(self.object(o, 0, &Wish { length: Some(length), ..Wish::default() }));
                }
            }
        }
        let mut unique: Vec<Value> = Vec::new();
        for value in found {
            if !unique.contains(&value) {
                unique.push(value);
            }
        }
        unique
    }

    /// Documents of the arm that are not known to fit one of the others.
    pub(super) fn outside(&mut self, arm: &Arm, others: &[Arm]) -> Vec<Value> {
        let mut found = self.variants(arm, others);
        found.retain(|value| {
            let Some(lit) = Lit::from_json(value) else { return false };
            let one = vec![Atom::Const(lit)];
            let arms = self.normal(&one);
            match &*arms {
                Ok(arms) => !arms.iter().all(|arm| self.covered(arm, others, 0, 2)),
                Err(_) => false,
            }
        });
        found.truncate(12);
        found
    }

    /// Documents of the arm that fit the term as well.
    pub(super) fn common(&mut self, arm: &Arm, term: &Term) -> Vec<Value> {
        let arms = self.normal(&and(term, &Term::new()));
        let Ok(arms) = &*arms else { return Vec::new() };
        let mut found = Vec::new();
        for other in arms {
            if let Ok(Some(both)) = self.meet(arm, other) {
                found.extend(self.variants(&both, &[]));
            }
        }
        found.truncate(12);
        found
    }
}

/// Numbers of `n`, near to where `reader` ends.
fn numbers(n: &Numbers, reader: Option<&Numbers>) -> Vec<Number> {
    if let Some(set) = &n.set {
        return set.iter().cloned().collect();
    }
    let mut found = Vec::new();
    if let Some(reader) = reader {
        let mut near: Vec<Number> =
            [&reader.lower, &reader.upper].into_iter().flatten().map(|b| b.at.clone()).collect();
        for unit in n.multiples.iter().chain(&reader.multiples) {
            near.push(unit.clone());
            let whole = unit.to_i128();
            near.extend(
                [2, 3, 5, 7].into_iter().filter_map(|times| whole?.checked_mul(times)).map(Number::from),
            );
        }
        near.extend(reader.set.iter().flatten().take(4).cloned());
        for number in near {
            for (units, scale) in [(1, 0), (-1, 0), (5, 1), (-5, 1), (1, 3), (-1, 3)] {
                found.extend(shift(&number, units, scale));
            }
            found.push(number);
        }
    }
    let mut base = vec![Number::from(1), Number::from(0)];
    for bound in [&n.lower, &n.upper].into_iter().flatten() {
        base.push(bound.at.clone());
        for (units, scale) in [(1, 0), (-1, 0), (5, 1), (-5, 1), (1, 6), (-1, 6)] {
            base.extend(shift(&bound.at, units, scale));
        }
    }
    for unit in &n.multiples {
        let mut sum = Number::from(0);
        for _ in 0..8 {
            // Repeated addition on a common scale is exact.
            let scale = unit.scale().max(sum.scale());
            let Some(next) = unit_at(unit, scale).and_then(|units| shift(&sum, units, scale)) else { break };
            sum = next;
            base.push(sum.clone());
            base.extend(Number::parse(&format!("-{sum}")));
        }
        if let Some((low, step)) = n.lower.as_ref().and_then(|low| Some((low.at.to_i128()?, unit.to_i128()?)))
        {
            base.push(Number::from(low.div_euclid(step).saturating_add(1).saturating_mul(step)));
        }
    }
    base.extend([-1, 2, 10, 100].map(Number::from));
    base.extend(
        ["1.5", "0.5", "0.25", "99.99", "3000000000", "10000000000000000000", "1e30"]
            .iter()
            .filter_map(|t| Number::parse(t)),
    );
    found.extend(base);
    found.retain(|number| n.fits(number) == Some(true));
    found.retain(|number| n.formats.iter().all(|f| f != "decimal") || super::numbers::is_decimal(number));
    found
}

fn unit_at(unit: &Number, scale: i64) -> Option<i128> {
    Number::parse(&format!("{unit}e{scale}"))?.to_i128()
}

/// The text with exactly that many characters.
fn stretch(text: &str, length: u64) -> String {
    let length = usize::try_from(length).unwrap_or(0);
    let filled = text.chars().chain(std::iter::repeat(text.chars().next_back().unwrap_or('a')));
    filled.take(length).collect()
}

fn of_format(format: &str) -> &'static [&'static str] {
    match format {
        "uuid" => &["3f2b8c1e-9d4a-4c7b-8e21-5a6f0d9b7c34", "00000000-0000-0000-0000-000000000000"],
        "date-time" => &["2026-01-14T16:00:00Z", "2026-01-14T16:00:00.5+02:00"],
        "date" => &["2026-01-14", "1999-12-31"],
        "time" => &["16:00:00Z"],
        "duration" => &["PT5S", "P1D"],
        "email" => &["someone@example.com", "a@b.cc"],
        "uri" => &["https://example.com/", "urn:a:b"],
        "uri-reference" => &["/path"],
        "hostname" => &["example.com"],
        "ipv4" => &["192.0.2.1"],
        "ipv6" => &["2001:db8::1"],
        "regex" => &["^a$"],
        "json-pointer" => &["/a"],
        _ => &[],
    }
}

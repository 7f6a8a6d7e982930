//! Valid documents from a schema, by a seed: minimal, full, and at the bounds.

use event_contracts_codegen::number::Number;
use event_contracts_codegen::pattern::Pattern;
use event_contracts_codegen::resolve::{Body, Keyword, Keywords, SchemaId, Schemas, Type};
use regex_syntax::hir::{Class, Hir, HirKind};

use crate::doc::Doc;
use crate::rng::Rng;

/// How much of what is optional a document holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// Nothing optional; null where null is allowed; every list as short as it may be.
    Minimal,
    /// Everything.
    Full,
    /// By chance.
    Some,
}

/// Makes documents for the schemas of one resolved tree.
pub struct Generator<'a> {
    schemas: &'a Schemas,
    rng: Rng,
    amount: Amount,
}

/// Deepest nesting of what is optional.
const DEPTH: usize = 6;

impl<'a> Generator<'a> {
    /// A generator whose documents depend on the arguments alone.
    pub fn new(schemas: &'a Schemas, seed: u64, amount: Amount) -> Self {
        Self { schemas, rng: Rng::new(seed), amount }
    }

    /// A document for the schema. It is meant to be valid; a validator has the last word.
    pub fn document(&mut self, id: SchemaId) -> Doc {
        self.value(id, 0)
    }

    fn take(&mut self, depth: usize) -> bool {
        match self.amount {
            Amount::Minimal => false,
            Amount::Full => depth < DEPTH,
            Amount::Some => depth < DEPTH && self.rng.one_in(2),
        }
    }

    fn value(&mut self, id: SchemaId, depth: usize) -> Doc {
        let Some(id) = self.schemas.follow(id) else { return Doc::Null };
        let keywords = match &self.schemas.get(id).body {
            Body::Bool(_) => return Doc::Object(vec![("any".to_owned(), Doc::Array(vec![Doc::Null]))]),
            Body::Keywords(keywords) => keywords,
        };
        if let Some(constant) = &keywords.constant {
            return Doc::from_node(&constant.value);
        }
        if let Some(members) = &keywords.enumeration {
            let open = keywords.flag("x-open-enum") && self.amount == Amount::Some && self.rng.one_in(4);
            let known = Doc::from_node(self.rng.pick(&members.value));
            return if open { Doc::Text("a value of tomorrow".to_owned()) } else { known };
        }
        if let Some(members) = self.merged(keywords, depth) {
            return members;
        }
        if let Some(arms) = keywords.one_of.as_ref().or(keywords.any_of.as_ref()) {
            let arms = arms.value.clone();
            let null = arms.iter().copied().find(|arm| self.is_null(*arm));
            if let Some(null) = null.filter(|_| !self.take(depth)) {
                return self.value(null, depth);
            }
            let others: Vec<SchemaId> = arms.iter().copied().filter(|arm| !self.is_null(*arm)).collect();
            let arm = *self.rng.pick(&others);
            return self.value(arm, depth);
        }
        let Some(types) = &keywords.types else { return Doc::Text("anything".to_owned()) };
        let types: Vec<Type> = types.value.iter().collect();
        let nullable = types.contains(&Type::Null);
        let Some(other) =
            types.into_iter().find(|t| *t != Type::Null).filter(|_| !nullable || self.take(depth))
        else {
            return Doc::Null;
        };
        match other {
            Type::Null => Doc::Null,
            Type::Boolean => Doc::Bool(self.rng.one_in(2)),
            Type::Integer => self.integer(keywords),
            Type::Number => self.number(keywords),
            Type::String => Doc::Text(self.text(keywords)),
            Type::Array => self.array(keywords, depth),
            Type::Object => self.object(keywords, depth),
        }
    }

    /// An object of which several schemas speak: its own members, and those of the others.
    fn merged(&mut self, keywords: &Keywords, depth: usize) -> Option<Doc> {
        if keywords.properties.is_empty() {
            return None;
        }
        let mut parts: Vec<SchemaId> = keywords.all_of.iter().flat_map(|all| all.value.clone()).collect();
        parts.extend(keywords.reference.as_ref().map(|reference| reference.value));
        for choice in [&keywords.one_of, &keywords.any_of].into_iter().flatten() {
            parts.push(*self.rng.pick(&choice.value));
        }
        if parts.is_empty() {
            return None;
        }
        let mut all = vec![self.object(keywords, depth)];
        all.extend(parts.into_iter().map(|part| self.value(part, depth)));
        let mut members: Vec<(String, Doc)> = Vec::new();
        for part in all {
            let Doc::Object(part) = part else { continue };
            for (name, value) in part {
                if !members.iter().any(|(known, _)| *known == name) {
                    members.push((name, value));
                }
            }
        }
        Some(Doc::Object(members))
    }

    fn is_null(&self, id: SchemaId) -> bool {
        let types = self.schemas.keywords(id).and_then(|keywords| keywords.types.as_ref());
        types.is_some_and(|types| types.value.single() == Some(Type::Null))
    }

    fn object(&mut self, keywords: &Keywords, depth: usize) -> Doc {
        let mut members = Vec::new();
        for property in &keywords.properties {
            if keywords.requires(&property.name) || self.take(depth) {
                members.push((property.name.clone(), self.value(property.schema, depth + 1)));
            }
        }
        if let (true, Some(additional)) = (keywords.properties.is_empty(), &keywords.additional_properties) {
            let least = keywords.min_properties.as_ref().map_or(0, |n| n.value);
            let most = keywords.max_properties.as_ref().map_or(u64::MAX, |n| n.value);
            for (i, key) in
                (0_u64..).zip(["plain", "with/slash", "tilde~", "", "ключ \u{1f511}", "\"quoted\"\n"])
            {
                if i < least || (i < most && self.take(depth)) {
                    members.push((key.to_owned(), self.value(additional.value, depth + 1)));
                }
            }
        }
        Doc::Object(members)
    }

    fn array(&mut self, keywords: &Keywords, depth: usize) -> Doc {
        let least = keywords.min_items.as_ref().map_or(0, |n| n.value);
        let most = keywords.max_items.as_ref().map_or(least + 3, |n| n.value.min(least + 3));
        let length = if self.take(depth) { most } else { least };
        let unique = keywords.unique_items.as_ref().is_some_and(|unique| unique.value);
        let mut items: Vec<Doc> = Vec::new();
        let prefix = keywords.prefix_items.as_ref().map(|prefix| prefix.value.as_slice()).unwrap_or_default();
        for index in 0..length {
            let place = usize::try_from(index).ok().and_then(|index| prefix.get(index)).copied();
            let item = match place.or(keywords.items.as_ref().map(|items| items.value)) {
                Some(schema) => self.value(schema, depth + 1),
                None => Doc::Null,
            };
            if !(unique && items.contains(&item)) {
                items.push(item);
            }
        }
        Doc::Array(items)
    }

    fn integer(&mut self, keywords: &Keywords) -> Doc {
        let (least, greatest) = match keywords.format.as_ref().map(|format| format.value.as_str()) {
            Some("int32") => (i128::from(i32::MIN), i128::from(i32::MAX)),
            _ => (i128::from(i64::MIN), i128::from(i64::MAX)),
        };
        let bound = |located: &Keyword<Number>| located.as_ref().and_then(|located| located.value.to_i128());
        let exclusive_low = bound(&keywords.exclusive_minimum).map(|n| n + 1);
        let exclusive_high = bound(&keywords.exclusive_maximum).map(|n| n - 1);
        let low = [bound(&keywords.minimum), exclusive_low, Some(least)]
            .into_iter()
            .flatten()
            .max()
            .unwrap_or(least);
        let high = [bound(&keywords.maximum), exclusive_high, Some(greatest)]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or(greatest);
        let middle = low.max((low + 7).min(high));
        let value = *self.rng.pick(&[low, high, middle]);
        // An integer may be written with a fraction of zero (JSON Schema 2020-12, validation 6.1.1). Writers
        // write it without, so only small ones are tried here and compared as numbers.
        Doc::Number(value.to_string())
    }

    fn number(&mut self, keywords: &Keywords) -> Doc {
        let within = |text: &str| {
            let Some(n) = Number::parse(text) else { return false };
            keywords.minimum.as_ref().is_none_or(|bound| n >= bound.value)
                && keywords.maximum.as_ref().is_none_or(|bound| n <= bound.value)
                && keywords.exclusive_minimum.as_ref().is_none_or(|bound| n > bound.value)
                && keywords.exclusive_maximum.as_ref().is_none_or(|bound| n < bound.value)
        };
        let inclusive =
            [&keywords.minimum, &keywords.maximum].into_iter().flatten().map(|n| n.value.to_string());
        let decimal = keywords.format.as_ref().is_some_and(|format| format.value == "decimal");
        let cents = keywords.multiple_of.is_some();
        let fixed: &[&str] = match (decimal, cents) {
            (true, true) => &["0.01", "0.10", "19.99", "1200.00", "5"],
            (true, false) => &[
                "0.00",
                "0.01",
                "1.50",
                "99.990",
                "79228162514264337593543950335",
                "0.0000000000000000000000000001",
                "-12.5",
                "7",
            ],
            (false, _) => &["0", "0.25", "0.1", "1", "0.30000000000000004", "123456.789", "1e300"],
        };
        let candidates: Vec<String> = inclusive
            .chain(fixed.iter().map(|text| (*text).to_owned()))
            .filter(|text| within(text))
            .collect();
        if candidates.is_empty() {
            return Doc::Number("0".to_owned());
        }
        Doc::Number(self.rng.pick(&candidates).clone())
    }

    fn text(&mut self, keywords: &Keywords) -> String {
        let format = keywords.format.as_ref().map(|format| format.value.as_str());
        let fixed: &[&str] = match format {
            Some("uuid") => return self.uuid(),
            Some("date-time") => &[
                "2026-01-14T16:00:00Z",
                "2026-01-14T16:00:00.5Z",
                "0001-01-01T00:00:00Z",
                "9999-12-31T23:59:59.9999999Z",
                "2024-02-29T23:59:59.0000001-08:00",
                "2026-06-30T12:00:00+14:00",
            ],
            Some("date") => &["2026-01-14", "2024-02-29", "0001-01-01", "9999-12-31"],
            Some("duration") => &["PT1.5S", "PT0S", "P1DT2H3M4S", "P3W", "P1Y2M"][1..],
            Some("email") => &["amina.banda@example.org", "a@b.co"],
            Some("uri") => &["https://example.org/a?b=c#d", "urn:isbn:0451450523"],
            _ => &[],
        };
        if !fixed.is_empty() {
            return (*self.rng.pick(fixed)).to_owned();
        }
        // In the words of `regex`: what ECMA-262 calls a digit is another set there.
        let pattern =
            keywords.pattern.as_ref().and_then(|pattern| Pattern::parse(&pattern.value).ok()?.to_rust().ok());
        if let Some([term]) = pattern.as_deref()
            && term.wanted
            && let Ok(hir) = regex_syntax::parse(&term.text)
        {
            let mut text = String::new();
            self.sample(&hir, &mut text);
            return text;
        }
        let least = keywords.min_length.as_ref().map_or(0, |n| n.value);
        let most = keywords.max_length.as_ref().map_or(least + 12, |n| n.value);
        let length = match self.amount {
            Amount::Minimal => least,
            Amount::Full => most,
            Amount::Some => *self.rng.pick(&[least, most, u64::midpoint(least, most)]),
        };
        let alphabet: Vec<char> = "abc XYZ-09_'\"\\/<&>äß漢\u{1f600}\u{301}\n\u{2028}".chars().collect();
        (0..length.min(600)).map(|_| *self.rng.pick(&alphabet)).collect()
    }

    fn uuid(&mut self) -> String {
        let digits = format!("{:016x}{:016x}", self.rng.bits(), self.rng.bits());
        [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
    }

    /// A text that the pattern matches as a whole.
    fn sample(&mut self, hir: &Hir, out: &mut String) {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) | HirKind::Class(Class::Bytes(_)) => {}
            HirKind::Literal(literal) => out.push_str(&String::from_utf8_lossy(&literal.0)),
            HirKind::Class(Class::Unicode(class)) => {
                let ranges = class.ranges();
                if !ranges.is_empty() {
                    let range = ranges[self.rng.below(ranges.len())];
                    let end = if self.rng.one_in(2) { range.start() } else { range.end() };
                    out.push(end);
                }
            }
            HirKind::Repetition(repetition) => {
                let most = repetition.max.unwrap_or(repetition.min + 3);
                let count = match self.amount {
                    Amount::Minimal => repetition.min,
                    Amount::Full => most,
                    Amount::Some => *self.rng.pick(&[repetition.min, most]),
                };
                for _ in 0..count {
                    self.sample(&repetition.sub, out);
                }
            }
            HirKind::Capture(capture) => self.sample(&capture.sub, out),
            HirKind::Concat(parts) => parts.iter().for_each(|part| self.sample(part, out)),
            HirKind::Alternation(parts) => {
                let index = self.rng.below(parts.len());
                self.sample(&parts[index], out);
            }
        }
    }
}

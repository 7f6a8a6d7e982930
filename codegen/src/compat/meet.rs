//! Two arms at once.

use std::collections::{BTreeMap, BTreeSet};

use super::arm::{Arm, Arrays, Kind, Objects, Term, and, is_never};
use super::normal::Engine;

impl Engine<'_> {
    /// What holds for a member of that name.
    pub(super) fn member(&mut self, o: &Objects, name: &str) -> Option<Term> {
        if let Some(term) = o.props.get(name) {
            return Some(term.clone());
        }
        let mut found: Option<Term> = None;
        for (pattern, term) in &o.patterns {
            if self.texts.matches(pattern, name)? {
                found = Some(found.map_or_else(|| term.clone(), |all| and(&all, term)));
            }
        }
        Some(found.unwrap_or_else(|| o.additional.clone()))
    }

    /// Both arms at once; `None` if that is plainly nothing.
    pub(super) fn meet(&mut self, a: &Arm, b: &Arm) -> Result<Option<Arm>, (&'static str, &'static str)> {
        let kind = match (&a.kind, &b.kind) {
            (Kind::Null, Kind::Null) => Kind::Null,
            (Kind::Bool(a), Kind::Bool(b)) => Kind::Bool(a & b),
            (Kind::Number(a), Kind::Number(b)) => {
                Kind::Number(a.meet(b).ok_or(("multipleOf", "the numbers are too large"))?)
            }
            (Kind::String(a), Kind::String(b)) => Kind::String(a.meet(b, &mut self.texts)),
            (Kind::Array(a), Kind::Array(b)) => Kind::Array(meet_arrays(a, b)),
            (Kind::Object(a), Kind::Object(b)) => Kind::Object(self.meet_objects(a, b)?),
            _ => return Ok(None),
        };
        let empty = match &kind {
            Kind::Null => false,
            Kind::Bool(set) => set.is_empty(),
            Kind::Number(n) => n.is_empty(),
            Kind::String(s) => s.is_empty(),
            Kind::Array(a) => a.max.is_some_and(|max| a.min > max),
            Kind::Object(o) => {
                o.max.is_some_and(|max| o.min > max)
                    || o.required.iter().any(|name| o.props.get(name).is_some_and(is_never))
            }
        };
        if empty {
            return Ok(None);
        }
        let mut both = a.clone();
        both.kind = kind;
        both.excludes.extend(b.excludes.iter().cloned());
        both.opaque.extend(b.opaque.iter().copied());
        for origin in &b.origin {
            if !both.origin.contains(origin) {
                both.origin.push(*origin);
            }
        }
        Ok(Some(both))
    }

    fn meet_objects(&mut self, a: &Objects, b: &Objects) -> Result<Objects, (&'static str, &'static str)> {
        const BAD: (&str, &str) = ("patternProperties", "the pattern cannot be read");
        let names: BTreeSet<&String> = a.props.keys().chain(b.props.keys()).collect();
        let mut props = BTreeMap::new();
        for name in names {
            let left = self.member(a, name).ok_or(BAD)?;
            let right = self.member(b, name).ok_or(BAD)?;
            props.insert(name.clone(), and(&left, &right));
        }
        let free = |o: &Objects| o.additional.is_empty();
        let patterns = match (a.patterns.is_empty(), b.patterns.is_empty()) {
            (_, true) => a.patterns.iter().map(|(p, t)| (p.clone(), and(t, &b.additional))).collect(),
            (true, false) => b.patterns.iter().map(|(p, t)| (p.clone(), and(t, &a.additional))).collect(),
            (false, false) if free(a) && free(b) => a.patterns.iter().chain(&b.patterns).cloned().collect(),
            (false, false) => {
                let keys = |o: &Objects| o.patterns.iter().map(|(p, _)| p.clone()).collect::<Vec<_>>();
                if keys(a) != keys(b) {
                    return Err((
                        "patternProperties",
                        "two sets of patterns about one object are not decided",
                    ));
                }
                a.patterns.iter().zip(&b.patterns).map(|((p, t), (_, u))| (p.clone(), and(t, u))).collect()
            }
        };
        Ok(Objects {
            props,
            patterns,
            additional: and(&a.additional, &b.additional),
            required: &a.required | &b.required,
            min: a.min.max(b.min),
            max: smaller(a.max, b.max),
            names: and(&a.names, &b.names),
            declares: a.declares || b.declares,
            says: a.says || b.says,
            maybe: &a.maybe | &b.maybe,
        })
    }
}

/// An item that cannot be ends the array before it.
pub(super) fn trim(a: &mut Arrays) {
    let all = a.prefix.iter().chain([&a.rest]);
    if let Some(end) = all.into_iter().position(is_never) {
        let end = u64::try_from(end).unwrap_or(u64::MAX);
        a.max = Some(a.max.map_or(end, |max| max.min(end)));
    }
}

fn meet_arrays(a: &Arrays, b: &Arrays) -> Arrays {
    let length = a.prefix.len().max(b.prefix.len());
    let mut both = Arrays {
        prefix: (0..length).map(|i| and(a.item(i), b.item(i))).collect(),
        rest: and(&a.rest, &b.rest),
        min: a.min.max(b.min),
        max: smaller(a.max, b.max),
        unique: a.unique || b.unique,
    };
    trim(&mut both);
    both
}

fn smaller(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

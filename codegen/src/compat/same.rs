//! Whether two schemas are written alike, annotations aside.

use std::collections::{BTreeMap, BTreeSet};

use super::value::Lit;
use crate::load::Node;
use crate::resolve::{Body, Entry, Keywords, Located, SchemaId, Schemas};

/// Comparisons made so far, between two trees or within one.
#[derive(Debug, Default)]
pub(super) struct Same {
    /// Assumed while it is looked at, known afterwards.
    equal: BTreeMap<(SchemaId, SchemaId), bool>,
    trail: Vec<(SchemaId, SchemaId)>,
}

impl Same {
    /// Equal but for annotations and for where `$ref`s stand. Recursion is followed until it repeats.
    pub(super) fn same(&mut self, a: (&Schemas, SchemaId), b: (&Schemas, SchemaId), depth: u32) -> bool {
        let (Some(x), Some(y)) = (a.0.follow(a.1), b.0.follow(b.1)) else { return false };
        if let Some(known) = self.equal.get(&(x, y)) {
            return *known;
        }
        if depth > 200 {
            return false;
        }
        let mark = self.trail.len();
        self.equal.insert((x, y), true);
        self.trail.push((x, y));
        let equal = match (&a.0.get(x).body, &b.0.get(y).body) {
            (Body::Bool(left), Body::Bool(right)) => left == right,
            (Body::Keywords(left), Body::Keywords(right)) => {
                self.keywords((a.0, left), (b.0, right), depth + 1)
            }
            _ => false,
        };
        if !equal {
            // What was concluded on the strength of this assumption is open again.
            for pair in self.trail.drain(mark..) {
                self.equal.remove(&pair);
            }
            self.equal.insert((x, y), false);
        }
        equal
    }

    fn keywords(&mut self, a: (&Schemas, &Keywords), b: (&Schemas, &Keywords), depth: u32) -> bool {
        let (k, l) = (a.1, b.1);
        let flat = value(k.types.as_ref()) == value(l.types.as_ref())
            && value(k.minimum.as_ref()) == value(l.minimum.as_ref())
            && value(k.maximum.as_ref()) == value(l.maximum.as_ref())
            && value(k.exclusive_minimum.as_ref()) == value(l.exclusive_minimum.as_ref())
            && value(k.exclusive_maximum.as_ref()) == value(l.exclusive_maximum.as_ref())
            && value(k.multiple_of.as_ref()) == value(l.multiple_of.as_ref())
            && value(k.pattern.as_ref()) == value(l.pattern.as_ref())
            && value(k.format.as_ref()) == value(l.format.as_ref())
            && counts(k) == counts(l)
            && k.flag("x-open-enum") == l.flag("x-open-enum")
            && unique(k) == unique(l)
            && names(&k.required) == names(&l.required)
            && dependencies(k) == dependencies(l)
            && constants(k) == constants(l)
            && enumeration(k) == enumeration(l);
        if !flat {
            return false;
        }
        let ones = |k: &Keywords| {
            [
                &k.reference,
                &k.items,
                &k.contains,
                &k.unevaluated_items,
                &k.additional_properties,
                &k.property_names,
                &k.unevaluated_properties,
                &k.not,
                &k.if_,
                &k.then,
                &k.else_,
            ]
            .map(|schema| schema.as_ref().map(|l| l.value))
        };
        let lists = |k: &Keywords| {
            [&k.prefix_items, &k.all_of, &k.any_of, &k.one_of].map(|l| l.as_ref().map(|l| l.value.clone()))
        };
        let mut pairs = Vec::new();
        for (left, right) in ones(k).into_iter().zip(ones(l)) {
            match (left, right) {
                (None, None) => {}
                (Some(left), Some(right)) => pairs.push((left, right)),
                _ => return false,
            }
        }
        for (left, right) in lists(k).into_iter().zip(lists(l)) {
            match (left, right) {
                (None, None) => {}
                (Some(left), Some(right)) if left.len() == right.len() => {
                    pairs.extend(left.into_iter().zip(right));
                }
                _ => return false,
            }
        }
        for (left, right) in maps(k).into_iter().zip(maps(l)) {
            if !left.keys().eq(right.keys()) {
                return false;
            }
            pairs.extend(left.into_values().zip(right.into_values()));
        }
        pairs.into_iter().all(|(left, right)| self.same((a.0, left), (b.0, right), depth))
    }
}

fn value<T>(located: Option<&Located<T>>) -> Option<&T> {
    located.map(|l| &l.value)
}

fn counts(k: &Keywords) -> [Option<u64>; 8] {
    // A lower bound of zero says nothing, except for `minContains`, where the default is one.
    let low = |count: &Option<Located<u64>>| count.as_ref().map(|c| c.value).filter(|c| *c > 0);
    let any = |count: &Option<Located<u64>>| count.as_ref().map(|c| c.value);
    [
        low(&k.min_length),
        any(&k.max_length),
        low(&k.min_items),
        any(&k.max_items),
        low(&k.min_properties),
        any(&k.max_properties),
        any(&k.min_contains),
        any(&k.max_contains),
    ]
}

fn unique(k: &Keywords) -> bool {
    k.unique_items.as_ref().is_some_and(|u| u.value)
}

fn names(required: &[Located<String>]) -> BTreeSet<&str> {
    required.iter().map(|name| name.value.as_str()).collect()
}

fn dependencies(k: &Keywords) -> BTreeMap<&str, BTreeSet<&str>> {
    k.dependent_required
        .iter()
        .map(|d| (d.value.0.as_str(), d.value.1.iter().map(String::as_str).collect()))
        .collect()
}

/// `Err` for a value that has no exact form: equal to itself as a text only.
fn literal(node: &Node) -> Result<Lit, String> {
    Lit::of(node).ok_or_else(|| node.to_json())
}

fn constants(k: &Keywords) -> Option<Result<Lit, String>> {
    k.constant.as_ref().map(|c| literal(&c.value))
}

fn enumeration(k: &Keywords) -> Option<BTreeSet<Result<Lit, String>>> {
    k.enumeration.as_ref().map(|members| members.value.iter().map(literal).collect())
}

fn map(entries: &[Entry]) -> BTreeMap<&str, SchemaId> {
    entries.iter().map(|entry| (entry.name.as_str(), entry.schema)).collect()
}

fn maps(k: &Keywords) -> [BTreeMap<&str, SchemaId>; 3] {
    [map(&k.properties), map(&k.pattern_properties), map(&k.dependent_schemas)]
}

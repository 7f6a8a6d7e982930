//! What stands between two arms of one type.

use std::collections::BTreeSet;

use super::arm::{Arm, Arrays, Atom, Kind, Objects, Term, Who, and, is_never};
use super::normal::Engine;
use super::prove::DEPTH;
use super::value::Lit;
use crate::resolve::{Keywords, SchemaId, Type};

/// What stands between an arm of the writer and one of the reader.
#[derive(Debug, Clone)]
pub(super) struct Gap {
    pub(super) keyword: &'static str,
    pub(super) at: GapAt,
}

#[derive(Debug, Clone)]
pub(super) enum GapAt {
    /// The value itself.
    Here,
    /// The member is not written, and is asked for.
    Missing(String),
    /// The member, as the writer and the reader have it.
    Member(String, Term, Term),
    /// The item.
    Item(usize, Term, Term),
    /// The term must not hold beside.
    Excluded(Term),
}

impl Engine<'_> {
    /// What stands between two arms of one type; only the first if `first`.
    pub(super) fn gaps(&mut self, arm: &Arm, other: &Arm, depth: u32, first: bool) -> Vec<Gap> {
        let here = |keyword: Option<&'static str>| keyword.map(|keyword| Gap { keyword, at: GapAt::Here });
        let mut gaps: Vec<Gap> = match (&arm.kind, &other.kind) {
            (Kind::Bool(a), Kind::Bool(b)) => here((!a.is_subset(b)).then_some("enum")).into_iter().collect(),
            (Kind::Number(a), Kind::Number(b)) => here(a.refused_by(b)).into_iter().collect(),
            (Kind::String(a), Kind::String(b)) => {
                here(a.refused_by(b, self.strict, &mut self.texts)).into_iter().collect()
            }
            (Kind::Array(a), Kind::Array(b)) => self.array_gaps(a, b, depth, first),
            (Kind::Object(a), Kind::Object(b)) => self.object_gaps(a, b, depth, first),
            _ => Vec::new(),
        };
        if first && !gaps.is_empty() {
            return gaps;
        }
        for (keyword, who, id) in &other.opaque {
            if !arm
                .opaque
                .iter()
                .any(|own| own.0 == *keyword && self.implies(keyword, (own.1, own.2), (*who, *id)))
            {
                gaps.push(Gap { keyword, at: GapAt::Here });
            }
        }
        for (keyword, term) in &other.excludes {
            if !self.disjoint(arm, term) {
                gaps.push(Gap { keyword, at: GapAt::Excluded(term.clone()) });
            }
            if first && !gaps.is_empty() {
                break;
            }
        }
        gaps
    }

    /// What the keyword of the first schema asks for is enough for that of the second.
    fn implies(&mut self, keyword: &str, own: (Who, SchemaId), theirs: (Who, SchemaId)) -> bool {
        let (Some(k), Some(l)) =
            (self.schemas(own.0).keywords(own.1), self.schemas(theirs.0).keywords(theirs.1))
        else {
            return false;
        };
        let (Some(inner), Some(wanted), "contains") = (&k.contains, &l.contains, keyword) else {
            return self.same_schema(own, theirs);
        };
        let least = |k: &Keywords| k.min_contains.as_ref().map_or(1, |count| count.value);
        let most = |k: &Keywords| k.max_contains.as_ref().map(|count| count.value);
        let same = self.same_schema((own.0, inner.value), (theirs.0, wanted.value));
        let enough =
            least(k) >= least(l) && most(l).is_none_or(|max| same && most(k).is_some_and(|own| own <= max));
        let (inner, wanted) = (self.term(own.0, true, inner.value), self.term(theirs.0, true, wanted.value));
        enough && (same || self.alone(|e| e.prove(&inner, &wanted, DEPTH - 10)).unwrap_or(false))
    }

    /// No document of the arm fits the term.
    fn disjoint(&mut self, arm: &Arm, term: &Term) -> bool {
        if arm.excludes.iter().any(|(_, own)| self.unproved(term, own).is_empty()) {
            return true;
        }
        let arms = self.normal(term);
        let Ok(arms) = &*arms else { return false };
        // What is plain comes first: most branches differ in a constant.
        let mut open = Vec::new();
        for other in arms {
            match self.meet(arm, other) {
                Ok(None) => {}
                Ok(Some(both)) if self.is_plainly_empty(&both, 0) => {}
                Ok(Some(both)) if both.excludes.len() < 64 => open.push(both),
                _ => return false,
            }
        }
        open.is_empty()
            || arm
                .excludes
                .iter()
                .any(|(_, own)| self.alone(|e| e.prove(term, own, DEPTH - 10)).unwrap_or(false))
            || open.iter().all(|both| self.is_empty_arm(both, 0))
    }

    fn array_gaps(&mut self, a: &Arrays, b: &Arrays, depth: u32, first: bool) -> Vec<Gap> {
        let here = |keyword| Gap { keyword, at: GapAt::Here };
        let mut gaps = Vec::new();
        let mut longest = a.max;
        let fixed = a.prefix.len().max(b.prefix.len());
        for i in 0..=fixed {
            if self.is_empty(a.item(i), 0) {
                let end = u64::try_from(i).unwrap_or(u64::MAX);
                longest = Some(longest.map_or(end, |max| max.min(end)));
                break;
            }
        }
        if a.min < b.min {
            gaps.push(here("minItems"));
        }
        if b.max.is_some_and(|max| longest.is_none_or(|own| own > max)) {
            gaps.push(here("maxItems"));
        }
        if b.unique && !a.unique && longest.is_none_or(|own| own > 1) {
            gaps.push(here("uniqueItems"));
        }
        for i in 0..=fixed {
            if first && !gaps.is_empty() {
                break;
            }
            let reachable = longest.is_none_or(|max| max > u64::try_from(i).unwrap_or(u64::MAX));
            if reachable && !self.prove(a.item(i), b.item(i), depth + 1) {
                let keyword = if i < b.prefix.len() { "prefixItems" } else { "items" };
                // An item beyond the reader's end is already said by its length.
                if !is_never(b.item(i)) || gaps.is_empty() {
                    gaps.push(Gap { keyword, at: GapAt::Item(i, a.item(i).clone(), b.item(i).clone()) });
                }
            }
        }
        gaps
    }

    fn object_gaps(&mut self, a: &Objects, b: &Objects, depth: u32, first: bool) -> Vec<Gap> {
        let here = |keyword| Gap { keyword, at: GapAt::Here };
        let mut gaps = Vec::new();
        for name in b.required.difference(&a.required) {
            gaps.push(Gap { keyword: "required", at: GapAt::Missing(name.clone()) });
        }
        if first && !gaps.is_empty() {
            return gaps;
        }
        let closed = is_never(&a.additional) && a.patterns.iter().all(|(_, term)| is_never(term));
        let possible = a.props.values().filter(|term| !is_never(term)).count();
        let most = if closed { Some(smaller(a.max, possible)) } else { a.max };
        let fewest = a.min.max(u64::try_from(a.required.len()).unwrap_or(u64::MAX));
        if fewest < b.min {
            gaps.push(here("minProperties"));
        }
        if b.max.is_some_and(|max| most.is_none_or(|own| own > max)) {
            gaps.push(here("maxProperties"));
        }
        let names: BTreeSet<&String> = a.props.keys().chain(b.props.keys()).collect();
        for name in names {
            if first && !gaps.is_empty() {
                return gaps;
            }
            let (Some(own), Some(theirs)) = (self.member(a, name), self.member(b, name)) else {
                gaps.push(here("patternProperties"));
                continue;
            };
            if !self.prove(&own, &theirs, depth + 1) && !self.is_empty(&own, 0) {
                let keyword = if b.props.contains_key(name) { "properties" } else { "additionalProperties" };
                gaps.push(Gap { keyword, at: GapAt::Member(name.clone(), own, theirs) });
            }
        }
        self.other_names(a, b, depth, &mut gaps);
        if !b.names.is_empty() {
            let text = vec![Atom::Type(Type::String)];
            let inside = if closed {
                let names = a.props.iter().filter(|(_, term)| !is_never(term));
                names.map(|(name, _)| name).all(|name| {
                    self.prove(&vec![Atom::Const(Lit::String(name.clone()))], &b.names, depth + 1)
                })
            } else {
                self.prove(&and(&a.names, &text), &b.names, depth + 1)
            };
            if !inside {
                gaps.push(here("propertyNames"));
            }
        }
        gaps
    }

    /// Names that no `properties` speaks of.
    fn other_names(&mut self, a: &Objects, b: &Objects, depth: u32, gaps: &mut Vec<Gap>) {
        let mut generic: Vec<(Option<&String>, &Term)> =
            a.patterns.iter().map(|(p, term)| (Some(p), term)).collect();
        generic.push((None, &a.additional));
        generic.retain(|(_, term)| !is_never(term));
        for (pattern, theirs) in &b.patterns {
            let matching =
                a.patterns.iter().find(|(own, _)| own == pattern).map(|(own, term)| (Some(own), term));
            let candidates = matching.map_or_else(|| generic.clone(), |own| vec![own]);
            for (_, own) in candidates {
                if !self.prove(own, theirs, depth + 1) {
                    gaps.push(Gap { keyword: "patternProperties", at: GapAt::Here });
                }
            }
        }
        for (own, term) in generic {
            let elsewhere = own.is_some_and(|own| b.patterns.iter().any(|(pattern, _)| pattern == own));
            if !elsewhere && !self.prove(term, &b.additional, depth + 1) && !self.is_empty(term, 0) {
                let used: BTreeSet<&String> = a.props.keys().chain(b.props.keys()).collect();
                let name = (own.is_none() && b.patterns.is_empty() && a.patterns.is_empty())
                    .then(|| {
                        ["other", "another", "extra", "more"]
                            .into_iter()
                            .find(|n| !used.contains(&(*n).to_owned()))
                    })
                    .flatten();
                let at = match name {
                    Some(name) => GapAt::Member(name.to_owned(), term.clone(), b.additional.clone()),
                    None => GapAt::Here,
                };
                gaps.push(Gap { keyword: "additionalProperties", at });
            }
        }
    }
}

fn smaller(max: Option<u64>, possible: usize) -> u64 {
    let possible = u64::try_from(possible).unwrap_or(u64::MAX);
    max.map_or(possible, |max| max.min(possible))
}

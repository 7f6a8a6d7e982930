//! Proofs of inclusion. `true` is a proof; `false` means only that none was found.

use std::collections::BTreeSet;

use super::arm::{Arm, Arrays, Atom, Kind, Objects, Term, Who, and, is_never, never};
use super::normal::Engine;
use super::value::Lit;
use crate::resolve::{Keywords, SchemaId, Type};

/// Deepest nesting of questions.
const DEPTH: u32 = 100;
/// Most members of a set that a case distinction goes through.
const CASES: usize = 32;

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
    /// Every document of `writer` is one of `reader`.
    pub(super) fn prove(&mut self, writer: &Term, reader: &Term, depth: u32) -> bool {
        if is_never(writer) {
            return true;
        }
        let open = self.unproved(writer, reader);
        if open.is_empty() {
            return true;
        }
        let question = (writer.clone(), open);
        if self.assumed.contains(&question) {
            return true;
        }
        if depth > DEPTH || !self.step() || self.failed.contains(&question) {
            return false;
        }
        let mark = self.trail.len();
        self.assumed.insert(question.clone());
        self.trail.push(question.clone());
        let (own, other) = (self.normal(&question.0), self.normal(&question.1));
        let proved = match (&*own, &*other) {
            (Ok(own), Ok(other)) => own.iter().all(|arm| self.covered(arm, other, depth, 0)),
            _ => false,
        };
        if !proved {
            self.unwind(mark);
            if self.steps > 0 {
                self.failed.insert(question);
            }
        }
        proved
    }

    /// What was concluded after `mark` rested on something that does not hold.
    fn unwind(&mut self, mark: usize) {
        for question in self.trail.drain(mark..) {
            self.assumed.remove(&question);
        }
    }

    /// The reader's conditions that no condition of the writer repeats.
    fn unproved(&mut self, writer: &Term, reader: &Term) -> Term {
        let mut open = Term::new();
        for atom in reader {
            let repeated = writer.iter().any(|own| match (own, atom) {
                (Atom::Schema { who, id, .. }, Atom::Schema { who: other, id: theirs, .. }) => {
                    self.same_schema((*who, *id), (*other, *theirs))
                }
                (own, atom) => own == atom,
            });
            if !repeated {
                open.push(atom.clone());
            }
        }
        open
    }

    /// A question whose answer may not rest on what is only assumed so far.
    fn alone<T>(&mut self, ask: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.nested > 6 {
            return None;
        }
        self.nested += 1;
        let (assumed, trail) = (std::mem::take(&mut self.assumed), std::mem::take(&mut self.trail));
        // What fails without the assumptions may still hold with them.
        let failed = std::mem::take(&mut self.failed);
        let answer = ask(self);
        self.failed = failed;
        self.assumed = assumed;
        self.trail = trail;
        self.nested -= 1;
        Some(answer)
    }

    /// No document fits the term.
    pub(super) fn is_empty(&mut self, term: &Term, depth: u32) -> bool {
        if is_never(term) {
            return true;
        }
        if term.is_empty() || depth > 8 || !self.step() {
            return false;
        }
        let arms = self.normal(term);
        match &*arms {
            Ok(arms) => arms.iter().all(|arm| self.is_empty_arm(arm, depth)),
            Err(_) => false,
        }
    }

    pub(super) fn is_empty_arm(&mut self, arm: &Arm, depth: u32) -> bool {
        let plainly = match &arm.kind {
            Kind::Object(o) => o.required.clone().iter().any(|name| {
                let member = self.member(o, name);
                member.is_some_and(|member| self.is_empty(&member, depth + 1))
            }),
            Kind::Array(a) => {
                let needed = usize::try_from(a.min.min(16)).unwrap_or(16);
                (0..needed).any(|i| self.is_empty(a.item(i), depth + 1))
            }
            _ => false,
        };
        plainly || arm.excludes.iter().any(|(_, term)| self.alone(|e| e.inside(arm, term)).unwrap_or(false))
    }

    /// Every document of the arm fits the term.
    fn inside(&mut self, arm: &Arm, term: &Term) -> bool {
        let arms = self.normal(term);
        match &*arms {
            Ok(arms) => self.covered(arm, arms, DEPTH - 10, 2),
            Err(_) => false,
        }
    }

    /// Every document of the arm fits one of the reader's.
    pub(super) fn covered(&mut self, arm: &Arm, others: &[Arm], depth: u32, cases: u32) -> bool {
        if !self.step() || depth > DEPTH {
            return false;
        }
        for other in others {
            if arm.kind.same_type(&other.kind) {
                let mark = self.trail.len();
                if self.fits(arm, other, depth) {
                    return true;
                }
                self.unwind(mark);
            }
        }
        if self.is_empty_arm(arm, 0) {
            return true;
        }
        let rivals = others.iter().filter(|other| arm.kind.same_type(&other.kind)).count();
        if rivals < 2 || cases >= 3 {
            return false;
        }
        self.split(arm, others).is_some_and(|parts| parts.iter().all(|part| self.covered(part, others, depth, cases + 1)))
    }

    /// The arm in parts that together are the whole; `None` if no distinction helps.
    fn split(&mut self, arm: &Arm, others: &[Arm]) -> Option<Vec<Arm>> {
        let part = |kind: Kind| Arm { kind, ..arm.clone() };
        match &arm.kind {
            Kind::String(s) => {
                let set = s.set.as_ref().filter(|set| set.len() > 1 && set.len() <= CASES)?;
                let one = |text: &String| super::arm::Strings { set: Some([text.clone()].into()), ..s.clone() };
                Some(set.iter().map(|text| part(Kind::String(one(text)))).collect())
            }
            Kind::Number(n) => {
                let set = n.members().filter(|set| set.len() > 1 && set.len() <= CASES)?;
                let one = |number| super::arm::Numbers { set: Some([number].into()), ..n.clone() };
                Some(set.into_iter().map(|number| part(Kind::Number(one(number)))).collect())
            }
            Kind::Bool(set) if set.len() > 1 => Some(set.iter().map(|v| part(Kind::Bool([*v].into()))).collect()),
            Kind::Object(o) => self.split_object(o, others).map(|parts| parts.into_iter().map(|o| part(Kind::Object(o))).collect()),
            _ => None,
        }
    }

    fn split_object(&mut self, o: &Objects, others: &[Arm]) -> Option<Vec<Objects>> {
        let others: Vec<&Objects> = others
            .iter()
            .filter_map(|other| match &other.kind {
                Kind::Object(other) => Some(other),
                _ => None,
            })
            .collect();
        // By the value of a member that is always there and that the reader's arms treat differently.
        for name in &o.required {
            let member = self.member(o, name)?;
            let mut kinds = BTreeSet::new();
            for other in &others {
                kinds.insert(self.member(other, name)?);
            }
            if kinds.len() < 2 {
                continue;
            }
            if let Some(values) = self.distinct(&member) {
                let with = |atom: Atom| {
                    let mut part = o.clone();
                    part.props.insert(name.clone(), and(&member, &vec![atom]));
                    part
                };
                return Some(values.into_iter().map(with).collect());
            }
        }
        // By whether a member is there.
        let names: BTreeSet<&String> = others.iter().flat_map(|other| other.required.iter().chain(other.props.keys())).collect();
        for name in names {
            let needed = others.iter().filter(|other| other.required.contains(name)).count();
            let barred = others.iter().filter(|other| other.props.get(name).is_some_and(is_never)).count();
            let differs = (needed > 0 && needed < others.len()) || barred > 0;
            if o.required.contains(name) || !differs || self.member(o, name).is_none_or(|member| is_never(&member)) {
                continue;
            }
            let (mut with, mut without) = (o.clone(), o.clone());
            let member = self.member(o, name)?;
            with.required.insert(name.clone());
            with.props.insert(name.clone(), member);
            without.props.insert(name.clone(), never());
            return Some(vec![with, without]);
        }
        None
    }

    /// The values of a term, or else its types, if there are at least two.
    fn distinct(&mut self, term: &Term) -> Option<Vec<Atom>> {
        let arms = self.normal(term);
        let arms = arms.as_ref().as_ref().ok()?;
        let mut values = Vec::new();
        for arm in arms {
            match &arm.kind {
                Kind::Null => values.push(Lit::Null),
                Kind::Bool(set) => values.extend(set.iter().map(|v| Lit::Bool(*v))),
                Kind::Number(n) => values.extend(n.members()?.into_iter().map(Lit::Number)),
                Kind::String(s) if s.set.is_some() => values.extend(s.set.iter().flatten().cloned().map(Lit::String)),
                _ => {
                    let kinds: BTreeSet<&str> = arms.iter().map(|arm| arm.kind.name()).collect();
                    let types = kinds.into_iter().filter_map(Type::from_name).map(Atom::Type);
                    return Some(types.collect()).filter(|types: &Vec<_>| types.len() > 1);
                }
            }
        }
        (values.len() > 1 && values.len() <= CASES).then(|| values.into_iter().map(Atom::Const).collect())
    }

    /// Every document of the one arm fits the other.
    fn fits(&mut self, arm: &Arm, other: &Arm, depth: u32) -> bool {
        // The cheap questions come first.
        self.gaps(arm, other, depth, true).is_empty()
    }

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
            if !arm.opaque.iter().any(|own| own.0 == *keyword && self.implies(keyword, (own.1, own.2), (*who, *id))) {
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
        let (Some(k), Some(l)) = (self.schemas(own.0).keywords(own.1), self.schemas(theirs.0).keywords(theirs.1)) else {
            return false;
        };
        let (Some(inner), Some(wanted), "contains") = (&k.contains, &l.contains, keyword) else {
            return self.same_schema(own, theirs);
        };
        let least = |k: &Keywords| k.min_contains.as_ref().map_or(1, |count| count.value);
        let most = |k: &Keywords| k.max_contains.as_ref().map(|count| count.value);
        let same = self.same_schema((own.0, inner.value), (theirs.0, wanted.value));
        let enough = least(k) >= least(l) && most(l).is_none_or(|max| same && most(k).is_some_and(|own| own <= max));
        let (inner, wanted) = (self.term(own.0, true, inner.value), self.term(theirs.0, true, wanted.value));
        enough && (same || self.alone(|e| e.prove(&inner, &wanted, DEPTH - 10)).unwrap_or(false))
    }

    /// No document of the arm fits the term.
    fn disjoint(&mut self, arm: &Arm, term: &Term) -> bool {
        if arm.excludes.iter().any(|(_, own)| self.alone(|e| e.prove(term, own, DEPTH - 10)).unwrap_or(false)) {
            return true;
        }
        let arms = self.normal(term);
        let Ok(arms) = &*arms else { return false };
        arms.iter().all(|other| match self.meet(arm, other) {
            Ok(None) => true,
            Ok(Some(both)) => both.excludes.len() < 64 && self.is_empty_arm(&both, 0),
            Err(_) => false,
        })
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
        let most = if closed { smaller(a.max, possible) } else { a.max };
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
            if !self.is_empty(&own, 0) && !self.prove(&own, &theirs, depth + 1) {
                let keyword = if b.props.contains_key(name) { "properties" } else { "additionalProperties" };
                gaps.push(Gap { keyword, at: GapAt::Member(name.clone(), own, theirs) });
            }
        }
        self.other_names(a, b, depth, &mut gaps);
        if !b.names.is_empty() {
            let text = vec![Atom::Type(Type::String)];
            let inside = if closed {
                let names = a.props.iter().filter(|(_, term)| !is_never(term));
                names.map(|(name, _)| name).all(|name| self.prove(&vec![Atom::Const(Lit::String(name.clone()))], &b.names, depth + 1))
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
        let mut generic: Vec<(Option<&String>, &Term)> = a.patterns.iter().map(|(p, term)| (Some(p), term)).collect();
        generic.push((None, &a.additional));
        generic.retain(|(_, term)| !is_never(term));
        for (pattern, theirs) in &b.patterns {
            let matching = a.patterns.iter().find(|(own, _)| own == pattern).map(|(own, term)| (Some(own), term));
            let candidates = matching.map_or_else(|| generic.clone(), |own| vec![own]);
            for (_, own) in candidates {
                if !self.prove(own, theirs, depth + 1) {
                    gaps.push(Gap { keyword: "patternProperties", at: GapAt::Here });
                }
            }
        }
        for (own, term) in generic {
            let elsewhere = own.is_some_and(|own| b.patterns.iter().any(|(pattern, _)| pattern == own));
            if !elsewhere && !self.is_empty(term, 0) && !self.prove(term, &b.additional, depth + 1) {
                let used: BTreeSet<&String> = a.props.keys().chain(b.props.keys()).collect();
                let name = (own.is_none() && b.patterns.is_empty() && a.patterns.is_empty())
                    .then(|| ["other", "another", "extra", "more"].into_iter().find(|n| !used.contains(&(*n).to_owned())))
                    .flatten();
                let at = match name {
                    Some(name) => GapAt::Member(name.to_owned(), term.clone(), b.additional.clone()),
                    None => GapAt::Here,
                };
                gaps.push(Gap { keyword: "additionalProperties", at });
            }
        }
    }

    /// Whether the term certainly holds the value.
    pub(super) fn holds(&mut self, lit: &Lit, term: &Term) -> bool {
        self.alone(|e| e.prove(&vec![Atom::Const(lit.clone())], term, 0)).unwrap_or(false)
    }

    /// The plain term of a schema.
    pub(super) fn whole(&self, who: Who, id: SchemaId) -> Term {
        self.term(who, self.strict, id)
    }
}

fn smaller(max: Option<u64>, possible: usize) -> Option<u64> {
    let possible = u64::try_from(possible).unwrap_or(u64::MAX);
    Some(max.map_or(possible, |max| max.min(possible)))
}

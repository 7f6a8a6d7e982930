//! Case distinctions: an arm in parts, each of which may fit another of the reader's arms.

use std::collections::BTreeSet;

use super::arm::{Arm, Atom, Kind, Numbers, Objects, Strings, Term, and, is_never, never};
use super::normal::Engine;
use super::value::Lit;
use crate::resolve::Type;

/// Most members of a set that a case distinction goes through.
const CASES: usize = 32;

impl Engine<'_> {
    /// The arm in parts that together are the whole; `None` if no distinction helps.
    pub(super) fn split(&mut self, arm: &Arm, others: &[Arm]) -> Option<Vec<Arm>> {
        let part = |kind: Kind| Arm { kind, ..arm.clone() };
        match &arm.kind {
            Kind::String(s) => {
                let set = s.set.as_ref().filter(|set| set.len() > 1 && set.len() <= CASES)?;
                let one = |text: &String| Strings { set: Some([text.clone()].into()), ..s.clone() };
                Some(set.iter().map(|text| part(Kind::String(one(text)))).collect())
            }
            Kind::Number(n) => {
                let set = n.members().filter(|set| set.len() > 1 && set.len() <= CASES)?;
                let one = |number| Numbers { set: Some([number].into()), ..n.clone() };
                Some(set.into_iter().map(|number| part(Kind::Number(one(number)))).collect())
            }
            Kind::Bool(set) if set.len() > 1 => {
                Some(set.iter().map(|v| part(Kind::Bool([*v].into()))).collect())
            }
            Kind::Object(o) => self
                .split_object(o, others)
                .map(|parts| parts.into_iter().map(|o| part(Kind::Object(o))).collect()),
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
        let names: BTreeSet<&String> =
            others.iter().flat_map(|other| other.required.iter().chain(other.props.keys())).collect();
        for name in names {
            let needed = others.iter().filter(|other| other.required.contains(name)).count();
            let barred = others.iter().filter(|other| other.props.get(name).is_some_and(is_never)).count();
            let differs = (needed > 0 && needed < others.len()) || barred > 0;
            if o.required.contains(name)
                || !differs
                || self.member(o, name).is_none_or(|member| is_never(&member))
            {
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
                Kind::String(s) if s.set.is_some() => {
                    values.extend(s.set.iter().flatten().cloned().map(Lit::String));
                }
                _ => {
                    let kinds: BTreeSet<&str> = arms.iter().map(|arm| arm.kind.name()).collect();
                    let types = kinds.into_iter().filter_map(Type::from_name).map(Atom::Type);
                    return Some(types.collect()).filter(|types: &Vec<_>| types.len() > 1);
                }
            }
        }
        (values.len() > 1 && values.len() <= CASES).then(|| values.into_iter().map(Atom::Const).collect())
    }
}

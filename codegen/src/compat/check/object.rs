//! Objects of which none is as it must be.

use std::collections::{BTreeMap, BTreeSet};

use super::super::solve::formula::{FALSE, Formula, L, TRUE};
use super::super::value::Lit;
use super::Checker;

/// Most kinds of names that are told apart.
const KINDS: usize = 200;

/// What is known of an object.
#[derive(Default)]
struct Facts<'c> {
    /// What holds for the member of a name, if it is there.
    single: BTreeMap<&'c str, Vec<L>>,
    /// What holds for all members with such names.
    general: Vec<(L, L)>,
    /// Members that must be there, and be such.
    wanted: BTreeMap<&'c str, Vec<L>>,
    /// Some member with such a name must be there, and be such.
    some: Vec<(L, L)>,
    min: u64,
    max: Option<u64>,
}

impl Facts<'_> {
    fn at_most(&mut self, count: u64) {
        self.max = Some(self.max.map_or(count, |max| max.min(count)));
    }
}

impl<'c> Checker<'c> {
    fn object_facts(&self, units: &[L]) -> Facts<'c> {
        let mut facts = Facts::default();
        for l in units {
            match (self.pool.get(*l), *l > 0) {
                (Formula::Member(name, l), true) => {
                    facts.single.entry(self.pool.text(*name)).or_default().push(*l);
                }
                (Formula::Member(name, l), false) => {
                    facts.wanted.entry(self.pool.text(*name)).or_default().push(-l);
                }
                (Formula::Members(names, l), true) => facts.general.push((*names, *l)),
                (Formula::Members(names, l), false) => facts.some.push((*names, -l)),
                (Formula::MinMembers(count), true) => facts.min = facts.min.max(*count),
                (Formula::MaxMembers(count), true) => facts.at_most(*count),
                (Formula::MinMembers(0), false) => facts.max = Some(0),
                (Formula::MinMembers(count), false) => facts.at_most(count - 1),
                (Formula::MaxMembers(count), false) => facts.min = facts.min.max(count.saturating_add(1)),
                _ => {}
            }
        }
        facts
    }

    pub(super) fn no_object(&mut self, units: &[L]) -> bool {
        let facts = self.object_facts(units);
        let count = u64::try_from(facts.wanted.len()).unwrap_or(u64::MAX);
        if facts.max.is_some_and(|max| facts.min > max || count > max) {
            return true;
        }
        for (name, wants) in &facts.wanted {
            if self.no_member(&facts, name, wants) {
                return true;
            }
        }
        let names = self.named(&facts);
        if self.too_few(&facts, &names) {
            return true;
        }
        let wanted = facts.wanted.clone();
        facts.some.iter().any(|wish| self.nowhere(&facts, &names, &wanted, false, &[*wish]))
            || ((facts.some.len() > 1 || facts.max.is_some())
                && !facts.some.is_empty()
                && self.nowhere(&facts, &names, &wanted, false, &facts.some))
    }

    /// Whether what holds for the member of that name excludes every value that is such.
    fn no_member(&mut self, facts: &Facts<'c>, name: &'c str, wants: &[L]) -> bool {
        let mut all: Vec<L> = facts.single.get(name).into_iter().flatten().chain(wants).copied().collect();
        for (names, l) in &facts.general {
            if self.is_one_of(name, *names) == Some(true) {
                all.push(*l);
            }
        }
        self.closed(&all, &BTreeSet::new())
    }

    /// Whether the name is such.
    fn is_one_of(&mut self, name: &'c str, names: L) -> Option<bool> {
        if let Some(known) = self.names.get(&(names, name)) {
            return *known;
        }
        let holds = self.holds(names, &Lit::String(name.to_owned()), 0);
        self.names.insert((names, name), holds);
        holds
    }

    /// All names that are named.
    fn named(&self, facts: &Facts<'c>) -> BTreeSet<&'c str> {
        let mut known: BTreeSet<&str> = facts.single.keys().chain(facts.wanted.keys()).copied().collect();
        for (names, _) in facts.general.iter().chain(&facts.some) {
            let own = [*names];
            let parts = match self.pool.get(*names) {
                Formula::All(all) => &all[..],
                _ => &own[..],
            };
            for part in parts {
                if let Formula::Enum(values) = self.pool.get(*part) {
                    known.extend(values.iter().filter_map(Lit::text));
                }
            }
        }
        known
    }

    /// Whether no member has a name that is not named, one of `wanted` and with such a value.
    fn no_other(&mut self, facts: &Facts<'c>, names: &BTreeSet<&'c str>, (wanted, such): (L, L)) -> bool {
        let base: Vec<L> = self.text_type.into_iter().chain([wanted]).collect();
        let mut open = vec![(0, base, vec![such])];
        let mut kinds = 0;
        while let Some((at, base, values)) = open.pop() {
            if let Some((general, l)) = facts.general.get(at).copied() {
                let with: Vec<L> = base.iter().copied().chain([general]).collect();
                let without: Vec<L> = base.into_iter().chain([-general]).collect();
                if l != FALSE && !self.closed(&with, names) {
                    open.push((at + 1, with, values.iter().copied().chain([l]).collect()));
                }
                if !self.closed(&without, names) {
                    open.push((at + 1, without, values));
                }
                continue;
            }
            kinds += 1;
            if kinds > KINDS || !(self.closed(&values, &BTreeSet::new()) || self.closed(&base, names)) {
                return false;
            }
        }
        true
    }

    /// Whether there are not as many names as there must be members. Names that nothing but a pattern tells stand in
    /// the certificate.
    fn too_few(&mut self, facts: &Facts<'c>, names: &BTreeSet<&'c str>) -> bool {
        if facts.min == 0 {
            return false;
        }
        if self.no_other(facts, names, (TRUE, TRUE)) {
            return self.possible(facts, names) < facts.min;
        }
        let more = names | &self.made_up;
        more.len() > names.len()
            && self.no_other(facts, &more, (TRUE, TRUE))
            && self.possible(facts, &more) < facts.min
    }

    /// How many of the names members may have.
    fn possible(&mut self, facts: &Facts<'c>, names: &BTreeSet<&'c str>) -> u64 {
        let mut count = 0;
        for name in names {
            let wants = facts.wanted.get(name).cloned().unwrap_or_default();
            count += u64::from(!self.no_member(facts, name, &wants));
        }
        count
    }

    /// Whether there are no names for members that must be there under some name. `others`: there is a member
    /// whose name is not named.
    fn nowhere(
        &mut self,
        facts: &Facts<'c>,
        names: &BTreeSet<&'c str>,
        wanted: &BTreeMap<&'c str, Vec<L>>,
        others: bool,
        some: &[(L, L)],
    ) -> bool {
        let count = u64::try_from(wanted.len()).unwrap_or(u64::MAX).saturating_add(u64::from(others));
        if facts.max.is_some_and(|max| count > max) {
            return true;
        }
        let Some((wish, rest)) = some.split_first() else { return false };
        for name in names {
            if self.is_one_of(name, wish.0) == Some(false) {
                continue;
            }
            let mut next = wanted.clone();
            let wants = next.entry(name).or_default();
            wants.push(wish.1);
            let wants = wants.clone();
            if !self.no_member(facts, name, &wants) && !self.nowhere(facts, names, &next, others, rest) {
                return false;
            }
        }
        self.no_other(facts, names, *wish) || self.nowhere(facts, names, wanted, true, rest)
    }
}

//! Arrays of which none is as it must be.

use std::collections::{BTreeMap, BTreeSet};

use super::super::solve::formula::{FALSE, Formula, L};
use super::super::value::Lit;
use super::Checker;

/// Longest array that is looked at.
const LONGEST: u64 = 300;

#[derive(Default)]
struct Facts {
    /// What holds for the item at an index, if it is there.
    items: Vec<(u64, L)>,
    /// What holds for all items from an index on.
    rest: Vec<(u64, L)>,
    /// The item at an index is there, and is such.
    at: Vec<(u64, L)>,
    /// Some item from an index on is there, and is such.
    from: Vec<(u64, L)>,
    /// At least so many items are such.
    least: BTreeMap<L, u64>,
    /// At most so many items are such.
    most: Vec<(u64, L)>,
    min: u64,
    max: u64,
    unique: bool,
    twice: bool,
}

/// An item that must be somewhere from an index on; one of several different ones, if it is counted.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Wish {
    from: u64,
    l: L,
    counted: bool,
}

impl Checker<'_> {
    fn array_facts(&self, units: &[L]) -> Facts {
        let mut facts = Facts { max: u64::MAX, ..Facts::default() };
        for l in units {
            match (self.pool.get(*l), *l > 0) {
                (Formula::MinItems(count), true) => facts.min = facts.min.max(*count),
                (Formula::MaxItems(count), true) => facts.max = facts.max.min(*count),
                (Formula::MinItems(count), false) => facts.max = facts.max.min(count.saturating_sub(1)),
                (Formula::MaxItems(count), false) => facts.min = facts.min.max(count.saturating_add(1)),
                (Formula::Unique, sign) => *(if sign { &mut facts.unique } else { &mut facts.twice }) = true,
                (Formula::Item(index, l), true) => facts.items.push((*index, *l)),
                (Formula::Item(index, l), false) => facts.at.push((*index, -l)),
                (Formula::Rest(from, l), true) => facts.rest.push((*from, *l)),
                (Formula::Rest(from, l), false) => facts.from.push((*from, -l)),
                (Formula::AtLeast(count, l), true) => {
                    let least = facts.least.entry(*l).or_default();
                    *least = (*least).max(*count);
                }
                (Formula::AtLeast(1, l), false) => facts.rest.push((0, -l)),
                (Formula::AtLeast(count, l), false) => facts.most.push((count.saturating_sub(1), *l)),
                _ => {}
            }
        }
        facts
    }

    /// Every length that matters is excluded. Beyond the last index that is named all places are alike: an item
    /// there that nothing wants could be left out, so a longest array has no more of them than there are wishes.
    pub(super) fn no_array(&mut self, units: &[L]) -> bool {
        let facts = self.array_facts(units);
        let reach =
            |list: &[(u64, L)]| list.iter().map(|(index, _)| index.saturating_add(1)).max().unwrap_or(0);
        let least = reach(&facts.at).max(facts.min).max(if facts.twice { 2 } else { 0 });
        if least > facts.max {
            return true;
        }
        let many = facts.least.values().fold(0_u64, |sum, count| sum.saturating_add(*count));
        let alone = facts.from.iter().map(|(from, l)| Wish { from: *from, l: *l, counted: false });
        let wishes = u64::try_from(facts.from.len()).unwrap_or(u64::MAX).saturating_add(many);
        let places = wishes.saturating_add(if facts.twice { 2 } else { 0 });
        let starts = facts.rest.iter().chain(&facts.from).map(|(from, _)| *from).max().unwrap_or(0);
        let named = reach(&facts.items).max(starts).max(least);
        // Without wishes the shortest array will do: what is behind could be cut off.
        let longest = if places == 0 { least } else { named.saturating_add(places) };
        let longest = longest.min(facts.max);
        if longest > LONGEST || many > LONGEST {
            return false;
        }
        let several = facts.least.iter().flat_map(|(l, count)| {
            let count = usize::try_from(*count).unwrap_or(usize::MAX);
            std::iter::repeat_n(Wish { from: 0, l: *l, counted: true }, count)
        });
        let wishes: Vec<Wish> = alone.chain(several).collect();
        (least..=longest).all(|length| self.no_length(&facts, &wishes, length))
    }

    fn no_length(&mut self, facts: &Facts, wishes: &[Wish], length: u64) -> bool {
        let mut slots: Vec<Vec<L>> = (0..length)
            .map(|index| {
                let own = facts.items.iter().chain(&facts.at).filter(|(at, _)| *at == index);
                let rest = facts.rest.iter().filter(|(from, _)| *from <= index);
                own.chain(rest).map(|(_, l)| *l).collect()
            })
            .collect();
        slots.iter().any(|slot| self.item(slot)) || self.no_place(facts, &mut slots, wishes, None)
    }

    fn item(&mut self, slot: &[L]) -> bool {
        self.closed(slot, &BTreeSet::new())
    }

    /// Whether the wishes have no places.
    fn no_place(
        &mut self,
        facts: &Facts,
        slots: &mut Vec<Vec<L>>,
        wishes: &[Wish],
        before: Option<(Wish, usize)>,
    ) -> bool {
        let Some((wish, rest)) = wishes.split_first() else { return self.no_values(facts, slots) };
        // The order of items that are counted alike says nothing.
        let after = before.filter(|(other, _)| other == wish && wish.counted).map_or(0, |(_, at)| at + 1);
        let first = after.max(usize::try_from(wish.from).unwrap_or(usize::MAX));
        for index in first..slots.len() {
            slots[index].push(wish.l);
            let slot = slots[index].clone();
            let none = self.item(&slot) || self.no_place(facts, slots, rest, Some((*wish, index)));
            slots[index].pop();
            if !none {
                return false;
            }
        }
        true
    }

    /// Whether the places as they are leave no values.
    fn no_values(&mut self, facts: &Facts, slots: &[Vec<L>]) -> bool {
        for (most, l) in &facts.most {
            let mut such = 0;
            for slot in slots {
                let other: Vec<L> = slot.iter().copied().chain([-l]).collect();
                such += u64::from(self.item(&other));
            }
            if such > *most {
                return true;
            }
        }
        if slots.iter().any(|slot| self.item(slot)) || (facts.unique && self.too_few_values(slots)) {
            return true;
        }
        let both = |i: usize, j: usize| -> Vec<L> { slots[i].iter().chain(&slots[j]).copied().collect() };
        facts.twice && (0..slots.len()).all(|j| (0..j).all(|i| self.item(&both(i, j))))
    }

    /// Items that must differ are all such that fewer values than items are listed for them, or that no value is left
    /// once fewer values than items are excluded.
    fn too_few_values(&mut self, slots: &[Vec<L>]) -> bool {
        let Some(slot) = slots.first().filter(|first| slots.iter().all(|slot| slot == *first)) else {
            return false;
        };
        let slot: BTreeSet<L> = slot.iter().copied().collect();
        let most = slot.iter().filter_map(|l| match self.pool.get(*l) {
            Formula::Enum(values) if *l > 0 => Some(values.len()),
            _ => self.is_one_value(*l).then_some(1),
        });
        if most.min().is_some_and(|most| most < slots.len()) {
            return true;
        }
        for set in self.certificate.entries.keys() {
            let others: Vec<L> = set.iter().copied().filter(|l| !slot.contains(l)).collect();
            let single = others.iter().all(|l| *l < 0 && self.is_one_value(-l));
            if others.len() < slots.len() && single {
                if self.used.insert(set) {
                    self.todo.push(set);
                }
                return true;
            }
        }
        false
    }

    /// Whether the formula holds of one value at most.
    fn is_one_value(&self, l: L) -> bool {
        match self.pool.get(l) {
            Formula::Enum(values) if l > 0 => values.len() == 1,
            Formula::All(all) if l > 0 => self.is_one_array(all) || self.is_one_object(all),
            _ => false,
        }
    }

    fn is_one_array(&self, all: &[L]) -> bool {
        let positive = || all.iter().filter(|l| **l > 0).map(|l| self.pool.get(*l));
        let most = positive().find_map(|f| match f {
            Formula::MaxItems(most) => Some(*most),
            _ => None,
        });
        let least = positive().find_map(|f| match f {
            Formula::MinItems(least) => Some(*least),
            _ => None,
        });
        let typed = positive().any(|f| *f == Formula::Types(super::super::solve::formula::ARRAY));
        most.is_some_and(|most| {
            typed
                && least.unwrap_or(0) == most
                && (0..most).all(|index| {
                    positive()
                        .any(|f| matches!(f, Formula::Item(at, l) if *at == index && self.is_one_value(*l)))
                })
        })
    }

    fn is_one_object(&self, all: &[L]) -> bool {
        let positive = || all.iter().filter(|l| **l > 0).map(|l| self.pool.get(*l));
        let typed = positive().any(|f| *f == Formula::Types(super::super::solve::formula::OBJECT));
        let names = positive().find_map(|f| match f {
            Formula::Members(names, FALSE) if *names < 0 => match self.pool.get(*names) {
                Formula::Enum(values) => Some(values),
                _ => None,
            },
            _ => None,
        });
        typed
            && names.is_some_and(|names| {
                names.iter().all(|name| {
                    let Lit::String(name) = name else { return false };
                    let own = |index: &u32| self.pool.text(*index) == name;
                    let there = all
                        .iter()
                        .any(|l| *l < 0 && matches!(self.pool.get(*l), Formula::Member(n, FALSE) if own(n)));
                    there
                        && positive()
                            .any(|f| matches!(f, Formula::Member(n, l) if own(n) && self.is_one_value(*l)))
                })
            })
    }
}

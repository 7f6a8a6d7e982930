//! Arrays: items by position, counts, and which of them are equal.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::value::Lit;
use super::formula::{Formula, L};
use super::{Answer, Solver, Stuck};

/// Longest array that is made up.
const LONGEST: u64 = 300;
/// Most ways to place items that are tried for one question.
const PLACES: u32 = 3_000;

#[derive(Debug, Clone, Default)]
struct Facts {
    items: Vec<(u64, L)>,
    rest: Vec<(u64, L)>,
    /// The item at an index is there, and is such.
    at: Vec<(u64, L)>,
    /// Some item from the index on is such.
    from: Vec<(u64, L)>,
    /// At least so many items are such.
    least: BTreeMap<L, u64>,
    /// At most so many items are such.
    most: Vec<(u64, L)>,
    min: u64,
    max: Option<u64>,
    unique: bool,
    twice: bool,
}

/// An item that must be somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Wish {
    from: u64,
    l: L,
    /// One of several that must be different items.
    counted: bool,
}

impl Solver {
    fn array_facts(&self, units: &[L]) -> Facts {
        let mut facts = Facts::default();
        let most = |max: Option<u64>, count: u64| Some(max.map_or(count, |max| max.min(count)));
        for l in units {
            match (self.pool.get(*l), *l > 0) {
                (Formula::MinItems(count), true) => facts.min = facts.min.max(*count),
                (Formula::MaxItems(count), true) => facts.max = most(facts.max, *count),
                (Formula::MinItems(count), false) => facts.max = most(facts.max, count.saturating_sub(1)),
                (Formula::MaxItems(count), false) => facts.min = facts.min.max(count.saturating_add(1)),
                (Formula::Unique, true) => facts.unique = true,
                (Formula::Unique, false) => facts.twice = true,
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

    pub(super) fn array(&mut self, units: &[L]) -> Answer {
        let facts = self.array_facts(units);
        let least = facts.at.iter().map(|(index, _)| index + 1).max().unwrap_or(0).max(facts.min);
        let least = least.max(if facts.twice { 2 } else { 0 });
        if facts.max.is_some_and(|max| least > max) {
            return Answer::Empty;
        }
        // Beyond the last place that a schema names all places are alike.
        let named = facts.items.iter().map(|(index, _)| index + 1).max().unwrap_or(0);
        let starts = facts.rest.iter().chain(&facts.from).map(|(from, _)| *from).max().unwrap_or(0);
        let many = facts.least.values().fold(0_u64, |sum, count| sum.saturating_add(*count));
        if many > LONGEST {
            return Answer::Unknown(Stuck::new("minContains", "so many items are not made up"));
        }
        let single = u64::try_from(facts.from.len()).unwrap_or(u64::MAX);
        let wishes = single.saturating_add(many) + if facts.twice { 2 } else { 0 };
        let free = single == 0 && many == 0 && !facts.twice;
        let alone = |(from, l): &(u64, L)| Wish { from: *from, l: *l, counted: false };
        let several = facts.least.iter().flat_map(|(l, count)| {
            let count = usize::try_from(*count).unwrap_or(usize::MAX);
            std::iter::repeat_n(Wish { from: 0, l: *l, counted: true }, count)
        });
        let wanted: Vec<Wish> = facts.from.iter().map(alone).chain(several).collect();
        let longest = least.max(named.max(starts)).saturating_add(wishes);
        let longest = if free { least } else { longest };
        let longest = facts.max.map_or(longest, |max| max.min(longest));
        let mut doubt = None;
        let mut places = PLACES;
        for length in least..=longest {
            if length > LONGEST {
                doubt = Some(Stuck::new("minItems", "so many items are not made up"));
                break;
            }
            match self.of_length(&facts, &wanted, length, &mut places) {
                Answer::Empty => {}
                Answer::Unknown(stuck) => doubt = Some(stuck),
                member @ Answer::Member(_) => return member,
            }
        }
        doubt.map_or(Answer::Empty, Answer::Unknown)
    }

    fn of_length(&mut self, facts: &Facts, list: &[Wish], length: u64, places: &mut u32) -> Answer {
        let mut slots: Vec<Vec<L>> = (0..length)
            .map(|index| {
                let named = facts.items.iter().chain(&facts.at).filter(|(at, _)| *at == index);
                let rest = facts.rest.iter().filter(|(from, _)| *from <= index);
                named.chain(rest).map(|(_, l)| *l).collect()
            })
            .collect();
        for slot in &slots {
            if self.member(slot.iter().copied()) == Answer::Empty {
                return Answer::Empty;
            }
        }
        self.assign(facts, list, &mut slots, None, places)
    }

    /// Gives each item that must be somewhere a place; `previous` is where the wish before went.
    fn assign(
        &mut self,
        facts: &Facts,
        list: &[Wish],
        slots: &mut Vec<Vec<L>>,
        previous: Option<(Wish, usize)>,
        places: &mut u32,
    ) -> Answer {
        let Some((wish, rest)) = list.split_first() else { return self.limits(facts, slots, 0) };
        let mut doubt = None;
        // Items that are counted are different ones; their order says nothing.
        let after = previous.filter(|(before, _)| before == wish && wish.counted).map_or(0, |(_, at)| at + 1);
        let first = after.max(usize::try_from(wish.from).unwrap_or(usize::MAX));
        for index in first..slots.len() {
            *places = places.saturating_sub(1);
            if *places == 0 {
                return Answer::Unknown(Stuck::new("contains", "there are too many ways to place the items"));
            }
            slots[index].push(wish.l);
            if self.member(slots[index].iter().copied()) != Answer::Empty {
                match self.assign(facts, rest, slots, Some((*wish, index)), places) {
                    Answer::Empty => {}
                    Answer::Unknown(stuck) => doubt = Some(stuck),
                    member @ Answer::Member(_) => return member,
                }
            }
            slots[index].pop();
        }
        doubt.map_or(Answer::Empty, Answer::Unknown)
    }

    /// Decides which items are such that only so many may be.
    fn limits(&mut self, facts: &Facts, slots: &mut Vec<Vec<L>>, at: usize) -> Answer {
        let Some((most, l)) = facts.most.get(at) else { return self.twins(facts, slots) };
        if usize::try_from(*most).is_ok_and(|most| most >= slots.len()) {
            return self.limits(facts, slots, at + 1);
        }
        let mut such = Vec::new();
        // An item is kept from being such wherever it can be.
        for index in 0..slots.len() {
            slots[index].push(-l);
            match self.member(slots[index].iter().copied()) {
                Answer::Empty => {
                    slots[index].pop();
                    slots[index].push(*l);
                    such.push(index);
                }
                Answer::Member(_) => {}
                Answer::Unknown(stuck) => {
                    for slot in slots.iter_mut().take(index + 1) {
                        slot.pop();
                    }
                    return Answer::Unknown(stuck);
                }
            }
        }
        let fits = u64::try_from(such.len()).unwrap_or(u64::MAX) <= *most;
        let mut answer = if fits { self.limits(facts, slots, at + 1) } else { Answer::Empty };
        if fits
            && answer == Answer::Empty
            && *most > 0
            && (facts.unique || facts.twice || facts.most.len() > 1)
        {
            // Perhaps with more of them: not followed up.
            answer = Answer::Unknown(Stuck::new("maxContains", "there are too many ways to count the items"));
        }
        for slot in slots.iter_mut() {
            slot.pop();
        }
        answer
    }

    fn twins(&mut self, facts: &Facts, slots: &[Vec<L>]) -> Answer {
        if !facts.twice {
            return self.values(facts, slots, None);
        }
        let mut doubt = None;
        for second in 1..slots.len() {
            for first in 0..second {
                match self.values(facts, slots, Some((first, second))) {
                    Answer::Empty => {}
                    Answer::Unknown(stuck) => doubt = Some(stuck),
                    member @ Answer::Member(_) => return member,
                }
            }
        }
        doubt.map_or(Answer::Empty, Answer::Unknown)
    }

    fn values(&mut self, facts: &Facts, slots: &[Vec<L>], twins: Option<(usize, usize)>) -> Answer {
        let mut slots = slots.to_vec();
        if let Some((first, second)) = twins {
            let more = slots[second].clone();
            slots[first].extend(more);
        }
        let alike = slots.windows(2).all(|pair| pair[0] == pair[1]);
        let mut items: Vec<Lit> = Vec::new();
        for (index, slot) in slots.iter().enumerate() {
            if let Some((first, _)) = twins.filter(|(_, second)| *second == index)
                && let Some(item) = items.get(first).cloned()
            {
                items.push(item);
                continue;
            }
            let mut wants = slot.clone();
            if facts.unique {
                for item in &items {
                    wants.push(-self.pool.value(item));
                }
            }
            match self.member(wants) {
                Answer::Member(item) => items.push((*item).clone()),
                // Where places differ another choice before might have left room.
                Answer::Empty if facts.unique && !alike && index > 0 => {
                    match self.member(slot.iter().copied()) {
                        Answer::Empty => return Answer::Empty,
                        _ => {
                            return Answer::Unknown(Stuck::new(
                                "uniqueItems",
                                "there are too many ways to make the items differ",
                            ));
                        }
                    }
                }
                Answer::Empty => return Answer::Empty,
                Answer::Unknown(stuck) => return Answer::Unknown(stuck),
            }
        }
        Answer::Member(Rc::new(Lit::Array(items)))
    }
}

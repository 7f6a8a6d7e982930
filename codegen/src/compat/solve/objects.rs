//! Objects: which names there must be, and which values they may have.

use std::cell::OnceCell;
use std::rc::Rc;

use super::super::value::Lit;
use super::formula::{FALSE, Formula, L, STRING};
use super::{Answer, Case, Solver, Stuck};

/// Names that are given first to members that no schema names.
pub(super) const NAMES: [&str; 6] = ["other", "another", "extra", "more", "a", "b"];
/// Most members that are made up to reach a count.
const MOST: u64 = 500;
/// Most kinds of names that are told apart.
const KINDS: usize = 64;

/// What holds of members by their names, in order.
#[derive(Debug, Clone, Default)]
struct ByName(Vec<(u32, L)>);

impl ByName {
    fn of(&self, name: u32) -> impl Iterator<Item = L> {
        let from = self.0.partition_point(|(known, _)| *known < name);
        self.0[from..].iter().take_while(move |(known, _)| *known == name).map(|(_, l)| *l)
    }

    fn has(&self, name: u32) -> bool {
        self.0.binary_search_by_key(&name, |(known, _)| *known).is_ok()
    }

    fn push(&mut self, name: u32, l: L) {
        let at = self.0.partition_point(|(known, _)| *known <= name);
        self.0.insert(at, (name, l));
    }

    fn with(&self, name: u32, l: L) -> Self {
        let mut all = Self(Vec::with_capacity(self.0.len() + 1));
        all.0.extend(&self.0);
        all.push(name, l);
        all
    }

    /// The names, each once.
    fn names(&self) -> impl Iterator<Item = u32> {
        self.0.chunk_by(|a, b| a.0 == b.0).map(|chunk| chunk[0].0)
    }

    fn count(&self) -> u64 {
        u64::try_from(self.names().count()).unwrap_or(u64::MAX)
    }
}

/// What is known of an object.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    /// What holds for the member of a name.
    single: ByName,
    /// What holds for all members with such names.
    general: Vec<(L, L)>,
    /// Members that must be there, and be such.
    wanted: ByName,
    /// Some member with such a name must be there, and be such.
    some: Vec<(L, L)>,
    min: u64,
    max: Option<u64>,
    /// All names that something is said of, or that a list of names holds, in order.
    names: OnceCell<Vec<u32>>,
}

/// A member that may be added.
struct Candidate {
    name: u32,
}

impl Solver {
    /// What the units of a case say, remembered in it.
    pub(super) fn facts_of(&self, case: &mut Case) -> Rc<Facts> {
        match &case.facts {
            Some((count, facts)) if *count == case.units.len() => Rc::clone(facts),
            _ => {
                let facts = Rc::new(self.facts(&case.units));
                case.facts = Some((case.units.len(), Rc::clone(&facts)));
                facts
            }
        }
    }

    fn facts(&self, units: &[L]) -> Facts {
        let mut facts = Facts::default();
        facts.single.0.reserve(units.len());
        let most = |max: Option<u64>, count: u64| Some(max.map_or(count, |max| max.min(count)));
        for l in units {
            match (self.pool.get(*l), *l > 0) {
                (Formula::Member(name, l), true) => facts.single.0.push((*name, *l)),
                (Formula::Member(name, l), false) => facts.wanted.0.push((*name, -l)),
                (Formula::Members(names, l), true) => facts.general.push((*names, *l)),
                (Formula::Members(names, l), false) => facts.some.push((*names, -l)),
                (Formula::MinMembers(count), true) => facts.min = facts.min.max(*count),
                (Formula::MaxMembers(count), true) => facts.max = most(facts.max, *count),
                (Formula::MinMembers(count), false) => facts.max = most(facts.max, count.saturating_sub(1)),
                (Formula::MaxMembers(count), false) => facts.min = facts.min.max(count.saturating_add(1)),
                _ => {}
            }
        }
        // Each side says it in order: there are runs.
        facts.single.0.sort_by_key(|(name, _)| *name);
        facts.wanted.0.sort_by_key(|(name, _)| *name);
        facts
    }

    /// A value for the member of a name, of which these hold as well.
    fn value_of(&mut self, facts: &Facts, name: u32, wants: impl Iterator<Item = L>) -> Answer {
        let mut all = self.list();
        all.extend(wants.chain(facts.single.of(name)));
        for (names, l) in &facts.general {
            match self.name_holds(*names, name) {
                Some(true) => all.push(*l),
                Some(false) => {}
                None => {
                    return Answer::Unknown(Stuck::new("patternProperties", "the pattern cannot be read"));
                }
            }
        }
        self.member_of(all)
    }

    /// Whether the units exclude that the member, if it is there, is such; or else that it is there, and is
    /// not such.
    pub(super) fn member_refuted(&mut self, facts: &Facts, name: u32, l: L, such: bool) -> bool {
        if such && !facts.wanted.has(name) {
            return false;
        }
        let wants = facts.wanted.of(name).chain([if such { l } else { -l }]);
        self.value_of(facts, name, wants) == Answer::Empty
    }

    pub(super) fn object(&mut self, case: &mut Case) -> Answer {
        let facts = self.facts_of(case);
        if facts.max.is_some_and(|max| facts.min > max) {
            return Answer::Empty;
        }
        self.place(&facts, &facts.wanted, &facts.some)
    }

    /// All names that something is said of, or that a list of names holds, in order, and these.
    fn known(&mut self, facts: &Facts, wanted: &ByName) -> Vec<u32> {
        let names = facts.names.get_or_init(|| {
            let mut names: Vec<u32> = facts.single.names().collect();
            let count = names.len();
            let mut add = |listed: &mut dyn Iterator<Item = u32>| {
                for name in listed {
                    if names[..count].binary_search(&name).is_err() {
                        names.push(name);
                    }
                }
            };
            add(&mut facts.wanted.names());
            for (listed, _) in facts.general.iter().chain(&facts.some) {
                add(&mut self.names_in(*listed).iter().copied());
            }
            // Mostly all are known.
            if names.len() > count {
                names.sort_unstable();
                names.dedup();
            }
            names
        });
        let mut known = Vec::with_capacity(names.len() + 1);
        known.extend(names);
        for name in wanted.names() {
            if let Err(at) = known.binary_search(&name) {
                known.insert(at, name);
            }
        }
        known
    }

    /// The names that stand in a formula about names, remembered.
    fn names_in(&mut self, names: L) -> Rc<[u32]> {
        if let Some(listed) = self.names_inside.get(&names) {
            return Rc::clone(listed);
        }
        let parts = match &*self.pool.shared(names) {
            Formula::All(all) => all.clone(),
            _ => vec![names],
        };
        let mut listed = Vec::new();
        for part in parts {
            if let Formula::Enum(values) = &*self.pool.shared(part) {
                for value in values {
                    if let Lit::String(name) = value {
                        listed.push(self.pool.name(name));
                    }
                }
            }
        }
        let listed: Rc<[u32]> = listed.into();
        self.names_inside.insert(names, Rc::clone(&listed));
        listed
    }

    /// Finds names for those that must be there under some name.
    fn place(&mut self, facts: &Facts, wanted: &ByName, some: &[(L, L)]) -> Answer {
        let Some(((names, want), rest)) = some.split_first() else { return self.fill(facts, wanted) };
        if !self.step() {
            return Answer::Unknown(Stuck::budget());
        }
        // With several to place, what fails without them is found once and not for each way to place them.
        if !rest.is_empty() && self.fill(facts, wanted) == Answer::Empty {
            return Answer::Empty;
        }
        let (mut doubt, mut placed) = (None, false);
        let known = self.known(facts, wanted);
        for name in &known {
            match self.name_holds(*names, *name) {
                Some(true) => {}
                Some(false) => continue,
                None => {
                    doubt = Some(Stuck::new("patternProperties", "the pattern cannot be read"));
                    continue;
                }
            }
            match self.value_of(facts, *name, wanted.of(*name).chain([*want])) {
                Answer::Member(_) => match self.place(facts, &wanted.with(*name, *want), rest) {
                    Answer::Empty => placed = true,
                    Answer::Unknown(stuck) => doubt = Some(stuck),
                    member @ Answer::Member(_) => return member,
                },
                Answer::Empty => {}
                Answer::Unknown(stuck) => doubt = Some(stuck),
            }
        }
        let (fresh, stuck) = self.fresh(facts, *names, &[*want], &known, facts.max.is_some());
        doubt = stuck.or(doubt);
        for candidate in fresh {
            match self.place(facts, &wanted.with(candidate.name, *want), rest) {
                Answer::Empty => placed = true,
                Answer::Unknown(stuck) => doubt = Some(stuck),
                member @ Answer::Member(_) => return member,
            }
        }
        // What is left may have failed for want of a name that was taken here.
        if doubt.is_none() && placed && !rest.is_empty() && self.place(facts, wanted, rest) != Answer::Empty {
            doubt = Some(Stuck::new("additionalProperties", "there are too many ways to choose names"));
        }
        doubt.map_or(Answer::Empty, Answer::Unknown)
    }

    /// A name that is as the formulas say, and not known.
    fn name_beside(&mut self, base: &[L], known: &[u32]) -> Answer {
        for (place, name) in NAMES.into_iter().enumerate() {
            let index = *self.made_up[place].get_or_insert_with(|| self.pool.name(name));
            if known.binary_search(&index).is_ok() {
                continue;
            }
            if base.iter().all(|l| self.name_holds(*l, index) == Some(true)) {
                return Answer::Member(Rc::new(Lit::String(name.to_owned())));
            }
        }
        // Mostly the question is the same whatever names are known.
        let is_known = |this: &Self, name: &str| {
            this.pool.known_name(name).is_some_and(|n| known.binary_search(&n).is_ok())
        };
        match self.member(base.iter().copied()) {
            Answer::Member(name) if matches!(&*name, Lit::String(name) if is_known(self, name)) => {}
            answer => return answer,
        }
        let taken = self.taken(known);
        self.member(base.iter().copied().chain([-taken]))
    }

    /// One of these names, remembered.
    fn taken(&mut self, names: &[u32]) -> L {
        if let Some(taken) = self.taken.get(names) {
            return *taken;
        }
        let all = names.iter().map(|name| Lit::String(self.pool.text(*name).to_owned())).collect();
        let taken = self.pool.values(all);
        self.taken.insert(names.to_vec(), taken);
        taken
    }

    /// Whether a formula holds of a name, remembered.
    fn name_holds(&mut self, l: L, name: u32) -> Option<bool> {
        let key = (l.cast_unsigned(), name as usize);
        if let Some(known) = self.name_checks.get(key) {
            return known;
        }
        let holds = self.holds(l, &Lit::String(self.pool.text(name).to_owned()));
        if self.steps > 0 {
            self.name_checks.insert(key, holds);
        }
        holds
    }

    /// Names that no schema names, one for each kind of name that may have such a value; only the first if
    /// one is enough.
    fn fresh(
        &mut self,
        facts: &Facts,
        names: L,
        wants: &[L],
        known: &[u32],
        every: bool,
    ) -> (Vec<Candidate>, Option<Stuck>) {
        let base = vec![self.pool.types(STRING), names];
        let (mut found, mut doubt, mut kinds) = (Vec::new(), None, 0);
        // A general condition applies to the name or not; those that leave no value go first.
        let mut open: Vec<(usize, Vec<L>, Vec<L>)> = vec![(0, base, wants.to_vec())];
        while let Some((at, base, values)) = open.pop() {
            if let Some((names, l)) = facts.general.get(at).copied() {
                let with: Vec<L> = base.iter().copied().chain([names]).collect();
                let without: Vec<L> = base.into_iter().chain([-names]).collect();
                if l != FALSE && self.name_beside(&with, known) != Answer::Empty {
                    open.push((at + 1, with, values.iter().copied().chain([l]).collect()));
                }
                if self.name_beside(&without, known) != Answer::Empty {
                    open.push((at + 1, without, values));
                }
                continue;
            }
            kinds += 1;
            if kinds > KINDS {
                doubt = Some(Stuck::new("patternProperties", "there are too many kinds of names"));
                break;
            }
            match self.member(values) {
                Answer::Empty => continue,
                Answer::Unknown(stuck) => {
                    doubt = Some(stuck);
                    continue;
                }
                Answer::Member(_) => {}
            }
            match self.name_beside(&base, known) {
                Answer::Empty => {}
                Answer::Unknown(stuck) => doubt = Some(stuck),
                Answer::Member(name) => {
                    if let Lit::String(name) = &*name {
                        found.push(Candidate { name: self.pool.name(name) });
                    }
                    if !every {
                        break;
                    }
                }
            }
        }
        (found, doubt)
    }

    /// Gives every member a value, and adds members until there are enough.
    fn fill(&mut self, facts: &Facts, wanted: &ByName) -> Answer {
        let mut count = wanted.count();
        if facts.max.is_some_and(|max| count > max) {
            return Answer::Empty;
        }
        let (mut members, mut doubt) = (Vec::new(), None);
        for name in wanted.names() {
            match self.value_of(facts, name, wanted.of(name)) {
                Answer::Empty => return Answer::Empty,
                Answer::Unknown(stuck) => doubt = Some(stuck),
                Answer::Member(value) => members.push((name, value)),
            }
        }
        if count < facts.min && doubt.is_none() {
            let mut known = self.known(facts, wanted);
            let mut optional: Vec<u32> =
                known.iter().copied().filter(|name| !wanted.has(*name)).rev().collect();
            let mut unsure = None;
            while count < facts.min && doubt.is_none() {
                if facts.min > MOST {
                    doubt = Some(Stuck::new("minProperties", "so many members are not made up"));
                    break;
                }
                let listed = optional.pop();
                let name = match listed {
                    Some(name) => name,
                    None => {
                        let (fresh, stuck) = self.fresh(facts, super::formula::TRUE, &[], &known, false);
                        match (fresh.first(), stuck.or(unsure)) {
                            (Some(candidate), _) => candidate.name,
                            (None, None) => return Answer::Empty,
                            (None, stuck) => {
                                doubt = stuck;
                                break;
                            }
                        }
                    }
                };
                match self.value_of(facts, name, std::iter::empty()) {
                    Answer::Member(value) => {
                        members.push((name, value));
                        count += 1;
                        if let Err(at) = known.binary_search(&name) {
                            known.insert(at, name);
                        }
                    }
                    Answer::Empty if listed.is_some() => {}
                    Answer::Empty => return Answer::Empty,
                    Answer::Unknown(stuck) if listed.is_some() => unsure = Some(stuck),
                    Answer::Unknown(stuck) => doubt = Some(stuck),
                }
            }
        }
        if let Some(stuck) = doubt {
            return Answer::Unknown(stuck);
        }
        let members = members.into_iter().map(|(name, value)| {
            let value = Rc::try_unwrap(value).unwrap_or_else(|shared| (*shared).clone());
            (self.pool.text(name).to_owned(), value)
        });
        Answer::Member(Rc::new(Lit::Object(members.collect())))
    }
}

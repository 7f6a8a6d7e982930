//! Whether a conjunction of formulas has a member: one is made, or there is a proof that there is none.
//!
//! That `a` is included in `b` is the question whether `a` and not `b` has no member. Disjunctions are split
//! case by case, with what follows from the rest struck out first; what is then left speaks of one JSON
//! type only and is decided there: texts by automata, numbers by intervals and multiples, arrays and objects
//! by asking again about their parts.
//!
//! A question that comes up while it is being answered has no member *there*: a smallest member does not
//! hold another member of the same question. What was concluded on that ground alone is kept only as long
//! as the ground stands.

mod apart;
mod around;
mod arrays;
mod asked;
mod cases;
pub(super) mod compile;
mod eval;
pub(super) mod formula;
mod graph;
mod interned;
pub(super) mod language;
mod last;
mod masks;
mod notes;
mod numbers;
mod objects;
mod parts;
mod spread;
mod strike;
mod table;
mod texts;
mod unevaluated;
mod values;
mod walk;

use std::collections::BTreeMap;
use std::rc::Rc;

use super::check::{Entry, Tree};
use super::value::Lit;
use asked::Asked;
use cases::{Choice, Count, Search};
use formula::{Formula, L, Pool};
use table::Table;

/// Deepest nesting of questions.
const DEEP: usize = 150;
/// Deepest nesting of questions and their cases, which the stack has to hold.
const NESTED: u32 = 500;

/// Why there is no answer: a keyword, and in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stuck {
    pub(super) keyword: &'static str,
    pub(super) why: &'static str,
}

impl Stuck {
    pub(super) fn new(keyword: &'static str, why: &'static str) -> Self {
        Self { keyword, why }
    }

    fn budget() -> Self {
        Self::new("", "the schema is too large to be decided")
    }
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Answer {
    Member(Rc<Lit>),
    Empty,
    Unknown(Stuck),
}

/// How `format` is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// It holds or not: nobody knows.
    Open,
    /// As validators check it.
    Checked,
}

/// The state of all questions about one pool.
pub(super) struct Solver {
    pub(super) pool: Pool,
    pub(super) steps: u32,
    pub(super) meaning: Meaning,
    pub(super) languages: language::Languages,
    texts: super::texts::Texts,
    asked: Asked,
    /// Why an empty question is empty is kept.
    pub(super) proving: bool,
    /// Why the last case that came out empty is.
    tree: Tree,
    /// What was concluded on the ground of a question that is being answered, in the order in which it was found.
    resting: Vec<usize>,
    /// How many questions are being answered.
    depth: usize,
    /// The lowest depth that the current conclusions rest on.
    low: usize,
    checks: Table<Option<bool>>,
    name_checks: Table<Option<bool>>,
    names_inside: BTreeMap<L, Rc<[u32]>>,
    /// Whether no two of a list can hold of the same value of a type.
    apart: BTreeMap<(u8, Rc<[L]>), bool>,
    /// The numbers of [`objects::NAMES`], as far as they were tried.
    made_up: [Option<u32>; objects::NAMES.len()],
    /// The formulas that list names.
    taken: BTreeMap<Vec<u32>, L>,
    /// Room for what is put together.
    lists: Vec<Vec<L>>,
    evaluating: u32,
    nesting: u32,
    search: Search,
}

/// A set of formulas and of what does not hold: it is looked into and copied more than anything.
#[derive(Debug, Clone, Default)]
struct Literals {
    /// Each where its hash says, or behind; zero where nothing is. A formula and its negation have one place.
    slots: Vec<L>,
    count: usize,
}

impl Literals {
    /// Where it is, or would be.
    fn place(&self, l: L) -> Option<usize> {
        let bits = self.slots.len().checked_ilog2()?;
        let number = l.unsigned_abs();
        // What is multiplied is mixed best at the top.
        let mixed = number.wrapping_mul(0x9e37_79b9) >> (u32::BITS - bits);
        let mut at = usize::try_from(mixed).ok()?;
        while self.slots[at] != 0 && self.slots[at].unsigned_abs() != number {
            at = (at + 1) & (self.slots.len() - 1);
        }
        Some(at)
    }

    /// Whether it is there, or what negates it.
    fn sign(&self, l: L) -> Option<bool> {
        let there = self.slots[self.place(l)?];
        (there != 0).then_some(there == l)
    }

    /// Adds what is not there yet.
    fn insert(&mut self, l: L) {
        self.reserve(1);
        self.count += 1;
        self.put(l);
    }

    /// Makes room for so many more.
    fn reserve(&mut self, more: usize) {
        let length = ((self.count + more) * 2).next_power_of_two().max(64);
        if length > self.slots.len() {
            for l in std::mem::replace(&mut self.slots, vec![0; length]).into_iter().filter(|l| *l != 0) {
                self.put(l);
            }
        }
    }

    fn put(&mut self, l: L) {
        if let Some(at) = self.place(l) {
            self.slots[at] = l;
        }
    }
}

/// What is known to hold of a value of one type.
#[derive(Debug, Clone)]
pub(super) struct Case {
    pub(super) kind: u8,
    asserted: Literals,
    /// What speaks of the type itself.
    pub(super) units: Vec<L>,
    choices: Vec<Choice>,
    /// What the first so many units say of an object's members.
    facts: Option<(usize, Rc<objects::Facts>)>,
}

impl Case {
    fn new(kind: u8, units: Vec<L>) -> Self {
        Self { kind, asserted: Literals::default(), units, choices: Vec::new(), facts: None }
    }

    /// A copy with room for more.
    fn branch(&self) -> Self {
        let (mut units, mut choices) =
            (Vec::with_capacity(self.units.len() + 8), Vec::with_capacity(self.choices.len() + 4));
        units.extend(&self.units);
        choices.extend_from_slice(&self.choices);
        Self { kind: self.kind, asserted: self.asserted.clone(), units, choices, facts: self.facts.clone() }
    }
}

impl Solver {
    pub(super) fn new(steps: u32, meaning: Meaning) -> Self {
        Self {
            pool: Pool::new(),
            steps,
            meaning,
            languages: language::Languages::new(),
            texts: super::texts::Texts::default(),
            asked: Asked::new(),
            proving: true,
            tree: Tree::default(),
            resting: Vec::new(),
            depth: 0,
            low: usize::MAX,
            checks: Table::new(),
            name_checks: Table::new(),
            names_inside: BTreeMap::new(),
            apart: BTreeMap::new(),
            made_up: [None; objects::NAMES.len()],
            taken: BTreeMap::new(),
            lists: Vec::new(),
            evaluating: 0,
            nesting: 0,
            search: Search::default(),
        }
    }

    /// Forgets all answers: they may hang on what formats mean.
    pub(super) fn restart(&mut self, meaning: Meaning, steps: u32) {
        self.asked.clear();
        self.resting.clear();
        self.checks.clear();
        self.name_checks.clear();
        self.apart.clear();
        self.meaning = meaning;
        self.steps = steps;
    }

    /// Takes a step; `false` when there is none left.
    fn step(&mut self) -> bool {
        self.steps = self.steps.saturating_sub(1);
        self.steps > 0
    }

    fn by_type(&mut self, lits: &[L], kinds: u8) -> (Answer, Entry) {
        use formula::{ARRAY, BOOL, NULL, NUMBER, OBJECT, STRING};
        let (mut unknown, mut proof) = (None, Vec::new());
        for kind in [STRING, NUMBER, BOOL, OBJECT, ARRAY, NULL] {
            if kinds & kind == 0 {
                continue;
            }
            let Some(answer) = self.of_type(lits, kind) else { continue };
            match answer {
                Answer::Empty => {
                    let tree = std::mem::take(&mut self.tree);
                    if !tree.is_leaf() {
                        proof.push((kind, tree));
                    }
                }
                Answer::Unknown(stuck) => unknown = unknown.or(Some(stuck)),
                member @ Answer::Member(_) => return (member, Vec::new()),
            }
        }
        (unknown.map_or(Answer::Empty, Answer::Unknown), proof)
    }

    /// Adds what must hold, and what follows at once; `false` if it cannot be.
    fn assert(&mut self, case: &mut Case, l: L, goal: bool) -> bool {
        let mut queue = self.list();
        queue.push(l);
        let open = self.assert_all(case, &mut queue, goal);
        queue.clear();
        self.lists.push(queue);
        open
    }

    fn assert_all(&self, case: &mut Case, queue: &mut Vec<L>, goal: bool) -> bool {
        let choice = |count, list| Choice { count, list, goal };
        while let Some(l) = queue.pop() {
            match self.plain(case, l) {
                Some(true) => continue,
                Some(false) => return false,
                None => case.asserted.insert(l),
            }
            match (self.pool.get(l), l > 0) {
                (Formula::True, sign) => {
                    if !sign {
                        return false;
                    }
                }
                (Formula::All(all), true) => {
                    case.asserted.reserve(all.len());
                    case.units.reserve(all.len());
                    queue.extend(all.iter().copied());
                }
                (Formula::All(all), false) => {
                    case.choices.push(choice(Count::Any, all.iter().map(|l| -l).collect()));
                }
                (Formula::One(all), true) => case.choices.push(choice(Count::One, all[..].into())),
                (Formula::One(all), false) => case.choices.push(choice(Count::NotOne, all[..].into())),
                (Formula::Node(k), sign) => {
                    let body = self.pool.bodies[*k as usize];
                    queue.push(if sign { body } else { -body });
                }
                _ => case.units.push(l),
            }
        }
        true
    }

    /// Whether it was asserted, or its negation, or the type of the value decides it.
    fn plain(&self, case: &Case, l: L) -> Option<bool> {
        case.asserted.sign(l).or_else(|| {
            let (always, never) = self.pool.sure(l);
            match () {
                () if always & case.kind != 0 => Some(true),
                () if never & case.kind != 0 => Some(false),
                () => None,
            }
        })
    }

    /// Whether it follows from what is known, as far as that is plain.
    fn truth(&self, case: &Case, l: L, depth: u32) -> Option<bool> {
        let plain = self.plain(case, l);
        if plain.is_some() || depth == 0 {
            return plain;
        }
        match self.pool.get(l) {
            Formula::All(all) => {
                let mut every = true;
                for inner in all {
                    match self.truth(case, *inner, depth - 1) {
                        Some(false) => return Some(l < 0),
                        Some(true) => {}
                        None => every = false,
                    }
                }
                every.then_some(l > 0)
            }
            Formula::Node(k) => {
                let body = self.pool.bodies[*k as usize];
                self.truth(case, if l > 0 { body } else { -body }, depth - 1)
            }
            _ => None,
        }
    }
}

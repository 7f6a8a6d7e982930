//! Questions that were asked, and what became of them.

use super::super::check::{Certificate, Entry};
use super::formula::{self, ANY, L};
use super::interned::Interned;
use super::{Answer, DEEP, NESTED, Solver, Stuck};

/// What became of a question.
#[derive(Debug, Clone)]
enum State {
    Open,
    /// It is being answered, at that depth.
    Under(usize),
    /// Empty as long as the questions down to that depth are.
    Resting(usize),
    Known(Answer),
}

/// Sets of formulas by number, and for each whether it has a member.
#[derive(Debug)]
pub(super) struct Asked {
    sets: Interned<Vec<L>>,
    states: Vec<State>,
    /// Why the empty ones are empty.
    proofs: Vec<Option<Entry>>,
}

impl Asked {
    pub(super) fn new() -> Self {
        Self { sets: Interned::new(), states: Vec::new(), proofs: Vec::new() }
    }

    /// The number of a set, in order and each formula once; a new one, if it was not asked before.
    fn number(&mut self, set: &Vec<L>) -> usize {
        if let Some(number) = self.sets.find(set) {
            return number as usize;
        }
        self.states.push(State::Open);
        self.proofs.push(None);
        self.sets.add(set.clone()) as usize
    }

    fn state(&self, number: usize) -> &State {
        &self.states[number]
    }

    fn set(&mut self, number: usize, state: State) {
        self.states[number] = state;
    }

    fn prove(&mut self, number: usize, proof: Option<Entry>) {
        self.proofs[number] = proof;
    }

    /// Forgets all answers.
    pub(super) fn clear(&mut self) {
        self.states.fill(State::Open);
        self.proofs.fill(None);
    }

    /// The proofs of all that is empty.
    fn certificate(&self) -> Certificate {
        let mut certificate = Certificate::default();
        for (number, proof) in self.proofs.iter().enumerate() {
            if let Some(proof) = proof {
                certificate.insert(self.sets.get(number).to_vec(), proof.clone());
            }
        }
        certificate
    }
}

impl Solver {
    /// Why the questions that came out empty are.
    pub(in crate::compat) fn certificate(&self) -> Certificate {
        self.asked.certificate()
    }

    /// A value of which all of these hold.
    pub(in crate::compat) fn member(&mut self, lits: impl IntoIterator<Item = L>) -> Answer {
        let mut list = self.list();
        list.extend(lits);
        self.member_of(list)
    }

    /// An empty list, which [`Self::member_of`] takes back.
    pub(super) fn list(&mut self) -> Vec<L> {
        self.lists.pop().unwrap_or_default()
    }

    /// The same, of a list that was made for it.
    pub(super) fn member_of(&mut self, mut list: Vec<L>) -> Answer {
        let answer = self.about_set(&mut list);
        list.clear();
        self.lists.push(list);
        answer
    }

    fn about_set(&mut self, set: &mut Vec<L>) -> Answer {
        set.sort_unstable();
        set.dedup();
        let opposed = |l: &L| *l < 0 && set.binary_search(&-l).is_ok();
        if set.iter().take_while(|l| **l < 0).any(|l| *l == formula::FALSE || opposed(l)) {
            return Answer::Empty;
        }
        let kinds = set.iter().fold(ANY, |kinds, l| kinds & !self.pool.never(*l));
        if kinds == 0 {
            return Answer::Empty;
        }
        if let Ok(at) = set.binary_search(&formula::TRUE) {
            set.remove(at);
        }
        let number = self.asked.number(set);
        match self.asked.state(number) {
            State::Open => {}
            State::Known(answer) => return answer.clone(),
            State::Under(depth) | State::Resting(depth) => {
                self.low = self.low.min(*depth);
                return Answer::Empty;
            }
        }
        let depth = self.depth;
        if depth > DEEP || self.nesting > NESTED {
            return Answer::Unknown(Stuck::new("$ref", "the schema is nested too deep to be decided"));
        }
        if !self.step() {
            return Answer::Unknown(Stuck::budget());
        }
        let outer = std::mem::replace(&mut self.low, usize::MAX);
        let mark = self.resting.len();
        self.asked.set(number, State::Under(depth));
        self.depth += 1;
        self.nesting += 3;
        let (answer, proof) = self.by_type(set, kinds);
        self.nesting -= 3;
        self.depth -= 1;
        let low = std::mem::replace(&mut self.low, outer);
        self.low = self.low.min(low);
        if answer == Answer::Empty {
            self.asked.prove(number, self.proving.then_some(proof));
            if low < depth {
                // All that rested on this question now rests on what this one rests on.
                self.resting.push(number);
                for other in &self.resting[mark..] {
                    self.asked.set(*other, State::Resting(low));
                }
                return answer;
            }
        }
        for other in self.resting.drain(mark..) {
            if answer == Answer::Empty {
                self.asked.set(other, State::Known(Answer::Empty));
            } else {
                self.asked.set(other, State::Open);
                self.asked.prove(other, None);
            }
        }
        self.asked.set(number, State::Known(answer.clone()));
        answer
    }
}

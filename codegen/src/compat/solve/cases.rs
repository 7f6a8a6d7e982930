//! How the cases of a question are told apart: what follows is drawn first, then alternatives are tried one by one.

use std::rc::Rc;

use super::super::check::Tree;
use super::formula::L;
use super::{Answer, Case, NESTED, Solver, Stuck};

/// Cases after which a question is looked at in another order, and those that this may take.
const FEW: u32 = 200;
const MORE: u32 = 600;

/// How many of some alternatives hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Count {
    Any,
    One,
    /// None, or two.
    NotOne,
}

/// Alternatives that are still open.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    pub(super) count: Count,
    pub(super) list: Rc<[L]>,
    /// It came of what must not hold.
    pub(super) goal: bool,
}

/// How the cases of a question are told apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Search {
    /// By what must not hold first: that is better where what holds has many alternatives that have nothing to do with
    /// it, and worse where it leaves but few.
    goals: bool,
    /// Cases that may still be looked at.
    left: u32,
    /// They were too few.
    cut: bool,
}

impl Solver {
    /// The answer for values of one type; `None` if what holds contradicts itself at once.
    pub(super) fn of_type(&mut self, lits: &[L], kind: u8) -> Option<Answer> {
        let outer = self.search.clone();
        let mut answer = None;
        for (goals, left) in [(false, FEW), (true, MORE), (false, u32::MAX)] {
            let mut case = Case::new(kind, Vec::new());
            if !lits.iter().all(|l| self.assert(&mut case, *l, *l < 0)) {
                break;
            }
            self.search = Search { goals, left, cut: false };
            answer = Some(self.search(case));
            if !self.search.cut {
                break;
            }
        }
        self.search = outer;
        answer
    }

    /// Takes what follows out of the alternatives until nothing more does; `false` if nothing is left.
    pub(super) fn propagate(&mut self, case: &mut Case) -> bool {
        loop {
            let mut forced = Vec::new();
            for choice in std::mem::take(&mut case.choices) {
                let (mut open, mut sure) = (self.list(), 0_usize);
                for l in choice.list.iter() {
                    match self.truth(case, *l, 3) {
                        Some(true) => sure += 1,
                        Some(false) => {}
                        None => open.push(*l),
                    }
                }
                if open.len() == choice.list.len() && open.len() > 1 {
                    case.choices.push(choice);
                    open.clear();
                    self.lists.push(open);
                    continue;
                }
                let goal = choice.goal;
                let left = |count| Choice { count, list: open[..].into(), goal };
                match (choice.count, sure, &open[..]) {
                    (Count::Any, 1.., _) | (Count::NotOne, 2.., _) | (Count::NotOne, 0, []) => {}
                    (Count::Any | Count::One, 0, []) | (Count::NotOne, 1, []) | (Count::One, 2.., _) => {
                        return false;
                    }
                    (Count::Any | Count::One, 0, [l]) | (Count::NotOne, 1, [l]) => forced.push((*l, goal)),
                    (Count::NotOne, 0, [l]) => forced.push((-l, goal)),
                    (Count::One, 1, all) => forced.extend(all.iter().map(|l| (-l, goal))),
                    (Count::NotOne, 1, _) => case.choices.push(left(Count::Any)),
                    (count, 0, _) => case.choices.push(left(count)),
                }
            }
            if forced.is_empty() {
                return true;
            }
            for (l, goal) in forced {
                if !self.assert(case, l, goal) {
                    return false;
                }
            }
        }
    }

    fn search(&mut self, case: Case) -> Answer {
        self.search.cut |= self.search.left == 0;
        if self.search.cut || !self.step() || self.nesting > NESTED {
            return Answer::Unknown(Stuck::budget());
        }
        self.search.left -= 1;
        self.nesting += 1;
        let answer = self.branch(case);
        self.nesting -= 1;
        answer
    }

    /// When the answer is [`Answer::Empty`], [`Self::tree`] says why.
    fn branch(&mut self, mut case: Case) -> Answer {
        self.tree = Tree::default();
        if !self.propagate(&mut case) {
            return Answer::Empty;
        }
        if let Some(answer) = self.listed(&case) {
            return answer;
        }
        if self.loosen(&mut case) && !self.propagate(&mut case) {
            self.tree = Tree::default();
            return Answer::Empty;
        }
        let (mut doubt, mut tree) = (None, Tree::default());
        if !case.choices.is_empty() && !self.strike(&mut case, &mut tree) {
            self.tree = tree;
            return Answer::Empty;
        }
        // What is left of the alternatives may list the values.
        if let Some(answer) = self.listed(&case) {
            self.tree = tree;
            return answer;
        }
        let Some((alternatives, pairs, goal)) = Self::split(&mut case, self.search.goals) else {
            let answer = self.units(&mut case);
            self.tree = tree;
            return answer;
        };
        let (mut refused, mut closed): (Vec<L>, Vec<(Vec<L>, Tree)>) = (Vec::new(), Vec::new());
        for alternative in alternatives {
            let mut next = case.branch();
            let all: Vec<L> = alternative.iter().copied().chain(refused.iter().map(|l| -l)).collect();
            if !all.into_iter().all(|l| self.assert(&mut next, l, goal)) {
                closed.push((alternative, Tree::default()));
                continue;
            }
            match self.search(next) {
                Answer::Empty => {
                    refused.extend(alternative.first().filter(|_| alternative.len() == 1));
                    closed.push((alternative, std::mem::take(&mut self.tree)));
                }
                Answer::Unknown(stuck) => {
                    doubt = doubt.or(Some(stuck));
                    if self.steps == 0 || self.search.cut {
                        break;
                    }
                }
                member @ Answer::Member(_) => return member,
            }
        }
        tree.split(closed, pairs);
        self.tree = tree;
        doubt.map_or(Answer::Empty, Answer::Unknown)
    }

    /// Takes the choice with the fewest alternatives out of the case, with `goals` first of those that came of what must
    /// not hold; whether they are pairs of what holds, and last that nothing does; and where the choice came from.
    fn split(case: &mut Case, goals: bool) -> Option<(Vec<Vec<L>>, bool, bool)> {
        let size = |choice: &Choice| match choice.count {
            Count::Any | Count::One => choice.list.len(),
            Count::NotOne => choice.list.len() * choice.list.len() / 2 + 1,
        };
        let index = (0..case.choices.len()).min_by_key(|i| {
            let choice = &case.choices[*i];
            (goals && !choice.goal, size(choice))
        })?;
        let Choice { count, list, goal } = case.choices.swap_remove(index);
        let all = match count {
            Count::Any => list.iter().map(|l| vec![*l]).collect(),
            Count::One => (0..list.len())
                .map(|i| {
                    let others = list.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, l)| -l);
                    [list[i]].into_iter().chain(others).collect()
                })
                .collect(),
            Count::NotOne => {
                let mut all = Vec::new();
                for (i, a) in list.iter().enumerate() {
                    all.extend(list[i + 1..].iter().map(|b| vec![*a, *b]));
                }
                all.push(list.iter().map(|l| -l).collect());
                all
            }
        };
        Some((all, count == Count::NotOne, goal))
    }
}

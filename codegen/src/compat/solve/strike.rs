//! What the parts of a value do not allow is struck out before cases are told apart.

use super::super::check::Tree;
use super::cases::{Choice, Count};
use super::formula::{self, Formula, L};
use super::{Answer, Case, Solver};

impl Solver {
    /// Strikes out what the parts of the value do not allow; `false` if nothing is left of a choice.
    pub(super) fn strike(&mut self, case: &mut Case, tree: &mut Tree) -> bool {
        loop {
            let mut forced = Vec::new();
            let choices = std::mem::take(&mut case.choices);
            for choice in choices {
                if choice.count != Count::Any {
                    case.choices.push(choice);
                    continue;
                }
                let Choice { count, list, goal } = choice;
                let mut open = Vec::new();
                for l in list.iter() {
                    if self.refuted(case, *l) {
                        tree.strike(*l);
                        continue;
                    }
                    if self.refuted(case, -l) {
                        // It holds anyhow. It is asserted all the same: what was refuted may rest on an
                        // assumption, and then a member must be made so that it does hold.
                        tree.force(*l);
                        open = vec![*l];
                        break;
                    }
                    open.push(*l);
                }
                match open[..] {
                    [] => return false,
                    [l] => forced.push((l, goal)),
                    _ => case.choices.push(Choice { count, list: open.into(), goal }),
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
            if !self.propagate(case) {
                return false;
            }
            if case.choices.is_empty() {
                return true;
            }
        }
    }

    /// Whether the units exclude it, by a look at the part of the value that it is about.
    fn refuted(&mut self, case: &mut Case, l: L) -> bool {
        match self.pool.get(l) {
            Formula::Member(name, inner) => {
                let (name, inner) = (*name, *inner);
                if case.kind != formula::OBJECT {
                    return false;
                }
                let facts = self.facts_of(case);
                self.member_refuted(&facts, name, inner, l > 0)
            }
            _ if self.is_flat(l) => {
                let units: Vec<L> = case.units.iter().copied().filter(|unit| self.is_flat(*unit)).collect();
                let mut small = Case::new(case.kind, units.into_iter().chain([l]).collect());
                self.listed(&small).unwrap_or_else(|| self.units(&mut small)) == Answer::Empty
            }
            Formula::All(_) if l > 0 => {
                let formula = self.pool.shared(l);
                let Formula::All(all) = &*formula else { return false };
                all.iter().any(|l| self.truth(case, *l, 1) == Some(false) || self.refuted_leaf(case, *l))
            }
            Formula::Node(k) if l > 0 => {
                let body = self.pool.bodies[*k as usize];
                matches!(self.pool.get(body), Formula::All(_)) && body > 0 && self.refuted(case, body)
            }
            _ => false,
        }
    }

    fn refuted_leaf(&mut self, case: &mut Case, l: L) -> bool {
        !matches!(self.pool.get(l), Formula::All(_) | Formula::Node(_)) && self.refuted(case, l)
    }

    /// It speaks of a value without parts, or of a length.
    fn is_flat(&self, l: L) -> bool {
        matches!(
            self.pool.get(l),
            Formula::Enum(_)
                | Formula::Min(..)
                | Formula::Max(..)
                | Formula::Multiple(_)
                | Formula::Integer
                | Formula::Whole
                | Formula::MinLength(_)
                | Formula::MaxLength(_)
                | Formula::Pattern(_)
                | Formula::MinItems(_)
                | Formula::MaxItems(_)
        )
    }
}

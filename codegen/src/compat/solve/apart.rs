//! Alternatives that exclude each other by themselves, so that nobody need count how many hold.

use std::rc::Rc;

use super::cases::{Choice, Count};
use super::formula::L;
use super::{Answer, Case, Solver};

/// Most alternatives that are held against each other.
const MOST: usize = 64;

impl Solver {
    /// Where no two alternatives can hold of a value, "exactly one" is "some", and "not exactly one" is "none".
    /// Whether that changed the case.
    pub(super) fn loosen(&mut self, case: &mut Case) -> bool {
        if case.choices.iter().all(|choice| choice.count == Count::Any) {
            return false;
        }
        let mut changed = false;
        for choice in std::mem::take(&mut case.choices) {
            let Choice { count, list, goal } = choice;
            if count == Count::Any || !self.apart(&list) {
                case.choices.push(Choice { count, list, goal });
                continue;
            }
            changed = true;
            let any = |list| Choice { count: Count::Any, list, goal };
            match count {
                Count::NotOne => case.choices.extend(list.iter().map(|l| any([-l].into()))),
                _ => case.choices.push(any(list)),
            }
        }
        changed
    }

    fn apart(&mut self, list: &Rc<[L]>) -> bool {
        if list.len() > MOST {
            return false;
        }
        if let Some(known) = self.apart.get(list) {
            return *known;
        }
        let pairs = list.iter().enumerate().flat_map(|(i, a)| list[i + 1..].iter().map(|b| [*a, *b]));
        for pair in pairs {
            // What rests on a question that is being answered may not be so.
            let outer = std::mem::replace(&mut self.low, usize::MAX);
            let empty = self.member(pair) == Answer::Empty;
            let rests = std::mem::replace(&mut self.low, outer) != usize::MAX;
            if !empty || rests {
                if !rests && self.steps > 0 {
                    self.apart.insert(Rc::clone(list), false);
                }
                return false;
            }
        }
        self.apart.insert(Rc::clone(list), true);
        true
    }
}

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
            if count == Count::Any || !self.apart(case.kind, &list) {
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

    fn apart(&mut self, kind: u8, list: &Rc<[L]>) -> bool {
        if list.len() > MOST {
            return false;
        }
        let key = (kind, Rc::clone(list));
        if let Some(known) = self.apart.get(&key) {
            return *known;
        }
        let of_type = self.pool.types(kind);
        let pairs = list.iter().enumerate().flat_map(|(i, a)| list[i + 1..].iter().map(|b| [*a, *b]));
        for pair in pairs {
            // What rests on a question that is being answered may not be so.
            let outer = std::mem::replace(&mut self.low, usize::MAX);
            let empty = self.member(pair.into_iter().chain([of_type])) == Answer::Empty;
            let rests = std::mem::replace(&mut self.low, outer) < self.depth;
            if !empty || rests {
                if !rests && self.steps > 0 {
                    self.apart.insert(key, false);
                }
                return false;
            }
        }
        self.apart.insert(key, true);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::check::{Certificate, Tree, check};
    use super::super::Meaning;
    use super::super::formula::{Formula, L, OBJECT, Pool};
    use super::Solver;

    /// Two sets, each of which is empty if the other one is; neither is.
    #[test]
    fn no_proof_goes_round_in_circles() {
        let mut solver = Solver::new(1, Meaning::Checked);
        let pool = &mut solver.pool;
        let never = |pool: &mut Pool, min: u64, max: u64| {
            let parts = [pool.types(OBJECT), pool.intern(Formula::MinMembers(min))];
            let max = pool.intern(Formula::MaxMembers(max));
            pool.all(parts.into_iter().chain([max]))
        };
        let empty = [(5, 3), (7, 2)].map(|(min, max)| never(pool, min, max));
        let [a, b] = ["x", "y"].map(|name| {
            let name = pool.name(name);
            pool.required(name)
        });
        let both = pool.all([a, b]);
        let [p, q] = empty.map(|never| pool.one([both, never]));
        let [of_a_and_b, of_p_and_q] = [pool.one([a, b]), pool.one([p, q])];
        let cuts = |all: &[L]| {
            let mut tree = Tree::default();
            tree.split(all.iter().map(|l| (vec![*l], Tree::default())).collect(), false);
            vec![(OBJECT, tree)]
        };
        let mut certificate = Certificate::default();
        let mut root = vec![a, b];
        root.sort_unstable();
        certificate.insert(root.clone(), cuts(&[-of_p_and_q, p]));
        certificate.insert(vec![p], cuts(&[-of_a_and_b, empty[0]]));
        assert!(!check(&solver.pool, &mut solver.languages, true, &certificate, &root));
    }
}

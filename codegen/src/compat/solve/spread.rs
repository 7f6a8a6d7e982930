//! What a formula says of a value whatever else holds.

use std::collections::BTreeSet;

use super::formula::{FALSE, Formula, L, OBJECT, Pool};

/// Deepest nesting of formulas about one value that is looked into.
const DEEP: u32 = 60;

impl Pool {
    /// Adds what must hold where a formula does: the parts of conjunctions, and the bodies of recursive schemas.
    pub(in crate::compat) fn spread(&self, l: L, all: &mut Vec<L>) {
        self.spread_to(l, all, &mut BTreeSet::new(), DEEP);
    }

    /// `seen`: what was looked into, as many ways may lead to one formula.
    fn spread_to(&self, l: L, all: &mut Vec<L>, seen: &mut BTreeSet<L>, depth: u32) {
        let Some(depth) = depth.checked_sub(1) else { return };
        match self.get(l) {
            Formula::All(parts) if l > 0 => {
                for part in parts {
                    self.spread_to(*part, all, seen, depth);
                }
            }
            Formula::Node(k) => match self.bodies.get(*k as usize) {
                Some(body) if seen.insert(l) => {
                    self.spread_to(if l > 0 { *body } else { -body }, all, seen, depth);
                }
                Some(_) => {}
                None => all.push(l),
            },
            _ => all.push(l),
        }
    }

    /// The name of the member that an object must have for the formula to hold.
    pub(in crate::compat) fn wants(&self, l: L) -> Option<u32> {
        let absent = |l: L| match self.get(l) {
            Formula::Member(name, FALSE) if l > 0 => Some(*name),
            _ => None,
        };
        match self.get(l) {
            _ if l > 0 => None,
            // What holds of every object does not help.
            Formula::All(parts) => {
                let mut open = parts.iter().filter(|part| self.always(**part) & OBJECT == 0);
                let name = open.next().and_then(|part| absent(*part));
                name.filter(|_| open.next().is_none())
            }
            _ => absent(-l),
        }
    }
}

//! What the search hands in: sets of formulas, and what to look at to see that no value satisfies all.

use std::collections::BTreeMap;

use super::super::solve::formula::L;

/// What cannot hold, one after the other; then nothing is left.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::compat) struct Tree(pub(super) Vec<Cut>);

/// A formula that cannot hold, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cut {
    pub(super) l: L,
    pub(super) why: Tree,
    /// What follows from its negation counts as well.
    pub(super) spread: bool,
}

impl Tree {
    /// It closes without cuts.
    pub(in crate::compat) fn is_leaf(&self) -> bool {
        self.0.is_empty()
    }

    /// An alternative that cannot hold, as a part of the value shows.
    pub(in crate::compat) fn strike(&mut self, l: L) {
        self.0.push(Cut { l, why: Self::default(), spread: false });
    }

    /// It must hold, as a part of the value shows.
    pub(in crate::compat) fn force(&mut self, l: L) {
        self.0.push(Cut { l: -l, why: Self::default(), spread: true });
    }

    /// Alternatives that cannot hold. `pairs`: each names two that would hold, and the last says that none does.
    pub(in crate::compat) fn split(&mut self, mut closed: Vec<(Vec<L>, Self)>, pairs: bool) {
        let none = if pairs { closed.pop() } else { None };
        for (alternative, why) in closed {
            match alternative[..] {
                [l, second] if pairs => {
                    if self.0.last().is_none_or(|last| last.l != l || !last.spread) {
                        self.0.push(Cut { l, why: Self::default(), spread: true });
                    }
                    if let Some(last) = self.0.last_mut() {
                        last.why.0.push(Cut { l: second, why, spread: true });
                    }
                }
                [l, ..] => self.0.push(Cut { l, why, spread: true }),
                [] => {}
            }
        }
        self.0.extend(none.into_iter().flat_map(|(_, why)| why.0));
    }
}

/// By JSON type, how a set of formulas is closed; a type that is missing closes without cuts.
pub(in crate::compat) type Entry = Vec<(u8, Tree)>;

/// Sets of formulas of which no value satisfies all.
#[derive(Debug, Clone, Default)]
pub(in crate::compat) struct Certificate {
    pub(super) entries: BTreeMap<Vec<L>, Entry>,
}

impl Certificate {
    pub(in crate::compat) fn insert(&mut self, set: Vec<L>, entry: Entry) {
        self.entries.insert(set, entry);
    }
}

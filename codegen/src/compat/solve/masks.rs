//! Keywords of the reader's schema left out, so that a search goes on beyond what they refuse.

use super::compile::{Compiler, Key, Spot, Who};

impl Compiler<'_> {
    /// Leaves out a keyword of the reader's schema; `false` if it is left out already.
    pub(in crate::compat) fn mask(&mut self, spot: Spot) -> bool {
        let id = spot.id;
        if !self.masked.insert(spot) {
            return false;
        }
        self.notes.forget(Who::Reader, id);
        true
    }

    /// Leaves nothing out any more.
    pub(in crate::compat) fn unmask(&mut self) {
        for spot in std::mem::take(&mut self.masked) {
            self.notes.forget(Who::Reader, spot.id);
        }
    }

    /// What is left out of a schema.
    pub(super) fn masked(&self, key: Key) -> impl Iterator<Item = &Spot> {
        let first = Spot { id: key.id, keyword: "", name: None };
        let spots = (key.who == Who::Reader && !self.masked.is_empty()).then(|| self.masked.range(first..));
        spots.into_iter().flatten().take_while(move |spot| spot.id == key.id)
    }

    pub(super) fn is_masked(&self, key: Key) -> bool {
        !self.masked.is_empty() && self.masked(key).next().is_some()
    }
}

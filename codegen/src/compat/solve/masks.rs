//! Keywords of the reader's schema left out, so that a search goes on beyond what they refuse.

use super::super::judge::View;
use super::compile::{Compiler, Form, Key, Reading, Spot, Who};
use crate::resolve::SchemaId;

impl Compiler<'_> {
    /// Leaves out a keyword of the reader's schema; `false` if it is left out already.
    pub(in crate::compat) fn mask(&mut self, spot: Spot) -> bool {
        let id = spot.id;
        if !self.masked.insert(spot) {
            return false;
        }
        self.forget(Who::Reader, id);
        true
    }

    /// Leaves nothing out any more.
    pub(in crate::compat) fn unmask(&mut self) {
        for spot in std::mem::take(&mut self.masked) {
            self.forget(Who::Reader, spot.id);
        }
    }

    /// All that leads to a schema says something else now.
    pub(super) fn forget(&mut self, who: Who, id: SchemaId) {
        if self.ordered < self.parents.len() {
            self.parents.sort_unstable();
            self.parents.dedup();
            self.ordered = self.parents.len();
        }
        let mut stack: Vec<Key> = Key::each(who, id).collect();
        while let Some(key) = stack.pop() {
            if self.lits.remove(&key).is_some() {
                self.told.remove(&key);
                let from = self.parents.partition_point(|(to, _)| *to < key);
                let led = self.parents[from..].iter().take_while(|(to, _)| *to == key);
                stack.extend(led.map(|(_, parent)| *parent));
            }
        }
    }
}

impl Key {
    /// A schema in every way it may be meant.
    fn each(who: Who, id: SchemaId) -> impl Iterator<Item = Self> {
        let forms = [View::Plain, View::Writer, View::Reader].map(Form::In).into_iter().chain([Form::Closed]);
        let readings = [Reading::None, Reading::Generated, Reading::All, Reading::Open];
        forms.flat_map(move |form| readings.map(move |formats| Self { who, form, formats, id }))
    }
}

//! Keywords of the reader's schema left out, so that a search goes on beyond what they refuse.
//!
//! Of a recursive schema each break would otherwise cost a proof of all the rest, as the formulas of all that
//! refer to each other change with one of them. Here they keep their numbers, and a body changes under them. What was
//! concluded before then holds only as far as leaving something out cannot make a document invalid, which `not` and
//! its like can do: so a search goes on from it, and ends with formulas that are made anew.

use std::collections::BTreeSet;

use super::super::judge::View;
use super::compile::{Compiler, Form, Key, Reading, Spot, Who};
use crate::resolve::SchemaId;

impl Compiler<'_> {
    /// Whether a keyword is left out.
    pub(in crate::compat) fn masks(&self, spot: &Spot) -> bool {
        self.masked.contains(spot)
    }

    /// All that leads to a schema says something else now.
    pub(super) fn forget(&mut self, who: Who, id: SchemaId) {
        self.order();
        let mut stack: Vec<Key> = Key::each(who, id).collect();
        while let Some(key) = stack.pop() {
            if self.lits.remove(&key).is_some() {
                self.told.remove(&key);
                self.nodes.remove(&key);
                stack.extend(self.parents_of(key));
            }
        }
    }

    pub(super) fn order(&mut self) {
        if self.ordered < self.parents.len() {
            self.parents.sort_unstable();
            self.parents.dedup();
            self.ordered = self.parents.len();
        }
    }

    /// The schemas that lead to one, once they are in order.
    pub(super) fn parents_of(&self, key: Key) -> impl Iterator<Item = Key> {
        let from = self.parents.partition_point(|(to, _)| *to < key);
        self.parents[from..].iter().take_while(move |(to, _)| *to == key).map(|(_, parent)| *parent)
    }

    /// Leaves nothing out any more.
    pub(in crate::compat) fn unmask(&mut self) {
        if self.loosened {
            self.renew();
        }
        for spot in std::mem::take(&mut self.masked) {
            self.forget(Who::Reader, spot.id);
        }
    }

    /// Leaves out a keyword of the reader's schema; `false` if it is left out already. Formulas of recursive schemas keep
    /// their numbers where they can.
    pub(in crate::compat) fn loosen(&mut self, spot: Spot) -> bool {
        let id = spot.id;
        if !self.masked.insert(spot) {
            return false;
        }
        self.renew_in_place(Who::Reader, id);
        true
    }

    /// All that leads to a schema is made again, recursive schemas under their old numbers where they can.
    pub(super) fn renew_in_place(&mut self, who: Who, id: SchemaId) {
        match self.leading_to(who, id) {
            Some((formulas, bodies)) => {
                for key in &formulas {
                    self.lits.remove(key);
                }
                for key in formulas.iter().chain(&bodies) {
                    self.told.remove(key);
                }
                self.stale.extend(formulas);
                self.loose.extend(bodies);
            }
            None => self.forget(who, id),
        }
    }

    /// The compiled schemas that lead to one without a recursive one between, and the recursive ones beyond; `None` if
    /// one of these shares its formula with another.
    fn leading_to(&mut self, who: Who, id: SchemaId) -> Option<(Vec<Key>, Vec<Key>)> {
        self.order();
        let (mut formulas, mut bodies) = (Vec::new(), Vec::new());
        let mut stack: Vec<Key> = Key::each(who, id).collect();
        let mut seen = BTreeSet::new();
        while let Some(key) = stack.pop() {
            if !self.lits.contains_key(&key) || !seen.insert(key) {
                continue;
            }
            match self.nodes.get(&key) {
                Some(Some(_)) => bodies.push(key),
                Some(None) => return None,
                None => {
                    formulas.push(key);
                    stack.extend(self.parents_of(key));
                }
            }
        }
        Some((formulas, bodies))
    }

    /// Makes the bodies anew that are to be loosened; `false` if they are then of other types, on which formulas about
    /// them rest.
    pub(super) fn make_loose(&mut self) -> bool {
        let mut same = true;
        for key in std::mem::take(&mut self.loose) {
            let Some(at) = self.nodes.get(&key).copied().flatten().map(|node| node as usize) else {
                continue;
            };
            let (old, new) = (self.pool.bodies[at], self.build(key));
            same &= self.pool.always(old) == self.pool.always(new)
                && self.pool.never(old) == self.pool.never(new);
            self.pool.bodies[at] = new;
            self.loosened = true;
        }
        same
    }

    /// Forgets all formulas, as bodies were loosened.
    pub(in crate::compat) fn renew(&mut self) {
        self.lits.clear();
        self.told.clear();
        self.parents.clear();
        self.ordered = 0;
        self.nodes.clear();
        self.stale.clear();
        self.loose.clear();
        self.loosened = false;
    }
}

impl Key {
    /// A schema in every way it may be meant.
    pub(super) fn each(who: Who, id: SchemaId) -> impl Iterator<Item = Self> {
        let forms = [View::Plain, View::Writer, View::Reader].map(Form::In).into_iter().chain([Form::Closed]);
        let readings = [Reading::None, Reading::Generated, Reading::All, Reading::Open];
        forms.flat_map(move |form| readings.map(move |formats| Self { who, form, formats, id }))
    }
}

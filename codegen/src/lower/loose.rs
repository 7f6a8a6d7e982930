//! Properties that only some objects of a schema declare: those of an arm, those that go with a condition.

use super::Lowerer;
use super::conjunction::{Conjunction, Input};
use super::types::Types;
use crate::resolve::{Body, Entry, SchemaId};

/// The most branches of one schema that are looked into.
const BRANCHES: usize = 100;

impl Lowerer<'_> {
    /// Adds the properties that some arm declares.
    pub(super) fn loose(&mut self, arm: SchemaId, loose: &mut Vec<Entry>) {
        let input = Input::new(&[arm], Types::OBJECT);
        let all = self.conjunction(&input);
        for (_, k) in self.keywords_of(&all) {
            for entry in &k.properties {
                let forbidden = matches!(self.schemas.get(entry.schema).body, Body::Bool(false));
                if !forbidden && loose.len() < 500 && loose.iter().all(|other| other.name != entry.name) {
                    loose.push(entry.clone());
                }
            }
        }
    }

    /// Adds the properties that are declared where a condition holds, or does not. They are of any value, since nothing is
    /// said of them elsewhere; where something is, they are left to it.
    pub(super) fn conditional(&mut self, all: &Conjunction, loose: &mut Vec<Entry>) {
        let keywords = self.keywords_of(all);
        let typed = keywords.iter().any(|(_, k)| {
            let additional = k.additional_properties.as_ref();
            !k.pattern_properties.is_empty()
                || additional
                    .is_some_and(|schema| !matches!(self.schemas.get(schema.value).body, Body::Bool(true)))
        });
        for (_, k) in keywords.iter().filter(|_| !typed) {
            let branches = [&k.if_, &k.then, &k.else_].into_iter().flatten().map(|branch| branch.value);
            let dependent = k.dependent_schemas.iter().map(|entry| entry.schema);
            for branch in branches.chain(dependent).take(BRANCHES) {
                self.loose(branch, loose);
            }
        }
    }
}

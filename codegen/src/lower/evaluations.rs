//! From schemas to evaluations: which members and items `unevaluatedProperties` and `unevaluatedItems` do not
//! look at (2020-12 core, section 11).

use super::assertions::Assertions;
use crate::model::{Evaluated, Evaluation, EvaluationId, Part};
use crate::resolve::{Body, Keywords, SchemaId};

/// Members of an object or items of an array.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Members,
    Items,
}

impl Assertions<'_> {
    /// What a schema evaluates: all of it, or (`whole` is false) all but its own `unevaluated…`.
    pub(super) fn evaluation(&mut self, schema: SchemaId, side: Side, whole: bool) -> EvaluationId {
        let schema = self.schemas.follow(schema).unwrap_or(schema);
        if let Some(known) = self.evaluated.get(&(schema, side, whole)) {
            return *known;
        }
        let id = EvaluationId(u32::try_from(self.evaluations.len()).unwrap_or(u32::MAX));
        let name = self.name(schema, "sees_");
        let own = self.own(schema, side, whole);
        self.evaluations.push(Evaluation { name, schema, own, parts: Vec::new() });
        self.evaluated.insert((schema, side, whole), id);
        self.open_evaluations.push((id, side, whole));
        id
    }

    fn own(&mut self, schema: SchemaId, side: Side, whole: bool) -> Evaluated {
        let nothing = match side {
            Side::Members => Evaluated::Members { named: Vec::new(), patterns: Vec::new() },
            Side::Items => Evaluated::Items { prefix: 0, contains: None },
        };
        let all = self.schemas;
        let Body::Keywords(keywords) = &all.get(schema).body else { return nothing };
        match side {
            Side::Members => {
                if keywords.additional_properties.is_some()
                    || (whole && keywords.unevaluated_properties.is_some())
                {
                    return Evaluated::All;
                }
                let names = |entries: &[crate::resolve::Entry]| {
                    entries.iter().map(|entry| entry.name.clone()).collect::<Vec<_>>()
                };
                Evaluated::Members {
                    named: names(&keywords.properties),
                    patterns: names(&keywords.pattern_properties),
                }
            }
            Side::Items => {
                if keywords.items.is_some() || (whole && keywords.unevaluated_items.is_some()) {
                    return Evaluated::All;
                }
                let prefix = keywords.prefix_items.as_ref().map_or(0, |prefix| prefix.value.len() as u64);
                let counts = all.get(schema).contains_evaluates();
                match keywords.contains.as_ref().filter(|_| counts) {
                    Some(contains) => match self.later(contains.value) {
                        Some(contains) => Evaluated::Items { prefix, contains: Some(contains) },
                        None => Evaluated::All,
                    },
                    None => Evaluated::Items { prefix, contains: None },
                }
            }
        }
    }

    /// Fills in the parts of an evaluation.
    pub(super) fn evaluate(&mut self, id: EvaluationId, side: Side, _whole: bool) {
        let evaluation = &self.evaluations[id.0 as usize];
        if matches!(evaluation.own, Evaluated::All) {
            return;
        }
        let all = self.schemas;
        let Body::Keywords(keywords) = &all.get(evaluation.schema).body else { return };
        let parts = self.parts(keywords, side);
        self.evaluations[id.0 as usize].parts = parts;
    }

    fn parts(&mut self, keywords: &Keywords, side: Side) -> Vec<Part> {
        let mut parts = Vec::new();
        let always = keywords.reference.iter().map(|reference| reference.value);
        for schema in always.chain(keywords.all_of.iter().flat_map(|arms| arms.value.clone())) {
            parts.extend(self.evaluates(schema, side).map(Part::Always));
        }
        for arms in [&keywords.any_of, &keywords.one_of].into_iter().flatten() {
            for arm in &arms.value {
                parts.extend(self.if_valid(*arm, *arm, side));
            }
        }
        if let Some(condition) = &keywords.if_ {
            parts.extend(self.if_valid(condition.value, condition.value, side));
            if let Some(then) = &keywords.then {
                parts.extend(self.if_valid(condition.value, then.value, side));
            }
            // A condition that accepts everything has no `else`.
            if let Some(otherwise) = &keywords.else_
                && let Some(condition) = self.later(condition.value)
                && let Some(evaluation) = self.evaluates(otherwise.value, side)
            {
                parts.push(Part::Unless(condition, evaluation));
            }
        }
        for entry in keywords.dependent_schemas.iter().filter(|_| side == Side::Members) {
            let evaluation = self.evaluates(entry.schema, side);
            parts.extend(evaluation.map(|evaluation| Part::WhenPresent(entry.name.clone(), evaluation)));
        }
        parts
    }

    fn if_valid(&mut self, condition: SchemaId, schema: SchemaId, side: Side) -> Option<Part> {
        let evaluation = self.evaluates(schema, side)?;
        Some(match self.later(condition) {
            Some(condition) => Part::When(condition, evaluation),
            None => Part::Always(evaluation),
        })
    }

    /// The evaluation of a subschema, unless it can see nothing.
    fn evaluates(&mut self, schema: SchemaId, side: Side) -> Option<EvaluationId> {
        let schema = self.schemas.follow(schema)?;
        let keywords = self.schemas.keywords(schema)?;
        let combines = keywords.reference.is_some()
            || keywords.all_of.is_some()
            || keywords.any_of.is_some()
            || keywords.one_of.is_some()
            || keywords.if_.is_some()
            || !keywords.dependent_schemas.is_empty();
        let itself = match side {
            Side::Members => {
                !keywords.properties.is_empty()
                    || !keywords.pattern_properties.is_empty()
                    || keywords.additional_properties.is_some()
                    || keywords.unevaluated_properties.is_some()
            }
            Side::Items => {
                keywords.items.is_some()
                    || keywords.prefix_items.is_some()
                    || keywords.contains.is_some()
                    || keywords.unevaluated_items.is_some()
            }
        };
        (combines || itself).then(|| self.evaluation(schema, side, true))
    }
}

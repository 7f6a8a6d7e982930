//! Schemas that must all hold, as one: `$ref` and `allOf` flattened, alternatives that no value can take left
//! out.

use std::collections::BTreeSet;

use super::Lowerer;
use super::types::Types;
use crate::model::{Check, Kind, TypeRef};
use crate::resolve::{Body, Keywords, SchemaId};

/// What is lowered: schemas that must all hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Input {
    pub(super) ids: Vec<SchemaId>,
    /// The types of the values that come here.
    pub(super) allow: Types,
    /// Alternatives that are decided already: the schema and its keyword.
    pub(super) assumed: Vec<(SchemaId, &'static str)>,
}

impl Input {
    pub(super) fn new(ids: &[SchemaId], allow: Types) -> Self {
        Self { ids: ids.to_vec(), allow, assumed: Vec::new() }
    }

    /// The same, where an alternative is taken.
    pub(super) fn with_arm(&self, choice: &Alternatives, arm: SchemaId, allow: Types) -> Self {
        let mut input = Self { allow, ..self.clone() };
        input.ids.push(arm);
        input.assumed.push((choice.schema, choice.keyword));
        input
    }
}

/// A schema of a conjunction.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) id: SchemaId,
    /// Keywords that the type, or another part, holds.
    pub(super) held: BTreeSet<&'static str>,
    /// Whether the assertion of another part says all that this one says.
    pub(super) covered: bool,
}

/// `anyOf` or `oneOf` with at least two arms that a value may take.
#[derive(Debug, Clone)]
pub(super) struct Alternatives {
    pub(super) schema: SchemaId,
    pub(super) keyword: &'static str,
    pub(super) arms: Vec<SchemaId>,
}

/// A flattened conjunction.
#[derive(Debug, Clone)]
pub(super) struct Conjunction {
    pub(super) types: Types,
    /// What a schema builds on stands before it.
    pub(super) parts: Vec<Part>,
    pub(super) choices: Vec<Alternatives>,
}

impl Conjunction {
    /// Says that the type holds a keyword of every part.
    pub(super) fn hold(&mut self, keyword: &'static str) {
        for part in &mut self.parts {
            part.held.insert(keyword);
        }
    }
}

/// Keywords by the type that they speak of.
const OF_TYPES: [(Types, &[&str]); 4] = [
    (Types::STRING, &["minLength", "maxLength", "pattern", "format"]),
    (Types::NUMBER, &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
    (
        Types::ARRAY,
        &[
            "items",
            "prefixItems",
            "contains",
            "minContains",
            "maxContains",
            "minItems",
            "maxItems",
            "uniqueItems",
        ],
    ),
    (
        Types::OBJECT,
        &[
            "properties",
            "patternProperties",
            "additionalProperties",
            "propertyNames",
            "required",
            "minProperties",
            "maxProperties",
            "dependentRequired",
            "dependentSchemas",
        ],
    ),
];

/// The keywords that say nothing about values of these types.
pub(super) fn silent_on(types: Types) -> impl Iterator<Item = &'static str> {
    let silent = OF_TYPES.into_iter().filter(move |(one, _)| !types.meets(*one));
    silent.flat_map(|(_, keywords)| keywords.iter().copied())
}

/// The most schemas that are flattened into one.
const PARTS: usize = 300;
/// The deepest nesting of `allOf` that is flattened.
const DEPTH: usize = 60;

impl<'a> Lowerer<'a> {
    /// The keywords of the parts, each with its index.
    pub(super) fn keywords_of(&self, all: &Conjunction) -> Vec<(usize, &'a Keywords)> {
        let schemas = self.schemas;
        let keywords = |(at, part): (usize, &Part)| Some((at, schemas.keywords(part.id)?));
        all.parts.iter().enumerate().filter_map(keywords).collect()
    }

    pub(super) fn conjunction(&mut self, input: &Input) -> Conjunction {
        let types = input.allow.and(self.types_of_all(&input.ids));
        let mut all = Conjunction { types, parts: Vec::new(), choices: Vec::new() };
        let mut seen = BTreeSet::new();
        for id in &input.ids {
            self.gather(*id, false, 0, &mut all, &mut seen);
        }
        let mut decided: BTreeSet<(SchemaId, &'static str)> = input.assumed.iter().copied().collect();
        loop {
            all.choices.clear();
            let mut single = None;
            'parts: for at in 0..all.parts.len() {
                let id = all.parts[at].id;
                let schemas = self.schemas;
                let Some(keywords) = schemas.keywords(id) else { continue };
                for (keyword, arms) in [("anyOf", &keywords.any_of), ("oneOf", &keywords.one_of)] {
                    let Some(arms) = arms else { continue };
                    let whole = is_unevaluated(keywords);
                    if decided.contains(&(id, keyword)) {
                        if !whole {
                            all.parts[at].held.insert(keyword);
                        }
                        continue;
                    }
                    let arms: Vec<SchemaId> = arms
                        .value
                        .iter()
                        .copied()
                        .filter(|arm| self.types_of(*arm).meets(all.types))
                        .collect();
                    match arms.as_slice() {
                        // Whatever else is said, no value of these types is valid.
                        [] => all.types = Types::NONE,
                        [arm] => {
                            decided.insert((id, keyword));
                            single = Some((at, keyword, *arm, whole));
                            break 'parts;
                        }
                        arms if keyword == "anyOf"
                            && arms.iter().any(|arm| self.accepts_types(*arm, all.types)) =>
                        {
                            decided.insert((id, keyword));
                            if !whole {
                                all.parts[at].held.insert(keyword);
                            }
                        }
                        _ => all.choices.push(Alternatives { schema: id, keyword, arms }),
                    }
                }
            }
            let Some((at, keyword, arm, whole)) = single else { return all };
            all.types = all.types.and(self.types_of(arm));
            let covered = all.parts[at].covered || whole;
            let gathered = self.gather(arm, covered, 0, &mut all, &mut seen);
            if gathered && !whole {
                all.parts[at].held.insert(keyword);
            }
        }
    }

    /// Whether a schema says no more than a `type`, and that allows all of these.
    fn accepts_types(&mut self, id: SchemaId, types: Types) -> bool {
        let Some(id) = self.schemas.follow(id) else { return false };
        let only_type = match &self.schemas.get(id).body {
            Body::Bool(value) => *value,
            Body::Keywords(keywords) => keywords.assertions().iter().all(|(keyword, _)| *keyword == "type"),
        };
        only_type && types.within(self.types_of(id)) && !self.schemas.get(id).integers_as_written()
    }

    /// Adds a schema and what it always includes. Says whether all of it is there.
    fn gather(
        &mut self,
        id: SchemaId,
        covered: bool,
        depth: usize,
        all: &mut Conjunction,
        seen: &mut BTreeSet<SchemaId>,
    ) -> bool {
        let id = self.schemas.follow(id).unwrap_or(id);
        if seen.contains(&id) {
            return true;
        }
        if depth > DEPTH || seen.len() > PARTS {
            return false;
        }
        seen.insert(id);
        let schemas = self.schemas;
        let mut held = BTreeSet::new();
        if let Some(keywords) = schemas.keywords(id) {
            // Such a schema is asserted as a whole, since it looks at what its parts evaluate.
            let whole = is_unevaluated(keywords);
            let below = covered || whole;
            if let Some(reference) = &keywords.reference
                && self.gather(reference.value, below, depth + 1, all, seen)
                && !whole
            {
                held.insert("$ref");
            }
            if let Some(arms) = &keywords.all_of {
                let gathered: Vec<bool> =
                    arms.value.iter().map(|arm| self.gather(*arm, below, depth + 1, all, seen)).collect();
                if gathered.into_iter().all(|gathered| gathered) && !whole {
                    held.insert("allOf");
                }
            }
        }
        all.parts.push(Part { id, held, covered });
        true
    }

    /// What the type does not hold.
    pub(super) fn leftover(&mut self, all: &Conjunction) -> Vec<Check> {
        let mut checks = Vec::new();
        for part in all.parts.iter().filter(|part| !part.covered) {
            let whole = self.schemas.keywords(part.id).is_some_and(is_unevaluated);
            let held: Vec<&'static str> = if whole {
                Vec::new()
            } else {
                part.held.iter().copied().chain(silent_on(all.types)).collect()
            };
            checks.extend(self.assertions.without(part.id, &held).map(Check::Assert));
        }
        checks.dedup();
        checks
    }

    /// Any JSON value for which the schemas hold.
    pub(super) fn any(&mut self, ids: &[SchemaId]) -> TypeRef {
        let checks = ids.iter().filter_map(|id| self.assertions.whole(*id)).map(Check::Assert).collect();
        TypeRef { kind: Kind::Any, checks }
    }
}

fn is_unevaluated(keywords: &Keywords) -> bool {
    keywords.unevaluated_properties.is_some() || keywords.unevaluated_items.is_some()
}

/// The types that a schema itself names.
pub(super) fn types_said(keywords: &Keywords) -> Types {
    keywords.types.as_ref().map_or(Types::ALL, |types| Types::of(types.value))
}

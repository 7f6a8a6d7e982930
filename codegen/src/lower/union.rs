//! `oneOf` and `anyOf`: unions told apart by a tag, and choices told apart by what a value holds.

use std::collections::BTreeSet;

use super::conjunction::{Alternatives, Conjunction, Input, types_said};
use super::types::Types;
use super::{Context, Lowerer, names};
use crate::load::{Node, Value};
use crate::model::{
    Arm, AssertionId, Check, Choice, ChoiceArm, Condition, Record, Shape, TypeId, TypeRef, Union, Unknown,
};
use crate::resolve::{Body, SchemaId};

/// The most arms of a choice that nothing but their assertions tells apart.
pub(super) const ARMS: usize = 16;

/// The most arms of a tagged union.
const TAGGED: usize = 1000;

/// An arm of a tagged union to be.
struct Tagged {
    schema: SchemaId,
    input: Input,
    all: Conjunction,
}

impl Lowerer<'_> {
    /// The tagged union of a choice, if its arms are objects with a required property of one name that has a
    /// different string in each.
    pub(super) fn tagged(
        &mut self,
        input: &Input,
        all: &Conjunction,
        choice: &Alternatives,
        context: &Context,
        reserved: Option<TypeId>,
    ) -> Option<TypeRef> {
        let (tag, arms) = self.tag(input, all, choice)?;
        let empty = Shape::Union(Union { tag: tag.clone(), arms: Vec::new(), checks: Vec::new() });
        let id = reserved.unwrap_or_else(|| self.declare(input, None, context, None));
        self.model.types[id.0 as usize].shape = empty;
        let name = self.model.get(id).rust.clone();
        let mut taken = BTreeSet::new();
        let mut result: Vec<Arm> = Vec::new();
        let mut checks = Vec::new();
        for (mut arm, value) in arms {
            let variant = names::unique(&names::variant(&value), &mut taken);
            let below = context.named(format!("{name}{variant}"));
            let empty = Record { fields: Vec::new(), unknown: Unknown::Drop, checks: Vec::new() };
            let record = self.declare(&arm.input, Some(&tag), &below, Some(Shape::Record(empty)));
            let mut loose = Vec::new();
            self.conditional(&arm.all, &mut loose);
            let (shape, rest) = self.record_and_rest(&mut arm.all, &below, Some(&tag), &loose, false);
            self.model.types[record.0 as usize].shape = Shape::Record(shape);
            checks.extend(self.only_for(&tag, &value, arm.schema, rest));
            result.push(Arm { value, name: variant, record });
        }
        let shape = Shape::Union(Union { tag, arms: result, checks });
        Some(self.finish(input, context, Some(id), shape))
    }

    /// The checks of an arm as one of the union, which alone sees the tag among the members.
    fn only_for(&mut self, tag: &str, value: &str, schema: SchemaId, checks: Vec<Check>) -> Option<Check> {
        let ids: Vec<_> = checks
            .into_iter()
            .filter_map(|check| match check {
                Check::Assert(id) => Some(id),
                _ => None,
            })
            .collect();
        if ids.is_empty() {
            return None;
        }
        let place = self.schemas.get(schema).place;
        let node = Node { value: Value::String(value.to_owned()), place };
        let is = self.assertions.made(schema, vec![Condition::Const(node)]);
        let members = Condition::Members {
            named: vec![(tag.to_owned(), Some(is))],
            patterns: Vec::new(),
            additional: None,
        };
        let condition = self.assertions.made(schema, vec![members]);
        let then = Some(self.assertions.made(schema, vec![Condition::All(ids)]));
        let check = self.assertions.made(schema, vec![Condition::If { condition, then, otherwise: None }]);
        Some(Check::Assert(check))
    }

    pub(super) fn is_tagged(&mut self, input: &Input, all: &Conjunction, choice: &Alternatives) -> bool {
        self.tag(input, all, choice).is_some()
    }

    /// The property that tells all arms apart, the first in the order of the first arm, and its value in each.
    fn tag(
        &mut self,
        input: &Input,
        all: &Conjunction,
        choice: &Alternatives,
    ) -> Option<(String, Vec<(Tagged, String)>)> {
        if all.types != Types::OBJECT {
            return None;
        }
        let mut ids = Vec::new();
        for arm in &choice.arms {
            self.spliced(*arm, 0, &mut ids);
            if ids.len() > TAGGED {
                return None;
            }
        }
        let arms: Vec<Tagged> = ids
            .into_iter()
            .map(|schema| {
                let input = input.with_arm(choice, schema, Types::OBJECT);
                let all = self.conjunction(&input);
                Tagged { schema, input, all }
            })
            .collect();
        let first = arms.first().filter(|_| arms.len() > 1)?;
        let mut candidates: Vec<String> = Vec::new();
        for (_, k) in self.keywords_of(&first.all) {
            for entry in &k.properties {
                if !candidates.contains(&entry.name) && candidates.len() < 200 {
                    candidates.push(entry.name.clone());
                }
            }
        }
        for tag in candidates {
            let mut seen = BTreeSet::new();
            let mut values = Vec::new();
            for arm in &arms {
                let Some(value) = self.constant(&arm.all, &tag).filter(|value| seen.insert(value.clone()))
                else {
                    break;
                };
                values.push(value);
            }
            if values.len() == arms.len() {
                return Some((tag, arms.into_iter().zip(values).collect()));
            }
        }
        None
    }

    /// An arm that is itself no more than a choice, as the arms of that.
    fn spliced(&self, arm: SchemaId, depth: usize, ids: &mut Vec<SchemaId>) {
        let end = self.schemas.follow(arm).unwrap_or(arm);
        let inner = self.schemas.keywords(end).filter(|_| depth < 8).and_then(|keywords| {
            let said = keywords.assertions();
            let choices = said.iter().filter(|(keyword, _)| matches!(*keyword, "oneOf" | "anyOf")).count();
            let object = keywords.types.as_ref().is_none_or(|types| Types::of(types.value) == Types::OBJECT);
            let rest = said.iter().all(|(keyword, _)| matches!(*keyword, "oneOf" | "anyOf" | "type"));
            keywords.one_of.as_ref().or(keywords.any_of.as_ref()).filter(|_| choices == 1 && rest && object)
        });
        match inner {
            Some(arms) if ids.len() <= TAGGED => {
                arms.value.iter().for_each(|arm| self.spliced(*arm, depth + 1, ids));
            }
            _ => ids.push(end),
        }
    }

    /// The one string that a required property can have.
    fn constant(&mut self, all: &Conjunction, name: &str) -> Option<String> {
        let keywords = self.keywords_of(all);
        if all.types != Types::OBJECT || !keywords.iter().any(|(_, k)| k.requires(name)) {
            return None;
        }
        let schemas: Vec<SchemaId> =
            keywords.iter().filter_map(|(_, k)| k.property(name)).map(|entry| entry.schema).collect();
        // One that does not declare it may still forbid it.
        let shut = keywords.iter().any(|(_, k)| {
            let open = |id: SchemaId| matches!(self.schemas.get(id).body, Body::Bool(true));
            k.property(name).is_none()
                && k.additional_properties.as_ref().is_some_and(|schema| !open(schema.value))
        });
        if schemas.is_empty() || shut {
            return None;
        }
        let property = self.conjunction(&Input::new(&schemas, Types::STRING));
        if !property.choices.is_empty() {
            return None;
        }
        let mut values: Option<Vec<String>> = None;
        for part in &property.parts {
            let keywords = match &self.schemas.get(part.id).body {
                Body::Bool(true) => continue,
                Body::Bool(false) => return None,
                Body::Keywords(keywords) => keywords,
            };
            let simple = |keyword: &&(&'static str, crate::finding::Place)| {
                matches!(keyword.0, "type" | "const" | "enum") || part.held.contains(keyword.0)
            };
            if !keywords.assertions().iter().all(|keyword| simple(&keyword)) {
                return None;
            }
            if let Some(own) = super::scalar::strings(keywords) {
                values = Some(match values {
                    Some(values) => values.into_iter().filter(|value| own.contains(value)).collect(),
                    None => own,
                });
            }
        }
        match values?.as_slice() {
            [value] if property.types == Types::STRING => Some(value.clone()),
            _ => None,
        }
    }

    /// The choice that types tell apart: the only one whose arms are more than assertions.
    pub(super) fn apart(&mut self, input: &Input, all: &Conjunction) -> Option<Alternatives> {
        let typed = match all.types {
            Types::ARRAY => (0..all.choices.len()).collect(),
            _ => self.declaring(all),
        };
        match typed.as_slice() {
            [at] => Some(all.choices[*at].clone()).filter(|choice| self.is_told_apart(input, choice)),
            _ => None,
        }
    }

    /// Whether a choice can be one of types: its arms are few, or a glance tells them apart.
    pub(super) fn is_told_apart(&mut self, input: &Input, choice: &Alternatives) -> bool {
        choice.arms.len() <= ARMS || self.decided(input, choice, &choice.arms).is_some()
    }

    pub(super) fn are_disjoint(&mut self, arms: &[SchemaId], within: Types) -> bool {
        let mut seen = Types::NONE;
        for arm in arms {
            let types = self.types_of(*arm).and(within);
            if seen.overlaps(types) {
                return false;
            }
            seen = seen.or(types);
        }
        true
    }

    /// A choice without a tag.
    pub(super) fn choice(
        &mut self,
        input: &Input,
        all: &Conjunction,
        choice: &Alternatives,
        context: &Context,
        reserved: Option<TypeId>,
    ) -> TypeRef {
        let (arms, checks) = self.arms(input, all, choice, context);
        self.finish_choice(input, arms, checks, context, reserved)
    }

    /// The arms of a choice, and what they do not hold together.
    pub(super) fn arms(
        &mut self,
        input: &Input,
        all: &Conjunction,
        choice: &Alternatives,
        context: &Context,
    ) -> (Vec<ChoiceArm>, Vec<Check>) {
        let bare = self.says_no_more(all, choice);
        let mut exact = choice.keyword == "anyOf";
        let mut cleared = false;
        let mut made: Vec<(ChoiceArm, Types, Vec<SchemaId>)> = Vec::new();
        let tags = self.arm_tags(&choice.arms);
        for (arm, tag) in choice.arms.iter().zip(&tags) {
            let types = self.types_of(*arm).and(all.types);
            let name = self.preferred_arm_name(*arm, types, tag.as_deref());
            let below = context.below(&name);
            if bare && types.single().is_none() && self.is_written_out(*arm) {
                let one = Input::new(&[*arm], types);
                let conjunction = self.conjunction(&one);
                let by_type = conjunction.types.json().count() <= 4 && conjunction.choices.is_empty();
                if by_type {
                    for arm in self.by_type(&one, &conjunction, context) {
                        let types = Types::of(arm.types);
                        made.push((arm, types, Vec::new()));
                    }
                    for (_, _, schemas) in made.iter_mut().filter(|(_, _, schemas)| schemas.is_empty()) {
                        schemas.push(*arm);
                    }
                    continue;
                }
            }
            let ty = if bare {
                self.value(&[*arm], types, &below)
            } else {
                self.body(input.with_arm(choice, *arm, types), &below, None)
            };
            // Two arms of one type are one arm.
            if let Some((same, known, schemas)) = made.iter_mut().find(|(same, _, _)| same.ty.kind == ty.kind)
            {
                if same.ty.checks != ty.checks {
                    same.ty.checks.clear();
                    (exact, cleared) = (false, true);
                }
                *known = known.or(types);
                same.types = known.set();
                schemas.push(*arm);
                continue;
            }
            let name = Self::arm_name(&ty, &name);
            made.push((
                ChoiceArm { name, ty, types: types.set(), when: None, boxed: false },
                types,
                vec![*arm],
            ));
        }
        let sets: Vec<Types> = made.iter().map(|(_, types, _)| *types).collect();
        let meets =
            |at: usize| sets.iter().enumerate().any(|(other, types)| other != at && types.overlaps(sets[at]));
        let shared: Vec<bool> = (0..sets.len()).map(meets).collect();
        let single = made.iter().all(|(_, _, schemas)| schemas.len() == 1);
        let decided = self.decide(input, choice, &made, &shared);
        exact |= choice.keyword == "oneOf" && single && (decided.is_some() || !shared.contains(&true));
        let mut arms = Vec::new();
        if let Some(mut decided) = decided {
            // In the order in which they are asked; the others have a type of their own.
            for (at, shared) in shared.iter().enumerate() {
                let (at, when) = if *shared { decided.next().unwrap_or((at, None)) } else { (at, None) };
                arms.push((false, ChoiceArm { when, ..made[at].0.clone() }));
            }
            made.clear();
        }
        for ((mut arm, _, schemas), shared) in made.into_iter().zip(shared) {
            if shared {
                let wholes: Option<Vec<_>> = schemas.iter().map(|id| self.assertions.whole(*id)).collect();
                arm.when = match wholes.as_deref() {
                    Some([one]) => Some(*one),
                    Some(several) => {
                        Some(self.assertions.made(choice.schema, vec![Condition::Any(several.to_vec())]))
                    }
                    None => None,
                };
            }
            arms.push((shared && arm.when.is_none(), arm));
        }
        // One that takes whatever comes is the last.
        arms.sort_by_key(|(all, _)| *all);
        let checks = match (exact, cleared && !bare) {
            // With the checks of its arms went those of what stands beside the choice.
            (_, true) => self.leftover(all),
            (true, false) => Vec::new(),
            (false, false) => self.of_keyword(choice).into_iter().collect(),
        };
        (arms.into_iter().map(|(_, arm)| arm).collect(), checks)
    }

    /// The order of the arms that are objects, where those are all that a JSON type alone does not tell apart.
    fn decide(
        &mut self,
        input: &Input,
        choice: &Alternatives,
        made: &[(ChoiceArm, Types, Vec<SchemaId>)],
        shared: &[bool],
    ) -> Option<std::vec::IntoIter<(usize, Option<AssertionId>)>> {
        let open: Vec<usize> = (0..made.len()).filter(|at| shared[*at]).collect();
        let mut schemas = Vec::new();
        for at in &open {
            let (_, types, own) = &made[*at];
            let others = open.iter().filter(|other| *other != at);
            let rest = types.minus(Types::OBJECT);
            if own.len() != 1 || others.into_iter().any(|other| rest.overlaps(made[*other].1)) {
                return None;
            }
            schemas.extend(own.iter().copied());
        }
        if schemas.len() < 2 {
            return None;
        }
        let order = self.decided(input, choice, &schemas)?;
        let order: Vec<_> = order.into_iter().map(|(position, when)| (open[position], when)).collect();
        Some(order.into_iter())
    }

    /// Whether a schema is no name for something, but what stands there.
    fn is_written_out(&self, id: SchemaId) -> bool {
        self.schemas.keywords(id).is_some_and(|k| k.reference.is_none() && k.title.is_none())
    }

    /// What `anyOf` or `oneOf` alone says.
    fn of_keyword(&mut self, choice: &Alternatives) -> Option<Check> {
        let keywords = self.schemas.keywords(choice.schema)?;
        let others: Vec<&'static str> = keywords
            .assertions()
            .into_iter()
            .map(|(keyword, _)| keyword)
            .filter(|keyword| *keyword != choice.keyword)
            .collect();
        self.assertions.without(choice.schema, &others).map(Check::Assert)
    }

    /// Whether nothing but the choice and its types is said.
    fn says_no_more(&mut self, all: &Conjunction, choice: &Alternatives) -> bool {
        let types = choice.arms.iter().fold(Types::NONE, |types, arm| types.or(self.types_of(*arm)));
        all.parts.iter().all(|part| {
            let Some(keywords) = self.schemas.keywords(part.id) else { return true };
            keywords.assertions().iter().all(|(keyword, _)| {
                part.held.contains(keyword)
                    || (part.id == choice.schema && *keyword == choice.keyword)
                    || (*keyword == "type" && types.within(types_said(keywords)))
            })
        })
    }

    /// Ends a choice: one arm is no choice.
    pub(super) fn finish_choice(
        &mut self,
        input: &Input,
        mut arms: Vec<ChoiceArm>,
        checks: Vec<Check>,
        context: &Context,
        reserved: Option<TypeId>,
    ) -> TypeRef {
        if arms.len() == 1
            && let Some(arm) = arms.pop()
        {
            let mut ty = arm.ty;
            ty.checks.extend(checks);
            return ty;
        }
        let mut taken: BTreeSet<String> = ["Value", "Unknown"].map(str::to_owned).into();
        for arm in &mut arms {
            let name = if taken.contains(&arm.name) { format!("{}Arm", arm.name) } else { arm.name.clone() };
            arm.name = names::unique(&name, &mut taken);
        }
        let id = reserved
            .or_else(|| self.named.get(&(input.clone(), None, context.home.clone())).copied())
            .unwrap_or_else(|| self.declare(input, None, context, None));
        self.finish(input, context, Some(id), Shape::Choice(Choice { arms, checks }))
    }
}

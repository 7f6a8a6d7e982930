//! What tells objects of several schemas apart at a glance: a member that one asks for, and that the others forbid or
//! want to be something else.

use std::collections::{BTreeMap, BTreeSet};

use super::Lowerer;
use super::conjunction::{Alternatives, Conjunction, Input};
use super::types::Types;
use crate::load::{Node, Value};
use crate::model::{AssertionId, Condition};
use crate::resolve::{Keywords, SchemaId};

/// The most arms that are told apart.
const ARMS: usize = 300;

/// A value that is compared as it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Simple {
    Bool(bool),
    Text(String),
}

impl Simple {
    const TYPES: Types = Types::STRING.or(Types::BOOL);

    fn of(node: &Node) -> Option<Self> {
        match &node.value {
            Value::Bool(value) => Some(Self::Bool(*value)),
            Value::String(text) => Some(Self::Text(text.clone())),
            _ => None,
        }
    }
}

/// What an arm says of the member of a name.
#[derive(Debug, Clone)]
struct Said {
    /// None: there cannot be one.
    types: Types,
    /// The texts and booleans that it can be, where the arm says which.
    values: Option<BTreeSet<Simple>>,
}

/// How much of a member must be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Look {
    /// That it is there.
    Presence,
    /// Its JSON type.
    Type,
    /// Its value.
    Value,
}

struct Arm {
    schema: SchemaId,
    all: Conjunction,
    required: Vec<String>,
    said: BTreeMap<String, Said>,
}

impl Lowerer<'_> {
    /// The order in which the arms of a choice of objects are asked, each with what a value of it surely is and a value of
    /// none of the later arms can be. The last one may be what is left. `None` if nothing like that tells them apart.
    pub(super) fn decided(
        &mut self,
        input: &Input,
        choice: &Alternatives,
        schemas: &[SchemaId],
    ) -> Option<Vec<(usize, Option<AssertionId>)>> {
        if schemas.len() > ARMS {
            return None;
        }
        let mut arms: Vec<Arm> = schemas.iter().map(|schema| self.arm(input, choice, *schema)).collect();
        let mut left: Vec<usize> = (0..arms.len()).collect();
        let mut order = Vec::new();
        while left.len() > 1 {
            let found = left.iter().enumerate().find_map(|(position, at)| {
                let others: Vec<usize> = left.iter().copied().filter(|other| other != at).collect();
                Some((position, self.signs(&mut arms, *at, &others)?))
            });
            let (position, signs) = found?;
            let at = left.remove(position);
            order.push((at, Some(self.condition(&mut arms[at], signs))));
        }
        let last = *left.first()?;
        let others: Vec<usize> = (0..arms.len()).filter(|other| *other != last).collect();
        let signs = self.signs(&mut arms, last, &others);
        order.push((last, signs.map(|signs| self.condition(&mut arms[last], signs))));
        Some(order)
    }

    fn arm(&mut self, input: &Input, choice: &Alternatives, schema: SchemaId) -> Arm {
        let all = self.conjunction(&input.with_arm(choice, schema, Types::OBJECT));
        let mut required: Vec<String> = Vec::new();
        for (_, k) in self.keywords_of(&all) {
            for name in &k.required {
                if required.len() < 100 && !required.contains(&name.value) {
                    required.push(name.value.clone());
                }
            }
        }
        Arm { schema, all, required, said: BTreeMap::new() }
    }

    /// Members that objects of the one arm have and objects of the others cannot have: one if one is enough.
    fn signs(&mut self, arms: &mut [Arm], one: usize, others: &[usize]) -> Option<Vec<(String, Look)>> {
        let names = arms[one].required.clone();
        let mut best: Option<(Look, String)> = None;
        let mut open: Vec<usize> = others.to_vec();
        let mut several: BTreeMap<String, Look> = BTreeMap::new();
        for name in names {
            let looks: Vec<Option<Look>> =
                others.iter().map(|other| self.excludes(arms, one, *other, &name)).collect();
            if let Some(look) =
                looks.iter().copied().collect::<Option<Vec<_>>>().and_then(|l| l.into_iter().max())
                && best.as_ref().is_none_or(|(known, _)| look < *known)
            {
                best = Some((look, name.clone()));
            }
            for (other, look) in others.iter().zip(looks) {
                if let Some(look) = look
                    && open.contains(other)
                {
                    open.retain(|left| left != other);
                    let known = several.entry(name.clone()).or_insert(look);
                    *known = look.max(*known);
                }
            }
        }
        match best {
            Some((look, name)) => Some(vec![(name, look)]),
            None => open.is_empty().then(|| several.into_iter().collect()),
        }
    }

    /// How an object of the one arm is seen by a member to be none of the other.
    fn excludes(&mut self, arms: &mut [Arm], one: usize, other: usize, name: &str) -> Option<Look> {
        let theirs = self.said(&mut arms[other], name);
        if theirs.types.is_empty() {
            return Some(Look::Presence);
        }
        let ours = self.said(&mut arms[one], name);
        if !ours.types.overlaps(theirs.types) {
            return Some(Look::Type);
        }
        let (Some(own), Some(foreign)) = (&ours.values, &theirs.values) else { return None };
        (ours.types.within(Simple::TYPES) && own.is_disjoint(foreign)).then_some(Look::Value)
    }

    fn said(&mut self, arm: &mut Arm, name: &str) -> Said {
        if let Some(known) = arm.said.get(name) {
            return known.clone();
        }
        let mut ids: Vec<SchemaId> = Vec::new();
        for (_, k) in self.keywords_of(&arm.all) {
            let before = ids.len();
            ids.extend(k.property(name).map(|entry| entry.schema));
            let mut unsure = false;
            for pattern in &k.pattern_properties {
                match self.texts.matches(&pattern.name, name) {
                    Some(true) => ids.push(pattern.schema),
                    Some(false) => {}
                    None => unsure = true,
                }
            }
            if ids.len() == before && !unsure {
                ids.extend(k.additional_properties.as_ref().map(|schema| schema.value));
            }
        }
        let property = self.conjunction(&Input::new(&ids, Types::ALL));
        let mut values: Option<BTreeSet<Simple>> = None;
        for (_, k) in self.keywords_of(&property) {
            for own in [constants(k), members(k)].into_iter().flatten() {
                values = Some(match values {
                    Some(values) => values.intersection(&own).cloned().collect(),
                    None => own,
                });
            }
        }
        let said = Said { types: property.types, values };
        arm.said.insert(name.to_owned(), said.clone());
        said
    }

    /// An assertion that looks at no more than these members.
    fn condition(&mut self, arm: &mut Arm, signs: Vec<(String, Look)>) -> AssertionId {
        let place = self.schemas.get(arm.schema).place;
        let mut named = Vec::new();
        for (name, look) in &signs {
            let said = self.said(arm, name);
            let condition = match look {
                Look::Presence => continue,
                Look::Type => Condition::Type { types: said.types.set(), integers_as_written: false },
                Look::Value => {
                    let node = |value| Node { value, place };
                    let values = said.values.into_iter().flatten().map(|value| match value {
                        Simple::Bool(value) => node(Value::Bool(value)),
                        Simple::Text(text) => node(Value::String(text)),
                    });
                    let mut values: Vec<Node> = values.collect();
                    match values.len() {
                        1 => Condition::Const(values.remove(0)),
                        _ => Condition::Enum(values),
                    }
                }
            };
            named.push((name.clone(), Some(self.assertions.made(arm.schema, vec![condition]))));
        }
        let mut conditions = vec![Condition::Required(signs.into_iter().map(|(name, _)| name).collect())];
        if !named.is_empty() {
            conditions.push(Condition::Members { named, patterns: Vec::new(), additional: None });
        }
        self.assertions.made(arm.schema, conditions)
    }
}

fn constants(keywords: &Keywords) -> Option<BTreeSet<Simple>> {
    keywords.constant.as_ref().map(|constant| Simple::of(&constant.value).into_iter().collect())
}

fn members(keywords: &Keywords) -> Option<BTreeSet<Simple>> {
    let members = keywords.enumeration.as_ref()?;
    Some(members.value.iter().filter_map(Simple::of).collect())
}

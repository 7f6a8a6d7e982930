//! Which JSON types a schema can accept at all, and whether it accepts null.

use super::Lowerer;
use super::conjunction::{silent_on, types_said};
use crate::load::{Node, Value};
use crate::number::Number;
use crate::resolve::{Body, SchemaId, Type, TypeSet};

/// A set of JSON types in which numbers with and without a fraction are apart, so that sets can be cut and
/// joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Types(u8);

/// Deepest nesting of schemas within schemas that is looked at before the answer is "any".
const DEPTH: usize = 100;

impl Types {
    pub(super) const NONE: Self = Self(0);
    pub(super) const NULL: Self = Self(1);
    pub(super) const BOOL: Self = Self(2);
    pub(super) const INTEGER: Self = Self(4);
    pub(super) const NUMBER: Self = Self(4 | 8);
    pub(super) const STRING: Self = Self(16);
    pub(super) const ARRAY: Self = Self(32);
    pub(super) const OBJECT: Self = Self(64);
    pub(super) const ALL: Self = Self(127);
    /// Each JSON type once, in the order in which a choice lists them.
    const EACH: [Self; 6] = [Self::STRING, Self::NUMBER, Self::BOOL, Self::ARRAY, Self::OBJECT, Self::NULL];

    pub(super) fn of(set: TypeSet) -> Self {
        set.iter().fold(Self::NONE, |all, one| {
            all.or(match one {
                Type::Null => Self::NULL,
                Type::Boolean => Self::BOOL,
                Type::Integer => Self::INTEGER,
                Type::Number => Self::NUMBER,
                Type::String => Self::STRING,
                Type::Array => Self::ARRAY,
                Type::Object => Self::OBJECT,
            })
        })
    }

    fn of_value(node: &Node) -> Self {
        match &node.value {
            Value::Null => Self::NULL,
            Value::Bool(_) => Self::BOOL,
            // A number that nothing can read is taken for any.
            Value::Number(text) => match Number::parse(text) {
                Some(number) if number.is_integer() => Self::INTEGER,
                _ => Self::NUMBER,
            },
            Value::String(_) => Self::STRING,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
        }
    }

    /// As the model spells it: `number` includes integers.
    pub(super) fn set(self) -> TypeSet {
        let pairs = [
            (Self::NULL, Type::Null),
            (Self::BOOL, Type::Boolean),
            (Self::STRING, Type::String),
            (Self::ARRAY, Type::Array),
            (Self::OBJECT, Type::Object),
        ];
        let number = match self.and(Self::NUMBER) {
            Self::NONE => None,
            Self::INTEGER => Some(Type::Integer),
            _ => Some(Type::Number),
        };
        let others = pairs.into_iter().filter(|(types, _)| self.meets(*types)).map(|(_, one)| one);
        TypeSet::of(others.chain(number))
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn minus(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) fn within(self, other: Self) -> bool {
        self.minus(other).is_empty()
    }

    pub(super) fn meets(self, other: Self) -> bool {
        !self.and(other).is_empty()
    }

    /// Whether some value could be of both sets, as far as a reader sees by the first byte.
    pub(super) fn overlaps(self, other: Self) -> bool {
        self.json().any(|one| other.meets(one))
    }

    /// The JSON types in it, a number being one of them.
    pub(super) fn json(self) -> impl Iterator<Item = Self> {
        Self::EACH.into_iter().filter(move |one| self.meets(*one))
    }

    /// The JSON type, if there is exactly one.
    pub(super) fn single(self) -> Option<Self> {
        let mut types = self.json();
        types.next().filter(|_| types.next().is_none())
    }
}

impl Lowerer<'_> {
    /// The JSON types that a schema may accept; never too few.
    pub(super) fn types_of(&mut self, id: SchemaId) -> Types {
        if let Some(known) = self.types.get(&id) {
            return *known;
        }
        if self.probe > DEPTH {
            return Types::ALL;
        }
        // A schema that comes back to itself adds nothing on the way.
        self.types.insert(id, Types::ALL);
        self.probe += 1;
        let types = self.types_here(id);
        self.probe -= 1;
        self.types.insert(id, types);
        types
    }

    fn types_here(&mut self, id: SchemaId) -> Types {
        let all = self.schemas;
        let keywords = match &all.get(id).body {
            Body::Bool(true) => return Types::ALL,
            Body::Bool(false) => return Types::NONE,
            Body::Keywords(keywords) => keywords,
        };
        let mut types = keywords.types.as_ref().map_or(Types::ALL, |types| Types::of(types.value));
        if let Some(constant) = &keywords.constant {
            types = types.and(Types::of_value(&constant.value));
        }
        if let Some(members) = &keywords.enumeration {
            let members = members.value.iter().map(Types::of_value).fold(Types::NONE, Types::or);
            types = types.and(members);
        }
        let always = keywords.reference.iter().map(|reference| reference.value);
        for part in always.chain(keywords.all_of.iter().flat_map(|arms| arms.value.iter().copied())) {
            types = types.and(self.types_of(part));
        }
        for arms in [&keywords.any_of, &keywords.one_of].into_iter().flatten() {
            let arms = arms.value.iter().fold(Types::NONE, |types, arm| types.or(self.types_of(*arm)));
            types = types.and(arms);
        }
        // What two arms of `oneOf` accept whatever it holds is not valid.
        if let Some(arms) = keywords.one_of.as_ref().filter(|_| types.json().count() > 1) {
            for one in types.json() {
                let takers = arms.value.iter().filter(|arm| self.takes_all(**arm, one, 0));
                if takers.take(2).count() == 2 {
                    types = types.minus(one);
                }
            }
        }
        types
    }

    /// Whether a schema certainly accepts every value of one JSON type.
    fn takes_all(&self, id: SchemaId, one: Types, depth: usize) -> bool {
        let Some(id) = self.schemas.follow(id).filter(|_| depth < 4) else { return false };
        let keywords = match &self.schemas.get(id).body {
            Body::Bool(value) => return *value,
            Body::Keywords(keywords) => keywords,
        };
        let silent: Vec<&str> = silent_on(one).collect();
        keywords.assertions().iter().all(|(keyword, _)| match *keyword {
            "type" => one.within(types_said(keywords)),
            "$ref" => keywords.reference.as_ref().is_some_and(|to| self.takes_all(to.value, one, depth + 1)),
            "allOf" => {
                let mut arms = keywords.all_of.iter().flat_map(|arms| &arms.value);
                arms.all(|arm| self.takes_all(*arm, one, depth + 1))
            }
            "anyOf" => {
                let mut arms = keywords.any_of.iter().flat_map(|arms| &arms.value);
                arms.any(|arm| self.takes_all(*arm, one, depth + 1))
            }
            keyword => silent.contains(&keyword),
        })
    }

    /// The same for schemas that must all hold.
    pub(super) fn types_of_all(&mut self, ids: &[SchemaId]) -> Types {
        ids.iter().fold(Types::ALL, |types, id| types.and(self.types_of(*id)))
    }

    /// Whether a schema accepts null; `None` where that cannot be told.
    pub(super) fn accepts_null(&mut self, id: SchemaId) -> Option<bool> {
        if let Some(known) = self.nulls.get(&id) {
            return *known;
        }
        if self.probe > DEPTH {
            return None;
        }
        self.nulls.insert(id, None);
        self.probe += 1;
        let answer = self.accepts_null_here(id);
        self.probe -= 1;
        self.nulls.insert(id, answer);
        answer
    }

    fn accepts_null_here(&mut self, id: SchemaId) -> Option<bool> {
        let all = self.schemas;
        let keywords = match &all.get(id).body {
            Body::Bool(value) => return Some(*value),
            Body::Keywords(keywords) => keywords,
        };
        let null = |node: &Node| matches!(node.value, Value::Null);
        let own = keywords.types.as_ref().is_none_or(|types| types.value.contains(Type::Null))
            && keywords.constant.as_ref().is_none_or(|constant| null(&constant.value))
            && keywords.enumeration.as_ref().is_none_or(|members| members.value.iter().any(null));
        if !own {
            return Some(false);
        }
        let mut answer = Some(true);
        let mut require = |part: Option<bool>| {
            answer = match (answer, part) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            };
        };
        if let Some(reference) = &keywords.reference {
            require(self.accepts_null(reference.value));
        }
        for arm in keywords.all_of.iter().flat_map(|arms| &arms.value) {
            require(self.accepts_null(*arm));
        }
        if let Some(arms) = &keywords.any_of {
            let arms: Vec<Option<bool>> = arms.value.iter().map(|arm| self.accepts_null(*arm)).collect();
            let some = if arms.contains(&None) { None } else { Some(false) };
            require(if arms.contains(&Some(true)) { Some(true) } else { some });
        }
        if let Some(arms) = &keywords.one_of {
            let arms: Option<Vec<bool>> = arms.value.iter().map(|arm| self.accepts_null(*arm)).collect();
            require(arms.map(|arms| arms.into_iter().filter(|arm| *arm).count() == 1));
        }
        if let Some(not) = &keywords.not {
            require(self.accepts_null(not.value).map(|accepted| !accepted));
        }
        if let Some(condition) = &keywords.if_
            && (keywords.then.is_some() || keywords.else_.is_some())
        {
            let branch = self
                .accepts_null(condition.value)
                .map(|holds| if holds { &keywords.then } else { &keywords.else_ });
            require(match branch {
                Some(Some(branch)) => self.accepts_null(branch.value),
                Some(None) => Some(true),
                None => None,
            });
        }
        answer
    }
}

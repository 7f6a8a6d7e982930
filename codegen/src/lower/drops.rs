//! Readers of events drop undeclared members; but what an assertion asks for must still be there when it is asked.

use std::collections::BTreeSet;

use super::shape::plain;
use crate::model::{
    AssertionId, Check, Condition, Extra, Kind, Model, Record, Shape, TypeId, TypeRef, Unknown,
};

/// Lets the records keep undeclared members that some assertion on them, or around them, may look at.
pub(super) fn keep_what_is_asked(model: &mut Model) {
    let mut search = Search { model, seen: BTreeSet::new(), keeps: BTreeSet::new() };
    for def in &model.types {
        match &def.shape {
            Shape::Record(record) => {
                search.whole(&record.checks, def.id);
                record.fields.iter().for_each(|field| search.uses(&field.ty));
            }
            Shape::Union(union) => search.whole(&union.checks, def.id),
            Shape::Choice(choice) => {
                search.whole(&choice.checks, def.id);
                for arm in &choice.arms {
                    search.uses(&arm.ty);
                    arm.when.iter().for_each(|when| search.asks(*when, At::Kind(&arm.ty.kind), 0));
                }
            }
            Shape::Newtype(ty) => search.uses(ty),
            Shape::Enum(_) => {}
        }
    }
    for id in search.keeps {
        if let Shape::Record(record) = &mut model.types[id.0 as usize].shape {
            record.unknown = Unknown::Keep(Box::new(Extra {
                rust: "additional_properties".to_owned(),
                csharp: "AdditionalProperties".to_owned(),
                value: plain(Kind::Any),
            }));
        }
    }
}

struct Search<'a> {
    model: &'a Model,
    seen: BTreeSet<(AssertionId, TypeId, Option<&'a str>)>,
    keeps: BTreeSet<TypeId>,
}

/// Deepest nesting of types without a name.
const DEPTH: usize = 200;

impl<'a> Search<'a> {
    fn all(&mut self, checks: &[Check], kind: &'a Kind) {
        for check in checks {
            if let Check::Assert(id) = check {
                self.asks(*id, At::Kind(kind), 0);
            }
        }
    }

    fn whole(&mut self, checks: &[Check], id: TypeId) {
        for check in checks {
            if let Check::Assert(assertion) = check {
                self.asks(*assertion, At::Type(id, None), 0);
            }
        }
    }

    fn uses(&mut self, ty: &'a TypeRef) {
        self.all(&ty.checks, &ty.kind);
        match &ty.kind {
            Kind::List(inner) | Kind::Map(inner) | Kind::Nullable(inner) => self.uses(inner),
            Kind::Tuple(items) => items.iter().for_each(|item| self.uses(item)),
            _ => {}
        }
    }

    /// Looks at what an assertion asks of a value of this type.
    fn asks(&mut self, id: AssertionId, at: At<'a>, depth: usize) {
        let model = self.model;
        let (named, tag) = match at {
            At::Kind(Kind::Nullable(inner)) => return self.asks(id, At::Kind(&inner.kind), depth),
            At::Kind(Kind::Named(named)) => (*named, None),
            At::Type(named, tag) => (named, tag),
            At::Kind(_) => {
                if depth < DEPTH {
                    self.conditions(id, at, depth);
                }
                return;
            }
        };
        if depth > DEPTH || !self.seen.insert((id, named, tag)) {
            return;
        }
        match &model.get(named).shape {
            Shape::Record(record) => {
                let beyond = |condition| looks_beyond(condition, record, tag);
                if matches!(record.unknown, Unknown::Drop)
                    && model.assertion(id).conditions.iter().any(beyond)
                {
                    self.keeps.insert(named);
                }
                self.conditions(id, At::Type(named, tag), depth);
            }
            Shape::Union(union) => {
                for arm in &union.arms {
                    self.asks(id, At::Type(arm.record, Some(&union.tag)), depth + 1);
                }
            }
            Shape::Choice(choice) => {
                choice.arms.iter().for_each(|arm| self.asks(id, At::Kind(&arm.ty.kind), depth + 1));
            }
            Shape::Newtype(ty) => self.asks(id, At::Kind(&ty.kind), depth + 1),
            Shape::Enum(_) => {}
        }
    }

    fn conditions(&mut self, id: AssertionId, at: At<'a>, depth: usize) {
        for condition in &self.model.assertion(id).conditions {
            match condition {
                Condition::All(ids) | Condition::Any(ids) => {
                    for id in ids {
                        self.asks(*id, at, depth + 1);
                    }
                }
                Condition::One(ids) => ids.iter().flatten().for_each(|id| self.asks(*id, at, depth + 1)),
                Condition::Not(id) | Condition::DependentSchema(_, id) => self.asks(*id, at, depth + 1),
                Condition::If { condition, then, otherwise } => {
                    let branches = [Some(*condition), *then, *otherwise];
                    branches.into_iter().flatten().for_each(|id| self.asks(id, at, depth + 1));
                }
                Condition::Members { named, patterns, additional } => {
                    for (name, ty) in self.members(at) {
                        let own =
                            named.iter().filter(|(key, _)| Some(key.as_str()) == name || name.is_none());
                        let ids = own.chain(patterns).filter_map(|(_, id)| *id).chain(*additional);
                        ids.for_each(|id| self.asks(id, At::Kind(ty), depth + 1));
                    }
                }
                Condition::Items { prefix, rest } => {
                    for ty in items(at) {
                        let ids = prefix.iter().chain([rest]).flatten();
                        ids.for_each(|id| self.asks(*id, At::Kind(ty), depth + 1));
                    }
                }
                Condition::Contains { item: Some(id), .. } | Condition::UnevaluatedItems { rest: id, .. } => {
                    for ty in items(at) {
                        self.asks(*id, At::Kind(ty), depth + 1);
                    }
                }
                Condition::UnevaluatedMembers { rest, .. } => {
                    for (_, ty) in self.members(at) {
                        self.asks(*rest, At::Kind(ty), depth + 1);
                    }
                }
                _ => {}
            }
        }
    }

    /// The members that a value has; a nameless one stands for those of a map.
    fn members(&self, at: At<'a>) -> Vec<(Option<&'a str>, &'a Kind)> {
        match at {
            At::Kind(Kind::Map(value)) => vec![(None, &value.kind)],
            At::Type(id, _) => match &self.model.get(id).shape {
                Shape::Record(record) => {
                    record.fields.iter().map(|field| (Some(field.json.as_str()), &field.ty.kind)).collect()
                }
                _ => Vec::new(),
            },
            At::Kind(_) => Vec::new(),
        }
    }
}

/// A value that an assertion looks at.
#[derive(Debug, Clone, Copy)]
enum At<'a> {
    Kind(&'a Kind),
    /// A named type, and the member that the union around it holds.
    Type(TypeId, Option<&'a str>),
}

fn items(at: At<'_>) -> Vec<&Kind> {
    match at {
        At::Kind(Kind::List(item)) => vec![&item.kind],
        At::Kind(Kind::Tuple(items)) => items.iter().map(|item| &item.kind).collect(),
        _ => Vec::new(),
    }
}

/// Whether a condition sees members that a record does not declare.
fn looks_beyond(condition: &Condition, record: &Record, tag: Option<&str>) -> bool {
    let declared = |name: &str| Some(name) == tag || record.fields.iter().any(|field| field.json == name);
    match condition {
        Condition::Const(_)
        | Condition::Enum(_)
        | Condition::PropertyNames(_)
        | Condition::UnevaluatedMembers { .. }
        | Condition::Check(Check::MinProperties(_) | Check::MaxProperties(_)) => true,
        Condition::Required(names) => !names.iter().all(|name| declared(name)),
        Condition::DependentRequired(name, names) => {
            !declared(name) || !names.iter().all(|name| declared(name))
        }
        Condition::DependentSchema(name, _) => !declared(name),
        Condition::Members { named, patterns, additional } => {
            additional.is_some()
                || patterns.iter().any(|(_, id)| id.is_some())
                || named.iter().any(|(name, id)| id.is_some() && !declared(name))
        }
        _ => false,
    }
}

//! What a model accepts, straight from its definitions: slow, plain, and the same as what generated code is to do.

use std::cell::RefCell;
use std::collections::BTreeMap;

use event_contracts_codegen::load::{Node, Value};
use event_contracts_codegen::model::{
    AssertionId, Check, Condition, Evaluated, EvaluationId, Kind, Model, Part, Record, Shape, TypeId,
    TypeRef, Unknown,
};
use event_contracts_codegen::number::Number;
use event_contracts_codegen::resolve::{Type, TypeSet};

/// Whether the root type of a model accepts a document.
pub(crate) fn accepts(model: &Model, value: &Node) -> bool {
    model.roots.first().is_some_and(|root| Judge { model }.named(root.ty, value))
}

struct Judge<'a> {
    model: &'a Model,
}

fn number(node: &Node) -> Option<Number> {
    match &node.value {
        Value::Number(text) => Number::parse(text),
        _ => None,
    }
}

fn is_of(types: TypeSet, node: &Node) -> bool {
    let t = match &node.value {
        Value::Null => Type::Null,
        Value::Bool(_) => Type::Boolean,
        Value::String(_) => Type::String,
        Value::Array(_) => Type::Array,
        Value::Object(_) => Type::Object,
        Value::Number(_) => {
            let whole = number(node).is_some_and(|n| n.is_integer());
            return types.contains(Type::Number) || (whole && types.contains(Type::Integer));
        }
    };
    types.contains(t)
}

fn equal(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::Null, Value::Null) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Number(_), Value::Number(_)) => number(a) == number(b),
        (Value::String(a), Value::String(b)) => a == b,
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        (Value::Object(m), Value::Object(n)) => {
            m.len() == n.len() && m.iter().all(|m| b.get(&m.key).is_some_and(|v| equal(&m.value, v)))
        }
        _ => false,
    }
}

/// The judge of patterns is the validator's engine.
fn fits(pattern: &str, text: &str) -> bool {
    thread_local! {
        static KNOWN: RefCell<BTreeMap<String, Option<jsonschema::Validator>>> = const { RefCell::new(BTreeMap::new()) };
    }
    KNOWN.with_borrow_mut(|known| {
        let validator = known
            .entry(pattern.to_owned())
            .or_insert_with(|| jsonschema::validator_for(&serde_json::json!({ "pattern": pattern })).ok());
        validator.as_ref().is_none_or(|validator| validator.is_valid(&serde_json::Value::from(text)))
    })
}

/// Whether `n` is a whole number of times `of`, for the sizes that tests have.
fn is_multiple(n: &Number, of: &Number) -> bool {
    let scaled = |n: &Number, scale: i64| Number::parse(&format!("{n}e{scale}")).and_then(|n| n.to_i128());
    let scale = n.scale().max(of.scale());
    match (scaled(n, scale), scaled(of, scale)) {
        (Some(n), Some(of)) if of != 0 => n % of == 0,
        // Far apart: a huge number is a multiple of a small one if it is whole in its units.
        _ => n > of && of.scale() == 0,
    }
}

impl Judge<'_> {
    fn named(&self, id: TypeId, value: &Node) -> bool {
        match &self.model.get(id).shape {
            Shape::Record(record) => self.record(record, value, None),
            Shape::Enum(set) => value
                .as_str()
                .is_some_and(|text| set.open || set.variants.iter().any(|variant| variant.json == text)),
            Shape::Union(union) => {
                let tag = value.get(&union.tag).and_then(Node::as_str);
                let arm = union.arms.iter().find(|arm| Some(arm.value.as_str()) == tag);
                arm.is_some_and(|arm| match &self.model.get(arm.record).shape {
                    Shape::Record(record) => self.record(record, value, Some(&union.tag)),
                    _ => false,
                }) && self.checks(&union.checks, value)
            }
            Shape::Choice(choice) => {
                let arm = choice.arms.iter().find(|arm| {
                    is_of(arm.types, value) && arm.when.is_none_or(|when| self.holds(when, value))
                });
                arm.is_some_and(|arm| self.ty(&arm.ty, value)) && self.checks(&choice.checks, value)
            }
            Shape::Newtype(ty) => self.ty(ty, value),
        }
    }

    fn record(&self, record: &Record, value: &Node, tag: Option<&str>) -> bool {
        let Some(members) = value.as_object() else { return false };
        let known = |name: &str| Some(name) == tag || record.fields.iter().any(|field| field.json == name);
        let fields = record.fields.iter().all(|field| match value.get(&field.json) {
            None => !field.required,
            Some(Node { value: Value::Null, .. }) if field.nullable => true,
            Some(member) => self.ty(&field.ty, member),
        });
        let rest = members.iter().filter(|member| !known(&member.key)).all(|member| match &record.unknown {
            Unknown::Refuse => false,
            Unknown::Drop => true,
            Unknown::Keep(extra) => self.ty(&extra.value, &member.value),
        });
        fields && rest && self.checks(&record.checks, value)
    }

    fn ty(&self, ty: &TypeRef, value: &Node) -> bool {
        let held = match &ty.kind {
            Kind::Bool => matches!(value.value, Value::Bool(_)),
            Kind::String => value.as_str().is_some(),
            Kind::Integer(integer) => {
                let (least, greatest) = integer.range();
                number(value).and_then(|n| n.to_i128()).is_some_and(|n| n >= least && n <= greatest)
            }
            Kind::WholeNumber => number(value).is_some_and(|n| n.is_integer()),
            Kind::Number => number(value).is_some(),
            Kind::Named(id) => self.named(*id, value),
            Kind::List(item) => {
                value.as_array().is_some_and(|items| items.iter().all(|value| self.ty(item, value)))
            }
            Kind::Tuple(types) => value.as_array().is_some_and(|items| {
                items.len() == types.len() && types.iter().zip(items).all(|(ty, value)| self.ty(ty, value))
            }),
            Kind::Map(member) => {
                value.as_object().is_some_and(|members| members.iter().all(|m| self.ty(member, &m.value)))
            }
            Kind::Nullable(inner) => matches!(value.value, Value::Null) || self.ty(inner, value),
            Kind::Any => true,
            // Formats give types where they are asserted, which is not so for plain schemas.
            Kind::Uuid | Kind::Timestamp | Kind::Date | Kind::Duration | Kind::Decimal | Kind::Double => {
                false
            }
        };
        held && self.checks(&ty.checks, value)
    }

    fn checks(&self, checks: &[Check], value: &Node) -> bool {
        checks.iter().all(|check| self.check(check, value))
    }

    fn check(&self, check: &Check, value: &Node) -> bool {
        let length = value.as_str().map(|text| text.chars().count() as u64);
        let items = value.as_array().map(|items| items.len() as u64);
        let members = value.as_object().map(|members| members.len() as u64);
        let n = number(value);
        match check {
            Check::Assert(id) => self.holds(*id, value),
            Check::MinLength(least) => length.is_none_or(|n| n >= *least),
            Check::MaxLength(most) => length.is_none_or(|n| n <= *most),
            Check::Pattern(pattern) => value.as_str().is_none_or(|text| fits(pattern, text)),
            Check::Minimum(least) => n.is_none_or(|n| n >= *least),
            Check::Maximum(most) => n.is_none_or(|n| n <= *most),
            Check::ExclusiveMinimum(least) => n.is_none_or(|n| n > *least),
            Check::ExclusiveMaximum(most) => n.is_none_or(|n| n < *most),
            Check::MultipleOf(of) => n.is_none_or(|n| is_multiple(&n, of)),
            Check::MinItems(least) => items.is_none_or(|n| n >= *least),
            Check::MaxItems(most) => items.is_none_or(|n| n <= *most),
            Check::UniqueItems => value.as_array().is_none_or(|items| {
                items.iter().enumerate().all(|(at, a)| items[..at].iter().all(|b| !equal(a, b)))
            }),
            Check::MinProperties(least) => members.is_none_or(|n| n >= *least),
            Check::MaxProperties(most) => members.is_none_or(|n| n <= *most),
            Check::Email | Check::Uri | Check::Uuid | Check::DateTime | Check::Date | Check::Duration => true,
        }
    }

    fn maybe(&self, id: Option<AssertionId>, value: &Node) -> bool {
        id.is_none_or(|id| self.holds(id, value))
    }

    fn holds(&self, id: AssertionId, value: &Node) -> bool {
        self.model.assertion(id).conditions.iter().all(|condition| self.condition(condition, value))
    }

    fn condition(&self, condition: &Condition, value: &Node) -> bool {
        let items = value.as_array().unwrap_or_default();
        let members = value.as_object().unwrap_or_default();
        let is_object = value.as_object().is_some();
        match condition {
            Condition::Never => false,
            Condition::Type { types, integers_as_written } => {
                let written = !matches!(&value.value, Value::Number(text) if text.contains(['.', 'e', 'E']));
                let whole = types.contains(Type::Integer) && !types.contains(Type::Number);
                is_of(*types, value) && (written || !*integers_as_written || !whole)
            }
            Condition::Const(constant) => equal(constant, value),
            Condition::Enum(values) => values.iter().any(|other| equal(other, value)),
            Condition::Check(check) => self.check(check, value),
            Condition::Items { prefix, rest } => {
                items.iter().enumerate().all(|(at, item)| self.maybe(*prefix.get(at).unwrap_or(rest), item))
            }
            Condition::Contains { item, min, max } => {
                let count = items.iter().filter(|value| self.maybe(*item, value)).count() as u64;
                value.as_array().is_none() || (count >= *min && max.is_none_or(|max| count <= max))
            }
            Condition::Required(names) => !is_object || names.iter().all(|name| value.get(name).is_some()),
            Condition::DependentRequired(name, needs) => {
                value.get(name).is_none() || needs.iter().all(|name| value.get(name).is_some())
            }
            Condition::DependentSchema(name, id) => value.get(name).is_none() || self.holds(*id, value),
            Condition::PropertyNames(id) => members.iter().all(|member| {
                let name = Node { value: Value::String(member.key.clone()), place: member.key_place };
                self.holds(*id, &name)
            }),
            Condition::Members { named, patterns, additional } => members.iter().all(|member| {
                let own = named.iter().find(|(name, _)| *name == member.key);
                let fitting: Vec<_> =
                    patterns.iter().filter(|(pattern, _)| fits(pattern, &member.key)).collect();
                let known = own.is_some() || !fitting.is_empty();
                let all = own.into_iter().chain(fitting).all(|(_, id)| self.maybe(*id, &member.value));
                all && (known || self.maybe(*additional, &member.value))
            }),
            Condition::All(ids) => ids.iter().all(|id| self.holds(*id, value)),
            Condition::Any(ids) => ids.iter().any(|id| self.holds(*id, value)),
            Condition::One(ids) => ids.iter().filter(|id| self.maybe(**id, value)).count() == 1,
            Condition::Not(id) => !self.holds(*id, value),
            Condition::If { condition, then, otherwise } => {
                self.maybe(if self.holds(*condition, value) { *then } else { *otherwise }, value)
            }
            Condition::UnevaluatedMembers { evaluated, rest } => members.iter().all(|member| {
                self.sees(*evaluated, value, Spot::Member(&member.key)) || self.holds(*rest, &member.value)
            }),
            Condition::UnevaluatedItems { evaluated, rest } => items.iter().enumerate().all(|(at, item)| {
                self.sees(*evaluated, value, Spot::Item(at as u64, item)) || self.holds(*rest, item)
            }),
        }
    }

    fn sees(&self, id: EvaluationId, value: &Node, spot: Spot<'_>) -> bool {
        let evaluation = self.model.evaluation(id);
        let own = match (&evaluation.own, spot) {
            (Evaluated::All, _) => true,
            (Evaluated::Members { named, patterns }, Spot::Member(name)) => {
                named.iter().any(|n| n == name) || patterns.iter().any(|pattern| fits(pattern, name))
            }
            (Evaluated::Items { prefix, contains }, Spot::Item(at, item)) => {
                at < *prefix || contains.is_some_and(|id| self.holds(id, item))
            }
            _ => false,
        };
        own || evaluation.parts.iter().any(|part| match part {
            Part::Always(id) => self.sees(*id, value, spot),
            Part::When(condition, id) => self.holds(*condition, value) && self.sees(*id, value, spot),
            Part::Unless(condition, id) => !self.holds(*condition, value) && self.sees(*id, value, spot),
            Part::WhenPresent(name, id) => value.get(name).is_some() && self.sees(*id, value, spot),
        })
    }
}

/// A member or an item of a value.
#[derive(Clone, Copy)]
enum Spot<'a> {
    Member(&'a str),
    Item(u64, &'a Node),
}

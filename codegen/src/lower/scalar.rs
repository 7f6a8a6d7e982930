//! Strings and numbers.

use std::collections::BTreeSet;

use super::conjunction::{Conjunction, Input};
use super::shape::plain;
use super::types::Types;
use super::{Context, Lowerer, names};
use crate::load::{Node, Value};
use crate::model::{Check, Integer, Kind, Shape, StringEnum, TypeId, TypeRef, Variant};
use crate::number::Number;
use crate::resolve::{Keywords, SchemaId};

/// The most members of an enum that becomes a type.
const MEMBERS: usize = 1000;

impl Lowerer<'_> {
    pub(super) fn string(
        &mut self,
        mut all: Conjunction,
        input: &Input,
        context: &Context,
        reserved: Option<TypeId>,
    ) -> TypeRef {
        all.hold("type");
        if let Some((values, open)) = self.members(&mut all) {
            return self.string_enum(values, open, &all, input, context, reserved);
        }
        let keywords = self.keywords_of(&all);
        let mut kind = Kind::String;
        let mut checks = Vec::new();
        if self.options.formats {
            let only_format = keywords.iter().all(|(at, k)| {
                let held = &all.parts[*at].held;
                k.assertions().iter().all(|(keyword, _)| *keyword == "format" || held.contains(keyword))
            });
            let formats: BTreeSet<&str> =
                keywords.iter().filter_map(|(_, k)| k.format.as_ref()).map(|f| f.value.as_str()).collect();
            kind = match formats.first().copied().filter(|_| only_format && formats.len() == 1) {
                Some("uuid") => Kind::Uuid,
                Some("date-time") => Kind::Timestamp,
                Some("date") => Kind::Date,
                Some("duration") => Kind::Duration,
                _ => Kind::String,
            };
        }
        if matches!(kind, Kind::String) {
            for (at, k) in keywords {
                let mut add = |keyword: &'static str, check: Option<Check>| {
                    if let Some(check) = check {
                        all.parts[at].held.insert(keyword);
                        if !checks.contains(&check) {
                            checks.push(check);
                        }
                    }
                };
                add(
                    "minLength",
                    k.min_length.as_ref().filter(|n| n.value > 0).map(|n| Check::MinLength(n.value)),
                );
                add("maxLength", k.max_length.as_ref().map(|n| Check::MaxLength(n.value)));
                add("pattern", k.pattern.as_ref().map(|p| Check::Pattern(p.value.clone())));
                if self.options.formats {
                    add("format", k.format.as_ref().and_then(|format| Check::of_format(&format.value)));
                }
            }
        } else {
            all.hold("format");
        }
        checks.extend(self.leftover(&all));
        TypeRef { kind, checks }
    }

    /// The strings that `enum` and `const` leave, if they say which; and whether readers keep others.
    fn members(&mut self, all: &mut Conjunction) -> Option<(Vec<String>, bool)> {
        let mut left: Option<Vec<String>> = None;
        let mut open = false;
        let mut narrow = |values: Vec<String>| {
            left = Some(match left.take() {
                Some(left) => left.into_iter().filter(|value| values.contains(value)).collect(),
                None => values,
            });
        };
        let keywords = self.keywords_of(all);
        for (_, k) in &keywords {
            if let Some(values) = strings(k) {
                open |= k.enumeration.is_some() && k.flag("x-open-enum");
                narrow(values);
            }
        }
        let mut held = Vec::new();
        for choice in &all.choices {
            let arms: Option<Vec<Vec<String>>> =
                choice.arms.iter().map(|arm| self.only_strings(*arm)).collect();
            let Some(arms) = arms else { continue };
            let values: Vec<String> = arms.into_iter().flatten().collect();
            let distinct: BTreeSet<&String> = values.iter().collect();
            if choice.keyword == "anyOf" || distinct.len() == values.len() {
                held.push((choice.schema, choice.keyword));
            }
            narrow(values);
        }
        let mut left = left?;
        if left.len() > MEMBERS {
            return None;
        }
        let mut seen = BTreeSet::new();
        left.retain(|value| seen.insert(value.clone()));
        for (_, k) in &keywords {
            let (min, max) = (k.min_length.as_ref(), k.max_length.as_ref());
            left.retain(|value| {
                let length = value.chars().count() as u64;
                min.is_none_or(|min| length >= min.value) && max.is_none_or(|max| length <= max.value)
            });
        }
        if left.is_empty() {
            return None;
        }
        for part in &mut all.parts {
            part.held.extend(["enum", "const"]);
            if !open {
                part.held.extend(["minLength", "maxLength"]);
            }
            let held = held.iter().filter(|(schema, _)| *schema == part.id).map(|(_, keyword)| *keyword);
            part.held.extend(held);
        }
        Some((left, open))
    }

    /// The members, if a schema says no more than which strings are valid.
    fn only_strings(&self, id: SchemaId) -> Option<Vec<String>> {
        let keywords = self.schemas.keywords(self.schemas.follow(id)?)?;
        let said = keywords.assertions();
        let only = said.iter().all(|(keyword, _)| matches!(*keyword, "type" | "enum" | "const"));
        let types = keywords.types.as_ref().is_none_or(|types| Types::of(types.value).meets(Types::STRING));
        if only && types { strings(keywords) } else { None }
    }

    fn string_enum(
        &mut self,
        values: Vec<String>,
        open: bool,
        all: &Conjunction,
        input: &Input,
        context: &Context,
        reserved: Option<TypeId>,
    ) -> TypeRef {
        let mut taken: BTreeSet<String> = BTreeSet::new();
        if open {
            // It keeps what it does not know in a variant of this name.
            taken.insert("Unknown".to_owned());
        }
        let variants = values.into_iter().map(|json| {
            let name = names::unique(&names::variant(&json), &mut taken);
            Variant { json, rust: name.clone(), csharp: name }
        });
        let shape = Shape::Enum(StringEnum { open, variants: variants.collect() });
        let checks = self.leftover(all);
        // The name in the schema is for the enum with its checks.
        let (context, reserved) = match reserved {
            Some(_) if !checks.is_empty() => (context.below("Value"), None),
            _ => (context.clone(), reserved),
        };
        let ty = self.finish(input, &context, reserved, shape);
        TypeRef { checks, ..ty }
    }

    pub(super) fn number(&mut self, mut all: Conjunction) -> TypeRef {
        let keywords = self.keywords_of(&all);
        let integer = all.types == Types::INTEGER;
        let formats: BTreeSet<&str> =
            keywords.iter().filter_map(|(_, k)| k.format.as_ref()).map(|f| f.value.as_str()).collect();
        let format = formats.first().copied().filter(|_| self.options.formats && formats.len() == 1);
        // A schema that counts `1.0` as no integer asks for more than a machine integer can tell.
        let as_written = |(at, k): &(usize, &Keywords)| {
            k.types.is_some() && self.schemas.get(all.parts[*at].id).integers_as_written()
        };
        let as_written = integer && keywords.iter().any(as_written);
        let kind = match (integer, format) {
            _ if as_written => Kind::WholeNumber,
            (true, Some("int32")) => Kind::Integer(Integer::I32),
            (true, Some("int64")) => Kind::Integer(Integer::I64),
            (true, _) => self.sized(&keywords),
            (false, Some("decimal")) => Kind::Decimal,
            (false, Some("double")) => Kind::Double,
            (false, _) => Kind::Number,
        };
        for part in &mut all.parts {
            if !(integer && self.schemas.get(part.id).integers_as_written()) {
                part.held.insert("type");
            }
        }
        let mut checks: Vec<Check> = Vec::new();
        for (at, k) in keywords {
            for check in bounds(k) {
                let (carried, redundant) = carries(&kind, &check);
                if carried {
                    all.parts[at].held.insert(check.keyword());
                    if !redundant && !checks.contains(&check) {
                        checks.push(check);
                    }
                }
            }
        }
        checks.extend(self.leftover(&all));
        TypeRef { kind, checks }
    }

    /// The smallest machine integer that holds every value between the bounds, unsigned where none is below
    /// zero; any whole number where none of them does; where a bound is missing, what the options say.
    fn sized(&self, keywords: &[(usize, &Keywords)]) -> Kind {
        const UNSIGNED: [Integer; 4] = [Integer::U8, Integer::U16, Integer::U32, Integer::U64];
        const SIGNED: [Integer; 4] = [Integer::I8, Integer::I16, Integer::I32, Integer::I64];
        let unbound =
            if self.options.exact_integers { Kind::WholeNumber } else { Kind::Integer(Integer::I64) };
        let mut lower: Vec<Number> = Vec::new();
        let mut upper: Vec<Number> = Vec::new();
        for (_, k) in keywords {
            let bound = |n: &crate::resolve::Keyword<Number>| n.as_ref().map(|n| n.value.clone());
            lower.extend(bound(&k.minimum).into_iter().chain(bound(&k.exclusive_minimum)));
            upper.extend(bound(&k.maximum).into_iter().chain(bound(&k.exclusive_maximum)));
            if let Some(values) = numbers(k) {
                lower.extend(values.iter().min().cloned());
                upper.extend(values.into_iter().max());
            }
        }
        let (Some(lower), Some(upper)) = (lower.into_iter().max(), upper.into_iter().min()) else {
            return unbound;
        };
        let candidates = if lower.is_negative() { SIGNED } else { UNSIGNED };
        let fitting = candidates.into_iter().find(|kind| {
            let (least, greatest) = kind.range();
            lower >= Number::from(least) && upper <= Number::from(greatest)
        });
        fitting.map_or(Kind::WholeNumber, Kind::Integer)
    }

    /// Gives a shape its named type: the reserved one, or a new one.
    pub(super) fn finish(
        &mut self,
        input: &Input,
        context: &Context,
        reserved: Option<TypeId>,
        shape: Shape,
    ) -> TypeRef {
        let id = reserved.unwrap_or_else(|| self.declare(input, None, context, None));
        self.model.types[id.0 as usize].shape = shape;
        plain(Kind::Named(id))
    }
}

/// The strings among the values that `enum` and `const` leave.
pub(super) fn strings(keywords: &Keywords) -> Option<Vec<String>> {
    let text = |node: &Node| node.as_str().map(str::to_owned);
    let constant = keywords.constant.as_ref().map(|constant| text(&constant.value));
    let members = keywords.enumeration.as_ref();
    let members = members.map(|members| members.value.iter().filter_map(text).collect::<Vec<_>>());
    match (constant, members) {
        (Some(constant), Some(members)) => {
            Some(constant.into_iter().filter(|value| members.contains(value)).collect())
        }
        (Some(constant), None) => Some(constant.into_iter().collect()),
        (None, members) => members,
    }
}

/// The numbers among them.
fn numbers(keywords: &Keywords) -> Option<Vec<Number>> {
    let number = |node: &Node| match &node.value {
        Value::Number(text) => Number::parse(text),
        _ => None,
    };
    let constant = keywords.constant.as_ref().map(|constant| number(&constant.value).into_iter().collect());
    let members = keywords.enumeration.as_ref();
    constant.or_else(|| members.map(|members| members.value.iter().filter_map(number).collect()))
}

/// Bounds of a number in a fixed order.
fn bounds(keywords: &Keywords) -> Vec<Check> {
    let bound = |located: &crate::resolve::Keyword<Number>, check: fn(Number) -> Check| {
        located.as_ref().map(|l| check(l.value.clone()))
    };
    [
        bound(&keywords.minimum, Check::Minimum),
        bound(&keywords.maximum, Check::Maximum),
        bound(&keywords.exclusive_minimum, Check::ExclusiveMinimum),
        bound(&keywords.exclusive_maximum, Check::ExclusiveMaximum),
        bound(&keywords.multiple_of, Check::MultipleOf),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Whether a typed check of the kind can say this, and whether the kind says it already.
fn carries(kind: &Kind, check: &Check) -> (bool, bool) {
    let (Check::Minimum(n)
    | Check::Maximum(n)
    | Check::ExclusiveMinimum(n)
    | Check::ExclusiveMaximum(n)
    | Check::MultipleOf(n)) = check
    else {
        return (false, false);
    };
    match kind {
        Kind::Integer(integer) => {
            let (least, greatest) = integer.range();
            let (least, greatest) = (Number::from(least), Number::from(greatest));
            let (redundant, empty) = match check {
                Check::Minimum(_) => (*n <= least, *n > greatest),
                Check::ExclusiveMinimum(_) => (*n < least, *n >= greatest),
                Check::Maximum(_) => (*n >= greatest, *n < least),
                Check::ExclusiveMaximum(_) => (*n > greatest, *n <= least),
                _ => (false, *n > greatest),
            };
            (redundant || (n.is_integer() && !empty), redundant)
        }
        Kind::Decimal => (n.to_decimal().is_some(), false),
        Kind::Double => (!matches!(check, Check::MultipleOf(_)), false),
        _ => (true, false),
    }
}

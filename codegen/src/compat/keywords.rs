//! What a schema's own keywords say, as arms.

use std::collections::BTreeSet;

use super::arm::{Arm, Arrays, Atom, Bound, Kind, Numbers, Objects, Strings, Stuck, Who, and, never};
use super::judge::{NUMBER_FORMATS, TEXT_FORMATS, type_of};
use super::meet::trim;
use super::normal::{Arms, Engine};
use super::value::Lit;
use crate::number::Number;
use crate::resolve::{Keywords, SchemaId, Type};

impl Engine<'_> {
    /// What the schema's own keywords say, by type.
    pub(super) fn own(&mut self, k: &Keywords, who: Who, plain: bool, id: SchemaId) -> Arms {
        let open = who == Who::Reader && !plain && k.flag("x-open-enum") && k.enumeration.is_some();
        let mut types = k.types.as_ref().map(|types| types.value);
        if let (true, None, Some(members)) = (open, types, &k.enumeration) {
            types = Some(crate::resolve::TypeSet::of(members.value.iter().map(type_of)));
        }
        let kinds: Vec<Type> = match types {
            None => Type::ALL.into_iter().filter(|t| *t != Type::Integer).collect(),
            Some(set) => set.iter().filter(|t| *t != Type::Integer || !set.contains(Type::Number)).collect(),
        };
        let mut arms = Vec::new();
        for kind in kinds {
            let mut arm = Arm::of(Kind::any(kind));
            match &mut arm.kind {
                Kind::Null | Kind::Bool(_) => {}
                Kind::Number(n) => {
                    self.numbers(n, k);
                    let tidy = n.clone().tidy();
                    *n =
                        tidy.ok_or_else(|| self.stuck("multipleOf", "the numbers are too large", who, id))?;
                }
                Kind::String(s) => self.strings(s, k),
                Kind::Array(a) => self.arrays(a, k, who, plain, &mut arm.opaque, id),
                Kind::Object(o) => self.objects(o, k, who, plain, id)?,
            }
            arms.push(arm);
        }
        let mut lists = Vec::new();
        if let (Some(members), false) = (&k.enumeration, open) {
            lists.push(("enum", members.value.iter().map(Lit::of).collect::<Option<Vec<_>>>()));
        }
        if let Some(constant) = &k.constant {
            lists.push(("const", Lit::of(&constant.value).map(|lit| vec![lit])));
        }
        for (keyword, members) in lists {
            let members =
                members.ok_or_else(|| self.stuck(keyword, "a number in it is too large", who, id))?;
            arms = self.product(&arms, &constants(&members), id, who)?;
        }
        Ok(arms)
    }

    fn numbers(&self, n: &mut Numbers, k: &Keywords) {
        for (bound, open) in [(&k.minimum, false), (&k.exclusive_minimum, true)] {
            if let Some(bound) = bound {
                n.at_least(Bound { at: bound.value.clone(), open });
            }
        }
        for (bound, open) in [(&k.maximum, false), (&k.exclusive_maximum, true)] {
            if let Some(bound) = bound {
                n.at_most(Bound { at: bound.value.clone(), open });
            }
        }
        n.multiples.extend(k.multiple_of.iter().map(|unit| unit.value.clone()));
        let Some(format) = &k.format else { return };
        let range = match format.value.as_str() {
            "int32" => Some((i128::from(i32::MIN), i128::from(i32::MAX))),
            "int64" => Some((i128::from(i64::MIN), i128::from(i64::MAX))),
            _ => None,
        };
        match range {
            Some((low, high)) if !self.strict => {
                n.integer = true;
                n.at_least(Bound { at: Number::from(low), open: false });
                n.at_most(Bound { at: Number::from(high), open: false });
            }
            _ if NUMBER_FORMATS.contains(&format.value.as_str()) => {
                n.formats.extend([format.value.clone()]);
            }
            _ => {}
        }
    }

    fn strings(&mut self, s: &mut Strings, k: &Keywords) {
        s.min = k.min_length.as_ref().map_or(0, |l| l.value);
        s.max = k.max_length.as_ref().map(|l| l.value);
        s.patterns.extend(k.pattern.iter().map(|p| p.value.clone()));
        if let Some(format) = &k.format {
            let name = format.value.as_str();
            let counts =
                if self.strict { !NUMBER_FORMATS.contains(&name) } else { TEXT_FORMATS.contains(&name) };
            if counts {
                s.formats.insert(name.to_owned());
            }
        }
    }

    fn objects(
        &mut self,
        o: &mut Objects,
        k: &Keywords,
        who: Who,
        plain: bool,
        id: SchemaId,
    ) -> Result<(), Stuck> {
        o.required = k.required.iter().map(|name| name.value.clone()).collect();
        o.min = k.min_properties.as_ref().map_or(0, |l| l.value);
        o.max = k.max_properties.as_ref().map(|l| l.value);
        o.names = k.property_names.iter().flat_map(|l| self.term(who, true, l.value)).collect();
        o.additional = k.additional_properties.iter().flat_map(|l| self.term(who, plain, l.value)).collect();
        o.declares = !k.properties.is_empty();
        o.says = k.additional_properties.is_some() || !k.pattern_properties.is_empty();
        for entry in &k.pattern_properties {
            o.patterns.push((entry.name.clone(), self.term(who, plain, entry.schema)));
        }
        for entry in &k.properties {
            let mut all = self.term(who, plain, entry.schema);
            for (pattern, inside) in &o.patterns {
                match self.texts.matches(pattern, &entry.name) {
                    Some(true) => all = and(&all, inside),
                    Some(false) => {}
                    None => {
                        return Err(self.stuck("patternProperties", "the pattern cannot be read", who, id));
                    }
                }
            }
            o.props.insert(entry.name.clone(), all);
        }
        Ok(())
    }

    fn arrays(
        &self,
        a: &mut Arrays,
        k: &Keywords,
        who: Who,
        plain: bool,
        opaque: &mut Vec<(&'static str, Who, SchemaId)>,
        id: SchemaId,
    ) {
        a.prefix =
            k.prefix_items.iter().flat_map(|l| l.value.iter().map(|id| self.term(who, plain, *id))).collect();
        a.rest = k.items.iter().flat_map(|l| self.term(who, plain, l.value)).collect();
        a.min = k.min_items.as_ref().map_or(0, |l| l.value);
        a.max = k.max_items.as_ref().map(|l| l.value);
        a.unique = k.unique_items.as_ref().is_some_and(|l| l.value);
        if k.contains.is_some() {
            opaque.push(("contains", who, id));
        }
        if let Some(rest) = &k.unevaluated_items {
            let alone = k.contains.is_none()
                && k.reference.is_none()
                && k.all_of.is_none()
                && k.any_of.is_none()
                && k.one_of.is_none()
                && k.if_.is_none()
                && k.dependent_schemas.is_empty();
            if k.items.is_none() && alone {
                a.rest = self.term(who, plain, rest.value);
            } else if k.items.is_none() {
                opaque.push(("unevaluatedItems", who, id));
            }
        }
        trim(a);
    }
}

/// Exactly this value.
pub(super) fn constant(lit: &Lit) -> Kind {
    match lit {
        Lit::Null => Kind::Null,
        Lit::Bool(value) => Kind::Bool([*value].into()),
        Lit::Number(number) => Kind::Number(Numbers::only([number.clone()].into())),
        Lit::String(text) => Kind::String(Strings::only([text.clone()].into())),
        Lit::Array(items) => {
            let length = u64::try_from(items.len()).unwrap_or(u64::MAX);
            Kind::Array(Arrays {
                prefix: items.iter().map(|item| vec![Atom::Const(item.clone())]).collect(),
                rest: never(),
                min: length,
                max: Some(length),
                unique: items.iter().collect::<BTreeSet<_>>().len() == items.len(),
            })
        }
        Lit::Object(members) => Kind::Object(Objects {
            props: members.iter().map(|(name, lit)| (name.clone(), vec![Atom::Const(lit.clone())])).collect(),
            additional: never(),
            required: members.keys().cloned().collect(),
            says: true,
            ..Objects::default()
        }),
    }
}

/// One of these values: one arm for each simple type.
fn constants(members: &[Lit]) -> Vec<Arm> {
    let (mut numbers, mut strings, mut bools) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut arms = Vec::new();
    for lit in members {
        match lit {
            Lit::Number(number) => numbers.extend([number.clone()]),
            Lit::String(text) => strings.extend([text.clone()]),
            Lit::Bool(value) => bools.extend([*value]),
            other => arms.push(Arm::of(constant(other))),
        }
    }
    if !numbers.is_empty() {
        arms.push(Arm::of(Kind::Number(Numbers::only(numbers))));
    }
    if !strings.is_empty() {
        arms.push(Arm::of(Kind::String(Strings::only(strings))));
    }
    if !bools.is_empty() {
        arms.push(Arm::of(Kind::Bool(bools)));
    }
    arms
}

//! What the keywords say that have no schemas inside.

use std::collections::BTreeSet;

use super::super::judge::{NUMBER_FORMATS, TEXT_FORMATS, View, type_of};
use super::super::texts::{formats_of, is_checked};
use super::super::value::Lit;
use super::compile::{Compiler, Form, Key, Reading};
use super::formula::{self, Formula, L, TRUE};
use super::parts::Parts;
use crate::load::Node;
use crate::number::Number;
use crate::resolve::{Keywords, Type};

impl Compiler<'_> {
    fn literals(&mut self, keyword: &'static str, nodes: &[Node], key: Key) -> L {
        let values: Option<BTreeSet<Lit>> = nodes.iter().map(Lit::of).collect();
        match values {
            Some(values) => self.pool.values(values),
            None => self.opaque(keyword, "a number in it is too large", key),
        }
    }

    /// Keywords without subschemas.
    pub(super) fn values(&mut self, key: Key, k: &Keywords, parts: &mut Parts) {
        let steady = !k.has_format() && !k.flag("x-open-enum") && !self.is_edited(key);
        if !parts.kept || !steady {
            return self.each_value(key, k, parts);
        }
        if let Some(values) = &self.notes.fixed(key).values {
            return parts.lits.extend_from_slice(values);
        }
        let first = parts.lits.len();
        self.each_value(key, k, parts);
        self.notes.fixed(key).values = Some(parts.lits[first..].into());
    }

    fn each_value(&mut self, key: Key, k: &Keywords, parts: &mut Parts) {
        let open = key.form == Form::In(View::Reader) && k.flag("x-open-enum") && k.enumeration.is_some();
        if let Some(types) = &k.types {
            let written = self.schema(key).integers_as_written();
            let lit = self.types(types.value.iter(), written);
            parts.push("type", lit);
        }
        if let Some(members) = &k.enumeration {
            let lit = match (open, &k.types) {
                (true, Some(_)) => TRUE,
                (true, None) => self.types(members.value.iter().map(type_of), false),
                (false, _) => self.literals("enum", &members.value, key),
            };
            parts.push("enum", lit);
        }
        if let Some(constant) = &k.constant {
            let lit = self.literals("const", std::slice::from_ref(&constant.value), key);
            parts.push("const", lit);
        }
        let pool = &mut self.pool;
        let mut say = |keyword, formula| {
            let lit = pool.intern(formula);
            parts.push(keyword, lit);
        };
        if let Some(l) = &k.minimum {
            say("minimum", Formula::Min(l.value.clone(), false));
        }
        if let Some(l) = &k.exclusive_minimum {
            say("exclusiveMinimum", Formula::Min(l.value.clone(), true));
        }
        if let Some(l) = &k.maximum {
            say("maximum", Formula::Max(l.value.clone(), false));
        }
        if let Some(l) = &k.exclusive_maximum {
            say("exclusiveMaximum", Formula::Max(l.value.clone(), true));
        }
        if let Some(l) = &k.multiple_of {
            say("multipleOf", Formula::Multiple(l.value.clone()));
        }
        if let Some(l) = &k.min_length
            && l.value > 0
        {
            say("minLength", Formula::MinLength(l.value));
        }
        if let Some(l) = &k.max_length {
            say("maxLength", Formula::MaxLength(l.value));
        }
        if let Some(l) = &k.pattern {
            say("pattern", Formula::Pattern(l.value.clone()));
        }
        if let Some(l) = &k.min_items
            && l.value > 0
        {
            say("minItems", Formula::MinItems(l.value));
        }
        if let Some(l) = &k.max_items {
            say("maxItems", Formula::MaxItems(l.value));
        }
        if let Some(l) = &k.unique_items
            && l.value
        {
            say("uniqueItems", Formula::Unique);
        }
        if let Some(l) = &k.min_properties
            && l.value > 0
        {
            say("minProperties", Formula::MinMembers(l.value));
        }
        if let Some(l) = &k.max_properties {
            say("maxProperties", Formula::MaxMembers(l.value));
        }
        for (keyword, format) in formats_of(self.schema(key), k) {
            let lit = self.format(key.formats, format);
            parts.push(keyword, lit);
        }
    }

    /// `written`: `1.0` is no integer.
    fn types(&mut self, types: impl Iterator<Item = Type>, written: bool) -> L {
        let (mut mask, mut integer, mut number) = (0, false, false);
        for kind in types {
            mask |= match kind {
                Type::Null => formula::NULL,
                Type::Boolean => formula::BOOL,
                Type::Integer | Type::Number => formula::NUMBER,
                Type::String => formula::STRING,
                Type::Array => formula::ARRAY,
                Type::Object => formula::OBJECT,
            };
            integer |= kind == Type::Integer;
            number |= kind == Type::Number;
        }
        let types = self.pool.types(mask);
        if number || !integer {
            return types;
        }
        let integer = self.pool.intern(Formula::Integer);
        let whole = written.then(|| self.pool.intern(Formula::Whole));
        self.pool.all([types, integer].into_iter().chain(whole))
    }

    fn format(&mut self, reading: Reading, name: &str) -> L {
        let pool = &mut self.pool;
        let number = NUMBER_FORMATS.contains(&name);
        let counts = match reading {
            Reading::None => false,
            Reading::Generated => number || TEXT_FORMATS.contains(&name),
            Reading::All | Reading::Open => number || is_checked(name),
        };
        if !counts || name == "double" {
            return TRUE;
        }
        self.formats = true;
        if !number {
            return pool.intern(Formula::Format(name.to_owned()));
        }
        if reading == Reading::Open {
            let known = NUMBER_FORMATS.iter().position(|known| *known == name).unwrap_or(0);
            let why = "whether it is checked is up to the validator";
            let tag = u32::MAX - u32::try_from(known).unwrap_or(0);
            let (opaque, types) = (Formula::Opaque("format", why, tag), pool.types(formula::NUMBER));
            let opaque = pool.intern(opaque);
            return pool.any([-types, opaque]);
        }
        let (low, high) = match name {
            "int32" => (Number::from(i128::from(i32::MIN)), Number::from(i128::from(i32::MAX))),
            "int64" => (Number::from(i128::from(i64::MIN)), Number::from(i128::from(i64::MAX))),
            // Below 2^96 with 28 places: more than that is for the generated code to say.
            _ => {
                let most = Number::parse("7.922816251426434e28").unwrap_or_else(Number::zero);
                (negative(&most), most)
            }
        };
        let decimal = name == "decimal";
        let mut parts =
            vec![pool.intern(Formula::Min(low, decimal)), pool.intern(Formula::Max(high, decimal))];
        if !decimal {
            parts.push(pool.intern(Formula::Integer));
        }
        pool.all(parts)
    }
}

fn negative(number: &Number) -> Number {
    Number::parse(&format!("-{number}")).unwrap_or_else(Number::zero)
}

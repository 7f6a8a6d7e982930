//! From schemas to assertions: what generated code checks where types cannot say it.

use std::collections::{BTreeMap, BTreeSet};

use super::evaluations::Side;
use super::names;
use crate::model::{Assertion, AssertionId, Check, Condition, Evaluation, EvaluationId};
use crate::resolve::{Body, Entry, Keywords, Located, SchemaId, Schemas};

/// What functions of generated code call their own variables.
pub(super) const LOCALS: [&str; 8] = ["at", "item", "member", "name", "out", "place", "position", "value"];

/// Makes assertions of schemas, each once.
pub(crate) struct Assertions<'a> {
    pub(super) schemas: &'a Schemas,
    /// Whether `format` is asserted, or says nothing about validity (2020-12 validation, section 7.2.1).
    formats: bool,
    made: Vec<Assertion>,
    /// By schema and the keywords left out.
    known: BTreeMap<(SchemaId, Vec<&'static str>), AssertionId>,
    /// Made, and their conditions not yet.
    open: Vec<(AssertionId, Vec<&'static str>)>,
    pub(super) evaluations: Vec<Evaluation>,
    pub(super) evaluated: BTreeMap<(SchemaId, Side, bool), EvaluationId>,
    pub(super) open_evaluations: Vec<(EvaluationId, Side, bool)>,
    names: BTreeSet<String>,
}

impl<'a> Assertions<'a> {
    /// None yet.
    pub(crate) fn new(schemas: &'a Schemas, formats: bool) -> Self {
        Self {
            schemas,
            formats,
            made: Vec::new(),
            known: BTreeMap::new(),
            open: Vec::new(),
            evaluations: Vec::new(),
            evaluated: BTreeMap::new(),
            open_evaluations: Vec::new(),
            names: LOCALS.map(str::to_owned).into(),
        }
    }

    /// What a schema asserts; `None` if it accepts every value.
    pub(crate) fn whole(&mut self, schema: SchemaId) -> Option<AssertionId> {
        self.without(schema, &[])
    }

    /// What a schema asserts beside the keywords `held`, which something else sees to; `None` if that is
    /// nothing. `held` names keywords as [`Keywords::assertions`] does.
    pub(crate) fn without(&mut self, schema: SchemaId, held: &[&'static str]) -> Option<AssertionId> {
        let id = self.request(schema, held);
        self.settle();
        id
    }

    /// An assertion that no schema states by itself.
    pub(super) fn made(&mut self, schema: SchemaId, conditions: Vec<Condition>) -> AssertionId {
        let id = AssertionId(u32::try_from(self.made.len()).unwrap_or(u32::MAX));
        let name = self.name(schema, "");
        let place = self.schemas.get(schema).place;
        self.made.push(Assertion { name, schema, place, conditions });
        id
    }

    /// Everything that was made.
    pub(crate) fn finish(self) -> (Vec<Assertion>, Vec<Evaluation>) {
        (self.made, self.evaluations)
    }

    /// As [`Self::whole`], but the conditions may not be there yet.
    pub(super) fn later(&mut self, schema: SchemaId) -> Option<AssertionId> {
        self.request(schema, &[])
    }

    fn request(&mut self, schema: SchemaId, held: &[&'static str]) -> Option<AssertionId> {
        // A loop of `$ref`s was a finding, and is cut.
        let schema = if held.is_empty() { self.schemas.follow(schema)? } else { schema };
        let mut held = held.to_vec();
        held.sort_unstable();
        held.dedup();
        if self.says_nothing(schema, &held) {
            return None;
        }
        if let Some(known) = self.known.get(&(schema, held.clone())) {
            return Some(*known);
        }
        let id = AssertionId(u32::try_from(self.made.len()).unwrap_or(u32::MAX));
        let name = self.name(schema, "");
        let place = self.schemas.get(schema).place;
        self.made.push(Assertion { name, schema, place, conditions: Vec::new() });
        self.known.insert((schema, held.clone()), id);
        self.open.push((id, held));
        Some(id)
    }

    fn says_nothing(&self, schema: SchemaId, held: &[&'static str]) -> bool {
        match &self.schemas.get(schema).body {
            Body::Bool(value) => *value || held.contains(&"false"),
            Body::Keywords(keywords) => keywords
                .assertions()
                .iter()
                .all(|(keyword, _)| held.contains(keyword) || self.is_idle(keywords, keyword)),
        }
    }

    /// Whether a keyword has no effect here.
    fn is_idle(&self, keywords: &Keywords, keyword: &str) -> bool {
        match keyword {
            "format" => !self.formats,
            "then" | "else" => keywords.if_.is_none(),
            "if" => keywords.then.is_none() && keywords.else_.is_none(),
            "minContains" | "maxContains" => keywords.contains.is_none(),
            "uniqueItems" => keywords.unique_items.as_ref().is_none_or(|unique| !unique.value),
            _ => false,
        }
    }

    /// Fills in what is open. A list and not a recursion: chains of schemas may be long.
    fn settle(&mut self) {
        loop {
            if let Some((id, held)) = self.open.pop() {
                let schema = self.made[id.0 as usize].schema;
                let conditions = self.conditions(schema, &held);
                self.made[id.0 as usize].conditions = conditions;
            } else if let Some((id, side, whole)) = self.open_evaluations.pop() {
                self.evaluate(id, side, whole);
            } else {
                return;
            }
        }
    }

    /// A name from the schema's place in its file, unlike all others.
    pub(super) fn name(&mut self, schema: SchemaId, prefix: &str) -> String {
        let pointer = &self.schemas.get(schema).pointer;
        let mut words: Vec<String> = pointer
            .split('/')
            .filter(|word| !matches!(*word, "" | "properties" | "$defs" | "definitions"))
            .map(|word| names::rust_field(word).trim_start_matches("r#").trim_matches('_').to_owned())
            .filter(|word| !word.is_empty())
            .collect();
        if words.len() > 6 {
            words.drain(..words.len() - 6);
        }
        let base = format!("{prefix}{}", if words.is_empty() { "root".to_owned() } else { words.join("_") });
        let base = if base.starts_with(|c: char| c.is_ascii_digit()) { format!("at_{base}") } else { base };
        let mut name = base.clone();
        let mut number = 1_u64;
        while !self.names.insert(name.replace('_', "").to_lowercase()) {
            number += 1;
            name = format!("{base}_n{number}");
        }
        name
    }

    fn conditions(&mut self, schema: SchemaId, held: &[&'static str]) -> Vec<Condition> {
        let all = self.schemas;
        let keywords = match &all.get(schema).body {
            Body::Bool(true) => return Vec::new(),
            Body::Bool(false) => return vec![Condition::Never],
            Body::Keywords(keywords) => keywords,
        };
        let on = |keyword: &str| !held.contains(&keyword);
        let mut out = Vec::new();
        self.simple(schema, keywords, &on, &mut out);
        self.arrays(schema, keywords, &on, &mut out);
        self.objects(schema, keywords, &on, &mut out);
        self.combined(keywords, &on, &mut out);
        out
    }

    fn simple(
        &self,
        schema: SchemaId,
        keywords: &Keywords,
        on: &impl Fn(&str) -> bool,
        out: &mut Vec<Condition>,
    ) {
        if let Some(types) = keywords.types.as_ref().filter(|_| on("type")) {
            let integers_as_written = self.schemas.get(schema).integers_as_written();
            out.push(Condition::Type { types: types.value, integers_as_written });
        }
        if let Some(constant) = keywords.constant.as_ref().filter(|_| on("const")) {
            out.push(Condition::Const(constant.value.clone()));
        }
        if let Some(members) = keywords.enumeration.as_ref().filter(|_| on("enum")) {
            out.push(Condition::Enum(members.value.clone()));
        }
        let mut add = |check: Option<Check>| {
            if let Some(check) = check.filter(|check| on(check.keyword())) {
                out.push(Condition::Check(check));
            }
        };
        add(bare(keywords.minimum.as_deref()).map(Check::Minimum));
        add(bare(keywords.maximum.as_deref()).map(Check::Maximum));
        add(bare(keywords.exclusive_minimum.as_deref()).map(Check::ExclusiveMinimum));
        add(bare(keywords.exclusive_maximum.as_deref()).map(Check::ExclusiveMaximum));
        add(bare(keywords.multiple_of.as_deref()).map(Check::MultipleOf));
        add(bare(keywords.min_length.as_deref()).filter(|n| *n > 0).map(Check::MinLength));
        add(bare(keywords.max_length.as_deref()).map(Check::MaxLength));
        add(bare(keywords.pattern.as_deref()).map(Check::Pattern));
        if self.formats {
            add(keywords.format.as_ref().and_then(|format| Check::of_format(&format.value)));
        }
        add(bare(keywords.min_items.as_deref()).filter(|n| *n > 0).map(Check::MinItems));
        add(bare(keywords.max_items.as_deref()).map(Check::MaxItems));
        add(bare(keywords.unique_items.as_deref()).filter(|unique| *unique).map(|_| Check::UniqueItems));
        add(bare(keywords.min_properties.as_deref()).filter(|n| *n > 0).map(Check::MinProperties));
        add(bare(keywords.max_properties.as_deref()).map(Check::MaxProperties));
    }

    fn arrays(
        &mut self,
        schema: SchemaId,
        keywords: &Keywords,
        on: &impl Fn(&str) -> bool,
        out: &mut Vec<Condition>,
    ) {
        let prefix: Vec<Option<AssertionId>> =
            match keywords.prefix_items.as_ref().filter(|_| on("prefixItems")) {
                Some(prefix) => prefix.value.iter().map(|item| self.later(*item)).collect(),
                None => Vec::new(),
            };
        let rest = keywords.items.as_ref().filter(|_| on("items")).and_then(|items| self.later(items.value));
        // Where only `items` is asked for, the prefix still says from where on.
        let prefix = match keywords.prefix_items.as_ref().filter(|_| rest.is_some() && prefix.is_empty()) {
            Some(skipped) => skipped.value.iter().map(|_| None).collect(),
            None => prefix,
        };
        if rest.is_some() || prefix.iter().any(Option::is_some) {
            out.push(Condition::Items { prefix, rest });
        }
        if let Some(contains) = keywords.contains.as_ref().filter(|_| on("contains")) {
            let min = keywords.min_contains.as_ref().map_or(1, |min| min.value);
            let max = keywords.max_contains.as_ref().map(|max| max.value);
            if min > 0 || max.is_some() {
                let item = self.later(contains.value);
                out.push(Condition::Contains { item, min, max });
            }
        }
        if let Some(rest) = keywords.unevaluated_items.as_ref().filter(|_| on("unevaluatedItems"))
            && let Some(rest) = self.later(rest.value)
        {
            let evaluated = self.evaluation(schema, Side::Items, false);
            out.push(Condition::UnevaluatedItems { evaluated, rest });
        }
    }

    fn objects(
        &mut self,
        schema: SchemaId,
        keywords: &Keywords,
        on: &impl Fn(&str) -> bool,
        out: &mut Vec<Condition>,
    ) {
        if !keywords.required.is_empty() && on("required") {
            let names = keywords.required.iter().map(|name| name.value.clone()).collect();
            out.push(Condition::Required(names));
        }
        let entries = |this: &mut Self, entries: &[Entry], on: bool| -> Vec<(String, Option<AssertionId>)> {
            let assertion = |entry: &Entry| {
                let id = if on { this.later(entry.schema) } else { None };
                (entry.name.clone(), id)
            };
            entries.iter().map(assertion).collect()
        };
        let named = entries(self, &keywords.properties, on("properties"));
        let patterns = entries(self, &keywords.pattern_properties, on("patternProperties"));
        let additional = keywords.additional_properties.as_ref().filter(|_| on("additionalProperties"));
        let additional = additional.and_then(|schema| self.later(schema.value));
        // Without `additional` the names alone say nothing.
        let said = |(_, id): &(String, Option<AssertionId>)| additional.is_some() || id.is_some();
        let named: Vec<_> = named.into_iter().filter(said).collect();
        let patterns: Vec<_> = patterns.into_iter().filter(said).collect();
        if additional.is_some() || !named.is_empty() || !patterns.is_empty() {
            out.push(Condition::Members { named, patterns, additional });
        }
        if let Some(names) = keywords.property_names.as_ref().filter(|_| on("propertyNames"))
            && let Some(names) = self.later(names.value)
        {
            out.push(Condition::PropertyNames(names));
        }
        if on("dependentRequired") {
            for dependency in &keywords.dependent_required {
                let (name, needs) = dependency.value.clone();
                if !needs.is_empty() {
                    out.push(Condition::DependentRequired(name, needs));
                }
            }
        }
        if on("dependentSchemas") {
            for entry in &keywords.dependent_schemas {
                if let Some(id) = self.later(entry.schema) {
                    out.push(Condition::DependentSchema(entry.name.clone(), id));
                }
            }
        }
        if let Some(rest) = keywords.unevaluated_properties.as_ref().filter(|_| on("unevaluatedProperties"))
            && let Some(rest) = self.later(rest.value)
        {
            let evaluated = self.evaluation(schema, Side::Members, false);
            out.push(Condition::UnevaluatedMembers { evaluated, rest });
        }
    }

    fn combined(&mut self, keywords: &Keywords, on: &impl Fn(&str) -> bool, out: &mut Vec<Condition>) {
        if let Some(reference) = keywords.reference.as_ref().filter(|_| on("$ref")) {
            out.extend(self.later(reference.value).map(|id| Condition::All(vec![id])));
        }
        if let Some(arms) = keywords.all_of.as_ref().filter(|_| on("allOf")) {
            let arms: Vec<AssertionId> = arms.value.iter().filter_map(|arm| self.later(*arm)).collect();
            if !arms.is_empty() {
                out.push(Condition::All(arms));
            }
        }
        if let Some(arms) = keywords.any_of.as_ref().filter(|_| on("anyOf")) {
            let arms: Option<Vec<AssertionId>> = arms.value.iter().map(|arm| self.later(*arm)).collect();
            out.extend(arms.map(Condition::Any));
        }
        if let Some(arms) = keywords.one_of.as_ref().filter(|_| on("oneOf")) {
            let arms = arms.value.iter().map(|arm| self.later(*arm)).collect();
            out.push(Condition::One(arms));
        }
        if let Some(not) = keywords.not.as_ref().filter(|_| on("not")) {
            out.push(self.later(not.value).map_or(Condition::Never, Condition::Not));
        }
        if let Some(condition) = keywords.if_.as_ref().filter(|_| on("if")) {
            let then = keywords.then.as_ref().and_then(|schema| self.later(schema.value));
            let otherwise = keywords.else_.as_ref().and_then(|schema| self.later(schema.value));
            match self.later(condition.value) {
                Some(condition) if then.is_some() || otherwise.is_some() => {
                    out.push(Condition::If { condition, then, otherwise });
                }
                Some(_) => {}
                // The condition always holds.
                None => out.extend(then.map(|then| Condition::All(vec![then]))),
            }
        }
    }
}

fn bare<T: Clone>(located: Option<&Located<T>>) -> Option<T> {
    located.map(|l| l.value.clone())
}

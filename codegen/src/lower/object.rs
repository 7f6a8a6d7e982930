//! Objects: records and maps.

use std::collections::{BTreeMap, BTreeSet};

use super::conjunction::{Conjunction, Input};
use super::shape::plain;
use super::{Context, Lowerer, names};
use crate::finding::Place;
use crate::load::Value;
use crate::model::{Check, Condition, Extra, Field, Kind, Record, Shape, TypeId, TypeRef, Unknown};
use crate::pattern::Pattern;
use crate::resolve::{Body, Entry, Keywords, SchemaId};

/// Keywords that leave the type of a value as it is.
const BOUNDS: &[&str] = &[
    "type",
    "required",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "contains",
    "minContains",
    "maxContains",
    "propertyNames",
    "dependentRequired",
    "not",
];

/// How many choices are taken one within the other, before a record stands for all that is left.
const NESTED_CHOICES: usize = 3;

/// A property of a record to be.
struct Property {
    name: String,
    key: Place,
    /// What it is; empty for one that the schema names but says nothing certain about.
    schemas: Vec<SchemaId>,
    /// Where it is declared, or the schema that asks for it.
    schema: SchemaId,
}

impl Lowerer<'_> {
    pub(super) fn object(
        &mut self,
        input: &Input,
        all: Conjunction,
        context: &Context,
        reserved: Option<TypeId>,
    ) -> TypeRef {
        let declaring = self.declaring(&all);
        let deep = input.assumed.len() >= NESTED_CHOICES;
        for at in declaring.iter().filter(|_| !deep) {
            let choice = all.choices[*at].clone();
            if let Some(union) = self.tagged(input, &all, &choice, context, reserved) {
                return union;
            }
        }
        let mut loose = Vec::new();
        match declaring.as_slice() {
            [] => {}
            [at] if !deep && self.is_told_apart(input, &all.choices[*at]) => {
                let choice = all.choices[*at].clone();
                return self.choice(input, &all, &choice, context, reserved);
            }
            many => {
                for at in many {
                    for arm in &all.choices[*at].arms {
                        self.loose(*arm, &mut loose);
                    }
                }
            }
        }
        self.conditional(&all, &mut loose);
        let is_map = self.keywords_of(&all).iter().all(|(_, k)| k.properties.is_empty())
            && loose.is_empty()
            && !self.is_closed(&all);
        if is_map {
            return self.map(all, context);
        }
        // The type is declared before its fields are looked at: a field may refer back to it.
        let id = reserved.unwrap_or_else(|| self.declare(input, None, context, None));
        let name = self.model.get(id).rust.clone();
        let context = Context { name, ..context.clone() };
        let record = self.record(all, &context, None, &loose, true);
        self.model.types[id.0 as usize].shape = Shape::Record(record);
        plain(Kind::Named(id))
    }

    /// The choices whose arms declare properties, by their index.
    pub(super) fn declaring(&mut self, all: &Conjunction) -> Vec<usize> {
        let known: BTreeSet<String> = self
            .keywords_of(all)
            .into_iter()
            .flat_map(|(_, k)| k.properties.iter().map(|entry| entry.name.clone()))
            .collect();
        let declares = |at: &usize| {
            let mut seen = BTreeSet::new();
            all.choices[*at].arms.iter().any(|arm| self.declares(*arm, &known, &mut seen))
        };
        (0..all.choices.len()).filter(declares).collect()
    }

    /// Whether a schema declares a property beyond the known ones, or gives a known one another type.
    fn declares(&mut self, id: SchemaId, known: &BTreeSet<String>, seen: &mut BTreeSet<SchemaId>) -> bool {
        let Some(id) = self.schemas.follow(id) else { return false };
        let schemas = self.schemas;
        let Some(keywords) = schemas.keywords(id).filter(|_| seen.len() < 300 && seen.insert(id)) else {
            return false;
        };
        let types = |entry: &Entry| {
            schemas.keywords(entry.schema).is_some_and(|k| {
                let simple = |keyword: &str| BOUNDS.contains(&keyword) || matches!(keyword, "const" | "enum");
                says_only(k, simple)
            })
        };
        let new = |entry: &Entry| {
            let forbidden = matches!(schemas.get(entry.schema).body, Body::Bool(false));
            !forbidden
                && (!known.contains(&entry.name)
                    || (schemas.keywords(entry.schema).is_some() && !types(entry)))
        };
        if keywords.properties.iter().any(new) || !keywords.pattern_properties.is_empty() {
            return true;
        }
        let additional = keywords.additional_properties.as_ref();
        if additional.is_some_and(|schema| schemas.keywords(schema.value).is_some()) {
            return true;
        }
        let below = [&keywords.all_of, &keywords.any_of, &keywords.one_of];
        let below = below.into_iter().flatten().flat_map(|arms| arms.value.iter().copied());
        below.chain(keywords.reference.iter().map(|r| r.value)).any(|arm| self.declares(arm, known, seen))
    }

    /// The record of a conjunction, without the property `tag`. `counts` says whether bounds on the number of
    /// properties are the record's own to check.
    pub(super) fn record(
        &mut self,
        mut all: Conjunction,
        context: &Context,
        tag: Option<&str>,
        loose: &[Entry],
        counts: bool,
    ) -> Record {
        let (mut record, checks) = self.record_and_rest(&mut all, context, tag, loose, counts);
        record.checks.extend(checks);
        record
    }

    /// The same, with what the record does not hold apart.
    pub(super) fn record_and_rest(
        &mut self,
        all: &mut Conjunction,
        context: &Context,
        tag: Option<&str>,
        loose: &[Entry],
        counts: bool,
    ) -> (Record, Vec<Check>) {
        all.hold("type");
        let keywords = self.keywords_of(all);
        let closed = self.is_closed(all);
        let keep = self.keeps(&keywords);
        let mut properties = self.declared(&keywords, loose);
        if !closed && !keep {
            // What is dropped could not be asked for afterwards.
            for (at, k) in &keywords {
                for required in &k.required {
                    if properties.iter().all(|property| property.name != required.value) {
                        let (name, key) = (required.value.clone(), required.place);
                        let schema = all.parts[*at].id;
                        properties.push(Property { name, key, schemas: Vec::new(), schema });
                    }
                }
            }
        }
        properties.retain(|property| Some(property.name.as_str()) != tag);
        let names: BTreeSet<&str> =
            properties.iter().map(|property| property.name.as_str()).chain(tag).collect();
        for (at, k) in &keywords {
            let held = &mut all.parts[*at].held;
            if closed || k.properties.iter().all(|entry| names.contains(entry.name.as_str())) {
                held.insert("properties");
            }
            if k.required.iter().all(|required| names.contains(required.value.as_str())) {
                held.insert("required");
            }
            if self.is_shut(k) && k.pattern_properties.is_empty() {
                held.insert("additionalProperties");
            }
        }
        let mut of_names = Vec::new();
        let unknown = if closed {
            Unknown::Refuse
        } else if keep {
            let value;
            (value, of_names) = self.extra(all, &keywords, &names, &context.below("Value"));
            let (rust, csharp) = ("additional_properties".to_owned(), "AdditionalProperties".to_owned());
            Unknown::Keep(Box::new(Extra { rust, csharp, value }))
        } else {
            Unknown::Drop
        };
        let mut checks = Vec::new();
        if counts && !matches!(unknown, Unknown::Drop) {
            checks = Self::counts(all, &keywords);
        }
        let fields = properties.into_iter().map(|property| {
            let required = keywords.iter().any(|(_, k)| k.requires(&property.name));
            self.field(property, required, context)
        });
        let fields = fields.collect();
        let rest = of_names.into_iter().chain(self.leftover(all)).collect();
        (Record { fields, unknown, checks }, rest)
    }

    /// The properties of all parts, each once, but those that some part forbids.
    fn declared(&self, keywords: &[(usize, &Keywords)], loose: &[Entry]) -> Vec<Property> {
        let mut index: BTreeMap<&str, usize> = BTreeMap::new();
        let mut properties: Vec<Property> = Vec::new();
        let mut forbidden = BTreeSet::new();
        for entry in keywords.iter().flat_map(|(_, k)| &k.properties) {
            if matches!(self.schemas.get(entry.schema).body, Body::Bool(false)) {
                forbidden.insert(entry.name.as_str());
            }
            let at = *index.entry(&entry.name).or_insert(properties.len());
            if at == properties.len() {
                properties.push(Property {
                    name: entry.name.clone(),
                    key: entry.key,
                    schemas: Vec::new(),
                    schema: entry.schema,
                });
            }
            properties[at].schemas.push(entry.schema);
        }
        for (_, k) in keywords {
            if self.is_shut(k) && k.pattern_properties.is_empty() {
                let names = index.keys().copied().chain(loose.iter().map(|entry| entry.name.as_str()));
                forbidden.extend(names.filter(|name| k.property(name).is_none()));
            }
        }
        let more = loose.iter().filter(|entry| !index.contains_key(entry.name.as_str()));
        let more = more.map(|entry| Property {
            name: entry.name.clone(),
            key: entry.key,
            schemas: Vec::new(),
            schema: entry.schema,
        });
        properties.extend(more);
        properties.retain(|property| !forbidden.contains(property.name.as_str()));
        properties
    }

    fn field(&mut self, property: Property, required: bool, context: &Context) -> Field {
        let mut ty = match property.schemas.as_slice() {
            [] => plain(Kind::Any),
            schemas => self.property(schemas, &context.field(&property.name)),
        };
        let mut nullable = false;
        while let Kind::Nullable(inner) = ty.kind {
            nullable = true;
            ty = *inner;
        }
        let keywords: Vec<&Keywords> =
            property.schemas.iter().filter_map(|schema| self.schemas.keywords(*schema)).collect();
        let described = keywords.iter().find_map(|k| k.description.as_ref()).map(|d| d.value.clone());
        let doc = described.unwrap_or_else(|| match ty.kind {
            Kind::Named(id) => self.model.get(id).doc.clone(),
            _ => String::new(),
        });
        Field {
            rust: names::rust_field(&property.name),
            // With the final name of the type, later.
            csharp: String::new(),
            json: property.name,
            doc,
            deprecated: keywords.iter().any(|k| k.deprecated.as_ref().is_some_and(|d| d.value)),
            required,
            nullable,
            ty,
            boxed: false,
            place: property.key,
            schema: property.schema,
        }
    }

    /// The type of a property that several schemas may describe.
    fn property(&mut self, schemas: &[SchemaId], context: &Context) -> TypeRef {
        let mut distinct: Vec<(SchemaId, Option<SchemaId>)> = Vec::new();
        for id in schemas {
            let end = self.schemas.follow(*id);
            let silent = end.is_some_and(|end| match &self.schemas.get(end).body {
                Body::Bool(value) => *value,
                Body::Keywords(keywords) => keywords.assertions().is_empty(),
            });
            if !silent && distinct.iter().all(|(_, other)| *other != end) {
                distinct.push((*id, end));
            }
        }
        let ids: Vec<SchemaId> = distinct.into_iter().map(|(id, _)| id).collect();
        if ids.len() < 2 {
            let first = ids.first().or(schemas.first()).copied();
            return first.map_or_else(|| plain(Kind::Any), |id| self.use_of(&[id], context));
        }
        // One that has a name, and others that only bound it: the name, with their assertions.
        let bounds = |id: &SchemaId| {
            self.schemas.keywords(*id).is_some_and(|k| says_only(k, |keyword| BOUNDS.contains(&keyword)))
        };
        let (others, mains): (Vec<SchemaId>, Vec<SchemaId>) = ids.iter().partition(|id| bounds(id));
        if let [main] = mains.as_slice()
            && self.schemas.keywords(*main).is_some_and(Keywords::is_bare_reference)
        {
            let types = self.types_of(*main);
            let fits = others.iter().all(|id| types.within(self.types_of(*id)))
                && self.all_accept_null(&others) == Some(true);
            if fits {
                let mut ty = self.use_of(&[*main], context);
                let more: Vec<Check> =
                    others.iter().filter_map(|id| self.assertions.whole(*id)).map(Check::Assert).collect();
                match &mut ty.kind {
                    Kind::Nullable(inner) => inner.checks.extend(more),
                    _ => ty.checks.extend(more),
                }
                return ty;
            }
        }
        self.use_of(&ids, context)
    }

    fn map(&mut self, mut all: Conjunction, context: &Context) -> TypeRef {
        all.hold("type");
        let keywords = self.keywords_of(&all);
        let (value, names) = self.extra(&mut all, &keywords, &BTreeSet::new(), &context.below("Value"));
        let mut checks = Self::counts(&mut all, &keywords);
        checks.extend(names);
        checks.extend(self.leftover(&all));
        TypeRef { kind: Kind::Map(Box::new(value)), checks }
    }

    /// The type of undeclared members, and what it does not hold of their names.
    fn extra(
        &mut self,
        all: &mut Conjunction,
        keywords: &[(usize, &Keywords)],
        names: &BTreeSet<&str>,
        context: &Context,
    ) -> (TypeRef, Vec<Check>) {
        let mut schemas: Vec<SchemaId> = Vec::new();
        let mut known: BTreeSet<SchemaId> = BTreeSet::new();
        let mut checks = Vec::new();
        for (at, k) in keywords {
            let patterns = &k.pattern_properties;
            let everything = patterns.iter().any(|entry| finds_everything(&entry.name));
            let additional = k.additional_properties.as_ref().map(|schema| schema.value);
            let additional = additional.filter(|id| !matches!(self.schemas.get(*id).body, Body::Bool(true)));
            // Members that no pattern fits are of any value.
            let Some(rest) = additional.map(Some).or(everything.then_some(None)) else { continue };
            let shut = rest.filter(|_| !everything && self.is_shut(k));
            let said = patterns.iter().map(|entry| entry.schema);
            let said: Vec<SchemaId> = said.chain(rest.filter(|_| !everything && shut.is_none())).collect();
            let mut ends: Vec<Option<SchemaId>> = said.iter().map(|id| self.schemas.follow(*id)).collect();
            ends.dedup();
            let ([Some(end)], Some(first)) = (ends.as_slice(), said.first()) else { continue };
            if known.insert(*end) {
                schemas.push(*first);
            }
            let own = names.iter().all(|name| k.property(name).is_some());
            if !own || k.properties.iter().any(|entry| self.fits_some(patterns, &entry.name)) {
                continue;
            }
            all.parts[*at].held.extend(["patternProperties", "additionalProperties"]);
            if let Some(never) = shut.filter(|_| !patterns.is_empty()) {
                let free =
                    |entries: &[Entry]| entries.iter().map(|entry| (entry.name.clone(), None)).collect();
                let condition = Condition::Members {
                    named: free(&k.properties),
                    patterns: free(patterns),
                    additional: self.assertions.whole(never),
                };
                let id = self.assertions.made(all.parts[*at].id, vec![condition]);
                checks.push(Check::Assert(id));
            }
        }
        match schemas.as_slice() {
            [] => (plain(Kind::Any), checks),
            schemas => (self.use_of(schemas, context), checks),
        }
    }

    /// Whether one of the patterns finds itself in a name; yes where that cannot be said.
    fn fits_some(&mut self, patterns: &[Entry], name: &str) -> bool {
        patterns.iter().any(|pattern| self.texts.matches(&pattern.name, name).unwrap_or(true))
    }

    fn counts(all: &mut Conjunction, keywords: &[(usize, &Keywords)]) -> Vec<Check> {
        let mut checks = Vec::new();
        for (_, k) in keywords {
            checks.extend(
                k.min_properties.as_ref().filter(|n| n.value > 0).map(|n| Check::MinProperties(n.value)),
            );
            checks.extend(k.max_properties.as_ref().map(|n| Check::MaxProperties(n.value)));
        }
        checks.dedup();
        all.hold("minProperties");
        all.hold("maxProperties");
        checks
    }

    /// Whether members that `properties` does not name are refused.
    fn is_closed(&self, all: &Conjunction) -> bool {
        let keywords = self.keywords_of(all);
        keywords.iter().any(|(_, k)| self.is_shut(k) && k.pattern_properties.is_empty())
    }

    /// `additionalProperties: false`
    fn is_shut(&self, keywords: &Keywords) -> bool {
        keywords
            .additional_properties
            .as_ref()
            .is_some_and(|schema| matches!(self.schemas.get(schema.value).body, Body::Bool(false)))
    }

    /// Whether undeclared members are kept.
    fn keeps(&self, keywords: &[(usize, &Keywords)]) -> bool {
        let typed = |k: &Keywords| {
            k.additional_properties
                .as_ref()
                .is_some_and(|schema| self.schemas.keywords(schema.value).is_some())
        };
        let asked = |k: &Keywords| {
            k.extension("x-unknown")
                .is_some_and(|x| matches!(&x.value.value, Value::String(text) if text == "keep"))
        };
        self.options.keep_unknown || keywords.iter().any(|(_, k)| typed(k) || asked(k))
    }
}

/// Whether a pattern finds itself in every text.
fn finds_everything(pattern: &str) -> bool {
    Pattern::parse(pattern).is_ok_and(|pattern| pattern.finds_everything())
}

/// Whether every keyword that says something is one of these.
fn says_only(keywords: &Keywords, these: impl Fn(&str) -> bool) -> bool {
    keywords.assertions().iter().all(|(keyword, _)| these(keyword))
}

//! A schema of a tree, written out for a validator.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::super::declared::{CLOSES, closes, declared, subschemas};
use super::super::texts::formats_of;
use super::super::value::Lit;
use super::inline::{Defs, Entry as Definition};
use super::{Concern, Formats, NUMBER_FORMATS, Party, TEXT_FORMATS, View, WHOLE, type_of};
use crate::load::Node;
use crate::number::Number;
use crate::resolve::{Body, Entry, Keywords, Located, Schema, SchemaId, Schemas, Type};

/// A form in which one schema is written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    In(View),
    /// Standing for a whole value, as a writer writes it: closed.
    Closed,
}

/// What it does to the whole if a schema accepts less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stance {
    /// The whole accepts less, or the same.
    Straight,
    /// As well; but the whole refuses only if others, which alternate with it, do.
    Alternative,
    /// Anything.
    Mixed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    id: SchemaId,
    form: Form,
    stance: Stance,
}

/// A side written out.
pub(super) struct Written {
    pub(super) schema: Value,
    /// The definitions that it refers to.
    pub(super) defs: Map<String, Value>,
    /// Every format that it checks makes it accept less.
    pub(super) straight: bool,
}

pub(super) struct Bundle<'a> {
    schemas: &'a Schemas,
    formats: Formats,
    /// What a schema that is not here says.
    unseen: bool,
    /// What is said of members of other names is left out.
    concern: &'a Concern,
    /// Members of other names may be anything, where that makes the whole accept more.
    way: Option<&'a BTreeSet<String>>,
    /// Nothing hangs on stances.
    alike: bool,
    queue: Vec<(Key, usize)>,
    /// Where in `defs` a schema is.
    places: BTreeMap<Key, usize>,
    defs: Defs,
    oneofs: BTreeMap<SchemaId, bool>,
    straight: bool,
}

impl<'a> Bundle<'a> {
    /// A side written out, with definitions whose names begin with `prefix`. `straight`: whether its formats are is
    /// asked.
    pub(super) fn of(
        party: &Party<'a>,
        prefix: &'static str,
        (unseen, straight): (bool, bool),
        concern: &'a Concern,
    ) -> Result<Written, String> {
        let mut bundle = Self {
            schemas: party.schemas,
            formats: party.formats,
            unseen,
            concern,
            way: party.way,
            alike: party.way.is_none() && !straight,
            queue: Vec::new(),
            places: BTreeMap::new(),
            defs: Defs { prefix, ..Defs::default() },
            oneofs: BTreeMap::new(),
            straight: true,
        };
        let mut schema = bundle.child(party.view, party.root, Stance::Straight);
        while let Some((key, place)) = bundle.queue.pop() {
            let body = bundle.emit(key)?;
            if let Some(entry) = bundle.defs.entries.get_mut(place) {
                entry.schema = Some(body);
            }
        }
        let defs = bundle.defs.inlined(&mut schema);
        Ok(Written { schema, defs, straight: bundle.straight })
    }

    /// The target of a reference to a schema.
    fn target(&mut self, form: Form, id: SchemaId, stance: Stance) -> Value {
        let stance = match stance {
            _ if self.alike => Stance::Straight,
            // Nothing is left out that alternatives could need.
            Stance::Alternative if self.way.is_none() => Stance::Straight,
            stance => stance,
        };
        let key = Key { id, form, stance };
        let entries = &mut self.defs.entries;
        let place = *self.places.entry(key).or_insert(entries.len());
        if place == entries.len() {
            entries.push(Definition::default());
            self.queue.push((key, place));
        }
        if let Some(entry) = entries.get_mut(place) {
            entry.uses += 1;
        }
        Value::String(self.defs.reference(place))
    }

    fn point(&mut self, form: Form, id: SchemaId, stance: Stance) -> Value {
        let target = self.target(form, id, stance);
        Value::Object(Map::from_iter([("$ref".to_owned(), target)]))
    }

    fn child(&mut self, view: View, id: SchemaId, stance: Stance) -> Value {
        self.point(if view == View::Writer { Form::Closed } else { Form::In(view) }, id, stance)
    }

    fn emit(&mut self, Key { id, form, stance }: Key) -> Result<Value, String> {
        let view = match form {
            Form::In(view) => view,
            Form::Closed => {
                let mut inside = self.point(Form::In(View::Writer), id, stance);
                let declared = declared(self.schemas, id);
                if declared.properties && !closes(self.schemas, id, CLOSES) {
                    let required: Map<String, Value> =
                        declared.required.into_iter().map(|name| (name, Value::Bool(true))).collect();
                    inside["properties"] = Value::Object(required);
                    inside["unevaluatedProperties"] = Value::Bool(false);
                }
                return Ok(inside);
            }
        };
        let k = match &self.schemas.get(id).body {
            Body::Bool(value) => return Ok(Value::Bool(*value)),
            Body::Keywords(keywords) => keywords,
        };
        let mut out = Map::new();
        if !self.unseen && self.schemas.outside(id).is_some() {
            conjoin(&mut out, json!(false));
        }
        self.values(self.schemas.get(id), k, view, &mut out)?;
        if self.schemas.get(id).integers_as_written()
            && let Some(types) = k.types.as_ref().map(|types| types.value)
            && types.contains(Type::Integer)
            && !types.contains(Type::Number)
        {
            conjoin(&mut out, json!({ "$ref": WHOLE }));
        }
        self.straight &= !k.has_format() || stance != Stance::Mixed;
        self.applicators(k, (view, stance), &mut out);
        Ok(Value::Object(out))
    }

    /// Keywords without subschemas.
    fn values(
        &mut self,
        schema: &Schema,
        k: &Keywords,
        view: View,
        out: &mut Map<String, Value>,
    ) -> Result<(), String> {
        if let Some(types) = &k.types {
            of_types(types.value.iter().map(Type::name).collect(), out);
        }
        if let Some(members) = &k.enumeration {
            if view == View::Reader && k.flag("x-open-enum") {
                if k.types.is_none() {
                    let types: BTreeSet<&str> =
                        members.value.iter().map(|node| type_of(node).name()).collect();
                    of_types(types.into_iter().collect(), out);
                }
            } else {
                self.constants(&members.value, out)?;
            }
        }
        if let Some(constant) = &k.constant {
            self.constants(std::slice::from_ref(&constant.value), out)?;
        }
        let numbers = [
            ("minimum", &k.minimum),
            ("maximum", &k.maximum),
            ("exclusiveMinimum", &k.exclusive_minimum),
            ("exclusiveMaximum", &k.exclusive_maximum),
            ("multipleOf", &k.multiple_of),
        ];
        for (keyword, number) in numbers {
            if let Some(number) = number {
                self.bound(keyword, &number.value, out)?;
            }
        }
        let counts = [
            ("minLength", &k.min_length),
            ("maxLength", &k.max_length),
            ("minItems", &k.min_items),
            ("maxItems", &k.max_items),
            ("minContains", &k.min_contains),
            ("maxContains", &k.max_contains),
            ("minProperties", &k.min_properties),
            ("maxProperties", &k.max_properties),
        ];
        for (keyword, count) in counts {
            if let Some(count) = count {
                out.insert(keyword.to_owned(), count.value.into());
            }
        }
        if let Some(pattern) = &k.pattern {
            out.insert("pattern".to_owned(), pattern.value.as_str().into());
        }
        for (_, format) in formats_of(schema, k) {
            self.format(format, out)?;
        }
        if let Some(unique) = &k.unique_items {
            out.insert("uniqueItems".to_owned(), unique.value.into());
        }
        if !k.required.is_empty() {
            out.insert(
                "required".to_owned(),
                k.required.iter().map(|r| Value::from(r.value.as_str())).collect(),
            );
        }
        if !k.dependent_required.is_empty() {
            let all: Map<String, Value> = k
                .dependent_required
                .iter()
                .map(|d| (d.value.0.clone(), d.value.1.iter().map(|n| Value::from(n.as_str())).collect()))
                .collect();
            out.insert("dependentRequired".to_owned(), Value::Object(all));
        }
        Ok(())
    }

    /// One of these values.
    fn constants(&self, nodes: &[Node], out: &mut Map<String, Value>) -> Result<(), String> {
        let mut values = Vec::new();
        for node in nodes {
            let lit = Lit::of(node).ok_or_else(|| format!("nobody can hold {}", node.to_json()))?;
            values.extend(self.concern.numerals.constant(&lit));
        }
        let schema = if values.is_empty() { json!(false) } else { json!({ "enum": values }) };
        conjoin(out, schema);
        Ok(())
    }

    fn bound(&self, keyword: &str, bound: &Number, out: &mut Map<String, Value>) -> Result<(), String> {
        let said = self.concern.numerals.bound(keyword, bound);
        let said = said.ok_or_else(|| format!("nobody can reckon with the number {bound}"))?;
        conjoin(out, Value::Object(said));
        Ok(())
    }

    fn format(&self, format: &str, out: &mut Map<String, Value>) -> Result<(), String> {
        let keep = match self.formats {
            Formats::None => false,
            Formats::Generated => TEXT_FORMATS.contains(&format),
            Formats::All => !NUMBER_FORMATS.contains(&format),
        };
        if keep {
            conjoin(out, json!({ "format": format }));
        }
        let (low, high) = match format {
            "int32" => (i32::MIN.to_string(), i32::MAX.to_string()),
            "int64" => (i64::MIN.to_string(), i64::MAX.to_string()),
            // 2^96 as the nearest number that a validator with 64-bit floats holds.
            "decimal" => ("-7.922816251426434e28".to_owned(), "7.922816251426434e28".to_owned()),
            _ => return Ok(()),
        };
        if self.formats != Formats::None {
            let mut range = Map::new();
            let keywords = match format {
                "decimal" => ["exclusiveMinimum", "exclusiveMaximum"],
                _ => {
                    range.insert("type".to_owned(), "integer".into());
                    ["minimum", "maximum"]
                }
            };
            for (keyword, bound) in keywords.into_iter().zip([low, high]) {
                let bound = Number::parse(&bound).unwrap_or_else(Number::zero);
                self.bound(keyword, &bound, &mut range)?;
            }
            conjoin(out, json!({ "if": { "type": "number" }, "then": range }));
        }
        Ok(())
    }

    fn applicators(&mut self, k: &Keywords, (view, stance): (View, Stance), out: &mut Map<String, Value>) {
        let here = Form::In(view);
        if let Some(reference) = &k.reference {
            let target = self.target(here, reference.value, stance);
            out.insert("$ref".to_owned(), target);
        }
        let children = [
            ("items", &k.items),
            ("unevaluatedItems", &k.unevaluated_items),
            ("additionalProperties", &k.additional_properties),
            ("unevaluatedProperties", &k.unevaluated_properties),
        ];
        for (keyword, schema) in children {
            if let Some(schema) = schema {
                let value = self.child(view, schema.value, stance);
                out.insert(keyword.to_owned(), value);
            }
        }
        if let Some(prefix) = &k.prefix_items {
            let items = prefix.value.iter().map(|id| self.child(view, *id, stance)).collect();
            out.insert("prefixItems".to_owned(), items);
        }
        // A condition is no value that anybody writes or reads: it means what JSON Schema says.
        for (keyword, schema, stance) in [
            ("contains", &k.contains, Stance::Mixed),
            ("propertyNames", &k.property_names, stance),
            ("not", &k.not, Stance::Mixed),
            ("if", &k.if_, Stance::Mixed),
        ] {
            if let Some(schema) = schema {
                let value = self.point(Form::In(View::Plain), schema.value, stance);
                out.insert(keyword.to_owned(), value);
            }
        }
        for (keyword, schema) in [("then", &k.then), ("else", &k.else_)] {
            if let Some(schema) = schema {
                let value = self.point(here, schema.value, stance);
                out.insert(keyword.to_owned(), value);
            }
        }
        for (keyword, entries, inside) in [
            ("properties", &k.properties, false),
            ("patternProperties", &k.pattern_properties, false),
            ("dependentSchemas", &k.dependent_schemas, true),
        ] {
            if !entries.is_empty() {
                let names = &self.concern.names;
                let any = keyword == "patternProperties";
                let concerned = |entry: &&Entry| any || names.contains(&entry.name);
                let map = entries.iter().filter(concerned).map(|Entry { name, schema, .. }| {
                    let value = if inside {
                        self.point(here, *schema, stance)
                    } else if !any
                        && stance == Stance::Straight
                        && self.way.is_some_and(|way| !way.contains(name))
                    {
                        Value::Bool(true)
                    } else {
                        self.child(view, *schema, stance)
                    };
                    (name.clone(), value)
                });
                let map: Map<String, Value> = map.collect();
                out.insert(keyword.to_owned(), Value::Object(map));
            }
        }
        for (keyword, schemas) in [("allOf", &k.all_of), ("anyOf", &k.any_of)] {
            if let Some(schemas) = schemas {
                let stance = if keyword == "anyOf" { stance.max(Stance::Alternative) } else { stance };
                let list = self.list(here, schemas, stance);
                if keyword == "allOf" {
                    for schema in list {
                        conjoin(out, schema);
                    }
                } else {
                    out.insert(keyword.to_owned(), Value::Array(list));
                }
            }
        }
        if let Some(schemas) = &k.one_of {
            if view == View::Reader && schemas.value.iter().any(|id| self.reaches_open_enum(*id)) {
                // Reading an unknown value of one branch's enum must not make another branch fit less.
                let branches: Vec<Value> =
                    (0..schemas.value.len()).map(|i| self.branch(&schemas.value, i)).collect();
                conjoin(out, json!({ "anyOf": branches }));
            } else {
                let list = self.list(here, schemas, Stance::Mixed);
                out.insert("oneOf".to_owned(), Value::Array(list));
            }
        }
    }

    fn branch(&mut self, branches: &[SchemaId], index: usize) -> Value {
        let mut all = vec![self.point(Form::In(View::Reader), branches[index], Stance::Mixed)];
        for (other, id) in branches.iter().enumerate() {
            if other != index {
                all.push(json!({ "not": self.point(Form::In(View::Plain), *id, Stance::Mixed) }));
            }
        }
        json!({ "allOf": all })
    }

    fn list(&mut self, form: Form, schemas: &Located<Vec<SchemaId>>, stance: Stance) -> Vec<Value> {
        schemas.value.iter().map(|id| self.point(form, *id, stance)).collect()
    }

    fn reaches_open_enum(&mut self, start: SchemaId) -> bool {
        if let Some(known) = self.oneofs.get(&start) {
            return *known;
        }
        let (mut seen, mut stack) = (BTreeSet::from([start]), vec![start]);
        let mut found = false;
        while let Some(id) = stack.pop() {
            let Some(k) = self.schemas.keywords(id) else { continue };
            found |= k.enumeration.is_some() && k.flag("x-open-enum");
            stack.extend(subschemas(k).into_iter().filter(|id| seen.insert(*id)));
        }
        self.oneofs.insert(start, found);
        found
    }
}

/// One of these types.
fn of_types(types: Vec<&str>, out: &mut Map<String, Value>) {
    if types.is_empty() {
        conjoin(out, json!(false));
    } else {
        out.insert("type".to_owned(), types.into_iter().map(Value::from).collect());
    }
}

/// Adds what must hold as well: a plain keyword as it is where there is none of its name yet.
fn conjoin(out: &mut Map<String, Value>, schema: Value) {
    if let Value::Object(members) = &schema
        && members.len() == 1
        && let Some((keyword, value)) = members.iter().next()
        && keyword != "$ref"
        && keyword != "allOf"
        && !out.contains_key(keyword)
    {
        out.insert(keyword.clone(), value.clone());
        return;
    }
    match out.get_mut("allOf").and_then(Value::as_array_mut) {
        Some(there) => there.push(schema),
        None => drop(out.insert("allOf".to_owned(), json!([schema]))),
    }
}

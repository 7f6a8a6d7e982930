//! A schema of a tree, written out for a validator.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::super::declared::{CLOSES, closes, declared, subschemas};
use super::super::value::Lit;
use super::inline::{DEFS, Defs};
use super::{Concern, Formats, NUMBER_FORMATS, Party, TEXT_FORMATS, View, WHOLE, type_of};
use crate::load::Node;
use crate::number::Number;
use crate::resolve::{Body, Entry, Keywords, Located, SchemaId, Schemas, Type};

/// A form in which one schema is written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    In(View),
    /// Standing for a whole value, as a writer writes it: closed.
    Closed,
}

pub(super) struct Bundle<'a> {
    schemas: &'a Schemas,
    /// What the names of its definitions begin with.
    prefix: &'static str,
    formats: Formats,
    /// What a schema that is not here says.
    unseen: bool,
    /// What is said of members of other names is left out.
    concern: &'a Concern,
    queue: Vec<(Form, SchemaId)>,
    defs: Defs,
    oneofs: BTreeMap<SchemaId, bool>,
}

impl<'a> Bundle<'a> {
    /// A side written out, and the definitions that it refers to, whose names begin with `prefix`.
    pub(super) fn of(
        party: Party<'a>,
        prefix: &'static str,
        (formats, unseen): (Formats, bool),
        concern: &'a Concern,
    ) -> Result<(Value, Map<String, Value>), String> {
        let (queue, defs, oneofs) = (Vec::new(), Defs::default(), BTreeMap::new());
        let schemas = party.schemas;
        let mut bundle = Self { schemas, prefix, formats, unseen, concern, queue, defs, oneofs };
        let mut start = bundle.child(party.view, party.root);
        while let Some((form, id)) = bundle.queue.pop() {
            let body = bundle.emit(form, id)?;
            let name = bundle.name(form, id);
            bundle.defs.entries.insert(name, body);
        }
        let defs = bundle.defs.inlined(&mut start);
        Ok((start, defs))
    }

    fn name(&self, form: Form, id: SchemaId) -> String {
        let form = match form {
            Form::In(View::Plain) => "plain",
            Form::In(View::Writer) => "writer",
            Form::In(View::Reader) => "reader",
            Form::Closed => "closed",
        };
        format!("{}-{form}-{}", self.prefix, id.0)
    }

    fn point(&mut self, form: Form, id: SchemaId) -> Value {
        let name = self.name(form, id);
        let reference = json!({ "$ref": format!("{DEFS}{name}") });
        let uses = self.defs.uses.entry(name).or_insert(0);
        if *uses == 0 {
            self.queue.push((form, id));
        }
        *uses += 1;
        reference
    }

    fn child(&mut self, view: View, id: SchemaId) -> Value {
        self.point(if view == View::Writer { Form::Closed } else { Form::In(view) }, id)
    }

    fn emit(&mut self, form: Form, id: SchemaId) -> Result<Value, String> {
        let view = match form {
            Form::In(view) => view,
            Form::Closed => {
                let mut inside = self.point(Form::In(View::Writer), id);
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
        self.values(k, view, &mut out)?;
        if self.schemas.get(id).integers_as_written()
            && let Some(types) = k.types.as_ref().map(|types| types.value)
            && types.contains(Type::Integer)
            && !types.contains(Type::Number)
        {
            conjoin(&mut out, json!({ "$ref": WHOLE }));
        }
        self.applicators(k, view, &mut out);
        Ok(Value::Object(out))
    }

    /// Keywords without subschemas.
    fn values(&mut self, k: &Keywords, view: View, out: &mut Map<String, Value>) -> Result<(), String> {
        if let Some(types) = &k.types {
            out.insert("type".to_owned(), types.value.iter().map(|t| Value::from(t.name())).collect());
        }
        if let Some(members) = &k.enumeration {
            if view == View::Reader && k.flag("x-open-enum") {
                if k.types.is_none() {
                    let types: BTreeSet<&str> =
                        members.value.iter().map(|node| type_of(node).name()).collect();
                    out.insert("type".to_owned(), types.into_iter().map(Value::from).collect());
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
        if let Some(format) = &k.format {
            self.format(&format.value, out)?;
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
            out.insert("format".to_owned(), format.into());
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

    fn applicators(&mut self, k: &Keywords, view: View, out: &mut Map<String, Value>) {
        let here = Form::In(view);
        if let Some(reference) = &k.reference {
            let target = self.point(here, reference.value);
            out.insert("$ref".to_owned(), target["$ref"].clone());
        }
        let children = [
            ("items", &k.items),
            ("unevaluatedItems", &k.unevaluated_items),
            ("additionalProperties", &k.additional_properties),
            ("unevaluatedProperties", &k.unevaluated_properties),
        ];
        for (keyword, schema) in children {
            if let Some(schema) = schema {
                let value = self.child(view, schema.value);
                out.insert(keyword.to_owned(), value);
            }
        }
        if let Some(prefix) = &k.prefix_items {
            let items = prefix.value.iter().map(|id| self.child(view, *id)).collect();
            out.insert("prefixItems".to_owned(), items);
        }
        // A condition is no value that anybody writes or reads: it means what JSON Schema says.
        for (keyword, schema) in
            [("contains", &k.contains), ("propertyNames", &k.property_names), ("not", &k.not), ("if", &k.if_)]
        {
            if let Some(schema) = schema {
                let value = self.point(Form::In(View::Plain), schema.value);
                out.insert(keyword.to_owned(), value);
            }
        }
        for (keyword, schema) in [("then", &k.then), ("else", &k.else_)] {
            if let Some(schema) = schema {
                let value = self.point(here, schema.value);
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
                    let value = if inside { self.point(here, *schema) } else { self.child(view, *schema) };
                    (name.clone(), value)
                });
                let map: Map<String, Value> = map.collect();
                out.insert(keyword.to_owned(), Value::Object(map));
            }
        }
        for (keyword, schemas) in [("allOf", &k.all_of), ("anyOf", &k.any_of)] {
            if let Some(schemas) = schemas {
                let list = self.list(here, schemas);
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
                let list = self.list(here, schemas);
                out.insert("oneOf".to_owned(), Value::Array(list));
            }
        }
    }

    fn branch(&mut self, branches: &[SchemaId], index: usize) -> Value {
        let mut all = vec![self.point(Form::In(View::Reader), branches[index])];
        for (other, id) in branches.iter().enumerate() {
            if other != index {
                all.push(json!({ "not": self.point(Form::In(View::Plain), *id) }));
            }
        }
        json!({ "allOf": all })
    }

    fn list(&mut self, form: Form, schemas: &Located<Vec<SchemaId>>) -> Vec<Value> {
        schemas.value.iter().map(|id| self.point(form, *id)).collect()
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

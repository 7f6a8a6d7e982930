//! The second opinion: a schema of a tree as a validator of the `jsonschema` crate.
//!
//! Every schema that is reachable becomes an entry of `$defs` of one document, and every `$ref` points
//! into it: nothing is retrieved from anywhere, and recursion needs no special care.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use super::declared::{declared, subschemas};
use super::value::{Lit, number_to_json};
use crate::load::Node;
use crate::number::Number;
use crate::resolve::{Body, Entry, Keywords, Located, SchemaId, Schemas, Type};

/// The formats of strings that generated readers check.
pub const TEXT_FORMATS: [&str; 6] = ["date", "date-time", "duration", "email", "uri", "uuid"];
/// The formats of numbers that generated readers check.
pub const NUMBER_FORMATS: [&str; 4] = ["decimal", "double", "int32", "int64"];

/// How a schema is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum View {
    /// What JSON Schema says.
    Plain,
    /// What generated code writes: as [`View::Plain`], and no undeclared property.
    Writer,
    /// What generated code reads: as [`View::Plain`], and any value of the base type for an open enum.
    Reader,
}

/// Which formats count as assertions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Formats {
    /// None: they are annotations.
    None,
    /// Those that generated readers check.
    Generated,
    /// Every one that the validator knows.
    All,
}

/// A schema as a validator.
#[derive(Debug)]
pub struct Judge {
    validator: Validator,
}

/// What a validator says against a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Objection {
    /// JSON Pointer to the value that it refuses.
    pub pointer: String,
    /// The keyword that refuses it.
    pub keyword: String,
    /// In words.
    pub message: String,
}

impl Judge {
    /// A validator of the schema `root`.
    ///
    /// # Errors
    /// Says why there is none: a number that 64 bits do not hold, a pattern that is no pattern.
    pub fn new(schemas: &Schemas, root: SchemaId, view: View, formats: Formats) -> Result<Self, String> {
        Self::of(&document(schemas, root, view, formats, None)?, formats)
    }

    /// A validator for each reading of `format`; one, if there is no difference. It is for documents with
    /// members of these names only.
    ///
    /// # Errors
    /// As [`Judge::new`].
    pub fn each(
        schemas: &Schemas,
        root: SchemaId,
        view: View,
        all: &[Formats],
        names: &BTreeSet<String>,
    ) -> Result<Vec<Self>, String> {
        let mut documents = Vec::new();
        for formats in all {
            let document = document(schemas, root, view, *formats, Some(names))?;
            if !documents.iter().any(|(_, other)| *other == document) {
                documents.push((*formats, document));
            }
        }
        documents.iter().map(|(formats, document)| Self::of(document, *formats)).collect()
    }

    fn of(document: &Value, formats: Formats) -> Result<Self, String> {
        let validator = jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .should_validate_formats(formats != Formats::None)
            .offline()
            .build(document)
            .map_err(|error| error.to_string())?;
        Ok(Self { validator })
    }

    /// Whether it accepts the document.
    pub fn accepts(&self, document: &Value) -> bool {
        self.validator.is_valid(document)
    }

    /// All it says against the document.
    pub fn objections(&self, document: &Value) -> Vec<Objection> {
        let mut all: Vec<Objection> = self
            .validator
            .iter_errors(document)
            .map(|error| Objection {
                pointer: error.instance_path().as_str().to_owned(),
                keyword: error.kind().keyword().to_owned(),
                message: error.to_string(),
            })
            .collect();
        all.sort();
        all
    }
}

/// The schema `root` as one document of draft 2020-12 that refers to nothing outside.
///
/// # Errors
/// A number that 64 bits do not hold: the validator would compare with another one.
pub fn document(
    schemas: &Schemas,
    root: SchemaId,
    view: View,
    formats: Formats,
    names: Option<&BTreeSet<String>>,
) -> Result<Value, String> {
    let mut bundle =
        Bundle { schemas, formats, names, queue: Vec::new(), defs: BTreeMap::new(), oneofs: BTreeMap::new() };
    let start = bundle.child(view, root);
    while let Some((kind, id)) = bundle.queue.pop() {
        let body = bundle.emit(kind, id)?;
        bundle.defs.insert(name(kind, id), body);
    }
    let defs: Map<String, Value> = bundle.defs.into_iter().collect();
    Ok(json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": start["$ref"],
        "$defs": defs,
    }))
}

/// A form in which one schema is written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    In(View),
    /// Standing for a whole value, as a writer writes it: closed.
    Closed,
}

fn name(form: Form, id: SchemaId) -> String {
    let form = match form {
        Form::In(View::Plain) => "plain",
        Form::In(View::Writer) => "writer",
        Form::In(View::Reader) => "reader",
        Form::Closed => "closed",
    };
    format!("{form}{}", id.0)
}

struct Bundle<'a> {
    schemas: &'a Schemas,
    formats: Formats,
    /// What is said of members of other names is left out.
    names: Option<&'a BTreeSet<String>>,
    queue: Vec<(Form, SchemaId)>,
    defs: BTreeMap<String, Value>,
    oneofs: BTreeMap<SchemaId, bool>,
}

impl Bundle<'_> {
    fn point(&mut self, form: Form, id: SchemaId) -> Value {
        let name = name(form, id);
        let target = format!("#/$defs/{name}");
        if let std::collections::btree_map::Entry::Vacant(entry) = self.defs.entry(name) {
            entry.insert(Value::Bool(true));
            self.queue.push((form, id));
        }
        json!({ "$ref": target })
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
                if declared.properties {
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
        self.values(k, view, &mut out)?;
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
                let members = members.value.iter().map(exact).collect::<Result<Vec<_>, _>>()?;
                out.insert("enum".to_owned(), Value::Array(members));
            }
        }
        if let Some(constant) = &k.constant {
            out.insert("const".to_owned(), exact(&constant.value)?);
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
                let value = number_to_json(&number.value).ok_or_else(|| beyond(&number.value))?;
                out.insert(keyword.to_owned(), value);
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
            self.format(&format.value, out);
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

    fn format(&self, format: &str, out: &mut Map<String, Value>) {
        let keep = match self.formats {
            Formats::None => false,
            Formats::Generated => TEXT_FORMATS.contains(&format),
            Formats::All => !NUMBER_FORMATS.contains(&format),
        };
        if keep {
            out.insert("format".to_owned(), format.into());
        }
        let range = match format {
            "int32" => json!({ "type": "integer", "minimum": i32::MIN, "maximum": i32::MAX }),
            "int64" => json!({ "type": "integer", "minimum": i64::MIN, "maximum": i64::MAX }),
            // 2^96 as the nearest number that a validator with 64-bit floats holds.
            "decimal" => {
                json!({ "exclusiveMinimum": -7.922_816_251_426_434e28, "exclusiveMaximum": 7.922_816_251_426_434e28 })
            }
            _ => return,
        };
        if self.formats != Formats::None {
            let numbers = json!({ "if": { "type": "number" }, "then": range });
            out.insert("allOf".to_owned(), json!([numbers]));
        }
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
                let names = self.names.filter(|_| keyword != "patternProperties");
                let concerned = |entry: &&Entry| names.is_none_or(|names| names.contains(&entry.name));
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
                match out.get_mut(keyword).and_then(Value::as_array_mut) {
                    Some(there) => there.extend(list),
                    None => drop(out.insert(keyword.to_owned(), Value::Array(list))),
                }
            }
        }
        if let Some(schemas) = &k.one_of {
            if view == View::Reader && schemas.value.iter().any(|id| self.reaches_open_enum(*id)) {
                // Reading an unknown value of one branch's enum must not make another branch fit less.
                let branches: Vec<Value> =
                    (0..schemas.value.len()).map(|i| self.branch(&schemas.value, i)).collect();
                let any = json!({ "anyOf": branches });
                match out.get_mut("allOf").and_then(Value::as_array_mut) {
                    Some(there) => there.push(any),
                    None => drop(out.insert("allOf".to_owned(), json!([any]))),
                }
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

fn beyond(number: &Number) -> String {
    format!("the validator cannot hold the number {number}")
}

fn exact(node: &Node) -> Result<Value, String> {
    Lit::of(node)
        .and_then(|lit| lit.to_json())
        .ok_or_else(|| format!("the validator cannot hold {}", node.to_json()))
}

/// The type of a value.
pub(super) fn type_of(node: &Node) -> Type {
    use crate::load::Value as Json;
    match &node.value {
        Json::Null => Type::Null,
        Json::Bool(_) => Type::Boolean,
        Json::Number(text) if Number::parse(text).is_some_and(|n| n.is_integer()) => Type::Integer,
        Json::Number(_) => Type::Number,
        Json::String(_) => Type::String,
        Json::Array(_) => Type::Array,
        Json::Object(_) => Type::Object,
    }
}

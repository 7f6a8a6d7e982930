//! A schema with everything that it reaches, as one document of draft 2020-12, made from the graph: whatever
//! the draft, and however its parts refer to each other.

use std::collections::BTreeMap;

use crate::finding::Place;
use crate::load::json::Member;
use crate::load::{Node, Value};
use crate::number::Number;
use crate::resolve::{Body, Draft, Entry, Keywords, Located, SchemaId, Schemas, Type};

/// A schema with all that it reaches.
#[derive(Debug, Clone)]
pub struct Closed {
    /// As one document: `{"$ref": "#/$defs/0", "$defs": {"0": …, "1": …}}`.
    pub document: Node,
    /// The schemas by their number there, in the order in which they are met.
    pub order: Vec<SchemaId>,
}

/// Writes a schema and all that it reaches. Each judges as it does in its own draft.
///
/// Two things have no word in 2020-12: in draft-04 `1.0` is no integer, and until draft-07
/// `contentEncoding` and `contentMediaType` may be asserted.
pub fn closed(schemas: &Schemas, root: SchemaId) -> Closed {
    let mut writer = Writer { schemas, numbers: BTreeMap::new(), order: Vec::new() };
    let place = schemas.get(root).place;
    let reference = writer.reference(root);
    let mut defs = Vec::new();
    let mut next = 0;
    while let Some(&id) = writer.order.get(next) {
        let schema = writer.schema(id);
        defs.push(member(&next.to_string(), schema));
        next += 1;
    }
    let node = |value| Node { value, place };
    let members = vec![
        member("$schema", node(Value::String(Draft::Draft202012.uri().to_owned()))),
        member("$ref", node(reference)),
        member("$defs", node(Value::Object(defs))),
    ];
    Closed { document: node(Value::Object(members)), order: writer.order }
}

struct Writer<'s> {
    schemas: &'s Schemas,
    numbers: BTreeMap<SchemaId, usize>,
    /// In the order of their numbers.
    order: Vec<SchemaId>,
}

impl Writer<'_> {
    fn reference(&mut self, id: SchemaId) -> Value {
        let next = self.order.len();
        let number = *self.numbers.entry(id).or_insert(next);
        if number == next {
            self.order.push(id);
        }
        Value::String(format!("#/$defs/{number}"))
    }

    fn schema(&mut self, id: SchemaId) -> Node {
        let schema = self.schemas.get(id);
        let place = schema.place;
        match &schema.body {
            Body::Bool(value) => Node { value: Value::Bool(*value), place },
            Body::Keywords(keywords) => self.keywords(keywords, schema.draft, place),
        }
    }

    fn keywords(&mut self, k: &Keywords, draft: Draft, place: Place) -> Node {
        let mut out = Vec::new();
        let node = |value| Node { value, place };
        if let Some(reference) = &k.reference {
            out.push(("$ref", node(self.reference(reference.value))));
        }
        Self::values(k, &mut out);
        let singles = [
            ("items", &k.items),
            ("unevaluatedItems", &k.unevaluated_items),
            ("additionalProperties", &k.additional_properties),
            ("propertyNames", &k.property_names),
            ("unevaluatedProperties", &k.unevaluated_properties),
            ("not", &k.not),
            ("if", &k.if_),
            ("then", &k.then),
            ("else", &k.else_),
        ];
        for (name, schema) in singles {
            if let Some(schema) = schema {
                out.push((name, self.link(schema.value, place)));
            }
        }
        let maps = [
            ("properties", &k.properties),
            ("patternProperties", &k.pattern_properties),
            ("dependentSchemas", &k.dependent_schemas),
        ];
        for (name, entries) in maps {
            if !entries.is_empty() {
                out.push((name, self.map(entries, place)));
            }
        }
        let lists = [("prefixItems", &k.prefix_items), ("anyOf", &k.any_of), ("oneOf", &k.one_of)];
        for (name, list) in lists {
            if let Some(list) = list {
                let items = list.value.iter().map(|id| self.link(*id, place)).collect();
                out.push((name, node(Value::Array(items))));
            }
        }
        let mut all: Vec<Node> =
            k.all_of.iter().flat_map(|list| &list.value).map(|id| self.link(*id, place)).collect();
        if let Some(contains) = &k.contains {
            let mut own = vec![("contains", self.link(contains.value, place))];
            for (name, count) in [("minContains", &k.min_contains), ("maxContains", &k.max_contains)] {
                if let Some(count) = count {
                    own.push((name, node(Value::Number(count.value.to_string()))));
                }
            }
            if draft == Draft::Draft202012 {
                out.extend(own);
            } else {
                // Before, what `contains` finds does not count as evaluated: a double negation says so.
                let inner = object(own, place);
                let inner = object(vec![("not", inner)], place);
                all.push(object(vec![("not", inner)], place));
            }
        }
        if !all.is_empty() {
            out.push(("allOf", node(Value::Array(all))));
        }
        object(out, place)
    }

    /// Keywords without subschemas.
    fn values(k: &Keywords, out: &mut Vec<(&'static str, Node)>) {
        fn put<T>(
            out: &mut Vec<(&'static str, Node)>,
            name: &'static str,
            value: Option<&Located<T>>,
            write: impl Fn(&T) -> Value,
        ) {
            if let Some(located) = value {
                out.push((name, Node { value: write(&located.value), place: located.place }));
            }
        }
        let text = |text: &String| Value::String(text.clone());
        let number = |number: &Number| Value::Number(number.to_string());
        let count = |count: &u64| Value::Number(count.to_string());
        put(out, "title", k.title.as_deref(), text);
        put(out, "description", k.description.as_deref(), text);
        put(out, "default", k.default.as_deref(), |node| node.value.clone());
        put(out, "type", k.types.as_deref(), |types| {
            let names = types.iter().map(Type::name).map(|name| Value::String(name.to_owned()));
            let place = k.types.as_ref().map(|types| types.place);
            Value::Array(
                names.zip(place.into_iter().cycle()).map(|(value, place)| Node { value, place }).collect(),
            )
        });
        put(out, "enum", k.enumeration.as_deref(), |values| Value::Array(values.clone()));
        put(out, "const", k.constant.as_deref(), |node| node.value.clone());
        put(out, "minimum", k.minimum.as_deref(), number);
        put(out, "maximum", k.maximum.as_deref(), number);
        put(out, "exclusiveMinimum", k.exclusive_minimum.as_deref(), number);
        put(out, "exclusiveMaximum", k.exclusive_maximum.as_deref(), number);
        put(out, "multipleOf", k.multiple_of.as_deref(), number);
        put(out, "minLength", k.min_length.as_deref(), count);
        put(out, "maxLength", k.max_length.as_deref(), count);
        put(out, "pattern", k.pattern.as_deref(), text);
        put(out, "format", k.format.as_deref(), text);
        put(out, "minItems", k.min_items.as_deref(), count);
        put(out, "maxItems", k.max_items.as_deref(), count);
        put(out, "uniqueItems", k.unique_items.as_deref(), |flag| Value::Bool(*flag));
        put(out, "minProperties", k.min_properties.as_deref(), count);
        put(out, "maxProperties", k.max_properties.as_deref(), count);
        if let Some(first) = k.required.first() {
            let names = k
                .required
                .iter()
                .map(|name| Node { value: Value::String(name.value.clone()), place: name.place });
            out.push(("required", Node { value: Value::Array(names.collect()), place: first.place }));
        }
        if let Some(first) = k.dependent_required.first() {
            // Two keywords of one schema may hold names for the same property.
            let mut merged: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
            for entry in &k.dependent_required {
                let (property, names) = &entry.value;
                let all = merged.entry(property).or_default();
                for name in names {
                    if !all.contains(&name.as_str()) {
                        all.push(name);
                    }
                }
            }
            let node = |value| Node { value, place: first.place };
            let members = merged.into_iter().map(|(property, names)| {
                let names = names.into_iter().map(|name| node(Value::String(name.to_owned()))).collect();
                member(property, node(Value::Array(names)))
            });
            out.push(("dependentRequired", node(Value::Object(members.collect()))));
        }
    }

    fn link(&mut self, id: SchemaId, place: Place) -> Node {
        let value = match &self.schemas.get(id).body {
            Body::Bool(value) => return Node { value: Value::Bool(*value), place },
            Body::Keywords(_) => self.reference(id),
        };
        object(vec![("$ref", Node { value, place })], place)
    }

    fn map(&mut self, entries: &[Entry], place: Place) -> Node {
        let mut members = Vec::new();
        for entry in entries {
            let schema = self.link(entry.schema, place);
            members.push(member(&entry.name, schema));
        }
        Node { value: Value::Object(members), place }
    }
}

fn member(key: &str, value: Node) -> Member {
    Member { key: key.to_owned(), key_place: value.place, value }
}

fn object(members: Vec<(&str, Node)>, place: Place) -> Node {
    Node { value: Value::Object(members.into_iter().map(|(key, node)| member(key, node)).collect()), place }
}

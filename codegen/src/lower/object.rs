//! Objects: records and maps.

use super::{Context, Lowerer, NAME_COLLISION, names};
use crate::finding::Finding;
use crate::model::{Check, Field, Kind, Record, Shape, TypeId, TypeRef, Unknown};
use crate::resolve::{Body, Entry, Keywords, SchemaId};

/// What a record carries.
const RECORD: &[&str] =
    &["type", "properties", "required", "additionalProperties", "minProperties", "maxProperties"];

impl Lowerer<'_> {
    pub(super) fn object(
        &mut self,
        id: SchemaId,
        keywords: &Keywords,
        context: &Context,
        reserved: Option<TypeId>,
    ) -> TypeRef {
        if keywords.properties.is_empty() && !self.is_closed(keywords) {
            return self.map(keywords, context);
        }
        let name = match reserved {
            Some(reserved) => self.model.get(reserved).rust.clone(),
            None => self.title(id).unwrap_or_else(|| context.name.clone()),
        };
        // The type is reserved before its fields are looked at: a field may refer back to it.
        let empty = Shape::Record(Record { fields: Vec::new(), unknown: Unknown::Drop, checks: Vec::new() });
        let type_id = reserved.unwrap_or_else(|| self.declare(id, None, context, name.clone(), empty));
        let record = self.record(keywords, &context.named(name), None);
        self.finish(id, context, Some(type_id), Shape::Record(record))
    }

    /// The record of an object schema, without the property `tag`.
    pub(super) fn record(&mut self, keywords: &Keywords, context: &Context, tag: Option<&str>) -> Record {
        self.refuse_all_but(keywords, RECORD, "object");
        let closed = self.is_closed(keywords);
        if let Some(additional) = keywords.additional_properties.as_ref().filter(|_| !closed)
            && !matches!(self.contracts.schemas.get(additional.value).body, Body::Bool(true))
        {
            self.unsupported(
                additional.key,
                "`additionalProperties` with a schema beside `properties`",
                "a property of its own that holds the map",
            );
        }
        for required in &keywords.required {
            if keywords.property(&required.value).is_none() {
                self.unsupported(
                    required.place,
                    "a required property that is not declared",
                    "declare it in `properties`",
                );
            }
        }
        let mut fields: Vec<Field> = Vec::new();
        for entry in keywords.properties.iter().filter(|entry| Some(entry.name.as_str()) != tag) {
            let field = self.field(entry, keywords.requires(&entry.name), context);
            for other in &fields {
                let language = if other.rust == field.rust {
                    "Rust"
                } else if other.csharp == field.csharp {
                    "C#"
                } else {
                    continue;
                };
                let message =
                    format!("{:?} and {:?} would have the same name in {language}", field.json, other.json);
                let finding =
                    Finding::new(&NAME_COLLISION, message).at(field.place, "").at(other.place, "the other");
                self.findings.push(finding);
            }
            fields.push(field);
        }
        let mut checks = Vec::new();
        checks.extend(keywords.min_properties.as_ref().map(|n| Check::MinProperties(n.value)));
        checks.extend(keywords.max_properties.as_ref().map(|n| Check::MaxProperties(n.value)));
        if let Some(bound) = keywords.min_properties.as_ref().or(keywords.max_properties.as_ref()) {
            // Undeclared members count for a validator, and are gone after reading.
            let instead = "say which properties are required, or close the object";
            if !closed {
                self.unsupported(bound.key, "a bound on the number of properties of an open object", instead);
            }
        }
        let unknown = if closed { Unknown::Refuse } else { Unknown::Drop };
        Record { fields, unknown, checks }
    }

    fn field(&mut self, entry: &Entry, required: bool, context: &Context) -> Field {
        // Directly below an event's payload the event's name would say nothing new.
        let base = names::type_name(&entry.name);
        let is_root = context.name == context.prefix;
        let name = if is_root { base } else { format!("{}{base}", context.name) };
        let mut ty = self.use_of(entry.schema, &context.named(name));
        let mut nullable = false;
        while let Kind::Nullable(inner) = ty.kind {
            nullable = true;
            ty = *inner;
        }
        let keywords = self.contracts.schemas.keywords(entry.schema);
        let description = keywords.and_then(|k| k.description.as_ref()).map(|d| d.value.clone());
        let doc = description.unwrap_or_else(|| match ty.kind {
            Kind::Named(id) => self.model.get(id).doc.clone(),
            _ => String::new(),
        });
        // A record's own name in C# carries the event's name in front.
        let enclosing = if context.name.starts_with(&context.prefix) {
            context.name.clone()
        } else {
            format!("{}{}", context.prefix, context.name)
        };
        Field {
            json: entry.name.clone(),
            rust: names::rust_field(&entry.name),
            csharp: names::csharp_property(&entry.name, &enclosing),
            doc,
            deprecated: keywords.is_some_and(|k| k.deprecated.as_ref().is_some_and(|d| d.value)),
            required,
            nullable,
            ty,
            boxed: false,
            place: entry.key,
            schema: entry.schema,
        }
    }

    fn map(&mut self, keywords: &Keywords, context: &Context) -> TypeRef {
        self.refuse_all_but(
            keywords,
            &["type", "properties", "additionalProperties", "minProperties", "maxProperties"],
            "map",
        );
        let value = match &keywords.additional_properties {
            Some(schema) => {
                let name = format!("{}Value", context.name);
                self.use_of(schema.value, &context.named(name))
            }
            None => TypeRef { kind: Kind::Any, checks: Vec::new() },
        };
        let mut checks = Vec::new();
        checks.extend(
            keywords.min_properties.as_ref().filter(|n| n.value > 0).map(|n| Check::MinProperties(n.value)),
        );
        checks.extend(keywords.max_properties.as_ref().map(|n| Check::MaxProperties(n.value)));
        TypeRef { kind: Kind::Map(Box::new(value)), checks }
    }

    fn is_closed(&self, keywords: &Keywords) -> bool {
        keywords
            .additional_properties
            .as_ref()
            .is_some_and(|schema| matches!(self.contracts.schemas.get(schema.value).body, Body::Bool(false)))
    }
}

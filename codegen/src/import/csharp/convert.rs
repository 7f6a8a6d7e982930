//! Declarations as schemas.

use std::collections::{BTreeMap, BTreeSet};

use super::doc;
use super::members::{self, Told};
use super::select::{self, Types};
use super::syntax::{Attribute, Declaration, EnumValue, Kind, Literal, Member, Shape, Type};
use super::types::{self, Known};
use crate::finding::{Finding, Place};
use crate::import::FIELDS;
use crate::import::build::{Object, list, nullable, text, typed};
use crate::import::contract::type_file;
use crate::import::rules::{IN_ENVELOPE, NOT_UNDERSTOOD, UNKNOWN_TYPE, WIRE_FORM};
use crate::import::samples::FLAT;
use crate::import::words::describe;
use crate::load::Node;

/// The text that stands for a member of an enum.
fn wire_name(value: &EnumValue) -> String {
    let said = value.attributes.iter().find_map(|attribute| match attribute.name.as_str() {
        "EnumMember" => attribute.named("Value"),
        "JsonStringEnumMemberName" | "JsonPropertyName" => attribute.at(0),
        _ => None,
    });
    match said {
        Some(Literal::Text(name)) => name.clone(),
        _ => value.name.clone(),
    }
}

/// Where the schema that is made stands, which decides how it refers to others.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Home {
    Event,
    Shared,
}

/// Turns declarations into schemas.
pub(super) struct Convert<'t> {
    types: &'t Types,
    shared: &'t BTreeSet<&'t str>,
    home: Home,
    /// The definitions of the event that is made; those that are being made are empty.
    definitions: BTreeMap<String, Node>,
    /// Those that are yet to be made.
    pending: Vec<&'t Declaration>,
    /// What is reported of its fields.
    pub(super) rows: Vec<[String; 3]>,
    said: Vec<Finding>,
    /// Places of one thing to say.
    unlike: BTreeMap<&'static str, BTreeSet<(String, Place)>>,
    unknown: BTreeMap<String, BTreeSet<Place>>,
}

impl<'t> Convert<'t> {
    pub(super) fn new(types: &'t Types, shared: &'t BTreeSet<&'t str>) -> Self {
        Self {
            types,
            shared,
            home: Home::Event,
            definitions: BTreeMap::new(),
            pending: Vec::new(),
            rows: Vec::new(),
            said: Vec::new(),
            unlike: BTreeMap::new(),
            unknown: BTreeMap::new(),
        }
    }

    /// What there is to say of all that was converted: once about each thing, with all its places.
    pub(super) fn findings(&mut self) -> Vec<Finding> {
        let mut findings = std::mem::take(&mut self.said);
        for (why, at) in std::mem::take(&mut self.unlike) {
            let names: BTreeSet<&str> = at.iter().map(|(name, _)| name.as_str()).collect();
            let names = names.into_iter().collect::<Vec<_>>().join(", ");
            let finding = Finding::new(&WIRE_FORM, format!("{names} {why}"));
            findings.push(at.iter().fold(finding, |finding, (_, place)| finding.at(*place, "")));
        }
        for (name, at) in std::mem::take(&mut self.unknown) {
            let message = if self.types.contains_key(&name) {
                format!("{name} is generic, which is not read: the contract allows any value")
            } else {
                format!("{name} is not declared here: the contract allows any value")
            };
            let finding = at.iter().fold(Finding::new(&UNKNOWN_TYPE, message), |f, place| f.at(*place, ""));
            findings.push(
                finding.help("import the file that declares it along with this one, or write the schema"),
            );
        }
        findings
    }

    /// The schema of an event's data, with its definitions.
    pub(super) fn event(&mut self, declaration: &'t Declaration) -> Node {
        self.home = Home::Event;
        self.definitions.clear();
        let body = self.object(declaration, None, true);
        while let Some(declaration) = self.pending.pop() {
            let described = doc::summary(&declaration.doc)
                .map(|summary| Object::default().with("description", text(summary)))
                .unwrap_or_default();
            let schema = self.declared(declaration);
            self.definitions.insert(declaration.name.clone(), described.and(schema).done());
        }
        let definitions = std::mem::take(&mut self.definitions);
        if definitions.is_empty() {
            return body;
        }
        let mut all = Object::default();
        for (name, node) in definitions {
            all.push(&name, node);
        }
        Object::default().and(body).with("$defs", all.done()).done()
    }

    /// The schema of a type that several events share.
    pub(super) fn shared(&mut self, declaration: &'t Declaration) -> Node {
        self.home = Home::Shared;
        self.declared(declaration)
    }

    fn declared(&mut self, declaration: &'t Declaration) -> Node {
        match declaration.kind {
            Kind::Enum => self.enumeration(declaration),
            _ => match self.union(declaration) {
                Some(union) => union,
                None => self.object(declaration, None, false),
            },
        }
    }

    fn enumeration(&mut self, declaration: &Declaration) -> Node {
        let has = |name: &str| declaration.attributes.iter().any(|attribute| attribute.name == name);
        if has("Flags") {
            let message = format!("{} is a set of flags: the contract says a whole number", declaration.name);
            self.said.push(Finding::new(&NOT_UNDERSTOOD, message).at(declaration.place, ""));
            return typed("integer").with("format", text("int32")).done();
        }
        if !has("JsonConverter") {
            let why = "is an enum, which is written as a number unless it has a JsonStringEnumConverter";
            self.unlike.entry(why).or_default().insert((declaration.name.clone(), declaration.place));
        }
        types::texts(declaration.values.iter().map(wire_name))
    }

    /// The union that a polymorphic type is: `[JsonDerivedType(typeof(Card), "card")]`
    fn union(&mut self, declaration: &'t Declaration) -> Option<Node> {
        let derived: Vec<&Attribute> =
            declaration.attributes.iter().filter(|attribute| attribute.name == "JsonDerivedType").collect();
        let polymorphic = declaration.attributes.iter().find(|attribute| attribute.name == "JsonPolymorphic");
        let tag = polymorphic.and_then(|attribute| attribute.named("TypeDiscriminatorPropertyName"));
        let tag = match tag {
            Some(Literal::Text(tag)) => tag.clone(),
            _ => "$type".to_owned(),
        };
        let mut arms = Vec::new();
        for attribute in derived {
            let (Some(Literal::Name(name)), Some(Literal::Text(value))) =
                (attribute.at(0), attribute.at(1).or_else(|| attribute.named("typeDiscriminator")))
            else {
                let message = "a derived type is told by its name and a text, as in [JsonDerivedType(typeof(Card), \"card\")]";
                self.said.push(Finding::new(&NOT_UNDERSTOOD, message).at(attribute.place, ""));
                continue;
            };
            match self.types.get(name) {
                Some(arm) => arms.push(self.object(arm, Some((&tag, value)), false)),
                None => {
                    self.unknown.entry(name.clone()).or_default().insert(attribute.place);
                }
            }
        }
        (!arms.is_empty()).then(|| Object::default().with("oneOf", list(arms)).done())
    }

    fn object(&mut self, declaration: &'t Declaration, tag: Option<(&str, &str)>, is_event: bool) -> Node {
        let mut properties = Object::default();
        let mut required = Vec::new();
        if let Some((tag, value)) = tag {
            properties.push(tag, Object::default().with("const", text(value)).done());
            required.push(text(tag));
        }
        let mut names: BTreeSet<String> = tag.iter().map(|(tag, _)| (*tag).to_owned()).collect();
        let mut in_envelope = Vec::new();
        let mut members = select::members(self.types, declaration);
        if let Some(first) = members.get(FIELDS) {
            let message = format!(
                "{} has {} members: only those before {} are in the contract",
                declaration.name,
                members.len(),
                first.name
            );
            let help = "what has so many is a list or a map: declare a property for it";
            self.said.push(Finding::new(&NOT_UNDERSTOOD, message).at(first.place, "").help(help));
            members.truncate(FIELDS);
        }
        for member in members {
            let default = self.default(member);
            let Told { name, is_required, is_ignored } = members::told(member, default.as_ref());
            if is_ignored {
                continue;
            }
            if is_event && FLAT.iter().any(|field| field.eq_ignore_ascii_case(&name)) {
                in_envelope.push(member);
                continue;
            }
            let default = default.filter(|_| !is_required);
            let schema = self.property(member, declaration, default.as_ref());
            if is_event {
                self.rows.push([format!("/{name}"), members::written(&member.ty), describe(&schema)]);
            }
            if !names.insert(name.clone()) {
                let message = format!("{} is the second property that is called {name:?}", member.name);
                self.said.push(Finding::new(&NOT_UNDERSTOOD, message).at(member.place, ""));
                continue;
            }
            properties.push(&name, schema);
            if is_required {
                required.push(text(&name));
            }
        }
        if !in_envelope.is_empty() {
            let names: Vec<&str> = in_envelope.iter().map(|member| member.name.as_str()).collect();
            let message = format!(
                "left out of the data of {}, because the envelope carries it: {}",
                declaration.name,
                names.join(", ")
            );
            let finding = Finding::new(&IN_ENVELOPE, message);
            self.said.push(in_envelope.iter().fold(finding, |finding, member| finding.at(member.place, "")));
        }
        let schema = typed("object").with("properties", properties.done());
        if required.is_empty() { schema.done() } else { schema.with("required", list(required)).done() }
    }

    /// The default of a member. A name is one where it is that of an enum's member.
    fn default(&self, member: &Member) -> Option<Literal> {
        match (&member.default, &member.ty.shape) {
            (Some(Literal::Name(value)), Shape::Named(name, _)) => {
                let declaration = self.types.get(name).filter(|declaration| declaration.kind == Kind::Enum);
                let value = declaration?.values.iter().find(|known| known.name == *value)?;
                Some(Literal::Text(wire_name(value)))
            }
            (default, _) => default.clone(),
        }
    }

    fn property(&mut self, member: &'t Member, declaration: &Declaration, default: Option<&Literal>) -> Node {
        let mut found = Object::default();
        let description = doc::summary(&member.doc)
            .filter(|_| !member.is_positional || !member.doc.is_empty())
            .or_else(|| doc::parameter(&declaration.doc, &member.name))
            .or_else(|| members::description(member));
        if let Some(description) = description {
            found.push("description", text(description));
        }
        let is_null = member.ty.is_nullable;
        let schema = self.schema(&member.name, &Type { is_nullable: false, ..member.ty.clone() });
        let schema = members::constrained(member, schema, default, &mut self.said);
        let schema = if is_null { nullable(schema) } else { schema };
        found.and(schema).done()
    }

    /// The schema of a type. `name` is what findings call the property that has it.
    fn schema(&mut self, name: &str, ty: &Type) -> Node {
        let schema = match &ty.shape {
            Shape::Tuple => {
                let message = format!("{name} is a tuple, whose parts serializers leave out");
                self.said
                    .push(Finding::new(&NOT_UNDERSTOOD, message).at(ty.place, "").help("declare a record"));
                Object::default().done()
            }
            Shape::Array(item) => match &item.shape {
                Shape::Named(item, _) if matches!(item.as_str(), "byte" | "Byte") => types::bytes(),
                _ => types::items(self.schema(name, item), false),
            },
            Shape::Named(type_name, arguments) => match types::known(type_name, arguments.len()) {
                Known::Value(schema) => schema,
                Known::Unlike(schema, why) => {
                    self.unlike.entry(why).or_default().insert((name.to_owned(), ty.place));
                    schema
                }
                Known::List => types::items(self.argument(name, arguments, 0), false),
                Known::Set => types::items(self.argument(name, arguments, 0), true),
                Known::Map => {
                    if let Some(Type { shape: Shape::Named(key, _), place, .. }) = arguments.first()
                        && !types::KEYS.contains(&key.as_str())
                        && self.types.get(key).is_none_or(|declaration| declaration.kind != Kind::Enum)
                    {
                        let message = format!("{key} as the key of {name} was taken for a text");
                        self.said.push(Finding::new(&NOT_UNDERSTOOD, message).at(*place, ""));
                    }
                    typed("object").with("additionalProperties", self.argument(name, arguments, 1)).done()
                }
                Known::Unknown => self.reference(type_name, ty.place),
            },
        };
        if ty.is_nullable { nullable(schema) } else { schema }
    }

    fn argument(&mut self, name: &str, arguments: &[Type], index: usize) -> Node {
        arguments.get(index).map_or_else(|| Object::default().done(), |argument| self.schema(name, argument))
    }

    fn reference(&mut self, name: &str, place: Place) -> Node {
        let types: &'t Types = self.types;
        let Some(declaration) = types.get(name).filter(|declaration| !declaration.is_generic) else {
            self.unknown.entry(name.to_owned()).or_default().insert(place);
            return Object::default().done();
        };
        let to = |reference: String| Object::default().with("$ref", text(reference)).done();
        if self.shared.contains(name) {
            return to(match self.home {
                Home::Event => format!("../types/{}", type_file(name)),
                Home::Shared => type_file(name),
            });
        }
        if !self.definitions.contains_key(name) {
            self.definitions.insert(name.to_owned(), Object::default().done());
            self.pending.push(declaration);
        }
        to(format!("#/$defs/{name}"))
    }
}

//! The third step: schemas become the model, names included.
//!
//! Lowering never fails. What has no generated form is a finding with its place, and the model is only for
//! emitting when no finding is an error.

mod assertions;
mod boxes;
mod evaluations;
pub(crate) mod names;
mod object;
mod reserved;
mod scalar;
mod union;

use std::collections::BTreeMap;

use crate::finding::{Finding, Place, Rule, Severity};
use crate::load::Value;
use crate::model::{
    Check, Event, Home, Kind, Major, Model, Shape, StringEnum, TypeDef, TypeId, TypeRef, Variant,
};
use crate::number::Number;
use crate::resolve::rules::UNSUPPORTED_KEYWORD;
use crate::resolve::{Body, Contract, Contracts, Keywords, SchemaId, Type};

/// Two things with one name.
pub static NAME_COLLISION: Rule = Rule {
    id: "name-collision",
    severity: Severity::Error,
    summary: "Two properties, members or types would have the same name in a generated language.",
    explain: "Names on the wire may differ in case or punctuation alone (`order_id`, `orderId`); identifiers in Rust and \
              C# cannot.\n\nRename one, or give one of two types another `title`.",
};

/// Every rule of this step.
pub static ALL: &[&Rule] = &[&NAME_COLLISION];

/// Lowers the newest minor of every major, and every shared type.
pub fn lower(contracts: &Contracts) -> (Model, Vec<Finding>) {
    let mut lowerer =
        Lowerer { contracts, model: Model::default(), named: BTreeMap::new(), findings: Vec::new() };
    for (path, root) in &contracts.types {
        lowerer.shared(path, *root);
    }
    for versions in contracts.events.values() {
        lowerer.event(versions);
    }
    let Lowerer { mut model, mut findings, .. } = lowerer;
    model.events.sort_by(|a, b| (&a.domain, &a.event_type).cmp(&(&b.domain, &b.event_type)));
    boxes::mark(&mut model);
    for id in boxes::endless(&model) {
        let message = "a type that holds nothing but itself has no generated form";
        let help = "a recursive type refers to itself from inside `properties` or `items`";
        let place = place_start(model.get(id).place);
        findings.push(Finding::new(&UNSUPPORTED_KEYWORD, message).at(place, "").help(help));
    }
    reserved::collisions(&model, &mut findings);
    findings.extend(reserved::check(&model));
    (model, findings)
}

struct Lowerer<'a> {
    contracts: &'a Contracts,
    model: Model,
    /// Schemas that have a type already; for an arm of a union, with the tag that it leaves out.
    named: BTreeMap<(SchemaId, Option<String>, Home), TypeId>,
    findings: Vec<Finding>,
}

/// Where a nameless schema stands, so that it can be given a name.
#[derive(Clone)]
struct Context {
    home: Home,
    /// What goes before every C# name: the event type, or nothing for shared types.
    prefix: String,
    /// The name for the schema itself, if it needs one and has no title.
    name: String,
}

impl Context {
    fn named(&self, name: String) -> Self {
        Self { name, ..self.clone() }
    }
}

impl Lowerer<'_> {
    fn keywords(&self, id: SchemaId) -> Option<&Keywords> {
        self.contracts.schemas.keywords(id)
    }

    fn event(&mut self, versions: &BTreeMap<crate::resolve::Version, crate::resolve::Contract>) {
        let mut newest = BTreeMap::new();
        for (version, contract) in versions {
            newest.insert(version.major, contract);
        }
        let mut majors = Vec::new();
        for (number, contract) in newest {
            let home = Home::Event {
                domain: contract.domain.clone(),
                folder: contract.folder.clone(),
                major: number,
            };
            let context =
                Context { home, prefix: contract.event_type.clone(), name: contract.event_type.clone() };
            let Some(root) = self.payload(contract, &context) else {
                let place = self.contracts.schemas.get(contract.schema).place;
                let message = "an event's payload is an object with `properties`, or a union of such objects";
                let place = Place { end: place.start + 1, ..place };
                self.findings.push(Finding::new(&UNSUPPORTED_KEYWORD, message).at(place, ""));
                continue;
            };
            majors.push(Major {
                version: contract.version,
                path: contract.path.clone(),
                source: contract.source.clone(),
                lifecycle: contract.lifecycle.clone(),
                root,
                schema: contract.schema,
            });
        }
        if let Some(contract) = versions.values().next_back().filter(|_| !majors.is_empty()) {
            self.model.events.push(Event {
                id: contract.event_id(),
                domain: contract.domain.clone(),
                folder: contract.folder.clone(),
                event_type: contract.event_type.clone(),
                majors,
            });
        }
    }

    /// The type of an event's payload, under the event's name. A payload that is a shared type gets a type of
    /// its own: the shared one may be the payload of several events.
    fn payload(&mut self, contract: &Contract, context: &Context) -> Option<TypeId> {
        let schema = self.contracts.schemas.follow(contract.schema)?;
        let placeholder = Shape::Newtype(TypeRef { kind: Kind::Any, checks: Vec::new() });
        let root = self.declare(schema, None, context, contract.event_type.clone(), placeholder);
        let ty = self.structure(schema, context, Some(root));
        let own = self.keywords(contract.schema).and_then(|keywords| keywords.description.as_ref());
        if let Some(description) = own.map(|description| description.value.clone()) {
            self.model.types[root.0 as usize].doc = description;
        }
        let is_object = matches!(self.model.get(root).shape, Shape::Record(_) | Shape::Union(_));
        (is_object && matches!(ty.kind, Kind::Named(id) if id == root)).then_some(root)
    }

    /// The type of a file of shared types.
    fn shared(&mut self, path: &str, root: SchemaId) -> TypeRef {
        let below = path.strip_prefix("contracts/").unwrap_or(path);
        let mut parts: Vec<String> = below.split('/').map(str::to_owned).collect();
        let stem = parts.pop().unwrap_or_default();
        let name = names::type_name(stem.strip_suffix(".json").unwrap_or(&stem));
        let context = Context { home: Home::Shared(parts), prefix: String::new(), name };
        self.definition(root, &context)
    }

    /// A schema that has a name of its own: a shared file, an entry of `$defs`.
    fn definition(&mut self, id: SchemaId, context: &Context) -> TypeRef {
        if let Some(known) = self.known(id, &context.home) {
            return known;
        }
        let name = self.title(id).unwrap_or_else(|| context.name.clone());
        // Reserved before its parts are looked at: a part may refer back to it.
        let placeholder = Shape::Newtype(TypeRef { kind: Kind::Any, checks: Vec::new() });
        let reserved = self.declare(id, None, context, name.clone(), placeholder);
        let ty = self.structure(id, &context.named(name), Some(reserved));
        if !matches!(ty.kind, Kind::Named(id) if id == reserved) {
            self.model.types[reserved.0 as usize].shape = Shape::Newtype(ty);
        }
        TypeRef { kind: Kind::Named(reserved), checks: Vec::new() }
    }

    /// The type that a schema already has in a home.
    fn known(&self, id: SchemaId, home: &Home) -> Option<TypeRef> {
        let known = *self.named.get(&(id, None, home.clone()))?;
        let ty = TypeRef { kind: Kind::Named(known), checks: Vec::new() };
        // A nullable schema in the middle of a type has a name for what it holds beside null.
        let apart = !matches!(self.model.get(known).shape, Shape::Newtype(_)) && self.is_nullable(id);
        Some(if apart { TypeRef { kind: Kind::Nullable(Box::new(ty)), checks: Vec::new() } } else { ty })
    }

    fn is_nullable(&self, id: SchemaId) -> bool {
        self.keywords(id).is_some_and(|keywords| {
            let arms = keywords.one_of.as_ref().or(keywords.any_of.as_ref());
            let null = |node: &crate::load::Node| matches!(node.value, Value::Null);
            match (arms, &keywords.enumeration, &keywords.types) {
                (Some(arms), _, _) => arms.value.iter().any(|arm| self.is_null(*arm)),
                (None, Some(members), types) => {
                    members.value.iter().any(null)
                        && types.as_ref().is_none_or(|t| t.value.contains(Type::Null))
                }
                (None, None, types) => types.as_ref().is_some_and(|types| types.value.contains(Type::Null)),
            }
        })
    }

    fn title(&self, id: SchemaId) -> Option<String> {
        self.keywords(id)?
            .title
            .as_ref()
            .map(|title| names::type_name(&title.value))
            .filter(|name| !name.is_empty())
    }

    /// Adds a type with its final name.
    fn declare(
        &mut self,
        id: SchemaId,
        tag: Option<&str>,
        context: &Context,
        name: String,
        shape: Shape,
    ) -> TypeId {
        let type_id = TypeId(u32::try_from(self.model.types.len()).unwrap_or(u32::MAX));
        let schema = self.contracts.schemas.get(id);
        let keywords = self.contracts.schemas.keywords(id);
        let text = |value: Option<&crate::resolve::Located<String>>| value.map(|t| t.value.clone());
        let csharp = if name.starts_with(&context.prefix) {
            name.clone()
        } else {
            format!("{}{name}", context.prefix)
        };
        self.model.types.push(TypeDef {
            id: type_id,
            home: context.home.clone(),
            rust: name,
            csharp,
            title: text(keywords.and_then(|k| k.title.as_ref())),
            doc: text(keywords.and_then(|k| k.description.as_ref())).unwrap_or_default(),
            deprecated: keywords.is_some_and(|k| k.deprecated.as_ref().is_some_and(|d| d.value)),
            place: schema.place,
            schema: id,
            shape,
        });
        self.named.entry((id, tag.map(str::to_owned), context.home.clone())).or_insert(type_id);
        type_id
    }

    /// The type of a schema at the place where it is used.
    fn use_of(&mut self, id: SchemaId, context: &Context) -> TypeRef {
        let reference = self.keywords(id).and_then(|keywords| keywords.reference.clone());
        let Some(reference) = reference else { return self.structure(id, context, None) };
        let others = self.keywords(id).map(Keywords::assertions).unwrap_or_default();
        for (keyword, place) in others.into_iter().filter(|(keyword, _)| *keyword != "$ref") {
            self.unsupported(
                place,
                &format!("`{keyword}` beside `$ref`"),
                "put it into the schema that is referred to",
            );
        }
        let target = reference.value;
        let pointer = self.contracts.schemas.get(target).pointer.clone();
        let file = self.contracts.schemas.get(target).place.file;
        let path = self
            .contracts
            .types
            .iter()
            .find(|(_, root)| self.contracts.schemas.get(**root).place.file == file);
        match (path.map(|(path, root)| (path.clone(), *root)), pointer.as_str()) {
            (Some((path, root)), "") => self.shared(&path, root),
            (Some((path, _)), pointer) => {
                let folder = path.strip_prefix("contracts/").unwrap_or(&path);
                let mut parts: Vec<String> = folder.split('/').map(str::to_owned).collect();
                parts.pop();
                let name = names::type_name(pointer.rsplit('/').next().unwrap_or_default());
                self.definition(target, &Context { home: Home::Shared(parts), prefix: String::new(), name })
            }
            // The root of the event itself, or a definition beside it.
            (None, "") => self.definition(target, &context.named(context.prefix.clone())),
            (None, pointer) => {
                let name = names::type_name(pointer.rsplit('/').next().unwrap_or_default());
                self.definition(target, &context.named(name))
            }
        }
    }

    /// The type that a schema's own keywords describe. `reserved` is the named type that was made for it.
    fn structure(&mut self, id: SchemaId, context: &Context, reserved: Option<TypeId>) -> TypeRef {
        let plain = |kind| TypeRef { kind, checks: Vec::new() };
        let schema = self.contracts.schemas.get(id);
        let place = schema.place;
        let keywords = match &schema.body {
            Body::Bool(true) => return plain(Kind::Any),
            Body::Bool(false) => {
                self.unsupported(place, "`false` as a schema", "leave the property out");
                return plain(Kind::Any);
            }
            Body::Keywords(keywords) => keywords.clone(),
        };
        if keywords.assertions().is_empty() {
            return plain(Kind::Any);
        }
        if keywords.reference.is_some() {
            return self.use_of(id, context);
        }
        if keywords.one_of.is_some() || keywords.any_of.is_some() {
            return self.choice(id, &keywords, context, reserved);
        }
        if let Some(constant) = &keywords.constant {
            self.refuse_all_but(&keywords, &["const", "type"], "const");
            let Some(text) = constant.value.as_str() else {
                self.unsupported(
                    constant.key,
                    "a `const` that is not a string",
                    "use an `enum` of strings or a bound",
                );
                return plain(Kind::Any);
            };
            return self.string_enum(id, &[(text.to_owned(), constant.place)], false, context, reserved);
        }
        if keywords.enumeration.is_some() {
            return self.enumeration(id, &keywords, context, reserved);
        }
        let Some(types) = &keywords.types else {
            self.unsupported(place_start(place), "a schema without `type`", "say which type the value has");
            return plain(Kind::Any);
        };
        let nullable = types.value.contains(Type::Null);
        let mut ty = match types.value.without(Type::Null).single() {
            Some(Type::Object) => self.object(id, &keywords, context, reserved.filter(|_| !nullable)),
            Some(Type::Array) => self.list(&keywords, context),
            Some(Type::String) => self.string(&keywords),
            Some(Type::Integer) => self.integer(&keywords),
            Some(Type::Number) => self.number(&keywords),
            Some(Type::Boolean) => {
                self.refuse_all_but(&keywords, &["type"], "boolean");
                plain(Kind::Bool)
            }
            Some(Type::Null) | None => {
                let place = types.place;
                self.unsupported(place, "a value of several types", "one type, or one type and \"null\"");
                plain(Kind::Any)
            }
        };
        if nullable {
            ty = plain(Kind::Nullable(Box::new(ty)));
        }
        ty
    }

    fn list(&mut self, keywords: &Keywords, context: &Context) -> TypeRef {
        self.refuse_all_but(keywords, &["type", "items", "minItems", "maxItems", "uniqueItems"], "array");
        let items = match &keywords.items {
            Some(items) => self.use_of(items.value, &context.named(names::item(&context.name))),
            None => TypeRef { kind: Kind::Any, checks: Vec::new() },
        };
        let mut checks = Vec::new();
        checks.extend(keywords.min_items.as_ref().filter(|n| n.value > 0).map(|n| Check::MinItems(n.value)));
        checks.extend(keywords.max_items.as_ref().map(|n| Check::MaxItems(n.value)));
        checks.extend(keywords.unique_items.as_ref().filter(|u| u.value).map(|_| Check::UniqueItems));
        TypeRef { kind: Kind::List(Box::new(items)), checks }
    }

    fn enumeration(
        &mut self,
        id: SchemaId,
        keywords: &Keywords,
        context: &Context,
        reserved: Option<TypeId>,
    ) -> TypeRef {
        self.refuse_all_but(keywords, &["enum", "type"], "enum");
        let Some(enumeration) = &keywords.enumeration else {
            return TypeRef { kind: Kind::Any, checks: Vec::new() };
        };
        let mut values = Vec::new();
        let mut nullable = false;
        for node in &enumeration.value {
            match &node.value {
                Value::String(text) => values.push((text.clone(), node.place)),
                Value::Null => nullable = true,
                _ => self.unsupported(
                    node.place,
                    "an `enum` member that is not a string",
                    "strings, or bounds for numbers",
                ),
            }
        }
        if let Some(types) = &keywords.types {
            if !types.value.contains(Type::String) {
                self.unsupported(
                    types.place,
                    "an `enum` of strings with another `type`",
                    "\"type\": \"string\"",
                );
            }
            nullable &= types.value.contains(Type::Null);
        }
        if values.is_empty() {
            self.unsupported(enumeration.place, "an `enum` without a string", "name at least one");
            return TypeRef { kind: Kind::Any, checks: Vec::new() };
        }
        let open = keywords.flag("x-open-enum");
        let ty = self.string_enum(id, &values, open, context, reserved.filter(|_| !nullable));
        if nullable { TypeRef { kind: Kind::Nullable(Box::new(ty)), checks: Vec::new() } } else { ty }
    }

    fn string_enum(
        &mut self,
        id: SchemaId,
        values: &[(String, Place)],
        open: bool,
        context: &Context,
        reserved: Option<TypeId>,
    ) -> TypeRef {
        let mut variants: Vec<Variant> = Vec::new();
        for (json, place) in values {
            let name = names::variant(json);
            if let Some((other, at)) =
                variants.iter().zip(values).find(|(v, _)| v.rust == name).map(|(v, (_, at))| (v, at))
            {
                if other.json == *json {
                    self.unsupported(*place, "the same member twice", "remove one");
                } else {
                    let message = format!("{json:?} and {:?} would both be called {name}", other.json);
                    self.findings
                        .push(Finding::new(&NAME_COLLISION, message).at(*place, "").at(*at, "the other"));
                }
                continue;
            }
            if open && name == "Unknown" {
                let message =
                    "an open enum keeps what it does not know in `Unknown`, so no member can have this name";
                self.findings.push(Finding::new(&NAME_COLLISION, message).at(*place, ""));
            }
            variants.push(Variant { json: json.clone(), rust: name.clone(), csharp: name });
        }
        self.finish(id, context, reserved, Shape::Enum(StringEnum { open, variants }))
    }

    /// Gives a shape its named type: the reserved one, or a new one.
    fn finish(&mut self, id: SchemaId, context: &Context, reserved: Option<TypeId>, shape: Shape) -> TypeRef {
        let type_id = match reserved {
            Some(reserved) => {
                self.model.types[reserved.0 as usize].shape = shape;
                reserved
            }
            None => {
                let name = self.title(id).unwrap_or_else(|| context.name.clone());
                self.declare(id, None, context, name, shape)
            }
        };
        TypeRef { kind: Kind::Named(type_id), checks: Vec::new() }
    }

    fn unsupported(&mut self, place: Place, what: &str, instead: &str) {
        let message = format!("{what} has no generated form yet");
        self.findings
            .push(Finding::new(&UNSUPPORTED_KEYWORD, message).at(place, "").help(instead.to_owned()));
    }

    /// A finding for every keyword that `what` does not carry, so that none is dropped silently.
    fn refuse_all_but(&mut self, keywords: &Keywords, carried: &[&str], what: &str) {
        for (keyword, place) in keywords.assertions() {
            if !carried.contains(&keyword) {
                self.unsupported(place, &format!("`{keyword}` on a schema of kind `{what}`"), "leave it out");
            }
        }
    }
}

fn place_start(place: Place) -> Place {
    Place { end: place.start.saturating_add(1), ..place }
}

/// Bounds of a number in a fixed order, each with its place.
fn bounds(keywords: &Keywords) -> Vec<(Check, Place)> {
    let bound = |located: &Option<crate::resolve::Located<Number>>, check: fn(Number) -> Check| {
        located.as_ref().map(|l| (check(l.value.clone()), l.place))
    };
    [
        bound(&keywords.minimum, Check::Minimum),
        bound(&keywords.maximum, Check::Maximum),
        bound(&keywords.exclusive_minimum, Check::ExclusiveMinimum),
        bound(&keywords.exclusive_maximum, Check::ExclusiveMaximum),
        bound(&keywords.multiple_of, Check::MultipleOf),
    ]
    .into_iter()
    .flatten()
    .collect()
}

//! From a conjunction of schemas to the type that holds what it accepts.

use super::conjunction::{Conjunction, Input};
use super::types::Types;
use super::{Context, Lowerer, names};
use crate::model::{Check, ChoiceArm, Kind, Shape, TypeId, TypeRef};
use crate::resolve::{Body, Keywords, SchemaId};

/// Deepest nesting of types within one that has a name in the schema.
const DEPTH: usize = 100;
/// Types that may be made beyond one for each schema, before every further one is a JSON value: merging schemas
/// makes types of pairs of them, and no more than a few of those mean something.
const MERGED: usize = 500;

pub(super) fn plain(kind: Kind) -> TypeRef {
    TypeRef { kind, checks: Vec::new() }
}

impl Lowerer<'_> {
    /// The type of a place where all of these schemas hold.
    pub(super) fn use_of(&mut self, ids: &[SchemaId], context: &Context) -> TypeRef {
        let key = (ids.to_vec(), context.home.clone());
        if let Some(known) = self.uses.get(&key) {
            return known.clone();
        }
        let ty = self.first_use_of(ids, context);
        self.uses.insert(key, ty.clone());
        ty
    }

    fn first_use_of(&mut self, ids: &[SchemaId], context: &Context) -> TypeRef {
        let types = self.types_of_all(ids);
        match self.all_accept_null(ids) {
            None => self.any(ids),
            Some(true) if self.holds_null(ids) => self.value(ids, types, context),
            Some(null) => {
                let inner = self.value(ids, types.minus(Types::NULL), context);
                match inner.kind {
                    Kind::Any => self.any(ids),
                    _ if null => plain(Kind::Nullable(Box::new(inner))),
                    _ => inner,
                }
            }
        }
    }

    pub(super) fn all_accept_null(&mut self, ids: &[SchemaId]) -> Option<bool> {
        let answers: Vec<Option<bool>> = ids.iter().map(|id| self.accepts_null(*id)).collect();
        if answers.contains(&Some(false)) {
            return Some(false);
        }
        answers.into_iter().collect::<Option<Vec<bool>>>().map(|_| true)
    }

    /// Whether null is one of the values that the type itself holds, since it holds every value that nothing is
    /// said about. All other types leave null to their uses.
    pub(super) fn holds_null(&mut self, ids: &[SchemaId]) -> bool {
        if self.types_of_all(ids) != Types::ALL || self.all_accept_null(ids) != Some(true) {
            return false;
        }
        let all = self.conjunction(&Input::new(ids, Types::ALL));
        match all.choices.as_slice() {
            [choice] => {
                let null = choice.arms.iter().any(|arm| self.types_of(*arm) == Types::NULL);
                let typed =
                    choice.arms.len() <= super::union::ARMS && self.are_disjoint(&choice.arms, all.types);
                !null && !typed
            }
            _ => true,
        }
    }

    /// The type of the values of these types.
    pub(super) fn value(&mut self, ids: &[SchemaId], allow: Types, context: &Context) -> TypeRef {
        if let [id] = ids
            && let Some(named) = self.named_use(*id, allow, context)
        {
            return named;
        }
        self.body(Input::new(ids, allow), context, None)
    }

    /// The named type, where a schema is no more than a reference to one.
    fn named_use(&mut self, mut id: SchemaId, allow: Types, context: &Context) -> Option<TypeRef> {
        let schemas = self.schemas;
        for _ in 0..1000 {
            let keywords = schemas.keywords(id)?;
            let target = match &keywords.reference {
                Some(reference) if self.wrapped(id, keywords, allow) == Some(reference.value) => {
                    Some(reference.value)
                }
                _ => None,
            };
            if let Some(target) = target {
                if self.options.plain && (self.is_trivial(target) || self.is_alias(target)) {
                    id = target;
                    continue;
                }
                self.accepts_null(target)?;
                let types = self.own_input(target).allow;
                let fits = types.within(allow) && types.meets(Types::NULL) == allow.meets(Types::NULL);
                return (fits && !types.is_empty()).then(|| self.reference(target, context));
            }
            id = self.wrapped(id, keywords, allow)?;
        }
        None
    }

    /// The one schema that a schema says nothing more than.
    fn wrapped(&mut self, id: SchemaId, keywords: &Keywords, allow: Types) -> Option<SchemaId> {
        let mut arms: Vec<SchemaId> = Vec::new();
        let mut lists = 0;
        for (keyword, _) in keywords.assertions() {
            match keyword {
                "$ref" => {
                    lists += 1;
                    arms.extend(keywords.reference.iter().map(|reference| reference.value));
                }
                "allOf" => {
                    lists += 1;
                    arms.extend(keywords.all_of.iter().flat_map(|arms| arms.value.iter().copied()));
                }
                "anyOf" | "oneOf" => {
                    lists += 1;
                    let list = if keyword == "anyOf" { &keywords.any_of } else { &keywords.one_of };
                    let list: Vec<SchemaId> = list.iter().flat_map(|arms| arms.value.clone()).collect();
                    arms.extend(list.into_iter().filter(|arm| self.types_of(*arm).meets(allow)));
                }
                "type" if !self.schemas.get(id).integers_as_written() => {}
                _ => return None,
            }
        }
        let ([arm], 1) = (arms.as_slice(), lists) else { return None };
        let types = keywords.types.as_ref().map_or(Types::ALL, |types| Types::of(types.value));
        self.types_of(*arm).and(allow).within(types).then_some(*arm)
    }

    /// Whether a schema is not worth a name: it says no more than a scalar type, or nothing.
    fn is_trivial(&self, id: SchemaId) -> bool {
        match &self.schemas.get(id).body {
            Body::Bool(value) => *value,
            Body::Keywords(keywords) => {
                keywords.assertions().iter().all(|(keyword, _)| matches!(*keyword, "type" | "format"))
                    && (!self.options.formats || keywords.format.is_none())
                    && keywords.types.as_ref().is_none_or(|types| {
                        let types = Types::of(types.value).minus(Types::NULL);
                        types.single().is_some() && !types.meets(Types::OBJECT.or(Types::ARRAY))
                    })
            }
        }
    }

    fn is_alias(&self, id: SchemaId) -> bool {
        self.schemas.keywords(id).is_some_and(Keywords::is_bare_reference)
    }

    /// The type of a conjunction; `reserved` is the named type that was made for it.
    pub(super) fn body(&mut self, input: Input, context: &Context, reserved: Option<TypeId>) -> TypeRef {
        let allow = input.allow.and(self.types_of_all(&input.ids));
        let input = Input { allow, ..input };
        if reserved.is_none() {
            if let Some(known) = self.known(&input, None, context) {
                return known;
            }
            if self.active.contains(&(input.clone(), context.home.clone())) {
                // It contains itself, and nothing on the way has a name.
                let id = self.declare(&input, None, context, None);
                return plain(Kind::Named(id));
            }
        }
        if self.depth > DEPTH || self.model.types.len() > self.schemas.count() + MERGED {
            return self.any(&input.ids);
        }
        self.active.insert((input.clone(), context.home.clone()));
        self.depth += 1;
        let all = self.conjunction(&input);
        let ty = self.shape(&input, all, context, reserved);
        self.depth -= 1;
        self.active.remove(&(input.clone(), context.home.clone()));
        match (reserved, self.named.get(&(input, None, context.home.clone())).copied()) {
            (None, Some(id)) if !matches!(ty.kind, Kind::Named(own) if own == id) => {
                self.model.types[id.0 as usize].shape = Shape::Newtype(ty);
                plain(Kind::Named(id))
            }
            _ => ty,
        }
    }

    fn shape(
        &mut self,
        input: &Input,
        mut all: Conjunction,
        context: &Context,
        reserved: Option<TypeId>,
    ) -> TypeRef {
        if all.types.is_empty() {
            return self.any(&input.ids);
        }
        match all.types.single() {
            Some(Types::BOOL) => {
                all.hold("type");
                TypeRef { kind: Kind::Bool, checks: self.leftover(&all) }
            }
            Some(Types::STRING) => self.string(all, input, context, reserved),
            Some(Types::NUMBER) => self.number(all),
            Some(Types::ARRAY) => match self.apart(input, &all) {
                Some(choice) => self.choice(input, &all, &choice, context, reserved),
                None => self.list(input, all, context),
            },
            Some(Types::OBJECT) => self.object(input, all, context, reserved),
            Some(_) => self.any(&input.ids),
            None => self.several(input, &all, context, reserved),
        }
    }

    /// A value of several JSON types.
    fn several(
        &mut self,
        input: &Input,
        all: &Conjunction,
        context: &Context,
        reserved: Option<TypeId>,
    ) -> TypeRef {
        if let [choice] = all.choices.as_slice()
            && self.are_disjoint(&choice.arms, all.types)
        {
            return self.choice(input, all, choice, context, reserved);
        }
        if all.types.json().count() > 4 {
            return self.untyped(input, all, context, reserved);
        }
        let arms = self.by_type(input, all, context);
        self.finish_choice(input, arms, Vec::new(), context, reserved)
    }

    /// The arms of each JSON type.
    pub(super) fn by_type(&mut self, input: &Input, all: &Conjunction, context: &Context) -> Vec<ChoiceArm> {
        let mut arms = Vec::new();
        for types in all.types.json() {
            let types = all.types.and(types);
            let one = Input { allow: types, ..input.clone() };
            let apart = self.conjunction(&one);
            if let Some(choice) =
                self.apart(&one, &apart).filter(|_| types == Types::ARRAY || types == Types::OBJECT)
                && !self.is_tagged(&one, &apart, &choice)
            {
                let (mut more, exact) = self.arms(&one, &apart, &choice, context);
                // These are about values of this type alone.
                for arm in &mut more {
                    arm.ty.checks.extend(exact.iter().cloned());
                }
                arms.extend(more);
                continue;
            }
            let name = type_name_of(types);
            let below = context.below(name);
            let ty = match (input.ids.as_slice(), input.assumed.as_slice()) {
                (ids @ [_], []) => self.value(ids, types, &below),
                _ => self.body(one, &below, None),
            };
            let name = Self::arm_name(&ty, name);
            arms.push(ChoiceArm { name, ty, types: types.set(), when: None, boxed: false });
        }
        arms
    }

    /// A value of any JSON type of which something is said where it is an object, or an array.
    fn untyped(
        &mut self,
        input: &Input,
        all: &Conjunction,
        context: &Context,
        reserved: Option<TypeId>,
    ) -> TypeRef {
        let keywords = self.keywords_of(all);
        let objects =
            keywords.iter().any(|(_, k)| !k.properties.is_empty() || !k.pattern_properties.is_empty())
                || keywords.iter().any(|(_, k)| {
                    k.additional_properties
                        .as_ref()
                        .is_some_and(|schema| self.schemas.keywords(schema.value).is_some())
                });
        let arrays = keywords.iter().any(|(_, k)| {
            k.prefix_items.is_some()
                || k.items.as_ref().is_some_and(|items| self.schemas.keywords(items.value).is_some())
        });
        let objects = (objects || !self.declaring(all).is_empty()) && all.types.meets(Types::OBJECT);
        let arrays = arrays && all.types.meets(Types::ARRAY);
        if !objects && !arrays {
            return self.any(&input.ids);
        }
        let mut arms = Vec::new();
        let mut rest = all.types;
        for (types, _) in [(Types::OBJECT, objects), (Types::ARRAY, arrays)].into_iter().filter(|(_, is)| *is)
        {
            rest = rest.minus(types);
            let name = type_name_of(types);
            let one = Input { allow: types, ..input.clone() };
            // The object is what the schema is about, so it takes the name if it can.
            let below = context.below(if types == Types::OBJECT { "Object" } else { "Array" });
            let ty = self.body(one, &below, None);
            arms.push(ChoiceArm { name: name.to_owned(), ty, types: types.set(), when: None, boxed: false });
        }
        let silent_on: Vec<&str> = super::conjunction::silent_on(rest).collect();
        let silent = |part: &super::conjunction::Part, keyword: &str| {
            part.held.contains(keyword)
                || silent_on.contains(&keyword)
                || (keyword == "format" && !self.options.formats)
        };
        let quiet = keywords
            .iter()
            .all(|(at, k)| k.assertions().iter().all(|(keyword, _)| silent(&all.parts[*at], keyword)));
        let ty = if quiet { plain(Kind::Any) } else { self.any(&input.ids) };
        arms.push(ChoiceArm { name: "Other".to_owned(), ty, types: rest.set(), when: None, boxed: false });
        self.finish_choice(input, arms, Vec::new(), context, reserved)
    }

    fn list(&mut self, input: &Input, mut all: Conjunction, context: &Context) -> TypeRef {
        all.hold("type");
        let keywords = self.keywords_of(&all);
        let below = context.named(names::item(&context.name));
        let prefixed: Vec<usize> =
            keywords.iter().filter(|(_, k)| k.prefix_items.is_some()).map(|(at, _)| *at).collect();
        let mut checks = Vec::new();
        let least = keywords.iter().filter_map(|(_, k)| k.min_items.as_ref()).map(|n| n.value).max();
        let most = keywords.iter().filter_map(|(_, k)| k.max_items.as_ref()).map(|n| n.value).min();
        let kind = match prefixed.as_slice() {
            [] => {
                let items: Vec<SchemaId> =
                    keywords.iter().filter_map(|(_, k)| k.items.as_ref()).map(|items| items.value).collect();
                let ty = if items.is_empty() { plain(Kind::Any) } else { self.part(&items, &below) };
                all.hold("items");
                Kind::List(Box::new(ty))
            }
            [at] if keywords.iter().all(|(other, k)| other == at || k.items.is_none()) => {
                match self.tuple(all.parts[*at].id, least.unwrap_or(0), most, context) {
                    Some(kind) => {
                        for keyword in ["items", "prefixItems", "minItems", "maxItems"] {
                            all.hold(keyword);
                        }
                        kind
                    }
                    None => {
                        let (kind, held) = self.uneven(all.parts[*at].id, &below);
                        if held {
                            all.hold("items");
                            all.hold("prefixItems");
                        }
                        kind
                    }
                }
            }
            _ => Kind::List(Box::new(plain(Kind::Any))),
        };
        if !matches!(kind, Kind::Tuple(_)) {
            checks.extend(least.filter(|n| *n > 0).map(Check::MinItems));
            checks.extend(most.map(Check::MaxItems));
            all.hold("minItems");
            all.hold("maxItems");
        }
        if keywords.iter().any(|(_, k)| k.unique_items.as_ref().is_some_and(|unique| unique.value)) {
            checks.push(Check::UniqueItems);
            all.hold("uniqueItems");
        }
        debug_assert!(input.allow.meets(Types::ARRAY));
        checks.extend(self.leftover(&all));
        TypeRef { kind, checks }
    }

    /// An array of exactly so many items, each of its own type.
    fn tuple(&mut self, id: SchemaId, least: u64, most: Option<u64>, context: &Context) -> Option<Kind> {
        let keywords = self.schemas.keywords(id)?;
        let prefix = keywords.prefix_items.as_ref()?.value.clone();
        let rest = keywords.items.as_ref().map(|items| items.value);
        let closed = rest.is_some_and(|rest| matches!(self.schemas.get(rest).body, Body::Bool(false)));
        let most = if closed { most.unwrap_or(u64::MAX).min(prefix.len() as u64) } else { most? };
        if least != most || !(2..=12).contains(&most) {
            return None;
        }
        let schemas = prefix.into_iter().map(Some).chain(std::iter::repeat(rest));
        let items = schemas.take(usize::try_from(most).ok()?).enumerate().map(|(at, schema)| {
            let below = context.named(format!("{}{}", names::item(&context.name), at + 1));
            schema.map_or_else(|| plain(Kind::Any), |schema| self.part(&[schema], &below))
        });
        Some(Kind::Tuple(items.collect()))
    }

    /// A list of items of different types, or of one type where all agree; and whether that says it all.
    fn uneven(&mut self, id: SchemaId, below: &Context) -> (Kind, bool) {
        let any = (Kind::List(Box::new(plain(Kind::Any))), false);
        let Some(keywords) = self.schemas.keywords(id) else { return any };
        let Some(rest) = keywords.items.as_ref().map(|items| items.value) else { return any };
        let closed = matches!(self.schemas.get(rest).body, Body::Bool(false));
        let prefix = keywords.prefix_items.iter().flat_map(|prefix| prefix.value.iter().copied());
        let all: Vec<SchemaId> = prefix.chain((!closed).then_some(rest)).collect();
        let mut ends: Vec<Option<SchemaId>> = all.iter().map(|id| self.schemas.follow(*id)).collect();
        ends.dedup();
        match (ends.as_slice(), all.first()) {
            ([Some(_)], Some(first)) => (Kind::List(Box::new(self.part(&[*first], below))), !closed),
            _ => any,
        }
    }

    /// The type of an item or of a member's value: null may stand there.
    fn part(&mut self, ids: &[SchemaId], context: &Context) -> TypeRef {
        self.use_of(ids, context)
    }
}

/// What an arm is called by the JSON type alone.
pub(super) fn type_name_of(types: Types) -> &'static str {
    match types.single() {
        Some(Types::STRING) => "String",
        Some(Types::NUMBER) if types == Types::INTEGER => "Integer",
        Some(Types::NUMBER) => "Number",
        Some(Types::BOOL) => "Boolean",
        Some(Types::ARRAY) => "Array",
        Some(Types::OBJECT) => "Object",
        Some(_) => "Null",
        None => "Other",
    }
}

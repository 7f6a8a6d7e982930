//! From schemas to formulas. What a writer writes and a reader reads differ here as they do in
//! [`super::super::judge`].

use std::collections::{BTreeMap, BTreeSet};

use super::super::declared::{declared, subschemas};
use super::super::judge::{NUMBER_FORMATS, TEXT_FORMATS, View, type_of};
use super::super::value::Lit;
use super::formula::{self, FALSE, Formula, L, Pool, TRUE};
use super::graph;
use super::unevaluated;
use crate::load::Node;
use crate::number::Number;
use crate::resolve::{Body, Keywords, Schema, SchemaId, Schemas, Type};

/// Which of the two sides a schema comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::compat) enum Who {
    Writer,
    Reader,
}

/// A form in which a schema is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::compat) enum Form {
    In(View),
    /// Standing for a whole value, as a writer writes it: closed.
    Closed,
}

/// What `format` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::compat) enum Reading {
    /// Nothing.
    None,
    /// What generated readers check.
    Generated,
    /// What validators check.
    All,
    /// Something, but nobody knows what: what holds here holds under [`Self::None`] and [`Self::All`].
    Open,
}

/// A schema and how it is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::compat) struct Key {
    pub(in crate::compat) who: Who,
    pub(in crate::compat) form: Form,
    pub(in crate::compat) formats: Reading,
    pub(in crate::compat) id: SchemaId,
}

/// A keyword, or one name of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::compat) struct Spot {
    pub(in crate::compat) id: SchemaId,
    pub(in crate::compat) keyword: &'static str,
    pub(in crate::compat) name: Option<String>,
}

/// What one keyword (or one name of it) says.
#[derive(Debug, Clone)]
pub(in crate::compat) struct Part {
    pub(in crate::compat) keyword: &'static str,
    pub(in crate::compat) name: Option<String>,
    pub(in crate::compat) lit: L,
    /// The schemas that it applies.
    pub(in crate::compat) inner: Vec<Key>,
}

/// Why there is no formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::compat) struct Trouble {
    pub(in crate::compat) keyword: &'static str,
    pub(in crate::compat) why: &'static str,
    pub(in crate::compat) at: (Who, SchemaId),
}

/// The schemas of a question as formulas.
pub(in crate::compat) struct Compiler<'a> {
    pub(in crate::compat) pool: Pool,
    writer: &'a Schemas,
    reader: &'a Schemas,
    /// What is left out of the reader's schema.
    masked: BTreeSet<Spot>,
    lits: BTreeMap<Key, L>,
    /// The schemas that lead to one.
    parents: BTreeMap<Key, Vec<Key>>,
    /// A format counts somewhere.
    pub(in crate::compat) formats: bool,
    opens: BTreeMap<SchemaId, bool>,
}

impl<'a> Compiler<'a> {
    pub(in crate::compat) fn new(writer: &'a Schemas, reader: &'a Schemas) -> Self {
        let masked = BTreeSet::new();
        Self {
            pool: Pool::new(),
            writer,
            reader,
            masked,
            lits: BTreeMap::new(),
            parents: BTreeMap::new(),
            formats: false,
            opens: BTreeMap::new(),
        }
    }

    pub(in crate::compat) fn schemas(&self, who: Who) -> &'a Schemas {
        match who {
            Who::Writer => self.writer,
            Who::Reader => self.reader,
        }
    }

    pub(in crate::compat) fn schema(&self, key: Key) -> &'a Schema {
        self.schemas(key.who).get(key.id)
    }

    fn keywords(&self, key: Key) -> Option<&'a Keywords> {
        self.schemas(key.who).keywords(key.id)
    }

    /// The key of another schema of the same tree, `$ref`s that stand alone followed.
    pub(super) fn at(&self, key: Key, form: Form, id: SchemaId) -> Key {
        Key { form, id: self.schemas(key.who).follow(id).unwrap_or(id), ..key }
    }

    /// A schema for a value of its own.
    fn child(&self, key: Key, id: SchemaId) -> Key {
        let form = match key.form {
            Form::In(View::Writer) => Form::Closed,
            form => form,
        };
        self.at(key, form, id)
    }

    fn plain(&self, key: Key, id: SchemaId) -> Key {
        self.at(key, Form::In(View::Plain), id)
    }

    pub(super) fn here(&self, key: Key, id: SchemaId) -> Key {
        self.at(key, key.form, id)
    }

    /// The formula of a key that was compiled.
    pub(in crate::compat) fn lit(&self, key: Key) -> L {
        self.lits.get(&key).copied().unwrap_or(TRUE)
    }

    /// The schemas of one side that were compiled.
    pub(in crate::compat) fn keys(&self, who: Who) -> Vec<Key> {
        self.lits.keys().copied().filter(|key| key.who == who).collect()
    }

    /// The schemas that one leads to; the first list speaks about the same value.
    fn links(&self, key: Key) -> (Vec<Key>, Vec<Key>) {
        let (mut same, mut other) = (Vec::new(), Vec::new());
        if key.form == Form::Closed {
            same.push(Key { form: Form::In(View::Writer), ..key });
            return (same, other);
        }
        let Some(k) = self.keywords(key) else { return (same, other) };
        let one = [&k.reference, &k.then, &k.else_].into_iter().flatten().map(|l| l.value);
        let many = [&k.all_of, &k.any_of, &k.one_of].into_iter().flatten().flat_map(|l| l.value.clone());
        let some = k.dependent_schemas.iter().map(|entry| entry.schema);
        same.extend(one.chain(many).chain(some).map(|id| self.here(key, id)));
        same.extend([&k.not, &k.if_].into_iter().flatten().map(|l| self.plain(key, l.value)));
        if self.reads_openly(key, k) {
            same.extend(k.one_of.iter().flat_map(|l| l.value.iter().map(|id| self.plain(key, *id))));
        }
        let plain = [&k.contains, &k.property_names].into_iter().flatten();
        other.extend(plain.map(|l| self.plain(key, l.value)));
        let one = [&k.items, &k.unevaluated_items, &k.additional_properties, &k.unevaluated_properties];
        let one = one.into_iter().flatten().map(|l| l.value);
        let many = k.prefix_items.iter().flat_map(|l| l.value.clone());
        let named = k.properties.iter().chain(&k.pattern_properties).map(|entry| entry.schema);
        other.extend(one.chain(many).chain(named).map(|id| self.child(key, id)));
        (same, other)
    }

    fn reads_openly(&self, key: Key, k: &Keywords) -> bool {
        key.form == Form::In(View::Reader)
            && k.one_of.as_ref().is_some_and(|l| l.value.iter().any(|id| self.opens.get(id) == Some(&true)))
    }

    fn note_open(&mut self, key: Key) {
        let Some(k) = self.keywords(key) else { return };
        if key.form != Form::In(View::Reader) {
            return;
        }
        for start in k.one_of.iter().flat_map(|l| l.value.clone()) {
            if self.opens.contains_key(&start) {
                continue;
            }
            let (mut seen, mut stack, mut found) = (BTreeSet::from([start]), vec![start], false);
            while let Some(id) = stack.pop() {
                let Some(k) = self.reader.keywords(id) else { continue };
                found |= k.enumeration.is_some() && k.flag("x-open-enum");
                stack.extend(subschemas(k).into_iter().filter(|id| seen.insert(*id)));
            }
            self.opens.insert(start, found);
        }
    }

    /// Leaves out a keyword of the reader's schema; `false` if it is left out already.
    pub(in crate::compat) fn mask(&mut self, spot: Spot) -> bool {
        let id = spot.id;
        if !self.masked.insert(spot) {
            return false;
        }
        // All that leads there says something else now.
        let is_it = |key: &&Key| key.who == Who::Reader && key.id == id;
        let mut stack: Vec<Key> = self.lits.keys().filter(is_it).copied().collect();
        while let Some(key) = stack.pop() {
            if self.lits.remove(&key).is_some() {
                stack.extend(self.parents.get(&key).into_iter().flatten());
            }
        }
        true
    }

    /// Leaves nothing out any more.
    pub(in crate::compat) fn unmask(&mut self) {
        if !self.masked.is_empty() {
            self.masked.clear();
            self.lits.clear();
        }
    }

    /// Compiles these and all they lead to, as far as that was not done before.
    pub(in crate::compat) fn compile(&mut self, roots: &[Key]) -> Result<(), Trouble> {
        let mut numbers: BTreeMap<Key, usize> = BTreeMap::new();
        let mut keys: Vec<Key> = Vec::new();
        let mut queue: Vec<Key> = roots.to_vec();
        let (mut same, mut all): (Vec<Vec<Key>>, Vec<Vec<Key>>) = (Vec::new(), Vec::new());
        while let Some(key) = queue.pop() {
            if numbers.contains_key(&key) || self.lits.contains_key(&key) {
                continue;
            }
            numbers.insert(key, keys.len());
            keys.push(key);
            self.note_open(key);
            let (here, other) = self.links(key);
            for to in here.iter().chain(&other) {
                let parents = self.parents.entry(*to).or_default();
                if parents.last() != Some(&key) {
                    parents.push(key);
                }
            }
            all.push(here.iter().chain(&other).copied().collect());
            queue.extend(here.iter().chain(&other));
            same.push(here);
        }
        let index = |lists: &[Vec<Key>]| -> Vec<Vec<usize>> {
            lists
                .iter()
                .map(|list| list.iter().filter_map(|key| numbers.get(key).copied()).collect())
                .collect()
        };
        let (same, edges) = (index(&same), index(&all));
        let loops = graph::components(&same);
        let sizes = |components: &[usize]| {
            let mut sizes = vec![0_usize; components.len()];
            components.iter().for_each(|c| sizes[*c] += 1);
            sizes
        };
        let size = sizes(&loops);
        if let Some(node) = (0..keys.len()).find(|n| size[loops[*n]] > 1 || same[*n].contains(n)) {
            let why = "the schema refers to itself about the same value";
            return Err(Trouble { keyword: "$ref", why, at: (keys[node].who, keys[node].id) });
        }
        let component = graph::components(&edges);
        let size = sizes(&component);
        let cyclic = |n: usize| size[component[n]] > 1 || edges[n].contains(&n);
        let mut order: Vec<usize> = (0..keys.len()).collect();
        // Within a component what speaks about the same value goes first, so that it is looked at whole.
        order.sort_by_key(|n| (component[*n], loops[*n]));
        let mut recursive = vec![false; keys.len()];
        for n in &order {
            recursive[*n] = cyclic(*n) || edges[*n].iter().any(|to| recursive[*to]);
        }
        for n in order.iter().filter(|n| !recursive[**n]) {
            let lit = self.build(keys[*n]);
            self.lits.insert(keys[*n], lit);
        }
        let open: Vec<usize> = order.into_iter().filter(|n| recursive[*n]).collect();
        if !open.is_empty() {
            let open: Vec<(Key, bool)> = open.into_iter().map(|n| (keys[n], cyclic(n))).collect();
            self.recursive(&open);
        }
        Ok(())
    }

    /// Recursive schemas: those that cannot be told apart become one (Moore's partition refinement).
    fn recursive(&mut self, open: &[(Key, bool)]) {
        let mut classes: Vec<u32> = vec![0; open.len()];
        let mut count = 0;
        loop {
            for ((key, _), class) in open.iter().zip(&classes) {
                let hole = self.pool.intern(Formula::Hole(*class));
                self.lits.insert(*key, hole);
            }
            let mut found: BTreeMap<(u32, L), u32> = BTreeMap::new();
            let next: Vec<u32> = open
                .iter()
                .zip(&classes)
                .map(|((key, _), class)| {
                    let fresh = u32::try_from(found.len()).unwrap_or(u32::MAX);
                    *found.entry((*class, self.build(*key))).or_insert(fresh)
                })
                .collect();
            classes = next;
            if found.len() == count {
                break;
            }
            count = found.len();
        }
        let base = self.pool.bodies.len();
        self.pool.bodies.resize(base + count, 0);
        let node = |class: u32| u32::try_from(base).unwrap_or(u32::MAX).saturating_add(class);
        for ((key, _), class) in open.iter().zip(&classes) {
            let lit = self.pool.intern(Formula::Node(node(*class)));
            self.lits.insert(*key, lit);
        }
        // What is not itself in a circle is written out.
        for (key, cyclic) in open {
            if !cyclic {
                let lit = self.build(*key);
                self.lits.insert(*key, lit);
            }
        }
        for ((key, _), class) in open.iter().zip(&classes) {
            let at = node(*class) as usize;
            if self.pool.bodies[at] == 0 {
                self.pool.bodies[at] = self.build(*key);
            }
        }
    }

    fn build(&mut self, key: Key) -> L {
        let parts: Vec<L> = self.parts(key).into_iter().map(|part| part.lit).collect();
        self.pool.all(parts)
    }

    /// What a schema says, keyword by keyword.
    pub(in crate::compat) fn parts(&mut self, key: Key) -> Vec<Part> {
        let mut parts = Parts { list: Vec::new() };
        if key.form == Form::Closed {
            let inner = Key { form: Form::In(View::Writer), ..key };
            parts.list.push(Part { keyword: "$ref", name: None, lit: self.lit(inner), inner: vec![inner] });
            let found = declared(self.schemas(key.who), key.id);
            if found.properties {
                let lit = unevaluated::members(self, inner, FALSE, &found.required, true);
                parts.push("unevaluatedProperties", lit);
            }
            return parts.list;
        }
        match &self.schema(key).body {
            Body::Bool(true) => {}
            Body::Bool(false) => parts.push("false", FALSE),
            Body::Keywords(k) => {
                self.values(key, k, &mut parts);
                self.arrays(key, k, &mut parts);
                self.objects(key, k, &mut parts);
                self.combined(key, k, &mut parts);
            }
        }
        if key.who == Who::Reader && !self.masked.is_empty() {
            parts.list.retain(|part| {
                let spot = Spot { id: key.id, keyword: part.keyword, name: part.name.clone() };
                !self.masked.contains(&spot)
            });
        }
        parts.list
    }

    pub(super) fn opaque(&mut self, keyword: &'static str, why: &'static str, key: Key) -> L {
        let tag = key.id.0 * 2 + u32::from(key.who == Who::Reader);
        self.pool.intern(Formula::Opaque(keyword, why, tag))
    }

    fn literals(&mut self, keyword: &'static str, nodes: &[Node], key: Key) -> L {
        let values: Option<BTreeSet<Lit>> = nodes.iter().map(Lit::of).collect();
        match values {
            Some(values) => self.pool.values(values),
            None => self.opaque(keyword, "a number in it is too large", key),
        }
    }

    /// Keywords without subschemas.
    fn values(&mut self, key: Key, k: &Keywords, parts: &mut Parts) {
        let open = key.form == Form::In(View::Reader) && k.flag("x-open-enum") && k.enumeration.is_some();
        if let Some(types) = &k.types {
            let lit = self.types(types.value.iter());
            parts.push("type", lit);
        }
        if let Some(members) = &k.enumeration {
            let lit = match (open, &k.types) {
                (true, Some(_)) => TRUE,
                (true, None) => self.types(members.value.iter().map(type_of)),
                (false, _) => self.literals("enum", &members.value, key),
            };
            parts.push("enum", lit);
        }
        if let Some(constant) = &k.constant {
            let lit = self.literals("const", std::slice::from_ref(&constant.value), key);
            parts.push("const", lit);
        }
        let pool = &mut self.pool;
        let mut number = |keyword, bound: Option<Formula>| {
            if let Some(bound) = bound {
                let lit = pool.intern(bound);
                parts.push(keyword, lit);
            }
        };
        number("minimum", k.minimum.as_ref().map(|b| Formula::Min(b.value.clone(), false)));
        number("exclusiveMinimum", k.exclusive_minimum.as_ref().map(|b| Formula::Min(b.value.clone(), true)));
        number("maximum", k.maximum.as_ref().map(|b| Formula::Max(b.value.clone(), false)));
        number("exclusiveMaximum", k.exclusive_maximum.as_ref().map(|b| Formula::Max(b.value.clone(), true)));
        number("multipleOf", k.multiple_of.as_ref().map(|b| Formula::Multiple(b.value.clone())));
        let least = |count: u64, of: fn(u64) -> Formula| (count > 0).then(|| of(count));
        number("minLength", k.min_length.as_ref().and_then(|l| least(l.value, Formula::MinLength)));
        number("maxLength", k.max_length.as_ref().map(|l| Formula::MaxLength(l.value)));
        number("pattern", k.pattern.as_ref().map(|p| Formula::Pattern(p.value.clone())));
        number("minItems", k.min_items.as_ref().and_then(|l| least(l.value, Formula::MinItems)));
        number("maxItems", k.max_items.as_ref().map(|l| Formula::MaxItems(l.value)));
        number("uniqueItems", k.unique_items.as_ref().filter(|l| l.value).map(|_| Formula::Unique));
        number("minProperties", k.min_properties.as_ref().and_then(|l| least(l.value, Formula::MinMembers)));
        number("maxProperties", k.max_properties.as_ref().map(|l| Formula::MaxMembers(l.value)));
        if let Some(format) = &k.format {
            let lit = self.format(key.formats, &format.value);
            parts.push("format", lit);
        }
    }

    fn types(&mut self, types: impl Iterator<Item = Type>) -> L {
        let (mut mask, mut integer, mut number) = (0, false, false);
        for kind in types {
            mask |= match kind {
                Type::Null => formula::NULL,
                Type::Boolean => formula::BOOL,
                Type::Integer | Type::Number => formula::NUMBER,
                Type::String => formula::STRING,
                Type::Array => formula::ARRAY,
                Type::Object => formula::OBJECT,
            };
            integer |= kind == Type::Integer;
            number |= kind == Type::Number;
        }
        let mut parts = vec![self.pool.types(mask)];
        if integer && !number {
            parts.push(self.pool.intern(Formula::Integer));
        }
        self.pool.all(parts)
    }

    fn format(&mut self, reading: Reading, name: &str) -> L {
        let pool = &mut self.pool;
        let number = NUMBER_FORMATS.contains(&name);
        let counts = match reading {
            Reading::None => false,
            Reading::Generated => number || TEXT_FORMATS.contains(&name),
            Reading::All | Reading::Open => true,
        };
        if !counts || name == "double" {
            return TRUE;
        }
        self.formats = true;
        if !number {
            return pool.intern(Formula::Format(name.to_owned()));
        }
        if reading == Reading::Open {
            let known = NUMBER_FORMATS.iter().position(|known| *known == name).unwrap_or(0);
            let why = "whether it is checked is up to the validator";
            let tag = u32::MAX - u32::try_from(known).unwrap_or(0);
            let (opaque, types) = (Formula::Opaque("format", why, tag), pool.types(formula::NUMBER));
            let opaque = pool.intern(opaque);
            return pool.any([-types, opaque]);
        }
        let (low, high) = match name {
            "int32" => (Number::from(i128::from(i32::MIN)), Number::from(i128::from(i32::MAX))),
            "int64" => (Number::from(i128::from(i64::MIN)), Number::from(i128::from(i64::MAX))),
            // Below 2^96 with 28 places: more than that is for the generated code to say.
            _ => {
                let most = Number::parse("7.922816251426434e28").unwrap_or_else(Number::zero);
                (negative(&most), most)
            }
        };
        let decimal = name == "decimal";
        let mut parts =
            vec![pool.intern(Formula::Min(low, decimal)), pool.intern(Formula::Max(high, decimal))];
        if !decimal {
            parts.push(pool.intern(Formula::Integer));
        }
        pool.all(parts)
    }

    fn arrays(&mut self, key: Key, k: &Keywords, parts: &mut Parts) {
        let mut from = 0;
        if let Some(prefix) = &k.prefix_items {
            for (index, id) in (0..).zip(&prefix.value) {
                let child = self.child(key, *id);
                let lit = self.lit(child);
                let lit = if lit == TRUE { TRUE } else { self.pool.intern(Formula::Item(index, lit)) };
                parts.inner("prefixItems", Some(index.to_string()), lit, vec![child]);
                from = index + 1;
            }
        }
        if let Some(items) = &k.items {
            let child = self.child(key, items.value);
            let lit = self.lit(child);
            let lit = self.pool.rest(from, lit);
            parts.inner("items", None, lit, vec![child]);
        }
        if let Some(contains) = &k.contains {
            let child = self.plain(key, contains.value);
            let (lit, fewest) = (self.lit(child), k.min_contains.as_ref().map_or(1, |l| l.value));
            let least = self.pool.at_least(fewest, lit);
            let keyword = if k.min_contains.is_some() { "minContains" } else { "contains" };
            parts.inner(keyword, None, least, vec![child]);
            if let Some(most) = &k.max_contains {
                let more = self.pool.at_least(most.value.saturating_add(1), lit);
                let array = self.pool.types(formula::ARRAY);
                let lit = self.pool.any([-array, -more]);
                parts.inner("maxContains", None, lit, vec![child]);
            }
        }
        if let Some(rest) = &k.unevaluated_items {
            let child = self.child(key, rest.value);
            let lit = self.lit(child);
            let lit = unevaluated::items(self, key, lit);
            parts.inner("unevaluatedItems", None, lit, vec![child]);
        }
    }

    fn objects(&mut self, key: Key, k: &Keywords, parts: &mut Parts) {
        for name in &k.required {
            let index = self.pool.name(&name.value);
            let object = self.pool.types(formula::OBJECT);
            let lit = self.pool.required(index);
            let lit = self.pool.any([-object, lit]);
            parts.inner("required", Some(name.value.clone()), lit, Vec::new());
        }
        for entry in &k.properties {
            let child = self.child(key, entry.schema);
            let (name, lit) = (self.pool.name(&entry.name), self.lit(child));
            let lit = self.pool.member(name, lit);
            parts.inner("properties", Some(entry.name.clone()), lit, vec![child]);
        }
        for entry in &k.pattern_properties {
            let child = self.child(key, entry.schema);
            let (names, lit) = (self.pool.intern(Formula::Pattern(entry.name.clone())), self.lit(child));
            let lit = self.pool.members(names, lit);
            parts.inner("patternProperties", Some(entry.name.clone()), lit, vec![child]);
        }
        if let Some(other) = &k.additional_properties {
            let child = self.child(key, other.value);
            let lit = self.lit(child);
            let exempt =
                if key.who == Who::Reader { self.exempt(key, "additionalProperties") } else { Vec::new() };
            let own = unevaluated::own_names(&mut self.pool, k, &exempt);
            let lit = self.pool.members(-own, lit);
            parts.inner("additionalProperties", None, lit, vec![child]);
        }
        if let Some(names) = &k.property_names {
            let child = self.plain(key, names.value);
            let lit = self.lit(child);
            let lit = self.pool.members(-lit, FALSE);
            parts.inner("propertyNames", None, lit, vec![child]);
        }
        for dependency in &k.dependent_required {
            let (name, needed) = &dependency.value;
            let index = self.pool.name(name);
            let absent = self.pool.member(index, FALSE);
            let needed: Vec<L> = needed
                .iter()
                .map(|name| {
                    let index = self.pool.name(name);
                    self.pool.required(index)
                })
                .collect();
            let all = self.pool.all(needed);
            let lit = self.pool.any([absent, all]);
            parts.inner("dependentRequired", Some(name.clone()), lit, Vec::new());
        }
        for entry in &k.dependent_schemas {
            let child = self.here(key, entry.schema);
            let (name, lit) = (self.pool.name(&entry.name), self.lit(child));
            let absent = self.pool.member(name, FALSE);
            let lit = self.pool.any([absent, lit]);
            parts.inner("dependentSchemas", Some(entry.name.clone()), lit, vec![child]);
        }
        if let Some(other) = &k.unevaluated_properties {
            let child = self.child(key, other.value);
            let lit = self.lit(child);
            let exempt: BTreeSet<String> = self.exempt(key, "unevaluatedProperties").into_iter().collect();
            let lit = unevaluated::members(self, key, lit, &exempt, false);
            parts.inner("unevaluatedProperties", None, lit, vec![child]);
        }
    }

    /// Names that a masked keyword no longer speaks of.
    fn exempt(&self, key: Key, keyword: &'static str) -> Vec<String> {
        let of = |spot: &&Spot| key.who == Who::Reader && spot.id == key.id && spot.keyword == keyword;
        self.masked.iter().filter(of).filter_map(|spot| spot.name.clone()).collect()
    }

    fn combined(&mut self, key: Key, k: &Keywords, parts: &mut Parts) {
        if let Some(reference) = &k.reference {
            let inner = self.here(key, reference.value);
            parts.inner("$ref", None, self.lit(inner), vec![inner]);
        }
        for (index, id) in k.all_of.iter().flat_map(|l| l.value.iter().enumerate()) {
            let inner = self.here(key, *id);
            parts.inner("allOf", Some(index.to_string()), self.lit(inner), vec![inner]);
        }
        let lits = |this: &Self, keys: &[Key]| keys.iter().map(|key| this.lit(*key)).collect::<Vec<L>>();
        if let Some(branches) = &k.any_of {
            let inner: Vec<Key> = branches.value.iter().map(|id| self.here(key, *id)).collect();
            let all = lits(self, &inner);
            let lit = self.pool.any(all);
            parts.inner("anyOf", None, lit, inner);
        }
        if let Some(branches) = &k.one_of {
            let inner: Vec<Key> = branches.value.iter().map(|id| self.here(key, *id)).collect();
            let all = lits(self, &inner);
            let lit = if self.reads_openly(key, k) {
                // Reading an unknown value of one branch's enum must not make another branch fit less.
                let plain: Vec<Key> = branches.value.iter().map(|id| self.plain(key, *id)).collect();
                let plain = lits(self, &plain);
                let mut any = Vec::new();
                for (i, own) in all.iter().enumerate() {
                    let others = plain.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, l)| -l);
                    let branch: Vec<L> = others.chain([*own]).collect();
                    any.push(self.pool.all(branch));
                }
                self.pool.any(any)
            } else {
                self.pool.one(all)
            };
            parts.inner("oneOf", None, lit, inner);
        }
        if let Some(not) = &k.not {
            let inner = self.plain(key, not.value);
            parts.inner("not", None, -self.lit(inner), Vec::new());
        }
        if let Some(condition) = &k.if_ {
            let condition = self.plain(key, condition.value);
            let condition = self.lit(condition);
            for (keyword, holds, branch) in [("then", condition, &k.then), ("else", -condition, &k.else_)] {
                if let Some(branch) = branch {
                    let inner = self.here(key, branch.value);
                    let lit = self.lit(inner);
                    let lit = self.pool.any([-holds, lit]);
                    parts.inner(keyword, None, lit, vec![inner]);
                }
            }
        }
    }
}

fn negative(number: &Number) -> Number {
    Number::parse(&format!("-{number}")).unwrap_or_else(Number::zero)
}

struct Parts {
    list: Vec<Part>,
}

impl Parts {
    fn push(&mut self, keyword: &'static str, lit: L) {
        self.inner(keyword, None, lit, Vec::new());
    }

    fn inner(&mut self, keyword: &'static str, name: Option<String>, lit: L, inner: Vec<Key>) {
        self.list.push(Part { keyword, name, lit, inner });
    }
}

//! What a schema says, keyword by keyword.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::super::NOT_HERE;
use super::super::declared::{declared, reaches_outside};
use super::super::judge::View;
use super::super::value::Lit;
use super::compile::{Compiler, Form, Key, Part, Spot, Who};
use super::formula::{self, FALSE, Formula, L, TRUE};
use super::notes::Closing;
use super::unevaluated;
use crate::resolve::{Body, Keywords};

impl Compiler<'_> {
    /// What a schema says, keyword by keyword.
    pub(in crate::compat) fn parts(&mut self, key: Key) -> Vec<Part> {
        let mut parts = Parts { list: Vec::new(), lits: Vec::new(), named: true, kept: false };
        self.said(key, &mut parts);
        parts.list
    }

    /// The formula of a schema, once those that it leads to have theirs.
    /// `leaf`: it leads to none.
    pub(super) fn build(&mut self, key: Key, leaf: bool) -> L {
        // What is left out goes by names.
        if self.is_masked(key) {
            let parts = self.parts(key);
            return self.pool.all(parts.iter().map(|part| part.lit));
        }
        let lits = std::mem::take(&mut self.list);
        let mut parts = Parts { list: Vec::new(), lits, named: false, kept: !leaf };
        self.said(key, &mut parts);
        let lit = self.pool.all(parts.lits.iter().copied());
        parts.lits.clear();
        self.list = parts.lits;
        lit
    }

    fn said(&mut self, key: Key, parts: &mut Parts) {
        if key.form == Form::Closed {
            let inner = Key { form: Form::In(View::Writer), ..key };
            parts.inner("$ref", None, self.lit(inner), &[inner]);
            if let Some(lit) = self.closed(key, inner) {
                parts.push("unevaluatedProperties", lit);
            }
            return;
        }
        match self.keywords(key) {
            Some(k) => {
                self.values(key, &k, parts);
                self.arrays(key, &k, parts);
                self.objects(key, &k, parts);
                self.combined(key, &k, parts);
                if let Some(named) = self.schemas(key.who).outside(key.id) {
                    let lit = self.outside(named);
                    parts.push("$ref", lit);
                }
            }
            None if matches!(self.schema(key).body, Body::Bool(false)) => parts.push("false", FALSE),
            None => {}
        }
        if self.is_masked(key) {
            let gone = |part: &Part, spot: &Spot| spot.keyword == part.keyword && spot.name == part.name;
            parts.list.retain(|part| !self.masked(key).any(|spot| gone(part, spot)));
        }
    }

    /// What closing adds to a schema, as a formula.
    fn closed(&mut self, key: Key, inner: Key) -> Option<L> {
        let edited = self.edited(key);
        match (&edited, self.notes.fixed(key).closing) {
            (None, Closing::Nothing) => return None,
            (None, Closing::Except(needed)) => {
                return Some(unevaluated::members(self, inner, FALSE, &mut |_| needed, true));
            }
            _ => {}
        }
        let found = declared(self.schemas(key.who), key.id);
        let mut names = found.required;
        names.extend(edited.iter().flat_map(|k| k.required.iter().map(|name| name.value.clone())));
        let members = found.properties || edited.as_ref().is_some_and(|k| !k.properties.is_empty());
        let mut needed = FALSE;
        let lit = members.then(|| {
            let mut more = |compiler: &mut Self| {
                needed = compiler.pool.one_name_of(&names);
                needed
            };
            unevaluated::members(self, inner, FALSE, &mut more, true)
        });
        if edited.is_none() {
            let closing = lit.map_or(Closing::Nothing, |_| Closing::Except(needed));
            self.notes.fixed(key).closing = closing;
        }
        lit
    }

    pub(super) fn opaque(&mut self, keyword: &'static str, why: &'static str, key: Key) -> L {
        let tag = key.id.0 * 2 + u32::from(key.who == Who::Reader);
        self.pool.intern(Formula::Opaque(keyword, why, tag))
    }

    /// What nobody here knows, except that it is the same wherever it has this name.
    fn outside(&mut self, named: &str) -> L {
        let next = u32::try_from(self.outside.len()).unwrap_or(u32::MAX);
        let number = *self.outside.entry(named.to_owned()).or_insert(next);
        // Above the numbers of schemas.
        let tag = (1 << 31) | number;
        self.pool.intern(Formula::Opaque("$ref", NOT_HERE, tag))
    }

    /// What stands for a keyword that hangs on a schema which is not here.
    fn unseen(&mut self, key: Key, keyword: &'static str) -> Option<L> {
        let unseen = reaches_outside(self.schemas(key.who), key.id);
        unseen.then(|| self.opaque(keyword, NOT_HERE, key))
    }

    fn arrays(&mut self, key: Key, k: &Keywords, parts: &mut Parts) {
        let mut from = 0;
        if let Some(prefix) = &k.prefix_items {
            for (index, id) in (0..).zip(&prefix.value) {
                let child = self.child(key, *id);
                let lit = self.lit(child);
                let lit = if lit == TRUE { TRUE } else { self.pool.intern(Formula::Item(index, lit)) };
                parts.inner("prefixItems", Some(&index), lit, &[child]);
                from = index + 1;
            }
        }
        if let Some(items) = &k.items {
            let child = self.child(key, items.value);
            let lit = self.lit(child);
            let lit = self.pool.rest(from, lit);
            parts.inner("items", None, lit, &[child]);
        }
        if let Some(contains) = &k.contains {
            let child = self.plain(key, contains.value);
            let (lit, fewest) = (self.lit(child), k.min_contains.as_ref().map_or(1, |l| l.value));
            let least = self.pool.at_least(fewest, lit);
            let keyword = if k.min_contains.is_some() { "minContains" } else { "contains" };
            parts.inner(keyword, None, least, &[child]);
            if let Some(most) = &k.max_contains {
                let more = self.pool.at_least(most.value.saturating_add(1), lit);
                let array = self.pool.types(formula::ARRAY);
                let lit = self.pool.any([-array, -more]);
                parts.inner("maxContains", None, lit, &[child]);
            }
        }
        if let Some(rest) = &k.unevaluated_items {
            let child = self.child(key, rest.value);
            let lit = self.lit(child);
            let lit = match self.unseen(key, "unevaluatedItems") {
                Some(unseen) => unseen,
                None => unevaluated::items(self, key, lit),
            };
            parts.inner("unevaluatedItems", None, lit, &[child]);
        }
    }

    fn objects(&mut self, key: Key, k: &Keywords, parts: &mut Parts) {
        if !k.required.is_empty() {
            let required = self.required(key, k);
            for (name, lit) in k.required.iter().zip(required.iter()) {
                parts.inner("required", Some(&name.value), *lit, &[]);
            }
        }
        let names = if k.properties.is_empty() { None } else { Some(self.names(key, k)) };
        for (entry, name) in k.properties.iter().zip(names.iter().flat_map(|names| names.iter())) {
            let child = self.child(key, entry.schema);
            let lit = self.lit(child);
            let lit = self.pool.member(*name, lit);
            parts.inner("properties", Some(&entry.name), lit, &[child]);
        }
        for entry in &k.pattern_properties {
            let child = self.child(key, entry.schema);
            let (names, lit) = (self.pool.intern(Formula::Pattern(entry.name.clone())), self.lit(child));
            let lit = self.pool.members(names, lit);
            parts.inner("patternProperties", Some(&entry.name), lit, &[child]);
        }
        if let Some(other) = &k.additional_properties {
            let child = self.child(key, other.value);
            let lit = self.lit(child);
            let exempt = self.exempt(key, "additionalProperties");
            let own = self.own_names(key, k, &exempt);
            let lit = self.pool.members(-own, lit);
            parts.inner("additionalProperties", None, lit, &[child]);
        }
        if let Some(names) = &k.property_names {
            let child = self.plain(key, names.value);
            let lit = self.lit(child);
            let lit = self.pool.members(-lit, FALSE);
            parts.inner("propertyNames", None, lit, &[child]);
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
            parts.inner("dependentRequired", Some(name), lit, &[]);
        }
        for entry in &k.dependent_schemas {
            let child = self.here(key, entry.schema);
            let (name, lit) = (self.pool.name(&entry.name), self.lit(child));
            let absent = self.pool.member(name, FALSE);
            let lit = self.pool.any([absent, lit]);
            parts.inner("dependentSchemas", Some(&entry.name), lit, &[child]);
        }
        if let Some(other) = &k.unevaluated_properties {
            let child = self.child(key, other.value);
            let lit = self.lit(child);
            let exempt: BTreeSet<String> = self.exempt(key, "unevaluatedProperties").into_iter().collect();
            let mut more = |compiler: &mut Self| compiler.pool.one_name_of(&exempt);
            let lit = match self.unseen(key, "unevaluatedProperties") {
                Some(unseen) => unseen,
                None => unevaluated::members(self, key, lit, &mut more, false),
            };
            parts.inner("unevaluatedProperties", None, lit, &[child]);
        }
    }

    /// Names that a masked keyword no longer speaks of.
    fn exempt(&self, key: Key, keyword: &'static str) -> Vec<String> {
        self.masked(key).filter(|spot| spot.keyword == keyword).filter_map(|spot| spot.name.clone()).collect()
    }

    /// Each of the members that an object has to have.
    fn required(&mut self, key: Key, k: &Keywords) -> Rc<[L]> {
        if let (false, Some(required)) = (self.is_edited(key), &self.notes.fixed(key).required) {
            return Rc::clone(required);
        }
        let object = self.pool.types(formula::OBJECT);
        let required = k.required.iter().map(|name| {
            let index = self.pool.name(&name.value);
            let lit = self.pool.required(index);
            self.pool.any([-object, lit])
        });
        let required: Rc<[L]> = required.collect();
        if !self.is_edited(key) {
            self.notes.fixed(key).required = Some(Rc::clone(&required));
        }
        required
    }

    /// The names of `properties`, as numbers.
    fn names(&mut self, key: Key, k: &Keywords) -> Rc<[u32]> {
        if let (false, Some(names)) = (self.is_edited(key), &self.notes.fixed(key).names) {
            return Rc::clone(names);
        }
        let names: Rc<[u32]> = k.properties.iter().map(|entry| self.pool.name(&entry.name)).collect();
        if !self.is_edited(key) {
            self.notes.fixed(key).names = Some(Rc::clone(&names));
        }
        names
    }

    /// The names that `properties` and `patternProperties` speak of, and some more.
    pub(super) fn own_names(&mut self, key: Key, k: &Keywords, more: &[String]) -> L {
        let steady = more.is_empty() && !self.is_edited(key);
        if let (true, Some(own)) = (steady, self.notes.fixed(key).own) {
            return own;
        }
        let names: BTreeSet<Lit> = k
            .properties
            .iter()
            .map(|entry| &entry.name)
            .chain(more)
            .map(|name| Lit::String(name.clone()))
            .collect();
        let mut parts = Vec::new();
        if !names.is_empty() {
            parts.push(self.pool.intern(Formula::Enum(names)));
        }
        for entry in &k.pattern_properties {
            parts.push(self.pool.intern(Formula::Pattern(entry.name.clone())));
        }
        let own = self.pool.any(parts);
        if steady {
            self.notes.fixed(key).own = Some(own);
        }
        own
    }

    fn combined(&mut self, key: Key, k: &Keywords, parts: &mut Parts) {
        if let Some(reference) = &k.reference {
            let inner = self.here(key, reference.value);
            parts.inner("$ref", None, self.lit(inner), &[inner]);
        }
        for (index, id) in k.all_of.iter().flat_map(|l| l.value.iter().enumerate()) {
            let inner = self.here(key, *id);
            parts.inner("allOf", Some(&index), self.lit(inner), &[inner]);
        }
        let lits = |this: &Self, keys: &[Key]| keys.iter().map(|key| this.lit(*key)).collect::<Vec<L>>();
        if let Some(branches) = &k.any_of {
            let inner: Vec<Key> = branches.value.iter().map(|id| self.here(key, *id)).collect();
            let all = lits(self, &inner);
            let lit = self.pool.any(all);
            parts.inner("anyOf", None, lit, &inner);
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
            parts.inner("oneOf", None, lit, &inner);
        }
        if let Some(not) = &k.not {
            let inner = self.plain(key, not.value);
            parts.inner("not", None, -self.lit(inner), &[]);
        }
        if let Some(condition) = &k.if_ {
            let condition = self.plain(key, condition.value);
            let condition = self.lit(condition);
            for (keyword, holds, branch) in [("then", condition, &k.then), ("else", -condition, &k.else_)] {
                if let Some(branch) = branch {
                    let inner = self.here(key, branch.value);
                    let lit = self.lit(inner);
                    let lit = self.pool.any([-holds, lit]);
                    parts.inner(keyword, None, lit, &[inner]);
                }
            }
        }
    }
}

/// What a schema says, keyword by keyword or as formulas only.
pub(super) struct Parts {
    list: Vec<Part>,
    pub(super) lits: Vec<L>,
    /// With their names, and the schemas inside, in the first list.
    pub(super) named: bool,
    /// It is worth remembering what hangs on no other schema.
    pub(super) kept: bool,
}

impl Parts {
    pub(super) fn push(&mut self, keyword: &'static str, lit: L) {
        self.inner(keyword, None, lit, &[]);
    }

    fn inner(&mut self, keyword: &'static str, name: Option<&dyn ToString>, lit: L, inner: &[Key]) {
        if self.named {
            let name = name.map(ToString::to_string);
            self.list.push(Part { keyword, name, lit, inner: inner.to_vec() });
        } else {
            self.lits.push(lit);
        }
    }
}

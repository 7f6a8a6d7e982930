//! What schemas that speak about one value declare together.

use std::collections::BTreeSet;

use crate::resolve::{Keywords, Located, SchemaId, Schemas};

/// Every schema directly inside, `$defs` aside.
pub(super) fn subschemas(k: &Keywords) -> Vec<SchemaId> {
    let mut all = in_place(k);
    let one = [&k.items, &k.contains, &k.unevaluated_items, &k.additional_properties, &k.property_names];
    all.extend(one.into_iter().chain([&k.unevaluated_properties, &k.not]).flatten().map(|l| l.value));
    all.extend(k.prefix_items.iter().flat_map(|l| l.value.iter().copied()));
    all.extend(k.properties.iter().chain(&k.pattern_properties).map(|entry| entry.schema));
    all
}

/// The schemas inside that speak about the same value, and whose properties count as declared.
fn in_place(k: &Keywords) -> Vec<SchemaId> {
    let one = [&k.reference, &k.if_, &k.then, &k.else_];
    let mut all: Vec<SchemaId> = one.into_iter().flatten().map(|l| l.value).collect();
    let many = [&k.all_of, &k.any_of, &k.one_of];
    all.extend(many.into_iter().flatten().flat_map(|l| l.value.iter().copied()));
    all.extend(k.dependent_schemas.iter().map(|entry| entry.schema));
    all
}

/// Whether one of the schemas that speak about this value is not here.
pub(super) fn reaches_outside(schemas: &Schemas, start: SchemaId) -> bool {
    if !schemas.has_outside() {
        return false;
    }
    let (mut seen, mut stack) = (BTreeSet::from([start]), vec![start]);
    while let Some(id) = stack.pop() {
        if schemas.outside(id).is_some() {
            return true;
        }
        let Some(k) = schemas.keywords(id) else { continue };
        stack.extend(in_place(k).into_iter().filter(|id| seen.insert(*id)));
    }
    false
}

/// Deepest nesting of schemas about one value that is looked into for one that judges every member.
pub(super) const CLOSES: u32 = 4;

/// Whether the schema itself judges every member of what it accepts, so that closing it would add nothing.
pub(super) fn closes(schemas: &Schemas, id: SchemaId, depth: u32) -> bool {
    let Some((k, depth)) = schemas.keywords(id).zip(depth.checked_sub(1)) else { return false };
    let one = |id: &SchemaId| closes(schemas, *id, depth);
    let every = |l: &Located<Vec<SchemaId>>| !l.value.is_empty() && l.value.iter().all(one);
    k.additional_properties.is_some()
        || k.unevaluated_properties.is_some()
        || k.reference.as_ref().is_some_and(|l| one(&l.value))
        || k.all_of.as_ref().is_some_and(|l| l.value.iter().any(one))
        || [&k.any_of, &k.one_of].into_iter().flatten().any(|l| every(l))
}

/// What the schemas that speak about one value say of its members.
#[derive(Debug, Default)]
pub(super) struct Declared {
    /// There is a `properties` somewhere.
    pub(super) properties: bool,
    /// Names that something requires.
    pub(super) required: BTreeSet<String>,
    /// Something says what else there may be, or matches names by pattern.
    pub(super) says: bool,
}

/// Collects what is declared about the value that `start` speaks of.
pub(super) fn declared(schemas: &Schemas, start: SchemaId) -> Declared {
    let (mut seen, mut stack) = (BTreeSet::from([start]), vec![start]);
    let mut found = Declared::default();
    while let Some(id) = stack.pop() {
        let Some(k) = schemas.keywords(id) else { continue };
        found.properties |= !k.properties.is_empty();
        found.required.extend(k.required.iter().map(|name| name.value.clone()));
        found.required.extend(k.dependent_required.iter().flat_map(|d| d.value.1.iter().cloned()));
        found.says |= k.additional_properties.is_some()
            || k.unevaluated_properties.is_some()
            || !k.pattern_properties.is_empty();
        stack.extend(in_place(k).into_iter().filter(|id| seen.insert(*id)));
    }
    found
}

//! From a schema to the schemas in it.

use crate::resolve::{Keywords, SchemaId};

/// The schemas that stand directly in a schema, in a fixed order, each with whether it is only a
/// condition on other properties (`if`, `then`, `else`, `not`) and declares none of its own.
pub(crate) fn children(keywords: &Keywords) -> Vec<(SchemaId, bool)> {
    let entries =
        [&keywords.defs, &keywords.properties, &keywords.pattern_properties, &keywords.dependent_schemas];
    let named = entries.into_iter().flatten().map(|entry| entry.schema);
    let single = [
        &keywords.items,
        &keywords.contains,
        &keywords.unevaluated_items,
        &keywords.additional_properties,
        &keywords.property_names,
        &keywords.unevaluated_properties,
    ];
    let lists = [&keywords.prefix_items, &keywords.all_of, &keywords.any_of, &keywords.one_of];
    let conditions = [&keywords.not, &keywords.if_, &keywords.then, &keywords.else_];
    let plain = named
        .chain(single.into_iter().flatten().map(|located| located.value))
        .chain(lists.into_iter().flatten().flat_map(|located| located.value.iter().copied()));
    plain
        .map(|schema| (schema, false))
        .chain(conditions.into_iter().flatten().map(|located| (located.value, true)))
        .collect()
}

/// The schemas that judge the same value as the schema that they stand in.
pub(super) fn in_place(keywords: &Keywords) -> Vec<SchemaId> {
    let lists = [&keywords.all_of, &keywords.any_of, &keywords.one_of];
    let lists = lists.into_iter().flatten().flat_map(|located| located.value.iter().copied());
    let single = [&keywords.reference, &keywords.not, &keywords.if_, &keywords.then, &keywords.else_];
    let single = single.into_iter().flatten().map(|located| located.value);
    lists.chain(single).chain(keywords.dependent_schemas.iter().map(|entry| entry.schema)).collect()
}

//! Where a keyword of a schema stands.

use crate::finding::Place;
use crate::resolve::{Body, Located, SchemaId, Schemas};

/// From a keyword to the end of its value.
pub(super) fn span<T>(located: &Located<T>) -> Place {
    Place { end: located.place.end, ..located.key }
}

/// The place of a keyword in a schema; the one about `name` where there are several.
pub(super) fn find(schemas: &Schemas, id: SchemaId, keyword: &str, name: Option<&str>) -> Option<Place> {
    let Body::Keywords(k) = &schemas.get(id).body else { return None };
    match (keyword, name) {
        ("required", Some(name)) => k.required.iter().find(|r| r.value == name).map(|r| r.place),
        ("properties", Some(name)) => k.property(name).map(|entry| entry.key),
        ("type", _) => k.types.as_deref().map(span),
        ("enum", _) => k.enumeration.as_deref().map(span).or_else(|| k.constant.as_deref().map(span)),
        ("minimum", _) => k.minimum.as_deref().map(span).or_else(|| k.exclusive_minimum.as_deref().map(span)),
        ("maximum", _) => k.maximum.as_deref().map(span).or_else(|| k.exclusive_maximum.as_deref().map(span)),
        ("multipleOf", _) => k.multiple_of.as_deref().map(span),
        ("minLength", _) => k.min_length.as_deref().map(span),
        ("maxLength", _) => k.max_length.as_deref().map(span),
        ("pattern", _) => k.pattern.as_deref().map(span),
        ("format", _) => k.format.as_deref().map(span),
        ("contentMediaType", _) => k.content_media_type.as_deref().map(span),
        ("minItems", _) => k.min_items.as_deref().map(span),
        ("maxItems", _) => k.max_items.as_deref().map(span),
        ("minProperties", _) => k.min_properties.as_deref().map(span),
        ("maxProperties", _) => k.max_properties.as_deref().map(span),
        ("uniqueItems", _) => k.unique_items.as_deref().map(span),
        _ => k.assertions().into_iter().find(|(found, _)| *found == keyword).map(|(_, place)| place),
    }
}

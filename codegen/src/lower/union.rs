//! `oneOf` and `anyOf`: nullable schemas and tagged unions.

use super::{Context, Lowerer, NAME_COLLISION, names};
use crate::finding::Finding;
use crate::model::{Arm, Kind, Shape, TypeId, TypeRef, Union};
use crate::resolve::{Keywords, SchemaId, Type};

const TAGGED: &str = "objects whose required property of one name has a different string `const` in each";

impl Lowerer<'_> {
    pub(super) fn choice(
        &mut self,
        id: SchemaId,
        keywords: &Keywords,
        context: &Context,
        reserved: Option<TypeId>,
    ) -> TypeRef {
        let any = TypeRef { kind: Kind::Any, checks: Vec::new() };
        let Some(choice) = keywords.one_of.as_ref().or(keywords.any_of.as_ref()) else { return any };
        self.refuse_all_but(keywords, &["oneOf", "anyOf", "type"], "oneOf");
        if let (Some(_), Some(any_of)) = (&keywords.one_of, &keywords.any_of) {
            self.unsupported(any_of.key, "`anyOf` beside `oneOf`", "one of the two");
        }
        let (nulls, others): (Vec<SchemaId>, Vec<SchemaId>) =
            choice.value.iter().partition(|arm| self.is_null(**arm));
        let nullable = !nulls.is_empty();
        let inner = match others.as_slice() {
            [] => {
                self.unsupported(choice.key, "a choice without a value", "name what it may be");
                any
            }
            [single] => self.use_of(*single, context),
            arms => self.tagged(id, arms, choice.key, context, reserved.filter(|_| !nullable)),
        };
        if let Some(types) =
            keywords.types.as_ref().filter(|types| types.value.single() != Some(Type::Object))
        {
            self.unsupported(types.place, "a `type` beside a choice", "put the `type` into the arms");
        }
        if nullable { TypeRef { kind: Kind::Nullable(Box::new(inner)), checks: Vec::new() } } else { inner }
    }

    pub(super) fn is_null(&self, id: SchemaId) -> bool {
        self.keywords(id).is_some_and(|k| {
            k.assertions().len() == 1
                && k.types.as_ref().is_some_and(|t| t.value.single() == Some(Type::Null))
        })
    }

    fn tagged(
        &mut self,
        id: SchemaId,
        arms: &[SchemaId],
        place: crate::finding::Place,
        context: &Context,
        reserved: Option<TypeId>,
    ) -> TypeRef {
        let any = TypeRef { kind: Kind::Any, checks: Vec::new() };
        let followed: Option<Vec<SchemaId>> =
            arms.iter().map(|arm| self.contracts.schemas.follow(*arm)).collect();
        let followed = followed.unwrap_or_default();
        let Some(tag) = self.tag(&followed) else {
            self.unsupported(place, "a choice whose arms nothing tells apart", TAGGED);
            return any;
        };
        let name = match reserved {
            Some(reserved) => self.model.get(reserved).rust.clone(),
            None => self.title(id).unwrap_or_else(|| context.name.clone()),
        };
        let empty = Shape::Union(Union { tag: tag.clone(), arms: Vec::new(), checks: Vec::new() });
        let type_id = reserved.unwrap_or_else(|| self.declare(id, None, context, name.clone(), empty));
        let mut result: Vec<Arm> = Vec::new();
        for arm in followed {
            let Some(keywords) = self.keywords(arm).cloned() else { continue };
            let value = self.constant(&keywords, &tag).unwrap_or_default();
            let variant = names::variant(&value);
            if let Some(other) = result.iter().find(|other| other.name == variant) {
                let message = format!("{value:?} and {:?} would both be called {variant}", other.value);
                self.findings.push(Finding::new(&NAME_COLLISION, message).at(place, ""));
                continue;
            }
            let arm_name = format!("{name}{variant}");
            let arm_context = context.named(arm_name.clone());
            let shape = self.record(&keywords, &arm_context, Some(&tag));
            let record = self.declare(arm, Some(&tag), context, arm_name, Shape::Record(shape));
            result.push(Arm { value, name: variant, record });
        }
        self.finish(id, context, Some(type_id), Shape::Union(Union { tag, arms: result, checks: Vec::new() }))
    }

    /// The property that tells all arms apart, the first in the order of the first arm.
    fn tag(&self, arms: &[SchemaId]) -> Option<String> {
        let first = self.keywords(*arms.first()?)?;
        first.properties.iter().map(|entry| entry.name.clone()).find(|name| {
            let values: Option<Vec<String>> = arms
                .iter()
                .map(|arm| self.keywords(*arm).and_then(|keywords| self.constant(keywords, name)))
                .collect();
            values.is_some_and(|mut values| {
                values.sort();
                values.windows(2).all(|pair| pair[0] != pair[1])
            })
        })
    }

    /// The `const` string of a required property of an object schema.
    fn constant(&self, keywords: &Keywords, name: &str) -> Option<String> {
        let is_object =
            keywords.types.as_ref().is_some_and(|types| types.value.single() == Some(Type::Object));
        let entry = keywords.property(name).filter(|_| is_object && keywords.requires(name))?;
        let property = self.keywords(self.contracts.schemas.follow(entry.schema)?)?;
        property.constant.as_ref()?.value.as_str().map(str::to_owned)
    }
}

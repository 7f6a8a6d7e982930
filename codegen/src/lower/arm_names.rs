//! What the arms of a choice are called.

use super::shape::type_name_of;
use super::types::Types;
use super::{Lowerer, names};
use crate::load::{Node, Value};
use crate::model::{Kind, TypeRef};
use crate::resolve::{Keywords, SchemaId};

/// The most values, and the most letters, of a name that is made of values.
const VALUES: usize = 3;
const LETTERS: usize = 40;

impl Lowerer<'_> {
    /// For each arm the name of the values that one of its members has and the same member of no other arm can have.
    pub(super) fn arm_tags(&self, arms: &[SchemaId]) -> Vec<Option<String>> {
        let keywords: Vec<Option<&Keywords>> =
            arms.iter().map(|arm| self.schemas.keywords(self.schemas.follow(*arm)?)).collect();
        let tag = |(at, own): (usize, &Option<&Keywords>)| {
            let own = (*own)?;
            let signs = own.properties.iter().filter(|entry| own.requires(&entry.name));
            signs.filter_map(|entry| Some((entry.name.as_str(), self.values(entry.schema)?))).find_map(
                |(name, values)| {
                    let mut others = keywords.iter().enumerate().filter(|(other, _)| *other != at);
                    let apart = others.all(|(_, other)| {
                        let property = other.and_then(|k| k.property(name));
                        property.is_none_or(|entry| {
                            let theirs = self.values(entry.schema);
                            theirs.is_some_and(|theirs| values.iter().all(|value| !theirs.contains(value)))
                        })
                    });
                    let name = values.join("Or");
                    (apart && values.len() <= VALUES && name.len() <= LETTERS).then_some(name)
                },
            )
        };
        keywords.iter().enumerate().map(tag).collect()
    }

    /// Names for the texts that `const` or `enum` leaves, if they are all that is left.
    fn values(&self, id: SchemaId) -> Option<Vec<String>> {
        let keywords = self.schemas.keywords(self.schemas.follow(id)?)?;
        let constant = keywords.constant.as_ref().map(|constant| std::slice::from_ref(&constant.value));
        let members = constant.or(keywords.enumeration.as_ref().map(|members| members.value.as_slice()))?;
        let name = |node: &Node| match &node.value {
            Value::String(text) => Some(names::variant(text)),
            _ => None,
        };
        members.iter().map(name).collect()
    }

    /// What an arm is called before its type is known.
    pub(super) fn preferred_arm_name(&self, arm: SchemaId, types: Types, tag: Option<&str>) -> String {
        if let Some(title) = self.title(arm) {
            return title;
        }
        let keywords = self.schemas.keywords(arm);
        if let Some(reference) = keywords.and_then(|k| k.reference.as_ref()) {
            return self.title(reference.value).unwrap_or_else(|| self.name_of_target(reference.value));
        }
        let own = keywords.filter(|_| types == Types::OBJECT);
        let property = own.and_then(|k| {
            let required = k.required.iter().map(|name| &name.value);
            required.chain(k.properties.iter().map(|entry| &entry.name)).next()
        });
        match property {
            _ if own.is_some() && tag.is_some() => tag.unwrap_or_default().to_owned(),
            Some(property) => format!("With{}", names::variant(property)),
            None => type_name_of(types).to_owned(),
        }
    }

    /// What an arm is called, once its type is known.
    pub(super) fn arm_name(ty: &TypeRef, otherwise: &str) -> String {
        match &ty.kind {
            Kind::Map(_) => "Map".to_owned(),
            Kind::List(_) if otherwise == "Array" => "List".to_owned(),
            _ => otherwise.to_owned(),
        }
    }
}

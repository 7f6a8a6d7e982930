//! What the arms of a choice are called.

use std::collections::BTreeMap;

use super::shape::type_name_of;
use super::types::Types;
use super::{Lowerer, names};
use crate::load::{Node, Value};
use crate::model::{Kind, TypeRef};
use crate::resolve::{Keywords, SchemaId};

/// The most values, and the most letters, of a name that is made of values.
const VALUES: usize = 3;
const LETTERS: usize = 40;
/// The most values that are compared.
const MEMBERS: usize = 50;

impl Lowerer<'_> {
    /// For each arm the name of the values that one of its members has and the same member of no other arm can have.
    pub(super) fn arm_tags(&self, arms: &[SchemaId]) -> Vec<Option<String>> {
        let keywords: Vec<Option<&Keywords>> =
            arms.iter().map(|arm| self.schemas.keywords(self.schemas.follow(*arm)?)).collect();
        let said = |keywords: Option<&Keywords>| -> BTreeMap<String, Option<Vec<String>>> {
            let entries = keywords.into_iter().flat_map(|k| &k.properties);
            entries.map(|entry| (entry.name.clone(), self.values(entry.schema))).collect()
        };
        let said: Vec<_> = keywords.iter().copied().map(said).collect();
        let tag = |(at, own): (usize, Option<&Keywords>)| {
            let mut signs = own?.required.iter().filter_map(|required| {
                let values = said[at].get(&required.value)?.as_ref()?;
                let mut others = said.iter().enumerate().filter(|(other, _)| *other != at);
                let apart = others.all(|(_, other)| match other.get(&required.value) {
                    Some(Some(theirs)) => values.iter().all(|value| !theirs.contains(value)),
                    Some(None) => false,
                    None => true,
                });
                let name = values.join("Or");
                (apart && values.len() <= VALUES && name.len() <= LETTERS).then_some(name)
            });
            signs.next()
        };
        keywords.iter().copied().enumerate().map(tag).collect()
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
        members
            .iter()
            .take(MEMBERS + 1)
            .map(name)
            .collect::<Option<Vec<_>>>()
            .filter(|names| names.len() <= MEMBERS)
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

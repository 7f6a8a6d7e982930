//! What each keyword takes: the values of the metaschemas, read into typed fields.

use super::Draft;
use super::parse::{Home, Parser, below, located, member};
use super::rules::INVALID_SCHEMA;
use super::schema::{Entry, Keyword, Keywords, Located, SchemaId, Type, TypeSet};
use super::spelling::nearest;
use crate::finding::{Finding, Place};
use crate::load::json::Member;
use crate::load::{Node, Value};
use crate::number::Number;

impl Parser<'_, '_> {
    /// What says nothing about which documents are valid. Gives whether the keyword is one of these, as do
    /// the next two.
    pub(super) fn annotation(&mut self, m: &Member, k: &mut Keywords) -> bool {
        let before = self.findings.len();
        match m.key.as_str() {
            "$comment" => k.comment = self.string(m),
            "title" => k.title = self.string(m),
            "description" => k.description = self.string(m),
            "default" => k.default = Some(located(m, m.value.clone())),
            "deprecated" => k.deprecated = self.boolean(m),
            "readOnly" => k.read_only = self.boolean(m).is_some_and(|flag| flag.value),
            "writeOnly" => k.write_only = self.boolean(m).is_some_and(|flag| flag.value),
            "examples" => k.examples = self.array(m).map(|items| located(m, items.to_vec())),
            "format" => k.format = self.string(m),
            "contentEncoding" => k.content_encoding = self.string(m),
            "contentMediaType" => k.content_media_type = self.string(m),
            _ => return false,
        }
        for finding in self.findings.split_off(before) {
            let finding = self.annotation_finding(finding);
            self.findings.push(finding);
        }
        true
    }

    /// What holds a value against a bound.
    pub(super) fn assertion(&mut self, m: &Member, home: Home, k: &mut Keywords) -> bool {
        let draft = home.dialect.draft;
        match m.key.as_str() {
            "type" => k.types = self.types(m),
            "enum" => k.enumeration = self.array(m).map(|items| located(m, items.to_vec())),
            "const" => k.constant = Some(located(m, m.value.clone())),
            "minimum" => k.minimum = self.number(m),
            "maximum" => k.maximum = self.number(m),
            // Flags there, which are read with their bounds.
            "exclusiveMinimum" | "exclusiveMaximum" if draft == Draft::Draft4 => {}
            "exclusiveMinimum" => k.exclusive_minimum = self.number(m),
            "exclusiveMaximum" => k.exclusive_maximum = self.number(m),
            "multipleOf" => {
                k.multiple_of = self.number(m);
                if k.multiple_of.as_ref().is_some_and(|n| n.value <= Number::zero()) {
                    self.invalid(m.value.place, "`multipleOf` is above 0");
                    k.multiple_of = None;
                }
            }
            "minLength" => k.min_length = self.count(m, draft),
            "maxLength" => k.max_length = self.count(m, draft),
            "pattern" => k.pattern = self.string(m),
            "minContains" => k.min_contains = self.count(m, draft),
            "maxContains" => k.max_contains = self.count(m, draft),
            "minItems" => k.min_items = self.count(m, draft),
            "maxItems" => k.max_items = self.count(m, draft),
            "uniqueItems" => k.unique_items = self.boolean(m),
            "required" => k.required = self.names(m, draft),
            "minProperties" => k.min_properties = self.count(m, draft),
            "maxProperties" => k.max_properties = self.count(m, draft),
            "dependentRequired" => {
                for member in self.members(m) {
                    let names = self.names(member, draft).into_iter().map(|name| name.value).collect();
                    k.dependent_required.push(*located(m, (member.key.clone(), names)));
                }
            }
            _ => return false,
        }
        true
    }

    /// What holds schemas.
    pub(super) fn applicator(
        &mut self,
        m: &Member,
        members: &[Member],
        at: &str,
        home: Home,
        k: &mut Keywords,
    ) -> bool {
        let tuple = home.dialect.draft < Draft::Draft202012
            && member(members, "items").is_some_and(|items| items.value.as_array().is_some());
        match m.key.as_str() {
            "items" if tuple => k.prefix_items = self.list(m, at, home),
            "items" => {
                if m.value.as_array().is_some() {
                    let finding = Finding::new(&INVALID_SCHEMA, "in 2020-12 `items` is one schema");
                    self.findings
                        .push(finding.at(m.key_place, "").help("a list of schemas is written `prefixItems`"));
                    return true;
                }
                k.items = Some(self.one(m, at, home));
            }
            "additionalItems" => {
                let schema = self.one(m, at, home);
                if tuple {
                    k.items = Some(schema);
                }
            }
            "prefixItems" => k.prefix_items = self.list(m, at, home),
            "contains" => k.contains = Some(self.one(m, at, home)),
            "unevaluatedItems" => k.unevaluated_items = Some(self.one(m, at, home)),
            "properties" => k.properties = self.map(m, at, home),
            "patternProperties" => k.pattern_properties = self.map(m, at, home),
            "additionalProperties" => k.additional_properties = Some(self.one(m, at, home)),
            "propertyNames" => k.property_names = Some(self.one(m, at, home)),
            "unevaluatedProperties" => k.unevaluated_properties = Some(self.one(m, at, home)),
            "dependentSchemas" => {
                let known = !k.dependent_schemas.is_empty();
                let entries = self.map(m, at, home);
                if known {
                    for entry in entries {
                        self.depend(entry, m, at, home, k);
                    }
                } else {
                    k.dependent_schemas = entries;
                }
            }
            "dependencies" => self.dependencies(m, at, home, k),
            "allOf" => {
                if let Some(list) = self.list(m, at, home) {
                    match &mut k.all_of {
                        Some(all) => all.value.extend(list.value),
                        none => *none = Some(list),
                    }
                }
            }
            "anyOf" => k.any_of = self.list(m, at, home),
            "oneOf" => k.one_of = self.list(m, at, home),
            "not" => k.not = Some(self.one(m, at, home)),
            "if" => k.if_ = Some(self.one(m, at, home)),
            "then" => k.then = Some(self.one(m, at, home)),
            "else" => k.else_ = Some(self.one(m, at, home)),
            // It decides nothing, but its insides may be referred to.
            "contentSchema" => drop(self.one(m, at, home)),
            _ => return false,
        }
        true
    }

    pub(super) fn invalid(&mut self, place: Place, message: &str) {
        self.findings.push(Finding::new(&INVALID_SCHEMA, message).at(place, ""));
    }

    pub(super) fn string(&mut self, m: &Member) -> Keyword<String> {
        let text = m.value.as_str().map(|text| located(m, text.to_owned()));
        if text.is_none() {
            self.invalid(m.value.place, &format!("`{}` is a string", m.key));
        }
        text
    }

    pub(super) fn boolean(&mut self, m: &Member) -> Keyword<bool> {
        match m.value.value {
            Value::Bool(value) => Some(located(m, value)),
            _ => {
                self.invalid(m.value.place, &format!("`{}` is `true` or `false`", m.key));
                None
            }
        }
    }

    fn number(&mut self, m: &Member) -> Keyword<Number> {
        let number = match &m.value.value {
            Value::Number(text) => Number::parse(text).map(|number| located(m, number)),
            _ => None,
        };
        if number.is_none() {
            self.invalid(m.value.place, &format!("`{}` is a number", m.key));
        }
        number
    }

    fn count(&mut self, m: &Member, draft: Draft) -> Keyword<u64> {
        let number = match &m.value.value {
            // In draft-04 a number with a point is no integer.
            Value::Number(text) if draft > Draft::Draft4 || !text.contains(['.', 'e', 'E']) => {
                Number::parse(text)
            }
            _ => None,
        };
        let count = number
            .filter(|number| number.is_integer() && *number >= Number::zero())
            // No document has as many.
            .map(|number| number.to_i128().and_then(|n| u64::try_from(n).ok()).unwrap_or(u64::MAX));
        if count.is_none() {
            self.invalid(m.value.place, &format!("`{}` is a whole number from 0", m.key));
        }
        count.map(|count| located(m, count))
    }

    fn array<'n>(&mut self, m: &'n Member) -> Option<&'n [Node]> {
        let items = m.value.as_array();
        if items.is_none() {
            self.invalid(m.value.place, &format!("`{}` is a list", m.key));
        }
        items
    }

    pub(super) fn members<'n>(&mut self, m: &'n Member) -> &'n [Member] {
        m.value.as_object().unwrap_or_else(|| {
            self.invalid(m.value.place, &format!("`{}` is an object", m.key));
            &[]
        })
    }

    pub(super) fn names(&mut self, m: &Member, draft: Draft) -> Vec<Located<String>> {
        if let (Value::Bool(_), "required") = (&m.value.value, m.key.as_str()) {
            let finding = Finding::new(&INVALID_SCHEMA, "`required` is a list of names");
            let help = "it stands beside `properties`: \"required\": [\"name\"]";
            self.findings.push(finding.at(m.value.place, "").help(help));
            return Vec::new();
        }
        let items = self.array(m).unwrap_or_default();
        if draft == Draft::Draft4 && items.is_empty() && m.value.as_array().is_some() {
            self.invalid(m.value.place, "in draft-04 this list has at least one name: leave it out");
        }
        let mut names: Vec<Located<String>> = Vec::with_capacity(items.len());
        let mut seen = std::collections::BTreeSet::new();
        for item in items {
            match item.as_str() {
                Some(name) if !seen.insert(name) => self.invalid(item.place, "this name stands here twice"),
                Some(name) => {
                    names.push(Located { value: name.to_owned(), key: m.key_place, place: item.place });
                }
                None => self.invalid(item.place, "a property name, a string, goes here"),
            }
        }
        names
    }

    fn types(&mut self, m: &Member) -> Keyword<TypeSet> {
        let nodes = match &m.value.value {
            Value::Array(items) => items.as_slice(),
            _ => std::slice::from_ref(&m.value),
        };
        let mut types = Vec::new();
        for node in nodes {
            match node.as_str().and_then(Type::from_name) {
                Some(t) if types.contains(&t) => self.invalid(node.place, "this type stands here twice"),
                Some(t) => types.push(t),
                None => {
                    let names = Type::ALL.map(Type::name).join(", ");
                    let mut finding = Finding::new(&INVALID_SCHEMA, format!("a type is one of {names}"))
                        .at(node.place, "no type");
                    if let Some(near) =
                        node.as_str().and_then(|text| nearest(text, Type::ALL.map(Type::name)))
                    {
                        finding = finding.help(format!("did you mean `{near}`?"));
                    }
                    self.findings.push(finding);
                }
            }
        }
        if nodes.is_empty() {
            self.invalid(m.value.place, "`type` names at least one type");
        }
        (!types.is_empty()).then(|| located(m, TypeSet::of(types)))
    }

    #[expect(clippy::unnecessary_box_returns, reason = "a keyword holds its value in a box")]
    fn one(&mut self, m: &Member, pointer: &str, home: Home) -> Box<Located<SchemaId>> {
        let id = self.inner(&m.value, pointer, home);
        located(m, id)
    }

    fn list(&mut self, m: &Member, pointer: &str, home: Home) -> Keyword<Vec<SchemaId>> {
        let items = self.array(m)?;
        if items.is_empty() {
            self.invalid(m.value.place, &format!("`{}` has at least one schema", m.key));
            return None;
        }
        let ids = items
            .iter()
            .enumerate()
            .map(|(i, item)| self.inner(item, &format!("{pointer}/{i}"), home))
            .collect();
        Some(located(m, ids))
    }

    pub(super) fn map(&mut self, m: &Member, pointer: &str, home: Home) -> Vec<Entry> {
        let mut entries = Vec::new();
        for member in self.members(m) {
            let schema = self.inner(&member.value, &below(pointer, &member.key), home);
            entries.push(Entry { name: member.key.clone(), key: member.key_place, schema });
        }
        entries
    }
}

//! What a schema allows, in plain words.

use super::escape::code;
use super::site::{Page, Shared, Site};
use crate::load::{Node, Value};
use crate::resolve::{Body, Keywords, Located, SchemaId, Type};

/// A condition on a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    /// What it is about: two rules about the same thing are two versions of one rule.
    pub(super) about: &'static str,
    /// In words, Markdown for a table cell.
    pub(super) text: String,
}

/// The structure of a schema, with its `$ref`s followed.
pub(super) enum Structure<'a> {
    /// An object with declared properties.
    Object(&'a Keywords),
    /// A list, with the schema of its items.
    List(Option<SchemaId>),
    /// An object with free keys, with the schema of its values.
    Map(Option<SchemaId>),
    /// One of several forms, each with the value that marks it.
    Choice(Vec<(String, SchemaId)>, Option<String>),
    /// A single value.
    Scalar,
}

/// Words never go deeper than this into lists of lists: such a type may contain itself.
const DEEPEST: usize = 8;

impl<'a> Site<'a> {
    /// The keywords at the end of a chain of `$ref`s, and the schema there. A choice between null and one
    /// other schema counts as that schema.
    pub(super) fn target(&self, schema: SchemaId) -> (SchemaId, Option<&'a Keywords>) {
        let mut schema = schema;
        for _ in 0..DEEPEST {
            schema = self.contracts.schemas.follow(schema).unwrap_or(schema);
            match self.contracts.schemas.keywords(schema).map(|keywords| self.arms(keywords)).as_deref() {
                Some(&[only]) => schema = only,
                _ => break,
            }
        }
        (schema, self.contracts.schemas.keywords(schema))
    }

    /// The shared type that a schema refers to.
    pub(super) fn refers_to_shared(&self, schema: SchemaId) -> Option<(SchemaId, &Shared)> {
        let mut schema = schema;
        for _ in 0..DEEPEST {
            let keywords = self.contracts.schemas.keywords(schema)?;
            schema = match (&keywords.reference, self.arms(keywords).as_slice()) {
                (Some(reference), _) => reference.value,
                (None, &[only]) => only,
                _ => return None,
            };
            if let Some(shared) = self.shared(schema) {
                return Some((schema, shared));
            }
        }
        None
    }

    /// The arms of a choice that are not just null.
    fn arms(&self, keywords: &Keywords) -> Vec<SchemaId> {
        let arms = keywords.one_of.as_ref().or(keywords.any_of.as_ref()).map(|arms| arms.value.as_slice());
        arms.unwrap_or_default().iter().copied().filter(|arm| !self.is_null(*arm)).collect()
    }

    fn is_null(&self, schema: SchemaId) -> bool {
        let keywords = self.contracts.schemas.keywords(schema);
        keywords.and_then(|k| k.types.as_ref()).is_some_and(|types| types.value.single() == Some(Type::Null))
    }

    /// Whether the value may be null.
    pub(super) fn nullable(&self, schema: SchemaId) -> bool {
        let mut schema = schema;
        for _ in 0..DEEPEST {
            schema = self.contracts.schemas.follow(schema).unwrap_or(schema);
            let Some(keywords) = self.contracts.schemas.keywords(schema) else { return false };
            let null = |node: &Node| matches!(node.value, Value::Null);
            let typed = keywords.types.as_ref().is_none_or(|types| types.value.contains(Type::Null));
            let listed = keywords.enumeration.as_ref().map(|nodes| nodes.value.iter().any(null));
            let constant = keywords.constant.as_ref().map(|node| null(&node.value));
            if let Some(listed) = listed.or(constant) {
                return typed && listed;
            }
            let choice = keywords.one_of.as_ref().or(keywords.any_of.as_ref());
            if let Some(choice) = choice {
                if choice.value.iter().any(|arm| self.is_null(*arm)) {
                    return typed;
                }
                match self.arms(keywords).as_slice() {
                    &[only] => schema = only,
                    _ => return false,
                }
                continue;
            }
            return keywords.types.is_some() && typed;
        }
        false
    }

    pub(super) fn structure(&self, schema: SchemaId) -> Structure<'a> {
        let (_, Some(keywords)) = self.target(schema) else { return Structure::Scalar };
        let arms = self.arms(keywords);
        if !arms.is_empty() {
            let (tag, values) = self.tag(&arms);
            return Structure::Choice(values.into_iter().zip(arms).collect(), tag);
        }
        let types = keywords.types.as_ref().map(|types| types.value.without(Type::Null));
        let single = types.and_then(crate::resolve::TypeSet::single);
        let is = |wanted: Type, implied: bool| single == Some(wanted) || (types.is_none() && implied);
        if is(Type::Object, !keywords.properties.is_empty()) {
            let values = keywords.additional_properties.as_ref().map(|additional| additional.value);
            let closed = values.is_some_and(|values| self.is_false(values));
            if keywords.properties.is_empty() && !closed {
                Structure::Map(values)
            } else {
                Structure::Object(keywords)
            }
        } else if is(Type::Array, keywords.items.is_some()) {
            Structure::List(keywords.items.as_ref().map(|items| items.value))
        } else {
            Structure::Scalar
        }
    }

    fn is_false(&self, schema: SchemaId) -> bool {
        matches!(self.contracts.schemas.get(schema).body, Body::Bool(false))
    }

    /// What tells the arms of a choice apart: a property with another constant in each, or just their
    /// number.
    fn tag(&self, arms: &[SchemaId]) -> (Option<String>, Vec<String>) {
        let constant = |arm: &SchemaId, name: &str| {
            let property = self.target(*arm).1?.property(name)?.schema;
            Some(self.target(property).1?.constant.as_ref()?.value.as_str()?.to_owned())
        };
        let first = arms.first().and_then(|arm| self.target(*arm).1);
        for entry in first.map(|keywords| keywords.properties.as_slice()).unwrap_or_default() {
            let values: Option<Vec<String>> = arms.iter().map(|arm| constant(arm, &entry.name)).collect();
            let Some(values) = values else { continue };
            let mut sorted = values.clone();
            sorted.sort();
            if sorted.windows(2).all(|pair| pair[0] != pair[1]) {
                return (Some(entry.name.clone()), values);
            }
        }
        (None, (1..=arms.len()).map(|number| number.to_string()).collect())
    }

    /// The type of a value, in words.
    pub(super) fn type_words(&self, page: &Page, schema: SchemaId) -> String {
        self.words(page, schema, 0)
    }

    fn words(&self, page: &Page, schema: SchemaId, depth: usize) -> String {
        if depth > DEEPEST {
            return "…".to_owned();
        }
        if let Some((target, shared)) = self.refers_to_shared(schema) {
            let link = self.shared_link(page, shared);
            return match self.structure(target) {
                Structure::Scalar => format!("{link}, {}", self.own_words(page, target, depth)),
                Structure::List(_) => format!("{link}, list"),
                _ => link,
            };
        }
        self.own_words(page, schema, depth)
    }

    /// The type that a schema spells out itself.
    pub(super) fn own_words(&self, page: &Page, schema: SchemaId, depth: usize) -> String {
        let (target, keywords) = self.target(schema);
        let item = |items: Option<SchemaId>| match items {
            Some(items) => {
                let null = if self.nullable(items) { " or null" } else { "" };
                format!("{}{null}", self.words(page, items, depth + 1))
            }
            None => "any JSON value".to_owned(),
        };
        match self.structure(schema) {
            Structure::Object(_) => "object".to_owned(),
            Structure::List(items) => format!("list of {}", item(items)),
            Structure::Map(values) => format!("map from text to {}", item(values)),
            Structure::Choice(arms, Some(tag)) => {
                format!("one of {} forms, told apart by {}", arms.len(), code(&tag))
            }
            // Words for choices within choices would grow with each level.
            Structure::Choice(arms, None) if depth > 0 => format!("one of {} forms", arms.len()),
            Structure::Choice(arms, None) => {
                let words: Vec<String> =
                    arms.iter().map(|(_, arm)| self.words(page, *arm, depth + 1)).collect();
                words.join(" or ")
            }
            Structure::Scalar => match keywords {
                Some(keywords) => scalar(keywords),
                None if self.is_false(target) => "nothing".to_owned(),
                None => "any JSON value".to_owned(),
            },
        }
    }

    /// The conditions on a value beyond its type, at the end of its `$ref`s.
    pub(super) fn rules(&self, schema: SchemaId) -> Vec<Rule> {
        let (target, Some(keywords)) = self.target(schema) else { return Vec::new() };
        let mut rules = Vec::new();
        let mut add = |about, text: Option<String>| rules.extend(text.map(|text| Rule { about, text }));
        add("the value", keywords.constant.as_ref().map(|node| format!("always {}", literal(&node.value))));
        add(
            "the values",
            keywords.enumeration.as_ref().map(|nodes| {
                let values: Vec<String> = nodes
                    .value
                    .iter()
                    .filter(|node| !matches!(node.value, Value::Null))
                    .map(literal)
                    .collect();
                let more = if keywords.flag("x-open-enum") { "; more may follow" } else { "" };
                format!("one of {}{more}", values.join(", "))
            }),
        );
        add(
            "the length",
            count(keywords.min_length.as_deref(), keywords.max_length.as_deref(), "character", "characters"),
        );
        add(
            "the pattern",
            keywords.pattern.as_ref().map(|pattern| format!("pattern {}", code(&pattern.value))),
        );
        let unsaid = keywords.format.as_ref().filter(|format| format_words(&format.value).is_none());
        add("the format", unsaid.map(|format| format!("format {}", code(&format.value))));
        add("the range", range(keywords));
        add("the step", keywords.multiple_of.as_ref().map(|number| format!("multiple of {}", number.value)));
        add(
            "the number of items",
            count(keywords.min_items.as_deref(), keywords.max_items.as_deref(), "item", "items"),
        );
        let unique = keywords.unique_items.as_ref().filter(|unique| unique.value);
        add("repetition", unique.map(|_| "no item twice".to_owned()));
        let members = (keywords.min_properties.as_deref(), keywords.max_properties.as_deref());
        add("the number of members", count(members.0, members.1, "member", "members"));
        let closed =
            keywords.additional_properties.as_ref().filter(|additional| self.is_false(additional.value));
        add("other fields", closed.map(|_| "no other fields".to_owned()));
        add("the default", keywords.default.as_ref().map(|node| format!("default {}", literal(&node.value))));
        for (keyword, _) in keywords.assertions() {
            // What has no words here is still named, with its text.
            if UNSAID.contains(&keyword) {
                let json = self
                    .node(target)
                    .and_then(|node| node.get(keyword))
                    .map(Node::to_json)
                    .unwrap_or_default();
                let json: String = json.chars().take(200).collect();
                add(keyword, Some(format!("{} {}", code(keyword), code(&json))));
            }
        }
        rules
    }
}

/// Keywords that say more than words can.
const UNSAID: &[&str] = &[
    "prefixItems",
    "contains",
    "minContains",
    "maxContains",
    "unevaluatedItems",
    "patternProperties",
    "propertyNames",
    "unevaluatedProperties",
    "dependentRequired",
    "dependentSchemas",
    "allOf",
    "not",
    "if",
    "then",
    "else",
];

/// A JSON value in code; strings without quotes.
pub(super) fn literal(node: &Node) -> String {
    match &node.value {
        Value::String(text) => code(text),
        _ => code(&node.to_json()),
    }
}

fn scalar(keywords: &Keywords) -> String {
    let format = keywords.format.as_ref().and_then(|format| format_words(&format.value));
    let types = keywords.types.as_ref().map(|types| types.value.without(Type::Null));
    let values =
        keywords.constant.iter().map(|c| &c.value).chain(keywords.enumeration.iter().flat_map(|e| &e.value));
    let word = |t: Type| match (t, format) {
        (Type::String | Type::Number | Type::Integer, Some(format)) => format,
        (Type::String, None) => "text",
        (Type::Number, None) => "number",
        (Type::Integer, None) => "integer",
        (Type::Boolean, _) => "true or false",
        (Type::Object, _) => "object",
        (Type::Array, _) => "list",
        (Type::Null, _) => "null",
    };
    match types {
        Some(types) if types.iter().next().is_some() => {
            types.iter().map(word).collect::<Vec<_>>().join(" or ")
        }
        Some(_) => "null".to_owned(),
        None => {
            let values: Vec<&Node> = values.filter(|node| !matches!(node.value, Value::Null)).collect();
            let texts = !values.is_empty() && values.iter().all(|node| node.as_str().is_some());
            if texts { "text".to_owned() } else { "any JSON value".to_owned() }
        }
    }
}

fn format_words(format: &str) -> Option<&'static str> {
    Some(match format {
        "uuid" => "UUID",
        "date-time" => "timestamp",
        "date" => "date",
        "duration" => "duration",
        "email" => "e-mail address",
        "uri" => "URI",
        "decimal" => "decimal number",
        "double" => "64-bit float",
        "int32" => "32-bit integer",
        "int64" => "64-bit integer",
        _ => return None,
    })
}

fn count(least: Option<&Located<u64>>, most: Option<&Located<u64>>, one: &str, many: &str) -> Option<String> {
    let unit = |n: u64| if n == 1 { one } else { many };
    match (least.map(|n| n.value).filter(|n| *n > 0), most.map(|n| n.value)) {
        (Some(least), Some(most)) if least == most => Some(format!("exactly {least} {}", unit(least))),
        (Some(least), Some(most)) => Some(format!("{least}–{most} {many}")),
        (Some(least), None) => Some(format!("at least {least} {}", unit(least))),
        (None, Some(most)) => Some(format!("at most {most} {}", unit(most))),
        (None, None) => None,
    }
}

fn range(keywords: &Keywords) -> Option<String> {
    if let (Some(least), Some(most), None, None) =
        (&keywords.minimum, &keywords.maximum, &keywords.exclusive_minimum, &keywords.exclusive_maximum)
    {
        return Some(format!("from {} to {}", least.value, most.value));
    }
    let parts = [
        ("at least", &keywords.minimum),
        ("above", &keywords.exclusive_minimum),
        ("at most", &keywords.maximum),
        ("below", &keywords.exclusive_maximum),
    ];
    let words: Vec<String> = parts
        .iter()
        .filter_map(|(word, bound)| bound.as_ref().map(|bound| format!("{word} {}", bound.value)))
        .collect();
    (!words.is_empty()).then(|| words.join(", "))
}

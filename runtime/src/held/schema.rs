//! A contract's schema, run on the values of types that are written by hand.

use crate::{
    Json, Num, Path, Violations,
    assert::{self, DONE, Out, Types},
    view::{AsView, Flow, View},
};
use regex::Regex;
use serde::Serialize;
use std::{collections::BTreeMap, fmt::Write, sync::OnceLock};

/// A JSON Schema of draft 2020-12 or 7 whose references all lead into itself; it is read at its first use.
///
/// Patterns are those that the `regex` crate can decide; one that it cannot decide is met by no text, and the violation
/// says so.
#[derive(Debug)]
pub struct Schema {
    text: &'static str,
    /// The values are of a type that holds only some of the fields: what is missing is not missed.
    partial: bool,
    read: OnceLock<Read>,
}

#[derive(Debug)]
struct Read {
    root: Json,
    patterns: BTreeMap<String, Result<Regex, String>>,
}

/// References and nesting beyond this are not followed.
const DEPTH: usize = 200;

impl Schema {
    /// A schema that is not read yet.
    pub const fn new(text: &'static str, partial: bool) -> Self {
        Self { text, partial, read: OnceLock::new() }
    }

    /// Adds everything that is wrong with what serde writes of a value.
    pub fn check<T: Serialize + ?Sized>(&self, value: &T, at: &Path<'_>, out: &mut Violations) {
        let written = serde_json::to_string(value).map_err(|error| error.to_string());
        match written.and_then(|text| text.parse::<Json>().map_err(|error| error.to_string())) {
            Ok(json) => {
                let read = self.read.get_or_init(|| Read::new(self.text));
                let judge = Judge { read, partial: self.partial };
                let _ = judge.schema(&read.root, json.view(), at, &mut Out::Report(out), 0);
            }
            Err(error) => out.report(at, "type", format!("cannot be written: {error}")),
        }
    }
}

impl Read {
    fn new(text: &str) -> Self {
        let root: Json = text.parse().unwrap_or_default();
        let mut patterns = BTreeMap::new();
        collect(&root, &mut patterns);
        Self { root, patterns }
    }
}

fn collect(json: &Json, patterns: &mut BTreeMap<String, Result<Regex, String>>) {
    let mut add = |pattern: &str| {
        let compiled = Regex::new(&ascii(pattern)).map_err(|error| error.to_string());
        patterns.insert(pattern.to_owned(), compiled);
    };
    if let Some(pattern) = json.get("pattern").and_then(Json::as_str) {
        add(pattern);
    }
    if let Some(Json::Object(members)) = json.get("patternProperties") {
        members.iter().for_each(|(pattern, _)| add(pattern));
    }
    match json {
        Json::Array(items) => items.iter().for_each(|item| collect(item, patterns)),
        Json::Object(members) => members.iter().for_each(|(_, member)| collect(member, patterns)),
        _ => {}
    }
}

/// The classes of ECMA-262, which know ASCII only.
fn ascii(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut characters = pattern.chars();
    let mut in_class = false;
    while let Some(character) = characters.next() {
        if character != '\\' {
            in_class = character == '[' || (in_class && character != ']');
            out.push(character);
            continue;
        }
        let class = match characters.next() {
            Some('d') => "0-9",
            Some('w') => "0-9A-Za-z_",
            Some('/') => {
                out.push('/');
                continue;
            }
            other => {
                out.push('\\');
                out.extend(other);
                continue;
            }
        };
        let _ = if in_class { out.write_str(class) } else { write!(out, "[{class}]") };
    }
    out
}

#[derive(Clone, Copy)]
struct Judge<'s> {
    read: &'s Read,
    partial: bool,
}

impl<'s> Judge<'s> {
    fn schema(
        self,
        schema: &'s Json,
        value: View<'_>,
        at: &Path<'_>,
        out: &mut Out<'_>,
        depth: usize,
    ) -> Flow {
        let Json::Object(keywords) = schema else {
            return if matches!(schema, Json::Bool(false)) { assert::never(at, out) } else { DONE };
        };
        if depth > DEPTH {
            return DONE;
        }
        for (keyword, said) in keywords.iter() {
            self.keyword(keyword, said, schema, value, at, out, depth + 1)?;
        }
        DONE
    }

    fn holds(self, schema: &'s Json, value: View<'_>, depth: usize) -> bool {
        self.schema(schema, value, &Path::root(), &mut Out::Probe, depth).is_continue()
    }

    #[expect(clippy::too_many_arguments, reason = "a keyword may need all of them")]
    fn keyword(
        self,
        keyword: &str,
        said: &'s Json,
        schema: &'s Json,
        value: View<'_>,
        at: &Path<'_>,
        out: &mut Out<'_>,
        depth: usize,
    ) -> Flow {
        let items = || said.as_array().unwrap_or_default();
        let names = || items().iter().filter_map(Json::as_str).collect::<Vec<_>>();
        match keyword {
            "$ref" => match said.as_str().and_then(|reference| self.follow(reference)) {
                Some(target) => self.schema(target, value, at, out, depth),
                None => DONE,
            },
            "type" => {
                let types = said.as_str().map_or_else(names, |name| vec![name]);
                assert::types(
                    value,
                    types.into_iter().fold(Types::NONE, |all, name| all.or(type_of(name))),
                    at,
                    out,
                )
            }
            "const" if *said != value.to_json() => out.report(at, "const", || format!("must be {said}")),
            "enum" if !items().contains(&value.to_json()) && !is_open(schema, value) => {
                out.report(at, "enum", || format!("must be one of {said}"))
            }
            "allOf" => items().iter().try_for_each(|part| self.schema(part, value, at, out, depth)),
            "anyOf" | "oneOf" => self.arms(keyword == "oneOf", items(), value, at, out, depth),
            "not" if !self.partial && self.holds(said, value, depth) => {
                out.report(at, "not", || "must not be of this kind".to_owned())
            }
            "if" if !self.partial => {
                let branch = if self.holds(said, value, depth) { "then" } else { "else" };
                schema.get(branch).map_or(DONE, |branch| self.schema(branch, value, at, out, depth))
            }
            "required" if !self.partial => assert::required(value, &names(), at, out),
            "dependentRequired" if !self.partial => {
                let Json::Object(needs) = said else { return DONE };
                needs.iter().try_for_each(|(name, needs)| {
                    let needs = needs.as_array().unwrap_or_default().iter().filter_map(Json::as_str);
                    assert::dependent_required(value, name, &needs.collect::<Vec<_>>(), at, out)
                })
            }
            "properties" | "patternProperties" | "additionalProperties" => {
                self.member_of(keyword, said, schema, value, at, out, depth)
            }
            "propertyNames" => assert::members(
                value,
                |name, _, _, out| {
                    if self.holds(said, View::String(name), depth) {
                        DONE
                    } else {
                        out.report(at, "propertyNames", || {
                            "a member has a name that is not allowed".to_owned()
                        })
                    }
                },
                at,
                out,
            ),
            "prefixItems" => self.prefix(items(), value, at, out, depth),
            "items" if said.as_array().is_some() => self.prefix(items(), value, at, out, depth),
            "items" | "additionalItems" => {
                let prefix = schema.get("prefixItems").or(schema.get("items")).and_then(Json::as_array);
                let start = prefix.map_or(0, <[Json]>::len);
                assert::rest_of_items(
                    value,
                    start,
                    |_, item, at, out| self.schema(said, item, at, out, depth),
                    at,
                    out,
                )
            }
            "contains" => self.contains(said, schema, value, at, out, depth),
            _ => self.scalar(keyword, said, value, at, out),
        }
    }

    /// Keywords that need nothing else than the value.
    fn scalar(
        self,
        keyword: &str,
        said: &'s Json,
        value: View<'_>,
        at: &Path<'_>,
        out: &mut Out<'_>,
    ) -> Flow {
        let count = || said.as_number().and_then(|number| number.to_string().parse::<usize>().ok());
        let number = || said.as_number().map_or(Num::Signed(0), crate::Number::as_num);
        match (keyword, said) {
            ("minLength", Json::Number(_)) => assert::min_length(value, count().unwrap_or(0), at, out),
            ("maxLength", Json::Number(_)) => {
                assert::max_length(value, count().unwrap_or(usize::MAX), at, out)
            }
            ("minItems", Json::Number(_)) => assert::min_items(value, count().unwrap_or(0), at, out),
            ("maxItems", Json::Number(_)) => assert::max_items(value, count().unwrap_or(usize::MAX), at, out),
            ("minProperties", Json::Number(_)) if !self.partial => {
                assert::min_properties(value, count().unwrap_or(0), at, out)
            }
            ("maxProperties", Json::Number(_)) => {
                assert::max_properties(value, count().unwrap_or(usize::MAX), at, out)
            }
            ("uniqueItems", Json::Bool(true)) => assert::unique_items(value, at, out),
            ("minimum", Json::Number(_)) => assert::minimum(value, number(), at, out),
            ("maximum", Json::Number(_)) => assert::maximum(value, number(), at, out),
            ("exclusiveMinimum", Json::Number(_)) => assert::exclusive_minimum(value, number(), at, out),
            ("exclusiveMaximum", Json::Number(_)) => assert::exclusive_maximum(value, number(), at, out),
            ("multipleOf", Json::Number(_)) => assert::multiple_of(value, number(), at, out),
            ("pattern", Json::String(pattern)) => match value.text() {
                Some(text) => self.pattern(pattern, &text, at, out),
                None => DONE,
            },
            ("format", Json::String(format)) => match format.as_str() {
                "email" => assert::email(value, at, out),
                "uri" => assert::uri(value, at, out),
                "uuid" => assert::format_uuid(value, at, out),
                "date-time" => assert::format_date_time(value, at, out),
                "date" => assert::format_date(value, at, out),
                "duration" => assert::format_duration(value, at, out),
                _ => DONE,
            },
            _ => DONE,
        }
    }

    fn pattern(self, pattern: &str, text: &str, at: &Path<'_>, out: &mut Out<'_>) -> Flow {
        match self.read.patterns.get(pattern) {
            Some(Ok(regex)) if regex.is_match(text) => DONE,
            Some(Ok(_)) => out.report(at, "pattern", || format!("must match the pattern {pattern}")),
            Some(Err(error)) => {
                out.report(at, "pattern", || format!("the contract's pattern cannot be used: {error}"))
            }
            None => DONE,
        }
    }

    fn arms(
        self,
        one: bool,
        arms: &'s [Json],
        value: View<'_>,
        at: &Path<'_>,
        out: &mut Out<'_>,
        depth: usize,
    ) -> Flow {
        let fit = arms.iter().filter(|arm| self.holds(arm, value, depth)).take(2).count();
        // A part of an object may be that of several kinds.
        if fit == 1 || (fit > 1 && (!one || self.partial)) {
            return DONE;
        }
        let rule = if one { "oneOf" } else { "anyOf" };
        let many = "must be exactly one of several kinds of value, and is more than one";
        let none = "must be one of several kinds of value, and is none";
        out.report(at, rule, || if fit > 1 { many } else { none }.to_owned())?;
        let Out::Report(out) = out else { return DONE };
        let judged = arms.iter().map(|arm| {
            let mut violations = Violations::new();
            let _ = self.schema(arm, value, at, &mut Out::Report(&mut violations), depth);
            violations
        });
        if let Some(closest) = judged.filter(|violations| !violations.is_empty()).min_by_key(Violations::len)
        {
            closest.into_iter().for_each(|violation| out.push(violation));
        }
        DONE
    }

    #[expect(clippy::too_many_arguments, reason = "three keywords that look at each other")]
    fn member_of(
        self,
        keyword: &str,
        said: &'s Json,
        schema: &'s Json,
        value: View<'_>,
        at: &Path<'_>,
        out: &mut Out<'_>,
        depth: usize,
    ) -> Flow {
        let matching = |patterns: &'s Json, name: &str| -> Vec<&'s Json> {
            let Json::Object(patterns) = patterns else { return Vec::new() };
            let fits = |pattern: &str| match self.read.patterns.get(pattern) {
                Some(Ok(regex)) => regex.is_match(name),
                _ => false,
            };
            patterns.iter().filter(|(pattern, _)| fits(pattern)).map(|(_, schema)| schema).collect()
        };
        assert::members(
            value,
            |name, member, at, out| match keyword {
                "properties" => {
                    said.get(name).map_or(DONE, |schema| self.schema(schema, member, at, out, depth))
                }
                "patternProperties" => matching(said, name)
                    .into_iter()
                    .try_for_each(|schema| self.schema(schema, member, at, out, depth)),
                _ => {
                    let declared = schema.get("properties").is_some_and(|all| all.get(name).is_some())
                        || schema.get("patternProperties").is_some_and(|all| !matching(all, name).is_empty());
                    match said {
                        _ if declared => DONE,
                        Json::Bool(false) => assert::unexpected_member(at, out),
                        schema => self.schema(schema, member, at, out, depth),
                    }
                }
            },
            at,
            out,
        )
    }

    fn prefix(
        self,
        schemas: &'s [Json],
        value: View<'_>,
        at: &Path<'_>,
        out: &mut Out<'_>,
        depth: usize,
    ) -> Flow {
        let View::Array(array) = value else { return DONE };
        schemas.iter().enumerate().try_for_each(|(position, schema)| {
            let item = array.item(position);
            item.map_or(DONE, |item| self.schema(schema, item, &at.index(position), out, depth))
        })
    }

    fn contains(
        self,
        said: &'s Json,
        schema: &'s Json,
        value: View<'_>,
        at: &Path<'_>,
        out: &mut Out<'_>,
        depth: usize,
    ) -> Flow {
        let View::Array(array) = value else { return DONE };
        let bound =
            |keyword: &str| schema.get(keyword).and_then(|count| count.to_string().parse::<usize>().ok());
        let items = (0..array.count()).filter_map(|position| array.item(position));
        let count = items.filter(|item| self.holds(said, *item, depth)).count();
        let (least, most) = (bound("minContains").unwrap_or(1), bound("maxContains").unwrap_or(usize::MAX));
        if count < least {
            return out.report(at, "contains", || {
                format!("must have at least {least} of a certain kind, has {count}")
            });
        }
        if count > most {
            return out.report(at, "maxContains", || {
                format!("must have at most {most} of a certain kind, has {count}")
            });
        }
        DONE
    }

    fn follow(self, reference: &str) -> Option<&'s Json> {
        let fragment = reference.strip_prefix('#')?;
        if fragment.is_empty() {
            return Some(&self.read.root);
        }
        fragment.strip_prefix('/')?.split('/').try_fold(&self.read.root, |json, token| {
            let token = token.replace("~1", "/").replace("~0", "~");
            json.get(&token).or_else(|| json.as_array()?.get(token.parse::<usize>().ok()?))
        })
    }
}

/// Readers take any text where an enum is open.
fn is_open(schema: &Json, value: View<'_>) -> bool {
    schema.get("x-open-enum").and_then(Json::as_bool) == Some(true) && value.text().is_some()
}

fn type_of(name: &str) -> Types {
    match name {
        "null" => Types::NULL,
        "boolean" => Types::BOOLEAN,
        "integer" => Types::INTEGER,
        "number" => Types::NUMBER,
        "string" => Types::STRING,
        "array" => Types::ARRAY,
        "object" => Types::OBJECT,
        _ => Types::NONE,
    }
}

//! Who refuses a document: the deepest place in it and in the schema.

use super::places;
use super::pointer_token;
use super::question::Question;
use super::solve::compile::{Form, Key, Part, Spot};
use super::solve::formula::FALSE;
use super::value::Lit;
use crate::finding::Place;
use crate::resolve::{Keywords, SchemaId, Schemas};

/// Deepest nesting that is followed.
const DEEP: usize = 120;

/// What refuses a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Blame {
    /// The way through the document, to the value that is refused or to the member that is missing.
    pub(super) path: Vec<Step>,
    pub(super) keyword: &'static str,
    /// What the reader wants there, in words.
    pub(super) wants: String,
    /// The keyword in the reader's schema.
    pub(super) spot: Spot,
    /// The way ends at a member or an item of the value that the keyword judges.
    pub(super) of_part: bool,
}

/// A step into a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Member(String),
    Item(usize),
}

impl Blame {
    /// JSON Pointer (RFC 6901).
    pub(super) fn pointer(&self) -> String {
        self.path.iter().fold(String::new(), |path, step| match step {
            Step::Member(name) => format!("{path}/{}", pointer_token(name)),
            Step::Item(index) => format!("{path}/{index}"),
        })
    }
}

/// The value at the end of a way, as far as there is one.
pub(super) fn at<'v>(value: &'v Lit, path: &[Step]) -> Option<&'v Lit> {
    path.iter().try_fold(value, |value, step| match (step, value) {
        (Step::Member(name), Lit::Object(members)) => members.get(name),
        (Step::Item(index), Lit::Array(items)) => items.get(*index),
        _ => None,
    })
}

impl Question<'_> {
    /// What in the schema of `key` refuses the value.
    pub(super) fn blame(&mut self, key: Key, value: &Lit, path: &[Step]) -> Option<Blame> {
        if path.len() > DEEP || self.depth > DEEP {
            return None;
        }
        self.depth += 1;
        let mut found = None;
        for part in self.parts(key).iter() {
            if self.solver.holds(part.lit, value) == Some(false) {
                found = Some(self.part(key, part, value, path));
                break;
            }
        }
        self.depth -= 1;
        found
    }

    fn part(&mut self, key: Key, part: &Part, value: &Lit, path: &[Step]) -> Blame {
        let deeper = match (part.keyword, value) {
            ("$ref" | "allOf" | "then" | "else" | "dependentSchemas", _) => {
                part.inner.first().and_then(|inner| self.blame(*inner, value, path))
            }
            ("anyOf" | "oneOf", _) => self.branch(key, part, value, path),
            ("properties" | "patternProperties" | "additionalProperties", Lit::Object(members)) => {
                self.in_member(key, part, members, path)
            }
            ("unevaluatedProperties", Lit::Object(members)) => {
                let name = members.keys().find(|name| {
                    let mut fewer = members.clone();
                    fewer.remove(*name);
                    self.solver.holds(part.lit, &Lit::Object(fewer)) == Some(true)
                });
                let name = name.or(members.keys().next()).cloned();
                name.map(|name| self.here(key, part, Some(name.clone()), &step(path, Step::Member(name))))
            }
            ("prefixItems" | "items", Lit::Array(items)) => self.in_item(key, part, items, path),
            ("required", _) => part
                .name
                .clone()
                .map(|name| self.here(key, part, Some(name.clone()), &step(path, Step::Member(name)))),
            _ => None,
        };
        deeper.unwrap_or_else(|| self.here(key, part, None, path))
    }

    fn in_member(
        &mut self,
        key: Key,
        part: &Part,
        members: &std::collections::BTreeMap<String, Lit>,
        path: &[Step],
    ) -> Option<Blame> {
        let inner = *part.inner.first()?;
        for (name, value) in members {
            let concerned = match part.keyword {
                "properties" => part.name.as_ref() == Some(name),
                _ => {
                    let alone = Lit::Object([(name.clone(), value.clone())].into());
                    self.solver.holds(part.lit, &alone) == Some(false)
                }
            };
            if !concerned {
                continue;
            }
            let path = step(path, Step::Member(name.clone()));
            if self.lit(inner) == FALSE {
                return Some(self.here(key, part, Some(name.clone()), &path));
            }
            return self.blame(inner, value, &path);
        }
        None
    }

    fn in_item(&mut self, key: Key, part: &Part, items: &[Lit], path: &[Step]) -> Option<Blame> {
        let inner = *part.inner.first()?;
        let lit = self.lit(inner);
        let only: Option<usize> = part.name.as_ref().and_then(|index| index.parse().ok());
        let first = match (only, self.rest_of(part.lit)) {
            (Some(only), _) => only,
            (None, from) => from,
        };
        for (index, item) in items.iter().enumerate().skip(first) {
            if only.is_some_and(|only| only != index) || self.solver.holds(lit, item) != Some(false) {
                continue;
            }
            let path = step(path, Step::Item(index));
            if lit == FALSE {
                return Some(self.here(key, part, Some(index.to_string()), &path));
            }
            return self.blame(inner, item, &path);
        }
        None
    }

    /// The branch that fits best, if one is near.
    fn branch(&mut self, key: Key, part: &Part, value: &Lit, path: &[Step]) -> Option<Blame> {
        let mut best: Option<(u32, Key)> = None;
        for inner in &part.inner {
            let lit = self.lit(*inner);
            if self.solver.holds(lit, value) == Some(true) {
                // It is refused because too many fit.
                return None;
            }
            let far = self.distance(*inner, value, 0);
            if best.is_none_or(|(least, _)| far < least) {
                best = Some((far, *inner));
            }
        }
        let (far, inner) = best?;
        if far >= 10_000 {
            let mut blame = self.here(key, part, None, path);
            let all: Vec<String> = part.inner.iter().map(|key| self.types_of(*key)).collect();
            let listed = all.iter().all(String::is_empty);
            blame.keyword = if listed { "enum" } else { "type" };
            let mut all: Vec<String> = all.into_iter().filter(|text| !text.is_empty()).collect();
            all.sort();
            all.dedup();
            blame.wants = all.join(" or ");
            return Some(blame);
        }
        if far >= 1_000 && part.inner.len() > 1 {
            return None;
        }
        self.blame(inner, value, path)
    }

    /// How far a value is from what a schema takes: another type, another constant, or just parts of it.
    fn distance(&mut self, key: Key, value: &Lit, depth: u32) -> u32 {
        if depth > 4 {
            return 1;
        }
        let mut far = 0;
        for part in self.parts(key).iter() {
            if self.solver.holds(part.lit, value) != Some(false) {
                continue;
            }
            far += match (part.keyword, part.inner.first(), value) {
                ("type" | "enum" | "const" | "false", ..) => 10_000,
                ("$ref" | "allOf" | "then" | "else", Some(inner), _) => {
                    self.distance(*inner, value, depth + 1)
                }
                ("anyOf" | "oneOf", Some(_), _) => {
                    let all = part.inner.clone();
                    all.into_iter().map(|inner| self.distance(inner, value, depth + 1)).min().unwrap_or(1)
                }
                ("properties", Some(inner), Lit::Object(members)) => {
                    let value = part.name.as_ref().and_then(|name| members.get(name)).cloned();
                    if value.is_some_and(|value| self.is_no_such_constant(*inner, &value)) {
                        1_000
                    } else {
                        1
                    }
                }
                _ => 1,
            };
        }
        far
    }

    /// Whether the schema lists its values, and this is none.
    fn is_no_such_constant(&mut self, key: Key, value: &Lit) -> bool {
        self.parts(key).iter().any(|part| {
            matches!(part.keyword, "enum" | "const") && self.solver.holds(part.lit, value) == Some(false)
        })
    }

    fn types_of(&self, key: Key) -> String {
        let Some(k) = self.schemas(key).keywords(key.id) else { return String::new() };
        k.types.as_ref().map_or_else(String::new, |types| {
            types.value.iter().map(crate::resolve::Type::name).collect::<Vec<_>>().join(" or ")
        })
    }

    fn here(&self, key: Key, part: &Part, name: Option<String>, path: &[Step]) -> Blame {
        let keyword = match part.keyword {
            "exclusiveMinimum" => "minimum",
            "exclusiveMaximum" => "maximum",
            "const" => "enum",
            "minContains" | "maxContains" => "contains",
            "false" => "properties",
            "$ref" | "then" | "else" => "allOf",
            keyword => keyword,
        };
        let wants = self.schemas(key).keywords(key.id).map(|k| wants(part.keyword, k)).unwrap_or_default();
        // A keyword that names members is blamed name by name.
        let of_part = name.is_some();
        let own = part.name.clone().or(name.filter(|_| part.keyword != "items"));
        let spot = Spot { id: key.id, keyword: part.keyword, name: own };
        Blame { path: path.to_vec(), keyword, wants, spot, of_part }
    }

    /// The schema of the writer that allows what is at the end of the way.
    pub(super) fn trace(&mut self, key: Key, value: &Lit, path: &[Step]) -> Key {
        let (mut key, mut value) = (key, value.clone());
        for step in path {
            let Some(next) = self.into(key, &value, step, 0) else { return key };
            key = next;
            match at(&value, std::slice::from_ref(step)) {
                Some(inside) => value = inside.clone(),
                None => return key,
            }
        }
        match key.form {
            Form::Closed => Key { form: Form::In(super::judge::View::Writer), ..key },
            Form::In(_) => key,
        }
    }

    fn into(&mut self, key: Key, value: &Lit, step: &Step, depth: usize) -> Option<Key> {
        if depth > 40 {
            return None;
        }
        let parts = self.parts(key);
        for part in parts.iter() {
            let inner = part.inner.first().copied();
            let applies = match (part.keyword, step) {
                ("properties", Step::Member(name)) => part.name.as_ref() == Some(name),
                ("patternProperties", Step::Member(name)) => {
                    part.name.as_ref().is_some_and(|pattern| self.solver.matches(pattern, name) == Some(true))
                }
                ("prefixItems", Step::Item(index)) => part.name.as_ref() == Some(&index.to_string()),
                _ => false,
            };
            if applies {
                return inner;
            }
        }
        for part in parts.iter() {
            if matches!(
                part.keyword,
                "$ref" | "allOf" | "anyOf" | "oneOf" | "then" | "else" | "dependentSchemas"
            ) {
                for inner in &part.inner {
                    let lit = self.lit(*inner);
                    if self.solver.holds(lit, value) == Some(true)
                        && let Some(found) = self.into(*inner, value, step, depth + 1)
                    {
                        return Some(found);
                    }
                }
            }
        }
        let rest: &[&str] = match step {
            Step::Member(_) => &["additionalProperties", "unevaluatedProperties"],
            Step::Item(_) => &["items", "unevaluatedItems"],
        };
        parts.iter().find(|part| rest.contains(&part.keyword)).and_then(|part| part.inner.first().copied())
    }

    /// The writer's schema of the value, or of the object that misses a member or has one too many.
    pub(super) fn writer_of(&mut self, writer: Key, value: &Lit, blame: &Blame) -> Key {
        let length = blame.path.len().saturating_sub(usize::from(blame.of_part));
        self.trace(writer, value, &blame.path[..length])
    }

    /// The schemas of both sides of what holds the value; `None` for the document itself.
    pub(super) fn holders(
        &mut self,
        writer: Key,
        reader: Key,
        value: &Lit,
        blame: &Blame,
    ) -> Option<(Key, Key)> {
        let (_, before) = blame.path.split_last()?;
        let before = before.to_vec();
        Some((self.trace(writer, value, &before), self.trace(reader, value, &before)))
    }

    /// Both places of a break.
    pub(super) fn places_of(&mut self, writer: Key, value: &Lit, blame: &Blame) -> (Place, Place) {
        let (reader, spot) = (self.reader_schemas(), &blame.spot);
        let name = spot.name.as_deref();
        let theirs =
            places::find(reader, spot.id, spot.keyword, name).unwrap_or_else(|| head(reader, spot.id));
        let missing = blame.keyword == "required";
        let path = if missing { &blame.path[..blame.path.len().saturating_sub(1)] } else { &blame.path[..] };
        let key = self.trace(writer, value, path);
        let schemas = self.schemas(key);
        let find = |id: SchemaId, keyword: &str, name: Option<&str>| places::find(schemas, id, keyword, name);
        let own = if missing {
            // A property that is gone has no place; the list that no longer names it has.
            find(key.id, "properties", name)
                .or_else(|| find(key.id, "required", None))
                .or_else(|| find(key.id, "properties", None))
        } else {
            let parent = blame.path.split_last().filter(|_| blame.keyword.ends_with("Properties"));
            match parent {
                Some((Step::Member(name), before)) => {
                    let before = before.to_vec();
                    let parent = self.trace(writer, value, &before);
                    places::find(self.schemas(parent), parent.id, "properties", Some(name))
                }
                _ => find(key.id, blame.keyword, None),
            }
        };
        (own.unwrap_or_else(|| head(self.schemas(key), key.id)), theirs)
    }
}

fn step(path: &[Step], next: Step) -> Vec<Step> {
    path.iter().cloned().chain([next]).collect()
}

/// The place that stands for a schema.
pub(super) fn head(schemas: &Schemas, id: SchemaId) -> Place {
    let id = schemas.follow(id).unwrap_or(id);
    let place = schemas.get(id).place;
    places::find(schemas, id, "type", None).unwrap_or(Place { end: place.start.saturating_add(1), ..place })
}

/// What a keyword of the reader asks for, in words.
fn wants(keyword: &str, k: &Keywords) -> String {
    let number = |word: &str, at: Option<&crate::resolve::Located<crate::number::Number>>| {
        at.map_or_else(String::new, |at| format!("{word} {}", at.value))
    };
    let count = |word: &str, at: Option<&crate::resolve::Located<u64>>, what: &str| {
        at.map_or_else(String::new, |at| format!("{word} {} {what}", at.value))
    };
    match keyword {
        "type" => k.types.as_ref().map_or_else(String::new, |types| {
            let names: Vec<&str> = types.value.iter().map(crate::resolve::Type::name).collect();
            names.join(" or ")
        }),
        "minimum" => number("at least", k.minimum.as_deref()),
        "maximum" => number("at most", k.maximum.as_deref()),
        "exclusiveMinimum" => number("above", k.exclusive_minimum.as_deref()),
        "exclusiveMaximum" => number("below", k.exclusive_maximum.as_deref()),
        "multipleOf" => number("multiples of", k.multiple_of.as_deref()).replacen(
            "multiples of ",
            "that are multiples of ",
            1,
        ),
        "minLength" => count("at least", k.min_length.as_deref(), "characters"),
        "maxLength" => count("at most", k.max_length.as_deref(), "characters"),
        "minItems" => count("at least", k.min_items.as_deref(), "items"),
        "maxItems" => count("at most", k.max_items.as_deref(), "items"),
        "minProperties" => count("at least", k.min_properties.as_deref(), "members"),
        "maxProperties" => count("at most", k.max_properties.as_deref(), "members"),
        "pattern" => k.pattern.as_ref().map_or_else(String::new, |p| p.value.clone()),
        "format" => k.format.as_ref().map_or_else(String::new, |f| f.value.clone()),
        _ => String::new(),
    }
}

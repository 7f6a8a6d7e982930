//! What would make a break compatible: small edits of the newer schema, each verified by the engine.
//!
//! All breaks get their first candidate at once, and the pair is asked about again with all of them applied. Where
//! a break remains, the next candidate takes the place of the one that was not enough. A break whose candidates
//! are used up gets none, and what refuses it is left out from then on. So what is offered in the end was proved
//! to be compatible together.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::rc::Rc;

use super::blame::{Blame, head};
use super::places;
use super::print;
use super::question::Question;
use super::solve::Answer;
use super::solve::compile::{Key, Reading, Spot, Who};
use super::value::Lit;
use super::{Break, Mend};
use crate::load::Node;
use crate::resolve::{Keyword, Keywords, Located, SchemaId, Type, TypeSet};

/// Steps to look for the mends of one direction, once for all breaks and once for the first.
const STEPS: u32 = 60_000;
/// Breaks for which mends are looked for if none are found for all together.
const FEW: usize = 24;
/// Most values that are named in words.
const NAMED: usize = 3;

/// A break with what its mend needs.
pub(super) struct Broken {
    pub(super) witness: Lit,
    pub(super) found: Break,
    /// Who refuses it; `None` if that cannot be told.
    pub(super) blame: Option<Blame>,
    /// What is left out of the reader's schema so that others are found.
    pub(super) masked: Option<Spot>,
    /// The writer's schema of the value, or of the object that misses a member or has one too many.
    pub(super) writer: Option<Key>,
    /// Both schemas of what holds that value.
    pub(super) around: Option<(Key, Key)>,
}

/// A way to edit one schema with another one in view.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Edit {
    /// The keyword says what it says in the other schema.
    Copy(&'static str),
    /// The keyword is gone.
    Drop(&'static str),
    Optional(String),
    Require(String),
    /// The property of the other schema.
    Property(String),
    NoProperty(String),
    /// All types of both.
    MoreTypes,
    /// Any number, as draft-04 takes no integer that is written `1.0`.
    Numbers,
    /// All values of both.
    MoreValues,
    /// The values of both only.
    FewerValues,
    /// All that the other schema says.
    Whole,
}

/// An edit, of which schema and after which.
struct Candidate {
    id: SchemaId,
    other: SchemaId,
    edit: Edit,
}

impl Question<'_> {
    /// Says for each break what would mend it.
    pub(super) fn mend(&mut self, broken: &mut [Broken], readings: &[Reading], newer: Who) {
        let mut all: Vec<Vec<Candidate>> = broken.iter().map(|one| self.candidates(one, newer)).collect();
        if !self.mended(broken, &all, readings, newer) && all.len() > FEW {
            all.iter_mut().skip(FEW).for_each(Vec::clear);
            // What was not answered for want of steps may be now.
            self.solver.restart(self.solver.meaning, STEPS);
            self.mended(broken, &all, readings, newer);
        }
    }

    /// Looks for mends among the candidates; whether they were found.
    fn mended(
        &mut self,
        broken: &mut [Broken],
        all: &[Vec<Candidate>],
        readings: &[Reading],
        newer: Who,
    ) -> bool {
        let mut chosen: Vec<usize> = vec![0; all.len()];
        self.compiler.unmask();
        self.solver.steps = STEPS;
        for _ in 0..all.len() * 8 + 4 {
            self.edit(newer, all, &chosen);
            for (one, _) in broken.iter().zip(all.iter().zip(&chosen)).filter(|(_, (c, i))| **i >= c.len()) {
                if let Some(spot) = &one.masked {
                    self.compiler.mask(spot.clone());
                }
            }
            let Ok((own, theirs)) = self.compile(readings) else { return false };
            let witness = match self.ask(&own, &theirs) {
                Answer::Empty => {
                    for (one, (candidates, index)) in broken.iter_mut().zip(all.iter().zip(&chosen)) {
                        one.found.mend = candidates.get(*index).map(|candidate| self.said(newer, candidate));
                    }
                    return true;
                }
                Answer::Unknown(_) => return false,
                Answer::Member(witness) => witness,
            };
            let Some(blame) = self.blame(theirs[0], &witness, &[]) else { return false };
            let near = |one: &Broken, exact: bool| {
                let own = one.blame.as_ref().map(|blame| &blame.spot);
                own.is_some_and(|own| own.id == blame.spot.id && (!exact || alike(own, &blame.spot)))
            };
            let left = |i: usize| chosen[i] < all[i].len();
            let found = (0..all.len())
                .find(|i| left(*i) && near(&broken[*i], true))
                .or_else(|| (0..all.len()).find(|i| left(*i) && near(&broken[*i], false)));
            let Some(index) = found else { return false };
            chosen[index] += 1;
        }
        false
    }

    /// Applies the chosen edits, and no others.
    fn edit(&mut self, newer: Who, all: &[Vec<Candidate>], chosen: &[usize]) {
        let mut edits: BTreeMap<SchemaId, Keywords> = BTreeMap::new();
        for candidate in all.iter().zip(chosen).filter_map(|(candidates, index)| candidates.get(*index)) {
            let other = self.compiler.foreign(newer.other(), candidate.other);
            let own = self.compiler.own(newer, candidate.id);
            let k = edits.entry(candidate.id).or_insert_with(|| own.cloned().unwrap_or_default());
            apply(&candidate.edit, k, &other);
        }
        self.compiler.edit(newer, edits.into_iter().map(|(id, k)| (id, Rc::new(k))).collect());
    }

    fn candidates(&self, broken: &Broken, newer: Who) -> Vec<Candidate> {
        let (Some(blame), Some(writer)) = (&broken.blame, broken.writer) else { return Vec::new() };
        let (id, other) = match newer {
            Who::Reader => (blame.spot.id, writer.id),
            Who::Writer => (writer.id, blame.spot.id),
        };
        let own = self.compiler.own(newer, id);
        let theirs = self.compiler.own(newer.other(), other);
        let keyword = blame.spot.keyword;
        let name = blame.path.last().and_then(|step| match step {
            super::blame::Step::Member(name) => Some(name.clone()),
            super::blame::Step::Item(_) => None,
        });
        let declares =
            |k: Option<&Keywords>| name.as_ref().is_some_and(|n| k.is_some_and(|k| k.property(n).is_some()));
        let mut edits = Vec::new();
        match (newer, keyword, blame.spot.name.clone().or(name.clone())) {
            (Who::Reader, "required", Some(name)) => edits.push(Edit::Optional(name)),
            (Who::Writer, "required", Some(name)) => {
                if declares(theirs) && !declares(own) {
                    edits.push(Edit::Property(name.clone()));
                }
                edits.push(Edit::Require(name));
            }
            (Who::Reader, "enum" | "const", _) => edits.push(Edit::MoreValues),
            (Who::Writer, "enum" | "const", _) => edits.push(Edit::FewerValues),
            (Who::Reader, "type", _) => edits.extend([Edit::MoreTypes, Edit::Numbers]),
            (
                Who::Reader,
                "additionalProperties" | "unevaluatedProperties" | "properties" | "false",
                Some(name),
            ) if declares(theirs) => {
                edits.push(Edit::Property(name));
            }
            (
                Who::Writer,
                "additionalProperties" | "unevaluatedProperties" | "properties" | "false",
                Some(name),
            ) if declares(own) => {
                edits.push(Edit::NoProperty(name));
            }
            _ => {}
        }
        if newer == Who::Reader && keyword == "additionalProperties" {
            edits.push(Edit::Copy("patternProperties"));
        }
        // Past the end of a tuple it is its length that counts.
        let places = |k: Option<&Keywords>| k.and_then(|k| k.prefix_items.as_ref()).map(|l| l.value.len());
        let tuple = keyword == "items" && places(own) != places(theirs);
        edits.push(Edit::Copy(if tuple { "prefixItems" } else { keyword }));
        if newer == Who::Reader && keyword != "required" {
            edits.push(Edit::Drop(keyword));
        }
        edits.push(Edit::Whole);
        edits.dedup();
        let differs = |edit: &Edit| match edit {
            Edit::Copy(keyword) => theirs.is_some_and(|theirs| stands(theirs, keyword)),
            Edit::Drop(keyword) => own.is_some_and(|own| stands(own, keyword)),
            Edit::Whole => true,
            Edit::Numbers => {
                own.and_then(|k| k.types.as_ref()).is_some_and(|l| l.value.contains(Type::Integer))
            }
            _ => theirs.is_some(),
        };
        let here = edits.into_iter().filter(differs).map(|edit| Candidate { id, other, edit });
        here.chain(self.around(broken, newer)).collect()
    }

    /// What may help where one side says nothing about the value itself: the tuple or the names around it.
    fn around(&self, broken: &Broken, newer: Who) -> Vec<Candidate> {
        let Some((writer, reader)) = broken.around else { return Vec::new() };
        let (id, other) = match newer {
            Who::Reader => (reader.id, writer.id),
            Who::Writer => (writer.id, reader.id),
        };
        let (own, theirs) = (self.compiler.own(newer, id), self.compiler.own(newer.other(), other));
        let says = |keyword| [own, theirs].into_iter().flatten().any(|k| stands(k, keyword));
        let all = ["prefixItems", "items", "unevaluatedItems", "patternProperties", "additionalProperties"];
        let copies = all.into_iter().filter(|keyword| says(keyword)).map(Edit::Copy);
        copies.chain([Edit::Whole]).map(|edit| Candidate { id, other, edit }).collect()
    }

    fn said(&self, newer: Who, candidate: &Candidate) -> Mend {
        let schemas = self.compiler.schemas(newer);
        let (own, theirs) =
            (self.compiler.own(newer, candidate.id), self.compiler.own(newer.other(), candidate.other));
        let (keyword, name) = match &candidate.edit {
            Edit::Copy(keyword) | Edit::Drop(keyword) => (*keyword, None),
            Edit::Optional(name) => ("required", Some(name)),
            Edit::Require(_) => ("required", None),
            Edit::Property(_) => ("properties", None),
            Edit::NoProperty(name) => ("properties", Some(name)),
            Edit::MoreTypes | Edit::Numbers => ("type", None),
            Edit::MoreValues | Edit::FewerValues => ("enum", None),
            Edit::Whole => ("", None),
        };
        let place = places::find(schemas, candidate.id, keyword, name.map(String::as_str))
            .unwrap_or_else(|| head(schemas, candidate.id));
        let words = match &candidate.edit {
            Edit::Copy(keyword) => match theirs.and_then(|k| shown(k, keyword)) {
                Some(value) => format!("set `{keyword}` back to {value}"),
                None => format!("keep `{keyword}` as it was"),
            },
            Edit::Drop(keyword) => format!("take `{keyword}` away again"),
            Edit::Optional(name) => format!("make `{name}` optional again"),
            Edit::Require(name) => format!("keep `{name}` required"),
            Edit::Property(name) => format!("keep the property `{name}`"),
            Edit::NoProperty(name) => format!("leave the property `{name}` out again"),
            Edit::MoreTypes => {
                let types = |k: Option<&Keywords>| k.and_then(|k| k.types.as_ref()).map(|t| t.value);
                let before = types(theirs).into_iter().flat_map(|t| t.iter().collect::<Vec<_>>());
                let gone: Vec<&str> = before
                    .filter(|t| !types(own).is_some_and(|own| own.contains(*t)))
                    .map(crate::resolve::Type::name)
                    .collect();
                if gone.is_empty() {
                    "take `type` away again".to_owned()
                } else {
                    format!("let `type` take {} again", gone.join(" and "))
                }
            }
            Edit::Numbers => "let `type` take number".to_owned(),
            Edit::MoreValues => match named(theirs, own) {
                Some(names) => format!("let `enum` keep {names}"),
                None => "take `enum` away again".to_owned(),
            },
            Edit::FewerValues => match named(own, theirs) {
                Some(names) => format!("take {names} out of `enum` again"),
                None => "keep `enum` as it was".to_owned(),
            },
            Edit::Whole => "keep the schema as it was here".to_owned(),
        };
        Mend { words, place }
    }
}

fn alike(a: &Spot, b: &Spot) -> bool {
    a.keyword == b.keyword && (a.name == b.name || a.name.is_none() || b.name.is_none())
}

fn values(k: &Keywords) -> Option<Vec<&Node>> {
    let listed = k.enumeration.as_ref().map(|l| l.value.iter().collect());
    listed.or_else(|| k.constant.as_ref().map(|l| vec![&l.value]))
}

/// The values that one lists and the other does not; `None` if it lists none.
fn named(one: Option<&Keywords>, other: Option<&Keywords>) -> Option<String> {
    let one = one.and_then(values)?;
    let other: BTreeSet<Lit> = other.and_then(values).into_iter().flatten().filter_map(Lit::of).collect();
    let missing: Vec<String> = one
        .into_iter()
        .filter_map(Lit::of)
        .filter(|value| !other.contains(value))
        .map(|value| print::plain(&value))
        .collect();
    let more = missing.len().saturating_sub(NAMED);
    let mut words = missing.into_iter().take(NAMED).collect::<Vec<_>>().join(", ");
    if more > 0 {
        write!(words, " and {more} more").ok();
    }
    (!words.is_empty()).then_some(words)
}

/// A plain value of a keyword.
fn shown(k: &Keywords, keyword: &str) -> Option<String> {
    let count = |l: &Keyword<u64>| l.as_ref().map(|l| l.value.to_string());
    let number = |l: &Keyword<crate::number::Number>| l.as_ref().map(|l| l.value.to_string());
    let text = |l: &Keyword<String>| l.as_ref().map(|l| format!("{:?}", l.value));
    match keyword {
        "minimum" => number(&k.minimum),
        "maximum" => number(&k.maximum),
        "exclusiveMinimum" => number(&k.exclusive_minimum),
        "exclusiveMaximum" => number(&k.exclusive_maximum),
        "multipleOf" => number(&k.multiple_of),
        "minLength" => count(&k.min_length),
        "maxLength" => count(&k.max_length),
        "minItems" => count(&k.min_items),
        "maxItems" => count(&k.max_items),
        "minContains" => count(&k.min_contains),
        "maxContains" => count(&k.max_contains),
        "minProperties" => count(&k.min_properties),
        "maxProperties" => count(&k.max_properties),
        "pattern" => text(&k.pattern),
        "format" => text(&k.format),
        "type" => k
            .types
            .as_ref()
            .map(|l| l.value.iter().map(crate::resolve::Type::name).collect::<Vec<_>>().join(" or ")),
        _ => None,
    }
}

fn stands(k: &Keywords, keyword: &str) -> bool {
    k.assertions().iter().any(|(name, _)| *name == keyword)
}

fn apply(edit: &Edit, k: &mut Keywords, other: &Keywords) {
    match edit {
        Edit::Copy(keyword) => copy(k, other, keyword),
        Edit::Drop(keyword) => copy(k, &Keywords::default(), keyword),
        Edit::Optional(name) => k.required.retain(|required| required.value != *name),
        Edit::Require(name) => require(k, other, name),
        Edit::Property(name) => {
            if let Some(entry) = other.property(name) {
                k.properties.retain(|own| own.name != *name);
                k.properties.push(entry.clone());
            }
            if other.requires(name) {
                require(k, other, name);
            }
        }
        Edit::NoProperty(name) => {
            k.properties.retain(|own| own.name != *name);
            k.required.retain(|required| required.value != *name);
        }
        Edit::MoreTypes => match (&mut k.types, &other.types) {
            (Some(own), Some(other)) => own.value = TypeSet::of(own.value.iter().chain(other.value.iter())),
            (own, _) => *own = None,
        },
        Edit::Numbers => {
            if let Some(own) = &mut k.types {
                own.value = TypeSet::of(own.value.iter().chain([Type::Number]));
            }
        }
        Edit::MoreValues => {
            let all = values(other).map(|other| {
                let own = values(k).into_iter().flatten();
                own.chain(other).cloned().collect::<Vec<Node>>()
            });
            listed(k, all);
        }
        Edit::FewerValues => {
            let Some(other) = values(other) else { return };
            let other: BTreeSet<Lit> = other.into_iter().filter_map(Lit::of).collect();
            let fewer = match values(k) {
                Some(own) => own
                    .into_iter()
                    .filter(|node| Lit::of(node).is_some_and(|value| other.contains(&value)))
                    .cloned()
                    .collect(),
                None => return,
            };
            listed(k, Some(fewer));
        }
        Edit::Whole => *k = other.clone(),
    }
}

fn listed(k: &mut Keywords, values: Option<Vec<Node>>) {
    let place = k.enumeration.as_ref().map(|l| (l.key, l.place));
    let place = place.or(k.constant.as_ref().map(|l| (l.key, l.place)));
    k.constant = None;
    k.enumeration = values.zip(place).map(|(value, (key, place))| Box::new(Located { value, key, place }));
}

fn require(k: &mut Keywords, other: &Keywords, name: &str) {
    if !k.requires(name) {
        k.required.extend(other.required.iter().filter(|required| required.value == name).cloned());
    }
}

/// Gives a keyword the value that it has in another schema, or none.
fn copy(k: &mut Keywords, other: &Keywords, keyword: &str) {
    match keyword {
        "$ref" => k.reference.clone_from(&other.reference),
        "type" => k.types.clone_from(&other.types),
        "enum" | "const" => {
            k.enumeration.clone_from(&other.enumeration);
            k.constant.clone_from(&other.constant);
        }
        "minimum" | "exclusiveMinimum" => {
            k.minimum.clone_from(&other.minimum);
            k.exclusive_minimum.clone_from(&other.exclusive_minimum);
        }
        "maximum" | "exclusiveMaximum" => {
            k.maximum.clone_from(&other.maximum);
            k.exclusive_maximum.clone_from(&other.exclusive_maximum);
        }
        "multipleOf" => k.multiple_of.clone_from(&other.multiple_of),
        "minLength" => k.min_length.clone_from(&other.min_length),
        "maxLength" => k.max_length.clone_from(&other.max_length),
        "pattern" => k.pattern.clone_from(&other.pattern),
        "format" => k.format.clone_from(&other.format),
        "items" | "prefixItems" => {
            k.items.clone_from(&other.items);
            k.prefix_items.clone_from(&other.prefix_items);
        }
        "contains" | "minContains" | "maxContains" => {
            k.contains.clone_from(&other.contains);
            k.min_contains.clone_from(&other.min_contains);
            k.max_contains.clone_from(&other.max_contains);
        }
        "minItems" => k.min_items.clone_from(&other.min_items),
        "maxItems" => k.max_items.clone_from(&other.max_items),
        "uniqueItems" => k.unique_items.clone_from(&other.unique_items),
        "unevaluatedItems" => k.unevaluated_items.clone_from(&other.unevaluated_items),
        "patternProperties" => k.pattern_properties.clone_from(&other.pattern_properties),
        "additionalProperties" => k.additional_properties.clone_from(&other.additional_properties),
        "propertyNames" => k.property_names.clone_from(&other.property_names),
        "unevaluatedProperties" => k.unevaluated_properties.clone_from(&other.unevaluated_properties),
        "minProperties" => k.min_properties.clone_from(&other.min_properties),
        "maxProperties" => k.max_properties.clone_from(&other.max_properties),
        "dependentRequired" => k.dependent_required.clone_from(&other.dependent_required),
        "dependentSchemas" => k.dependent_schemas.clone_from(&other.dependent_schemas),
        "allOf" => k.all_of.clone_from(&other.all_of),
        "anyOf" => k.any_of.clone_from(&other.any_of),
        "oneOf" => k.one_of.clone_from(&other.one_of),
        "not" => k.not.clone_from(&other.not),
        "if" | "then" | "else" => {
            k.if_.clone_from(&other.if_);
            k.then.clone_from(&other.then);
            k.else_.clone_from(&other.else_);
        }
        _ => {}
    }
}

//! Records, maps, and unions told apart by a tag.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::discriminant;

use super::super::build::{Object, list, text, typed};
use super::infer::{Infer, Said, Sure};
use super::text::is_word;
use super::{FEW, MANY};
use crate::lint::context::words;
use crate::load::{Node, Value};

/// A tag has at most this many values.
const ARMS: usize = 12;
/// Only so many properties are tried as a tag, and explained by one.
const TRIED: usize = 50;
const EXPLAINED: usize = 200;

/// Last words of names that tell unions apart.
const TAGS: &[&str] = &["discriminator", "kind", "method", "type"];

impl Infer {
    /// Objects in one place. The root of an event is never a map.
    pub(super) fn objects(&mut self, path: &str, nodes: &[&Node], is_root: bool) -> Said {
        let members: Vec<BTreeMap<&str, &Node>> = nodes
            .iter()
            .map(|node| {
                let members = node.as_object().unwrap_or_default().iter();
                members.map(|member| (member.key.as_str(), &member.value)).collect()
            })
            .collect();
        if members.iter().all(BTreeMap::is_empty) && !is_root {
            self.guess(
                nodes,
                format!("{path} is an empty object in all samples: the contract allows any members"),
            );
            return Said::but(typed("object").done(), Sure::Guess, "empty in all samples");
        }
        if !is_root && let Some((sure, why)) = map(&members) {
            let values: Vec<&Node> = nodes
                .iter()
                .flat_map(|node| node.as_object().unwrap_or_default())
                .map(|m| &m.value)
                .collect();
            let values = self.value(&format!("{path}/*"), "", &values, values.len());
            return Said::but(typed("object").with("additionalProperties", values).done(), sure, why);
        }
        if let Some((tag, arms)) = tag(&members) {
            let why = format!("what else is there depends on {tag:?}");
            let mut schemas = Vec::new();
            for (value, indices) in arms {
                let of_arm: Vec<&Node> = indices.into_iter().map(|index| nodes[index]).collect();
                schemas.push(self.record(&format!("{path}[{value}]"), &of_arm, Some((&tag, &value))));
            }
            let schema = if is_root { typed("object") } else { Object::default() };
            return Said::but(schema.with("oneOf", list(schemas)).done(), Sure::Likely, why);
        }
        Said::sure(self.record(path, nodes, None))
    }

    fn record(&mut self, path: &str, nodes: &[&Node], tag: Option<(&str, &str)>) -> Node {
        let mut found: BTreeMap<&str, Vec<&Node>> = BTreeMap::new();
        // The fullest object says in which order the members come.
        let mut order: Vec<&str> = Vec::new();
        let length = |node: &Node| node.as_object().unwrap_or_default().len();
        let fullest = nodes.iter().rev().max_by_key(|node| length(node));
        for node in fullest.into_iter().chain(nodes) {
            for member in node.as_object().unwrap_or_default() {
                found.entry(&member.key).or_insert_with(|| {
                    order.push(&member.key);
                    Vec::new()
                });
            }
        }
        for member in nodes.iter().flat_map(|node| node.as_object().unwrap_or_default()) {
            found.entry(&member.key).or_default().push(&member.value);
        }
        let mut properties = Object::default();
        let mut required = Vec::new();
        for name in order {
            let values = &found[name];
            if values.len() == nodes.len() {
                required.push(text(name));
            }
            let schema = match tag {
                Some((tag, value)) if tag == name => Object::default().with("const", text(value)).done(),
                _ => {
                    let escaped = name.replace('~', "~0").replace('/', "~1");
                    self.value(&format!("{path}/{escaped}"), name, values, nodes.len())
                }
            };
            properties.push(name, schema);
        }
        let schema = typed("object").with("properties", properties.done());
        if required.is_empty() { schema.done() } else { schema.with("required", list(required)).done() }
    }
}

/// Whether the keys are data, how sure that is, and why.
fn map(objects: &[BTreeMap<&str, &Node>]) -> Option<(Sure, &'static str)> {
    let mut keys: BTreeMap<&str, usize> = BTreeMap::new();
    let mut kind = None;
    for (key, node) in objects.iter().flatten() {
        *keys.entry(key).or_default() += 1;
        if !matches!(node.value, Value::Null) {
            let found = discriminant(&node.value);
            if *kind.get_or_insert(found) != found {
                return None;
            }
        }
    }
    if keys.len() < 2 {
        return None;
    }
    let all = |is: fn(&str) -> bool| keys.keys().all(|key| is(key));
    if all(is_id) {
        return Some((Sure::Certain, "its keys are ids, dates or numbers"));
    }
    if all(is_code) {
        return Some((Sure::Likely, "its keys are codes"));
    }
    let odd = |key: &str| {
        let digits = key.chars().any(|c| c.is_ascii_digit()) && key.contains(['-', '_']);
        digits || key.is_empty() || key.contains([' ', '/', '@', '.', ':'])
    };
    if keys.keys().filter(|key| odd(key)).count() * 2 > keys.len() {
        return Some((Sure::Likely, "its keys look like data"));
    }
    let common = keys.values().max().copied().unwrap_or_default();
    if objects.len() >= FEW && keys.len() >= 8 && common * 2 <= objects.len() {
        return Some((Sure::Likely, "its keys differ from sample to sample"));
    }
    (keys.len() > EXPLAINED).then_some((Sure::Likely, "it has very many keys"))
}

/// A UUID, a day or month, or a whole number.
fn is_id(key: &str) -> bool {
    let form: String = key
        .chars()
        .map(|c| match c {
            '0'..='9' => '0',
            'a'..='f' | 'A'..='F' => 'a',
            c => c,
        })
        .collect();
    let hex = form.replace('0', "a");
    let number = !form.is_empty() && form.bytes().all(|b| b == b'0');
    number
        || matches!(form.as_str(), "0000-00-00" | "0000-00")
        || hex == "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"
}

/// Three capitals, as of a currency.
pub(super) fn is_code(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase())
}

/// The values of a tag, in the order of the samples, each with the numbers of the objects that have it.
type Arms = Vec<(String, Vec<usize>)>;

/// The property that says which others are there.
fn tag(objects: &[BTreeMap<&str, &Node>]) -> Option<(String, Arms)> {
    if objects.len() < 4 {
        return None;
    }
    let mut present: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (index, object) in objects.iter().enumerate() {
        for key in object.keys() {
            present.entry(key).or_default().insert(index);
            if present.len() > EXPLAINED {
                return None;
            }
        }
    }
    let optional: Vec<&BTreeSet<usize>> = present.values().filter(|at| at.len() < objects.len()).collect();
    if optional.is_empty() {
        return None;
    }
    let mut candidates: Vec<(bool, &str, Arms)> = present
        .iter()
        .filter(|(_, at)| at.len() == objects.len())
        .take(TRIED)
        .filter_map(|(name, _)| {
            let is_named = words(name).last().is_some_and(|last| TAGS.contains(&last.as_str()));
            Some((!is_named, *name, arms(name, objects)?))
        })
        .collect();
    // One whose name says so goes first.
    candidates.sort_by_key(|(unnamed, name, _)| (*unnamed, *name));
    candidates
        .into_iter()
        .find(|(unnamed, _, arms)| tells(*unnamed, arms, &optional))
        .map(|(_, name, arms)| (name.to_owned(), arms))
}

fn arms(name: &str, objects: &[BTreeMap<&str, &Node>]) -> Option<Arms> {
    let mut arms = Arms::new();
    for (index, object) in objects.iter().enumerate() {
        let value = object.get(name)?.as_str().filter(|text| is_word(text))?;
        match arms.iter().position(|(known, _)| known == value) {
            Some(arm) => arms[arm].1.push(index),
            None if arms.len() < ARMS => arms.push((value.to_owned(), vec![index])),
            None => return None,
        }
    }
    (arms.len() > 1 && objects.len() >= arms.len() * 2).then_some(arms)
}

/// Whether the values of a tag explain which properties are there.
fn tells(unnamed: bool, arms: &Arms, optional: &[&BTreeSet<usize>]) -> bool {
    // Which arms have a property, where each has it always or never.
    let owners = |at: &BTreeSet<usize>| -> Option<Vec<usize>> {
        let mut owners = Vec::new();
        for (number, (_, indices)) in arms.iter().enumerate() {
            match indices.iter().filter(|index| at.contains(index)).count() {
                0 => {}
                count if count == indices.len() => owners.push(number),
                _ => return None,
            }
        }
        Some(owners)
    };
    let told: Vec<Vec<usize>> = optional.iter().filter_map(|at| owners(at)).collect();
    if !unnamed {
        return !told.is_empty() && told.len() * 2 >= optional.len();
    }
    // A name that says nothing has to explain all, and more than by chance.
    let with_own: BTreeSet<&Vec<usize>> = told.iter().filter(|owners| owners.len() == 1).collect();
    let repeated = arms.iter().all(|(_, indices)| indices.len() >= FEW);
    let count: usize = arms.iter().map(|(_, indices)| indices.len()).sum();
    told.len() == optional.len() && with_own.len() == arms.len() && repeated && count >= MANY / 2
}

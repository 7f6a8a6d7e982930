//! What a finding is about, apart from how the files are laid out: parts of its fingerprint.

use std::collections::BTreeMap;

use super::Loaded;
use crate::emit::json::string;
use crate::finding::{FileId, Finding, Place};
use crate::fingerprint;
use crate::load::{Node, Value};

/// The trees of both states, by file.
pub(super) struct Identity<'a> {
    roots: BTreeMap<FileId, &'a Node>,
}

impl<'a> Identity<'a> {
    pub(super) fn new(states: impl IntoIterator<Item = &'a Loaded>) -> Self {
        let documents = states.into_iter().flat_map(|(tree, _)| tree.documents.values());
        Self { roots: documents.map(|document| (document.file, &document.root)).collect() }
    }

    /// What stands at a place, in one spelling: a keyword's value, without order where order says nothing.
    /// Empty for whole schemas, which may be moved and described at will.
    pub(super) fn value(&self, place: Place) -> String {
        self.find(place).and_then(|(_, node)| plain(node)).unwrap_or_default()
    }

    /// JSON Pointer to what stands at a place.
    pub(super) fn pointer(&self, place: Place) -> String {
        self.find(place).map(|(pointer, _)| pointer).unwrap_or_default()
    }

    fn find(&self, place: Place) -> Option<(String, &'a Node)> {
        let mut node = *self.roots.get(&place.file)?;
        let mut pointer = String::new();
        let holds = |outer: Place| outer.start <= place.start && place.start < outer.end;
        loop {
            let next = match &node.value {
                Value::Object(members) => {
                    let member =
                        members.iter().find(|m| holds(Place { end: m.value.place.end, ..m.key_place }));
                    member.map(|member| (super::super::pointer_token(&member.key), &member.value))
                }
                Value::Array(items) => {
                    let item = items.iter().enumerate().find(|(_, item)| holds(item.place));
                    item.map(|(index, item)| (index.to_string(), item))
                }
                _ => None,
            };
            let Some((token, inner)) = next else { return Some((pointer, node)) };
            pointer = format!("{pointer}/{token}");
            // A key stands for its value.
            if place.start < inner.place.start {
                return Some((pointer, inner));
            }
            node = inner;
        }
    }
}

fn plain(node: &Node) -> Option<String> {
    match &node.value {
        Value::Null => Some("null".to_owned()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(text) => Some(text.clone()),
        Value::String(text) => Some(string(text)),
        Value::Array(items) => {
            let mut all = items.iter().map(plain).collect::<Option<Vec<_>>>()?;
            all.sort();
            Some(all.join(","))
        }
        Value::Object(_) => None,
    }
}

/// A pointer into documents that does not tell one item of a list from another.
pub(super) fn any_item(pointer: &str) -> String {
    let is_index = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    pointer.split('/').map(|part| if is_index(part) { "*" } else { part }).collect::<Vec<_>>().join("/")
}

/// Gives each finding a fingerprint that has none, and no two the same, so that an acceptance is of one.
pub(super) fn tell_apart(findings: &mut [Finding]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for finding in findings {
        let own = finding
            .fingerprint
            .take()
            .unwrap_or_else(|| fingerprint::of(&[finding.rule.id, &finding.message]));
        let count = seen.entry(own.clone()).or_default();
        *count += 1;
        finding.fingerprint =
            Some(if *count == 1 { own } else { fingerprint::of(&[&own, &count.to_string()]) });
    }
}

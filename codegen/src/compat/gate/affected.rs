//! Which files may mean something else than in the base, so that only these are judged.

use std::collections::{BTreeMap, BTreeSet};

use super::Loaded;
use crate::load::{Node, Sources, Value};
use crate::resolve::Contracts;

/// The paths of files whose text differs between the two states, and of all that lead to one by references.
pub(super) fn affected(sources: &Sources, base: &Loaded, head: &Loaded) -> BTreeSet<String> {
    let text = |state: &Loaded, path: &str| {
        state.0.documents.get(path).map(|document| &sources.file(document.file).text)
    };
    let mut users: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let mut open: Vec<String> = Vec::new();
    for state in [base, head] {
        for (path, document) in &state.0.documents {
            if text(base, path) != text(head, path) {
                open.push(path.clone());
            }
            let mut said = Said::default();
            references(&document.root, &mut said);
            for name in said.references {
                let file = name.split('#').next().unwrap_or_default();
                let target =
                    if file.is_empty() { Some(path.clone()) } else { Contracts::relative(path, file) };
                match target.filter(|target| state.0.documents.contains_key(target)) {
                    Some(target) => drop(users.entry(target).or_default().insert(path)),
                    None => open.push(path.clone()),
                }
            }
            // A name of its own gives references another meaning than that of paths.
            if said.has_name {
                open.push(path.clone());
            }
        }
    }
    let mut found = BTreeSet::new();
    while let Some(path) = open.pop() {
        if found.insert(path.clone()) {
            open.extend(users.get(&path).into_iter().flatten().map(|user| (*user).to_owned()));
        }
    }
    found
}

/// The paths of files that refer to a part of another file: such a part becomes a type only if something refers to it.
pub(super) fn reaching_inside(state: &Loaded) -> impl Iterator<Item = String> {
    let reaches =
        |name: &&str| name.split_once('#').is_some_and(|(file, at)| !file.is_empty() && !at.is_empty());
    state.0.documents.iter().filter_map(move |(path, document)| {
        let mut said = Said::default();
        references(&document.root, &mut said);
        said.references.iter().any(reaches).then(|| path.clone())
    })
}

/// What a file says of itself and of others.
#[derive(Default)]
struct Said<'n> {
    references: Vec<&'n str>,
    has_name: bool,
}

fn references<'n>(node: &'n Node, said: &mut Said<'n>) {
    match &node.value {
        Value::Array(items) => items.iter().for_each(|item| references(item, said)),
        Value::Object(members) => {
            for member in members {
                match member.key.as_str() {
                    "$ref" | "$dynamicRef" | "$recursiveRef" => said.references.extend(member.value.as_str()),
                    "$id" | "id" => said.has_name |= member.value.as_str().is_some(),
                    _ => {}
                }
                references(&member.value, said);
            }
        }
        _ => {}
    }
}

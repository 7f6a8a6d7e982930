//! Which files may mean something else than in the base, so that only these are judged.

use std::collections::{BTreeMap, BTreeSet};

use super::Loaded;
use crate::load::{Node, Sources, Value};
use crate::resolve::Contracts;

/// The paths of files whose text differs between the two states, and of all that lead to one by references.
pub(super) fn affected(sources: &Sources, base: &Loaded, head: &Loaded) -> BTreeSet<String> {
    let text = |state: &Loaded, path: &str| {
        state.0.documents.get(path).map(|document| sources.file(document.file).text.clone())
    };
    let mut users: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let mut open: Vec<String> = Vec::new();
    for state in [base, head] {
        for (path, document) in &state.0.documents {
            if text(base, path) != text(head, path) {
                open.push(path.clone());
            }
            let mut names = Vec::new();
            let follows = references(&document.root, &mut names);
            for name in names {
                let file = name.split('#').next().unwrap_or_default();
                let target =
                    if file.is_empty() { Some(path.clone()) } else { Contracts::relative(path, file) };
                match target.filter(|target| state.0.documents.contains_key(target)) {
                    Some(target) => drop(users.entry(target).or_default().insert(path)),
                    None => open.push(path.clone()),
                }
            }
            if !follows {
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

/// Gathers what a file refers to; whether that is told by paths alone, and not by names that files give
/// themselves.
fn references<'n>(node: &'n Node, names: &mut Vec<&'n str>) -> bool {
    match &node.value {
        Value::Array(items) => items.iter().fold(true, |plain, item| references(item, names) && plain),
        Value::Object(members) => members.iter().fold(true, |plain, member| {
            if matches!(member.key.as_str(), "$ref" | "$dynamicRef" | "$recursiveRef") {
                names.extend(member.value.as_str());
            }
            let named = matches!(member.key.as_str(), "$id" | "id") && member.value.as_str().is_some();
            references(&member.value, names) && plain && !named
        }),
        _ => true,
    }
}

use std::collections::BTreeSet;

use crate::finding::{FileId, Finding, Place, Rule, Severity};
use crate::lint::Context;

/// A shared type that no event uses.
pub(super) static RULE: Rule = Rule {
    id: "unused-type",
    severity: Severity::Warning,
    summary: "No event uses this shared type.",
    explain: r#"## What it finds
Shared types that no event and no envelope refers to, neither directly nor through other types.

## Why it matters
Code and a page are made for it, and people take it for part of what is sent.

## Example
`contracts/types/address.json`, while no event has a `"$ref": "../types/address.json"`.

## Instead
Refer to it, or remove the file."#,
};

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let schemas = &context.contracts.schemas;
    let events = context.contracts.all().map(|contract| contract.schema);
    let roots = events.chain(context.contracts.envelopes.values().copied());
    let mut reached: BTreeSet<FileId> = BTreeSet::new();
    let mut open: Vec<FileId> = roots.map(|root| schemas.get(root).place.file).collect();
    let links: Vec<(FileId, FileId)> = context
        .schemas
        .iter()
        .filter_map(|visited| visited.keywords.reference.as_ref().map(|to| (visited.id, to.value)))
        .map(|(from, to)| (schemas.get(from).place.file, schemas.get(to).place.file))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    while let Some(file) = open.pop() {
        if reached.insert(file) {
            let from = links.partition_point(|link| link.0 < file);
            open.extend(links[from..].iter().take_while(|link| link.0 == file).map(|link| link.1));
        }
    }
    for (path, root) in &context.contracts.types {
        let place = schemas.get(*root).place;
        if !reached.contains(&place.file) {
            let start = Place { end: place.start.saturating_add(1), ..place };
            findings.push(Finding::new(&RULE, format!("no event uses the shared type {path}")).at(start, ""));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check_files;

    #[test]
    fn types_are_used_by_events() {
        check_files(
            "unused-type",
            &[
                (
                    "contracts/d/a/1.0.json",
                    r#"{"x-event": {"type": "A", "source": "s", "owner": "o"}, "items": {"$ref": "../../types/a.json"}}"#,
                ),
                ("contracts/types/a.json", r#"{"$ref": "b.json"}"#),
                ("contracts/types/b.json", "{}"),
                ("contracts/types/c.json", r#"{"$ref": "d.json"}"#),
                ("contracts/types/d.json", r#"{"items": {"$ref": "c.json"}}"#),
            ],
            &[
                ("{", "no event uses the shared type contracts/types/c.json"),
                ("{", "no event uses the shared type contracts/types/d.json"),
            ],
        );
    }
}

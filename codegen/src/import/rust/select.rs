//! Which types of a crate are events.

use std::collections::BTreeSet;

use super::is_named;
use super::scan::Found;
use crate::finding::{FileId, Finding, Place};
use crate::import::rules::{NO_EVENT, NOT_AN_EVENT};
use crate::resolve::nearest;

/// Those that are named; or that an attribute marks; or, if there are none, that no other type refers to.
pub(super) fn events<'f>(
    scanned: &'f [Found],
    wanted: &[String],
    findings: &mut Vec<Finding>,
) -> Vec<&'f Found> {
    // The root of the crate, or what was read first.
    let root = Place { file: scanned.first().map_or(FileId(0), |found| found.place.file), start: 0, end: 0 };
    let mut events: Vec<&Found> = Vec::new();
    if !wanted.is_empty() {
        for name in wanted {
            let mut matching = scanned.iter().filter(|found| is_named(found, name));
            match (matching.next(), matching.next()) {
                (Some(found), None) => events.push(found),
                (Some(one), Some(other)) => {
                    let message = format!("{name} is both {} and {}: name its path", one.path, other.path);
                    findings.push(Finding::new(&NO_EVENT, message).at(one.place, "").at(other.place, ""));
                }
                (None, _) => {
                    let near = nearest(name, scanned.iter().map(|found| found.name.as_str()));
                    let near = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
                    let message = format!("no type {name} derives JsonSchema{near}");
                    findings.push(Finding::new(&NO_EVENT, message).at(root, ""));
                }
            }
        }
    } else if scanned.iter().any(|found| found.is_marked) {
        events.extend(scanned.iter().filter(|found| found.is_marked && !found.has_contract));
    } else {
        let referred: BTreeSet<&String> = scanned
            .iter()
            .flat_map(|found| found.refers.iter().filter(move |name| **name != found.name))
            .collect();
        let (roots, others): (Vec<&Found>, Vec<&Found>) = scanned
            .iter()
            .filter(|found| !referred.contains(&found.name))
            .partition(|found| found.is_reachable && !found.is_generic);
        events = roots;
        if !others.is_empty() {
            let names: Vec<&str> = others.iter().map(|found| found.path.as_str()).collect();
            let message = format!("generic, or not to be named by other crates: {}", names.join(", "));
            let finding = Finding::new(&NOT_AN_EVENT, message);
            findings.push(others.iter().fold(finding, |finding, other| finding.at(other.place, "")));
        }
    }
    for found in &events {
        let why = if found.is_generic {
            "is generic: name a type that is not, such as a newtype of it"
        } else if !found.is_reachable {
            "cannot be named by other crates: make it and its modules `pub`, or re-export it"
        } else {
            continue;
        };
        findings.push(Finding::new(&NO_EVENT, format!("{} {why}", found.path)).at(found.place, ""));
    }
    if events.is_empty() && !crate::finding::has_errors(findings) {
        let help = "derive schemars::JsonSchema for the types of the events";
        let message = "no type of the crate derives JsonSchema and lacks a contract";
        findings.push(Finding::new(&NO_EVENT, message).at(root, "").help(help));
    }
    events
}

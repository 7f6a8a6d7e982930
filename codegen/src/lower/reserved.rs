//! Names that generated code cannot have: taken twice, or taken by the code itself.

use std::collections::BTreeSet;

use super::{NAME_COLLISION, names};
use crate::finding::{Finding, Place};
use crate::model::{Home, Model};

/// Files of the crate itself, and the crate that it depends on.
const MODULES: &[&str] = &["lib", "main", "mod", "event_contracts"];

/// Findings for names that would not compile.
pub(super) fn check(model: &Model) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen: BTreeSet<(&str, String)> = BTreeSet::new();
    for event in &model.events {
        seen.insert((&event.domain, format!("Any{}", event.event_type)));
    }
    for event in &model.events {
        let place = start(model.get(event.newest().root).place);
        let mut complain = |message: String| {
            findings.push(Finding::new(&NAME_COLLISION, message).at(place, "").help("choose another name"));
        };
        if names::type_name(&event.event_type) != event.event_type {
            complain(format!("{:?} is a name that generated code uses for something else", event.event_type));
        }
        if seen.contains(&(&event.domain, event.event_type.clone())) {
            complain(format!(
                "{:?} is what the enum of another event's versions is called",
                event.event_type
            ));
        }
        for name in [&event.domain, &event.folder] {
            if MODULES.contains(&names::rust_module(name).trim_start_matches("r#")) {
                complain(format!("{name:?} cannot be the name of a Rust module here"));
            }
        }
    }
    for def in &model.types {
        if let Home::Shared(parts) = &def.home {
            let taken = |part: &&String| MODULES.contains(&names::rust_module(part).trim_start_matches("r#"));
            if let Some(part) = parts.iter().find(taken) {
                let message = format!("the folder {part:?} cannot be the name of a Rust module here");
                findings.push(
                    Finding::new(&NAME_COLLISION, message).at(start(def.place), "").help("rename the folder"),
                );
            }
        }
    }
    findings
}

/// Whether generated code has a module of that name already.
pub(super) fn is_module(name: &str) -> bool {
    MODULES.contains(&name)
}

fn start(place: Place) -> Place {
    Place { end: place.start.saturating_add(1), ..place }
}

//! Which declared types are events, and which they refer to.

use std::collections::{BTreeMap, BTreeSet};

use super::parse::DEPTH;
use super::syntax::{Declaration, Kind, Literal, Member, Shape, Type};
use crate::finding::{Finding, Place};
use crate::import::rules::{NO_EVENT, NOT_AN_EVENT, NOT_UNDERSTOOD};
use crate::resolve::nearest;

/// The declared types by name.
pub(super) type Types = BTreeMap<String, Declaration>;

/// Puts the parts of partial types together; of two types with one name the first counts.
pub(super) fn table(declared: Vec<Declaration>, findings: &mut Vec<Finding>) -> Types {
    let mut types = Types::new();
    for mut declaration in declared {
        let Some(known) = types.get_mut(&declaration.name) else {
            types.insert(declaration.name.clone(), declaration);
            continue;
        };
        if known.is("partial") && declaration.is("partial") {
            known.members.append(&mut declaration.members);
            known.bases.append(&mut declaration.bases);
            known.attributes.append(&mut declaration.attributes);
            known.said.append(&mut declaration.said);
            known.doc.push_str(&declaration.doc);
        } else if !known.members.is_empty() && !declaration.members.is_empty() {
            let message = format!("there are two types {}: the first one counts", declaration.name);
            findings.push(
                Finding::new(&NOT_UNDERSTOOD, message).at(declaration.place, "").at(known.place, "this"),
            );
        }
    }
    types
}

/// Most data of all events together: of bases that many events share, each event has a copy.
const MEMBERS: usize = 200_000;

/// The first event with which they have too much data.
pub(super) fn too_many<'t>(types: &'t Types, events: &[&'t Declaration]) -> Option<Finding> {
    let mut count = 0_usize;
    let event = events.iter().find(|event| {
        count += chain(types, event).into_iter().map(|declaration| declaration.members.len()).sum::<usize>();
        count > MEMBERS
    })?;
    let message = format!(
        "with {} the events have more than {MEMBERS} members, those of their bases counted",
        event.name
    );
    let finding = Finding::new(&NO_EVENT, message).at(event.place, "");
    Some(finding.help("name the events to import with `--event`, or give fewer files"))
}

/// All data of a type, that of its bases first. A member that hides another takes its place.
pub(super) fn members<'t>(types: &'t Types, declaration: &'t Declaration) -> Vec<&'t Member> {
    let chain = chain(types, declaration);
    let mut members: Vec<&Member> = Vec::new();
    let mut known = BTreeMap::new();
    for member in chain.into_iter().rev().flat_map(|declaration| &declaration.members) {
        match known.get(&member.name) {
            Some(at) => members[*at] = member,
            None => {
                known.insert(&member.name, members.len());
                members.push(member);
            }
        }
    }
    members
}

/// A type and its bases, the nearest first. Bases that go in a circle, or are more than anyone writes, end it.
fn chain<'t>(types: &'t Types, declaration: &'t Declaration) -> Vec<&'t Declaration> {
    let mut chain = vec![declaration];
    while let Some(base) = chain.last().and_then(|last| last.bases.iter().find_map(|base| class(types, base)))
        && chain.len() < DEPTH
        && chain.iter().all(|known| known.name != base.name)
    {
        chain.push(base);
    }
    chain
}

/// Says which bases are not looked at.
pub(super) fn cut_off(types: &Types, declaration: &Declaration) -> Option<Finding> {
    let chain = chain(types, declaration);
    let last = chain.last().filter(|_| chain.len() == DEPTH)?;
    let base = last.bases.iter().find_map(|base| class(types, base))?;
    let message = format!(
        "{} has more than {DEPTH} bases: those from {} on were not read",
        declaration.name, base.name
    );
    let finding =
        Finding::new(&NOT_UNDERSTOOD, message).at(declaration.place, "").at(base.place, "from here on");
    Some(finding.help("declare what the event holds itself"))
}

fn class<'t>(types: &'t Types, base: &Type) -> Option<&'t Declaration> {
    let Shape::Named(name, _) = &base.shape else { return None };
    types.get(name).filter(|declaration| declaration.kind != Kind::Interface)
}

/// The events, in the order of the names.
pub(super) fn events<'t>(
    types: &'t Types,
    wanted: &[String],
    end: Place,
    findings: &mut Vec<Finding>,
) -> Vec<&'t Declaration> {
    if !wanted.is_empty() {
        let mut events = Vec::new();
        for name in wanted {
            match types.get(name).filter(|declaration| is_data(types, declaration)) {
                Some(declaration) => {
                    findings.extend(cut_off(types, declaration));
                    events.push(declaration);
                }
                None => {
                    let others = types.keys().map(String::as_str).filter(|known| known != name);
                    let near = nearest(name, others);
                    let near = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
                    let message = format!("no type {name} with data is declared{near}");
                    let place = types.get(name).map_or(end, |declaration| declaration.place);
                    findings.push(Finding::new(&NO_EVENT, message).at(place, ""));
                }
            }
        }
        return events;
    }
    let data: Vec<&Declaration> = types.values().filter(|declaration| is_data(types, declaration)).collect();
    let mut referred = BTreeSet::new();
    for declaration in &data {
        for member in &declaration.members {
            named(&member.ty, &mut referred);
        }
        referred.extend(derived(declaration));
    }
    let bases: BTreeSet<&str> = types
        .values()
        .flat_map(|declaration| &declaration.bases)
        .filter_map(|base| class(types, base))
        .map(|base| base.name.as_str())
        .collect();
    let has_base = types.values().any(|declaration| {
        declaration.name.ends_with("Event")
            && bases.contains(declaration.name.as_str())
            && declaration.is("abstract")
    });
    let mut events = Vec::new();
    let mut others = Vec::new();
    for declaration in data {
        let name = declaration.name.as_str();
        let ancestors = ancestors(types, declaration);
        let is_part = referred.contains(name) || ancestors.iter().any(|base| referred.contains(base));
        if declaration.is("abstract") || bases.contains(name) || is_part {
            continue;
        }
        let derives = ancestors.iter().any(|name| name.contains("Event"));
        let is_event = derives
            || (!has_base && (declaration.kind == Kind::Record || declaration.name.ends_with("Event")));
        if is_event { events.push(declaration) } else { others.push(declaration) }
    }
    if !others.is_empty() {
        let names: Vec<&str> = others.iter().map(|declaration| declaration.name.as_str()).collect();
        let message = format!("not taken for events: {}", names.join(", "));
        let finding = others
            .iter()
            .fold(Finding::new(&NOT_AN_EVENT, message), |finding, other| finding.at(other.place, ""));
        findings.push(finding.help(format!("name what is one: --event {}", names[0])));
    }
    findings.extend(events.iter().filter_map(|event| cut_off(types, event)));
    if events.is_empty() {
        let message = "no declared type looks like an event";
        findings.push(Finding::new(&NO_EVENT, message).at(end, "").help("name the types with --event"));
    }
    events
}

/// Whether a type holds data, and only that: no handler, no state machine.
fn is_data(types: &Types, declaration: &Declaration) -> bool {
    let plain = matches!(declaration.kind, Kind::Class | Kind::Struct | Kind::Record)
        && !declaration.is("static")
        && !declaration.is_generic;
    let bases_fit = declaration.bases.iter().all(|base| match &base.shape {
        Shape::Named(name, arguments) => {
            arguments.is_empty()
                || types.contains_key(name)
                || matches!(name.as_str(), "IEquatable" | "IComparable")
        }
        _ => false,
    });
    let has_data = chain(types, declaration).iter().any(|declaration| !declaration.members.is_empty());
    plain && bases_fit && (has_data || declaration.kind == Kind::Record)
}

fn ancestors<'t>(types: &'t Types, declaration: &'t Declaration) -> BTreeSet<&'t str> {
    let mut found = BTreeSet::new();
    let mut stack = vec![(declaration, 0)];
    while let Some((declaration, depth)) = stack.pop() {
        for base in &declaration.bases {
            if let Shape::Named(name, _) = &base.shape
                && found.insert(name.as_str())
                && depth < DEPTH
            {
                stack.extend(types.get(name).map(|base| (base, depth + 1)));
            }
        }
    }
    found
}

/// The names in a type.
fn named<'t>(ty: &'t Type, names: &mut BTreeSet<&'t str>) {
    match &ty.shape {
        Shape::Named(name, arguments) => {
            names.insert(name);
            for argument in arguments {
                named(argument, names);
            }
        }
        Shape::Array(item) => named(item, names),
        Shape::Tuple => {}
    }
}

/// The types that a polymorphic one stands for.
fn derived(declaration: &Declaration) -> impl Iterator<Item = &str> {
    let attributes = declaration.attributes.iter().filter(|attribute| attribute.name == "JsonDerivedType");
    attributes.filter_map(|attribute| match attribute.at(0) {
        Some(Literal::Name(name)) => Some(name.as_str()),
        _ => None,
    })
}

/// The declared types that the data of events refers to, however deep, each with the event that it belongs to; with
/// none if it is of several. Each type is looked at twice at most.
pub(super) fn reached<'t>(
    types: &'t Types,
    events: &[&'t Declaration],
) -> BTreeMap<&'t str, Option<&'t str>> {
    let mut reached: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for event in events {
        let owner = event.name.as_str();
        let mut stack = vec![*event];
        while let Some(declaration) = stack.pop() {
            let mut names = BTreeSet::new();
            for member in members(types, declaration) {
                named(&member.ty, &mut names);
            }
            names.extend(derived(declaration));
            for name in names {
                let Some((name, declaration)) = types.get_key_value(name) else { continue };
                match reached.get_mut(name.as_str()) {
                    None => drop(reached.insert(name, Some(owner))),
                    Some(known) if known.is_some_and(|known| known != owner) => *known = None,
                    Some(_) => continue,
                }
                stack.push(declaration);
            }
        }
    }
    reached
}

//! Final names: two things that would have one name, or a name that is taken, get others, in a fixed way.

use std::collections::{BTreeMap, BTreeSet};

use super::names;
use crate::finding::Place;
use crate::model::{Home, Model, Record, Shape, TypeRef, Unknown};

/// The type of a file or of an event's payload.
pub(super) const ROOT: u8 = 0;
/// A type that has a name in the schema.
pub(super) const DEFINITION: u8 = 1;
/// A type that is written where it is used.
pub(super) const INLINE: u8 = 2;

/// What a type would like to be called.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    /// Who comes first.
    pub(super) rank: u8,
    /// What goes before the name in C#.
    pub(super) prefix: String,
    /// The best first; the longer ones after it say more about the place.
    pub(super) names: Vec<String>,
}

impl Wanted {
    fn csharp(&self, name: &str) -> String {
        if name.starts_with(&self.prefix) { name.to_owned() } else { format!("{}{name}", self.prefix) }
    }
}

/// Gives every type and member its name.
pub(super) fn resolve(model: &mut Model, wanted: &[Wanted]) {
    types(model, wanted);
    let mut enclosing: Vec<Vec<String>> = model.types.iter().map(|def| vec![def.csharp.clone()]).collect();
    for def in &mut model.types {
        let arms: Vec<&mut String> = match &mut def.shape {
            Shape::Union(union) => {
                for arm in &union.arms {
                    enclosing[arm.record.0 as usize].push(arm.name.clone());
                }
                continue;
            }
            Shape::Choice(choice) => choice.arms.iter_mut().map(|arm| &mut arm.name).collect(),
            _ => continue,
        };
        // A nested type may not have the name of the one around it.
        let mut taken: BTreeSet<String> = arms.iter().map(|name| (*name).clone()).collect();
        for name in arms {
            if *name == def.csharp {
                *name = names::unique(&format!("{name}Arm"), &mut taken);
            }
        }
    }
    for (def, enclosing) in model.types.iter_mut().zip(&enclosing) {
        if let Shape::Record(record) = &mut def.shape {
            members(record, enclosing);
        }
    }
}

fn types(model: &mut Model, wanted: &[Wanted]) {
    let mut same: BTreeMap<(Home, u8, String), usize> = BTreeMap::new();
    let first = |wanted: &Wanted| wanted.names.first().cloned().unwrap_or_default();
    for (def, wanted) in model.types.iter().zip(wanted) {
        *same.entry((def.home.clone(), wanted.rank, first(wanted))).or_default() += 1;
    }
    let mut order: Vec<usize> = (0..model.types.len()).collect();
    order.sort_by_key(|at| (wanted[*at].rank, *at));
    let mut rust: BTreeMap<Home, BTreeSet<String>> = BTreeMap::new();
    let mut csharp: BTreeMap<Vec<String>, BTreeSet<String>> = BTreeMap::new();
    for event in &model.events {
        for major in &event.majors {
            let namespace = vec![event.domain.clone(), format!("v{}", major.version.major)];
            csharp.entry(namespace).or_default().insert(format!("Any{}", event.event_type));
        }
    }
    for at in order {
        let (def, wanted) = (&mut model.types[at], &wanted[at]);
        let rust = rust.entry(def.home.clone()).or_default();
        let csharp = csharp.entry(namespace(&def.home)).or_default();
        let free = |name: &String| !rust.contains(name) && !csharp.contains(&wanted.csharp(name));
        // Where several want one name, each takes a longer one: which of them came first would be chance.
        let crowd = same.get(&(def.home.clone(), wanted.rank, first(wanted))).copied().unwrap_or(1);
        let skip = usize::from(crowd > 1 && wanted.names.len() > 1 && wanted.rank != ROOT);
        let base = wanted.names.last().cloned().unwrap_or_default();
        let numbered = (2_u64..).map(|number| names::numbered(&base, number));
        let mut names = wanted.names.iter().skip(skip).cloned().chain(numbered);
        let name = if wanted.rank == ROOT && !wanted.prefix.is_empty() {
            base.clone()
        } else {
            names.find(free).unwrap_or_default()
        };
        def.csharp = wanted.csharp(&name);
        rust.insert(name.clone());
        csharp.insert(def.csharp.clone());
        def.rust = name;
    }
}

fn namespace(home: &Home) -> Vec<String> {
    match home {
        Home::Event { domain, major, .. } => vec![domain.clone(), format!("v{major}")],
        Home::Shared(parts) => parts.clone(),
    }
}

fn members(record: &mut Record, enclosing: &[String]) {
    let mut rust: BTreeSet<String> = BTreeSet::new();
    let mut csharp: BTreeSet<String> = enclosing.iter().cloned().collect();
    let number = |name: &str, number: u64| format!("{}_{number}", name.trim_start_matches("r#"));
    for field in &mut record.fields {
        let name = std::mem::take(&mut field.rust);
        field.rust = free(&name, number, &mut rust);
        let name = names::csharp_property(&field.json, enclosing);
        field.csharp = free(&name, names::numbered, &mut csharp);
    }
    if let Unknown::Keep(extra) = &mut record.unknown {
        extra.rust = free(&std::mem::take(&mut extra.rust), number, &mut rust);
        extra.csharp = free(&std::mem::take(&mut extra.csharp), names::numbered, &mut csharp);
    }
}

fn free(name: &str, other: impl Fn(&str, u64) -> String, taken: &mut BTreeSet<String>) -> String {
    let others = (2_u64..).map(|number| other(name, number));
    let free =
        std::iter::once(name.to_owned()).chain(others).find(|name| !taken.contains(name)).unwrap_or_default();
    taken.insert(free.clone());
    free
}

/// Every use of a type in the model, with a place.
pub(crate) fn each_use(model: &Model, look: &mut impl FnMut(&TypeRef, Place)) {
    for def in &model.types {
        if let Shape::Record(record) = &def.shape {
            for field in &record.fields {
                field.ty.each(&mut |ty| look(ty, field.place));
            }
            if let Unknown::Keep(extra) = &record.unknown {
                extra.value.each(&mut |ty| look(ty, def.place));
            }
        } else {
            def.shape.parts().into_iter().for_each(|part| part.each(&mut |ty| look(ty, def.place)));
        }
    }
}

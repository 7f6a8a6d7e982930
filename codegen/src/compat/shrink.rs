//! A witness made smaller, and its values more like those that people know.

use std::cmp::Ordering;

use super::blame::{Blame, Step, at};
use super::question::Question;
use super::solve::compile::Key;
use super::solve::formula::{Formula, L};
use super::value::Lit;

/// Most smaller documents that are tried for one witness.
const SMALLER: u32 = 400;
/// Most examples that lend a witness their values.
const EXAMPLES: usize = 4;

impl Question<'_> {
    /// Whether a document still shows the same break.
    fn shows(&mut self, own: &[Key], theirs: &[Key], value: &Lit, blame: &Blame) -> Option<Blame> {
        for (keys, wanted) in [(own, true), (theirs, false)] {
            let mut before = None;
            for key in keys {
                let lit = self.lit(*key);
                // Readings of `format` differ only where there is one.
                if before != Some(lit) && self.solver.holds(lit, value) != Some(wanted) {
                    return None;
                }
                before = Some(lit);
            }
        }
        self.blame(theirs[0], value, &[]).filter(|found| found.spot == blame.spot)
    }

    /// Leaves out members and items, and makes values plainer, until nothing more can go.
    pub(super) fn shrink(&mut self, own: &[Key], theirs: &[Key], witness: Lit, blame: Blame) -> (Lit, Blame) {
        let (mut witness, mut blame, mut left) = (witness, blame, SMALLER);
        let deep = !self.solver.pool.bodies.is_empty();
        let mut changed = true;
        while std::mem::take(&mut changed) {
            let mut places = self.places(own, &witness);
            let mut next = 0;
            while let Some(place) = places.get(next) {
                let mut found = None;
                for edit in edits(&witness, &place.path, deep) {
                    // What is refused stays.
                    let blamed = matches!(edit, Edit::Without) && blame.path.starts_with(&place.path);
                    if blamed || self.refused(&places, place, &edit) {
                        continue;
                    }
                    left = left.saturating_sub(1);
                    if left == 0 {
                        return (witness, blame);
                    }
                    let Some(candidate) = edited(&witness, &place.path, &edit) else { continue };
                    found = self.shows(own, theirs, &candidate, &blame).map(|blame| (candidate, blame));
                    if found.is_some() {
                        break;
                    }
                }
                match found {
                    None => next += 1,
                    // What stands at the same place now may go as well.
                    Some(smaller) => {
                        (witness, blame) = smaller;
                        changed = true;
                        places = self.places(own, &witness);
                    }
                }
            }
        }
        (witness, blame)
    }

    /// Every value in a document, the outermost first, and what the writer says of it whatever else holds.
    fn places(&self, own: &[Key], document: &Lit) -> Vec<Place> {
        let pool = &self.solver.pool;
        let mut all = vec![Place { path: Vec::new(), parent: None, said: Vec::new(), wanted: Vec::new() }];
        for key in own {
            pool.spread(self.lit(*key), &mut all[0].said);
        }
        let mut next = 0;
        while let Some(Place { path, said, .. }) = all.get(next) {
            let mut inside: Vec<(Step, Vec<L>)> = match at(document, path) {
                Some(Lit::Object(members)) => {
                    members.keys().map(|name| (Step::Member(name.clone()), Vec::new())).collect()
                }
                // From the end, so that what is left keeps its index.
                Some(Lit::Array(items)) => {
                    (0..items.len()).rev().map(|at| (Step::Item(at), Vec::new())).collect()
                }
                _ => Vec::new(),
            };
            for l in said.iter().filter(|l| **l > 0) {
                let (from, many, l) = match pool.get(*l) {
                    Formula::Member(name, l) => {
                        let name = pool.text(*name);
                        let found = inside.binary_search_by(|(step, _)| match step {
                            Step::Member(own) => own.as_str().cmp(name),
                            Step::Item(_) => Ordering::Greater,
                        });
                        if let Ok(found) = found {
                            pool.spread(*l, &mut inside[found].1);
                        }
                        continue;
                    }
                    Formula::Item(index, l) => (*index, false, *l),
                    Formula::Rest(index, l) => (*index, true, *l),
                    _ => continue,
                };
                for (step, said) in &mut inside {
                    if let Step::Item(index) = step
                        && let Ok(index) = u64::try_from(*index)
                        && (index == from || many && index > from)
                    {
                        pool.spread(l, said);
                    }
                }
            }
            let inside: Vec<Place> = inside
                .into_iter()
                .map(|(step, said)| {
                    let path = path.iter().cloned().chain([step]).collect();
                    Place { path, parent: Some(next), said, wanted: Vec::new() }
                })
                .collect();
            all.extend(inside);
            let Place { said, wanted, .. } = &mut all[next];
            wanted.extend(said.iter().filter_map(|l| pool.wants(*l)));
            wanted.sort_unstable();
            next += 1;
        }
        all
    }

    /// Whether the writer refuses an edited document for what it says of the place alone.
    fn refused(&mut self, places: &[Place], place: &Place, edit: &Edit<'_>) -> bool {
        let pool = &self.solver.pool;
        match edit {
            Edit::Hoisted(Lit::Object(members)) => {
                place.wanted.iter().any(|name| !members.contains_key(pool.text(*name)))
            }
            Edit::Hoisted(_) => false,
            Edit::Without => match (place.path.last(), place.parent) {
                (Some(Step::Member(name)), Some(parent)) => pool
                    .known_name(name)
                    .is_some_and(|name| places[parent].wanted.binary_search(&name).is_ok()),
                _ => false,
            },
            Edit::Plain(text) => {
                let plain = Lit::String((*text).to_owned());
                place.said.iter().any(|l| self.solver.holds(*l, &plain) == Some(false))
            }
        }
    }

    /// Puts in what the writer's examples have at the same places, where that shows the same.
    pub(super) fn adorn(&mut self, own: &[Key], theirs: &[Key], witness: Lit, blame: Blame) -> (Lit, Blame) {
        let examples: Vec<Lit> = self
            .schemas(own[0])
            .keywords(own[0].id)
            .and_then(|k| k.examples.as_ref())
            .map(|examples| examples.value.iter().take(EXAMPLES).filter_map(Lit::of).collect())
            .unwrap_or_default();
        let (mut witness, mut blame) = (witness, blame);
        for path in if examples.is_empty() { Vec::new() } else { paths(&witness) } {
            let here = at(&witness, &path).filter(|here| !matches!(here, Lit::Array(_) | Lit::Object(_)));
            let Some(here) = here.cloned() else { continue };
            let better = examples
                .iter()
                .filter_map(|example| at(example, &path))
                .find(|value| !matches!(value, Lit::Array(_) | Lit::Object(_)));
            let Some(better) = better.filter(|better| **better != here).cloned() else { continue };
            let mut other = witness.clone();
            if let Some(value) = at_mut(&mut other, &path) {
                *value = better;
            }
            if let Some(found) = self.shows(own, theirs, &other, &blame) {
                (witness, blame) = (other, found);
            }
        }
        (witness, blame)
    }
}

/// The ways to every value in a document, the outermost first.
fn paths(document: &Lit) -> Vec<Vec<Step>> {
    let mut all: Vec<Vec<Step>> = vec![Vec::new()];
    let mut next = 0;
    while let Some(path) = all.get(next).cloned() {
        next += 1;
        let inside: Vec<Step> = match at(document, &path) {
            Some(Lit::Object(members)) => members.keys().map(|name| Step::Member(name.clone())).collect(),
            // From the end, so that what is left keeps its index.
            Some(Lit::Array(items)) => (0..items.len()).rev().map(Step::Item).collect(),
            _ => Vec::new(),
        };
        all.extend(inside.into_iter().map(|step| path.iter().cloned().chain([step]).collect()));
    }
    all
}

/// A value in a document.
struct Place {
    path: Vec<Step>,
    /// The place of what holds it, in the same list.
    parent: Option<usize>,
    /// What must hold of it.
    said: Vec<L>,
    /// The members that it must have if it is an object, in order.
    wanted: Vec<u32>,
}

/// A way to make a document smaller at a place.
enum Edit<'v> {
    /// What an object holds stands in its place: of a recursive schema the same break may lie less deep.
    Hoisted(&'v Lit),
    Without,
    Plain(&'static str),
}

/// `deep`: schemas are recursive.
fn edits<'v>(document: &'v Lit, path: &[Step], deep: bool) -> Vec<Edit<'v>> {
    let here = at(document, path);
    let mut all = Vec::new();
    if let (Some(Lit::Object(members)), true) = (here, deep) {
        let objects =
            members.values().filter(|inner| matches!(inner, Lit::Object(members) if !members.is_empty()));
        all.extend(objects.map(Edit::Hoisted));
    }
    // Of equal items that follow each other the last one is enough.
    let again = match path.split_last() {
        Some((Step::Item(index), before)) => match at(document, before) {
            Some(Lit::Array(items)) => here.is_some() && items.get(index + 1) == here,
            _ => false,
        },
        _ => path.is_empty(),
    };
    if !again {
        all.push(Edit::Without);
    }
    if let Some(Lit::String(text)) = here {
        all.extend(["", "a"].into_iter().filter(|plain| plain.len() < text.len()).map(Edit::Plain));
    }
    all
}

fn edited(document: &Lit, path: &[Step], edit: &Edit<'_>) -> Option<Lit> {
    let mut other = document.clone();
    match edit {
        Edit::Hoisted(inner) => *at_mut(&mut other, path)? = (*inner).clone(),
        Edit::Plain(text) => *at_mut(&mut other, path)? = Lit::String((*text).to_owned()),
        Edit::Without => {
            let (last, before) = path.split_last()?;
            match (last, at_mut(&mut other, before)?) {
                (Step::Member(name), Lit::Object(members)) => drop(members.remove(name)),
                (Step::Item(index), Lit::Array(items)) if *index < items.len() => drop(items.remove(*index)),
                _ => return None,
            }
        }
    }
    Some(other)
}

fn at_mut<'v>(value: &'v mut Lit, path: &[Step]) -> Option<&'v mut Lit> {
    path.iter().try_fold(value, |value, step| match (step, value) {
        (Step::Member(name), Lit::Object(members)) => members.get_mut(name),
        (Step::Item(index), Lit::Array(items)) => items.get_mut(*index),
        _ => None,
    })
}

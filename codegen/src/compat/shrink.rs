//! A witness made smaller, and its values more like those that people know.

use super::blame::{Blame, Step, at};
use super::question::Question;
use super::solve::compile::Key;
use super::value::Lit;

/// Most smaller documents that are tried for one witness.
const SMALLER: u32 = 400;
/// Most examples that lend a witness their values.
const EXAMPLES: usize = 4;

impl Question<'_> {
    /// Whether a document still shows the same break.
    fn shows(&mut self, own: &[Key], theirs: &[Key], value: &Lit, blame: &Blame) -> Option<Blame> {
        let good = |this: &mut Self, key: &Key, wanted: bool| {
            let lit = this.lit(*key);
            this.solver.holds(lit, value) == Some(wanted)
        };
        let all =
            own.iter().all(|key| good(self, key, true)) && theirs.iter().all(|key| good(self, key, false));
        if !all {
            return None;
        }
        self.blame(theirs[0], value, &[]).filter(|found| found.spot == blame.spot)
    }

    /// Leaves out members and items, and makes values plainer, until nothing more can go.
    pub(super) fn shrink(&mut self, own: &[Key], theirs: &[Key], witness: Lit, blame: Blame) -> (Lit, Blame) {
        let (mut witness, mut blame, mut left) = (witness, blame, SMALLER);
        'again: loop {
            for path in paths(&witness) {
                for candidate in smaller(&witness, &path) {
                    left = left.saturating_sub(1);
                    if left == 0 {
                        return (witness, blame);
                    }
                    if let Some(found) = self.shows(own, theirs, &candidate, &blame) {
                        (witness, blame) = (candidate, found);
                        continue 'again;
                    }
                }
            }
            return (witness, blame);
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

/// The document with what an object holds in its place: of a recursive schema the same break may lie less deep.
fn inside(document: &Lit, path: &[Step]) -> Vec<Lit> {
    let Some(Lit::Object(members)) = at(document, path) else { return Vec::new() };
    let objects =
        members.values().filter(|inner| matches!(inner, Lit::Object(members) if !members.is_empty()));
    let mut all = Vec::new();
    for inner in objects {
        let mut other = document.clone();
        if let Some(place) = at_mut(&mut other, path) {
            *place = inner.clone();
            all.push(other);
        }
    }
    all
}

/// The document without the value at the end of the way, or with a plainer one there.
fn smaller(document: &Lit, path: &[Step]) -> Vec<Lit> {
    let mut all = inside(document, path);
    if let Some((last, before)) = path.split_last() {
        let mut fewer = document.clone();
        if let Some(parent) = at_mut(&mut fewer, before) {
            match (last, parent) {
                (Step::Member(name), Lit::Object(members)) => drop(members.remove(name)),
                (Step::Item(index), Lit::Array(items)) if *index < items.len() => drop(items.remove(*index)),
                _ => return all,
            }
            all.push(fewer);
        }
    }
    let plainer: Vec<Lit> = match at(document, path) {
        Some(Lit::String(text)) => ["", "a"]
            .into_iter()
            .filter(|plain| plain.len() < text.len())
            .map(|plain| Lit::String(plain.to_owned()))
            .collect(),
        _ => Vec::new(),
    };
    for plain in plainer {
        let mut other = document.clone();
        if let Some(value) = at_mut(&mut other, path) {
            *value = plain;
            all.push(other);
        }
    }
    all
}

fn at_mut<'v>(value: &'v mut Lit, path: &[Step]) -> Option<&'v mut Lit> {
    path.iter().try_fold(value, |value, step| match (step, value) {
        (Step::Member(name), Lit::Object(members)) => members.get_mut(name),
        (Step::Item(index), Lit::Array(items)) => items.get_mut(*index),
        _ => None,
    })
}

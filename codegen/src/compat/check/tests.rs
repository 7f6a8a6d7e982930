//! The checker passes what the search proves, and no forgery.

use std::path::Path;

use serde_json::value::RawValue;

use super::certificate::Cut;
use super::{Certificate, Tree, check};
use crate::compat::question::Question;
use crate::compat::solve::formula::L;
use crate::compat::{Semantics, Side};
use crate::load::{self, RawFile, Sources};
use crate::resolve::{self, Contracts};

const PATH: &str = "contracts/types/it.json";

/// Part of a case; the schemas as text, as some numbers are beyond 64 bits.
#[derive(serde::Deserialize)]
struct Case {
    name: String,
    old: Box<RawValue>,
    new: Box<RawValue>,
}

fn contracts(schema: &RawValue) -> Contracts {
    let mut sources = Sources::default();
    let file = RawFile { path: PATH.to_owned(), bytes: schema.get().as_bytes().to_vec() };
    resolve::resolve(&load::tree(&mut sources, None, vec![file]).0).0
}

fn side(contracts: &Contracts) -> Side<'_> {
    Side { schemas: &contracts.schemas, schema: contracts.types[PATH] }
}

/// Numbers that are no secret.
struct Random(u64);

impl Random {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % count.max(1)
    }
}

fn trees(certificate: &mut Certificate) -> Vec<&mut Tree> {
    let mut found = Vec::new();
    let mut open: Vec<&mut Tree> = certificate.entries.values_mut().flatten().map(|(_, tree)| tree).collect();
    while let Some(tree) = open.pop() {
        if tree.0.is_empty() {
            found.push(tree);
            continue;
        }
        // A tree and what is inside cannot both be held: one of them.
        if open.len().is_multiple_of(2) {
            found.push(tree);
        } else {
            open.extend(tree.0.iter_mut().map(|cut| &mut cut.why));
        }
    }
    found
}

/// A certificate with something else in it.
fn forged(certificate: &Certificate, all: L, random: &mut Random) -> Certificate {
    let mut forged = certificate.clone();
    let sets: Vec<Vec<L>> = forged.entries.keys().cloned().collect();
    let any = |random: &mut Random| {
        let l = L::try_from(random.below(usize::try_from(all).unwrap())).unwrap() + 1;
        if random.below(2) == 0 { l } else { -l }
    };
    if sets.is_empty() {
        return forged;
    }
    let set = sets[random.below(sets.len())].clone();
    match random.below(6) {
        0 => drop(forged.entries.remove(&set)),
        1 => {
            // It claims more than was shown.
            let entry = forged.entries.remove(&set).unwrap();
            let mut fewer = set.clone();
            if !fewer.is_empty() {
                fewer.remove(random.below(set.len()));
            }
            forged.entries.insert(fewer, entry);
        }
        2 => {
            let entry = forged.entries.remove(&set).unwrap();
            let mut other = set.clone();
            if let Some(l) = other.get_mut(random.below(set.len())) {
                *l = any(random);
            }
            other.sort_unstable();
            forged.entries.insert(other, entry);
        }
        3 => {
            let mut trees = trees(&mut forged);
            if let Some(at) = trees.len().checked_sub(1).map(|last| random.below(last + 1)) {
                let cut = random.below(trees[at].0.len());
                match trees[at].0.get(cut) {
                    Some(_) => drop(trees[at].0.remove(cut)),
                    None => trees[at].0.push(Cut { l: any(random), why: Tree::default(), spread: true }),
                }
            }
        }
        4 => {
            let l = any(random);
            let mut trees = trees(&mut forged);
            if let Some(at) = trees.len().checked_sub(1).map(|last| random.below(last + 1)) {
                match trees[at].0.first_mut() {
                    Some(cut) => cut.l = l,
                    None => trees[at].0.push(Cut { l, why: Tree::default(), spread: false }),
                }
            }
        }
        _ => drop(forged.entries.insert(vec![any(random)], Vec::new())),
    }
    forged
}

/// For each direction of each case: whether it was proved, and the certificate with the question.
fn each(mut look: impl FnMut(&str, &mut Question<'_>, &[L], bool)) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compat/cases");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let cases: Vec<Case> = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        for case in cases {
            let both = [contracts(&case.old), contracts(&case.new)];
            for (writer, reader) in [(0, 1), (1, 0)] {
                let mut question =
                    Question::new(side(&both[writer]), side(&both[reader]), Semantics::WriterReader);
                if let Some((root, proved)) = question.certificate() {
                    look(&case.name, &mut question, &root, proved);
                }
            }
        }
    }
}

#[test]
fn what_is_proved_passes_and_no_forgery_does() {
    let mut random = Random(1);
    let (mut proofs, mut needed, mut passed, mut refused) = (0, 0, 0, 0);
    let mut wrong = Vec::new();
    each(|name, question, root, proved| {
        let all = question.solver.pool.count();
        let certificate = question.solver.certificate();
        let solver = &mut question.solver;
        let mut holds =
            |certificate: &Certificate| check(&solver.pool, &mut solver.languages, true, certificate, root);
        if holds(&certificate) != proved {
            wrong.push(format!("{name}: proved {proved}"));
        }
        if proved {
            proofs += 1;
            // Without its conclusion nothing is shown.
            let mut without = certificate.clone();
            let mut conclusion = root.to_vec();
            conclusion.sort_unstable();
            conclusion.dedup();
            if without.entries.remove(&conclusion).is_some() && !holds(&without) {
                needed += 1;
            }
        }
        for _ in 0..100 {
            let mut other = certificate.clone();
            if !proved {
                // It claims what is not so, as if it went without saying.
                let mut conclusion = root.to_vec();
                conclusion.sort_unstable();
                conclusion.dedup();
                other.entries.insert(conclusion, Vec::new());
            }
            for _ in 0..=random.below(4) {
                other = forged(&other, all, &mut random);
            }
            let holds = holds(&other);
            assert!(proved || !holds, "{name}: a document is the proof of the contrary: {other:?}");
            *(if holds { &mut passed } else { &mut refused }) += 1;
        }
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(proofs > 60 && needed > 40, "{proofs} {needed}");
    assert!(passed > 500 && refused > 5_000, "{passed} {refused}");
}

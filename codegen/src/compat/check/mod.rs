//! The second look at "compatible": a certificate, and a checker that replays it.
//!
//! The search ([`super::solve`]) claims that no value is a member of the writer's formula and of the negated
//! reader's formula. Its certificate is a relation: sets of formulas (of both schemas, by their numbers in the
//! pool), each with the claim that no value satisfies all of the set. The checker shares the formulas with the
//! search, and the automata of patterns, and nothing else. It does not search: it replays the cuts of each
//! entry, and recomputes what closes each case.
//!
//! **Why a relation that passes is right.** Suppose that some entry had a member; take the smallest value that
//! is a member of any entry. Every rule below shows a contradiction within that value, or a proper part of it
//! (a member, an item, a name) that is a member of another entry, and so a smaller one. That is how recursive
//! schemas close: coinductively.
//!
//! The rules, for a set of formulas and one JSON type:
//!
//! * **Assert.** From a conjunction follow its parts, from a recursive schema its body. A formula and its
//!   negation, or a formula that holds for no value of the type, close the case.
//! * **Propagate.** Of alternatives all but one of which are known not to hold, the last one holds; "exactly one"
//!   and its negation alike. No alternative left closes the case.
//! * **Apart.** Of alternatives that are closed two by two no two hold, so "not exactly one" is "none". The value is
//!   the same one here, and not a part of it; so the two must be nested less than the entry: among the entries of
//!   which the smallest value is a member, the argument takes one whose formulas are nested least.
//! * **Cut.** `l` holds or it does not. The certificate names `l` and shows that it cannot hold (the case with `l`
//!   closes); the rest goes on with its negation. A split into alternatives is a chain of cuts.
//! * **Listed.** Where the values are listed (`enum`, booleans, null) each is refuted by a formula ([`scalar`]).
//! * **Number.** Empty intervals, one value that is refuted, multiples that are none within the interval or that are
//!   all refuted, and a unit of which the common multiple is one ([`scalar`]).
//! * **Text.** Lengths that exclude each other, or automata whose intersection is empty ([`scalar`]).
//! * **Part.** What is said of one part of the value (a member by name, an item by index) is closed: it contradicts
//!   itself at once, or it contains an entry of the relation ([`Checker::closed`]).
//! * **Object.** A member that must be there is closed; a member that must be there under some name is closed under
//!   every name; more members than there may be; fewer names than there must be members ([`object`]).
//! * **Array.** The same by position: for every length that matters, an item is closed or the items that must be
//!   somewhere are nowhere; more items are such than may be; too few values to be all different ([`array`]).

mod array;
mod certificate;
mod object;
mod scalar;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::solve::formula::{ANY, FALSE, Formula, L, NUMBER, Pool, TRUE, type_of};
use super::solve::language::Languages;
use super::texts::Texts;
use super::value::Lit;
use certificate::Cut;
pub(super) use certificate::{Certificate, Entry, Tree};

/// Steps that one check may take.
const STEPS: u32 = 400_000;
/// Deepest nesting of formulas about one value that is looked into.
const DEEP: u32 = 300;

/// Whether the certificate shows that no value satisfies all of `root`. With `formats`, texts are of the formats
/// that validators take them to be; without, nothing is known of that.
pub(super) fn check(
    pool: &Pool,
    languages: &mut Languages,
    formats: bool,
    certificate: &Certificate,
    root: &[L],
) -> bool {
    let mut checker = Checker::new(pool, languages, formats, certificate);
    if !checker.closed(root, &BTreeSet::new()) {
        return false;
    }
    while let Some(set) = checker.todo.pop() {
        let Some(entry) = certificate.entries.get(set) else { return false };
        checker.nested = set.iter().map(|l| checker.nesting(*l, 0)).max().unwrap_or(0);
        for kind in (0..6).map(|bit| 1 << bit) {
            let tree = entry.iter().find(|(of, _)| *of == kind).map(|(_, tree)| tree);
            let mut case = Case { kind, ..Case::default() };
            let open = set.iter().all(|l| checker.assert(&mut case, *l));
            if open && !checker.closes(case, tree.unwrap_or(&Tree(Vec::new()))) {
                return false;
            }
        }
    }
    true
}

/// Alternatives, and how many of them hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Count {
    Some,
    One,
    NotOne,
}

/// What is known of a value of one type.
#[derive(Debug, Clone, Default)]
struct Case {
    kind: u8,
    known: BTreeSet<L>,
    /// What holds as well, and was not followed up.
    aside: BTreeSet<L>,
    /// What speaks of the type itself.
    units: Vec<L>,
    choices: Vec<(Count, Vec<L>)>,
}

impl Case {
    fn has(&self, l: L) -> bool {
        self.known.contains(&l) || self.aside.contains(&l)
    }
}

struct Checker<'c> {
    pool: &'c Pool,
    languages: &'c mut Languages,
    texts: Texts,
    formats: bool,
    certificate: &'c Certificate,
    /// The entries by the formula of theirs that the fewest have.
    by_rarest: BTreeMap<L, Vec<&'c Vec<L>>>,
    /// Which formulas hold of which names.
    names: BTreeMap<(L, &'c str), Option<bool>>,
    /// Names that entries except.
    made_up: BTreeSet<&'c str>,
    /// For which types a formula holds for sure, and for which it never does.
    masks: BTreeMap<u32, (u8, u8)>,
    /// How deep formulas nest others about the same value, and how deep those of the entry do that is looked at.
    nestings: BTreeMap<u32, u32>,
    nested: u32,
    /// Whether every two of a list exclude each other in a value of a type.
    excluding: BTreeMap<(u8, Vec<L>), bool>,
    used: BTreeSet<&'c [L]>,
    todo: Vec<&'c [L]>,
    /// The formula that says "a text", if any does.
    text_type: Option<L>,
    steps: u32,
}

impl<'c> Checker<'c> {
    fn new(
        pool: &'c Pool,
        languages: &'c mut Languages,
        formats: bool,
        certificate: &'c Certificate,
    ) -> Self {
        let mut count: BTreeMap<L, usize> = BTreeMap::new();
        for l in certificate.entries.keys().flatten() {
            *count.entry(*l).or_default() += 1;
        }
        let mut made_up = BTreeSet::new();
        for l in count.keys().filter(|l| **l < 0) {
            if let Formula::Enum(values) = pool.get(*l) {
                let names = values.iter().filter_map(Lit::text);
                made_up.extend(names.filter(|name| pool.known_name(name).is_some()));
            }
        }
        let mut by_rarest: BTreeMap<L, Vec<&Vec<L>>> = BTreeMap::new();
        for set in certificate.entries.keys() {
            // What is negated may follow without being there.
            let said = set.iter().filter(|l| **l > 0).min_by_key(|l| count.get(*l));
            if let Some(rarest) = said.or(set.last()) {
                by_rarest.entry(*rarest).or_default().push(set);
            }
        }
        Self {
            pool,
            languages,
            texts: Texts::default(),
            formats,
            certificate,
            by_rarest,
            names: BTreeMap::new(),
            made_up,
            masks: BTreeMap::new(),
            nestings: BTreeMap::new(),
            nested: 0,
            excluding: BTreeMap::new(),
            used: BTreeSet::new(),
            todo: Vec::new(),
            text_type: pool.find(&Formula::Types(super::solve::formula::STRING)),
            steps: STEPS,
        }
    }

    /// Takes a step; `false` when there is none left.
    fn step(&mut self) -> bool {
        self.steps = self.steps.saturating_sub(1);
        self.steps > 0
    }

    /// Whether nothing satisfies all of the set and is none of the `taken` texts: it contradicts itself, or
    /// contains an entry, which then has to be shown as well.
    fn closed(&mut self, set: &[L], taken: &BTreeSet<&str>) -> bool {
        if !self.step() {
            return false;
        }
        let mut all: Vec<L> = set.iter().copied().filter(|l| *l != TRUE).collect();
        all.sort_unstable();
        all.dedup();
        let opposed = |l: &L| *l < 0 && all.binary_search(&-l).is_ok();
        if all.contains(&FALSE) || all.iter().any(opposed) {
            return true;
        }
        let gone =
            |l: &L| *l > 0 && matches!(self.pool.get(*l), Formula::Enum(values) if only_texts(values, taken));
        if !taken.is_empty() && all.iter().any(gone) {
            return true;
        }
        if all.iter().fold(ANY, |kinds, l| kinds & !self.mask(*l, 0).1) == 0 {
            return true;
        }
        let found = match self.certificate.entries.get_key_value(&all) {
            Some((exact, _)) if taken.is_empty() => Some(exact),
            _ => self.contained(&all, taken),
        };
        let Some(entry) = found else { return false };
        if self.used.insert(entry) {
            self.todo.push(entry);
        }
        true
    }

    /// An entry that follows from the set.
    fn contained(&mut self, all: &[L], taken: &BTreeSet<&str>) -> Option<&'c Vec<L>> {
        let pool = self.pool;
        let follows = |l: &L| {
            all.binary_search(l).is_ok()
                || (*l < 0 && matches!(pool.get(*l), Formula::Enum(values) if only_texts(values, taken)))
        };
        let mut looked = 0_u32;
        let mut found = None;
        for l in all.iter().rev() {
            for entry in self.by_rarest.get(l).into_iter().flatten() {
                looked += 1;
                if entry.len() <= all.len() + 1 && entry.iter().all(follows) {
                    found = Some(*entry);
                    break;
                }
            }
            if found.is_some() {
                break;
            }
        }
        self.steps = self.steps.saturating_sub(looked / 8);
        found
    }

    /// For which types the formula holds for sure, and for which it never does.
    fn mask(&mut self, l: L, depth: u32) -> (u8, u8) {
        let number = l.unsigned_abs();
        let (always, never) = match self.masks.get(&number) {
            Some(known) => *known,
            None if depth > DEEP => return (0, 0),
            None => {
                let found = self.masks_of(self.pool.get(l), depth);
                self.masks.insert(number, found);
                found
            }
        };
        if l > 0 { (always, never) } else { (never, always) }
    }

    fn masks_of(&mut self, formula: &Formula, depth: u32) -> (u8, u8) {
        let of = |kind: u8| (ANY & !kind, 0);
        match formula {
            Formula::True => (ANY, 0),
            Formula::All(all) => all.iter().fold((ANY, 0), |(always, never), l| {
                let (a, n) = self.mask(*l, depth + 1);
                (always & a, never | n)
            }),
            Formula::One(all) => (0, all.iter().fold(ANY, |never, l| never & self.mask(*l, depth + 1).1)),
            Formula::Node(k) => match self.pool.bodies.get(*k as usize) {
                Some(body) => self.mask(*body, depth + 1),
                None => (0, 0),
            },
            Formula::Types(types) => (*types, ANY & !types),
            Formula::Enum(values) => (0, values.iter().fold(ANY, |never, value| never & !type_of(value))),
            Formula::Integer
            | Formula::Whole
            | Formula::Min(..)
            | Formula::Max(..)
            | Formula::Multiple(_) => of(NUMBER),
            Formula::Hole(_) | Formula::Opaque(..) => (0, 0),
            other => of(about(other)),
        }
    }

    /// Adds what must hold, and what follows at once; `false` if it cannot be.
    fn assert(&mut self, case: &mut Case, l: L) -> bool {
        let mut queue = vec![l];
        while let Some(l) = queue.pop() {
            let (always, never) = self.mask(l, 0);
            if case.has(-l) || never & case.kind != 0 {
                return false;
            }
            if always & case.kind != 0 || !case.known.insert(l) {
                continue;
            }
            match (self.pool.get(l), l > 0) {
                (Formula::True, sign) => {
                    if !sign {
                        return false;
                    }
                }
                (Formula::All(all), true) => queue.extend(all),
                (Formula::All(all), false) => {
                    case.choices.push((Count::Some, all.iter().map(|l| -l).collect()));
                }
                (Formula::One(all), true) => case.choices.push((Count::One, all.clone())),
                (Formula::One(all), false) => case.choices.push((Count::NotOne, all.clone())),
                (Formula::Node(k), sign) => {
                    let body = self.pool.bodies[*k as usize];
                    queue.push(if sign { body } else { -body });
                }
                _ => case.units.push(l),
            }
        }
        true
    }

    /// Whether it follows from what is known, as far as that is plain.
    fn truth(&mut self, case: &Case, l: L, depth: u32) -> Option<bool> {
        let (always, never) = self.mask(l, 0);
        if case.has(l) || always & case.kind != 0 {
            return Some(true);
        }
        if case.has(-l) || never & case.kind != 0 {
            return Some(false);
        }
        match self.pool.get(l) {
            Formula::All(all) if depth > 0 => {
                let mut every = true;
                for inner in all {
                    match self.truth(case, *inner, depth - 1) {
                        Some(false) => return Some(l < 0),
                        Some(true) => {}
                        None => every = false,
                    }
                }
                every.then_some(l > 0)
            }
            Formula::Node(k) if depth > 0 => {
                let body = self.pool.bodies[*k as usize];
                self.truth(case, if l > 0 { body } else { -body }, depth - 1)
            }
            _ => None,
        }
    }

    /// Draws what follows from the alternatives; `false` if nothing is left of one.
    fn propagate(&mut self, case: &mut Case) -> bool {
        loop {
            let mut follows = Vec::new();
            for (count, list) in std::mem::take(&mut case.choices) {
                let (mut open, mut sure) = (Vec::new(), 0_usize);
                for l in list {
                    match self.truth(case, l, 3) {
                        Some(true) => sure += 1,
                        Some(false) => {}
                        None => open.push(l),
                    }
                }
                match (count, sure, &open[..]) {
                    (Count::Some, 1.., _) | (Count::NotOne, 2.., _) | (Count::NotOne, 0, []) => {}
                    (Count::Some | Count::One, 0, []) | (Count::NotOne, 1, []) | (Count::One, 2.., _) => {
                        return false;
                    }
                    (Count::Some | Count::One, 0, [l]) | (Count::NotOne, 1, [l]) => follows.push(*l),
                    (Count::NotOne, 0, [l]) => follows.push(-l),
                    (Count::One, 1, all) => follows.extend(all.iter().map(|l| -l)),
                    (Count::NotOne, 0, all) if self.apart(case.kind, all) => {
                        follows.extend(all.iter().map(|l| -l));
                    }
                    (Count::NotOne, 1, _) => case.choices.push((Count::Some, open)),
                    (count, 0, _) => case.choices.push((count, open)),
                }
            }
            if follows.is_empty() {
                return true;
            }
            if !follows.into_iter().all(|l| self.assert(case, l)) {
                return false;
            }
        }
    }

    /// Whether every two of these exclude each other in a value of the type.
    fn apart(&mut self, kind: u8, all: &[L]) -> bool {
        if all.iter().any(|l| self.nesting(*l, 0) >= self.nested) {
            return false;
        }
        let key = (kind, all.to_vec());
        if let Some(known) = self.excluding.get(&key) {
            return *known;
        }
        let of_type = self.pool.find(&Formula::Types(kind)).unwrap_or(TRUE);
        let pairs = all.iter().enumerate().flat_map(|(i, a)| all[i + 1..].iter().map(|b| [*a, *b, of_type]));
        let apart = pairs.into_iter().all(|set| self.closed(&set, &BTreeSet::new()));
        self.excluding.insert(key, apart);
        apart
    }

    /// How deep a formula nests others about the same value.
    fn nesting(&mut self, l: L, depth: u32) -> u32 {
        let number = l.unsigned_abs();
        if let Some(known) = self.nestings.get(&number) {
            return *known;
        }
        if depth > DEEP {
            return u32::MAX;
        }
        let pool = self.pool;
        let inside = match pool.get(l) {
            Formula::All(all) | Formula::One(all) => {
                all.iter().map(|l| self.nesting(*l, depth + 1).saturating_add(1)).max()
            }
            Formula::Node(k) => {
                pool.bodies.get(*k as usize).map(|body| self.nesting(*body, depth + 1).saturating_add(1))
            }
            _ => None,
        };
        let nesting = inside.unwrap_or(0);
        self.nestings.insert(number, nesting);
        nesting
    }

    /// Whether the cuts leave nothing of the case.
    fn closes(&mut self, mut case: Case, tree: &Tree) -> bool {
        if !self.step() {
            return false;
        }
        if !self.propagate(&mut case) {
            return true;
        }
        for Cut { l, why, spread } in &tree.0 {
            if self.truth(&case, *l, 3) == Some(false) {
                continue;
            }
            let mut with = case.clone();
            let open = self.assert(&mut with, *l);
            let shown = !open || (why.is_leaf() && self.leaf(&with)) || self.closes(with, why);
            if !shown {
                return false;
            }
            if *spread {
                if !self.assert(&mut case, -l) || !self.propagate(&mut case) {
                    return true;
                }
            } else {
                case.aside.insert(-l);
            }
        }
        !self.propagate(&mut case) || self.leaf(&case)
    }

    /// Whether what is known of the type itself excludes every value.
    fn leaf(&mut self, case: &Case) -> bool {
        use super::solve::formula::{ARRAY, OBJECT, STRING};
        if let Some(values) = self.listed(case) {
            return values.iter().all(|value| {
                case.known.iter().chain(&case.aside).any(|l| self.holds(*l, value, 0) == Some(false))
            });
        }
        match case.kind {
            NUMBER => scalar::no_number(self.pool, &case.units),
            STRING => self.no_text(case),
            ARRAY => self.no_array(&case.units),
            OBJECT => self.no_object(&case.units),
            _ => false,
        }
    }
}

/// The type that a formula speaks of.
fn about(formula: &Formula) -> u8 {
    use super::solve::formula::{ARRAY, OBJECT, STRING};
    match formula {
        Formula::MinLength(_) | Formula::MaxLength(_) | Formula::Pattern(_) | Formula::Format(_) => STRING,
        Formula::MinMembers(_) | Formula::MaxMembers(_) | Formula::Member(..) | Formula::Members(..) => {
            OBJECT
        }
        Formula::MinItems(_)
        | Formula::MaxItems(_)
        | Formula::Unique
        | Formula::Item(..)
        | Formula::Rest(..)
        | Formula::AtLeast(..) => ARRAY,
        _ => ANY,
    }
}

fn only_texts(values: &BTreeSet<Lit>, taken: &BTreeSet<&str>) -> bool {
    values.iter().all(|value| value.text().is_some_and(|text| taken.contains(text)))
}

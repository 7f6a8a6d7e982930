//! Formulas about one JSON value, each written once: equal formulas have equal numbers.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::rc::Rc;

use super::super::value::Lit;
use super::interned::Interned;
use crate::number::Number;

/// A formula, or (negative) that it does not hold.
pub(in crate::compat) type L = i32;

/// Holds for every value.
pub(in crate::compat) const TRUE: L = 1;
/// Holds for none.
pub(in crate::compat) const FALSE: L = -1;

/// The JSON types as bits.
pub(in crate::compat) const NULL: u8 = 1;
pub(in crate::compat) const BOOL: u8 = 2;
pub(in crate::compat) const NUMBER: u8 = 4;
pub(in crate::compat) const STRING: u8 = 8;
pub(in crate::compat) const ARRAY: u8 = 16;
pub(in crate::compat) const OBJECT: u8 = 32;
pub(in crate::compat) const ANY: u8 = 63;

/// What may be said of a value. All that speaks of one type holds for values of the others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::compat) enum Formula {
    True,
    All(Vec<L>),
    /// Exactly one holds.
    One(Vec<L>),
    /// A recursive schema: its body stands in [`Pool::bodies`].
    Node(u32),
    /// A recursive schema while it is not known which schemas are equal.
    Hole(u32),
    Types(u8),
    Integer,
    /// Written without fraction and exponent, as draft-04 wants an integer to be; implies [`Self::Integer`].
    Whole,
    /// One of these values; none is an array or an object.
    Enum(BTreeSet<Lit>),
    Min(Number, bool),
    Max(Number, bool),
    Multiple(Number),
    MinLength(u64),
    MaxLength(u64),
    Pattern(String),
    Format(String),
    MinItems(u64),
    MaxItems(u64),
    Unique,
    Item(u64, L),
    /// Every item from that index on.
    Rest(u64, L),
    /// At least so many items are such.
    AtLeast(u64, L),
    MinMembers(u64),
    MaxMembers(u64),
    /// The member of that name, if it is there.
    Member(u32, L),
    /// Every member whose name is such.
    Members(L, L),
    /// Not understood: the keyword, why, and which one.
    Opaque(&'static str, &'static str, u32),
}

/// All formulas of a question.
#[derive(Debug)]
pub(in crate::compat) struct Pool {
    formulas: Interned<Formula>,
    /// For which types a formula holds whatever the value is, and for which it never does.
    masks: Vec<(u8, u8)>,
    pub(in crate::compat) bodies: Vec<L>,
    names: Interned<String>,
    /// Room for a name that is looked for.
    name: String,
    /// Room for what is put together.
    list: Vec<L>,
}

/// In place of the types for which a formula always holds: they are those of a body that may not be there yet.
const OF_BODY: u8 = 64;

impl Pool {
    pub(super) fn new() -> Self {
        let mut pool = Self {
            formulas: Interned::new(),
            masks: Vec::with_capacity(128),
            bodies: Vec::new(),
            names: Interned::new(),
            name: String::new(),
            list: Vec::new(),
        };
        // Index 0 has no sign, so nothing that is ever said stands there.
        pool.intern(Formula::Hole(u32::MAX));
        pool.intern(Formula::True);
        pool
    }

    pub(in crate::compat) fn get(&self, l: L) -> &Formula {
        self.formulas.get(l.unsigned_abs() as usize)
    }

    /// The same, to be held while the pool changes.
    pub(super) fn shared(&self, l: L) -> Rc<Formula> {
        Rc::clone(self.formulas.get(l.unsigned_abs() as usize))
    }

    /// The number of a formula that was said before.
    pub(in crate::compat) fn find(&self, formula: &Formula) -> Option<L> {
        self.formulas.find(formula).map(number)
    }

    pub(super) fn name(&mut self, name: &str) -> u32 {
        self.name.clear();
        self.name.push_str(name);
        self.names.seek(&self.name).unwrap_or_else(|hash| self.names.put(self.name.clone(), hash))
    }

    pub(in crate::compat) fn known_name(&self, name: &str) -> Option<u32> {
        self.names.find(&name.to_owned())
    }

    /// How many formulas there are.
    #[cfg(test)]
    pub(in crate::compat) fn count(&self) -> L {
        L::try_from(self.formulas.len()).unwrap_or(L::MAX) - 1
    }

    /// How many names there are.
    pub(in crate::compat) fn names(&self) -> u32 {
        u32::try_from(self.names.len()).unwrap_or(u32::MAX)
    }

    pub(in crate::compat) fn text(&self, name: u32) -> &str {
        self.names.get(name as usize)
    }

    /// For which types it holds whatever the value is, and for which it never does.
    pub(super) fn sure(&self, l: L) -> (u8, u8) {
        let mut masks = self.masks[l.unsigned_abs() as usize];
        if masks.0 == OF_BODY {
            masks = self.mask_of_body(l);
        }
        if l > 0 { masks } else { (masks.1, masks.0) }
    }

    /// For which types it holds whatever the value is.
    pub(super) fn always(&self, l: L) -> u8 {
        self.sure(l).0
    }

    /// For which types it never holds.
    pub(super) fn never(&self, l: L) -> u8 {
        self.sure(l).1
    }

    fn mask_of_body(&self, l: L) -> (u8, u8) {
        let Formula::Node(k) = self.get(l) else { return (0, 0) };
        match self.bodies.get(*k as usize) {
            Some(body) if *body != 0 && !matches!(self.get(*body), Formula::Node(_)) => {
                let (always, never) = self.masks[body.unsigned_abs() as usize];
                if *body > 0 { (always, never) } else { (never, always) }
            }
            _ => (0, 0),
        }
    }

    pub(super) fn intern(&mut self, formula: Formula) -> L {
        match self.formulas.seek(&formula) {
            Ok(known) => number(known),
            Err(hash) => self.add(formula, hash),
        }
    }

    fn add(&mut self, formula: Formula, hash: u32) -> L {
        self.masks.push(self.masks_of(&formula));
        number(self.formulas.put(formula, hash))
    }

    fn masks_of(&self, formula: &Formula) -> (u8, u8) {
        let only = |of: u8| (ANY & !of, 0);
        match formula {
            Formula::True => (ANY, 0),
            Formula::All(all) => all
                .iter()
                .fold((ANY, 0), |(always, never), l| (always & self.always(*l), never | self.never(*l))),
            Formula::One(all) => (0, all.iter().fold(ANY, |never, l| never & self.never(*l))),
            Formula::Types(types) => (*types, ANY & !types),
            Formula::Enum(values) => (0, ANY & !values.iter().fold(0, |types, value| types | type_of(value))),
            Formula::Integer
            | Formula::Whole
            | Formula::Min(..)
            | Formula::Max(..)
            | Formula::Multiple(_) => only(NUMBER),
            Formula::MinLength(_) | Formula::MaxLength(_) | Formula::Pattern(_) | Formula::Format(_) => {
                only(STRING)
            }
            Formula::MinItems(_)
            | Formula::MaxItems(_)
            | Formula::Unique
            | Formula::Item(..)
            | Formula::Rest(..)
            | Formula::AtLeast(..) => only(ARRAY),
            Formula::MinMembers(_) | Formula::MaxMembers(_) | Formula::Member(..) | Formula::Members(..) => {
                only(OBJECT)
            }
            Formula::Node(_) => (OF_BODY, 0),
            Formula::Hole(_) | Formula::Opaque(..) => (0, 0),
        }
    }

    /// All of them hold.
    pub(super) fn all(&mut self, parts: impl IntoIterator<Item = L>) -> L {
        let mut flat = std::mem::take(&mut self.list);
        flat.clear();
        let mut types = ANY;
        for part in parts {
            match self.get(part) {
                Formula::All(inner) if part > 0 => {
                    for inner in inner {
                        match self.get(*inner) {
                            Formula::Types(set) if *inner > 0 => types &= set,
                            _ => flat.push(*inner),
                        }
                    }
                }
                Formula::Types(set) => types &= if part > 0 { *set } else { ANY & !set },
                _ => flat.push(part),
            }
        }
        let all = self.conjunction(&mut flat, types);
        self.list = flat;
        all
    }

    fn conjunction(&mut self, flat: &mut Vec<L>, types: u8) -> L {
        flat.sort_unstable();
        flat.dedup();
        flat.retain(|l| *l != TRUE);
        if types == 0 || flat.contains(&FALSE) || opposed(flat) {
            return FALSE;
        }
        let (mut refused, mut said) = (false, false);
        // What holds for all the types that are left says nothing.
        flat.retain(|l| {
            let (always, never) = (self.always(*l), self.never(*l));
            refused |= never & types == types;
            let says = always & types != types;
            said |= says && never & !types == ANY & !types;
            says
        });
        if refused {
            return FALSE;
        }
        if types != ANY && !said {
            let only = self.intern(Formula::Types(types));
            if let Err(at) = flat.binary_search(&only) {
                flat.insert(at, only);
            }
        }
        match flat[..] {
            [] => TRUE,
            [l] => l,
            _ => {
                let all = Formula::All(std::mem::take(flat));
                let found = self.formulas.seek(&all);
                if let Formula::All(list) = all {
                    *flat = list;
                }
                match found {
                    Ok(known) => number(known),
                    Err(hash) => self.add(Formula::All(flat.clone()), hash),
                }
            }
        }
    }

    /// At least one holds.
    pub(super) fn any(&mut self, parts: impl IntoIterator<Item = L>) -> L {
        -self.all(parts.into_iter().map(|l| -l))
    }

    /// Exactly one holds.
    pub(super) fn one(&mut self, parts: impl IntoIterator<Item = L>) -> L {
        let mut parts: Vec<L> = parts.into_iter().filter(|l| *l != FALSE).collect();
        parts.sort_unstable();
        // What stands there twice may not hold: it would hold twice.
        if parts.windows(2).any(|pair| pair[0] == pair[1]) {
            let runs: Vec<&[L]> = parts.chunk_by(|a, b| a == b).collect();
            let refused: Vec<L> = runs.iter().filter(|run| run.len() > 1).map(|run| -run[0]).collect();
            let once: Vec<L> = runs.iter().filter(|run| run.len() == 1).map(|run| run[0]).collect();
            let once = self.one(once);
            return self.all(refused.into_iter().chain([once]));
        }
        // Branches of types that no other branch takes exclude the others by themselves.
        let taken: Vec<u8> = parts.iter().map(|l| ANY & !self.never(*l)).collect();
        let apart = (0..taken.len()).all(|i| (0..i).all(|j| taken[i] & taken[j] == 0));
        match parts.len() {
            0 => FALSE,
            1 => parts[0],
            _ if apart => self.any(parts),
            _ => self.intern(Formula::One(parts)),
        }
    }

    pub(super) fn types(&mut self, types: u8) -> L {
        match types {
            0 => FALSE,
            ANY => TRUE,
            types => self.intern(Formula::Types(types)),
        }
    }

    pub(super) fn member(&mut self, name: u32, l: L) -> L {
        if l == TRUE { TRUE } else { self.intern(Formula::Member(name, l)) }
    }

    pub(super) fn required(&mut self, name: u32) -> L {
        -self.member(name, FALSE)
    }

    pub(super) fn members(&mut self, names: L, l: L) -> L {
        if l == TRUE || names == FALSE { TRUE } else { self.intern(Formula::Members(names, l)) }
    }

    pub(super) fn rest(&mut self, from: u64, l: L) -> L {
        if l == TRUE { TRUE } else { self.intern(Formula::Rest(from, l)) }
    }

    pub(super) fn at_least(&mut self, count: u64, l: L) -> L {
        match (count, l) {
            (0, _) => TRUE,
            (count, TRUE) => self.intern(Formula::MinItems(count)),
            (count, l) => self.intern(Formula::AtLeast(count, l)),
        }
    }

    /// Exactly this value.
    pub(super) fn value(&mut self, value: &Lit) -> L {
        match value {
            Lit::Array(items) => {
                let length = u64::try_from(items.len()).unwrap_or(u64::MAX);
                let mut parts = vec![self.types(ARRAY), self.intern(Formula::MaxItems(length))];
                if length > 0 {
                    parts.push(self.intern(Formula::MinItems(length)));
                }
                for (index, item) in (0..).zip(items) {
                    let item = self.value(item);
                    parts.push(self.intern(Formula::Item(index, item)));
                }
                self.all(parts)
            }
            Lit::Object(members) => {
                let mut parts = vec![self.types(OBJECT)];
                for (name, value) in members {
                    let (name, value) = (self.name(name), self.value(value));
                    parts.push(self.member(name, value));
                    parts.push(self.required(name));
                }
                let names = members.keys().map(|name| Lit::String(name.clone())).collect();
                let others = -self.values(names);
                parts.push(self.members(others, FALSE));
                self.all(parts)
            }
            scalar => self.values([scalar.clone()].into()),
        }
    }

    /// A text that is one of these; none, if there are none.
    pub(super) fn one_name_of(&mut self, names: &BTreeSet<String>) -> L {
        if names.is_empty() {
            return FALSE;
        }
        self.intern(Formula::Enum(names.iter().map(|name| Lit::String(name.clone())).collect()))
    }

    /// One of these values.
    pub(super) fn values(&mut self, values: BTreeSet<Lit>) -> L {
        if !values.is_empty() && values.iter().all(|value| !matches!(value, Lit::Array(_) | Lit::Object(_))) {
            return self.intern(Formula::Enum(values));
        }
        let (scalars, others): (BTreeSet<Lit>, BTreeSet<Lit>) =
            values.into_iter().partition(|value| !matches!(value, Lit::Array(_) | Lit::Object(_)));
        let mut parts: Vec<L> = others.iter().map(|value| self.value(value)).collect();
        if !scalars.is_empty() {
            parts.push(self.intern(Formula::Enum(scalars)));
        }
        self.any(parts)
    }
}

/// Whether a formula and its opposite are in a list, which is in order.
fn opposed(flat: &[L]) -> bool {
    let (mut low, mut high) = (flat.iter().peekable(), flat.iter().rev().peekable());
    while let (Some(&&a), Some(&&b)) = (low.peek(), high.peek()) {
        match (-a).cmp(&b) {
            _ if a > 0 || b < 0 => return false,
            Ordering::Equal => return true,
            Ordering::Greater => low.next(),
            Ordering::Less => high.next(),
        };
    }
    false
}

fn number(index: u32) -> L {
    L::try_from(index).unwrap_or(L::MAX)
}

pub(in crate::compat) fn type_of(value: &Lit) -> u8 {
    match value {
        Lit::Null => NULL,
        Lit::Bool(_) => BOOL,
        Lit::Number(_) => NUMBER,
        Lit::String(_) => STRING,
        Lit::Array(_) => ARRAY,
        Lit::Object(_) => OBJECT,
    }
}

//! Sets of texts: regular expressions with intersection and complement, decided by derivatives
//! (Brzozowski 1964), on code points.
//!
//! A text stands between two marks, so that `^` and `$` are characters like others.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use super::interned::Interned;
use crate::pattern::{Class, Node, Pattern};

/// An expression, by its number.
pub(in crate::compat) type R = u32;

/// What stands before a text, and behind it.
pub(super) const BEGIN: u32 = 0x11_0000;
pub(super) const END: u32 = 0x11_0001;

const NOTHING: R = 0;
pub(super) const EMPTY: R = 1;
/// Any text, marks included.
pub(super) const ALL: R = 2;

/// Most states that one question may visit.
const STATES: usize = 20_000;
/// Largest expression that a pattern may become.
const SIZE: usize = 5_000;

type Set = Vec<(u32, u32)>;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Expr {
    Nothing,
    Empty,
    Set(Set),
    Then(R, R),
    Or(Vec<R>),
    And(Vec<R>),
    Not(R),
    Repeat(R, u64, Option<u64>),
}

/// What is known of the texts that fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::compat) enum Found {
    Text(String),
    None,
    TooLarge,
}

#[derive(Debug)]
pub(in crate::compat) struct Languages {
    exprs: Interned<Expr>,
    nullable: Vec<bool>,
    derived: BTreeMap<(R, u32), R>,
    patterns: BTreeMap<String, Option<R>>,
    /// Derivatives that were taken so far.
    pub(super) work: u32,
}

impl Languages {
    pub(in crate::compat) fn new() -> Self {
        let mut all = Self {
            exprs: Interned::new(),
            nullable: Vec::new(),
            derived: BTreeMap::new(),
            patterns: BTreeMap::new(),
            work: 0,
        };
        all.add(Expr::Nothing);
        all.add(Expr::Empty);
        // Number 2 by order: the complement of nothing.
        all.add(Expr::Not(NOTHING));
        all
    }

    fn add(&mut self, expr: Expr) -> R {
        if let Some(known) = self.exprs.find(&expr) {
            return known;
        }
        let null = |r: &R| self.nullable[*r as usize];
        let nullable = match &expr {
            Expr::Nothing | Expr::Set(_) => false,
            Expr::Empty => true,
            Expr::Then(a, b) => null(a) && null(b),
            Expr::Or(all) => all.iter().any(null),
            Expr::And(all) => all.iter().all(null),
            Expr::Not(a) => !null(a),
            Expr::Repeat(a, min, _) => *min == 0 || null(a),
        };
        self.nullable.push(nullable);
        self.exprs.add(expr)
    }

    fn get(&self, r: R) -> &Expr {
        self.exprs.get(r as usize)
    }

    pub(super) fn set(&mut self, set: Set) -> R {
        if set.is_empty() { NOTHING } else { self.add(Expr::Set(set)) }
    }

    pub(super) fn then(&mut self, a: R, b: R) -> R {
        match (a, b) {
            (NOTHING, _) | (_, NOTHING) => NOTHING,
            (EMPTY, other) | (other, EMPTY) => other,
            (ALL, ALL) => ALL,
            _ => {
                // Leaning to the right, so that equal texts are equal.
                if let Expr::Then(first, rest) = *self.get(a) {
                    let rest = self.then(rest, b);
                    return self.then(first, rest);
                }
                self.add(Expr::Then(a, b))
            }
        }
    }

    pub(in crate::compat) fn or(&mut self, parts: impl IntoIterator<Item = R>) -> R {
        let mut flat = BTreeSet::new();
        for part in parts {
            match self.get(part) {
                Expr::Or(inner) => flat.extend(inner.iter().copied()),
                Expr::Nothing => {}
                _ => drop(flat.insert(part)),
            }
        }
        if flat.contains(&ALL) {
            return ALL;
        }
        if flat.len() <= 1 {
            return flat.first().copied().unwrap_or(NOTHING);
        }
        // One set for all the sets.
        let sets: Vec<R> = flat.iter().copied().filter(|r| matches!(self.get(*r), Expr::Set(_))).collect();
        if sets.len() > 1 {
            let mut union = Vec::new();
            for r in sets {
                flat.remove(&r);
                if let Expr::Set(set) = self.get(r) {
                    union.extend(set.iter().copied());
                }
            }
            let union = self.set(tidy(union));
            flat.insert(union);
        }
        match flat.len() {
            1 => flat.first().copied().unwrap_or(NOTHING),
            _ => self.add(Expr::Or(flat.into_iter().collect())),
        }
    }

    pub(in crate::compat) fn and(&mut self, parts: impl IntoIterator<Item = R>) -> R {
        let mut flat = BTreeSet::new();
        for part in parts {
            match self.get(part) {
                Expr::And(inner) => flat.extend(inner.iter().copied()),
                _ if part == ALL => {}
                _ => drop(flat.insert(part)),
            }
        }
        let opposed = |r: &R| matches!(self.get(*r), Expr::Not(inner) if flat.contains(inner));
        if flat.contains(&NOTHING) || flat.iter().any(opposed) {
            return NOTHING;
        }
        match flat.len() {
            0 => ALL,
            1 => flat.first().copied().unwrap_or(ALL),
            _ => self.add(Expr::And(flat.into_iter().collect())),
        }
    }

    pub(in crate::compat) fn not(&mut self, r: R) -> R {
        match *self.get(r) {
            Expr::Not(inner) => inner,
            _ => self.add(Expr::Not(r)),
        }
    }

    fn repeat(&mut self, r: R, min: u64, max: Option<u64>) -> R {
        match (r, min, max) {
            (_, _, Some(0)) | (EMPTY, ..) | (NOTHING, 0, _) => EMPTY,
            (NOTHING, ..) => NOTHING,
            (r, 1, Some(1)) => r,
            (r, min, max) => {
                // As what may be empty may always be left out, the least count says nothing.
                let min = if self.nullable[r as usize] { 0 } else { min };
                self.add(Expr::Repeat(r, min, max))
            }
        }
    }

    /// Whether nothing at all fits.
    pub(super) fn may_be_empty(&self, r: R) -> bool {
        self.nullable[r as usize]
    }

    fn character(&mut self) -> R {
        self.set(vec![(0, 0xd7ff), (0xe000, 0x10_ffff)])
    }

    /// All texts that a pattern finds itself in; `None` for what is beyond regular expressions.
    pub(in crate::compat) fn pattern(&mut self, pattern: &str) -> Option<R> {
        if let Some(known) = self.patterns.get(pattern) {
            return *known;
        }
        let found = Pattern::parse(pattern).ok().and_then(|parsed| {
            let mut budget = SIZE;
            let begun = self.begun();
            self.around(begun, None, &[parsed.node()], &mut budget)
        });
        self.patterns.insert(pattern.to_owned(), found);
        found
    }

    /// Texts of so many characters.
    pub(in crate::compat) fn length(&mut self, min: u64, max: Option<u64>) -> R {
        let one = self.character();
        let inside = self.repeat(one, min, max);
        self.marked(inside)
    }

    /// Exactly these texts.
    pub(in crate::compat) fn texts<'t>(&mut self, texts: impl Iterator<Item = &'t str>) -> R {
        let all: Vec<R> = texts
            .map(|text| {
                text.chars().rev().fold(EMPTY, |rest, c| {
                    let one = self.set(vec![(u32::from(c), u32::from(c))]);
                    self.then(one, rest)
                })
            })
            .collect();
        let any = self.or(all);
        self.marked(any)
    }

    fn marked(&mut self, inside: R) -> R {
        let (begin, end) = (self.set(vec![(BEGIN, BEGIN)]), self.set(vec![(END, END)]));
        let rest = self.then(inside, end);
        self.then(begin, rest)
    }

    /// The node, and then what follows.
    pub(super) fn before(&mut self, node: &Node, rest: R, budget: &mut usize) -> Option<R> {
        *budget = budget.checked_sub(1)?;
        Some(match node {
            Node::Empty => rest,
            Node::Literal(c) => {
                let set = self.set(vec![(u32::from(*c), u32::from(*c))]);
                self.then(set, rest)
            }
            Node::Class(class) => {
                let set = self.set(ranges(class));
                self.then(set, rest)
            }
            Node::End if rest == self.tail() => self.set(vec![(END, END)]),
            Node::End => {
                let end = self.set(vec![(END, END)]);
                self.and([end, rest])
            }
            Node::Sequence(nodes) => {
                let mut rest = rest;
                for node in nodes.iter().rev() {
                    rest = self.before(node, rest, budget)?;
                }
                rest
            }
            Node::Alternation(nodes) => {
                let all = nodes.iter().map(|n| self.before(n, rest, budget)).collect::<Option<Vec<R>>>()?;
                self.or(all)
            }
            Node::Group { body, .. } => self.before(body, rest, budget)?,
            Node::Look { ahead: true, negated, body } => {
                let inside = self.before(body, ALL, budget)?;
                let inside = if *negated { self.not(inside) } else { inside };
                self.and([inside, rest])
            }
            Node::Repeat { min, max, body, .. } => {
                if takes_only(body) {
                    let inside = self.before(body, EMPTY, budget)?;
                    let many = self.repeat(inside, u64::from(*min), max.map(u64::from));
                    self.then(many, rest)
                } else if let (Some(max), true) = (max, max.is_some_and(|max| max <= 8)) {
                    // Marks inside cannot be repeated: written out.
                    let mut all = vec![];
                    let mut many = rest;
                    for count in 0..=*max {
                        if count >= *min {
                            all.push(many);
                        }
                        many = self.before(body, many, budget)?;
                    }
                    self.or(all)
                } else {
                    return None;
                }
            }
            // What looks back is cut out before, where it can be.
            Node::Start
            | Node::Look { ahead: false, .. }
            | Node::BackReference { .. }
            | Node::WordBoundary { .. } => return None,
        })
    }

    fn derive(&mut self, r: R, c: u32) -> R {
        if let Some(known) = self.derived.get(&(r, c)) {
            return *known;
        }
        self.work = self.work.saturating_add(1);
        let next = match &*Rc::clone(self.exprs.get(r as usize)) {
            Expr::Nothing | Expr::Empty => NOTHING,
            Expr::Set(set) => {
                if set.iter().any(|(low, high)| *low <= c && c <= *high) {
                    EMPTY
                } else {
                    NOTHING
                }
            }
            Expr::Then(a, b) => {
                let first = self.derive(*a, c);
                let left = self.then(first, *b);
                if self.nullable[*a as usize] {
                    let right = self.derive(*b, c);
                    self.or([left, right])
                } else {
                    left
                }
            }
            Expr::Or(all) => {
                let all: Vec<R> = all.iter().map(|r| self.derive(*r, c)).collect();
                self.or(all)
            }
            Expr::And(all) => {
                let all: Vec<R> = all.iter().map(|r| self.derive(*r, c)).collect();
                self.and(all)
            }
            Expr::Not(a) => {
                let inside = self.derive(*a, c);
                self.not(inside)
            }
            Expr::Repeat(a, min, max) => {
                let first = self.derive(*a, c);
                let rest = self.repeat(*a, min.saturating_sub(1), max.map(|max| max - 1));
                self.then(first, rest)
            }
        };
        self.derived.insert((r, c), next);
        next
    }

    /// Where the characters that lead on from here part.
    fn edges(&self, r: R, edges: &mut BTreeSet<u32>) {
        match self.get(r) {
            Expr::Nothing | Expr::Empty => {}
            Expr::Set(set) => edges.extend(set.iter().flat_map(|(low, high)| [*low, high + 1])),
            Expr::Then(a, b) => {
                self.edges(*a, edges);
                if self.nullable[*a as usize] {
                    self.edges(*b, edges);
                }
            }
            Expr::Or(all) | Expr::And(all) => all.iter().for_each(|r| self.edges(*r, edges)),
            Expr::Not(a) | Expr::Repeat(a, ..) => self.edges(*a, edges),
        }
    }

    /// Whether the text belongs.
    pub(in crate::compat) fn holds(&mut self, r: R, text: &str) -> bool {
        let marked = [BEGIN].into_iter().chain(text.chars().map(u32::from)).chain([END]);
        let end = marked.fold(r, |r, c| self.derive(r, c));
        self.nullable[end as usize]
    }

    /// A shortest text that belongs.
    pub(in crate::compat) fn shortest(&mut self, r: R) -> Found {
        let start = self.derive(r, BEGIN);
        let mut from: BTreeMap<R, Option<(R, u32)>> = BTreeMap::from([(start, None)]);
        let mut queue = VecDeque::from([start]);
        let mut work = 0_usize;
        while let Some(state) = queue.pop_front() {
            let end = self.derive(state, END);
            if self.nullable[end as usize] {
                let (mut text, mut at) = (Vec::new(), state);
                while let Some(Some((before, c))) = from.get(&at) {
                    text.extend(char::from_u32(*c));
                    at = *before;
                }
                return Found::Text(text.into_iter().rev().collect());
            }
            if state == NOTHING {
                continue;
            }
            let mut edges = BTreeSet::from([0, 0xd800, 0xe000, 0x11_0000]);
            self.edges(state, &mut edges);
            work += edges.len();
            if from.len() > STATES || work > STATES * 10 || self.exprs.len() > 2_000_000 {
                return Found::TooLarge;
            }
            let edges: Vec<u32> = edges.into_iter().collect();
            let mut choices: Vec<u32> = edges
                .windows(2)
                .filter(|w| w[0] != 0xd800 && w[0] < 0x11_0000)
                .map(|w| pleasant(w[0], w[1] - 1))
                .collect();
            choices.sort_by_key(|c| (rank(*c), *c));
            for c in choices {
                let next = self.derive(state, c);
                if next != NOTHING && !from.contains_key(&next) {
                    from.insert(next, Some((state, c)));
                    queue.push_back(next);
                }
            }
        }
        Found::None
    }
}

/// Neither marks nor what looks around.
fn takes_only(node: &Node) -> bool {
    match node {
        Node::Empty | Node::Literal(_) | Node::Class(_) => true,
        Node::Sequence(_) | Node::Alternation(_) | Node::Group { .. } | Node::Repeat { .. } => {
            node.children().iter().all(takes_only)
        }
        _ => false,
    }
}

fn ranges(class: &Class) -> Set {
    tidy(class.ranges().iter().map(|range| (u32::from(range.start()), u32::from(range.end()))).collect())
}

fn tidy(mut set: Set) -> Set {
    set.sort_unstable();
    let mut out: Set = Vec::new();
    for (low, high) in set {
        match out.last_mut() {
            Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
            _ => out.push((low, high)),
        }
    }
    out
}

/// Letters before digits before other signs before all else.
fn rank(c: u32) -> u32 {
    match char::from_u32(c) {
        Some('a'..='z') => 0,
        Some('A'..='Z') => 1,
        Some('0'..='9') => 2,
        Some(' ' | '-' | '_' | '.') => 3,
        Some('!'..='~' | '\n') => 4,
        Some('\u{a1}'..) => 5,
        _ => 6,
    }
}

/// The nicest character of a range.
fn pleasant(low: u32, high: u32) -> u32 {
    let nice = "aA0 -_.".chars().chain('b'..='z').chain('B'..='Z').chain('1'..='9').chain('!'..='~');
    nice.chain(['\n'])
        .map(u32::from)
        .find(|c| low <= *c && *c <= high)
        .unwrap_or_else(|| low.max(0xa1).min(high))
}

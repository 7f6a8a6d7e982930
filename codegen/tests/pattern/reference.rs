//! What ECMA-262 says of a pattern (22.2.2), by its own continuations and nothing else: slow, and made to be read.

use std::ops::Range;

use super::{Tree, is_word};

/// How many steps a text may take; most take a few.
const STEPS: u32 = 20_000;

/// What was found, or that it takes too long.
type Found = Result<Option<State>, TooLong>;

struct TooLong;

#[derive(Clone)]
struct State {
    end: usize,
    captures: Vec<Option<Range<usize>>>,
}

struct Reference {
    input: Vec<char>,
    steps: std::cell::Cell<u32>,
}

impl Tree {
    /// Whether it matches somewhere in the text; `None` if that takes too long.
    pub(crate) fn finds(&self, text: &str) -> Option<bool> {
        let reference = Reference { input: text.chars().collect(), steps: STEPS.into() };
        for end in 0..=reference.input.len() {
            let start = State { end, captures: vec![None; self.groups().end] };
            if reference.run(self, &start, false, &|state| Ok(Some(state.clone()))).ok()?.is_some() {
                return Some(true);
            }
        }
        Some(false)
    }

    /// The numbers of the groups in it, which follow one another.
    fn groups(&self) -> Range<usize> {
        let union = |a: Range<usize>, b: Range<usize>| match (a.is_empty(), b.is_empty()) {
            (true, _) => b,
            (_, true) => a,
            _ => a.start.min(b.start)..a.end.max(b.end),
        };
        match self {
            Self::Sequence(nodes) | Self::Alternation(nodes) => {
                nodes.iter().map(Self::groups).fold(0..0, union)
            }
            Self::Group(index, body) => union(*index..index + 1, body.groups()),
            Self::Brackets(body) | Self::Look { body, .. } | Self::Repeat { body, .. } => body.groups(),
            Self::Atom(_) | Self::Assertion(_) | Self::Reference(_) => 0..0,
        }
    }
}

impl Reference {
    fn run(&self, tree: &Tree, x: &State, back: bool, then: &dyn Fn(&State) -> Found) -> Found {
        self.steps.set(self.steps.get().checked_sub(1).ok_or(TooLong)?);
        match tree {
            Tree::Atom((_, takes)) => {
                let place = if back { x.end.checked_sub(1) } else { Some(x.end) };
                match place.and_then(|at| self.input.get(at)) {
                    Some(c) if takes(*c) => {
                        let end = if back { x.end - 1 } else { x.end + 1 };
                        then(&State { end, captures: x.captures.clone() })
                    }
                    _ => Ok(None),
                }
            }
            Tree::Assertion(text) => {
                let word =
                    |at: Option<usize>| at.and_then(|at| self.input.get(at)).is_some_and(|c| is_word(*c));
                let boundary = word(x.end.checked_sub(1)) != word(Some(x.end));
                let holds = match *text {
                    "^" => x.end == 0,
                    "$" => x.end == self.input.len(),
                    r"\b" => boundary,
                    _ => !boundary,
                };
                if holds { then(x) } else { Ok(None) }
            }
            Tree::Sequence(nodes) => self.sequence(nodes, x, back, then),
            Tree::Alternation(arms) => {
                for arm in arms {
                    if let Some(found) = self.run(arm, x, back, then)? {
                        return Ok(Some(found));
                    }
                }
                Ok(None)
            }
            Tree::Brackets(body) => self.run(body, x, back, then),
            Tree::Group(index, body) => self.run(body, x, back, &|y| {
                let mut captures = y.captures.clone();
                captures[*index] = Some(x.end.min(y.end)..x.end.max(y.end));
                then(&State { end: y.end, captures })
            }),
            Tree::Look { ahead, negated, body, .. } => {
                match (self.run(body, x, !ahead, &|state| Ok(Some(state.clone())))?, negated) {
                    (Some(found), false) => then(&State { end: x.end, captures: found.captures }),
                    (None, true) => then(x),
                    _ => Ok(None),
                }
            }
            Tree::Reference(index) => {
                let Some(group) = x.captures[*index].clone() else { return then(x) };
                let length = group.len();
                let taken = if back {
                    x.end.checked_sub(length).map(|from| (from..x.end, from))
                } else {
                    Some((x.end..x.end + length, x.end + length))
                };
                let Some((taken, end)) = taken else { return Ok(None) };
                if self.input.get(taken).is_some_and(|taken| *taken == self.input[group]) {
                    then(&State { end, captures: x.captures.clone() })
                } else {
                    Ok(None)
                }
            }
            Tree::Repeat { count: (_, min, max), .. } => self.repeat(tree, *min, *max, x, back, then),
        }
    }

    fn sequence(&self, nodes: &[Tree], x: &State, back: bool, then: &dyn Fn(&State) -> Found) -> Found {
        match nodes {
            [] => then(x),
            [rest @ .., last] if back => self.run(last, x, back, &|y| self.sequence(rest, y, back, then)),
            [first, rest @ ..] => self.run(first, x, back, &|y| self.sequence(rest, y, back, then)),
        }
    }

    /// `RepeatMatcher`.
    fn repeat(
        &self,
        tree: &Tree,
        min: u32,
        max: Option<u32>,
        x: &State,
        back: bool,
        then: &dyn Fn(&State) -> Found,
    ) -> Found {
        let Tree::Repeat { greedy, body, .. } = tree else { return Ok(None) };
        if max == Some(0) {
            return then(x);
        }
        let again = |y: &State| {
            if min == 0 && y.end == x.end {
                return Ok(None);
            }
            self.repeat(tree, min.saturating_sub(1), max.map(|max| max - 1), y, back, then)
        };
        let mut round = x.clone();
        body.groups().for_each(|index| round.captures[index] = None);
        if min > 0 {
            return self.run(body, &round, back, &again);
        }
        let round = || self.run(body, &round, back, &again);
        let first = if *greedy { round()? } else { then(x)? };
        match first {
            Some(found) => Ok(Some(found)),
            None if *greedy => then(x),
            None => round(),
        }
    }
}

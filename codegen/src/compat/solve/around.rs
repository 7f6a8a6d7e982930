//! Patterns place by place. A place is behind the mark of the start and before the mark of the end. What looks back
//! (`^`, `\b`, look-behind) cuts a pattern in two: what is before is known from the left, what follows from the
//! right.

use super::language::{ALL, BEGIN, EMPTY, END, Languages, R};
use crate::pattern::Node;

/// Most alternatives that are written out.
const ALTERNATIVES: usize = 200;

impl Languages {
    /// Texts that are `before`, then what the nodes say, then anything. `ahead` holds of what follows `before`.
    pub(super) fn around(
        &mut self,
        before: R,
        ahead: Option<R>,
        nodes: &[&Node],
        budget: &mut usize,
    ) -> Option<R> {
        *budget = budget.checked_sub(1)?;
        let at = nodes.iter().position(|node| looks_back(node));
        let (plain, rest) = nodes.split_at(at.unwrap_or(nodes.len()));
        let Some((node, rest)) = rest.split_first() else {
            let mut after = self.tail();
            for node in plain.iter().rev() {
                after = self.before(node, after, budget)?;
            }
            let after = self.and([after].into_iter().chain(ahead));
            return Some(self.then(before, after));
        };
        if plain.iter().any(|node| looks_on(node)) {
            return None;
        }
        let mut taken = EMPTY;
        for node in plain.iter().rev() {
            taken = self.before(node, taken, budget)?;
        }
        let (before, ahead) = match ahead {
            // Nothing was taken: it still holds of what follows.
            ahead if plain.is_empty() => (before, ahead),
            Some(_) if self.may_be_empty(taken) => return None,
            ahead => {
                let taken = self.and([taken].into_iter().chain(ahead));
                (self.then(before, taken), None)
            }
        };
        match node {
            Node::Start => {
                let begin = self.set(vec![(BEGIN, BEGIN)]);
                let before = if before == self.begun() { begin } else { self.and([before, begin]) };
                self.around(before, ahead, rest, budget)
            }
            Node::Sequence(inner) => {
                let all: Vec<&Node> = inner.iter().chain(rest.iter().copied()).collect();
                self.around(before, ahead, &all, budget)
            }
            Node::Group { body, .. } => {
                let all: Vec<&Node> = [&**body].into_iter().chain(rest.iter().copied()).collect();
                self.around(before, ahead, &all, budget)
            }
            Node::Alternation(list) => {
                if list.len() > ALTERNATIVES {
                    return None;
                }
                let each = list.iter().map(|one| {
                    let all: Vec<&Node> = [one].into_iter().chain(rest.iter().copied()).collect();
                    self.around(before, ahead, &all, budget)
                });
                let all: Option<Vec<R>> = each.collect();
                all.map(|all| self.or(all))
            }
            Node::Look { negated, body, .. } => {
                if looks_back(body) || looks_on(body) {
                    return None;
                }
                let inside = self.before(body, EMPTY, budget)?;
                let behind = self.then(ALL, inside);
                let behind = if *negated { self.not(behind) } else { behind };
                let before = self.and([before, behind]);
                self.around(before, ahead, rest, budget)
            }
            Node::WordBoundary { negated } => {
                let word = self.word();
                let (ends, starts) = (self.then(ALL, word), self.then(word, ALL));
                let (no_end, no_start) = (self.not(ends), self.not(starts));
                let pairs = if *negated {
                    [(ends, starts), (no_end, no_start)]
                } else {
                    [(ends, no_start), (no_end, starts)]
                };
                let all: Option<Vec<R>> = pairs
                    .into_iter()
                    .map(|(left, right)| {
                        let before = self.and([before, left]);
                        let right = self.and([right].into_iter().chain(ahead));
                        self.around(before, Some(right), rest, budget)
                    })
                    .collect();
                all.map(|all| self.or(all))
            }
            _ => None,
        }
    }

    /// What is before a place.
    pub(super) fn begun(&mut self) -> R {
        let begin = self.set(vec![(BEGIN, BEGIN)]);
        self.then(begin, ALL)
    }

    /// What follows a place.
    pub(super) fn tail(&mut self) -> R {
        let end = self.set(vec![(END, END)]);
        self.then(ALL, end)
    }

    fn word(&mut self) -> R {
        let range = |low: char, high: char| (u32::from(low), u32::from(high));
        self.set(vec![range('0', '9'), range('A', 'Z'), range('_', '_'), range('a', 'z')])
    }
}

/// It looks at what is before it.
pub(super) fn looks_back(node: &Node) -> bool {
    matches!(node, Node::Start | Node::Look { ahead: false, .. } | Node::WordBoundary { .. })
        || node.children().iter().any(looks_back)
}

/// It looks at what follows.
fn looks_on(node: &Node) -> bool {
    matches!(node, Node::Look { ahead: true, .. } | Node::End | Node::BackReference { .. })
        || node.children().iter().any(looks_on)
}

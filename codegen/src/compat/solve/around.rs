//! Patterns that look behind, or at the edges of words: what is before such a place is known from the left, what
//! follows from the right.

use super::language::{ALL, BEGIN, EMPTY, Languages, R};
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
            let mut after = ALL;
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
        let before = match ahead {
            Some(_) if self.may_be_empty(taken) => return None,
            ahead => {
                let taken = self.and([taken].into_iter().chain(ahead.filter(|_| !plain.is_empty())));
                self.then(before, taken)
            }
        };
        match node {
            Node::Sequence(inner) => {
                let all: Vec<&Node> = inner.iter().chain(rest.iter().copied()).collect();
                self.around(before, None, &all, budget)
            }
            Node::Group { body, .. } => {
                let all: Vec<&Node> = [&**body].into_iter().chain(rest.iter().copied()).collect();
                self.around(before, None, &all, budget)
            }
            Node::Alternation(list) => {
                if list.len() > ALTERNATIVES {
                    return None;
                }
                let each = list.iter().map(|one| {
                    let all: Vec<&Node> = [one].into_iter().chain(rest.iter().copied()).collect();
                    self.around(before, None, &all, budget)
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
                let begun = self.begun();
                let before = self.and([before, begun, behind]);
                self.around(before, None, rest, budget)
            }
            Node::WordBoundary { negated } => {
                let word = self.word();
                let (ends, starts) = (self.then(ALL, word), self.then(word, ALL));
                // There is no place behind the end.
                let (nothing, no_end, no_start) = (self.not(EMPTY), self.not(ends), self.not(starts));
                let no_start = self.and([no_start, nothing]);
                let begun = self.begun();
                let pairs = if *negated {
                    [(ends, starts), (no_end, no_start)]
                } else {
                    [(ends, no_start), (no_end, starts)]
                };
                let all: Option<Vec<R>> = pairs
                    .into_iter()
                    .map(|(left, right)| {
                        let before = self.and([before, begun, left]);
                        self.around(before, Some(right), rest, budget)
                    })
                    .collect();
                all.map(|all| self.or(all))
            }
            _ => None,
        }
    }

    /// Behind the start of the text.
    fn begun(&mut self) -> R {
        let begin = self.set(vec![(BEGIN, BEGIN)]);
        self.then(begin, ALL)
    }

    fn word(&mut self) -> R {
        let range = |low: char, high: char| (u32::from(low), u32::from(high));
        self.set(vec![range('0', '9'), range('A', 'Z'), range('_', '_'), range('a', 'z')])
    }
}

/// It looks at what is before it.
pub(super) fn looks_back(node: &Node) -> bool {
    matches!(node, Node::Look { ahead: false, .. } | Node::WordBoundary { .. })
        || node.children().iter().any(looks_back)
}

/// It looks at what follows.
fn looks_on(node: &Node) -> bool {
    matches!(node, Node::Look { ahead: true, .. } | Node::End | Node::BackReference { .. })
        || node.children().iter().any(looks_on)
}

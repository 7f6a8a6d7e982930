//! Which groups a back-reference sees, decided before anything runs.
//!
//! In ECMA-262 a group that has not matched is the empty text, and each round of a repetition starts with its groups unset.
//! Other engines fail at the first and keep what an earlier round matched at the second. So each reference is
//! found to be set, unset, or either; where an earlier round would show, the pattern is refused.

use std::collections::BTreeSet;

use super::PatternError;
use super::node::Node;

/// What is known of a group at some place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Unset,
    Set,
    Maybe,
    /// Maybe, and what it matched in an earlier round may still be there in other engines.
    Stale,
}

/// The tree with groups only where a reference needs them, numbered anew, and without references to nothing.
pub(super) fn resolve(node: Node, groups: u32) -> Result<Node, PatternError> {
    let mut asked = BTreeSet::new();
    references(&node, &mut asked);
    let states = vec![State::Unset; groups as usize + 1];
    let mut resolver = Resolver { asked, states, loops: Vec::new(), behind: false };
    let node = resolver.walk(node)?;
    let mut used = BTreeSet::new();
    references(&node, &mut used);
    Ok(renumber(node, &used.into_iter().collect::<Vec<_>>()))
}

struct Resolver {
    /// The groups that any reference names.
    asked: BTreeSet<u32>,
    states: Vec<State>,
    /// The groups of each repetition that this place is in.
    loops: Vec<BTreeSet<u32>>,
    behind: bool,
}

impl Resolver {
    fn walk(&mut self, node: Node) -> Result<Node, PatternError> {
        Ok(match node {
            Node::Sequence(nodes) => {
                let nodes: Result<Vec<_>, _> = nodes.into_iter().map(|node| self.walk(node)).collect();
                Node::sequence(nodes?)
            }
            Node::Alternation(nodes) => {
                let before = self.states.clone();
                let mut after: Option<Vec<State>> = None;
                let mut arms = Vec::new();
                for node in nodes {
                    self.states.clone_from(&before);
                    arms.push(self.walk(node)?);
                    after = Some(match after {
                        None => self.states.clone(),
                        Some(other) => self.either(&other),
                    });
                }
                self.states = after.unwrap_or(before);
                Node::alternation(arms)
            }
            Node::Group { index, body } => {
                if self.behind && self.asked.contains(&index) {
                    return Err(refused("a back-reference to a group in a look-behind"));
                }
                let body = self.walk(*body)?;
                self.states[index as usize] = State::Set;
                if self.asked.contains(&index) { Node::Group { index, body: Box::new(body) } } else { body }
            }
            Node::BackReference { index, .. } => match self.states[index as usize] {
                _ if self.behind => return Err(refused("a back-reference in a look-behind")),
                State::Unset => Node::Empty,
                State::Set => Node::BackReference { index, may_be_unset: false },
                State::Maybe => Node::BackReference { index, may_be_unset: true },
                State::Stale => {
                    return Err(refused("a back-reference to a group that a repetition may leave unset"));
                }
            },
            Node::Look { ahead, negated, body } => {
                let before = self.states.clone();
                let behind = self.behind;
                self.behind |= !ahead;
                let body = Box::new(self.walk(*body)?);
                self.behind = behind;
                if negated {
                    self.states = before;
                }
                Node::Look { ahead, negated, body }
            }
            Node::Repeat { min, max, greedy, body } => self.repeat(min, max, greedy, *body)?,
            node => node,
        })
    }

    fn repeat(&mut self, min: u32, max: Option<u32>, greedy: bool, body: Node) -> Result<Node, PatternError> {
        // A round beyond the required ones must take something; an assertion never does.
        if max == Some(0) || (min == 0 && body.is_assertion()) {
            return Ok(Node::Empty);
        }
        if max == Some(1) && min == 1 || body.is_assertion() {
            return self.walk(body);
        }
        let before = self.states.clone();
        if max == Some(1) {
            let body = Box::new(self.walk(body)?);
            self.states = self.either(&before);
            return Ok(Node::Repeat { min, max, greedy, body });
        }
        let mut own = BTreeSet::new();
        groups(&body, &mut own);
        if body.is_nullable() && !own.is_disjoint(&self.asked) {
            return Err(refused("a back-reference to a group of a repetition that may match nothing"));
        }
        for group in &own {
            self.states[*group as usize] = State::Unset;
        }
        self.loops.push(own);
        let body = Box::new(self.walk(body)?);
        for group in self.loops.pop().unwrap_or_default() {
            let outer = self.loops.iter().any(|own| own.contains(&group));
            let state = &mut self.states[group as usize];
            *state = match state {
                State::Set if min > 0 => State::Set,
                State::Set if !outer => State::Maybe,
                State::Unset => State::Unset,
                _ => State::Stale,
            };
        }
        Ok(Node::Repeat { min, max, greedy, body })
    }

    /// What is known where two ways meet: this one and another.
    fn either(&self, other: &[State]) -> Vec<State> {
        let meet = |(index, (a, b)): (usize, (&State, &State))| match (*a, *b) {
            (a, b) if a == b => a,
            (State::Stale, _) | (_, State::Stale) => State::Stale,
            _ if self.loops.iter().flatten().any(|group| *group as usize == index) => State::Stale,
            _ => State::Maybe,
        };
        self.states.iter().zip(other).enumerate().map(meet).collect()
    }
}

fn refused(what: &str) -> PatternError {
    PatternError::new(0, format!("{what} means something else in other engines"))
}

fn references(node: &Node, found: &mut BTreeSet<u32>) {
    if let Node::BackReference { index, .. } = node {
        found.insert(*index);
    }
    node.children().iter().for_each(|child| references(child, found));
}

fn groups(node: &Node, found: &mut BTreeSet<u32>) {
    if let Node::Group { index, .. } = node {
        found.insert(*index);
    }
    node.children().iter().for_each(|child| groups(child, found));
}

/// Keeps the groups in `used`, which is sorted, and calls them by their rank there.
fn renumber(node: Node, used: &[u32]) -> Node {
    let rank = |index: u32| used.binary_search(&index).ok().and_then(|at| u32::try_from(at + 1).ok());
    let each = |nodes: Vec<Node>| nodes.into_iter().map(|node| renumber(node, used)).collect::<Vec<_>>();
    let boxed = |body: Box<Node>| Box::new(renumber(*body, used));
    match node {
        Node::Sequence(nodes) => Node::sequence(each(nodes)),
        Node::Alternation(nodes) => Node::alternation(each(nodes)),
        Node::Group { index, body } => match rank(index) {
            Some(index) => Node::Group { index, body: boxed(body) },
            None => renumber(*body, used),
        },
        Node::BackReference { index, may_be_unset } => {
            Node::BackReference { index: rank(index).unwrap_or(index), may_be_unset }
        }
        Node::Look { ahead, negated, body } => Node::Look { ahead, negated, body: boxed(body) },
        Node::Repeat { min, max, greedy, body } => Node::Repeat { min, max, greedy, body: boxed(body) },
        node => node,
    }
}

//! Which groups a back-reference may see, decided before anything runs.
//!
//! A group that has not matched is the empty text, and each round of a repetition starts with its groups unset. So
//! many a reference is to nothing, and many a pattern is plain without it.

use std::collections::BTreeSet;

use super::node::Node;

/// The tree with groups only where a reference needs them, numbered anew, and without references to nothing.
pub(super) fn resolve(node: Node, groups: u32) -> Node {
    let mut seen = Seen(vec![false; groups as usize + 1]);
    let node = seen.walk(node, false);
    let mut used = BTreeSet::new();
    references(&node, &mut used);
    renumber(node, &used.into_iter().collect::<Vec<_>>())
}

/// The groups that may have matched when a place is come to.
struct Seen(Vec<bool>);

impl Seen {
    /// Within a look-behind, `back`: from the last part to the first.
    fn walk(&mut self, node: Node, back: bool) -> Node {
        match node {
            Node::Sequence(mut nodes) => {
                if back {
                    nodes.reverse();
                }
                let mut nodes: Vec<Node> = nodes.into_iter().map(|node| self.walk(node, back)).collect();
                if back {
                    nodes.reverse();
                }
                Node::sequence(nodes)
            }
            Node::Alternation(nodes) => {
                let before = self.0.clone();
                let mut after = before.clone();
                let mut arms = Vec::new();
                for node in nodes {
                    self.0.clone_from(&before);
                    arms.push(self.walk(node, back));
                    self.merge_into(&mut after);
                }
                self.0 = after;
                Node::alternation(arms)
            }
            Node::Group { index, body } => {
                let body = Box::new(self.walk(*body, back));
                self.0[index as usize] = true;
                Node::Group { index, body }
            }
            Node::BackReference { index } if !self.0[index as usize] => Node::Empty,
            Node::Look { ahead, negated, body } => {
                let before = negated.then(|| self.0.clone());
                let body = Box::new(self.walk(*body, !ahead));
                self.0 = before.unwrap_or_else(|| std::mem::take(&mut self.0));
                Node::Look { ahead, negated, body }
            }
            Node::Repeat { min, max, greedy, body } => self.repeat(min, max, greedy, *body, back),
            node => node,
        }
    }

    fn repeat(&mut self, min: u32, max: Option<u32>, greedy: bool, body: Node, back: bool) -> Node {
        if max == Some(0) {
            return Node::Empty;
        }
        // No round before has been in the groups of this one, as it starts with all of them unset.
        let mut after = self.0.clone();
        let body = self.walk(body, back);
        match (body.is_assertion(), min, max) {
            // A round beyond the required ones must take something; an assertion never does.
            (true, 0, _) => {
                self.0 = after;
                Node::Empty
            }
            (true, ..) | (_, 1, Some(1)) => body,
            (false, ..) => {
                self.merge_into(&mut after);
                self.0 = after;
                Node::Repeat { min, max, greedy, body: Box::new(body) }
            }
        }
    }

    fn merge_into(&self, other: &mut [bool]) {
        other.iter_mut().zip(&self.0).for_each(|(other, own)| *other |= own);
    }
}

fn references(node: &Node, found: &mut BTreeSet<u32>) {
    if let Node::BackReference { index } = node {
        found.insert(*index);
    }
    node.children().iter().for_each(|child| references(child, found));
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
        Node::BackReference { index } => Node::BackReference { index: rank(index).unwrap_or(index) },
        Node::Look { ahead, negated, body } => Node::Look { ahead, negated, body: boxed(body) },
        Node::Repeat { min, max, greedy, body } => Node::Repeat { min, max, greedy, body: boxed(body) },
        node => node,
    }
}

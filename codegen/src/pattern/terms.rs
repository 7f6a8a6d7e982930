//! Takes apart what looks around, where it can be said without.
//!
//! Only whether a text matches is asked, never where. So a look-ahead behind `^` is a search of its own, one at
//! the open end of a pattern may take what it sees, and a word boundary between two known sides is no question.

use super::class::word;
use super::node::{Class, Node, negate};

/// What must match (true) and what must not.
///
/// Without `boundaries` no `\b` is left where its neighbours say what it is.
pub(super) fn terms(node: &Node, boundaries: bool) -> Vec<(bool, Node)> {
    let mut terms = Vec::new();
    split(node, &mut terms);
    for (_, node) in &mut terms {
        // What a back-reference sees must stay as it is; the rest may change, to look around less.
        let stays = refers(node) || (boundaries && node.is_regular());
        if !stays {
            *node = open_end(open_start(bounded(node.clone(), boundaries)));
        }
    }
    terms
}

fn refers(node: &Node) -> bool {
    node.any(&|node| matches!(node, Node::Group { .. } | Node::BackReference { .. }))
}

fn parts(node: &Node) -> &[Node] {
    match node {
        Node::Sequence(nodes) => nodes,
        node => std::slice::from_ref(node),
    }
}

/// Makes terms of the look-aheads behind `^` and the look-behinds before `$`.
fn split(node: &Node, terms: &mut Vec<(bool, Node)>) {
    let nodes = parts(node);
    let (mut from, mut to) = (0, nodes.len());
    let mut own = Vec::new();
    let mut pull = |anchored: Node, negated: bool| {
        let mut inner = Vec::new();
        split(&anchored, &mut inner);
        match inner.as_mut_slice() {
            _ if !negated => own.append(&mut inner),
            [(wanted, node)] => own.push((!*wanted, node.clone())),
            _ => own.push((false, anchored)),
        }
    };
    if nodes.first() == Some(&Node::Start) {
        from = 1;
        while let Some(Node::Look { ahead: true, negated, body }) = nodes.get(from) {
            if refers(body) {
                break;
            }
            pull(Node::sequence([Node::Start, (**body).clone()]), *negated);
            from += 1;
        }
    }
    if to > from && nodes.last() == Some(&Node::End) {
        to -= 1;
        while to > from
            && let Node::Look { ahead: false, negated, body } = &nodes[to - 1]
            && !refers(body)
        {
            pull(Node::sequence([(**body).clone(), Node::End]), *negated);
            to -= 1;
        }
    }
    if own.is_empty() {
        terms.push((true, node.clone()));
        return;
    }
    let start = (nodes.first() == Some(&Node::Start)).then_some(Node::Start);
    let end = (nodes.len() > 1 && nodes.last() == Some(&Node::End)).then_some(Node::End);
    let rest = nodes[from..to].iter().cloned();
    let rest = Node::sequence(start.into_iter().chain(rest).chain(end));
    if !matches!(rest, Node::Start | Node::End | Node::Empty) {
        own.insert(0, (true, rest));
    }
    terms.append(&mut own);
}

/// At the open end of a pattern a look-ahead may take what it sees.
fn open_end(node: Node) -> Node {
    match node {
        Node::Look { ahead: true, negated: false, body } => open_end(*body),
        Node::Look { ahead: true, negated: true, body } => match one(&body) {
            Some(set) => Node::alternation([Node::class(negate(set)), Node::End]),
            None => Node::Look { ahead: true, negated: true, body },
        },
        Node::Sequence(mut nodes) => {
            let last = nodes.pop().map(open_end);
            Node::sequence(nodes.into_iter().chain(last))
        }
        Node::Alternation(nodes) => Node::alternation(nodes.into_iter().map(open_end)),
        node => node,
    }
}

/// At its open start, a look-behind.
fn open_start(node: Node) -> Node {
    match node {
        Node::Look { ahead: false, negated: false, body } => open_start(*body),
        Node::Look { ahead: false, negated: true, body } => match one(&body) {
            Some(set) => Node::alternation([Node::Start, Node::class(negate(set))]),
            None => Node::Look { ahead: false, negated: true, body },
        },
        Node::Sequence(nodes) => {
            let mut nodes = nodes.into_iter();
            let first = nodes.next().map(open_start);
            Node::sequence(first.into_iter().chain(nodes))
        }
        Node::Alternation(nodes) => Node::alternation(nodes.into_iter().map(open_start)),
        node => node,
    }
}

/// The set of a node that is one character.
fn one(node: &Node) -> Option<Class> {
    match node {
        Node::Literal(c) => Some(super::node::class(&[(*c, *c)])),
        Node::Class(set) => Some(set.clone()),
        _ => None,
    }
}

/// Says what each `\b` of the outer sequence is by what stands beside it.
fn bounded(node: Node, keep: bool) -> Node {
    let mut nodes = match node {
        Node::Alternation(arms) => {
            return Node::alternation(arms.into_iter().map(|arm| bounded(arm, keep)));
        }
        Node::Sequence(nodes) => nodes,
        node => vec![node],
    };
    let mut at = 0;
    while !keep && at < nodes.len() {
        if let Node::WordBoundary { negated } = nodes[at] {
            let (before, after) = (&nodes[..at], &nodes[at + 1..]);
            if let Some(node) = side(before, after, negated) {
                nodes[at] = node;
            } else if let Some((range, node)) = run(before, after, at, negated) {
                nodes.splice(range, [node]);
                at = 0;
                continue;
            }
        }
        at += 1;
    }
    Node::sequence(nodes)
}

/// Whether the character before (or after) is of a word; the ends of the text are not.
fn is_word(node: Option<&Node>, last: bool) -> Option<bool> {
    let set = match node? {
        Node::Start if last => return Some(false),
        Node::End if !last => return Some(false),
        node => edge(node, last)?,
    };
    let mut inside = set.clone();
    inside.intersect(&word());
    if inside.ranges().is_empty() { Some(false) } else { (inside == set).then_some(true) }
}

/// What the last (or first) character of a node is one of, if it always has one.
fn edge(node: &Node, last: bool) -> Option<Class> {
    match node {
        Node::Sequence(nodes) => edge(if last { nodes.last()? } else { nodes.first()? }, last),
        Node::Alternation(nodes) => {
            let mut all = Class::empty();
            for node in nodes {
                all.union(&edge(node, last)?);
            }
            Some(all)
        }
        Node::Repeat { min: 1.., body, .. } => edge(body, last),
        node => one(node),
    }
}

/// A word boundary of which at least one side is known, as a look to the other.
fn side(before: &[Node], after: &[Node], negated: bool) -> Option<Node> {
    let look = |ahead: bool, word_here: bool| {
        // Where the sides must differ, a word here asks for none there.
        Node::Look { ahead, negated: word_here != negated, body: Box::new(Node::class(word())) }
    };
    match (is_word(before.last(), true), is_word(after.first(), false)) {
        (Some(a), Some(b)) if (a != b) != negated => Some(Node::Empty),
        (Some(_), Some(_)) => Some(Node::Class(Class::empty())),
        (Some(a), None) if after.is_empty() => Some(look(true, a)),
        (None, Some(b)) if before.is_empty() => Some(look(false, b)),
        _ => None,
    }
}

/// A word boundary beside `x*` or `x+`, whose last (or first) character then says it; what that replaces, and by what.
fn run(before: &[Node], after: &[Node], at: usize, negated: bool) -> Option<(std::ops::Range<usize>, Node)> {
    let fitting = |repeat: &Node, word_there: bool, far: Option<Option<bool>>, ahead: bool| {
        let Node::Repeat { min: min @ 0..=1, max: None, body, .. } = repeat else { return None };
        let mut set = one(body)?;
        set.intersect(&if word_there == negated { word() } else { negate(word()) });
        let any = Node::Repeat { min: 0, max: None, greedy: true, body: body.clone() };
        let (first, second) = if ahead { (Node::class(set), any) } else { (any, Node::class(set)) };
        let taken = Node::sequence([first, second]);
        if *min == 1 {
            return Some(taken);
        }
        // Nothing of the run is there: what is beyond it decides.
        let empty = (far?? != word_there) != negated;
        Some(if empty { Node::alternation([taken, Node::Empty]) } else { taken })
    };
    if let Some(next) = is_word(after.first(), false) {
        let far = before.len().checked_sub(2).map(|far| is_word(before.get(far), true));
        if let Some(node) = before.last().and_then(|repeat| fitting(repeat, next, far, false)) {
            return Some((at - 1..at + 1, node));
        }
    }
    if let Some(previous) = is_word(before.last(), true) {
        let far = (after.len() > 1).then(|| is_word(after.get(1), false));
        if let Some(node) = after.first().and_then(|repeat| fitting(repeat, previous, far, true)) {
            return Some((at..at + 2, node));
        }
    }
    None
}

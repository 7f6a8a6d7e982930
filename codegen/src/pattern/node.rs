//! [`Node`]: what a pattern says.

use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

/// A set of characters. Lone surrogates are in none: no JSON document holds one.
pub type Class = ClassUnicode;

/// A part of a pattern. Case-insensitivity, `\d`, the dot and the like are spelled out as classes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// The empty text.
    Empty,
    /// A character.
    Literal(char),
    /// One character of a set; of the empty set there is none.
    Class(Class),
    /// The start of the text.
    Start,
    /// The end of the text.
    End,
    /// A place between an ASCII word character and none, or (negated) any other place.
    WordBoundary {
        /// `\B`.
        negated: bool,
    },
    /// One after the other; two or more.
    Sequence(Vec<Node>),
    /// One of several; two or more.
    Alternation(Vec<Node>),
    /// What a back-reference looks back at. Numbers start at 1, in the order of the opening brackets.
    Group {
        /// The number.
        index: u32,
        /// What is in it.
        body: Box<Node>,
    },
    /// The text that a group matched, or the empty text if it did not.
    BackReference {
        /// The group's number.
        index: u32,
    },
    /// Holds where what is around fits, without taking it.
    Look {
        /// Whether it looks ahead, or behind.
        ahead: bool,
        /// Whether it must not fit.
        negated: bool,
        /// What it looks for.
        body: Box<Node>,
    },
    /// Several times.
    Repeat {
        /// At least so often.
        min: u32,
        /// At most so often.
        max: Option<u32>,
        /// Whether it tries more before fewer. This changes what matches only where look-around or a
        /// back-reference sees it.
        greedy: bool,
        /// What is repeated.
        body: Box<Node>,
    },
}

impl Node {
    /// No look-around and no back-references.
    pub fn is_regular(&self) -> bool {
        !self.any(&|node| matches!(node, Self::Look { .. } | Self::BackReference { .. }))
    }

    /// Whether `test` holds for it or a part of it.
    pub(super) fn any(&self, test: &dyn Fn(&Self) -> bool) -> bool {
        test(self) || self.children().iter().any(|child| child.any(test))
    }

    /// Its parts.
    pub fn children(&self) -> &[Self] {
        match self {
            Self::Sequence(nodes) | Self::Alternation(nodes) => nodes,
            Self::Group { body, .. } | Self::Look { body, .. } | Self::Repeat { body, .. } => {
                std::slice::from_ref(&**body)
            }
            _ => &[],
        }
    }

    /// Whether it may match the empty text, at least at some place.
    pub fn is_nullable(&self) -> bool {
        match self {
            Self::Literal(_) | Self::Class(_) => false,
            Self::Empty
            | Self::Start
            | Self::End
            | Self::WordBoundary { .. }
            | Self::BackReference { .. }
            | Self::Look { .. } => true,
            Self::Sequence(nodes) => nodes.iter().all(Self::is_nullable),
            Self::Alternation(nodes) => nodes.iter().any(Self::is_nullable),
            Self::Group { body, .. } => body.is_nullable(),
            Self::Repeat { min, body, .. } => *min == 0 || body.is_nullable(),
        }
    }

    /// Whether it takes no character, wherever it matches.
    pub fn is_assertion(&self) -> bool {
        match self {
            Self::Empty | Self::Start | Self::End | Self::WordBoundary { .. } | Self::Look { .. } => true,
            Self::Literal(_) | Self::Class(_) | Self::BackReference { .. } => false,
            Self::Sequence(nodes) | Self::Alternation(nodes) => nodes.iter().all(Self::is_assertion),
            Self::Group { body, .. } => body.is_assertion(),
            Self::Repeat { max, body, .. } => *max == Some(0) || body.is_assertion(),
        }
    }

    /// One after the other, flat, with as few nodes as it takes.
    pub(super) fn sequence(nodes: impl IntoIterator<Item = Self>) -> Self {
        let mut flat = Vec::new();
        for node in nodes {
            match node {
                Self::Empty => {}
                Self::Sequence(inner) => flat.extend(inner),
                node => flat.push(node),
            }
        }
        match flat.len() {
            0 => Self::Empty,
            1 => flat.remove(0),
            _ => Self::Sequence(flat),
        }
    }

    /// One of several, flat; at least one.
    pub(super) fn alternation(nodes: impl IntoIterator<Item = Self>) -> Self {
        let mut flat = Vec::new();
        for node in nodes {
            match node {
                Self::Alternation(inner) => flat.extend(inner),
                node => flat.push(node),
            }
        }
        if flat.len() == 1 { flat.remove(0) } else { Self::Alternation(flat) }
    }

    /// One character of a set.
    pub(super) fn class(class: Class) -> Self {
        match class.ranges() {
            [one] if one.start() == one.end() => Self::Literal(one.start()),
            _ => Self::Class(class),
        }
    }
}

/// A set from ranges.
pub(super) fn class(ranges: &[(char, char)]) -> Class {
    Class::new(ranges.iter().map(|&(start, end)| ClassUnicodeRange::new(start, end)))
}

/// All that is not in a set.
pub(super) fn negate(mut class: Class) -> Class {
    class.negate();
    class
}

//! Random patterns and texts that have something to do with each other.

mod reference;

use std::fmt;

use arbitrary::{Result, Unstructured};

/// What takes one character, and which ones.
type Atom = (&'static str, fn(char) -> bool);

const ATOMS: &[Atom] = &[
    ("a", |c| c == 'a'),
    ("b", |c| c == 'b'),
    ("-", |c| c == '-'),
    ("😀", |c| c == '😀'),
    ("é", |c| c == 'é'),
    (".", |c| c != '\n'),
    ("[ab]", |c| matches!(c, 'a' | 'b')),
    ("[^a]", |c| c != 'a'),
    ("[^😀]", |c| c != '😀'),
    (r"\w", is_word),
    (r"\W", |c| !is_word(c)),
    (r"\d", |c| c.is_ascii_digit()),
    (r"\s", |c| matches!(c, ' ' | '\n')),
    (r"\S", |c| !matches!(c, ' ' | '\n')),
    ("[a-é]", |c| matches!(c, 'a'..='é')),
    (r"[^\w]", |c| !is_word(c)),
    (r"\p{Pd}", |c| c == '-'),
    ("[]", |_| false),
    ("[^]", |_| true),
    (r"\u{61}", |c| c == 'a'),
    (r"\x62", |c| c == 'b'),
];
const ASSERTIONS: &[&str] = &["^", "$", r"\b", r"\B"];
/// With the least and the greatest count.
const QUANTIFIERS: &[(&str, u32, Option<u32>)] = &[
    ("?", 0, Some(1)),
    ("{2}", 2, Some(2)),
    ("{1,2}", 1, Some(2)),
    ("{0,2}", 0, Some(2)),
    ("*", 0, None),
    ("+", 1, None),
    ("{2,}", 2, None),
];
const LOOKS: &[(&str, bool, bool)] =
    &[("(?=", true, false), ("(?!", true, true), ("(?<=", false, false), ("(?<!", false, true)];
const CHARS: &[&str] = &["a", "a", "b", "b", "-", "😀", "😁", "é", "0", " ", "\n", "_"];

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// A pattern; valid with the `u` flag.
pub(crate) enum Tree {
    Atom(Atom),
    Assertion(&'static str),
    Sequence(Vec<Tree>),
    Alternation(Vec<Tree>),
    Brackets(Box<Tree>),
    Group(usize, Box<Tree>),
    Look { open: &'static str, ahead: bool, negated: bool, body: Box<Tree> },
    Reference(usize),
    Repeat { count: (&'static str, u32, Option<u32>), greedy: bool, body: Box<Tree> },
}

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Atom((text, _)) | Self::Assertion(text) => f.write_str(text),
            Self::Sequence(nodes) => nodes.iter().try_for_each(|node| node.fmt(f)),
            Self::Alternation(arms) => arms.iter().enumerate().try_for_each(|(at, arm)| {
                f.write_str(if at > 0 { "|" } else { "" })?;
                arm.fmt(f)
            }),
            Self::Brackets(body) => write!(f, "(?:{body})"),
            Self::Group(_, body) => write!(f, "({body})"),
            Self::Look { open, body, .. } => write!(f, "{open}{body})"),
            Self::Reference(index) => write!(f, "(?:\\{index})"),
            Self::Repeat { count, greedy, body } => {
                write!(f, "{body}{}{}", count.0, if *greedy { "" } else { "?" })
            }
        }
    }
}

pub(crate) fn pattern(u: &mut Unstructured<'_>) -> Result<Tree> {
    let mut writer = Writer { groups: 0 };
    let mut nodes = Vec::new();
    if u.ratio(1, 3)? {
        nodes.push(Tree::Assertion("^"));
    }
    let inner = writer.alternation(u, 3)?;
    nodes.push(match inner {
        Tree::Alternation(_) => Tree::Brackets(Box::new(inner)),
        inner => inner,
    });
    if u.ratio(1, 3)? {
        nodes.push(Tree::Assertion("$"));
    }
    let mut tree = Tree::Sequence(nodes);
    tree.settle(writer.groups);
    Ok(tree)
}

impl Tree {
    /// Lets references be to groups that there are.
    fn settle(&mut self, groups: usize) {
        match self {
            Self::Reference(_) if groups == 0 => *self = Self::Sequence(Vec::new()),
            Self::Reference(index) => *index = *index % groups + 1,
            Self::Sequence(nodes) | Self::Alternation(nodes) => {
                for node in nodes {
                    node.settle(groups);
                }
            }
            Self::Repeat { body, .. } if groups == 0 && matches!(**body, Self::Reference(_)) => {
                *self = Self::Sequence(Vec::new());
            }
            Self::Brackets(body)
            | Self::Group(_, body)
            | Self::Look { body, .. }
            | Self::Repeat { body, .. } => body.settle(groups),
            Self::Atom(_) | Self::Assertion(_) => {}
        }
    }
}

struct Writer {
    /// How many groups were opened.
    groups: usize,
}

impl Writer {
    fn alternation(&mut self, u: &mut Unstructured<'_>, depth: u32) -> Result<Tree> {
        let mut arms = vec![self.sequence(u, depth)?];
        for _ in 2..u.int_in_range(0..=4)? {
            arms.push(self.sequence(u, depth)?);
        }
        Ok(if arms.len() == 1 { arms.remove(0) } else { Tree::Alternation(arms) })
    }

    fn sequence(&mut self, u: &mut Unstructured<'_>, depth: u32) -> Result<Tree> {
        let mut nodes = Vec::new();
        for _ in 0..u.int_in_range(0..=3)? {
            let node = match u.int_in_range(0..=10)? {
                0 => Tree::Assertion(u.choose(ASSERTIONS)?),
                1 | 2 => Tree::Reference(u.int_in_range(0..=3)?),
                3..=6 if depth > 0 => self.group(u, depth)?,
                _ => Tree::Atom(*u.choose(ATOMS)?),
            };
            let repeatable = !matches!(node, Tree::Assertion(_) | Tree::Look { .. });
            nodes.push(if repeatable && u.ratio(1, 3)? {
                let (count, greedy) = (*u.choose(QUANTIFIERS)?, u.arbitrary()?);
                Tree::Repeat { count, greedy, body: Box::new(node) }
            } else {
                node
            });
        }
        Ok(Tree::Sequence(nodes))
    }

    fn group(&mut self, u: &mut Unstructured<'_>, depth: u32) -> Result<Tree> {
        Ok(match u.int_in_range(0..=5)? {
            0 | 1 => Tree::Brackets(Box::new(self.alternation(u, depth - 1)?)),
            2 | 3 => {
                self.groups += 1;
                Tree::Group(self.groups, Box::new(self.alternation(u, depth - 1)?))
            }
            _ => {
                let (open, ahead, negated) = *u.choose(LOOKS)?;
                Tree::Look { open, ahead, negated, body: Box::new(self.alternation(u, depth - 1)?) }
            }
        })
    }
}

/// A short text.
pub(crate) fn text(u: &mut Unstructured<'_>) -> Result<String> {
    let count = u.int_in_range(0..=6)?;
    (0..count).map(|_| u.choose(CHARS).copied()).collect()
}

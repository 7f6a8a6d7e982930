//! Writes a tree as text; what differs between the languages is a [`Dialect`].

use std::fmt::Write as _;

use regex_syntax::hir::ClassUnicodeRange;

use super::node::{Class, Node, negate};

/// How long an expression may get once its classes are spelled out.
const MAX_TEXT: usize = 200_000;
/// More often than this nothing is repeated: no text is that long.
pub(super) const MAX_COUNT: u32 = 1_000_000_000;

/// How many states an expression may stand for in an engine of the language, its counts multiplied out.
const MAX_STATES: u64 = 1_000_000;

/// What is escaped outside of a class.
pub(super) const OPERATORS: &[char] =
    &['\\', '.', '+', '*', '?', '(', ')', '|', '[', ']', '{', '}', '^', '$'];

/// How a language writes what the languages write differently.
pub(super) trait Dialect {
    /// The end of the text.
    const END: &'static str;
    /// A place between a word character and none; the other places. `None` if it cannot say so.
    const BOUNDARY: Option<[&'static str; 2]>;
    /// Whether it has look-around, groups and back-references, which mean what ECMA-262 says.
    const LOOKS: bool;
    /// Whether letters and digits of all scripts stand for themselves, or those of ASCII alone.
    const LETTERS: bool;
    /// What is escaped between brackets beside what all languages escape there.
    const IN_BRACKETS: &'static [char] = &[];

    /// A character, or a unit of one, by its number.
    fn number(c: u32, out: &mut String);

    /// A character outside of a class, as one atom.
    fn literal(c: char, out: &mut String) {
        if OPERATORS.contains(&c) {
            out.push('\\');
        }
        point::<Self>(u32::from(c), out);
    }

    /// A set of characters, as one atom.
    fn class(set: &Class, out: &mut String) {
        let other = negate(set.clone());
        let (open, set) =
            if set.ranges().len() <= other.ranges().len() { ("[", set) } else { ("[^", &other) };
        brackets::<Self>(open, set.iter().copied().map(numbers), out);
    }
}

/// Why there is no text.
pub(super) enum Unwritten {
    TooLarge,
    /// The language has no such thing.
    Unknown,
}

/// What is around a node, and so whether it needs brackets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Around {
    Nothing,
    Sequence,
    Quantifier,
}

/// The text of a tree.
pub(super) fn write<D: Dialect>(node: &Node) -> Result<String, Unwritten> {
    if !D::LOOKS && states(node) > MAX_STATES {
        return Err(Unwritten::TooLarge);
    }
    let mut out = String::new();
    part::<D>(node, Around::Nothing, &mut out)?;
    Ok(out)
}

fn part<D: Dialect>(node: &Node, around: Around, out: &mut String) -> Result<(), Unwritten> {
    if out.len() > MAX_TEXT {
        return Err(Unwritten::TooLarge);
    }
    let bracket = match node {
        Node::Alternation(_) => around > Around::Nothing,
        Node::Empty | Node::Sequence(_) | Node::Repeat { .. } | Node::Start | Node::End => {
            around > Around::Sequence
        }
        _ => false,
    };
    if bracket {
        out.push_str("(?:");
    }
    match node {
        Node::Empty => {}
        Node::Literal(c) => D::literal(*c, out),
        Node::Class(set) => D::class(set, out),
        Node::Start => out.push('^'),
        Node::End => out.push_str(D::END),
        Node::WordBoundary { negated } => {
            let boundary = D::BOUNDARY.ok_or(Unwritten::Unknown)?;
            out.push_str(boundary[usize::from(*negated)]);
        }
        Node::Group { .. } | Node::BackReference { .. } | Node::Look { .. } if !D::LOOKS => {
            return Err(Unwritten::Unknown);
        }
        Node::Sequence(nodes) => {
            for node in nodes {
                part::<D>(node, Around::Sequence, out)?;
            }
        }
        Node::Alternation(nodes) => {
            for (index, node) in nodes.iter().enumerate() {
                if index > 0 {
                    out.push('|');
                }
                part::<D>(node, Around::Nothing, out)?;
            }
        }
        Node::Group { body, .. } => enclosed::<D>("(", body, out)?,
        // In brackets, as a digit may follow.
        Node::BackReference { index } => {
            let _ = write!(out, "(?:\\{index})");
        }
        Node::Look { ahead, negated, body } => {
            let open = match (ahead, negated) {
                (true, false) => "(?=",
                (true, true) => "(?!",
                (false, false) => "(?<=",
                (false, true) => "(?<!",
            };
            enclosed::<D>(open, body, out)?;
        }
        Node::Repeat { min, max, greedy, body } => {
            if *min > MAX_COUNT {
                return Err(Unwritten::TooLarge);
            }
            part::<D>(body, Around::Quantifier, out)?;
            let max = max.filter(|max| *max <= MAX_COUNT);
            let _ = match (*min, max) {
                (0, None) => write!(out, "*"),
                (1, None) => write!(out, "+"),
                (0, Some(1)) => write!(out, "?"),
                (min, None) => write!(out, "{{{min},}}"),
                (min, Some(max)) if min == max => write!(out, "{{{min}}}"),
                (min, Some(max)) => write!(out, "{{{min},{max}}}"),
            };
            if !greedy {
                out.push('?');
            }
        }
    }
    if bracket {
        out.push(')');
    }
    Ok(())
}

/// Roughly how many states an automaton has.
fn states(node: &Node) -> u64 {
    let own = match node {
        Node::Class(set) => set.ranges().len() as u64,
        _ => 1,
    };
    let inner = node.children().iter().map(states).fold(own, u64::saturating_add);
    match node {
        Node::Repeat { min, max, .. } => {
            let max = max.filter(|max| *max <= MAX_COUNT);
            inner.saturating_mul(u64::from(max.unwrap_or(*min).max(1)))
        }
        _ => inner,
    }
}

fn enclosed<D: Dialect>(open: &str, body: &Node, out: &mut String) -> Result<(), Unwritten> {
    out.push_str(open);
    part::<D>(body, Around::Nothing, out)?;
    out.push(')');
    Ok(())
}

/// A character that stands for itself, as itself where that can be read.
pub(super) fn point<D: Dialect + ?Sized>(c: u32, out: &mut String) {
    match char::from_u32(c) {
        Some('\t') => out.push_str(r"\t"),
        Some('\n') => out.push_str(r"\n"),
        Some('\r') => out.push_str(r"\r"),
        Some(c) if matches!(c, ' '..='~') || (D::LETTERS && c.is_alphanumeric()) => out.push(c),
        _ => D::number(c, out),
    }
}

/// The ranges of a class between brackets.
pub(super) fn brackets<D: Dialect + ?Sized>(
    open: &str,
    ranges: impl IntoIterator<Item = (u32, u32)>,
    out: &mut String,
) {
    let point = |c: u32, out: &mut String| {
        let is_sign = |c| matches!(c, '\\' | '[' | ']' | '^' | '-') || D::IN_BRACKETS.contains(&c);
        if char::from_u32(c).is_some_and(is_sign) {
            out.push('\\');
        }
        self::point::<D>(c, out);
    };
    out.push_str(open);
    for (start, end) in ranges {
        point(start, out);
        if end > start {
            if end > start + 1 {
                out.push('-');
            }
            point(end, out);
        }
    }
    out.push(']');
}

/// The numbers of a range.
pub(super) fn numbers(range: ClassUnicodeRange) -> (u32, u32) {
    (u32::from(range.start()), u32::from(range.end()))
}

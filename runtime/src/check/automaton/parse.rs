//! From the text of a plain expression to positions.

use super::{Chars, Part, Positions, Set};

/// So many positions a set holds.
const POSITIONS: usize = 128;
/// Groups in each other.
const DEPTH: u32 = 16;

/// The positions, the whole, and whether the text may go on after it.
///
/// Plain are characters, classes of ASCII characters, groups, alternatives in groups and repeats, after `^`.
pub(super) fn parse(expression: &str) -> Option<(Positions, Part, bool)> {
    let bytes = expression.as_bytes().strip_prefix(b"^")?;
    let mut parser = Parser { bytes, at: 0, positions: Positions::default() };
    let whole = parser.sequence(0)?;
    let open = parser.peek() != Some(b'$');
    parser.at += usize::from(!open);
    if parser.at < bytes.len() { None } else { Some((parser.positions, whole, open)) }
}

struct Parser<'a> {
    bytes: &'a [u8],
    at: usize,
    positions: Positions,
}

impl Part {
    const EMPTY: Self = Self { first: 0, last: 0, empty: true };

    fn or(self, other: Self) -> Self {
        Self {
            first: self.first | other.first,
            last: self.last | other.last,
            empty: self.empty || other.empty,
        }
    }
}

impl Positions {
    fn char(&mut self, takes: Chars) -> Option<Part> {
        let at = self.takes.len();
        if at == POSITIONS {
            return None;
        }
        self.takes.push(takes);
        self.follow.push(0);
        Some(Part { first: 1 << at, last: 1 << at, empty: false })
    }

    fn connect(&mut self, from: Set, to: Set) {
        for (at, follow) in self.follow.iter_mut().enumerate() {
            if from >> at & 1 == 1 {
                *follow |= to;
            }
        }
    }

    fn then(&mut self, a: Part, b: Part) -> Part {
        self.connect(a.last, b.first);
        Part {
            first: if a.empty { a.first | b.first } else { a.first },
            last: if b.empty { a.last | b.last } else { b.last },
            empty: a.empty && b.empty,
        }
    }
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take(&mut self, wanted: u8) -> Option<()> {
        (self.peek() == Some(wanted)).then(|| self.at += 1)
    }

    /// Up to what cannot go on.
    fn sequence(&mut self, depth: u32) -> Option<Part> {
        let mut all = Part::EMPTY;
        while !matches!(self.peek(), None | Some(b'$' | b'|' | b')')) {
            let part = self.repeated(depth)?;
            all = self.positions.then(all, part);
        }
        Some(all)
    }

    fn repeated(&mut self, depth: u32) -> Option<Part> {
        let start = self.at;
        let once = self.once(depth)?;
        let end = self.at;
        let (least, most) = self.count()?;
        // No repeat of a repeat, and no possessive or lazy one: the former is not plain, the latter is the same.
        _ = self.take(b'?');
        if matches!(self.peek(), Some(b'*' | b'+' | b'?' | b'{')) {
            return None;
        }
        let after = self.at;
        let mut all = Part::EMPTY;
        for copy in 0..most.unwrap_or(least.max(1)) {
            let mut part = once;
            if copy > 0 {
                // Read again: each copy has positions of its own.
                self.at = start;
                part = self.once(depth)?;
                debug_assert_eq!(self.at, end);
            }
            if most.is_none() && copy + 1 >= least {
                self.positions.connect(part.last, part.first);
            }
            part.empty |= copy >= least;
            all = self.positions.then(all, part);
        }
        self.at = after;
        Some(if most == Some(0) { Part::EMPTY } else { all })
    }

    /// How often: at least and at most.
    fn count(&mut self) -> Option<(u32, Option<u32>)> {
        let (least, most) = match self.peek() {
            Some(b'*') => (0, None),
            Some(b'+') => (1, None),
            Some(b'?') => (0, Some(1)),
            Some(b'{') => {
                self.at += 1;
                let least = self.number()?;
                let most = if self.take(b',').is_none() {
                    Some(least)
                } else if self.peek() == Some(b'}') {
                    None
                } else {
                    Some(self.number()?)
                };
                if self.peek() != Some(b'}') || most.is_some_and(|most| most < least) {
                    return None;
                }
                (least, most)
            }
            _ => return Some((1, Some(1))),
        };
        self.at += 1;
        Some((least, most))
    }

    fn number(&mut self) -> Option<u32> {
        let mut value = None;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            self.at += 1;
            let number = value.unwrap_or(0) * 10 + u32::from(digit - b'0');
            value = Some(number).filter(|number| *number <= 128);
            value?;
        }
        value
    }

    fn once(&mut self, depth: u32) -> Option<Part> {
        match self.peek()? {
            b'(' => {
                self.at += 1;
                if self.take(b'?').is_some() {
                    self.take(b':')?;
                }
                if depth == DEPTH {
                    return None;
                }
                let mut all = self.sequence(depth + 1)?;
                while self.take(b'|').is_some() {
                    let other = self.sequence(depth + 1)?;
                    all = all.or(other);
                }
                self.take(b')')?;
                Some(all)
            }
            b'[' => {
                let class = self.class()?;
                self.positions.char(class)
            }
            b'.' => {
                self.at += 1;
                self.positions.char(Chars { ascii: !(1 << b'\n'), beyond: true })
            }
            _ => {
                let byte = self.character()?;
                self.positions.char(Chars { ascii: 1 << byte, beyond: false })
            }
        }
    }

    /// A character that means itself: a letter, a digit, or punctuation that is escaped or means nothing else.
    fn character(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        match byte {
            b'\\' => {
                let escaped = self.peek()?;
                self.at += 1;
                match escaped {
                    b'n' => Some(b'\n'),
                    b'r' => Some(b'\r'),
                    b't' => Some(b'\t'),
                    // `\<` and `\>` are the edges of words.
                    b'<' | b'>' => None,
                    byte => Some(byte).filter(u8::is_ascii_punctuation),
                }
            }
            b'^' | b'$' | b'|' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'*' | b'+' | b'?' | b'.' => None,
            byte => Some(byte).filter(u8::is_ascii),
        }
    }

    fn class(&mut self) -> Option<Chars> {
        self.take(b'[')?;
        let negated = self.take(b'^').is_some();
        let mut ascii = 0_u128;
        while self.take(b']').is_none() {
            let from = self.member()?;
            let to = match (self.take(b'-'), self.peek()) {
                (None, _) => from,
                // The difference of two sets.
                (Some(()), Some(b'-')) => return None,
                (Some(()), _) => self.member()?,
            };
            if from > to {
                return None;
            }
            for byte in from..=to {
                ascii |= 1 << byte;
            }
        }
        if ascii == 0 {
            return None;
        }
        Some(if negated { Chars { ascii: !ascii, beyond: true } } else { Chars { ascii, beyond: false } })
    }

    /// A character in a class; a `-` is escaped, first or last there.
    fn member(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        match byte {
            b'\\' => self.character(),
            b'-' => {
                self.at += 1;
                let edge = matches!(self.bytes.get(self.at.checked_sub(2)?), Some(b'[' | b'^'));
                (edge || self.peek() == Some(b']')).then_some(b'-')
            }
            // Operators on sets start with `&`, `~` or `-`, and classes within a class with `[`.
            b'&' | b'~' | b'[' | b'^' => None,
            byte => {
                self.at += 1;
                Some(byte).filter(u8::is_ascii)
            }
        }
    }
}

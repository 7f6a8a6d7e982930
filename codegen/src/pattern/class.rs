//! Classes: `[…]`, `\d`, `\p{…}` and the dot.

use regex_syntax::hir::{self, ClassUnicodeRange, HirKind};

use super::PatternError;
use super::node::{Class, class, negate};
use super::parse::{Parser, member_first};

/// A member of a class, as it is written.
enum Item {
    /// A code point, perhaps a lone surrogate.
    Point(u32),
    Set(Class),
}

/// `\w`.
pub(super) fn word() -> Class {
    class(&[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')])
}

/// `\s`: white space and line ends of ECMA-262.
fn space() -> Class {
    class(&[
        ('\t', '\r'),
        (' ', ' '),
        ('\u{a0}', '\u{a0}'),
        ('\u{1680}', '\u{1680}'),
        ('\u{2000}', '\u{200a}'),
        ('\u{2028}', '\u{2029}'),
        ('\u{202f}', '\u{202f}'),
        ('\u{205f}', '\u{205f}'),
        ('\u{3000}', '\u{3000}'),
        ('\u{feff}', '\u{feff}'),
    ])
}

/// What ends a line.
pub(super) fn line_ends() -> Class {
    class(&[('\n', '\n'), ('\r', '\r'), ('\u{2028}', '\u{2029}')])
}

/// Every character.
pub(super) fn anything() -> Class {
    class(&[('\0', char::MAX)])
}

/// Code points from `start` to `end`, without the surrogates.
pub(super) fn points(start: u32, end: u32) -> Class {
    let below = char::from_u32(start.min(0xd7ff)).zip(char::from_u32(end.min(0xd7ff)));
    let above = char::from_u32(start.max(0xe000)).zip(char::from_u32(end.max(0xe000)));
    let below = below.filter(|_| start <= 0xd7ff);
    let above = above.filter(|_| end >= 0xe000);
    Class::new(below.into_iter().chain(above).map(|(start, end)| ClassUnicodeRange::new(start, end)))
}

impl Parser<'_> {
    /// The set of `\d`, `\D`, `\w`, `\W`, `\s`, `\S`; `letter` is behind the backslash.
    pub(super) fn perl_class(&self, letter: char) -> Option<Class> {
        let set = match letter.to_ascii_lowercase() {
            'd' => class(&[('0', '9')]),
            'w' => self.folded(word()),
            's' => space(),
            _ => return None,
        };
        Some(if letter.is_ascii_uppercase() { negate(set) } else { set })
    }

    /// The set of `\p{…}` or `\P{…}`, behind the letter.
    pub(super) fn property(&mut self, letter: char) -> Result<Class, PatternError> {
        let from = self.at;
        let name = if self.eat('{') {
            let Some(length) = self.chars[self.at..].iter().position(|c| *c == '}') else {
                return Err(self.error(from, "the name of the property has no `}`"));
            };
            let name: String = self.chars[self.at..self.at + length].iter().collect();
            self.at += length + 1;
            name
        } else if let Some(c) = self.peek().filter(|c| self.lenient && c.is_ascii_alphabetic()) {
            self.at += 1;
            c.to_string()
        } else {
            return Err(self.error(from, format!("`\\{letter}` takes a property: \\{letter}{{…}}")));
        };
        let known = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '='));
        let found = regex_syntax::parse(&format!("\\p{{{name}}}")).ok().filter(|_| known);
        match found.map(hir::Hir::into_kind) {
            Some(HirKind::Class(hir::Class::Unicode(set))) => {
                let set = self.folded(set);
                Ok(if letter == 'P' { negate(set) } else { set })
            }
            Some(HirKind::Literal(literal)) if literal.0.is_ascii() => {
                let set = class(&[(char::from(literal.0[0]), char::from(literal.0[0]))]);
                Ok(if letter == 'P' { negate(set) } else { set })
            }
            _ => Err(self.error(from, format!("no property of characters is called `{name}`"))),
        }
    }

    /// With the other case of its letters, where case does not count.
    pub(super) fn folded(&self, mut set: Class) -> Class {
        if self.flags.ignore_case {
            // Fails only where the tables are not compiled in.
            let _ = set.try_case_fold_simple();
        }
        set
    }

    /// A class, behind its `[`.
    pub(super) fn class(&mut self) -> Result<Class, PatternError> {
        let open = self.at - 1;
        let negated = self.eat('^');
        let mut set = Class::empty();
        if self.lenient && member_first(&self.chars[self.at..]) {
            self.at += 1;
            set.push(ClassUnicodeRange::new(']', ']'));
        }
        loop {
            if self.eat(']') {
                break;
            }
            let from = self.at;
            let Some(first) = self.item()? else { return Err(self.error(open, "the class is not closed")) };
            let is_range = self.peek() == Some('-') && !matches!(self.chars.get(self.at + 1), None | Some(']'));
            if !is_range {
                add(&mut set, first);
                continue;
            }
            self.at += 1;
            let Some(last) = self.item()? else { return Err(self.error(open, "the class is not closed")) };
            match (first, last) {
                (Item::Point(first), Item::Point(last)) if first <= last => set.union(&points(first, last)),
                (Item::Point(_), Item::Point(_)) => {
                    return Err(self.error(from, "the range of characters is out of order"));
                }
                (first, last) if self.lenient => {
                    add(&mut set, first);
                    add(&mut set, Item::Point(u32::from('-')));
                    add(&mut set, last);
                }
                _ => return Err(self.error(from, "a range goes from one character to another")),
            }
        }
        let set = self.folded(set);
        Ok(if negated { negate(set) } else { set })
    }

    fn item(&mut self) -> Result<Option<Item>, PatternError> {
        let Some(c) = self.peek() else { return Ok(None) };
        self.at += 1;
        if c != '\\' {
            return Ok(Some(Item::Point(u32::from(c))));
        }
        let Some(c) = self.peek() else { return Ok(None) };
        if let Some(set) = self.perl_class(c) {
            self.at += 1;
            return Ok(Some(Item::Set(set)));
        }
        if matches!(c, 'p' | 'P') {
            self.at += 1;
            return self.property(c).map(|set| Some(Item::Set(set)));
        }
        if matches!(c, 'b' | '-') {
            self.at += 1;
            return Ok(Some(Item::Point(if c == 'b' { 8 } else { u32::from('-') })));
        }
        self.character_escape(true).map(|point| Some(Item::Point(point)))
    }
}

fn add(set: &mut Class, item: Item) {
    match item {
        Item::Point(point) => set.union(&points(point, point)),
        Item::Set(other) => set.union(&other),
    }
}

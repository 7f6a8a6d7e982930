//! Reads ECMA-262 patterns.

use super::PatternError;
use super::class::{anything, line_ends, points};
use super::groups::{Names, groups};
use super::node::{Node, negate};

/// How deep groups may nest. The engines have limits of their own, of which this is the smallest.
const MAX_DEPTH: u32 = 50;
/// How many quantifiers may follow one another, in the dialects that allow it.
const MAX_STACKED: u32 = 4;
/// How long a pattern may be.
const MAX_LENGTH: usize = 65_536;

/// The tree of a pattern, and how many groups it has.
pub(super) fn parse(source: &str) -> Result<(Node, u32), PatternError> {
    if source.len() > MAX_LENGTH {
        return Err(PatternError::new(0, "the pattern is too long"));
    }
    let chars: Vec<char> = source.chars().collect();
    let strict = Parser::new(source, &chars, false).pattern();
    // Where both fail, the second says what is wrong for whatever reader.
    strict.or_else(|_| Parser::new(source, &chars, true).pattern())
}

/// `(?ims)`.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flags {
    pub(super) ignore_case: bool,
    multiline: bool,
    dot_all: bool,
}

/// Where the reading stands.
pub(super) struct Parser<'p> {
    source: &'p str,
    pub(super) chars: &'p [char],
    pub(super) at: usize,
    /// Without the `u` flag.
    pub(super) lenient: bool,
    pub(super) flags: Flags,
    depth: u32,
    opened: u32,
    groups: u32,
    names: Names,
}

impl<'p> Parser<'p> {
    fn new(source: &'p str, chars: &'p [char], lenient: bool) -> Self {
        let (groups, names) = groups(chars, lenient);
        Self { source, chars, at: 0, lenient, flags: Flags::default(), depth: 0, opened: 0, groups, names }
    }

    fn pattern(mut self) -> Result<(Node, u32), PatternError> {
        for (number, (name, _)) in self.names.iter().enumerate() {
            if self.names[..number].iter().any(|(other, _)| other == name) {
                return Err(self.error(0, format!("two groups are called `{name}`")));
            }
        }
        let node = self.alternation()?;
        match self.peek() {
            None => Ok((node, self.groups)),
            Some(_) => Err(self.error(self.at, "this bracket closes no group")),
        }
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    pub(super) fn eat(&mut self, expected: char) -> bool {
        let found = self.peek() == Some(expected);
        self.at += usize::from(found);
        found
    }

    fn eat_text(&mut self, expected: &str) -> bool {
        let found =
            expected.chars().enumerate().all(|(i, c)| self.chars.get(self.at + i).is_some_and(|d| *d == c));
        if found {
            self.at += expected.chars().count();
        }
        found
    }

    /// An error at a character, whose byte is looked up.
    pub(super) fn error(&self, at: usize, message: impl Into<String>) -> PatternError {
        let offset = self.source.char_indices().nth(at).map_or(self.source.len(), |(offset, _)| offset);
        PatternError::new(offset, message)
    }

    fn alternation(&mut self) -> Result<Node, PatternError> {
        let mut arms = vec![self.sequence()?];
        while self.eat('|') {
            arms.push(self.sequence()?);
        }
        Ok(Node::alternation(arms))
    }

    fn sequence(&mut self) -> Result<Node, PatternError> {
        let mut nodes = Vec::new();
        while !matches!(self.peek(), None | Some('|' | ')')) {
            let from = self.at;
            let mut node = self.atom()?;
            let mut stacked = 0;
            while let Some((min, max, greedy)) = self.quantifier()? {
                stacked += 1;
                if stacked > if self.lenient { MAX_STACKED } else { 1 } {
                    return Err(self.error(from, "a quantifier follows another"));
                }
                if !self.lenient && self.is_bare_assertion(from) {
                    return Err(self.error(from, "what takes no character cannot be repeated"));
                }
                node = Node::Repeat { min, max, greedy, body: Box::new(node) };
            }
            nodes.push(node);
        }
        Ok(Node::sequence(nodes))
    }

    /// Whether `^`, `\b` or a look-around starts here, and not a group with nothing else in it.
    fn is_bare_assertion(&self, at: usize) -> bool {
        matches!(
            &self.chars[at..],
            ['^' | '$', ..]
                | ['\\', 'b' | 'B', ..]
                | ['(', '?', '=' | '!', ..]
                | ['(', '?', '<', '=' | '!', ..]
        )
    }

    fn atom(&mut self) -> Result<Node, PatternError> {
        let from = self.at;
        let Some(c) = self.peek() else { return Ok(Node::Empty) };
        self.at += 1;
        match c {
            '^' if self.flags.multiline => Ok(line(Node::Start, false)),
            '$' if self.flags.multiline => Ok(line(Node::End, true)),
            '^' => Ok(Node::Start),
            '$' => Ok(Node::End),
            '(' => self.group(),
            '[' => self.class().map(Node::class),
            '.' if self.flags.dot_all => Ok(Node::Class(anything())),
            '.' => Ok(Node::Class(negate(line_ends()))),
            '\\' => self.escape(),
            '*' | '+' | '?' => Err(self.error(from, "there is nothing to repeat")),
            '{' if self.lenient => {
                self.at = from;
                match self.quantifier()? {
                    Some(_) => Err(self.error(from, "there is nothing to repeat")),
                    None => {
                        self.at = from + 1;
                        Ok(self.literal('{'))
                    }
                }
            }
            '{' | '}' | ']' if !self.lenient => Err(self.error(from, format!("`{c}` needs a backslash"))),
            c => Ok(self.literal(c)),
        }
    }

    /// `*`, `+`, `?`, `{2,3}` and their lazy forms; `None` if there is none.
    fn quantifier(&mut self) -> Result<Option<(u32, Option<u32>, bool)>, PatternError> {
        let from = self.at;
        let (min, max) = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => {
                self.at += 1;
                let min = self.number();
                let max = if self.eat(',') { self.number() } else { min };
                let open = self.chars.get(self.at.wrapping_sub(1)) == Some(&',');
                match min {
                    Some(min) if self.peek() == Some('}') => (min, if open { None } else { max }),
                    _ if self.lenient => {
                        self.at = from;
                        return Ok(None);
                    }
                    _ => return Err(self.error(from, "`{` starts no count such as {2,5}")),
                }
            }
            _ => return Ok(None),
        };
        self.at += 1;
        if max.is_some_and(|max| max < min) {
            return Err(self.error(from, "the smaller count comes first"));
        }
        let greedy = !self.eat('?');
        Ok(Some((min, max, greedy)))
    }

    /// Digits; a number too large for anything is the largest there is.
    fn number(&mut self) -> Option<u32> {
        let from = self.at;
        while self.peek().is_some_and(|c| c.is_ascii_digit()) {
            self.at += 1;
        }
        let digits: String = self.chars[from..self.at].iter().collect();
        (!digits.is_empty()).then(|| digits.parse().unwrap_or(u32::MAX))
    }

    /// Behind `(`.
    fn group(&mut self) -> Result<Node, PatternError> {
        let open = self.at - 1;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error(open, "the groups nest too deeply"));
        }
        let flags = self.flags;
        let mut index = None;
        let mut look = None;
        if !self.eat('?') || (self.lenient && self.eat_text("P<")) || self.starts_name() {
            let named = self.chars.get(self.at.wrapping_sub(1)) == Some(&'<');
            self.opened += 1;
            index = Some(self.opened);
            if named {
                self.name()?;
            }
        } else if self.eat('=') {
            look = Some((true, false));
        } else if self.eat('!') {
            look = Some((true, true));
        } else if self.eat_text("<=") {
            look = Some((false, false));
        } else if self.eat_text("<!") {
            look = Some((false, true));
        } else if !self.eat(':') && self.set_flags(open)? {
            // `(?i)`: not a group, but for the rest of the one that it is in.
            self.depth -= 1;
            return Ok(Node::Empty);
        }
        let body = self.alternation()?;
        if !self.eat(')') {
            return Err(self.error(open, "the group is not closed"));
        }
        self.depth -= 1;
        self.flags = flags;
        let body = Box::new(body);
        Ok(match (index, look) {
            (Some(index), _) => Node::Group { index, body },
            (None, Some((ahead, negated))) => Node::Look { ahead, negated, body },
            (None, None) => *body,
        })
    }

    /// `<` of a name, not of a look-behind.
    fn starts_name(&mut self) -> bool {
        !matches!(self.chars.get(self.at + 1), Some('=' | '!')) && self.eat('<')
    }

    /// A group's name, up to and with `>`.
    fn name(&mut self) -> Result<String, PatternError> {
        let from = self.at;
        let length = self.chars[from..].iter().position(|c| *c == '>').unwrap_or(0);
        let name: String = self.chars[from..from + length].iter().collect();
        let letter = |c: char| c.is_alphabetic() || matches!(c, '_' | '$');
        if !name.starts_with(letter) || !name.chars().all(|c| letter(c) || c.is_alphanumeric()) {
            return Err(self.error(from, "this is no name for a group"));
        }
        self.at = from + length + 1;
        Ok(name)
    }

    /// `i-s:` or `i)`; the latter gives true.
    fn set_flags(&mut self, open: usize) -> Result<bool, PatternError> {
        let unknown = "a group starts with `(`, `(?:`, `(?=`, `(?!`, `(?<=`, `(?<!` or `(?<name>`";
        let mut on = true;
        let mut seen = 0;
        while let Some(c) = self.peek() {
            self.at += 1;
            match c {
                'i' => self.flags.ignore_case = on,
                'm' => self.flags.multiline = on,
                's' => self.flags.dot_all = on,
                'u' if self.lenient && on => {}
                '-' if on => on = false,
                ':' if seen > 0 => return Ok(false),
                ')' if seen > 0 && self.lenient => return Ok(true),
                _ => break,
            }
            seen += u32::from(c != '-');
        }
        Err(self.error(open, unknown))
    }

    pub(super) fn literal(&self, c: char) -> Node {
        self.point(u32::from(c))
    }

    fn point(&self, point: u32) -> Node {
        Node::class(self.folded(points(point, point)))
    }

    /// Behind a backslash, outside of a class.
    fn escape(&mut self) -> Result<Node, PatternError> {
        let from = self.at - 1;
        let Some(c) = self.peek() else {
            return Err(self.error(from, "the pattern ends with a backslash"));
        };
        if let Some(set) = self.perl_class(c) {
            self.at += 1;
            return Ok(Node::Class(set));
        }
        let simple = match c {
            'b' | 'B' => Some(Node::WordBoundary { negated: c == 'B' }),
            'A' if self.lenient => Some(Node::Start),
            'z' | 'Z' if self.lenient => Some(Node::End),
            _ => None,
        };
        if let Some(node) = simple {
            self.at += 1;
            return Ok(node);
        }
        match c {
            'p' | 'P' => {
                self.at += 1;
                self.property(c).map(Node::class)
            }
            '1'..='9' => {
                let number = self.number().unwrap_or_default();
                if number <= self.groups {
                    return self.reference(from, number);
                }
                if !self.lenient {
                    return Err(self.error(from, format!("there is no group {number}")));
                }
                self.at = from + 1;
                self.character_escape(false).map(|point| self.point(point))
            }
            'k' if !self.lenient || !self.names.is_empty() => {
                self.at += 1;
                if !self.eat('<') {
                    return Err(self.error(from, "`\\k` takes the name of a group: \\k<name>"));
                }
                let name = self.name()?;
                match self.names.iter().find(|(known, _)| *known == name) {
                    Some((_, index)) => self.reference(from, *index),
                    None => Err(self.error(from, format!("no group is called `{name}`"))),
                }
            }
            _ => self.character_escape(false).map(|point| self.point(point)),
        }
    }

    fn reference(&self, from: usize, index: u32) -> Result<Node, PatternError> {
        if self.flags.ignore_case {
            return Err(self.error(from, "a back-reference cannot be told to ignore case"));
        }
        Ok(Node::BackReference { index })
    }

    /// The code point of an escape, behind the backslash, in a class or outside.
    pub(super) fn character_escape(&mut self, in_class: bool) -> Result<u32, PatternError> {
        let from = self.at - 1;
        let Some(c) = self.peek() else {
            return Err(self.error(from, "the pattern ends with a backslash"));
        };
        self.at += 1;
        let point = match c {
            't' => 9,
            'n' => 10,
            'v' => 11,
            'f' => 12,
            'r' => 13,
            '0' if !self.peek().is_some_and(|c| c.is_ascii_digit()) => 0,
            '0'..='7' if self.lenient => {
                self.at -= 1;
                self.octal()
            }
            'c' => match self.peek() {
                Some(letter) if letter.is_ascii_alphabetic() => {
                    self.at += 1;
                    u32::from(letter) % 32
                }
                Some(other) if self.lenient && in_class && (other.is_ascii_digit() || other == '_') => {
                    self.at += 1;
                    u32::from(other) % 32
                }
                _ if self.lenient => {
                    self.at -= 1;
                    u32::from('\\')
                }
                _ => return Err(self.error(from, "`\\c` takes a letter")),
            },
            'x' | 'u' => match self.hex(c) {
                Some(point) => point,
                None if self.lenient => u32::from(c),
                None => {
                    let form = if c == 'x' { "two digits: \\x41" } else { "four digits: \\u0041" };
                    return Err(self.error(from, format!("`\\{c}` takes {form}")));
                }
            },
            '^' | '$' | '\\' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '/' => {
                u32::from(c)
            }
            c if self.lenient => u32::from(c),
            c => return Err(self.error(from, format!("`\\{c}` is no escape"))),
        };
        Ok(point)
    }

    /// At most three octal digits, up to 0o377.
    fn octal(&mut self) -> u32 {
        let mut value = 0;
        for _ in 0..3 {
            match self.peek().and_then(|c| c.to_digit(8)) {
                Some(digit) if value * 8 + digit <= 0o377 => value = value * 8 + digit,
                _ => break,
            }
            self.at += 1;
        }
        value
    }

    /// `41`, `{1F600}`, `0041`, `D83D\uDE00`; nothing is taken if there is none.
    fn hex(&mut self, letter: char) -> Option<u32> {
        let from = self.at;
        if (letter == 'u' || self.lenient) && self.eat('{') {
            let length = self.chars[self.at..].iter().position(|c| *c == '}').unwrap_or(0);
            let digits: String = self.chars[self.at..self.at + length].iter().collect();
            let value = hex_value(&digits).filter(|value| *value <= u32::from(char::MAX));
            self.at = if value.is_some() { self.at + length + 1 } else { from };
            return value;
        }
        let value = self.digits(if letter == 'x' { 2 } else { 4 })?;
        if (0xd800..0xdc00).contains(&value) {
            let after = self.at;
            if self.eat_text("\\u") {
                match self.digits(4) {
                    Some(low) if (0xdc00..0xe000).contains(&low) => {
                        return Some(0x10000 + ((value - 0xd800) << 10) + (low - 0xdc00));
                    }
                    _ => self.at = after,
                }
            }
        }
        Some(value)
    }

    fn digits(&mut self, count: usize) -> Option<u32> {
        let digits: String = self.chars.get(self.at..self.at + count)?.iter().collect();
        let value = hex_value(&digits)?;
        self.at += count;
        Some(value)
    }
}

/// Hexadecimal digits and nothing else; leading zeros do not count.
fn hex_value(digits: &str) -> Option<u32> {
    let all = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit());
    let digits = digits.trim_start_matches('0');
    if !all {
        return None;
    }
    if digits.is_empty() { Some(0) } else { u32::from_str_radix(digits, 16).ok() }
}

/// `^` or `$` where each line has a start and an end.
fn line(text_end: Node, ahead: bool) -> Node {
    let body = Box::new(Node::Class(line_ends()));
    Node::Alternation(vec![text_end, Node::Look { ahead, negated: false, body }])
}

//! Reads an expression into a tree.

use std::str::Chars;

/// How deep groups may nest.
const DEPTH: u32 = 256;

/// An expression as it is written.
pub(super) struct Tree {
    pub(super) node: Node,
    pub(super) sets: Vec<Set>,
    /// How many groups it has; their numbers start at 1.
    pub(super) groups: u32,
    pub(super) looks: usize,
    /// Whether it has back-references.
    pub(super) refers: bool,
}

/// A part of an expression.
pub(super) enum Node {
    /// A character of a set.
    Set(u32),
    Start,
    End,
    Boundary {
        negated: bool,
    },
    Sequence(Vec<Node>),
    /// Of two arms at least.
    Alternation(Vec<Node>),
    Group {
        index: u32,
        body: Box<Node>,
    },
    Reference(u32),
    Look {
        /// Each has its own.
        number: usize,
        ahead: bool,
        negated: bool,
        /// Whether there is a group or a reference in it.
        captures: bool,
        body: Box<Node>,
    },
    Repeat {
        min: u32,
        max: Option<u32>,
        greedy: bool,
        /// The groups in it, from the first to before the second.
        groups: (u32, u32),
        body: Box<Node>,
    },
}

/// A set of characters.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Set {
    ascii: u128,
    /// In order and apart.
    ranges: Box<[(char, char)]>,
    negated: bool,
}

impl Set {
    fn new(mut ranges: Vec<(char, char)>, negated: bool) -> Self {
        ranges.sort_unstable();
        let mut apart: Vec<(char, char)> = Vec::new();
        for (first, last) in ranges {
            match apart.last_mut() {
                Some((_, end)) if first <= *end => *end = last.max(*end),
                _ => apart.push((first, last)),
            }
        }
        let mut set = Self { ascii: 0, ranges: apart.into(), negated };
        set.ascii = (0..0x80).filter(|c| set.lists(char::from(*c)) != negated).fold(0, |all, c| all | 1 << c);
        set
    }

    fn lists(&self, c: char) -> bool {
        let found = self.ranges.binary_search_by(|(first, last)| match c {
            c if *last < c => std::cmp::Ordering::Less,
            c if c < *first => std::cmp::Ordering::Greater,
            _ => std::cmp::Ordering::Equal,
        });
        found.is_ok()
    }

    pub(super) fn has(&self, c: char) -> bool {
        if c.is_ascii() { self.ascii >> u32::from(c) & 1 == 1 } else { self.lists(c) != self.negated }
    }
}

/// Why there is no tree.
type Error = String;

struct Parser<'p> {
    rest: Chars<'p>,
    depth: u32,
    sets: Vec<Set>,
    groups: u32,
    looks: usize,
    /// The highest number that is referred to, and how many references there are.
    highest: u32,
    references: u32,
}

pub(super) fn parse(expression: &str) -> Result<Tree, Error> {
    let rest = expression.chars();
    let mut parser =
        Parser { rest, depth: 0, sets: Vec::new(), groups: 0, looks: 0, highest: 0, references: 0 };
    let node = parser.alternation()?;
    let Parser { sets, groups, looks, highest, references, .. } = parser;
    if parser.rest.next().is_some() || highest > groups {
        return Err("a bracket or a group is missing".to_owned());
    }
    Ok(Tree { node, sets, groups, looks, refers: references > 0 })
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.clone().next()
    }

    fn eat(&mut self, expected: &str) -> bool {
        let rest = self.rest.as_str().strip_prefix(expected);
        if let Some(rest) = rest {
            self.rest = rest.chars();
        }
        rest.is_some()
    }

    fn next(&mut self) -> Result<char, Error> {
        self.rest.next().ok_or_else(|| "the expression ends too early".to_owned())
    }

    fn alternation(&mut self) -> Result<Node, Error> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err("the groups nest too deeply".to_owned());
        }
        let first = self.sequence()?;
        let mut arms = Vec::new();
        while self.eat("|") {
            arms.push(self.sequence()?);
        }
        self.depth -= 1;
        if arms.is_empty() {
            return Ok(first);
        }
        arms.insert(0, first);
        Ok(Node::Alternation(arms))
    }

    fn sequence(&mut self) -> Result<Node, Error> {
        let mut nodes = Vec::new();
        while !matches!(self.peek(), None | Some('|' | ')')) {
            let from = self.groups + 1;
            let body = self.atom()?;
            nodes.push(match self.quantifier()? {
                Some((min, max)) => {
                    let greedy = !self.eat("?");
                    Node::Repeat { min, max, greedy, groups: (from, self.groups + 1), body: Box::new(body) }
                }
                None => body,
            });
        }
        Ok(if nodes.len() == 1 { nodes.remove(0) } else { Node::Sequence(nodes) })
    }

    fn quantifier(&mut self) -> Result<Option<(u32, Option<u32>)>, Error> {
        Ok(Some(match self.peek() {
            Some('*') => (0, self.end(None)?),
            Some('+') => (1, self.end(None)?),
            Some('?') => (0, self.end(Some(1))?),
            Some('{') => {
                self.next()?;
                let min = self.number()?;
                let max = match self.peek() {
                    Some(',') => {
                        self.next()?;
                        if self.peek() == Some('}') { None } else { Some(self.number()?) }
                    }
                    _ => Some(min),
                };
                if self.next()? != '}' || max.is_some_and(|max| max < min) {
                    return Err("this is no count".to_owned());
                }
                (min, max)
            }
            _ => return Ok(None),
        }))
    }

    /// Behind a quantifier of one character.
    fn end(&mut self, max: Option<u32>) -> Result<Option<u32>, Error> {
        self.next().map(|_| max)
    }

    fn number(&mut self) -> Result<u32, Error> {
        let text = self.rest.as_str();
        let (digits, rest) = text.split_at(text.bytes().take_while(u8::is_ascii_digit).count());
        self.rest = rest.chars();
        digits.parse().map_err(|_| "this is no number".to_owned())
    }

    fn atom(&mut self) -> Result<Node, Error> {
        match self.next()? {
            '^' => Ok(Node::Start),
            '$' => Ok(Node::End),
            '(' => self.group(),
            '[' => self.class(),
            '\\' => match self.peek() {
                Some(c @ ('b' | 'B')) => {
                    self.next()?;
                    Ok(Node::Boundary { negated: c == 'B' })
                }
                Some('1'..='9') => {
                    let index = self.number()?;
                    self.highest = self.highest.max(index);
                    self.references += 1;
                    Ok(Node::Reference(index))
                }
                _ => {
                    let c = self.escape()?;
                    Ok(self.set(vec![(c, c)], false))
                }
            },
            c @ ('*' | '+' | '?' | '{' | '}' | ']' | '.') => {
                Err(format!("`{c}` stands where it means nothing"))
            }
            c => Ok(self.set(vec![(c, c)], false)),
        }
    }

    fn group(&mut self) -> Result<Node, Error> {
        let looks = [("?=", true, false), ("?!", true, true), ("?<=", false, false), ("?<!", false, true)];
        let look = looks.into_iter().find(|(open, ..)| self.eat(open));
        let captures = (self.groups, self.references);
        let index = if look.is_some() || self.eat("?:") {
            None
        } else {
            self.groups += 1;
            Some(self.groups)
        };
        let body = self.alternation()?;
        if !self.eat(")") {
            return Err("a group is not closed".to_owned());
        }
        if let Some((_, ahead, negated)) = look {
            let captures = captures != (self.groups, self.references);
            self.looks += 1;
            return Ok(Node::Look { number: self.looks - 1, ahead, negated, captures, body: Box::new(body) });
        }
        Ok(match index {
            Some(index) => Node::Group { index, body: Box::new(body) },
            None => body,
        })
    }

    fn class(&mut self) -> Result<Node, Error> {
        let negated = self.eat("^");
        let mut ranges = Vec::new();
        while !self.eat("]") {
            let first = self.member()?;
            let last = if self.eat("-") { self.member()? } else { first };
            ranges.push((first, last));
        }
        Ok(self.set(ranges, negated))
    }

    fn member(&mut self) -> Result<char, Error> {
        match self.next()? {
            '\\' => self.escape(),
            c => Ok(c),
        }
    }

    /// Behind a backslash: punctuation, or a character by its number.
    fn escape(&mut self) -> Result<char, Error> {
        match self.next()? {
            't' => Ok('\t'),
            'n' => Ok('\n'),
            'r' => Ok('\r'),
            'u' if self.eat("{") => {
                let (digits, rest) = self.rest.as_str().split_once('}').unwrap_or_default();
                self.rest = rest.chars();
                let point = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
                point.ok_or_else(|| "`\\u{…}` names no character".to_owned())
            }
            c if c.is_ascii_punctuation() => Ok(c),
            c => Err(format!("`\\{c}` is no escape")),
        }
    }

    /// One node for each set, however often it is written.
    fn set(&mut self, ranges: Vec<(char, char)>, negated: bool) -> Node {
        let set = Set::new(ranges, negated);
        let known = self.sets.iter().position(|known| *known == set).unwrap_or(self.sets.len());
        if known == self.sets.len() {
            self.sets.push(set);
        }
        Node::Set(u32::try_from(known).unwrap_or(u32::MAX))
    }
}

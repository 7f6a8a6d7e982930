//! What a contract says, as the derive writes it down: a table of its schemas, and of the fields that it is to be held
//! against.
//!
//! First the number of schemas, in two bytes, then an entry for each of them and one more, then one for each field:
//!
//! ```text
//! schema    kind (1 byte), argument (1), number of a schema (2), where its text starts (4), where its names start (4)
//! field     where its text starts (4), where that ends (4), nothing (4)
//! ```
//!
//! The text of a field is its name and its place. That of a schema goes to where the next one's starts, and has one word
//! or name a line. The first line is the kind, the second the place in the contract, the rest depends on the kind:
//!
//! ```text
//! record        closed, open or the number of what undeclared members are;
//!               then for each member: name, r (required) or o, number, place
//! list          number, least and greatest count of items, u (unique) or d
//! tuple         numbers
//! map           number
//! nullable      number
//! choice        numbers
//! tagged        the member that tells; then for each arm: its value, number
//! enum          open or closed, then the values
//! integer       least, greatest
//! format        the format
//! unknown       why it is not compared
//! text, bool, decimal, number, null, any
//! ```
//!
//! What stands in an entry is the same once more, for `quick`, which reads no text, and so is the code that stands beside a
//! field's type: kind (1 byte, 0 if `quick` has to look at the entry), argument (1), number of the field (2) and of its schema
//! (2), flags (2), from the lowest byte on.

/// A contract's schemas; they name each other by number.
pub(super) type Wants = &'static [u8];

/// Bytes of an entry.
pub(super) const ENTRY: usize = 12;

/// Bytes before the name of a member or a value: the length of the name (1), 1 if it is required (1), the number of its
/// schema (2), kind and argument of that, if it is one JSON type (2).
pub(super) const HEAD: usize = 6;

/// Where the members of an object are, or the values of an enum: how many (2 bytes), of members a hash of their names (8), and
/// then each of them, members in the order of their names.
pub(super) const fn names(wants: Wants, number: usize) -> usize {
    let at = 2 + number * ENTRY + 8;
    (wants[at] as usize) << 24
        | (wants[at + 1] as usize) << 16
        | (wants[at + 2] as usize) << 8
        | wants[at + 3] as usize
}

const fn two(wants: Wants, at: usize) -> usize {
    (wants[at] as usize) << 8 | wants[at + 1] as usize
}

const fn four(wants: Wants, at: usize) -> usize {
    two(wants, at) << 16 | two(wants, at + 2)
}

const fn part(wants: Wants, start: usize, end: usize) -> &'static [u8] {
    wants.split_at(end).0.split_at(start).1
}

/// The lines of one schema.
#[derive(Clone, Copy)]
pub(super) struct Lines {
    rest: &'static [u8],
}

/// A schema: its kind, its place, its other lines.
#[derive(Clone, Copy)]
pub(super) struct Want {
    pub(super) kind: &'static [u8],
    pub(super) place: &'static [u8],
    pub(super) lines: Lines,
}

impl Want {
    pub(super) const fn of(wants: Wants, number: usize) -> Self {
        let at = 2 + number * ENTRY + 4;
        let mut lines = Lines { rest: part(wants, four(wants, at), four(wants, at + ENTRY)) };
        let kind = lines.next();
        let place = lines.next();
        Self { kind, place, lines }
    }
}

/// A field that is held against a member of its contract.
pub(super) struct Field {
    at: usize,
}

impl Field {
    pub(super) const fn of(wants: Wants, number: usize) -> Self {
        Self { at: 2 + (two(wants, 0) + 1 + number) * ENTRY }
    }

    /// Its name and the place of its member.
    pub(super) const fn text(&self, wants: Wants) -> (&'static [u8], &'static [u8]) {
        let mut lines = Lines { rest: part(wants, four(wants, self.at), four(wants, self.at + 4)) };
        (lines.next(), lines.next())
    }
}

impl Lines {
    pub(super) const fn of(rest: &'static [u8]) -> Self {
        Self { rest }
    }

    pub(super) const fn is_empty(self) -> bool {
        self.rest.is_empty()
    }

    pub(super) const fn next(&mut self) -> &'static [u8] {
        let mut end = 0;
        while end < self.rest.len() && self.rest[end] != b'\n' {
            end += 1;
        }
        let (line, rest) = self.rest.split_at(end);
        self.rest = match rest {
            [_, rest @ ..] => rest,
            [] => rest,
        };
        line
    }

    pub(super) const fn integer(&mut self) -> i128 {
        let (negative, digits) = match self.next() {
            [b'-', digits @ ..] => (true, digits),
            digits => (false, digits),
        };
        let mut value: i128 = 0;
        let mut at = 0;
        while at < digits.len() {
            value = value.saturating_mul(10).saturating_add((digits[at] - b'0') as i128);
            at += 1;
        }
        if negative { -value } else { value }
    }

    #[expect(clippy::cast_sign_loss, reason = "the derive writes what is not negative")]
    pub(super) const fn number(&mut self) -> usize {
        self.integer() as usize
    }
}

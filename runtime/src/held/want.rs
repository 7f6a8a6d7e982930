//! What a contract says, as the derive writes it down: one text a schema, one word or name a line.
//!
//! The first line is the kind, the second the place in the contract, the rest depends on the kind:
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
//! text, bool, decimal, number, null, any, unknown
//! ```

/// A contract's schemas; they name each other by number.
pub(super) type Wants = &'static [&'static str];

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
        let mut lines = Lines { rest: wants[number].as_bytes() };
        let kind = lines.next();
        let place = lines.next();
        Self { kind, place, lines }
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

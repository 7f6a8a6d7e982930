//! [`Matcher`]: expressions of ECMA-262 with look-around and back-references.
//!
//! The generator writes them in a small part of ECMA-262's syntax with the `u` flag, every class spelled out, and the
//! support library of C# runs the same texts in the same way, step by step.
//!
//! Without back-references, where a look-around holds depends on nothing but the place. So that is found out first for
//! all places at once ([`sets`]), and the whole takes time linear in the text. With back-references the ways are
//! tried one after the other ([`search`]), as ECMA-262 says it (22.2.2), up to a number of steps.

mod few;
mod parse;
mod program;
mod search;
mod sets;
#[cfg(test)]
mod tests;

use program::Program;
use std::cell::Cell;

/// How many steps a text may take where there are back-references; the same in C#.
const STEPS: u32 = 1_000_000;
/// Buffers above this are not kept for the next text.
const KEPT: usize = 1 << 16;

/// An expression, ready to run.
#[derive(Debug)]
pub(super) struct Matcher {
    program: Program,
}

/// Buffers, kept from one text to the next.
#[derive(Default)]
struct Scratch {
    sets: sets::Scratch,
    search: search::Scratch,
}

thread_local! {
    static SCRATCH: Cell<Scratch> = Cell::default();
}

impl Matcher {
    /// An error says what is wrong with the expression.
    pub(super) fn new(expression: &str) -> Result<Self, String> {
        Ok(Self { program: program::compile(parse::parse(expression)?)? })
    }

    /// Whether it matches somewhere in the text; an error says why that cannot be told.
    pub(super) fn is_match(&self, text: &str) -> Result<bool, String> {
        let mut scratch = SCRATCH.take();
        let found = self.run(text, &mut scratch);
        if scratch.sets.size() <= KEPT && scratch.search.size() <= KEPT {
            SCRATCH.set(scratch);
        }
        found
    }

    fn run(&self, text: &str, scratch: &mut Scratch) -> Result<bool, String> {
        let program = &self.program;
        scratch.sets.look_around(program, text);
        if program.refers {
            search::find(program, text, scratch.sets.known(), &mut scratch.search)
                .map_err(|search::Costly| format!("the text takes more than {STEPS} steps"))
        } else {
            Ok(scratch.sets.find(program, text))
        }
    }
}

/// The character at a place, and the place behind it.
fn after(text: &str, at: usize) -> Option<(char, usize)> {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => Some((char::from(*byte), at + 1)),
        _ => text.get(at..)?.chars().next().map(|c| (c, at + c.len_utf8())),
    }
}

/// The character before a place, and the place before it.
fn before(text: &str, at: usize) -> Option<(char, usize)> {
    match text.as_bytes().get(at.checked_sub(1)?) {
        Some(byte) if byte.is_ascii() => Some((char::from(*byte), at - 1)),
        _ => text.get(..at)?.chars().next_back().map(|c| (c, at - c.len_utf8())),
    }
}

/// Whether one side of a place is an ASCII word character and the other is not.
fn is_boundary(text: &str, at: usize) -> bool {
    let is_word = |at: Option<usize>| {
        let byte = at.and_then(|at| text.as_bytes().get(at));
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
    };
    is_word(at.checked_sub(1)) != is_word(Some(at))
}

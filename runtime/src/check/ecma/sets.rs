//! Runs a machine over a text once, with all the steps at which it may be.

use super::parse::Set;
use super::program::{Machine, Program, Step};
use super::{after, before, is_boundary};

/// Buffers, and where look-arounds hold.
#[derive(Default)]
pub(super) struct Scratch {
    many: Many,
    /// A bit for each place of the text, for one look-around after the other.
    holds: Vec<u64>,
    /// How many words of bits a look-around has.
    width: usize,
}

impl Scratch {
    pub(super) fn size(&self) -> usize {
        self.holds.capacity() + self.many.seen.capacity()
    }

    /// Finds out where each look-around of a program holds.
    pub(super) fn look_around(&mut self, program: &Program, text: &str) {
        self.width = text.len() / 64 + 1;
        self.holds.clear();
        self.holds.resize(self.width * program.looks.len(), 0);
        for (number, look) in program.looks.iter().enumerate() {
            let (known, own) = self.holds.split_at_mut(number * self.width);
            let known = Known { holds: known, width: self.width };
            any(program, look, text, known, &mut self.many, |at| {
                if let Some(word) = own.get_mut(at / 64) {
                    *word |= 1 << (at % 64);
                }
                false
            });
        }
    }

    /// Whether the whole matches anywhere.
    pub(super) fn find(&mut self, program: &Program, text: &str) -> bool {
        let known = Known { holds: &self.holds, width: self.width };
        any(program, &program.whole, text, known, &mut self.many, |_| true)
    }

    pub(super) fn known(&self) -> Known<'_> {
        Known { holds: &self.holds, width: self.width }
    }
}

/// Where look-arounds hold.
#[derive(Clone, Copy)]
pub(super) struct Known<'k> {
    holds: &'k [u64],
    width: usize,
}

impl Known<'_> {
    pub(super) fn holds(self, look: u32, at: usize) -> bool {
        let word = self.holds.get(look as usize * self.width + at / 64);
        word.is_some_and(|word| word >> (at % 64) & 1 == 1)
    }
}

/// The steps at which a machine may be.
#[derive(Default)]
struct Many {
    open: Vec<u32>,
    /// Those that need a character.
    waiting: Vec<u32>,
    /// The round in which each step was last seen.
    seen: Vec<u32>,
    round: u32,
}

impl Many {
    fn next_round(&mut self) {
        if self.round == u32::MAX {
            self.seen.fill(0);
            self.round = 0;
        }
        self.round += 1;
        self.waiting.clear();
    }

    /// Follows the steps that take nothing; whether one of them is the end.
    fn close(&mut self, machine: &Machine, text: &str, at: usize, known: Known<'_>) -> bool {
        let mut matched = false;
        self.next_round();
        while let Some(step) = self.open.pop() {
            let seen = &mut self.seen[step as usize];
            if *seen == self.round {
                continue;
            }
            *seen = self.round;
            match machine.steps[step as usize] {
                Step::Take(_) => self.waiting.push(step),
                Step::Split(first, second) => self.open.extend([second, first]),
                Step::Jump(to) => self.open.push(to),
                Step::Match => matched = true,
                other if other.holds(text, at, known) => self.open.push(step + 1),
                _ => {}
            }
        }
        matched
    }

    fn run(
        &mut self,
        program: &Program,
        machine: &Machine,
        text: &str,
        known: Known<'_>,
        mut matched: impl FnMut(usize) -> bool,
    ) -> bool {
        if self.seen.len() < machine.steps.len() {
            self.seen.resize(machine.steps.len(), 0);
        }
        self.open.clear();
        self.open.push(0);
        let mut at = if machine.back { text.len() } else { 0 };
        loop {
            if self.close(machine, text, at, known) && matched(at) {
                return true;
            }
            let taken = if machine.back { before(text, at) } else { after(text, at) };
            let Some((c, next)) = taken else { return false };
            for step in &self.waiting {
                if machine.steps[*step as usize].takes(c, &program.sets) {
                    self.open.push(*step + 1);
                }
            }
            if !machine.anchored {
                self.open.push(0);
            } else if self.open.is_empty() {
                return false;
            }
            at = next;
        }
    }
}

impl Step {
    pub(super) fn takes(self, c: char, sets: &[Set]) -> bool {
        matches!(self, Self::Take(set) if sets[set as usize].has(c))
    }

    /// Whether something is so at a place; for steps that ask so.
    pub(super) fn holds(self, text: &str, at: usize, known: Known<'_>) -> bool {
        match self {
            Self::Start => at == 0,
            Self::End => at == text.len(),
            Self::Boundary { negated } => is_boundary(text, at) != negated,
            Self::Holds { look, negated } => known.holds(look, at) != negated,
            _ => false,
        }
    }
}

/// Calls `matched` with each place where the machine is through, until that says yes.
fn any(
    program: &Program,
    machine: &Machine,
    text: &str,
    known: Known<'_>,
    many: &mut Many,
    matched: impl FnMut(usize) -> bool,
) -> bool {
    match &machine.few {
        Some(few) => few.run(program, machine, text, known, matched),
        None => many.run(program, machine, text, known, matched),
    }
}

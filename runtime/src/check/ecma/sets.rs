//! Runs a machine over a text once, with all the steps at which it may be.

use super::program::{Machine, Program, Step};
use super::{after, before, is_boundary};

/// Buffers, and where look-arounds hold.
#[derive(Default)]
pub(super) struct Scratch {
    /// Steps to go to at this place.
    open: Vec<u32>,
    /// Steps that wait for a character.
    waiting: Vec<u32>,
    /// The round in which each step was last seen.
    seen: Vec<u32>,
    round: u32,
    /// A bit for each place of the text, for one look-around after the other.
    holds: Vec<u64>,
    /// How many words of bits a look-around has.
    width: usize,
    /// How many look-arounds are known.
    known: usize,
}

impl Scratch {
    pub(super) fn start(&mut self, text: &str, looks: usize) {
        self.width = text.len() / 64 + 1;
        self.known = 0;
        self.holds.clear();
        self.holds.resize(self.width * looks, 0);
    }

    pub(super) fn size(&self) -> usize {
        self.holds.capacity() + self.seen.capacity()
    }

    /// Whether a look-around fits at a place.
    pub(super) fn holds(&self, look: u32, at: usize) -> bool {
        let word = self.holds.get(look as usize * self.width + at / 64);
        word.is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    fn next_round(&mut self) {
        if self.round == u32::MAX {
            self.seen.fill(0);
            self.round = 0;
        }
        self.round += 1;
    }
}

/// Finds out where the next look-around holds.
pub(super) fn places(program: &Program, look: &Machine, text: &str, scratch: &mut Scratch) {
    run(program, look, text, scratch, |scratch, at| {
        let word = scratch.known * scratch.width + at / 64;
        if let Some(word) = scratch.holds.get_mut(word) {
            *word |= 1 << (at % 64);
        }
        true
    });
    scratch.known += 1;
}

/// Whether a machine matches anywhere.
pub(super) fn find(program: &Program, whole: &Machine, text: &str, scratch: &mut Scratch) -> bool {
    let mut found = false;
    run(program, whole, text, scratch, |_, _| {
        found = true;
        false
    });
    found
}

/// Calls `matched` with each place where the machine is through, until that says no.
fn run(
    program: &Program,
    machine: &Machine,
    text: &str,
    scratch: &mut Scratch,
    mut matched: impl FnMut(&mut Scratch, usize) -> bool,
) {
    let mut at = if machine.back { text.len() } else { 0 };
    if scratch.seen.len() < machine.steps.len() {
        scratch.seen.resize(machine.steps.len(), 0);
    }
    scratch.open.clear();
    scratch.open.push(0);
    loop {
        scratch.next_round();
        scratch.waiting.clear();
        if close(machine, text, at, scratch) && !matched(scratch, at) {
            return;
        }
        let taken = if machine.back { before(text, at) } else { after(text, at) };
        let Some((c, next)) = taken else { return };
        for step in &scratch.waiting {
            if let Step::Take(set) = machine.steps[*step as usize]
                && program.sets[set as usize].has(c)
            {
                scratch.open.push(*step + 1);
            }
        }
        if !machine.anchored {
            scratch.open.push(0);
        } else if scratch.open.is_empty() {
            return;
        }
        at = next;
    }
}

/// Follows the steps that take nothing; whether one of them is the end.
fn close(machine: &Machine, text: &str, at: usize, scratch: &mut Scratch) -> bool {
    let mut matched = false;
    while let Some(mut step) = scratch.open.pop() {
        loop {
            let seen = &mut scratch.seen[step as usize];
            if *seen == scratch.round {
                break;
            }
            *seen = scratch.round;
            let goes_on = match machine.steps[step as usize] {
                Step::Take(_) => {
                    scratch.waiting.push(step);
                    false
                }
                Step::Split(first, second) => {
                    scratch.open.push(second);
                    step = first;
                    continue;
                }
                Step::Jump(to) => {
                    step = to;
                    continue;
                }
                Step::Start => at == 0,
                Step::End => at == text.len(),
                Step::Boundary { negated } => is_boundary(text, at) != negated,
                Step::Holds { look, negated } => scratch.holds(look, at) != negated,
                Step::Match => {
                    matched = true;
                    false
                }
                // Not written where there are no back-references.
                _ => false,
            };
            if !goes_on {
                break;
            }
            step += 1;
        }
    }
    matched
}

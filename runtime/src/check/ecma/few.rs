//! [`Few`]: a machine of few steps, a bit each.

use super::parse::Set;
use super::program::{Machine, Program, Step};
use super::sets::Known;
use super::{after, before};

/// What the steps of a machine do, as sets of steps.
#[derive(Debug)]
pub(super) struct Few {
    /// Where each step leads by [`Step::Split`] and [`Step::Jump`] alone, to steps that are neither.
    reach: Box<[u64]>,
    /// Those that take each character of ASCII.
    ascii: Box<[u64]>,
    /// Those that take a character.
    take: u64,
    /// Those that ask about a place.
    ask: u64,
    end: u64,
}

impl Few {
    /// `None` if the steps are too many.
    pub(super) fn new(steps: &[Step], sets: &[Set]) -> Option<Self> {
        if steps.len() > 64 {
            return None;
        }
        let those = |test: &dyn Fn(Step) -> bool| {
            steps.iter().enumerate().filter(|(_, step)| test(**step)).fold(0, |all, (at, _)| all | 1 << at)
        };
        let moves = |step: Step| matches!(step, Step::Split(..) | Step::Jump(_));
        let take = those(&|step| matches!(step, Step::Take(_)));
        let end = those(&|step| matches!(step, Step::Match));
        let ask = !(take | end | those(&moves));
        let ascii = (0..0x80).map(|c| those(&|step| step.takes(char::from(c), sets))).collect();
        let reach = (0..steps.len()).map(|from| reach(steps, from)).collect();
        Some(Self { reach, ascii, take, ask, end })
    }

    pub(super) fn run(
        &self,
        program: &Program,
        machine: &Machine,
        text: &str,
        known: Known<'_>,
        mut matched: impl FnMut(usize) -> bool,
    ) -> bool {
        let start = self.reach[0];
        let mut at = if machine.back { text.len() } else { 0 };
        let mut open = start;
        loop {
            let mut asked = 0;
            while open & self.ask & !asked != 0 {
                let step = (open & self.ask & !asked).trailing_zeros() as usize;
                asked |= 1 << step;
                if machine.steps[step].holds(text, at, known) {
                    open |= self.reach[step + 1];
                }
            }
            if open & self.end != 0 && matched(at) {
                return true;
            }
            let taken = if machine.back { before(text, at) } else { after(text, at) };
            let Some((c, next)) = taken else { return false };
            let mut waiting = open & self.take;
            if c.is_ascii() {
                waiting &= self.ascii[c as usize];
            }
            open = if machine.anchored { 0 } else { start };
            while waiting != 0 {
                let step = waiting.trailing_zeros() as usize;
                waiting &= waiting - 1;
                if c.is_ascii() || machine.steps[step].takes(c, &program.sets) {
                    open |= self.reach[step + 1];
                }
            }
            if open == 0 {
                return false;
            }
            at = next;
        }
    }
}

fn reach(steps: &[Step], from: usize) -> u64 {
    let (mut seen, mut found) = (0_u64, 0);
    let mut open = vec![from];
    while let Some(step) = open.pop() {
        if seen >> step & 1 == 1 {
            continue;
        }
        seen |= 1 << step;
        match steps[step] {
            Step::Split(first, second) => open.extend([first as usize, second as usize]),
            Step::Jump(to) => open.push(to as usize),
            _ => found |= 1 << step,
        }
    }
    found
}

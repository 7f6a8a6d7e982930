//! Tries one way after the other, and counts the steps.

use super::program::{Program, Step};
use super::sets::Known;
use super::{STEPS, after, before, is_boundary};

/// No place: of a group that has not matched.
const UNSET: usize = usize::MAX;

/// Buffers.
#[derive(Default)]
pub(super) struct Scratch {
    /// What groups and loops keep: where each group was opened, starts and ends, and then the marks of the loops.
    kept: Vec<usize>,
    stack: Vec<Entry>,
    /// The places on the stack where the look-arounds began that this step is in.
    looks: Vec<usize>,
}

/// What to go back to.
#[derive(Clone, Copy)]
enum Entry {
    /// Another way.
    Way { step: u32, at: usize },
    /// What was kept.
    Kept { slot: u32, value: usize },
    /// A look-around that began here.
    Look { end: u32, negated: bool, at: usize },
}

/// Too many steps.
pub(super) struct Costly;

impl Scratch {
    pub(super) fn size(&self) -> usize {
        self.kept.capacity() + self.stack.capacity()
    }

    fn keep(&mut self, slot: u32, value: usize) {
        let kept = &mut self.kept[slot as usize];
        if *kept != value {
            self.stack.push(Entry::Kept { slot, value: *kept });
            *kept = value;
        }
    }

    fn kept(&self, slot: u32) -> usize {
        self.kept[slot as usize]
    }
}

/// Whether the program matches anywhere.
pub(super) fn find(
    program: &Program,
    text: &str,
    known: Known<'_>,
    scratch: &mut Scratch,
) -> Result<bool, Costly> {
    let slots = (program.groups + 1) * 3 + program.loops;
    scratch.kept.clear();
    scratch.kept.resize(slots as usize, UNSET);
    scratch.stack.clear();
    scratch.looks.clear();
    let mut search = Search { program, text, known, scratch, left: STEPS };
    let mut at = 0;
    loop {
        if search.from(at)? {
            return Ok(true);
        }
        match after(text, at) {
            Some((_, next)) if !program.whole.anchored => at = next,
            _ => return Ok(false),
        }
    }
}

struct Search<'s> {
    program: &'s Program,
    text: &'s str,
    known: Known<'s>,
    scratch: &'s mut Scratch,
    left: u32,
}

impl Search<'_> {
    fn from(&mut self, start: usize) -> Result<bool, Costly> {
        let (mut step, mut at) = (0, start);
        loop {
            self.pay(1)?;
            let next = match self.program.whole.steps[step as usize] {
                Step::Match => return Ok(true),
                Step::Jump(to) => Some((to, at)),
                Step::Split(first, second) => {
                    self.scratch.stack.push(Entry::Way { step: second, at });
                    Some((first, at))
                }
                Step::Look { end, negated } => {
                    self.scratch.looks.push(self.scratch.stack.len());
                    self.scratch.stack.push(Entry::Look { end, negated, at });
                    Some((step + 1, at))
                }
                Step::LookEnd => self.look_end().map(|at| (step + 1, at)),
                other => self.simple(other, at)?.map(|at| (step + 1, at)),
            };
            match next.or_else(|| self.back()) {
                Some(next) => (step, at) = next,
                None => return Ok(false),
            }
        }
    }

    fn pay(&mut self, steps: u32) -> Result<(), Costly> {
        self.left = self.left.checked_sub(steps).ok_or(Costly)?;
        Ok(())
    }

    /// A step that the next one follows; the place behind it.
    fn simple(&mut self, step: Step, at: usize) -> Result<Option<usize>, Costly> {
        let (text, scratch) = (self.text, &mut *self.scratch);
        let has = |set: u32, taken: Option<(char, usize)>| {
            taken.filter(|(c, _)| self.program.sets[set as usize].has(*c)).map(|(_, next)| next)
        };
        let holds = match step {
            Step::Take(set) => return Ok(has(set, after(text, at))),
            Step::TakeBack(set) => return Ok(has(set, before(text, at))),
            Step::Refer(group) => return self.refer(group, at, false),
            Step::ReferBack(group) => return self.refer(group, at, true),
            Step::Start => at == 0,
            Step::End => at == text.len(),
            Step::Boundary { negated } => is_boundary(text, at) != negated,
            Step::Holds { look, negated } => self.known.holds(look, at) != negated,
            Step::Open(group) => {
                scratch.keep(group * 3, at);
                true
            }
            Step::Close(group) => {
                let opened = scratch.kept(group * 3);
                scratch.keep(group * 3 + 1, at.min(opened));
                scratch.keep(group * 3 + 2, at.max(opened));
                true
            }
            Step::Reset(from, to) => {
                for group in from..to {
                    scratch.keep(group * 3 + 1, UNSET);
                    scratch.keep(group * 3 + 2, UNSET);
                }
                self.pay(to - from)?;
                true
            }
            Step::Mark(own) => {
                scratch.keep((self.program.groups + 1) * 3 + own, at);
                true
            }
            Step::Progress(own) => scratch.kept((self.program.groups + 1) * 3 + own) != at,
            // The others are no simple ones.
            _ => false,
        };
        Ok(holds.then_some(at))
    }

    /// The text of a group once more, which is empty if the group has not matched; each character is a step.
    fn refer(&mut self, group: u32, at: usize, back: bool) -> Result<Option<usize>, Costly> {
        let (from, to) = (self.scratch.kept(group * 3 + 1), self.scratch.kept(group * 3 + 2));
        if from == UNSET {
            return Ok(Some(at));
        }
        let (mut own, mut at) = (if back { to } else { from }, at);
        while own != if back { from } else { to } {
            self.pay(1)?;
            let next = if back { before } else { after };
            match (next(self.text, own), next(self.text, at)) {
                (Some((a, next_own)), Some((b, next_at))) if a == b => (own, at) = (next_own, next_at),
                _ => return Ok(None),
            }
        }
        Ok(Some(at))
    }

    /// What the innermost look-around looks for is there: the place to go on at, if that was wanted.
    fn look_end(&mut self) -> Option<usize> {
        let from = self.scratch.looks.pop()?;
        let Some(Entry::Look { negated, at, .. }) = self.scratch.stack.get(from).copied() else {
            return None;
        };
        if negated {
            while self.scratch.stack.len() > from {
                if let Some(Entry::Kept { slot, value }) = self.scratch.stack.pop() {
                    self.scratch.kept[slot as usize] = value;
                }
            }
            return None;
        }
        // There is no way back into it, but what it kept is given back by who goes back past it.
        let mut end = from;
        for entry in from + 1..self.scratch.stack.len() {
            let entry = self.scratch.stack[entry];
            if matches!(entry, Entry::Kept { .. }) {
                self.scratch.stack[end] = entry;
                end += 1;
            }
        }
        self.scratch.stack.truncate(end);
        Some(at)
    }

    /// The last other way.
    fn back(&mut self) -> Option<(u32, usize)> {
        loop {
            match self.scratch.stack.pop()? {
                Entry::Way { step, at } => return Some((step, at)),
                Entry::Kept { slot, value } => self.scratch.kept[slot as usize] = value,
                Entry::Look { end, negated, at } => {
                    self.scratch.looks.pop();
                    if negated {
                        return Some((end, at));
                    }
                }
            }
        }
    }
}

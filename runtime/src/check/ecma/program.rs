//! A tree as a list of steps.

use super::few::Few;
use super::parse::{Node, Set, Tree};

/// How many steps there may be, counted repetitions written out. The generator refuses a pattern that might have more.
const SIZE: usize = 100_000;

/// What runs.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) sets: Vec<Set>,
    /// The look-arounds without captures, each behind those that are in it.
    pub(super) looks: Vec<Machine>,
    pub(super) whole: Machine,
    /// Whether there are back-references, and so groups and loops that the steps keep.
    pub(super) refers: bool,
    pub(super) groups: u32,
    pub(super) loops: u32,
}

/// The steps of an expression, or of a look-around in it.
#[derive(Debug)]
pub(super) struct Machine {
    pub(super) steps: Vec<Step>,
    /// Whether it goes through the text from its end.
    pub(super) back: bool,
    /// Whether it fits only where the text starts (or ends, for one that goes back).
    pub(super) anchored: bool,
    /// The same, quicker, for what is run with all its steps at once.
    pub(super) few: Option<Few>,
}

/// What to do; the next one follows, if nothing else is said.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// Take a character of a set.
    Take(u32),
    /// Likewise, the one before this place.
    TakeBack(u32),
    /// Go on at the first, and if that does not succeed at the second.
    Split(u32, u32),
    Jump(u32),
    Start,
    End,
    Boundary {
        negated: bool,
    },
    /// A look-around of [`Program::looks`].
    Holds {
        look: u32,
        negated: bool,
    },
    Match,
    // What follows is only in expressions with back-references.
    /// A group begins here.
    Open(u32),
    /// A group has matched from where it was opened.
    Close(u32),
    /// Forget what the groups matched, from the first to before the second.
    Reset(u32, u32),
    /// A round of a loop begins here.
    Mark(u32),
    /// Something must have been taken since the mark.
    Progress(u32),
    /// Take the text of a group.
    Refer(u32),
    /// Likewise, before this place.
    ReferBack(u32),
    /// A look-around with captures, which goes on at a step if it is negated and does not fit.
    Look {
        end: u32,
        negated: bool,
    },
    LookEnd,
}

/// What is wrong with an expression.
type Error = String;

struct Builder {
    sets: Vec<Set>,
    machines: Vec<Machine>,
    /// The machine of each look-around, by its number.
    looks: Vec<Option<u32>>,
    size: usize,
    loops: u32,
}

pub(super) fn compile(tree: Tree) -> Result<Program, Error> {
    let Tree { node, sets, groups, looks, refers } = tree;
    let mut builder = Builder { sets, machines: Vec::new(), looks: vec![None; looks], size: 0, loops: 0 };
    let whole = builder.machine(&node, false, refers)?;
    Ok(Program { sets: builder.sets, looks: builder.machines, whole, refers, groups, loops: builder.loops })
}

impl Builder {
    fn machine(&mut self, node: &Node, back: bool, exact: bool) -> Result<Machine, Error> {
        let mut steps = Vec::new();
        self.node(node, back, exact, &mut steps)?;
        self.push(Step::Match, &mut steps)?;
        let anchored = match steps.first() {
            Some(Step::Start) => !back,
            Some(Step::End) => back,
            _ => false,
        };
        let few = if exact { None } else { Few::new(&steps, &self.sets) };
        Ok(Machine { steps, back, anchored, few })
    }

    /// The number of the new step.
    fn push(&mut self, step: Step, steps: &mut Vec<Step>) -> Result<usize, Error> {
        self.size += 1;
        if self.size > SIZE {
            return Err("the expression is too large".to_owned());
        }
        steps.push(step);
        Ok(steps.len() - 1)
    }

    fn node(&mut self, node: &Node, back: bool, exact: bool, steps: &mut Vec<Step>) -> Result<(), Error> {
        let step = match node {
            Node::Set(set) if back && exact => Step::TakeBack(*set),
            Node::Set(set) => Step::Take(*set),
            Node::Start => Step::Start,
            Node::End => Step::End,
            Node::Boundary { negated } => Step::Boundary { negated: *negated },
            Node::Reference(group) if back => Step::ReferBack(*group),
            Node::Reference(group) => Step::Refer(*group),
            Node::Sequence(nodes) => {
                for at in 0..nodes.len() {
                    let at = if back { nodes.len() - 1 - at } else { at };
                    self.node(&nodes[at], back, exact, steps)?;
                }
                return Ok(());
            }
            Node::Alternation(arms) => return self.alternation(arms, back, exact, steps),
            Node::Group { body, .. } if !exact => return self.node(body, back, exact, steps),
            Node::Group { index, body } => {
                self.push(Step::Open(*index), steps)?;
                self.node(body, back, exact, steps)?;
                Step::Close(*index)
            }
            Node::Look { ahead, negated, captures: true, body, .. } if exact => {
                let look = self.push(Step::Match, steps)?;
                self.node(body, !ahead, exact, steps)?;
                self.push(Step::LookEnd, steps)?;
                steps[look] = Step::Look { end: place(steps), negated: *negated };
                return Ok(());
            }
            Node::Look { number, ahead, negated, body, .. } => {
                // Written once, however often what it is in is repeated.
                let look = if let Some(look) = self.looks[*number] {
                    look
                } else {
                    let machine = self.machine(body, *ahead, false)?;
                    self.machines.push(machine);
                    let look = u32::try_from(self.machines.len() - 1).unwrap_or(u32::MAX);
                    *self.looks[*number].insert(look)
                };
                Step::Holds { look, negated: *negated }
            }
            Node::Repeat { .. } => return self.repeat(node, back, exact, steps),
        };
        self.push(step, steps).map(|_| ())
    }

    fn alternation(
        &mut self,
        arms: &[Node],
        back: bool,
        exact: bool,
        steps: &mut Vec<Step>,
    ) -> Result<(), Error> {
        let mut ends = Vec::new();
        for (at, arm) in arms.iter().enumerate() {
            let split = if at + 1 < arms.len() { Some(self.push(Step::Match, steps)?) } else { None };
            self.node(arm, back, exact, steps)?;
            if let Some(split) = split {
                ends.push(self.push(Step::Match, steps)?);
                steps[split] = Step::Split(after(split), place(steps));
            }
        }
        for end in ends {
            steps[end] = Step::Jump(place(steps));
        }
        Ok(())
    }

    fn repeat(&mut self, node: &Node, back: bool, exact: bool, steps: &mut Vec<Step>) -> Result<(), Error> {
        let Node::Repeat { min, max, greedy, groups, body } = node else { return Ok(()) };
        let resets = exact && groups.0 < groups.1;
        for _ in 0..*min {
            let from = steps.len();
            if resets {
                self.push(Step::Reset(groups.0, groups.1), steps)?;
            }
            self.node(body, back, exact, steps)?;
            if steps.len() == from {
                return Ok(());
            }
        }
        let own = self.loops;
        // A round that takes nothing ends the loop; one character is always something.
        let marks = exact && !matches!(**body, Node::Set(_));
        self.loops += u32::from(marks);
        let mut splits = Vec::new();
        for _ in 0..max.map_or(1, |max| max - min) {
            splits.push(self.push(Step::Match, steps)?);
            if resets {
                self.push(Step::Reset(groups.0, groups.1), steps)?;
            }
            if marks {
                self.push(Step::Mark(own), steps)?;
            }
            self.node(body, back, exact, steps)?;
            if marks {
                self.push(Step::Progress(own), steps)?;
            }
        }
        if let (None, Some(split)) = (max, splits.first()) {
            let again = u32::try_from(*split).unwrap_or(u32::MAX);
            self.push(Step::Jump(again), steps)?;
        }
        let end = place(steps);
        for split in splits {
            let inside = after(split);
            steps[split] = if *greedy { Step::Split(inside, end) } else { Step::Split(end, inside) };
        }
        Ok(())
    }
}

/// The number of the step that is written next.
fn place(steps: &[Step]) -> u32 {
    u32::try_from(steps.len()).unwrap_or(u32::MAX)
}

fn after(step: usize) -> u32 {
    u32::try_from(step + 1).unwrap_or(u32::MAX)
}

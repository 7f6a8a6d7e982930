//! [`Automaton`]: plain patterns, decided by one table look-up a character.

mod parse;
#[cfg(test)]
mod tests;

/// A set of positions in a pattern, a bit each.
type Set = u128;

/// So many states an automaton has at most.
const STATES: usize = 256;
/// The class of the bytes of a character that follow its first.
const CONTINUED: u8 = 0;

/// What decides whether a text matches, made from a pattern that is anchored at its start.
#[derive(Debug)]
pub(super) struct Automaton {
    /// The class of each byte; all characters beyond ASCII are of one class.
    classes: Box<[u8; 256]>,
    /// The next state, by state and class. A state is the place of its row.
    next: Box<[u16]>,
    /// By state.
    accepts: Box<[bool]>,
    /// The number of classes.
    width: u16,
}

/// The pattern as positions: characters in it, of which each has followers.
#[derive(Default)]
struct Positions {
    /// The characters that each position takes.
    takes: Vec<Chars>,
    /// The positions that may come after each.
    follow: Vec<Set>,
}

/// A set of characters: of ASCII each, beyond it all or none.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Chars {
    ascii: u128,
    beyond: bool,
}

/// A part of a pattern.
#[derive(Clone, Copy)]
struct Part {
    first: Set,
    last: Set,
    /// Whether it may be empty.
    empty: bool,
}

/// A state while the automaton is made: what may come next, and whether the text so far matches.
type State = (Set, bool);

impl Automaton {
    /// From an expression in the syntax of the `regex` crate; `None` for one that is not plain, or large.
    pub(super) fn new(expression: &str) -> Option<Self> {
        let (positions, whole, open) = parse::parse(expression)?;
        let (classes, representatives) = classes(&positions.takes);
        let mut states: Vec<State> = vec![(0, false), (whole.first, whole.empty)];
        let mut rows = Vec::new();
        while let Some(state) = states.get(rows.len()).copied() {
            let mut row = Vec::new();
            for (class, char) in representatives.iter().enumerate() {
                let same = class == usize::from(CONTINUED) || (open && state.1);
                let next = if same { state } else { positions.after(state.0, *char, whole.last) };
                let known = states.iter().position(|known| *known == next);
                row.push(known.unwrap_or(states.len()));
                if known.is_none() {
                    states.push(next);
                }
            }
            rows.push(row);
            if states.len() > STATES {
                return None;
            }
        }
        let width = representatives.len();
        let next = rows.iter().flatten().map(|state| u16::try_from(state * width));
        Some(Self {
            classes,
            next: next.collect::<Result<_, _>>().ok()?,
            accepts: states.iter().map(|(_, accepts)| *accepts).collect(),
            width: u16::try_from(width).ok()?,
        })
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        let start = self.width;
        let row = text.bytes().fold(start, |row, byte| {
            let class = self.classes[usize::from(byte)];
            self.next.get(usize::from(row) + usize::from(class)).copied().unwrap_or_default()
        });
        self.accepts.get(usize::from(row / self.width)) == Some(&true)
    }
}

impl Positions {
    /// The state after a character that one of `candidates` takes.
    fn after(&self, candidates: Set, char: Chars, last: Set) -> State {
        let all = self.takes.iter().zip(&self.follow).enumerate();
        let taken = all.filter(|(at, (takes, _))| candidates >> at & 1 == 1 && takes.overlap(char));
        taken.fold((0, false), |(after, accepts), (at, (_, follow))| {
            (after | follow, accepts || last >> at & 1 == 1)
        })
    }
}

impl Chars {
    fn overlap(self, other: Self) -> bool {
        self.ascii & other.ascii != 0 || (self.beyond && other.beyond)
    }
}

/// The class of each byte, and a character of each class; no position tells characters of one class apart.
fn classes(takes: &[Chars]) -> (Box<[u8; 256]>, Vec<Chars>) {
    let mut classes = Box::new([CONTINUED; 256]);
    let mut representatives = vec![Chars::default()];
    let same = |a: Chars, b: Chars| takes.iter().all(|set| set.overlap(a) == set.overlap(b));
    for (byte, class) in classes.iter_mut().enumerate() {
        let char = match byte {
            ..0x80 => Chars { ascii: 1 << byte, beyond: false },
            0x80..0xc0 => continue,
            _ => Chars { ascii: 0, beyond: true },
        };
        let known = representatives.iter().skip(1).position(|other| same(*other, char));
        // There are 129 at most.
        *class = u8::try_from(known.map_or(representatives.len(), |known| known + 1)).unwrap_or(CONTINUED);
        if known.is_none() {
            representatives.push(char);
        }
    }
    (classes, representatives)
}

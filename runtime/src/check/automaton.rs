//! [`Automaton`]: plain patterns, decided by one table look-up a character.

mod parse;
#[cfg(test)]
mod tests;

/// A set of positions in a pattern, a bit each.
type Set = u128;

/// So many states an automaton has at most.
const STATES: usize = 255;
/// Where nothing matches any more.
const DEAD: u8 = 0;
/// The class of the bytes of a character that follow its first.
const CONTINUED: u8 = 0;

/// What decides whether a text matches, made from a pattern that is anchored at its start.
#[derive(Debug)]
pub(super) struct Automaton {
    /// The class of each byte; all characters beyond ASCII are of one class.
    classes: Box<[u8; 256]>,
    /// The next state, by state and class.
    next: Box<[u8]>,
    width: usize,
    /// By state.
    accepts: Box<[bool]>,
    /// Whether the text may go on after a match.
    open: bool,
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

impl Automaton {
    /// From an expression in the syntax of the `regex` crate; `None` for one that is not plain, or large.
    pub(super) fn new(expression: &str) -> Option<Self> {
        let (positions, whole, open) = parse::parse(expression)?;
        let (classes, representatives) = classes(&positions.takes);
        let width = representatives.len();
        let mut sets = vec![None, Some(whole.first)];
        let mut accepts = vec![false, whole.empty];
        let mut next = vec![DEAD; width];
        let mut state = 1;
        while let Some(Some(candidates)) = sets.get(state).copied() {
            for (class, char) in representatives.iter().enumerate() {
                if class == usize::from(CONTINUED) {
                    next.push(u8::try_from(state).ok()?);
                    continue;
                }
                let taken = positions.takes.iter().enumerate().filter(|(at, takes)| {
                    candidates >> at & 1 == 1 && (takes.ascii & char.ascii != 0 || (takes.beyond && char.beyond))
                });
                let (mut after, mut accepting, mut dead) = (0, false, true);
                for (at, _) in taken {
                    after |= positions.follow.get(at).copied().unwrap_or_default();
                    accepting |= whole.last >> at & 1 == 1;
                    dead = false;
                }
                if dead {
                    next.push(DEAD);
                    continue;
                }
                let known = sets.iter().zip(&accepts).position(|(set, a)| *set == Some(after) && *a == accepting);
                let target = known.unwrap_or(sets.len());
                if known.is_none() {
                    sets.push(Some(after));
                    accepts.push(accepting);
                }
                next.push(u8::try_from(target).ok().filter(|target| usize::from(*target) < STATES)?);
            }
            state += 1;
        }
        Some(Self { classes, next: next.into(), width, accepts: accepts.into(), open })
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        let mut state = 1;
        for byte in text.bytes() {
            if self.open && self.accepts.get(usize::from(state)) == Some(&true) {
                return true;
            }
            let [class] = self.classes.get(usize::from(byte)..).and_then(<[u8]>::first_chunk).unwrap_or(&[0]);
            state = self.next.get(usize::from(state) * self.width + usize::from(*class)).copied().unwrap_or(DEAD);
            if state == DEAD {
                return false;
            }
        }
        self.accepts.get(usize::from(state)) == Some(&true)
    }
}

/// The class of each byte, and a character of each class; no position tells characters of one class apart.
fn classes(takes: &[Chars]) -> (Box<[u8; 256]>, Vec<Chars>) {
    let mut classes = Box::new([CONTINUED; 256]);
    let mut representatives = vec![Chars::default()];
    let same = |a: &Chars, b: &Chars| {
        takes.iter().all(|set| {
            let takes = |char: &Chars| set.ascii & char.ascii != 0 || (set.beyond && char.beyond);
            takes(a) == takes(b)
        })
    };
    for (byte, class) in classes.iter_mut().enumerate() {
        let char = match byte {
            ..0x80 => Chars { ascii: 1 << byte, beyond: false },
            0x80..0xc0 => continue,
            _ => Chars { ascii: 0, beyond: true },
        };
        let known = representatives.iter().skip(1).position(|other| same(other, &char));
        // There are 129 at most.
        *class = u8::try_from(known.map_or(representatives.len(), |known| known + 1)).unwrap_or(CONTINUED);
        if known.is_none() {
            representatives.push(char);
        }
    }
    (classes, representatives)
}

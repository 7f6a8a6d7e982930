//! What is remembered of the schemas of a question.

use std::rc::Rc;

use super::super::judge::View;
use super::compile::{Form, Key, Part, Reading, Who};
use super::formula::L;
use crate::resolve::SchemaId;

/// How far a schema is compiled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum State {
    #[default]
    New,
    /// What it leads to is looked at; with a number.
    Entered(u32),
    Done(L),
}

/// What a schema says for itself, as far as that was asked: none of it hangs on the formulas of other schemas, nor
/// on edits and what is left out. Of use only while the schema itself is not edited.
#[derive(Debug, Default)]
pub(super) struct Fixed {
    /// The whole formula, of a schema that leads nowhere.
    pub(super) leaf: Option<L>,
    /// What the keywords without subschemas say.
    pub(super) values: Option<Rc<[L]>>,
    pub(super) required: Option<Rc<[L]>>,
    /// The names of `properties`.
    pub(super) names: Option<Rc<[u32]>>,
    /// The names that `properties` and `patternProperties` speak of.
    pub(super) own: Option<L>,
    pub(super) closing: Closing,
}

/// What there is to say where a schema is closed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum Closing {
    #[default]
    Unasked,
    Nothing,
    /// No more names than are declared, and these, which something requires.
    Except(L),
}

const FORMS: [Form; 4] =
    [Form::In(View::Plain), Form::In(View::Writer), Form::In(View::Reader), Form::Closed];
const READINGS: [Reading; 4] = [Reading::None, Reading::Generated, Reading::All, Reading::Open];
/// In how many ways a schema may be meant.
const WAYS: usize = FORMS.len() * READINGS.len();

#[derive(Debug)]
struct Note {
    who: Who,
    id: SchemaId,
    /// By the way it is meant.
    states: [State; WAYS],
    told: Vec<(Key, Rc<[Part]>)>,
    /// The last of [`Notes::parents`] that leads here, or none.
    parent: Option<usize>,
    /// Those that this one leads to know of it.
    linked: bool,
    fixed: Fixed,
}

/// The schemas of both sides that the question came across.
#[derive(Debug)]
pub(super) struct Notes {
    list: Vec<Note>,
    /// The number of a note that leads to another one, and the place before that leads to the same one.
    parents: Vec<(usize, Option<usize>)>,
    /// Above the number of a schema's note by one, or zero.
    numbers: [Vec<u32>; 2],
}

impl Key {
    fn way(self) -> usize {
        let form = match self.form {
            Form::In(view) => view as usize,
            Form::Closed => 3,
        };
        form * READINGS.len() + self.formats as usize
    }
}

impl Notes {
    /// For so many schemas on each side.
    pub(super) fn new(counts: [usize; 2]) -> Self {
        Self {
            list: Vec::with_capacity(64),
            parents: Vec::with_capacity(64),
            numbers: counts.map(|count| vec![0; count]),
        }
    }

    fn find(&self, who: Who, id: SchemaId) -> Option<usize> {
        let number = self.numbers[who as usize].get(id.0 as usize)?;
        (*number as usize).checked_sub(1)
    }

    fn number(&mut self, who: Who, id: SchemaId) -> usize {
        if let Some(number) = self.find(who, id) {
            return number;
        }
        let (states, fixed) = ([State::New; WAYS], Fixed::default());
        self.list.push(Note { who, id, states, told: Vec::new(), parent: None, linked: false, fixed });
        let above = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        let place = self.numbers[who as usize].get_mut(id.0 as usize);
        debug_assert!(place.is_some(), "a schema of no tree");
        if let Some(number) = place {
            *number = above;
        }
        self.list.len() - 1
    }

    pub(super) fn state(&self, key: Key) -> State {
        self.find(key.who, key.id).map_or(State::New, |number| self.list[number].states[key.way()])
    }

    pub(super) fn set(&mut self, key: Key, state: State) {
        let number = self.number(key.who, key.id);
        self.list[number].states[key.way()] = state;
    }

    pub(super) fn lit(&self, key: Key) -> Option<L> {
        match self.state(key) {
            State::Done(lit) => Some(lit),
            _ => None,
        }
    }

    /// The formulas of a schema in other readings, with those.
    pub(super) fn otherwise(&self, key: Key) -> impl Iterator<Item = (Reading, L)> {
        let others = READINGS.into_iter().filter(move |reading| *reading != key.formats);
        others.filter_map(move |formats| Some((formats, self.lit(Key { formats, ..key })?)))
    }

    pub(super) fn leaf(&self, key: Key) -> Option<L> {
        self.find(key.who, key.id).and_then(|number| self.list[number].fixed.leaf)
    }

    pub(super) fn fixed(&mut self, key: Key) -> &mut Fixed {
        let number = self.number(key.who, key.id);
        &mut self.list[number].fixed
    }

    pub(super) fn told(&self, key: Key) -> Option<Rc<[Part]>> {
        let told = &self.list[self.find(key.who, key.id)?].told;
        told.iter().find(|(known, _)| *known == key).map(|(_, told)| Rc::clone(told))
    }

    pub(super) fn tell(&mut self, key: Key, told: Rc<[Part]>) {
        let number = self.number(key.who, key.id);
        self.list[number].told.push((key, told));
    }

    /// What was compiled of one side.
    pub(super) fn keys(&self, who: Who) -> Vec<Key> {
        let mut keys = Vec::new();
        for note in self.list.iter().filter(|note| note.who == who) {
            for form in FORMS {
                let key = |formats| Key { who, form, formats, id: note.id };
                keys.extend(READINGS.map(key).into_iter().filter(|key| self.lit(*key).is_some()));
            }
        }
        keys.sort_unstable();
        keys
    }

    /// Notes who leads to these. `edited`: by an edit, so that it leads elsewhere another time.
    pub(super) fn link(&mut self, from: Key, to: &[Key], edited: bool) {
        let from = self.number(from.who, from.id);
        if self.list[from].linked && !edited {
            return;
        }
        self.list[from].linked |= !edited;
        for key in to {
            let number = self.number(key.who, key.id);
            let last = self.list[number].parent;
            let before = self.leading(last).next();
            if before != Some(from) && !(edited && self.leading(last).any(|parent| parent == from)) {
                self.list[number].parent = Some(self.parents.len());
                self.parents.push((from, last));
            }
        }
    }

    /// The notes that lead to one, from a place on.
    fn leading(&self, from: Option<usize>) -> impl Iterator<Item = usize> {
        let place = |at: usize| self.parents[at];
        std::iter::successors(from.map(place), move |(_, before)| before.map(place)).map(|(parent, _)| parent)
    }

    /// All that leads to a schema says something else now.
    pub(super) fn forget(&mut self, who: Who, id: SchemaId) {
        let mut stack: Vec<usize> = self.find(who, id).into_iter().collect();
        while let Some(number) = stack.pop() {
            let note = &mut self.list[number];
            if note.states.iter().any(|state| *state != State::New) {
                note.states = [State::New; WAYS];
                note.told.clear();
                let last = note.parent;
                stack.extend(self.leading(last));
            }
        }
    }
}

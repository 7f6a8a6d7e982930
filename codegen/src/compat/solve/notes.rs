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

/// What a schema says for itself, as far as that was asked: none of it hangs on other schemas, nor on what is left
/// out. Of use only while the schema is not edited.
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
    /// Names that something requires, if there is anything to close.
    pub(super) closing: Option<Option<L>>,
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
    /// The notes of schemas that lead here.
    parents: Vec<u32>,
    /// Those that this one leads to know of it.
    linked: bool,
    fixed: Fixed,
}

/// The schemas of both sides that the question came across.
#[derive(Debug)]
pub(super) struct Notes {
    list: Vec<Note>,
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
        Self { list: Vec::new(), numbers: counts.map(|count| vec![0; count]) }
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
        self.list.push(Note { who, id, states, told: Vec::new(), parents: Vec::new(), linked: false, fixed });
        let above = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        if let Some(number) = self.numbers[who as usize].get_mut(id.0 as usize) {
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
        if self.list[from].linked {
            return;
        }
        self.list[from].linked = !edited;
        let parent = u32::try_from(from).unwrap_or(u32::MAX);
        for key in to {
            let number = self.number(key.who, key.id);
            let parents = &mut self.list[number].parents;
            if parents.last() != Some(&parent) && !(edited && parents.contains(&parent)) {
                parents.push(parent);
            }
        }
    }

    /// All that leads to a schema says something else now.
    pub(super) fn forget(&mut self, who: Who, id: SchemaId) {
        let mut stack: Vec<usize> = self.find(who, id).into_iter().collect();
        while let Some(number) = stack.pop() {
            let note = &mut self.list[number];
            if note.states.iter().any(|state| *state != State::New) {
                note.states = [State::New; WAYS];
                note.told.clear();
                stack.extend(note.parents.iter().map(|parent| *parent as usize));
            }
        }
    }
}

//! [`View`]: any value as JSON, without making JSON of it.
//!
//! Assertions look at values this way, so that one piece of generated code checks a typed value, a [`Json`] and
//! a value that is about to be chosen for an arm.

mod compare;
mod holders;

use crate::{Json, Num};
use std::{borrow::Cow, fmt, ops::ControlFlow};

pub use compare::{equal, find_equal};

/// A JSON value, borrowed from whatever type holds it.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number.
    Number(Num<'a>),
    /// A string.
    String(&'a str),
    /// A string that is held as something else: a time, an id.
    Shown(&'a dyn fmt::Display),
    /// An array.
    Array(&'a dyn Array),
    /// An object.
    Object(&'a dyn Object),
}

/// Goes on, or ends early.
pub type Flow = ControlFlow<()>;

/// What an array of JSON is made of.
pub trait Array {
    /// Number of items.
    fn count(&self) -> usize;

    /// The item at a position from 0.
    fn item(&self, position: usize) -> Option<View<'_>>;
}

/// What an object of JSON is made of.
pub trait Object {
    /// The member of a name.
    fn get(&self, name: &str) -> Option<View<'_>>;

    /// Hands on each member with its name, until told to end.
    fn each(&self, visit: &mut dyn FnMut(&str, View<'_>) -> Flow) -> Flow;

    /// Number of members.
    fn count(&self) -> usize {
        let mut count = 0;
        let _ = self.each(&mut |_, _| {
            count += 1;
            Flow::Continue(())
        });
        count
    }
}

/// A value that can be looked at as JSON.
pub trait AsView {
    /// It as JSON, exactly as it is written.
    fn view(&self) -> View<'_>;
}

impl<'a> View<'a> {
    /// The text, if it is a string.
    pub fn text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::String(text) => Some(Cow::Borrowed(text)),
            Self::Shown(shown) => Some(Cow::Owned(shown.to_string())),
            _ => None,
        }
    }

    /// The member of a name, if it is an object that has it.
    pub fn get(self, name: &str) -> Option<View<'a>> {
        match self {
            Self::Object(object) => object.get(name),
            _ => None,
        }
    }

    /// A copy that holds everything itself.
    pub fn to_json(self) -> Json {
        match self {
            Self::Null => Json::Null,
            Self::Bool(value) => Json::Bool(value),
            Self::Number(number) => Json::Number(number.with_text(crate::Number::from_json)),
            Self::String(text) => Json::String(text.to_owned()),
            Self::Shown(shown) => Json::String(shown.to_string()),
            Self::Array(array) => {
                Json::Array((0..array.count()).filter_map(|at| array.item(at)).map(View::to_json).collect())
            }
            Self::Object(object) => {
                let mut members = crate::Members::new();
                let _ = object.each(&mut |name, value| {
                    members.insert(name.to_owned(), value.to_json());
                    Flow::Continue(())
                });
                Json::Object(members)
            }
        }
    }
}

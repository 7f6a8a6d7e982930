//! `const` and `enum`.

use super::{DONE, Out};
use crate::{
    Num, Path,
    view::{AsView, Flow, Object, View, equal},
};

/// A JSON value in the text of a program.
#[derive(Debug, Clone, Copy)]
pub enum Literal {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number of 64 bits.
    Integer(i64),
    /// Any other number, as JSON.
    Number(&'static str),
    /// A string.
    String(&'static str),
    /// An array.
    Array(&'static [Literal]),
    /// An object.
    Object(&'static [(&'static str, Literal)]),
}

impl AsView for Literal {
    fn view(&self) -> View<'_> {
        match self {
            Self::Null => View::Null,
            Self::Bool(value) => View::Bool(*value),
            Self::Integer(value) => View::Number(Num::Signed(*value)),
            Self::Number(text) => View::Number(Num::Text(text)),
            Self::String(text) => View::String(text),
            Self::Array(items) => View::Array(items),
            Self::Object(members) => View::Object(members),
        }
    }
}

impl Object for &[(&str, Literal)] {
    fn get(&self, name: &str) -> Option<View<'_>> {
        self.iter().find(|(other, _)| *other == name).map(|(_, value)| value.view())
    }

    fn each(&self, visit: &mut dyn FnMut(&str, View<'_>) -> Flow) -> Flow {
        self.iter().try_for_each(|(name, value)| visit(name, value.view()))
    }

    fn count(&self) -> usize {
        self.len()
    }
}

impl Literal {
    /// As JSON, if it is short.
    fn shown(&self) -> Option<String> {
        match self {
            Self::Null => Some("null".to_owned()),
            Self::Bool(value) => Some(value.to_string()),
            Self::Integer(value) => Some(value.to_string()),
            Self::Number(text) | Self::String(text) => (text.len() <= 60).then(|| format!("`{text}`")),
            Self::Array(_) | Self::Object(_) => None,
        }
    }
}

/// `const`
pub fn constant(value: View<'_>, wanted: &Literal, at: &Path<'_>, out: &mut Out<'_>) -> Flow {
    if equal(value, wanted.view()) {
        return DONE;
    }
    out.report(at, "const", || match wanted.shown() {
        Some(text) => format!("must be {text}"),
        None => "must be the one value that is allowed here".to_owned(),
    })
}

/// `enum`
pub fn one_of(value: View<'_>, members: &[Literal], at: &Path<'_>, out: &mut Out<'_>) -> Flow {
    if members.iter().any(|member| equal(value, member.view())) {
        return DONE;
    }
    out.report(at, "enum", || {
        let shown: Option<Vec<String>> = members.iter().map(Literal::shown).collect();
        match shown {
            Some(shown) if shown.len() == 1 => format!("must be {}", shown.concat()),
            Some(shown) if shown.len() <= 12 => format!("must be one of {}", shown.join(", ")),
            _ => format!("must be one of {} values", members.len()),
        }
    })
}

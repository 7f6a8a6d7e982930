//! Enums whose values are strings.

use crate::text;
use serde::Deserializer;
use std::convert::Infallible;

/// Reads an enum that has no other values than `known`.
///
/// ```
/// # use event_contracts::wire;
/// # use event_contracts::__private::serde::{self, Deserialize, Deserializer};
/// #[derive(Debug, Clone, PartialEq)]
/// enum Size { Small, Large }
/// impl<'de> Deserialize<'de> for Size {
///     fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
///         wire::closed_enum(deserializer, &[("small", Self::Small), ("large", Self::Large)])
///     }
/// }
/// # let read = |text| event_contracts::__private::serde_json::from_str::<Size>(text);
/// assert_eq!(read(r#""small""#).ok(), Some(Size::Small));
/// assert!(read(r#""tiny""#).is_err());
/// ```
pub fn closed_enum<'de, D, T>(deserializer: D, known: &'static [(&'static str, T)]) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Clone,
{
    text::read(deserializer, "enum", |text| {
        let found = known.iter().find(|(name, _)| *name == text);
        found.map(|(_, value)| value.clone()).ok_or_else(|| {
            let names = known.iter().map(|(name, _)| *name);
            format!("must be {}", one_of(names))
        })
    })
}

/// Reads an enum that keeps a value that it does not know.
pub fn open_enum<'de, D, T>(deserializer: D, from: impl FnOnce(&str) -> T) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    text::read(deserializer, "type", |text| Ok::<T, Infallible>(from(text)))
}

/// `` `a` `` or `` one of `a`, `b` ``.
pub(super) fn one_of<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    let start = if names.len() == 1 { "" } else { "one of " };
    format!("{start}{}", names.join(", "))
}

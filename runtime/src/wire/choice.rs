//! Choices: values that are one of several types, told apart by their JSON type and by assertions.

use super::{Raw, Strict, raw::is_too_deep};
use crate::{
    Json, Num, Path, Violation, Violations,
    assert::{Assertion, Out, Types, closest, holds},
    fault,
    reader::Reader,
    view::{AsView, View},
};
use serde::{Deserialize, Deserializer, de};
use serde_with::DeserializeAs;
use std::cell::OnceCell;

/// A value that is still text, for which an arm is to be chosen.
#[derive(Debug)]
pub struct Choice<'de> {
    raw: Raw<'de>,
    /// The value for assertions, made only if one asks.
    json: OnceCell<Result<Json, Violation>>,
}

/// Takes a value as text.
pub fn choice<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Choice<'de>, D::Error> {
    let raw = Raw::deserialize(deserializer)?;
    if is_too_deep(raw.text()) {
        return Err(fault::refuse("type", "must not nest deeper than 128 levels"));
    }
    Ok(Choice { raw, json: OnceCell::new() })
}

impl Choice<'_> {
    /// Whether the value is of one of these JSON types.
    pub fn is(&self, types: Types) -> bool {
        let text = self.raw.text();
        match text.as_bytes().first() {
            Some(b'n') => types.include(View::Null),
            Some(b't' | b'f') => types.include(View::Bool(true)),
            Some(b'"') => types.include(View::String("")),
            Some(b'[') => types.include(View::Array(&())),
            Some(b'{') => types.include(View::Object(&crate::Members::new())),
            _ => types.include_number(Num::Text(text)),
        }
    }

    /// Whether the value is as an assertion says.
    pub fn fits(&self, assertion: Assertion) -> bool {
        self.json().as_ref().is_ok_and(|json| holds(assertion, json.view()))
    }

    fn json(&self) -> &Result<Json, Violation> {
        self.json.get_or_init(|| Json::of(&self.raw))
    }

    /// Reads the value as `A` does.
    pub fn read<A, T, E>(&self) -> Result<T, E>
    where
        A: for<'x> DeserializeAs<'x, T>,
        E: de::Error,
    {
        if let Some(text) = self.raw.quick() {
            return A::deserialize_as(Strict(&mut Reader::new(text))).map_err(E::custom);
        }
        let text = self.raw.text();
        // Never twice: each level of a choice within itself would double the work.
        if fault::tracing() {
            return fault::locate(text, |deserializer| A::deserialize_as(Strict(deserializer)))
                .map_err(fault::pass_on_all);
        }
        let arm = A::deserialize_as(Strict(&mut serde_json::Deserializer::from_str(text)));
        arm.map_err(|error| E::custom(fault::sentence(&error)))
    }

    /// The error where no arm fits: of those for this JSON type, what the closest one asks for.
    pub fn none<E: de::Error>(&self, arms: &[(Types, Assertion)], all: Types) -> E {
        if !self.is(all) {
            return fault::refuse("type", format_args!("must be {}", all.words()));
        }
        let json = match self.json() {
            Ok(json) => json,
            Err(violation) => return fault::pass_on(violation.clone()),
        };
        let mut violations = Violations::new();
        let root = Path::root();
        violations.report(&root, "anyOf", "must be one of several kinds of value, and is none");
        let arms = arms.iter().filter(|(types, _)| self.is(*types)).map(|(_, assertion)| *assertion);
        closest(json.view(), arms, &root, &mut Out::Report(&mut violations));
        fault::pass_on_all(violations)
    }
}

//! Questions about single texts, put to the judge's own engine.

use std::cell::RefCell;
use std::collections::BTreeMap;

use jsonschema::Validator;
use serde_json::{Value, json};

/// Answers about single texts, remembered.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    patterns: BTreeMap<String, Option<Validator>>,
}

impl Texts {
    /// Whether the pattern finds itself in the text; `None` for a pattern that is none.
    pub(crate) fn matches(&mut self, pattern: &str, text: &str) -> Option<bool> {
        if !self.patterns.contains_key(pattern) {
            let validator = jsonschema::options().offline().build(&json!({ "pattern": pattern })).ok();
            self.patterns.insert(pattern.to_owned(), validator);
        }
        let validator = self.patterns.get(pattern)?.as_ref()?;
        Some(validator.is_valid(&Value::from(text)))
    }
}

/// Whether the text is of that format.
pub(super) fn format_holds(format: &str, text: &str) -> bool {
    // Both languages hold less of these than RFC 3339 allows.
    if matches!(format, "date-time" | "date") && !crate::validate::holds_date(text) {
        return false;
    }
    thread_local! {
        /// Validators by format: there are few formats, and many texts.
        static KNOWN: RefCell<BTreeMap<String, Option<Validator>>> = const { RefCell::new(BTreeMap::new()) };
    }
    KNOWN.with_borrow_mut(|known| {
        if !known.contains_key(format) {
            let validator = jsonschema::options()
                .with_draft(jsonschema::Draft::Draft202012)
                .should_validate_formats(true)
                .offline()
                .build(&json!({ "format": format }));
            known.insert(format.to_owned(), validator.ok());
        }
        known.get(format).and_then(Option::as_ref).is_some_and(|known| known.is_valid(&Value::from(text)))
    })
}

/// The length that JSON Schema counts: code points (RFC 8259 characters).
pub(super) fn length(text: &str) -> u64 {
    u64::try_from(text.chars().count()).unwrap_or(u64::MAX)
}

//! A witness before an independent validator, under every reading that counts.

use std::collections::BTreeSet;

use serde_json::Value;

use super::judge::{Concern, Formats, Judge, Party, View};
use super::numerals::Numerals;
use super::value::Lit;
use super::{Semantics, Side};

/// The readings of both sides.
fn readings(semantics: Semantics) -> (View, View, &'static [Formats]) {
    match semantics {
        Semantics::WriterReader => (View::Writer, View::Reader, &[Formats::Generated]),
        // Whether a format asserts is up to the validator, so a witness must hold either way.
        Semantics::Strict => (View::Plain, View::Plain, &[Formats::None, Formats::All]),
    }
}

/// Validators of a pair, made of what can concern the documents.
pub(super) struct Court {
    judges: Vec<Judge>,
    concern: Concern,
}

impl Court {
    pub(super) fn new<'a>(
        writer: Side<'a>,
        reader: Side<'a>,
        semantics: Semantics,
        witnesses: &[&Lit],
    ) -> Result<Self, String> {
        let mut names = BTreeSet::new();
        for witness in witnesses {
            collect(witness, &mut names);
        }
        let concern = Concern { names, numerals: Numerals::of(witnesses) };
        let (write, read, formats) = readings(semantics);
        let party = |side: Side<'a>, view: View| Party { schemas: side.schemas, root: side.schema, view };
        let judges = Judge::each([party(writer, write), party(reader, read)], formats, &concern)?;
        Ok(Self { judges, concern })
    }

    /// Whether the writer accepts one of the witnesses and the reader refuses it, by every reading; `None` for a
    /// number without a stand-in, and where a validator fails.
    pub(super) fn confirms(&self, witness: &Lit) -> Option<bool> {
        let document: Value = self.concern.numerals.document(witness)?;
        for judge in &self.judges {
            if !judge.confirms(&document)? {
                return Some(false);
            }
        }
        Some(true)
    }
}

/// The names of all members.
fn collect(value: &Lit, names: &mut BTreeSet<String>) {
    match value {
        Lit::Array(items) => items.iter().for_each(|item| collect(item, names)),
        Lit::Object(members) => {
            for (name, value) in members {
                names.insert(name.clone());
                collect(value, names);
            }
        }
        _ => {}
    }
}

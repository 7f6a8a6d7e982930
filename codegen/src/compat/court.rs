//! A witness before an independent validator, under every reading that counts.

use std::collections::BTreeSet;

use serde_json::Value;

use super::judge::{Formats, Judge, View};
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

/// Whether the writer's validator accepts the document and the reader's refuses it. The validators are made
/// of what can concern the document.
pub(super) fn confirms(
    writer: Side<'_>,
    reader: Side<'_>,
    semantics: Semantics,
    witness: &Lit,
) -> Result<bool, String> {
    let document: Value = witness.to_json().ok_or("a number is beyond what the validator holds")?;
    let mut names = BTreeSet::new();
    collect(witness, &mut names);
    let (write, read, formats) = readings(semantics);
    for judge in Judge::each(writer.schemas, writer.schema, write, formats, &names)? {
        if !judge.accepts(&document) {
            return Ok(false);
        }
    }
    for judge in Judge::each(reader.schemas, reader.schema, read, formats, &names)? {
        if judge.accepts(&document) {
            return Ok(false);
        }
    }
    Ok(true)
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

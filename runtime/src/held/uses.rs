//! Which fields a reader uses.

use super::{Record, Shape};
use crate::Event;
use std::{env, fmt::Write, fs, path::Path as FilePath};

/// An event that is only read, and the fields that are read of it.
pub trait Uses: Event {
    /// The contract, as `services.toml` names it.
    const CONTRACT: &'static str;
    /// What the type reads.
    const READS: &'static Shape;
}

/// What a service reads of one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reads {
    /// The contract, as `services.toml` names it.
    pub event: &'static str,
    /// The major version.
    pub major: u32,
    /// The fields, as JSON Pointers.
    pub uses: Vec<String>,
}

/// What the reader `T` reads.
pub fn reads<T: Uses>() -> Reads {
    Reads { event: T::CONTRACT, major: T::VERSION.major, uses: uses::<T>() }
}

/// Compares what a service reads with the file that it is written down in, `contracts/uses/SERVICE.toml`, which
/// `event-contracts lint` compares with `services.toml`. A test of the service calls it; with `UPDATE_USES` set in the
/// environment it writes the file.
///
/// # Errors
/// The file is not there, or it says something else.
pub fn written_down(file: &FilePath, all: &[Reads]) -> Result<(), String> {
    let mut text =
        String::from("# What the code reads. Written by a test of the service; do not edit by hand.\n");
    for Reads { event, major, uses } in all {
        let uses: Vec<String> = uses.iter().map(|field| format!("{field:?}")).collect();
        let uses = uses.join(", ");
        // Writing into a text does not fail.
        let _ = write!(text, "\n[[reads]]\nevent = {event:?}\nversions = \"{major}\"\nuses = [{uses}]\n");
    }
    if env::var_os("UPDATE_USES").is_some() {
        let folder = file.parent().map_or(Ok(()), fs::create_dir_all);
        #[expect(clippy::disallowed_methods, reason = "called by tests, and on demand")]
        return folder.and_then(|()| fs::write(file, &text)).map_err(|error| error.to_string());
    }
    let known = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    if known.replace("\r\n", "\n") == text {
        return Ok(());
    }
    let hint = "run the test with UPDATE_USES=1, and list the same in services.toml";
    Err(format!("{} does not say what the code reads; {hint}", file.display()))
}

/// The fields of a reader as JSON Pointers into the data, as `services.toml` records them under `uses`: `*` stands for
/// every item of an array.
pub fn uses<T: Uses>() -> Vec<String> {
    let mut found = Vec::new();
    add(T::READS, &mut String::new(), &mut Vec::new(), &mut found);
    found
}

fn add(
    shape: &'static Shape,
    pointer: &mut String,
    above: &mut Vec<&'static Record>,
    found: &mut Vec<String>,
) {
    let length = pointer.len();
    match shape {
        Shape::Nullable(inner) | Shape::Present(inner) | Shape::Wrapped(inner) | Shape::Exact(inner) => {
            add(inner, pointer, above, found);
        }
        Shape::List(inner, ..) | Shape::Set(inner) | Shape::Map(_, inner) if has_members(inner) => {
            pointer.push_str("/*");
            add(inner, pointer, above, found);
            pointer.truncate(length);
        }
        Shape::Record(record) if !above.iter().any(|other| std::ptr::eq(*other, *record)) => {
            above.push(record);
            for member in record.members {
                pointer.push('/');
                pointer.push_str(&member.name.replace('~', "~0").replace('/', "~1"));
                add(member.shape, pointer, above, found);
                pointer.truncate(length);
            }
            for inner in record.flattened {
                add(inner, pointer, above, found);
            }
            above.pop();
        }
        _ if pointer.is_empty() => {}
        _ => found.push(pointer.clone()),
    }
}

/// Whether there is more to say than that the value is used.
fn has_members(shape: &Shape) -> bool {
    match shape {
        Shape::Nullable(inner) | Shape::Present(inner) | Shape::Wrapped(inner) | Shape::Exact(inner) => {
            has_members(inner)
        }
        Shape::List(inner, ..) | Shape::Set(inner) | Shape::Map(_, inner) => has_members(inner),
        Shape::Record(_) => true,
        _ => false,
    }
}

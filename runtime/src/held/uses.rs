//! Which fields a reader uses.

use super::{Record, Shape};
use crate::Event;

/// An event that is only read, and the fields that are read of it.
pub trait Uses: Event {
    /// What the type reads.
    const READS: &'static Shape;
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
        Shape::Nullable(inner) | Shape::Present(inner) | Shape::Wrapped(inner) | Shape::Exact(inner) => has_members(inner),
        Shape::List(inner, ..) | Shape::Set(inner) | Shape::Map(_, inner) => has_members(inner),
        Shape::Record(_) => true,
        _ => false,
    }
}

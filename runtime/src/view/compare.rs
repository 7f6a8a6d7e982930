//! Equality as JSON Schema has it: numbers by value, objects without order.

use super::{Array, Flow, View};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Whether two values are equal as JSON.
pub fn equal(a: View<'_>, b: View<'_>) -> bool {
    match (a, b) {
        (View::Null, View::Null) => true,
        (View::Bool(a), View::Bool(b)) => a == b,
        (View::Number(a), View::Number(b)) => a.compare(b).is_eq(),
        (View::String(a), View::String(b)) => a == b,
        (View::String(_) | View::Shown(_), View::String(_) | View::Shown(_)) => a.text() == b.text(),
        (View::Array(a), View::Array(b)) => {
            a.count() == b.count()
                && (0..a.count()).all(|at| match (a.item(at), b.item(at)) {
                    (Some(a), Some(b)) => equal(a, b),
                    _ => false,
                })
        }
        (View::Object(a), View::Object(b)) => {
            a.count() == b.count()
                && a.each(&mut |name, value| match b.get(name) {
                    Some(other) if equal(value, other) => Flow::Continue(()),
                    _ => Flow::Break(()),
                })
                .is_continue()
        }
        _ => false,
    }
}

/// So many items are compared one by one.
const FEW: usize = 12;

/// The first pair of equal items, if any: the later one is the first that has an equal before it.
pub fn find_equal(items: &dyn Array) -> Option<(usize, usize)> {
    let count = items.count();
    let same =
        |a: usize, b: usize| matches!((items.item(a), items.item(b)), (Some(a), Some(b)) if equal(a, b));
    if count <= FEW {
        return (1..count)
            .find_map(|later| (0..later).find(|first| same(*first, later)).map(|first| (first, later)));
    }
    let mut hashes: Vec<(u64, usize)> =
        (0..count).filter_map(|at| Some((hash(items.item(at)?), at))).collect();
    hashes.sort_unstable();
    let mut found: Option<(usize, usize)> = None;
    for group in hashes.chunk_by(|a, b| a.0 == b.0) {
        for (position, (_, later)) in group.iter().enumerate() {
            let before = group.get(..position).unwrap_or_default();
            if found.is_some_and(|(_, known)| known <= *later) {
                break;
            }
            if let Some((_, first)) = before.iter().find(|(_, first)| same(*first, *later)) {
                found = Some((*first, *later));
            }
        }
    }
    found
}

/// The same for equal values.
fn hash(value: View<'_>) -> u64 {
    let mut state = DefaultHasher::new();
    match value {
        View::Null => 0_u8.hash(&mut state),
        View::Bool(value) => (1_u8, value).hash(&mut state),
        View::Number(number) => {
            2_u8.hash(&mut state);
            number.hash(&mut state);
        }
        View::String(text) => (3_u8, text).hash(&mut state),
        View::Shown(shown) => (3_u8, shown.to_string()).hash(&mut state),
        View::Array(items) => {
            4_u8.hash(&mut state);
            for item in (0..items.count()).filter_map(|at| items.item(at)) {
                hash(item).hash(&mut state);
            }
        }
        View::Object(members) => {
            // Members have no order, so their hashes are added up.
            let mut sum = 0_u64;
            let _ = members.each(&mut |name, value| {
                let mut member = DefaultHasher::new();
                (name, hash(value)).hash(&mut member);
                sum = sum.wrapping_add(member.finish());
                Flow::Continue(())
            });
            (5_u8, sum).hash(&mut state);
        }
    }
    state.finish()
}

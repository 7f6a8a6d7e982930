//! `anyOf`, `oneOf`, `not`.

use super::{Assertion, DONE, Out, holds};
use crate::{
    Path, Violations,
    view::{Flow, View},
};

/// `anyOf`; where none holds, the violations of the arm that came closest follow.
pub fn any(value: View<'_>, arms: &[Assertion], at: &Path<'_>, out: &mut Out<'_>) -> Flow {
    if arms.iter().any(|arm| holds(*arm, value)) {
        return DONE;
    }
    out.report(at, "anyOf", || "must be one of several kinds of value, and is none".to_owned())?;
    closest(value, arms.iter().copied(), at, out);
    DONE
}

/// `oneOf`; `None` is an arm that accepts everything.
pub fn one(value: View<'_>, arms: &[Option<Assertion>], at: &Path<'_>, out: &mut Out<'_>) -> Flow {
    let fits = |arm: &&Option<Assertion>| arm.is_none_or(|arm| holds(arm, value));
    match arms.iter().filter(fits).take(2).count() {
        1 => DONE,
        0 => {
            out.report(at, "oneOf", || "must be one of several kinds of value, and is none".to_owned())?;
            closest(value, arms.iter().copied().flatten(), at, out);
            DONE
        }
        _ => out.report(at, "oneOf", || {
            "must be exactly one of several kinds of value, and is more than one".to_owned()
        }),
    }
}

/// `not`
pub fn not(value: View<'_>, assertion: Assertion, at: &Path<'_>, out: &mut Out<'_>) -> Flow {
    if !holds(assertion, value) {
        return DONE;
    }
    out.report(at, "not", || "must not be of this kind".to_owned())
}

/// Adds the violations of the arm that has the fewest; an arm of another JSON type is farther than all others.
pub(crate) fn closest(
    value: View<'_>,
    arms: impl Iterator<Item = Assertion>,
    at: &Path<'_>,
    out: &mut Out<'_>,
) {
    let Out::Report(out) = out else { return };
    let pointer = at.pointer();
    let judged = arms.map(|arm| {
        let mut violations = Violations::new();
        let _ = arm(value, at, &mut Out::Report(&mut violations));
        let other_type = violations.iter().any(|v| v.rule == "type" && v.pointer == pointer);
        ((other_type, violations.len()), violations)
    });
    let best = judged.min_by_key(|(distance, _)| *distance);
    for violation in best.into_iter().flat_map(|(_, violations)| violations) {
        out.push(violation);
    }
}

//! Keywords that look at the items of an array and the members of an object.

use super::{Assertion, DONE, Out, holds};
use crate::{
    Path,
    check::counted,
    view::{Flow, View},
};

/// `prefixItems`: the assertions of the first items.
pub fn items(value: View<'_>, prefix: &[Option<Assertion>], at: &Path<'_>, out: &mut Out<'_>) -> Flow {
    let View::Array(array) = value else { return DONE };
    for (position, assertion) in prefix.iter().enumerate() {
        let Some(item) = array.item(position) else { break };
        if let Some(assertion) = assertion {
            assertion(item, &at.index(position), out)?;
        }
    }
    DONE
}

/// `items`: what every item from the position `start` on is.
pub fn rest_of_items(
    value: View<'_>,
    start: usize,
    mut assertion: impl FnMut(usize, View<'_>, &Path<'_>, &mut Out<'_>) -> Flow,
    at: &Path<'_>,
    out: &mut Out<'_>,
) -> Flow {
    let View::Array(array) = value else { return DONE };
    for position in start..array.count() {
        if let Some(item) = array.item(position) {
            assertion(position, item, &at.index(position), out)?;
        }
    }
    DONE
}

/// `items: false` from the position `count` on.
pub fn no_more_items(value: View<'_>, count: usize, at: &Path<'_>, out: &mut Out<'_>) -> Flow {
    match value {
        View::Array(array) if array.count() > count => out.report(at, "items", || {
            format!("must have at most {}, has {}", counted(count, "item"), array.count())
        }),
        _ => DONE,
    }
}

/// `contains`, `minContains`, `maxContains`; without an assertion every item counts.
pub fn contains(
    value: View<'_>,
    assertion: Option<Assertion>,
    least: usize,
    most: Option<usize>,
    at: &Path<'_>,
    out: &mut Out<'_>,
) -> Flow {
    let View::Array(array) = value else { return DONE };
    let mut count = 0;
    for position in 0..array.count() {
        let counts = match (assertion, array.item(position)) {
            (Some(assertion), Some(item)) => holds(assertion, item),
            (None, _) => true,
            (_, None) => false,
        };
        count += usize::from(counts);
        if most.is_none() && count >= least {
            return DONE;
        }
    }
    if count < least {
        out.report(at, "contains", || {
            format!("must have at least {} of a certain kind, has {count}", counted(least, "item"))
        })?;
    }
    match most {
        Some(most) if count > most => out.report(at, "maxContains", || {
            format!("must have at most {} of a certain kind, has {count}", counted(most, "item"))
        }),
        _ => DONE,
    }
}

/// Whether an object has a member of this name.
pub fn has(value: View<'_>, name: &str) -> bool {
    value.get(name).is_some()
}

/// `required`
pub fn required(value: View<'_>, names: &[&str], at: &Path<'_>, out: &mut Out<'_>) -> Flow {
    let View::Object(object) = value else { return DONE };
    for name in names {
        if object.get(name).is_none() {
            out.report(at, "required", || format!("the field `{name}` is missing"))?;
        }
    }
    DONE
}

/// `dependentRequired`: where the member `name` is, so are these.
pub fn dependent_required(
    value: View<'_>,
    name: &str,
    needs: &[&str],
    at: &Path<'_>,
    out: &mut Out<'_>,
) -> Flow {
    let View::Object(object) = value else { return DONE };
    if object.get(name).is_none() {
        return DONE;
    }
    for need in needs {
        if object.get(need).is_none() {
            out.report(at, "dependentRequired", || {
                format!("the field `{need}` is missing, which goes with `{name}`")
            })?;
        }
    }
    DONE
}

/// `propertyNames`
pub fn property_names(value: View<'_>, assertion: Assertion, at: &Path<'_>, out: &mut Out<'_>) -> Flow {
    let View::Object(object) = value else { return DONE };
    object.each(&mut |name, _| {
        if holds(assertion, View::String(name)) {
            return DONE;
        }
        out.report(at, "propertyNames", || "a member has a name that is not allowed".to_owned())
    })
}

/// `properties`, `patternProperties`, `additionalProperties`: hands on each member with its name and its place.
pub fn members(
    value: View<'_>,
    mut assertion: impl FnMut(&str, View<'_>, &Path<'_>, &mut Out<'_>) -> Flow,
    at: &Path<'_>,
    out: &mut Out<'_>,
) -> Flow {
    let View::Object(object) = value else { return DONE };
    object.each(&mut |name, member| assertion(name, member, &at.key(name), out))
}

/// `additionalProperties: false`, for one member of the object at `at`.
pub fn unexpected_member(at: &Path<'_>, out: &mut Out<'_>) -> Flow {
    out.report(at, "additionalProperties", || "a member is not allowed here".to_owned())
}

/// `unevaluatedProperties: false`, for one member of the object at `at`.
pub fn unevaluated_member(at: &Path<'_>, out: &mut Out<'_>) -> Flow {
    out.report(at, "unevaluatedProperties", || "a member is not allowed here".to_owned())
}

/// `unevaluatedItems: false`, for one item of the array at `at`.
pub fn unevaluated_item(at: &Path<'_>, out: &mut Out<'_>) -> Flow {
    out.report(at, "unevaluatedItems", || "an item is not allowed here".to_owned())
}

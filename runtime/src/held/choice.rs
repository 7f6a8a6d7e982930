//! An enum against a schema of several kinds, and any type against one.

use super::{
    Enum, Flags, Shape, Tagging, Variant,
    compare::{At, Step, compare as compare_type, is_text, member},
    message::{Origin, Text, equal},
    record::{self, text_of},
    want::{Lines, Want, Wants},
    words::add_shape,
};

/// What is wrong between a schema and an enum.
pub(super) const fn compare(
    wants: Wants,
    of: &'static Enum,
    shape: &'static Shape,
    at: &At<'_>,
    flags: Flags,
) -> Option<Text> {
    let mut want = Want::of(wants, at.want);
    let flags = match of.tagging {
        Tagging::External => flags,
        _ => flags.and(Flags::BUFFERED),
    };
    match (want.kind, &of.tagging) {
        (b"enum", Tagging::External) => texts(want, of, at, flags),
        (b"tagged", Tagging::Internal(tag) | Tagging::Adjacent(tag, _)) => {
            let wanted = want.lines.next();
            if !equal(wanted, tag.as_bytes()) {
                let text = at.but(wants).add(b"is told apart by `").add(tag.as_bytes());
                return Some(text.add(b"`"));
            }
            tagged(wants, of, wanted, want.lines, at, flags)
        }
        (b"tagged", Tagging::External) => {
            let text = at.but(wants).add(b"is an enum told apart by a name around it: add `#[serde(tag = \"");
            Some(text.add(want.lines.next()).add(b"\")]`"))
        }
        (b"tagged", Tagging::Untagged) => {
            want.lines.next();
            any_order(wants, of, want.lines, true, at, flags)
        }
        (b"choice", _) => any_order(wants, of, want.lines, false, at, flags),
        (_, Tagging::Untagged) => one_way(wants, of, at, flags),
        (b"record", _) => {
            if of.variants.len() == 1 && arm_fits(wants, of, &of.variants[0], at, flags) {
                return None;
            }
            Some(add_shape(at.but(wants), shape))
        }
        _ => Some(add_shape(at.but(wants), shape)),
    }
}

/// A type that is no enum: it has to take every arm.
pub(super) const fn by_one(wants: Wants, shape: &'static Shape, at: &At<'_>, flags: Flags) -> Option<Text> {
    let mut arms = Want::of(wants, at.want).lines;
    while !arms.is_empty() {
        let fault = compare_type(wants, shape, &at.below(Step::Same, arms.number(), None), flags);
        if fault.is_some() {
            return fault;
        }
    }
    None
}

const fn reads(variant: &Variant, name: &[u8]) -> bool {
    let mut position = 0;
    while position < variant.aliases.len() {
        if equal(variant.aliases[position].as_bytes(), name) {
            return true;
        }
        position += 1;
    }
    equal(variant.name.as_bytes(), name)
}

/// The variant that reads a name.
const fn find(of: &'static Enum, name: &[u8]) -> Option<&'static Variant> {
    let mut position = 0;
    while position < of.variants.len() {
        let variant = &of.variants[position];
        if !variant.flags.has(Flags::OTHER) && !variant.flags.has(Flags::UNREAD) && reads(variant, name) {
            return Some(variant);
        }
        position += 1;
    }
    None
}

/// Whether a variant catches texts that no other one reads: what it holds, if anything, has to be text.
const fn catches_text(of: &'static Enum) -> bool {
    let mut position = 0;
    while position < of.variants.len() {
        let variant = &of.variants[position];
        position += 1;
        if variant.flags.has(Flags::OTHER) && !variant.flags.has(Flags::UNREAD) {
            return match variant.content {
                None => true,
                Some(shape) => is_text(shape),
            };
        }
    }
    false
}

/// Whether a variant catches what no other one does.
const fn catches(of: &'static Enum) -> bool {
    let mut position = 0;
    while position < of.variants.len() {
        if of.variants[position].flags.has(Flags::OTHER) {
            return true;
        }
        position += 1;
    }
    false
}

/// "… may be `value` (file and line), but the enum `Name` has no variant for it"
const fn lacks(of: &'static Enum, value: &[u8], place: &[u8], at: &At<'_>) -> Text {
    let text = at.path().add(b" may be `").add(value).add(b"` (").add(place).add(b"), but the enum `");
    add_place(text.add(of.name.as_bytes()).add(b"`"), of).add(b" has no variant for it")
}

const fn has_more(of: &'static Enum, variant: &Variant, place: &[u8], at: &At<'_>) -> Text {
    let text = at.path().add(b" is never `").add(variant.name.as_bytes()).add(b"` (").add(place);
    text.add(b"), but ").origin(origin(of, variant)).add(b" is written so")
}

const fn origin(of: &Enum, variant: &Variant) -> Origin {
    Origin { owner: of.name, field: variant.field, file: of.file, line: variant.line }
}

const fn add_place(text: Text, of: &Enum) -> Text {
    text.add(b" (").add(of.file.as_bytes()).add(b":").number(of.line as i128).add(b")")
}

/// A value that is read by an alias but written under another name.
const fn renamed(
    variant: &Variant,
    of: &'static Enum,
    value: &[u8],
    place: &[u8],
    at: &At<'_>,
    flags: Flags,
) -> Option<Text> {
    if equal(variant.name.as_bytes(), value)
        || flags.has(Flags::READER)
        || variant.flags.has(Flags::UNWRITTEN)
    {
        return None;
    }
    let text = at.path().add(b" may be `").add(value).add(b"` (").add(place).add(b"), but ");
    let text = text.origin(origin(of, variant)).add(b", which reads it, is written as `");
    Some(text.add(variant.name.as_bytes()).add(b"`"))
}

/// Strings.
const fn texts(mut want: Want, of: &'static Enum, at: &At<'_>, flags: Flags) -> Option<Text> {
    let open = equal(want.lines.next(), b"open");
    let mut values = want.lines;
    while !values.is_empty() {
        let value = values.next();
        let fits = match find(of, value) {
            Some(variant) => {
                if let Some(fault) = renamed(variant, of, value, want.place, at, flags) {
                    return Some(fault);
                }
                variant.content.is_none()
            }
            None => catches_text(of),
        };
        if !fits {
            return Some(lacks(of, value, want.place, at));
        }
    }
    let mut position = 0;
    while position < of.variants.len() {
        let variant = &of.variants[position];
        position += 1;
        let written = !variant.flags.has(Flags::UNWRITTEN) && !flags.has(Flags::READER);
        // What catches other texts may write them again.
        let caught = variant.flags.has(Flags::OTHER) && (open || variant.content.is_some());
        if written && !caught && !lists(want.lines, variant.name.as_bytes()) {
            return Some(has_more(of, variant, want.place, at));
        }
    }
    if open && !catches_text(of) {
        let text = at.path().add(b" is open: readers take texts that are not listed yet (").add(want.place);
        let text = add_place(text.add(b"), but the enum `").add(of.name.as_bytes()).add(b"`"), of);
        return Some(text.add(b" has no variant with `#[serde(other)]`, nor an untagged one"));
    }
    None
}

const fn lists(mut values: Lines, name: &[u8]) -> bool {
    while !values.is_empty() {
        if equal(values.next(), name) {
            return true;
        }
    }
    false
}

/// Arms by their tag.
const fn tagged(
    wants: Wants,
    of: &'static Enum,
    tag: &'static [u8],
    arms: Lines,
    at: &At<'_>,
    flags: Flags,
) -> Option<Text> {
    let place = Want::of(wants, at.want).place;
    let mut left = arms;
    while !left.is_empty() {
        let (value, number) = (left.next(), left.number());
        let Some(variant) = find(of, value) else {
            if catches(of) {
                continue;
            }
            return Some(lacks(of, value, Want::of(wants, number).place, at));
        };
        if let Some(fault) = renamed(variant, of, value, Want::of(wants, number).place, at, flags) {
            return Some(fault);
        }
        let step = Step::Variant(origin(of, variant));
        let fault = arm(wants, of, variant, tag, &at.below(step, number, at.inside), flags);
        if fault.is_some() {
            return fault;
        }
    }
    let mut position = 0;
    while position < of.variants.len() {
        let variant = &of.variants[position];
        position += 1;
        // What catches the rest is written as it was read, unless it holds nothing.
        let silent = variant.flags.has(Flags::UNWRITTEN)
            || (variant.flags.has(Flags::OTHER) && variant.content.is_some());
        if silent || flags.has(Flags::READER) {
            continue;
        }
        let mut left = arms;
        let mut found = false;
        while !left.is_empty() {
            found = found || equal(left.next(), variant.name.as_bytes());
            left.next();
        }
        if !found {
            return Some(has_more(of, variant, place, at));
        }
    }
    None
}

/// A struct without fields.
static NOTHING: super::Record =
    super::Record { name: "()", file: "", line: 0, names: 0, members: &[], flattened: &[], refuses: false };

/// One variant against the arm that has its tag.
const fn arm(
    wants: Wants,
    of: &'static Enum,
    variant: &'static Variant,
    tag: &'static [u8],
    at: &At<'_>,
    flags: Flags,
) -> Option<Text> {
    let mut want = Want::of(wants, at.want);
    match of.tagging {
        Tagging::Adjacent(_, content) => {
            want.lines.next();
            let mut lines = want.lines;
            let mut declared = variant.content.is_none() || flags.has(Flags::READER);
            while !lines.is_empty() {
                let (name, required) = (lines.next(), equal(lines.next(), b"r"));
                let (number, place) = (lines.number(), lines.next());
                let fault = if equal(name, tag) {
                    None
                } else if equal(name, content.as_bytes()) {
                    declared = true;
                    let shape = match variant.content {
                        Some(shape) => shape,
                        // It is neither read nor written.
                        None if required => const { &Shape::Null },
                        None => continue,
                    };
                    let step = Step::Member(text_of(name), origin(of, variant));
                    let own = flags.inherited().and(if required { Flags::REQUIRED } else { Flags::DEFAULT });
                    member(wants, shape, &at.below(step, number, None), place, own)
                } else if required && !flags.has(Flags::READER) {
                    let below = at.below(Step::Member(text_of(name), origin(of, variant)), number, None);
                    let text = below.path().add(b" is required (").add(place);
                    Some(text.add(b"), but ").origin(origin(of, variant)).add(b" has no such field"))
                } else {
                    None
                };
                if fault.is_some() {
                    return fault;
                }
            }
            if declared {
                return None;
            }
            let below = at.below(Step::Member(content, origin(of, variant)), at.want, None);
            let text = below.path().add(b" is not in the contract (");
            Some(text.add(want.place).add(b"), but ").origin(origin(of, variant)).add(b" writes it"))
        }
        _ => match variant.content {
            None => record::compare_but(wants, &NOTHING, tag, at, flags),
            Some(shape) => inner(wants, shape, tag, at, flags),
        },
    }
}

const fn inner(
    wants: Wants,
    shape: &'static Shape,
    tag: &'static [u8],
    at: &At<'_>,
    flags: Flags,
) -> Option<Text> {
    match shape {
        Shape::Wrapped(shape) => inner(wants, shape, tag, at, flags),
        Shape::Record(record) if equal(Want::of(wants, at.want).kind, b"record") => {
            record::compare_but(wants, record, tag, at, flags)
        }
        _ => compare_type(wants, shape, at, flags),
    }
}

/// Whether a variant, as it is written, is what an arm wants.
const fn arm_fits(
    wants: Wants,
    of: &'static Enum,
    variant: &'static Variant,
    at: &At<'_>,
    flags: Flags,
) -> bool {
    let mut want = Want::of(wants, at.want);
    match (&of.tagging, variant.content) {
        (Tagging::Untagged, Some(shape)) => compare_type(wants, shape, at, flags).is_none(),
        (Tagging::Untagged, None) => equal(want.kind, b"null"),
        (Tagging::External, None) => {
            equal(want.kind, b"enum") && {
                want.lines.next();
                lists(want.lines, variant.name.as_bytes())
            }
        }
        (Tagging::External, Some(_)) if variant.flags.has(Flags::OTHER) => match variant.content {
            Some(shape) => compare_type(wants, shape, at, flags).is_none(),
            None => false,
        },
        (Tagging::External, Some(shape)) => {
            if !equal(want.kind, b"record") {
                return false;
            }
            want.lines.next();
            let name = want.lines.next();
            let (_, number) = (want.lines.next(), want.lines.number());
            want.lines.next();
            want.lines.is_empty()
                && reads(variant, name)
                && compare_type(wants, shape, &at.below(Step::Same, number, None), flags).is_none()
        }
        (Tagging::Internal(tag), content) => {
            let shape = match content {
                Some(shape) => shape,
                None => const { &Shape::Record(&NOTHING) },
            };
            equal(want.kind, b"record") && inner(wants, shape, tag.as_bytes(), at, flags).is_none()
        }
        (Tagging::Adjacent(tag, _), _) => {
            equal(want.kind, b"record") && arm(wants, of, variant, tag.as_bytes(), at, flags).is_none()
        }
    }
}

/// One kind of value, where the enum has several.
const fn one_way(wants: Wants, of: &'static Enum, at: &At<'_>, flags: Flags) -> Option<Text> {
    let mut position = 0;
    while position < of.variants.len() {
        let variant = &of.variants[position];
        position += 1;
        if !variant.flags.has(Flags::UNREAD) && arm_fits(wants, of, variant, at, flags) {
            return None;
        }
    }
    Some(
        at.but(wants)
            .add(b"is the enum `")
            .add(of.name.as_bytes())
            .add(b"`, none of whose variants reads it"),
    )
}

/// Arms in any order: each must be read by a variant, and each variant be what an arm says.
const fn any_order(
    wants: Wants,
    of: &'static Enum,
    arms: Lines,
    with_values: bool,
    at: &At<'_>,
    flags: Flags,
) -> Option<Text> {
    let mut left = arms;
    let mut count = 0;
    while !left.is_empty() {
        if with_values {
            left.next();
        }
        let number = left.number();
        count += 1;
        let below = at.below(Step::Same, number, at.inside);
        let mut position = 0;
        let mut found = false;
        while position < of.variants.len() && !found {
            let variant = &of.variants[position];
            position += 1;
            if variant.flags.has(Flags::UNREAD) {
                continue;
            }
            found = arm_fits(wants, of, variant, &below, flags);
            // serde takes the first that reads it.
            if !found && arm_fits(wants, of, variant, &below, flags.and(Flags::READER)) {
                let text = below.path().add(b" may be kind ").number(count).add(b" (");
                let text = text.add(Want::of(wants, number).place).add(b"), but ");
                return Some(text.origin(origin(of, variant)).add(
                    b" reads it without all of its members: give it them, or put it behind the variant that has them",
                ));
            }
        }
        if !found {
            let text = below.but(wants).add(b"is the enum `").add(of.name.as_bytes());
            return Some(text.add(b"`, none of whose variants is like kind ").number(count));
        }
    }
    let mut position = 0;
    while position < of.variants.len() {
        let variant = &of.variants[position];
        position += 1;
        if variant.flags.has(Flags::UNWRITTEN) || flags.has(Flags::READER) {
            continue;
        }
        let mut left = arms;
        let mut found = false;
        while !left.is_empty() && !found {
            if with_values {
                left.next();
            }
            let below = at.below(Step::Same, left.number(), at.inside);
            found = arm_fits(wants, of, variant, &below, flags);
        }
        if !found {
            let place = Want::of(wants, at.want).place;
            let text = at.path().add(b" has no such kind (").add(place).add(b") as ");
            return Some(text.origin(origin(of, variant)).add(b" writes"));
        }
    }
    None
}

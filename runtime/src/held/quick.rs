//! The quick way through a type that is as its contract says: constants are computed slowly, and this is done for every
//! field of every event. What it does not know it leaves to `compare`, which has the last word and finds the words.

use super::{
    Enum, Flags, Member, Record, Shape, Tagging, Variant,
    want::{Entry, Wants},
};

/// How deep types are followed.
const DEPTH: usize = 8;

/// Whether a type certainly is what a schema wants.
pub(super) const fn fits(wants: Wants, number: usize, shape: &Shape, flags: Flags, depth: usize) -> bool {
    if depth == DEPTH {
        return false;
    }
    let want = Entry::of(wants, number);
    match (want.kind, shape) {
        (_, Shape::Wrapped(inner)) => fits(wants, number, inner, flags, depth + 1),
        (_, Shape::Exact(inner)) => {
            !flags.has(Flags::BUFFERED) && fits(wants, number, inner, flags, depth + 1)
        }
        (b't' | b'e' | b'f', Shape::Text)
        | (b'b', Shape::Bool)
        | (b'd', Shape::Decimal | Shape::Number)
        | (b'n', Shape::Double | Shape::Number)
        | (b'i', Shape::AnyInteger) => true,
        (b'f', Shape::Format(format)) => matches!(
            (want.argument, format.as_bytes()),
            (1, b"uuid") | (2, b"date-time") | (3, b"date") | (4, b"duration")
        ),
        (b'i', Shape::Integer(least, greatest)) => want.argument & size(*least, *greatest) != 0,
        (b'o', Shape::Nullable(inner)) | (b'l', Shape::List(inner, 0, usize::MAX)) => {
            fits(wants, want.link, inner, flags, depth + 1)
        }
        (b'm', Shape::Map(Shape::Text, inner)) => fits(wants, want.link, inner, flags, depth + 1),
        (b'r', Shape::Record(of)) => record(wants, want, of, flags, depth),
        (b'e', Shape::Enum(of)) => texts(wants, want, of),
        _ => false,
    }
}

/// The bit of an integer type; the derive sets those of all types that hold a range.
const fn size(least: i128, greatest: i128) -> u8 {
    match (least, greatest) {
        (-0x80, 0x7f) => 1,
        (-0x8000, 0x7fff) => 2,
        (-0x8000_0000, 0x7fff_ffff) => 4,
        (-0x8000_0000_0000_0000, 0x7fff_ffff_ffff_ffff) => 8,
        (0, 0xff) => 16,
        (0, 0xffff) => 32,
        (0, 0xffff_ffff) => 64,
        (0, 0xffff_ffff_ffff_ffff) => 128,
        _ => 0,
    }
}

/// Whether a field certainly is what a member wants.
pub(super) const fn member(wants: Wants, number: usize, shape: &Shape, flags: Flags, depth: usize) -> bool {
    if flags.has(Flags::UNWRITTEN.and(Flags::UNREAD)) {
        return false;
    }
    if flags.has(Flags::REQUIRED) {
        return !flags.has(Flags::SKIPS) && fits(wants, number, shape, flags.inherited(), depth);
    }
    let is_nullable = Entry::of(wants, number).kind == b'o';
    match shape {
        Shape::Nullable(_) if !flags.has(Flags::DEFAULT) && flags.has(Flags::WITH) => false,
        Shape::Nullable(inner) if !is_nullable && flags.has(Flags::SKIPS) => {
            fits(wants, number, inner, flags.inherited(), depth)
        }
        Shape::Present(inner) if !is_nullable && flags.has(Flags::SKIPS) && flags.has(Flags::DEFAULT) => {
            fits(wants, number, inner, flags.inherited(), depth)
        }
        Shape::Nullable(_) => is_nullable && fits(wants, number, shape, flags.inherited(), depth),
        _ => flags.has(Flags::DEFAULT) && fits(wants, number, shape, flags.inherited(), depth),
    }
}

const fn record(wants: Wants, want: Entry, of: &Record, flags: Flags, depth: usize) -> bool {
    if of.refuses || !of.flattened.is_empty() || want.argument != 0 {
        return false;
    }
    let mut names = want.names(wants);
    let (mut position, mut found) = (0, 0);
    while names.left > 0 {
        let name = names.next(wants);
        // Most types have their fields in the contract's order.
        let mut tried = 0;
        while tried < of.members.len() && !name.is(wants, of.members[position % of.members.len()].name) {
            tried += 1;
            position += 1;
        }
        if tried == of.members.len() {
            if name.required {
                return false;
            }
            continue;
        }
        let Member { shape, flags: own, .. } = &of.members[position % of.members.len()];
        let own = own.and(flags.inherited()).and(if name.required { Flags::REQUIRED } else { Flags::NONE });
        if !member(wants, name.number, shape, own, depth + 1) {
            return false;
        }
        position += 1;
        found += 1;
    }
    found == of.members.len()
}

const fn texts(wants: Wants, want: Entry, of: &Enum) -> bool {
    let Tagging::External = of.tagging else { return false };
    let mut names = want.names(wants);
    let mut position = 0;
    while names.left > 0 {
        let name = names.next(wants);
        if position == of.variants.len() {
            return false;
        }
        let variant = &of.variants[position];
        if variant.flags.0 != 0 || variant.content.is_some() || !name.is(wants, variant.name) {
            return false;
        }
        position += 1;
    }
    match (want.argument, of.variants.split_at(position).1) {
        (0, []) => true,
        (1, [Variant { flags, content: None | Some(Shape::Text), .. }]) => flags.0 == Flags::OTHER.0,
        _ => false,
    }
}

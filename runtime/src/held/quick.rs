//! The quick way through a type that is as its contract says. What it does not know it leaves to `compare`, which has
//! the last word and finds the words.
//!
//! The compiler computes constants slowly, a call more slowly than anything else, and this is done for every field of
//! every event: so bits are looked at here and not asked for.

use super::{
    Enum, Flags, Member, Record, Shape, Tagging, Variant,
    want::{Wants, entry, names},
};

/// How deep types are followed.
const DEPTH: usize = 8;

const SKIPS: u16 = Flags::SKIPS.0;
const DEFAULT: u16 = Flags::DEFAULT.0;
const REQUIRED: u16 = Flags::REQUIRED.0;
const INHERITED: u16 = Flags::READER.0 | Flags::BUFFERED.0;

/// Whether a type certainly is what a schema wants.
pub(super) const fn fits(wants: Wants, number: usize, shape: &Shape, flags: u16, depth: usize) -> bool {
    if depth == DEPTH {
        return false;
    }
    let [kind, argument, high, low, ..] = *entry(wants, number) else { return false };
    match (kind, shape) {
        (_, Shape::Wrapped(inner)) => fits(wants, number, inner, flags, depth + 1),
        (_, Shape::Exact(inner)) => {
            flags & Flags::BUFFERED.0 == 0 && fits(wants, number, inner, flags, depth + 1)
        }
        (b't' | b'e' | b'f', Shape::Text)
        | (b'b', Shape::Bool)
        | (b'd', Shape::Decimal | Shape::Number)
        | (b'n', Shape::Double | Shape::Number)
        | (b'i', Shape::AnyInteger) => true,
        (b'f', Shape::Format(format)) => matches!(
            (argument, format.as_bytes()),
            (1, b"uuid") | (2, b"date-time") | (3, b"date") | (4, b"duration")
        ),
        (b'i', Shape::Integer(least, greatest)) => argument & size(*least, *greatest) != 0,
        (b'o', Shape::Nullable(inner))
        | (b'l', Shape::List(inner, 0, usize::MAX))
        | (b'm', Shape::Map(Shape::Text, inner)) => {
            fits(wants, (high as usize) << 8 | low as usize, inner, flags, depth + 1)
        }
        (b'r', Shape::Record(of)) if argument == 0 => record(wants, number, of, flags, depth),
        (b'e', Shape::Enum(of)) => texts(wants, number, argument, of),
        _ => false,
    }
}

/// The bit of an integer type; the derive sets those of all types that hold a range.
const fn size(least: i128, greatest: i128) -> u8 {
    let (wanted, bit) = match greatest {
        0x7f => (-0x80, 1),
        0x7fff => (-0x8000, 2),
        0x7fff_ffff => (-0x8000_0000, 4),
        0x7fff_ffff_ffff_ffff => (-0x8000_0000_0000_0000, 8),
        0xff => (0, 16),
        0xffff => (0, 32),
        0xffff_ffff => (0, 64),
        0xffff_ffff_ffff_ffff => (0, 128),
        _ => return 0,
    };
    if least == wanted { bit } else { 0 }
}

/// Whether a field certainly is what a member wants.
pub(super) const fn member(wants: Wants, number: usize, shape: &Shape, flags: u16, depth: usize) -> bool {
    if flags & (Flags::UNWRITTEN.0 | Flags::UNREAD.0) != 0 {
        return false;
    }
    if flags & REQUIRED != 0 {
        return flags & SKIPS == 0 && fits(wants, number, shape, flags & INHERITED, depth);
    }
    let shape = match shape {
        Shape::Nullable(_) if flags & (DEFAULT | Flags::WITH.0) == Flags::WITH.0 => return false,
        Shape::Nullable(_) if matches!(entry(wants, number), [b'o', ..]) => shape,
        Shape::Nullable(inner) if flags & SKIPS != 0 => inner,
        Shape::Nullable(_) => return false,
        _ if flags & DEFAULT == 0 => return false,
        Shape::Present(_) if matches!(entry(wants, number), [b'o', ..]) => return false,
        Shape::Present(inner) if flags & SKIPS != 0 => inner,
        _ => shape,
    };
    fits(wants, number, shape, flags & INHERITED, depth)
}

const fn record(wants: Wants, number: usize, of: &Record, flags: u16, depth: usize) -> bool {
    if of.refuses || !of.flattened.is_empty() {
        return false;
    }
    let (mut left, mut rest) = names(wants, number);
    let mut members = of.members;
    while left > 0 {
        let [length, required, high, low, start @ ..] = rest else { return false };
        // The fields of most types are in the contract's order.
        let [Member { name, shape, flags: own, .. }, others @ ..] = members else {
            // What is left over here is only missing if it is required.
            if *required == 1 {
                return false;
            }
            rest = start.split_at(*length as usize).1;
            left -= 1;
            continue;
        };
        if name.len() == *length as usize && starts(start, name.as_bytes()) {
            let own = own.0 | flags & INHERITED | if *required == 1 { REQUIRED } else { 0 };
            if !member(wants, (*high as usize) << 8 | *low as usize, shape, own, depth + 1) {
                return false;
            }
            members = others;
        } else if *required == 1 {
            return false;
        }
        rest = start.split_at(*length as usize).1;
        left -= 1;
    }
    members.is_empty()
}

const fn starts(mut text: &[u8], mut start: &[u8]) -> bool {
    while let ([a, text_rest @ ..], [b, start_rest @ ..]) = (text, start) {
        if *a != *b {
            return false;
        }
        (text, start) = (text_rest, start_rest);
    }
    start.is_empty()
}

const fn texts(wants: Wants, number: usize, open: u8, of: &Enum) -> bool {
    let Tagging::External = of.tagging else { return false };
    let (mut left, mut rest) = names(wants, number);
    let mut variants = of.variants;
    while left > 0 {
        let ([length, _, _, _, start @ ..], [variant, others @ ..]) = (rest, variants) else { return false };
        let Variant { name, content: None, flags: Flags(0), .. } = variant else { return false };
        if name.len() != *length as usize || !starts(start, name.as_bytes()) {
            return false;
        }
        rest = start.split_at(*length as usize).1;
        left -= 1;
        variants = others;
    }
    match (open, variants) {
        (0, []) => true,
        (1, [Variant { flags, content: None | Some(Shape::Text), .. }]) => flags.0 == Flags::OTHER.0,
        _ => false,
    }
}

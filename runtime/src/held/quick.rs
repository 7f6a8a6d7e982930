//! The quick way through a type that is as its contract says. What it does not know it leaves to `compare`, which has
//! the last word and finds the words.
//!
//! The compiler computes constants slowly, a call more slowly than anything else, and this is done for every field of
//! every event: so bits are looked at here and not asked for.

use super::{
    Enum, Flags, Member, Record, Shape, Tagging, Variant,
    want::{ENTRY, HEAD, Wants, names},
};

/// The bit that tells small letters from capitals.
const OPTIONAL: u8 = 0x20;

/// How deep types are followed.
const DEPTH: usize = 8;

const SKIPS: u16 = Flags::SKIPS.0;
const DEFAULT: u16 = Flags::DEFAULT.0;
const REQUIRED: u16 = Flags::REQUIRED.0;
const OTHER: u16 = Flags::OTHER.0;
const INHERITED: u16 = Flags::READER.0 | Flags::BUFFERED.0;

/// Whether a type is what a schema of one JSON type wants, by what the derive wrote down beside the type: kind and
/// argument of the schema's entry, the kind in capitals where the member may be left out.
pub(super) const fn scalar(shape: &Shape, kind: u8, argument: u8) -> bool {
    let shape = match shape {
        Shape::Nullable(inner) if kind & OPTIONAL == 0 => inner,
        _ if kind & OPTIONAL == 0 => return false,
        _ => shape,
    };
    match (kind | OPTIONAL, shape) {
        (b't' | b'e' | b'f', Shape::Text)
        | (b'b', Shape::Bool)
        | (b'd', Shape::Decimal | Shape::Number | Shape::Exact(Shape::Decimal | Shape::Number))
        | (b'n', Shape::Double | Shape::Number | Shape::Exact(Shape::Double | Shape::Number))
        | (b'i', Shape::AnyInteger) => true,
        (b'f', Shape::Format(format)) => is_format(argument, format),
        (b'i', Shape::Integer(least, greatest) | Shape::Exact(Shape::Integer(least, greatest))) => {
            argument & size(*least, *greatest) != 0
        }
        _ => false,
    }
}

/// Whether a type certainly is what a schema wants.
pub(super) const fn fits(wants: Wants, number: usize, shape: &Shape, flags: u16, depth: usize) -> bool {
    if depth == DEPTH {
        return false;
    }
    let at = 2 + number * ENTRY;
    match (wants[at], shape) {
        (_, Shape::Wrapped(inner)) => fits(wants, number, inner, flags, depth + 1),
        (_, Shape::Exact(inner)) => {
            flags & Flags::BUFFERED.0 == 0 && fits(wants, number, inner, flags, depth + 1)
        }
        (b't' | b'e' | b'f', Shape::Text)
        | (b'b', Shape::Bool)
        | (b'd', Shape::Decimal | Shape::Number)
        | (b'n', Shape::Double | Shape::Number)
        | (b'i', Shape::AnyInteger) => true,
        (b'f', Shape::Format(format)) => is_format(wants[at + 1], format),
        (b'i', Shape::Integer(least, greatest)) => wants[at + 1] & size(*least, *greatest) != 0,
        (b'o', Shape::Nullable(inner))
        | (b'l', Shape::List(inner, 0, usize::MAX))
        | (b'm', Shape::Map(Shape::Text, inner)) => {
            let number = (wants[at + 2] as usize) << 8 | wants[at + 3] as usize;
            fits(wants, number, inner, flags, depth + 1)
        }
        (b'r', Shape::Record(of)) if wants[at + 1] == 0 => {
            !of.refuses && record(wants, names(wants, number), of, flags, depth)
        }
        (b'e', Shape::Enum(of)) => texts(wants, names(wants, number), wants[at + 1], of),
        _ => false,
    }
}

const fn is_format(argument: u8, format: &str) -> bool {
    matches!(
        (argument, format.as_bytes()),
        (1, b"uuid") | (2, b"date-time") | (3, b"date") | (4, b"duration")
    )
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
        Shape::Nullable(_) if wants[2 + number * ENTRY] == b'o' => shape,
        Shape::Nullable(inner) if flags & SKIPS != 0 => inner,
        Shape::Nullable(_) => return false,
        _ if flags & DEFAULT == 0 => return false,
        Shape::Present(_) if wants[2 + number * ENTRY] == b'o' => return false,
        Shape::Present(inner) if flags & SKIPS != 0 => inner,
        _ => shape,
    };
    fits(wants, number, shape, flags & INHERITED, depth)
}

/// The members of a struct and those of a schema. Both are in the order of their names, with a hash of these, so that few
/// names are ever compared.
const fn record(wants: Wants, mut at: usize, of: &Record, flags: u16, depth: usize) -> bool {
    let Record { flattened: [], mut members, names, .. } = *of else { return false };
    let mut left = (wants[at] as usize) << 8 | wants[at + 1] as usize;
    at += 2;
    let mut hash = 0;
    let members_at = at + 8;
    while at < members_at {
        hash = hash << 8 | wants[at] as u64;
        at += 1;
    }
    if hash != names {
        return by_name(wants, at, left, of, flags, depth);
    }
    while left > 0 {
        let [Member { shape, flags: own, aliases: [], .. }, rest @ ..] = members else { return false };
        let required = wants[at + 1] == 1;
        let plain = required && flags == 0 && own.0 & !(DEFAULT | Flags::WITH.0) == 0;
        if !plain || wants[at + 4] == 0 || !scalar(shape, wants[at + 4], wants[at + 5]) {
            let number = (wants[at + 2] as usize) << 8 | wants[at + 3] as usize;
            let own = own.0 | flags & INHERITED | if required { REQUIRED } else { 0 };
            if !member(wants, number, shape, own, depth + 1) {
                return false;
            }
        }
        members = rest;
        at += HEAD + wants[at] as usize;
        left -= 1;
    }
    matches!(members, [])
}

/// The same, where some member has no field.
const fn by_name(
    wants: Wants,
    mut at: usize,
    mut left: usize,
    of: &Record,
    flags: u16,
    depth: usize,
) -> bool {
    let mut found = 0;
    while left > 0 {
        let (start, end) = (at + HEAD, at + HEAD + wants[at] as usize);
        let required = wants[at + 1] == 1;
        let mut rest = of.members;
        loop {
            rest = match rest {
                [Member { name, shape, flags: own, aliases: [], .. }, rest @ ..] => {
                    if is_named(name, wants, start, end) {
                        let number = (wants[at + 2] as usize) << 8 | wants[at + 3] as usize;
                        let own = own.0 | flags & INHERITED | if required { REQUIRED } else { 0 };
                        if !member(wants, number, shape, own, depth + 1) {
                            return false;
                        }
                        found += 1;
                        break;
                    }
                    rest
                }
                // What no field is for is only missing if it is required.
                [] if !required => break,
                _ => return false,
            };
        }
        at = end;
        left -= 1;
    }
    // Nor is there another field.
    found == of.members.len()
}

const fn is_named(name: &str, wants: Wants, mut at: usize, end: usize) -> bool {
    let mut name = name.as_bytes();
    while let [byte, rest @ ..] = name {
        if at == end || *byte != wants[at] {
            return false;
        }
        name = rest;
        at += 1;
    }
    at == end
}

const fn texts(wants: Wants, mut at: usize, open: u8, of: &Enum) -> bool {
    let Enum { tagging: Tagging::External, variants, .. } = of else { return false };
    let mut left = (wants[at] as usize) << 8 | wants[at + 1] as usize;
    let (mut plain, mut others) = (0, 0);
    let mut rest = *variants;
    while let [variant, behind @ ..] = rest {
        match variant {
            Variant { content: None, flags: Flags(0), aliases: [], .. } => plain += 1,
            Variant { content: None | Some(Shape::Text), flags: Flags(OTHER), .. } => others += 1,
            _ => return false,
        }
        rest = behind;
    }
    if plain != left || others != open {
        return false;
    }
    at += 2;
    let mut behind = *variants;
    while left > 0 {
        let (start, end) = (at + HEAD, at + HEAD + wants[at] as usize);
        let mut rest = behind;
        let mut again = false;
        loop {
            rest = match rest {
                [Variant { name, flags: Flags(0), .. }, rest @ ..] if is_named(name, wants, start, end) => {
                    behind = rest;
                    break;
                }
                [_, rest @ ..] => rest,
                [] if !again => {
                    again = true;
                    *variants
                }
                [] => return false,
            };
        }
        at = end;
        left -= 1;
    }
    true
}

//! Wants as `event_contracts::held` reads them: one table of bytes, since every literal costs the compiler.

use super::wants::{Extra, Kind, Member, Want, Wants};
use std::collections::BTreeSet;

/// A field that is held against a member.
pub(crate) struct Held {
    pub(crate) name: String,
    pub(crate) place: String,
}

/// Bytes of an entry, as in `event_contracts::held::want`.
const ENTRY: usize = 12;

/// All schemas, and the fields that are held against some of them.
pub(crate) fn table(wants: &Wants, fields: &[Held]) -> Vec<u8> {
    let head = 2 + (wants.all.len() + 1 + fields.len()) * ENTRY;
    let mut entries = Vec::with_capacity(head);
    entries.extend(two(wants.all.len()));
    let mut texts = Vec::new();
    let mut starts = Vec::new();
    for want in &wants.all {
        starts.push(head + texts.len());
        texts.extend_from_slice(want.text().as_bytes());
    }
    starts.push(head + texts.len());
    for (want, start) in wants.all.iter().zip(&starts) {
        let (kind, argument, link) = summary(want);
        let at = head + texts.len();
        names(wants, want, &mut texts);
        entries.extend([kind, argument]);
        entries.extend(two(link));
        entries.extend(four(*start));
        entries.extend(four(at));
    }
    entries.extend([0; 4]);
    entries.extend(four(starts.last().copied().unwrap_or(head)));
    entries.extend([0; 4]);
    for Held { name, place } in fields {
        entries.extend(four(head + texts.len()));
        texts.extend_from_slice(name.as_bytes());
        texts.push(b'\n');
        texts.extend_from_slice(place.as_bytes());
        entries.extend(four(head + texts.len()));
        entries.extend([0; 4]);
    }
    entries.extend(texts);
    entries
}

/// Wants are far fewer.
fn two(number: usize) -> [u8; 2] {
    u16::try_from(number).unwrap_or(u16::MAX).to_be_bytes()
}

fn four(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes()
}

/// Kind, argument and link of an entry; `?` is for the slow way.
fn summary(want: &Want) -> (u8, u8, usize) {
    match &want.kind {
        Kind::Text => (b't', 0, 0),
        Kind::Format(format) => {
            let known = ["uuid", "date-time", "date", "duration"];
            let at = known.iter().position(|known| known == format).map_or(0, |at| at + 1);
            (b'f', u8::try_from(at).unwrap_or(0), 0)
        }
        Kind::Bool => (b'b', 0, 0),
        Kind::Integer(least, greatest) => (b'i', sizes(*least, *greatest), 0),
        Kind::Decimal => (b'd', 0, 0),
        Kind::Number => (b'n', 0, 0),
        Kind::Nullable(inner) => (b'o', 0, *inner),
        Kind::List { item, .. } => (b'l', 0, *item),
        Kind::Map(value) => (b'm', 0, *value),
        Kind::Record(record) if record.members.iter().all(|member| is_short(&member.name)) => {
            (b'r', u8::from(matches!(record.extra, Extra::Is(_))), 0)
        }
        Kind::Enum { open, values }
            if values.iter().all(|value| is_short(value))
                && values.iter().collect::<BTreeSet<_>>().len() == values.len() =>
        {
            (b'e', u8::from(*open), 0)
        }
        _ => (b'?', 0, 0),
    }
}

/// Kind and argument of what is one JSON type.
pub(crate) fn scalar(want: &Want) -> Option<(u8, u8)> {
    let (kind, argument, _) = summary(want);
    b"tfebidn".contains(&kind).then_some((kind, argument))
}

fn is_short(name: &str) -> bool {
    u8::try_from(name.len()).is_ok()
}

/// A bit for each integer type that holds a range.
fn sizes(least: i128, greatest: i128) -> u8 {
    let types: [(i128, i128); 8] = [
        (i8::MIN.into(), i8::MAX.into()),
        (i16::MIN.into(), i16::MAX.into()),
        (i32::MIN.into(), i32::MAX.into()),
        (i64::MIN.into(), i64::MAX.into()),
        (0, u8::MAX.into()),
        (0, u16::MAX.into()),
        (0, u32::MAX.into()),
        (0, u64::MAX.into()),
    ];
    let fits = |(at, (low, high)): (usize, &(i128, i128))| {
        u8::from(least >= *low && least <= *high && greatest >= *low && greatest <= *high) << at
    };
    types.iter().enumerate().map(fits).sum()
}

/// Of names in their order (FNV-1a): structs with the same names as a schema are told at once.
pub(crate) fn hash<'a>(names: impl Iterator<Item = &'a str>) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for name in names {
        // No name has such a byte, so it tells where one ends.
        for byte in name.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

/// The members of a record, or the values of an enum.
fn names(wants: &Wants, want: &Want, out: &mut Vec<u8>) {
    let add = |out: &mut Vec<u8>, name: &str, required: bool, number: usize, (kind, argument): (u8, u8)| {
        let [high, low] = two(number);
        out.extend([u8::try_from(name.len()).unwrap_or(0), u8::from(required), high, low, kind, argument]);
        out.extend_from_slice(name.as_bytes());
    };
    match (&want.kind, summary(want).0) {
        (Kind::Record(record), b'r') => {
            out.extend(two(record.members.len()));
            let mut members: Vec<&Member> = record.members.iter().collect();
            members.sort_unstable_by_key(|member| &member.name);
            out.extend(hash(members.iter().map(|member| member.name.as_str())).to_be_bytes());
            for member in members {
                let scalar = wants.all.get(member.want).and_then(scalar).unwrap_or_default();
                add(out, &member.name, member.required, member.want, scalar);
            }
        }
        (Kind::Enum { values, .. }, b'e') => {
            out.extend(two(values.len()));
            for value in values {
                add(out, value, false, 0, (0, 0));
            }
        }
        _ => {}
    }
}

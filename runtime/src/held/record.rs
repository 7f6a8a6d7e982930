//! A struct against a schema with members.

use super::{
    Flags, Member, Record, Shape,
    compare::{At, Step, compare as compare_type, member as compare_member},
    message::{Origin, Text, equal},
    want::{Lines, Want, Wants},
    words::add_shape,
};

/// The field that a member is read into or written from.
#[derive(Clone, Copy)]
struct Found {
    member: &'static Member,
    /// The struct that it is in.
    owner: &'static Record,
    /// Whether that is flattened, and in an `Option`.
    flattened: bool,
    optional: bool,
}

/// What is wrong between a schema of kind `record` or `map` and a struct.
pub(super) const fn compare(
    wants: Wants,
    record: &'static Record,
    at: &At<'_>,
    flags: Flags,
) -> Option<Text> {
    compare_but(wants, record, b"", at, flags)
}

/// The same, where a tag beside the struct's fields is written by serde.
pub(super) const fn compare_but(
    wants: Wants,
    record: &'static Record,
    tag: &[u8],
    at: &At<'_>,
    flags: Flags,
) -> Option<Text> {
    let mut want = Want::of(wants, at.want);
    if equal(want.kind, b"map") {
        let mut text = at.but(wants).add(b"is the struct `");
        text = text.add(record.name.as_bytes()).add(b"`, which has names of its own");
        return match record.flattened {
            [inner] if record.members.is_empty() => {
                compare_type(wants, inner, at, flags.and(Flags::BUFFERED))
            }
            [] if record.members.is_empty() && flags.has(Flags::READER) => None,
            _ => Some(text),
        };
    }
    let open = want.lines.next();
    let members = want.lines;
    let mut lines = members;
    while !lines.is_empty() {
        let (name, required, number, place) = property(&mut lines);
        if equal(name, tag) {
            continue;
        }
        let found = find(record, name);
        let fault = match found {
            Some(Found { member, owner, optional: true, .. }) if required && !flags.has(Flags::READER) => {
                let below = at.below(Step::Member(text_of(name), origin(owner, member)), number, None);
                let text = below.claim(b"is required", place);
                Some(text.add(b"is flattened in an `Option`, which may leave it out"))
            }
            Some(Found { member, owner, flattened, .. }) => {
                let step = Step::Member(text_of(name), origin(owner, member));
                let mut own = member.flags.and(flags.inherited());
                if required {
                    own = own.and(Flags::REQUIRED);
                }
                if flattened {
                    own = own.and(Flags::BUFFERED);
                }
                let below = at.below(step, number, None);
                match spelled(record, member, name, &below, place, flags) {
                    Some(fault) => Some(fault),
                    None => compare_member(wants, member.shape, &below, place, own),
                }
            }
            None => match missing(record, name, required, at, place, flags) {
                Some(fault) => Some(fault),
                None => kept(wants, record, name, number, at, flags),
            },
        };
        if fault.is_some() {
            return fault;
        }
    }
    if let Some(fault) = unknown(wants, record, members, open, at, flags) {
        return Some(fault);
    }
    if record.refuses && !equal(open, b"closed") {
        let text = at.path().add(b" may get more members (").add(want.place).add(b"), but ");
        return Some(text.origin(whole(record)).add(b" refuses them: drop `deny_unknown_fields`"));
    }
    None
}

const fn origin(record: &Record, member: &Member) -> Origin {
    Origin { owner: record.name, field: member.field, file: record.file, line: member.line }
}

const fn whole(record: &Record) -> Origin {
    Origin { owner: record.name, field: "", file: record.file, line: record.line }
}

/// Name, whether it is required, number, place.
const fn property(lines: &mut Lines) -> (&'static [u8], bool, usize, &'static [u8]) {
    (lines.next(), equal(lines.next(), b"r"), lines.number(), lines.next())
}

/// The line is a part of a text, cut at line ends.
pub(super) const fn text_of(bytes: &'static [u8]) -> &'static str {
    match core::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => "",
    }
}

const fn find(record: &'static Record, name: &[u8]) -> Option<Found> {
    let mut at = 0;
    while at < record.members.len() {
        let member = &record.members[at];
        if equal(member.name.as_bytes(), name) || reads(member, name) {
            return Some(Found { member, owner: record, flattened: false, optional: false });
        }
        at += 1;
    }
    at = 0;
    while at < record.flattened.len() {
        if let Some(inner) = as_record(record.flattened[at])
            && let Some(Found { member, owner, optional, .. }) = find(inner, name)
        {
            let optional = optional || is_optional(record.flattened[at]);
            return Some(Found { member, owner, flattened: true, optional });
        }
        at += 1;
    }
    None
}

const fn reads(member: &Member, name: &[u8]) -> bool {
    let mut at = 0;
    while at < member.aliases.len() {
        if equal(member.aliases[at].as_bytes(), name) {
            return true;
        }
        at += 1;
    }
    false
}

const fn as_record(shape: &'static Shape) -> Option<&'static Record> {
    match shape {
        Shape::Record(record) => Some(record),
        Shape::Wrapped(inner) | Shape::Nullable(inner) => as_record(inner),
        _ => None,
    }
}

const fn is_optional(shape: &Shape) -> bool {
    match shape {
        Shape::Nullable(_) => true,
        Shape::Wrapped(inner) => is_optional(inner),
        _ => false,
    }
}

/// A member that no field is for goes into a flattened map, if there is one, and so has to be what that holds.
const fn kept(
    wants: Wants,
    record: &'static Record,
    name: &'static [u8],
    number: usize,
    at: &At<'_>,
    flags: Flags,
) -> Option<Text> {
    let mut position = 0;
    while position < record.flattened.len() {
        let shape = record.flattened[position];
        position += 1;
        let fault = match shape {
            Shape::Map(_, value) => {
                let below = at.below(Step::Member(text_of(name), whole(record)), number, None);
                compare_type(wants, value, &below, flags.and(Flags::BUFFERED))
            }
            _ => match as_record(shape) {
                Some(inner) => kept(wants, inner, name, number, at, flags),
                None => None,
            },
        };
        if fault.is_some() {
            return fault;
        }
    }
    None
}

/// Whether what is flattened into a struct keeps members that no field is for.
const fn keeps(record: &'static Record) -> bool {
    let mut at = 0;
    while at < record.flattened.len() {
        match record.flattened[at] {
            Shape::Map(..) | Shape::Json | Shape::Unchecked => return true,
            inner => {
                if let Some(inner) = as_record(inner)
                    && keeps(inner)
                {
                    return true;
                }
            }
        }
        at += 1;
    }
    false
}

/// A member that is read by an alias but written under another name.
const fn spelled(
    record: &'static Record,
    member: &'static Member,
    name: &[u8],
    at: &At<'_>,
    place: &[u8],
    flags: Flags,
) -> Option<Text> {
    if flags.has(Flags::READER) || member.flags.has(Flags::UNWRITTEN) {
        return None;
    }
    if !equal(member.name.as_bytes(), name) {
        let text = at.path().add(b" is declared in ").add(place).add(b", but ");
        let text = text.origin(origin(record, member)).add(b" is written as `");
        return Some(text.add(member.name.as_bytes()).add(b"`"));
    }
    None
}

const fn missing(
    record: &'static Record,
    name: &'static [u8],
    required: bool,
    at: &At<'_>,
    place: &[u8],
    flags: Flags,
) -> Option<Text> {
    let below = at.below(Step::Member(text_of(name), whole(record)), 0, at.inside);
    if required && !flags.has(Flags::READER) && !keeps(record) {
        let text = below.path().add(b" is required (").add(place).add(b"), but ");
        return Some(text.origin(whole(record)).add(b" has no such field"));
    }
    if record.refuses && !keeps(record) {
        let text = below.path().add(b" is declared (").add(place).add(b"), but ");
        let text = text.origin(whole(record));
        return Some(text.add(b" has no such field and refuses what it does not know"));
    }
    None
}

/// Fields that the schema does not declare.
const fn unknown(
    wants: Wants,
    record: &'static Record,
    declared: Lines,
    open: &'static [u8],
    at: &At<'_>,
    flags: Flags,
) -> Option<Text> {
    let extra = match open {
        b"open" | b"closed" => None,
        _ => Some(Lines::of(open).number()),
    };
    let mut position = 0;
    while position < record.members.len() {
        let member = &record.members[position];
        position += 1;
        match declares(declared, member) {
            0 => {}
            1 => continue,
            _ => {
                let below = at.below(Step::Member(member.name, origin(record, member)), at.want, None);
                let text = below.path().add(b" is one of several members that ");
                return Some(text.origin(origin(record, member)).add(b" reads: drop the `alias`"));
            }
        }
        let step = Step::Member(member.name, origin(record, member));
        match extra {
            Some(number) => {
                let fault = compare_type(wants, member.shape, &at.below(step, number, None), flags);
                if fault.is_some() {
                    return fault;
                }
            }
            None => {
                let below = at.below(step, at.want, None);
                let text = below.path().add(b" is not in the contract (");
                let text = text.add(Want::of(wants, at.want).place).add(b"), but ");
                return Some(text.origin(origin(record, member)).add(b" is a field for it"));
            }
        }
    }
    position = 0;
    while position < record.flattened.len() {
        let shape = record.flattened[position];
        position += 1;
        let fault = match shape {
            Shape::Map(_, Shape::Json | Shape::Unchecked) | Shape::Json | Shape::Unchecked => None,
            Shape::Map(_, value) => match extra {
                Some(number) => compare_type(wants, value, &at.below(Step::Value, number, None), flags),
                None => {
                    let text = at.path().add(b" may get members of any kind (");
                    let text = text.add(Want::of(wants, at.want).place).add(b"), but the flattened map ");
                    Some(add_shape(text.add(b"is for values of one kind, which "), value))
                }
            },
            _ => match as_record(shape) {
                Some(inner) => unknown(wants, inner, declared, open, at, flags),
                None => Some(add_shape(at.but(wants).add(b"has a flattened field, which "), shape)),
            },
        };
        if fault.is_some() {
            return fault;
        }
    }
    None
}

/// How many of the members a field is for.
const fn declares(mut declared: Lines, member: &Member) -> usize {
    let mut count = 0;
    while !declared.is_empty() {
        let (name, ..) = property(&mut declared);
        if equal(name, member.name.as_bytes()) || reads(member, name) {
            count += 1;
        }
    }
    count
}

/// Holds an event that flattens something against its contract as a whole.
#[track_caller]
pub const fn flattened(wants: Wants, record: &'static Record, want: usize, flags: u16) {
    Text::fail(compare(wants, record, &At::root("", want), Flags(flags)).as_ref());
}

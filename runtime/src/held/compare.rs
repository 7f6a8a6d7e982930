//! One type against one schema.

use super::{
    Flags, Shape, choice,
    message::{Origin, Text, equal},
    quick,
    record::{self, text_of},
    want::{Field, Want, Wants},
    words::{add_shape, add_want},
};

/// Where the comparison stands.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    /// Above it.
    pub(super) up: Option<&'a At<'a>>,
    /// How it got here.
    pub(super) step: Step,
    /// The schema that is compared.
    pub(super) want: usize,
    /// The struct or enum that it is in.
    pub(super) inside: Option<&'static Shape>,
    pub(super) depth: usize,
}

#[derive(Clone, Copy)]
pub(super) enum Step {
    /// A field of the event, by its name on the wire.
    Root(&'static str),
    /// A member of a struct, by its name on the wire, and the field for it.
    Member(&'static str, Origin),
    Item,
    Value,
    /// A variant of an enum.
    Variant(Origin),
    /// No step at all.
    Same,
}

/// How deep two recursive types are followed.
const DEPTH: usize = 24;

impl<'a> At<'a> {
    pub(super) const fn root(name: &'static str, want: usize) -> Self {
        At { up: None, step: Step::Root(name), want, inside: None, depth: 0 }
    }

    pub(super) const fn below(&'a self, step: Step, want: usize, inside: Option<&'static Shape>) -> At<'a> {
        At { up: Some(self), step, want, inside, depth: self.depth + 1 }
    }

    /// The struct or enum around it.
    const fn enclosing(&self) -> Option<&'static Shape> {
        match (self.inside, self.up) {
            (Some(shape), _) => Some(shape),
            (None, Some(up)) => up.enclosing(),
            (None, None) => None,
        }
    }

    /// Whether this type is being compared with this schema further up.
    const fn is_under_way(&self, want: usize, (name, file, line): (&str, &str, u32)) -> bool {
        // Types of one name may be several.
        let (known, in_file, at_line) = match self.inside {
            Some(Shape::Record(record)) => (record.name, record.file, record.line),
            Some(Shape::Enum(of)) => (of.name, of.file, of.line),
            _ => ("", "", 0),
        };
        let same = line == at_line
            && equal(known.as_bytes(), name.as_bytes())
            && equal(in_file.as_bytes(), file.as_bytes());
        match self.up {
            _ if same && self.want == want => true,
            Some(up) => up.is_under_way(want, (name, file, line)),
            None => false,
        }
    }

    const fn add_path(&self, text: Text) -> Text {
        let text = match self.up {
            Some(up) => up.add_path(text),
            None => text,
        };
        match self.step {
            Step::Root(name) => text.add(name.as_bytes()),
            Step::Member(name, ..) if text.is_at(b"`") => text.add(name.as_bytes()),
            Step::Member(name, ..) => text.add(b".").add(name.as_bytes()),
            Step::Item => text.add(b"[]"),
            Step::Value => text.add(b".*"),
            Step::Variant(..) | Step::Same => text,
        }
    }

    /// Who is at fault: the type at hand, or a field far below.
    const fn add_holder(&self, text: Text) -> Text {
        match (self.step, self.up) {
            (Step::Member(_, origin) | Step::Variant(origin), _) => text.origin(origin),
            (Step::Item | Step::Value | Step::Same, Some(up)) => up.add_holder(text),
            _ => text.add(b"this type"),
        }
    }

    /// The path in quotes.
    pub(super) const fn path(&self) -> Text {
        let text = self.add_path(Text::new().add(b"`"));
        if text.is_at(b"`") { Text::new().add(b"the data") } else { text.add(b"`") }
    }

    /// "… is a whole number (file and line), but this type "
    pub(super) const fn but(&self, wants: Wants) -> Text {
        let want = Want::of(wants, self.want);
        let text = add_want(self.path().add(b" is "), want);
        self.add_holder(text.add(b" (").add(want.place).add(b"), but ")).add(b" ")
    }

    /// "… CLAIM (file and line), but this type "
    pub(super) const fn claim(&self, claim: &[u8], place: &[u8]) -> Text {
        let text = self.path().add(b" ").add(claim).add(b" (").add(place).add(b"), but ");
        self.add_holder(text).add(b" ")
    }
}

impl Text {
    const fn is_at(&self, text: &[u8]) -> bool {
        equal(self.as_bytes(), text)
    }
}

/// What is wrong between a schema and a type that stands in its place.
pub(super) const fn compare(wants: Wants, shape: &'static Shape, at: &At<'_>, flags: Flags) -> Option<Text> {
    let mut want = Want::of(wants, at.want);
    match shape {
        Shape::Json | Shape::Unchecked => return None,
        _ if at.depth > DEPTH => return None,
        Shape::Wrapped(inner) => return compare(wants, inner, at, flags),
        Shape::Exact(inner) => {
            let fault = compare(wants, inner, at, flags);
            if fault.is_none() && flags.has(Flags::BUFFERED) {
                let text = at
                    .but(wants)
                    .add(b"reads digits, which serde does not hand on through `tag`, `content`, ");
                return Some(text.add(
                    b"`untagged` or `flatten`: hold the generated type there, with `#[event(unchecked)]`",
                ));
            }
            return fault;
        }
        Shape::Itself => {
            return match at.enclosing() {
                Some(inside) => compare(wants, inside, at, flags),
                None => None,
            };
        }
        _ => {}
    }
    let fits = match (want.kind, shape) {
        (b"nullable", Shape::Nullable(inner)) => {
            // An `Option` in an `Option` has two ways to write null.
            let mut inner = *inner;
            while let Shape::Nullable(deeper) = inner {
                inner = deeper;
            }
            let number = want.lines.number();
            return compare(wants, inner, &at.below(Step::Same, number, None), flags);
        }
        (b"nullable", Shape::Null) => false,
        (b"any", Shape::Nullable(inner) | Shape::Present(inner)) => return compare(wants, inner, at, flags),
        (b"nullable", Shape::Present(_)) => {
            return Some(at.claim(b"may be null", want.place).add(b"never reads null"));
        }
        (b"nullable", _) => {
            return Some(at.claim(b"may be null", want.place).add(b"never is: make it an `Option`"));
        }
        (_, Shape::Nullable(inner) | Shape::Present(inner)) if !equal(want.kind, b"unknown") => {
            if flags.has(Flags::READER) {
                return compare(wants, inner, at, flags);
            }
            return Some(at.claim(b"is never null", want.place).add(b"is an `Option`, whose `None` is null"));
        }
        (b"unknown", _) => {
            let text = at.path().add(b" cannot be compared (").add(want.place).add(b": ");
            return Some(text.add(want.lines.next()).add(b"): leave it out with `#[event(unchecked)]`"));
        }
        (b"record", Shape::Map(_, Shape::Json | Shape::Unchecked))
        | (b"text" | b"enum" | b"format", Shape::Text)
        | (b"bool", Shape::Bool)
        | (b"null", Shape::Null)
        | (b"decimal", Shape::Decimal | Shape::Number)
        | (b"number", Shape::Double | Shape::Number)
        | (b"integer", Shape::AnyInteger) => true,
        (b"format", Shape::Format(format)) => equal(want.lines.next(), format.as_bytes()),
        (b"integer", Shape::Integer(least, greatest)) => {
            want.lines.integer() >= *least && want.lines.integer() <= *greatest
        }
        (b"list" | b"tuple", _) => match items(wants, want, shape, at, flags) {
            Ok(fits) => fits,
            Err(fault) => return Some(fault),
        },
        (b"map", Shape::Map(name, value)) => {
            let number = want.lines.number();
            if !is_text(name) {
                let text = at.but(wants);
                return Some(text.add(b"does not read every name: its keys must be text"));
            }
            return compare(wants, value, &at.below(Step::Value, number, None), flags);
        }
        (b"record" | b"map", Shape::Record(of)) => {
            if at.is_under_way(at.want, (of.name, of.file, of.line)) {
                return None;
            }
            return record::compare(wants, of, &At { inside: Some(shape), ..*at }, flags);
        }
        (b"enum" | b"tagged" | b"choice" | b"record" | b"text", Shape::Enum(of)) => {
            if at.is_under_way(at.want, (of.name, of.file, of.line)) {
                return None;
            }
            return choice::compare(wants, of, shape, &At { inside: Some(shape), ..*at }, flags);
        }
        (b"choice", _) => return choice::by_one(wants, shape, at, flags),
        _ => false,
    };
    if fits { None } else { Some(add_shape(at.but(wants), shape)) }
}

/// Whether an array fits, its items apart: what is wrong with one of them is an error.
#[expect(clippy::result_large_err, reason = "runs while the program is compiled, where there is no heap")]
const fn items(
    wants: Wants,
    mut want: Want,
    shape: &'static Shape,
    at: &At<'_>,
    flags: Flags,
) -> Result<bool, Text> {
    let fits = match (want.kind, shape) {
        (b"list", Shape::List(item, fewest, most)) => {
            let number = want.lines.number();
            let (least, greatest) = (want.lines.number(), want.lines.number());
            if let Some(fault) = compare(wants, item, &at.below(Step::Item, number, None), flags) {
                return Err(fault);
            }
            if least < *fewest || greatest > *most {
                let text = at.but(wants).add(b"holds exactly ").number(*fewest as i128);
                return Err(text.add(b" items: make it a `Vec`"));
            }
            true
        }
        (b"list", Shape::Set(item)) => {
            let number = want.lines.number();
            let (_, _, unique) = (want.lines.number(), want.lines.number(), want.lines.next());
            if let Some(fault) = compare(wants, item, &at.below(Step::Item, number, None), flags) {
                return Err(fault);
            }
            equal(unique, b"u")
        }
        (b"list", Shape::Tuple(items)) => {
            let number = want.lines.number();
            let mut position = 0;
            while position < items.len() {
                let below = at.below(Step::Item, number, None);
                if let Some(fault) = compare(wants, items[position], &below, flags) {
                    return Err(fault);
                }
                position += 1;
            }
            want.lines.number() == items.len() && want.lines.number() == items.len()
        }
        (b"tuple", Shape::Tuple(items)) => {
            let mut position = 0;
            while position < items.len() && !want.lines.is_empty() {
                let below = at.below(Step::Item, want.lines.number(), None);
                if let Some(fault) = compare(wants, items[position], &below, flags) {
                    return Err(fault);
                }
                position += 1;
            }
            position == items.len() && want.lines.is_empty()
        }
        (b"tuple", Shape::List(item, fewest, most)) => {
            let mut count = 0;
            while !want.lines.is_empty() {
                let below = at.below(Step::Item, want.lines.number(), None);
                if let Some(fault) = compare(wants, item, &below, flags) {
                    return Err(fault);
                }
                count += 1;
            }
            count >= *fewest && count <= *most
        }
        _ => false,
    };
    Ok(fits)
}

/// Whether a type reads every string.
pub(super) const fn is_text(shape: &Shape) -> bool {
    match shape {
        Shape::Wrapped(inner) => is_text(inner),
        Shape::Text | Shape::Json | Shape::Unchecked => true,
        _ => false,
    }
}

/// What is wrong with a member: whether it may be absent or null, and its type.
pub(super) const fn member(
    wants: Wants,
    shape: &'static Shape,
    at: &At<'_>,
    place: &[u8],
    flags: Flags,
) -> Option<Text> {
    let want = Want::of(wants, at.want);
    let nullable = equal(want.kind, b"nullable") || equal(want.kind, b"any") || equal(want.kind, b"unknown");
    let required = flags.has(Flags::REQUIRED);
    let reader = flags.has(Flags::READER) || flags.has(Flags::UNWRITTEN);
    let writer = if reader { flags.inherited().and(Flags::READER) } else { flags.inherited() };
    let inner = match shape {
        Shape::Nullable(inner) | Shape::Present(inner) => Some(*inner),
        _ => None,
    };
    if matches!(shape, Shape::Unchecked) {
        return None;
    }
    if required && !flags.has(Flags::READER) {
        if flags.has(Flags::UNWRITTEN) {
            return Some(at.claim(b"is required", place).add(b"is never written: drop `skip_serializing`"));
        }
        if flags.has(Flags::SKIPS) && inner.is_none() {
            return Some(
                at.claim(b"is required", place).add(b"may leave it out: drop `skip_serializing_if`"),
            );
        }
    }
    if flags.has(Flags::UNREAD) {
        return Some(at.claim(b"is declared", place).add(b"never reads it: drop `skip_deserializing`"));
    }
    // A value that may be absent has to be read without, too.
    let absent =
        flags.has(Flags::DEFAULT) || (matches!(shape, Shape::Nullable(_)) && !flags.has(Flags::WITH));
    if !required && !absent {
        let text = at.claim(b"may be absent", place);
        return Some(match inner {
            Some(_) => text.add(b"is read by `with` and must be there: add `#[serde(default)]`"),
            None => text.add(b"must be there: make it an `Option`, or add `#[serde(default)]`"),
        });
    }
    if let Some(inner) = inner
        && !nullable
    {
        if required && !reader {
            let text = at.claim(b"is required and never null", place);
            return Some(text.add(b"is an `Option`"));
        }
        if !reader && !flags.has(Flags::SKIPS) {
            let text = at.claim(b"may be absent and is never null", place);
            return Some(
                text.add(b"writes `None` as null: add `#[serde(skip_serializing_if = \"Option::is_none\")]`"),
            );
        }
        return compare(wants, inner, at, writer);
    }
    if inner.is_some() && nullable && required && !reader && flags.has(Flags::SKIPS) {
        return Some(at.claim(b"is required", place).add(b"may leave it out: drop `skip_serializing_if`"));
    }
    if let Shape::Present(inner) = shape
        && equal(want.kind, b"nullable")
        && matches!(inner, Shape::Nullable(_))
    {
        return compare(wants, inner, at, writer);
    }
    compare(wants, shape, at, writer)
}

/// Holds a field of an event against the member of its contract; a difference ends the compilation.
#[track_caller]
#[expect(clippy::cast_possible_truncation, reason = "one or two bytes each")]
pub const fn field(wants: Wants, shape: &'static Shape, code: u64) {
    if code & 0xff != 0 && quick::scalar(shape, code as u8, (code >> 8) as u8) {
        return;
    }
    let (want, flags) = ((code >> 32) as u16 as usize, (code >> 48) as u16);
    if !quick::member(wants, want, shape, flags, 0) {
        differs(wants, shape, (code >> 16) as u16 as usize, want, flags);
    }
}

/// The slow way, with words for what is wrong.
#[track_caller]
const fn differs(wants: Wants, shape: &'static Shape, number: usize, want: usize, flags: u16) {
    let (name, place) = Field::of(wants, number).text(wants);
    Text::fail(member(wants, shape, &At::root(text_of(name), want), place, Flags(flags)).as_ref());
}

/// Holds a whole type against a schema.
#[track_caller]
pub const fn whole(wants: Wants, shape: &'static Shape, want: usize, flags: u16) {
    if !quick::fits(wants, want, shape, flags, 0) {
        Text::fail(compare(wants, shape, &At::root("", want), Flags(flags)).as_ref());
    }
}

//! What is generated, before any language: events, records, enums, unions and newtypes, with every name
//! decided.
//!
//! An emitter decides nothing any more: names are final, and unlike each other where they must be.

mod assert;
mod walk;

use crate::finding::Place;
use crate::number::Number;
use crate::resolve::{Lifecycle, SchemaId, Status, TypeSet, Version};
pub use assert::{Assertion, AssertionId, Condition, Evaluated, Evaluation, EvaluationId, Part};

/// Index of a type in [`Model::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub u32);

/// Everything that is generated.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// The events, by domain and event type.
    pub events: Vec<Event>,
    /// The plain schemas that were compiled, in the order given.
    pub roots: Vec<Root>,
    /// All named types.
    pub types: Vec<TypeDef>,
    /// What the types do not hold and generated code checks.
    pub assertions: Vec<Assertion>,
    /// What `unevaluatedProperties` and `unevaluatedItems` ask of other schemas.
    pub evaluations: Vec<Evaluation>,
}

/// A plain schema: one that is no event.
#[derive(Debug, Clone)]
pub struct Root {
    /// The file, as the user named it.
    pub path: String,
    /// Its type; that type's home is the module of this file.
    pub ty: TypeId,
}

impl Model {
    /// The assertion of an id that came from here.
    pub fn assertion(&self, id: AssertionId) -> &Assertion {
        &self.assertions[id.0 as usize]
    }

    /// The evaluation of an id that came from here.
    pub fn evaluation(&self, id: EvaluationId) -> &Evaluation {
        &self.evaluations[id.0 as usize]
    }

    /// The type of an id that came from here.
    pub fn get(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0 as usize]
    }

    /// The types that live in a home, in the order in which they were found.
    pub fn types_in<'a>(&'a self, home: &'a Home) -> impl Iterator<Item = &'a TypeDef> {
        self.types.iter().filter(move |def| def.home == *home)
    }

    /// The homes of shared types, sorted, each once.
    pub fn shared_homes(&self) -> Vec<Home> {
        let mut homes: Vec<Home> = self
            .types
            .iter()
            .map(|def| def.home.clone())
            .filter(|home| matches!(home, Home::Shared(_)))
            .collect();
        homes.sort();
        homes.dedup();
        homes
    }
}

/// One event, all majors.
#[derive(Debug, Clone)]
pub struct Event {
    /// `domain/folder`
    pub id: String,
    /// The domain's folder: `coding-agent`.
    pub domain: String,
    /// The event's folder: `task-started-event`.
    pub folder: String,
    /// The name on the wire, and of the type in both languages.
    pub event_type: String,
    /// Its majors, ascending; never empty.
    pub majors: Vec<Major>,
}

impl Event {
    /// The newest major.
    pub fn newest(&self) -> &Major {
        // Lowering makes no event without a version.
        &self.majors[self.majors.len() - 1]
    }
}

/// One major of an event: the type of its newest minor.
#[derive(Debug, Clone)]
pub struct Major {
    /// The newest version of this major.
    pub version: Version,
    /// Path of that version's file from the workspace root.
    pub path: String,
    /// The service that publishes it.
    pub source: String,
    /// Draft, active, …
    pub lifecycle: Lifecycle,
    /// The record (or union) of the payload.
    pub root: TypeId,
    /// The schema of the payload.
    pub schema: SchemaId,
}

impl Major {
    /// Why nobody should use it any more, in words.
    pub fn retirement(&self) -> Option<String> {
        let Lifecycle { status, sunset, replaced_by } = &self.lifecycle;
        if !matches!(status, Status::Deprecated | Status::Retired) {
            return None;
        }
        let replacement = replaced_by.iter().map(|replacement| format!(" Use {replacement}."));
        let end = sunset.iter().map(|sunset| format!(" It may vanish from {sunset} on."));
        let first = format!("The event is {}.", status.name());
        Some(std::iter::once(first).chain(replacement).chain(end).collect())
    }
}

/// Where a type lives: which module in Rust, which namespace in C#.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Home {
    /// In one major of an event.
    Event {
        /// The domain's folder.
        domain: String,
        /// The event's folder.
        folder: String,
        /// The major.
        major: u32,
    },
    /// In a folder of shared types: its path below `contracts/`, in parts (`["shop", "types"]`). For a plain
    /// schema the one part is its module.
    Shared(Vec<String>),
}

/// A named type.
#[derive(Debug, Clone)]
pub struct TypeDef {
    /// Its index.
    pub id: TypeId,
    /// Where it lives.
    pub home: Home,
    /// Its name in Rust, unique in its home.
    pub rust: String,
    /// Its name in C#, unique in its namespace. Types of an event carry the event's name in front, since
    /// all events of a domain and major share a namespace.
    pub csharp: String,
    /// The `title`, if the schema has one.
    pub title: Option<String>,
    /// The `description`, or empty.
    pub doc: String,
    /// `deprecated: true`
    pub deprecated: bool,
    /// Where the schema stands.
    pub place: Place,
    /// The schema.
    pub schema: SchemaId,
    /// What it is made of.
    pub shape: Shape,
}

/// What a named type is made of.
#[derive(Debug, Clone)]
pub enum Shape {
    /// An object with declared properties.
    Record(Record),
    /// A string of a fixed (or open) set.
    Enum(StringEnum),
    /// An object that is one of several, told apart by a property.
    Union(Union),
    /// A value that is one of several, told apart by its JSON type or by what it holds.
    Choice(Choice),
    /// A name for another type, with its checks. A newtype in Rust; C# uses the inner type.
    Newtype(TypeRef),
}

/// An object with declared properties.
#[derive(Debug, Clone)]
pub struct Record {
    /// In the order of the schema.
    pub fields: Vec<Field>,
    /// What becomes of undeclared members.
    pub unknown: Unknown,
    /// `minProperties`/`maxProperties`, counted over the declared and the kept members, and assertions on the
    /// object as a whole.
    pub checks: Vec<Check>,
}

/// What becomes of members that a record does not declare.
#[derive(Debug, Clone)]
pub enum Unknown {
    /// `additionalProperties: false`: they are refused.
    Refuse,
    /// They are ignored, and gone after reading.
    Drop,
    /// They are kept in a map, in a field of its own.
    Keep(Box<Extra>),
}

/// The field that keeps undeclared members.
#[derive(Debug, Clone)]
pub struct Extra {
    /// Its name in Rust.
    pub rust: String,
    /// Its name in C#.
    pub csharp: String,
    /// The type of a member's value.
    pub value: TypeRef,
}

impl Record {
    /// Whether undeclared members are refused.
    pub fn closed(&self) -> bool {
        matches!(self.unknown, Unknown::Refuse)
    }
}

/// A property of a record.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "four independent facts, each a keyword of its own")]
pub struct Field {
    /// Its name on the wire.
    pub json: String,
    /// Its name in Rust, `r#` included where it is a keyword.
    pub rust: String,
    /// Its name in C#.
    pub csharp: String,
    /// The description, or empty.
    pub doc: String,
    /// `deprecated: true`
    pub deprecated: bool,
    /// Whether it must be present.
    pub required: bool,
    /// Whether it may be null. The type itself is never [`Kind::Nullable`].
    pub nullable: bool,
    /// Its type.
    pub ty: TypeRef,
    /// Whether Rust must box it, because the type contains itself through it.
    pub boxed: bool,
    /// Where the property stands.
    pub place: Place,
    /// The property's schema, before any `$ref` is followed.
    pub schema: SchemaId,
}

/// A string enum.
#[derive(Debug, Clone)]
pub struct StringEnum {
    /// `x-open-enum: true`: readers keep a value that they do not know.
    pub open: bool,
    /// In the order of the schema.
    pub variants: Vec<Variant>,
}

/// A member of a string enum.
#[derive(Debug, Clone)]
pub struct Variant {
    /// The value on the wire.
    pub json: String,
    /// Its name in Rust.
    pub rust: String,
    /// Its name in C#.
    pub csharp: String,
}

/// A tagged union.
#[derive(Debug, Clone)]
pub struct Union {
    /// The property that tells the arms apart.
    pub tag: String,
    /// In the order of the schema.
    pub arms: Vec<Arm>,
    /// Assertions on the object as a whole, the tag among its members.
    pub checks: Vec<Check>,
}

/// An arm of a union.
#[derive(Debug, Clone)]
pub struct Arm {
    /// The tag's value on the wire.
    pub value: String,
    /// The variant's name in Rust; the nested record's name in C#.
    pub name: String,
    /// The record, without the tag.
    pub record: TypeId,
}

/// A union without a tag.
#[derive(Debug, Clone)]
pub struct Choice {
    /// In the order in which they are tried.
    pub arms: Vec<ChoiceArm>,
    /// Assertions on the value as a whole.
    pub checks: Vec<Check>,
}

/// An arm of a union without a tag.
#[derive(Debug, Clone)]
pub struct ChoiceArm {
    /// The variant's name in Rust; the nested record's name in C#.
    pub name: String,
    /// What it holds.
    pub ty: TypeRef,
    /// The JSON types that values of this arm have.
    pub types: TypeSet,
    /// What else tells it from the later arms that share a JSON type with it: the first arm of the value's type
    /// whose assertion holds is taken. `None`: nothing, it is the last one of its types.
    pub when: Option<AssertionId>,
    /// Whether Rust must box it, because the type contains itself through it.
    pub boxed: bool,
}

/// A use of a type.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeRef {
    /// The type.
    pub kind: Kind,
    /// What must hold at this use, beyond the type's own checks.
    pub checks: Vec<Check>,
}

/// A type.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// `boolean`
    Bool,
    /// `string`
    String,
    /// `string`, `format: uuid`
    Uuid,
    /// `string`, `format: date-time`
    Timestamp,
    /// `string`, `format: date`
    Date,
    /// `string`, `format: duration`
    Duration,
    /// `number`, `format: decimal`
    Decimal,
    /// `number`, `format: double`
    Double,
    /// `integer`
    Integer(Integer),
    /// `integer` without bounds: every digit is kept.
    WholeNumber,
    /// `number` without a format that says how exact it is: every digit is kept.
    Number,
    /// A named type.
    Named(TypeId),
    /// `array` with `items`
    List(Box<TypeRef>),
    /// `array` of exactly these items.
    Tuple(Vec<TypeRef>),
    /// `object` with `additionalProperties: {…}` only
    Map(Box<TypeRef>),
    /// A value or null, in a list or a map or a newtype.
    Nullable(Box<TypeRef>),
    /// Any JSON value.
    Any,
}

/// A machine integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what Rust calls it")]
pub enum Integer {
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
}

impl Integer {
    /// Smallest and greatest value.
    pub fn range(self) -> (i128, i128) {
        match self {
            Self::I8 => (i8::MIN.into(), i8::MAX.into()),
            Self::I16 => (i16::MIN.into(), i16::MAX.into()),
            Self::I32 => (i32::MIN.into(), i32::MAX.into()),
            Self::I64 => (i64::MIN.into(), i64::MAX.into()),
            Self::U8 => (0, u8::MAX.into()),
            Self::U16 => (0, u16::MAX.into()),
            Self::U32 => (0, u32::MAX.into()),
            Self::U64 => (0, u64::MAX.into()),
        }
    }
}

/// A condition that the type does not hold by itself. `validate()` checks it in both languages.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each is the keyword of the same name")]
pub enum Check {
    MinLength(u64),
    MaxLength(u64),
    Pattern(String),
    /// `format: email`
    Email,
    /// `format: uri`
    Uri,
    /// `format: uuid`, of a string that is held as text
    Uuid,
    /// `format: date-time`, likewise
    DateTime,
    /// `format: date`, likewise
    Date,
    /// `format: duration`, likewise
    Duration,
    Minimum(Number),
    Maximum(Number),
    ExclusiveMinimum(Number),
    ExclusiveMaximum(Number),
    MultipleOf(Number),
    MinItems(u64),
    MaxItems(u64),
    UniqueItems,
    MinProperties(u64),
    MaxProperties(u64),
    /// What no type and no other check holds. It sees the value as JSON.
    Assert(AssertionId),
}

impl Check {
    /// The check of a string format; `None` for one that is an annotation to us.
    pub fn of_format(format: &str) -> Option<Self> {
        match format {
            "email" => Some(Self::Email),
            "uri" => Some(Self::Uri),
            "uuid" => Some(Self::Uuid),
            "date-time" => Some(Self::DateTime),
            "date" => Some(Self::Date),
            "duration" => Some(Self::Duration),
            _ => None,
        }
    }

    /// The keyword, which is also the rule id of a violation.
    pub fn keyword(&self) -> &'static str {
        match self {
            Self::MinLength(_) => "minLength",
            Self::MaxLength(_) => "maxLength",
            Self::Pattern(_) => "pattern",
            Self::Email | Self::Uri | Self::Uuid | Self::DateTime | Self::Date | Self::Duration => "format",
            Self::Minimum(_) => "minimum",
            Self::Maximum(_) => "maximum",
            Self::ExclusiveMinimum(_) => "exclusiveMinimum",
            Self::ExclusiveMaximum(_) => "exclusiveMaximum",
            Self::MultipleOf(_) => "multipleOf",
            Self::MinItems(_) => "minItems",
            Self::MaxItems(_) => "maxItems",
            Self::UniqueItems => "uniqueItems",
            Self::MinProperties(_) => "minProperties",
            Self::MaxProperties(_) => "maxProperties",
            Self::Assert(_) => "assert",
        }
    }
}

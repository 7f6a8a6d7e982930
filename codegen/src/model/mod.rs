//! What is generated, before any language: events, records, enums, unions and newtypes, with every name
//! decided.
//!
//! An emitter decides nothing any more. Names that collide were findings in [`crate::lower`].

use crate::finding::Place;
use crate::number::Number;
use crate::resolve::{Lifecycle, SchemaId, Version};

/// Index of a type in [`Model::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub u32);

/// Everything that is generated.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// The events, by domain and event type.
    pub events: Vec<Event>,
    /// All named types.
    pub types: Vec<TypeDef>,
}

impl Model {
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
    /// In a folder of shared types: its path below `contracts/`, in parts (`["shop", "types"]`).
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
    /// A name for another type, with its checks. A newtype in Rust; C# uses the inner type.
    Newtype(TypeRef),
}

/// An object with declared properties.
#[derive(Debug, Clone)]
pub struct Record {
    /// In the order of the schema.
    pub fields: Vec<Field>,
    /// `additionalProperties: false`: undeclared members are refused rather than ignored.
    pub closed: bool,
    /// `minProperties`/`maxProperties`, counted over the declared members.
    pub checks: Vec<Check>,
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

/// A use of a type.
#[derive(Debug, Clone)]
pub struct TypeRef {
    /// The type.
    pub kind: Kind,
    /// What must hold at this use, beyond the type's own checks.
    pub checks: Vec<Check>,
}

/// A type.
#[derive(Debug, Clone)]
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
    /// A named type.
    Named(TypeId),
    /// `array` with `items`
    List(Box<TypeRef>),
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
}

impl Check {
    /// The keyword, which is also the rule id of a violation.
    pub fn keyword(&self) -> &'static str {
        match self {
            Self::MinLength(_) => "minLength",
            Self::MaxLength(_) => "maxLength",
            Self::Pattern(_) => "pattern",
            Self::Email | Self::Uri => "format",
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
        }
    }
}

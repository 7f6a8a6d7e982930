//! Types that are written by hand, held against their contract while they compile.
//!
//! [`EventData`] says in a constant what a type reads and writes through serde: its [`Shape`]. `#[derive(Event)]` with a
//! `contract` compares that of every field with what the contract says there, and `#[derive(EventData)]` makes the
//! constant for the structs and enums inside. So it is types that are compared, and not how they are spelled: aliases,
//! newtypes and generic types hold as well as what they stand for.
//!
//! ```
//! use event_contracts::EventData;
//! # use event_contracts::__private::serde;
//!
//! /// A product's code.
//! #[derive(serde::Serialize, serde::Deserialize, EventData)]
//! # #[serde(crate = "event_contracts::__private::serde")]
//! struct Sku(String);
//!
//! use event_contracts::held::Shape;
//! assert!(matches!(Sku::SHAPE, Shape::Wrapped(Shape::Text)));
//! ```
//!
//! A type of another crate, or one with serde code of its own, says it by hand: `impl EventData for Instant { const
//! SHAPE: &Shape = &Shape::Format("date-time"); }`. Where that is not possible, `#[event(like = "Timestamp")]` at a field
//! takes the shape of another type, and `#[event(unchecked)]` does without.

mod adapters;
mod choice;
mod compare;
mod holders;
mod message;
mod quick;
mod record;
mod schema;
mod uses;
mod want;
mod words;

pub use compare::{field, whole};
pub use record::flattened;
pub use schema::Schema;
pub use uses::{Reads, Uses, reads, uses, written_down};

/// A type whose JSON is known while the program is compiled.
#[diagnostic::on_unimplemented(
    message = "nothing says what `{Self}` reads and writes, so it cannot be held to a contract",
    label = "unknown to the contract",
    note = "derive `EventData` for it, or say at the field what it is like: `#[event(like = \"Timestamp\")]`; \
            `#[event(unchecked)]` leaves the field out of the comparison"
)]
pub trait EventData {
    /// What serde reads into it and writes of it.
    const SHAPE: &'static Shape;
}

/// An adapter of [`wire`](crate::wire) that is known to read and write a `T` in a certain way.
#[diagnostic::on_unimplemented(
    message = "nothing says how `{Self}` reads and writes a `{T}`, so it cannot be held to a contract",
    label = "unknown to the contract",
    note = "the adapters of `event_contracts::wire` are known; `#[event(unchecked)]` leaves the field out of the comparison"
)]
pub trait EventDataAs<T: ?Sized> {
    /// What is read and written through it.
    const SHAPE: &'static Shape;
}

/// What a type reads and writes.
#[derive(Debug)]
pub enum Shape {
    /// Any string.
    Text,
    /// Strings of a `format` alone.
    Format(&'static str),
    /// `true`, `false`
    Bool,
    /// Whole numbers of a range.
    Integer(i128, i128),
    /// Any whole number.
    AnyInteger,
    /// Decimal numbers, exactly.
    Decimal,
    /// Decimal numbers in a string.
    DecimalText,
    /// Numbers of 64 bits.
    Double,
    /// Numbers of 32 bits.
    Single,
    /// Any number, exactly.
    Number,
    /// `null` alone.
    Null,
    /// Any JSON value.
    Json,
    /// What is meant to be compared with nothing.
    Unchecked,
    /// An `Option`: null too, and absent where serde is left alone with it.
    Nullable(&'static Shape),
    /// An `Option` that never reads null; `None` is written as null where it is not left out.
    Present(&'static Shape),
    /// Numbers that are read digit for digit, which serde hands on only where it does not buffer.
    Exact(&'static Shape),
    /// A newtype.
    Wrapped(&'static Shape),
    /// An array, of so many items.
    List(&'static Shape, usize, usize),
    /// An array that is held without duplicates.
    Set(&'static Shape),
    /// An array whose items have types of their own.
    Tuple(&'static [&'static Shape]),
    /// An object: of its names, of its values.
    Map(&'static Shape, &'static Shape),
    /// A struct.
    Record(&'static Record),
    /// An enum.
    Enum(&'static Enum),
    /// The struct or enum in whose definition it stands.
    Itself,
}

/// A struct.
#[derive(Debug)]
pub struct Record {
    /// The type's name.
    pub name: &'static str,
    /// Where it is written.
    pub file: &'static str,
    /// The line there.
    pub line: u32,
    /// A hash of the names on the wire, in their order, if `members` are in that order; 0 if that is not known.
    pub names: u64,
    /// Its fields that are on the wire.
    pub members: &'static [Member],
    /// What is flattened into it.
    pub flattened: &'static [&'static Shape],
    /// `deny_unknown_fields`
    pub refuses: bool,
}

/// A field of a struct.
#[derive(Debug)]
pub struct Member {
    /// Its name in the program.
    pub field: &'static str,
    /// Its line in the program.
    pub line: u32,
    /// Its name on the wire.
    pub name: &'static str,
    /// More names that are read.
    pub aliases: &'static [&'static str],
    /// Its type.
    pub shape: &'static Shape,
    /// What its attributes say.
    pub flags: Flags,
}

/// An enum.
#[derive(Debug)]
pub struct Enum {
    /// The type's name.
    pub name: &'static str,
    /// Where it is written.
    pub file: &'static str,
    /// The line there.
    pub line: u32,
    /// How variants are told apart.
    pub tagging: Tagging,
    /// Its variants.
    pub variants: &'static [Variant],
}

/// How serde tells variants apart.
#[derive(Debug)]
pub enum Tagging {
    /// By the one member of an object, or by a string.
    External,
    /// `tag = "…"`
    Internal(&'static str),
    /// `tag = "…", content = "…"`
    Adjacent(&'static str, &'static str),
    /// `untagged`
    Untagged,
}

/// A variant of an enum.
#[derive(Debug)]
pub struct Variant {
    /// Its name in the program.
    pub field: &'static str,
    /// Its line in the program.
    pub line: u32,
    /// Its name on the wire.
    pub name: &'static str,
    /// More names that are read.
    pub aliases: &'static [&'static str],
    /// What it holds, if anything.
    pub content: Option<&'static Shape>,
    /// What its attributes say.
    pub flags: Flags,
}

/// What attributes say about a field or variant.
#[derive(Debug, Clone, Copy)]
pub struct Flags(pub u16);

impl Flags {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// `default`: may be absent when it is read.
    pub const DEFAULT: Self = Self(1);
    /// Read by a function, so that an `Option` is not absent by itself.
    pub const WITH: Self = Self(2);
    /// `skip_serializing_if`: may be absent when it is written.
    pub const SKIPS: Self = Self(4);
    /// `skip_serializing`: never written.
    pub const UNWRITTEN: Self = Self(8);
    /// `skip_deserializing`: never read.
    pub const UNREAD: Self = Self(16);
    /// `other`, or an `untagged` variant of an enum that is not: catches what no other variant does.
    pub const OTHER: Self = Self(32);
    /// Of a whole event: it is only read.
    pub const READER: Self = Self(64);
    /// Of a field: the contract requires it.
    pub const REQUIRED: Self = Self(128);
    /// Below a `tag`, `untagged` or `flatten`: serde hands on numbers without their digits.
    pub const BUFFERED: Self = Self(256);

    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What holds for everything below, too.
    pub(crate) const fn inherited(self) -> Self {
        Self(self.0 & (Self::READER.0 | Self::BUFFERED.0))
    }

    pub(crate) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// Stands in a type's own shape where the type names itself.
#[derive(Debug)]
pub struct Itself;

impl EventData for Itself {
    const SHAPE: &'static Shape = &Shape::Itself;
}

/// Stands for a field that is compared with nothing.
#[derive(Debug)]
pub struct Unchecked;

impl EventData for Unchecked {
    const SHAPE: &'static Shape = &Shape::Unchecked;
}

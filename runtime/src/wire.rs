//! How values look in JSON: adapters for `#[serde(with = "wire::As::<…>")]`.
//!
//! They compose: `Option<A>` (null allowed), `Vec<A>`, `Box<A>`, [`Map<A>`], [`Present<A>`] (absent
//! allowed, null not), `Present<Option<A>>` (both allowed). Put [`Same`] where the type's own form is right.
//!
//! Every language reads and writes by this table:
//!
//! | adapter or type | accepted | refused | written |
//! | --- | --- | --- | --- |
//! | [`Integer`] | a number with an integer value in the type's range, however it is written: `5`, `5.0`, `5e0` | strings, fractions, what is out of range | digits |
//! | [`DecimalNumber`] | a number, or a string that holds exactly one JSON number; at most 96 bits of digits and 0 to 28 decimal places once the exponent is applied | what would have to be rounded: nothing ever is | a number, digits and scale kept (`1.50`); zero without sign |
//! | [`Double`] | a number that is finite as binary64 | strings, `1e400` | the shortest digits that read back, laid out as ECMAScript does (RFC 8785): `1`, `0.1`, `1e+21`, `1e-7`; zero without sign |
//! | [`UuidText`] | 36 characters with hyphens, either case | braces, no hyphens, `urn:` | lower case |
//! | [`Timestamp`](crate::Timestamp) | RFC 3339, offset required and within ±14:00, `t` and `z` too, years 0001 to 9999 also in UTC, any fraction (cut to 100 ns) | `:60`, a space for the `T`, no offset | least fraction; `Z` for offset zero |
//! | [`Date`](crate::Date) | `YYYY-MM-DD`, years 0001 to 9999 | everything else | the same |
//! | [`Duration`](crate::Duration) | RFC 3339 appendix A, upper case | fractions, gaps (`PT1H1S`), `P1W2D` | the same text |
//! | `String`, `bool` | that JSON type | everything else | the same |
//! | object | an object; unknown members are ignored unless the contract forbids them | an array; a known member twice | members in the contract's order |
//! | [`Map`] | an object | the same key twice | members in key order |
//! | enum | a string | an object that names a variant | the string |
//! | union | an object with the discriminator at any place, once, a string | no or an unknown discriminator | the discriminator first |
//!
//! Exact numbers come from `serde_json`'s raw text. So [`DecimalNumber`] reads from a string, a reader or a
//! `serde_json::Value`, but not through serde's own buffering (`flatten`, `untagged`, internal `tag`),
//! and a `Value` holds only what fits into binary64: `serde_json::to_value` is best effort.

mod choice;
mod decimal;
mod double;
mod integer;
mod map;
mod named;
mod present;
mod raw;
mod record;
mod strict;
mod tagged;
mod tuple;
mod uuid_text;

pub use crate::check::Pattern;
pub use choice::{Choice, choice};
pub use decimal::DecimalNumber;
pub use double::Double;
pub(crate) use double::write_ecma;
pub use integer::{Integer, WireInteger};
pub use map::Map;
pub use named::{closed_enum, open_enum};
pub use present::Present;
pub(crate) use raw::{DEPTH, SERDE_JSON_RAW};
pub use raw::{Key, Raw};
pub use record::{keep, member, required, skip, write, write_rest};
pub use serde_with::As;
pub use strict::Same;
pub(crate) use strict::{Strict, Strictly};
pub use tagged::{Tagged, tagged, write_tagged};
pub use tuple::Tuple;
pub use uuid_text::UuidText;

pub(crate) use decimal::exact as exact_decimal;

use serde::{Serialize, Serializer, ser::Error};
use serde_json::value::RawValue;
use std::fmt;

/// A number's text, made without the heap.
pub(crate) struct NumberText {
    bytes: [u8; 48],
    length: usize,
}

impl NumberText {
    pub(crate) const fn new() -> Self {
        Self { bytes: [0; 48], length: 0 }
    }

    pub(crate) fn as_str(&self) -> &str {
        self.bytes.get(..self.length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    /// Writes the text as a JSON number, digit for digit.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_str(self.as_str()).map_err(S::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl fmt::Write for NumberText {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length + text.len();
        self.bytes.get_mut(self.length..end).ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

//! What a service links to publish and read contract events.
//!
//! Generated types implement [`Event`]. An [`Envelope`] carries one of them; [`Envelope::encode`] writes a
//! message after validating it, [`Envelope::decode`] reads one and validates it, and [`RawEnvelope`] looks at
//! the header first where several events arrive on one queue.
//!
//! ```
//! use event_contracts::{Envelope, Event, Path, RawEnvelope, Uuid, Validate, Violations, check, wire};
//! use serde::{Deserialize, Serialize};
//! # use event_contracts::__private::serde;
//!
//! #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Event)]
//! #[event(domain = "shop", type = "StockLow", version = "1.0", source = "stock-service", schema = "{}")]
//! # #[serde(crate = "event_contracts::__private::serde")]
//! struct StockLow {
//!     sku: String,
//!     #[serde(with = "wire::As::<wire::Integer>")]
//!     left: i32,
//! }
//!
//! impl Validate for StockLow {
//!     fn check(&self, at: &Path<'_>, out: &mut Violations) {
//!         check::min_length(&self.sku, 1, &at.key("sku"), out);
//!         check::minimum(self.left, 0, &at.key("left"), out);
//!     }
//! }
//!
//! let sent = Envelope::new(StockLow { sku: "PROD-123".to_owned(), left: 3 }, Uuid::now_v7());
//! let text = sent.encode()?;
//!
//! let raw = RawEnvelope::parse(&text)?;
//! match raw.header().event_type.as_ref() {
//!     StockLow::TYPE => assert_eq!(raw.decode::<StockLow>()?, sent),
//!     other => println!("not for us: {other}"),
//! }
//!
//! let wrong = text.replace("\"left\":3", "\"left\":-3");
//! let error = Envelope::<StockLow>::decode(&wrong).unwrap_err();
//! assert_eq!(error.violations().unwrap().iter().next().unwrap().pointer, "/left");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! How values look in JSON, and what is accepted, is a table in [`wire`].
//!
//! `serde_json`'s feature `raw_value` is turned on, which changes nothing for others; numbers are read from it, so
//! that they are exact without `arbitrary_precision`.

pub mod assert;
pub mod check;
mod date;
mod decode;
mod duration;
pub mod envelope;
mod error;
mod event;
mod fault;
pub mod held;
mod json;
mod number;
mod reader;
mod text;
mod timestamp;
mod validate;
mod version;
pub mod view;
mod violation;
pub mod wire;

pub use date::Date;
pub use decode::decode_data;
pub use duration::Duration;
pub use envelope::{Envelope, Header, RawEnvelope};
pub use error::{DecodeError, EncodeError};
pub use event::{AnyEvent, Event, EventDescriptor, RoundTrip, RoundTripError};
pub use event_contracts_macros::{AsView, Event, EventData, Record};
pub use held::EventData;
pub use json::{Json, Members};
pub use number::{Integer, NotANumber, Num, Number};
pub use rust_decimal::Decimal;
pub use text::FormatError;
pub use timestamp::Timestamp;
pub use uuid::Uuid;
pub use validate::Validate;
pub use version::Version;
pub use view::AsView;
pub use violation::{Path, Violation, Violations};

/// What generated code needs from other crates; not for use by hand.
#[doc(hidden)]
pub mod __private {
    pub use regex;
    pub use rust_decimal;
    pub use serde;
    pub use serde_json;
    pub use serde_json::value::RawValue;
    pub use serde_with;
}

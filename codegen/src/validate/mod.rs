//! Holds documents against contracts: whole events (envelope and data), or bare payloads.

mod cost;
mod event;
mod formats;
mod instance;
pub mod rules;
pub mod schema;
mod stream;
pub(crate) mod walk;
mod words;

pub(crate) use event::with_places;
pub use event::{Judge, Subject};
pub(crate) use formats::{TextFormat, is_narrow_date_time as holds_date};
pub use schema::{SchemaValidator, Validators, Verdict, Violation};
pub use stream::{Layout, read};

//! Unions: objects told apart by the string in one of their members.

mod read;
mod write;

pub use read::{Tagged, tagged};
pub use write::write_tagged;

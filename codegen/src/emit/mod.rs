//! The fourth step: the model becomes texts. One folder a language; each is a pure function from the model
//! to a list of files.

pub mod bundle;
pub mod closed;
pub mod csharp;
pub mod docs;
pub mod json;
pub mod rust;

pub use crate::output::OutputFile;

//! The fourth step: the model becomes texts. One folder a language; each is a pure function from the model
//! to a list of files.

pub mod bundle;
pub mod csharp;
pub mod docs;
pub mod rust;

/// A generated file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// Path from the workspace root, with `/`.
    pub path: String,
    /// Its text, with `\n` and a newline at the end.
    pub text: String,
}

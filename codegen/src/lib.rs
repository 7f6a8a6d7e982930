//! Compiles event contracts: versioned JSON Schema files go in, Rust types, C# records, docs and
//! a compatibility verdict come out.
//!
//! Data goes one way, and every step is a function of its input:
//!
//! ```text
//! load → resolve → lower → emit → output
//!                ├→ lint   ┐
//!                └→ compat ┴→ report
//! ```
//!
//! Only [`load`] (at the start) and [`output`] (at the end) touch the disk.

pub mod cli;
pub mod compat;
pub mod emit;
pub mod finding;
pub mod fingerprint;
pub mod guard;
pub mod import;
pub mod lint;
pub mod load;
pub mod lower;
pub mod model;
pub mod new;
pub mod number;
pub mod output;
pub mod pattern;
pub mod plain;
pub mod report;
pub mod resolve;
pub mod validate;

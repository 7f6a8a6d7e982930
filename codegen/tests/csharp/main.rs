//! The C# target: its text against golden files, and its behaviour on a real .NET.
//!
//! A folder below `tests/golden/` is a workspace that is about one feature. `csharp/` in it holds what is
//! emitted, `wire.json` what the generated code accepts and refuses. `UPDATE_GOLDEN=1` writes `csharp/` anew.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod golden;
#[path = "../pattern/random.rs"]
mod pattern_random;
#[path = "../pattern/table.rs"]
mod pattern_table;
mod patterns;
mod plain;
#[path = "../../../tests/src/toolchain.rs"]
#[expect(unreachable_pub, reason = "a library has the file too")]
mod toolchain;
mod wire;
mod workspace;

//! `cargo xtask gate-corpus DIR`: the gate over a folder of pairs of schemas, each verdict held against what
//! others say.

use std::process::ExitCode;

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    tests::gate_corpus::main(&args)
}

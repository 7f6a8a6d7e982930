//! `cargo xtask bench codegen`: what generating costs, and what generated code costs. `cargo xtask bench derive`: what
//! `#[derive(Event)]` adds to a compilation.

use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    tests::bench::main(&args)
}

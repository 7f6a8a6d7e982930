//! The program `event-contracts`; everything is in [`event_contracts_codegen::cli`].

use std::io::IsTerminal as _;
use std::process::ExitCode;

use event_contracts_codegen::cli::{self, EXIT_FAILURE, Io};

/// Schemas are many small things, of which the system's allocator makes more work than the rest.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Long chains of `$ref`s make deep recursions. Only what is used of it becomes memory.
const STACK: usize = 1 << 30;

fn main() -> ExitCode {
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(work);
    let code = worker.map_or(EXIT_FAILURE, |worker| worker.join().unwrap_or(EXIT_FAILURE));
    ExitCode::from(u8::try_from(code).unwrap_or(u8::MAX))
}

fn work() -> i32 {
    let (stdin, stdout, stderr) = (std::io::stdin(), std::io::stdout(), std::io::stderr());
    // NO_COLOR, CLICOLOR and the terminal decide.
    let color = anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never;
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let width = columns.filter(|_| stdout.is_terminal());
    let mut io =
        Io { stdin: &mut stdin.lock(), out: &mut stdout.lock(), err: &mut stderr.lock(), color, width };
    cli::run(std::env::args_os(), &mut io)
}

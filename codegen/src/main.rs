//! The program `event-contracts`; everything is in [`event_contracts_codegen::cli`].

use std::io::IsTerminal as _;
use std::process::ExitCode;

use event_contracts_codegen::cli::{self, EXIT_FAILURE, Io};

fn main() -> ExitCode {
    let (stdin, stdout, stderr) = (std::io::stdin(), std::io::stdout(), std::io::stderr());
    // NO_COLOR, CLICOLOR and the terminal decide.
    let color = anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never;
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let width = columns.filter(|_| stdout.is_terminal());
    let mut io =
        Io { stdin: &mut stdin.lock(), out: &mut stdout.lock(), err: &mut stderr.lock(), color, width };
    let code = cli::run(std::env::args_os(), &mut io);
    ExitCode::from(u8::try_from(code).unwrap_or(u8::try_from(EXIT_FAILURE).unwrap_or(u8::MAX)))
}

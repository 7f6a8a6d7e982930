//! Tasks of this repository, run as `cargo xtask COMMAND`; `cargo xtask --help` lists them.
//!
//! The crate depends on nothing that takes long to build: it starts the generator as a process
//! instead of linking it, so a task that does not need the generator answers at once.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line program talks to its user")]

mod ci;
mod cli;
mod dotnet;
mod steps;
mod test;
mod tidy;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use xshell::Shell;

use crate::cli::Command;

/// Exit code for "the task could not be done", as in the `event-contracts` binary.
const COULD_NOT_WORK: u8 = 2;

fn main() -> ExitCode {
    let args: Result<Vec<String>, _> =
        std::env::args_os().skip(1).map(std::ffi::OsString::into_string).collect();
    let command = match args
        .map_err(|arg| format!("not UTF-8: {}", arg.display()))
        .and_then(|args| cli::parse(&args))
    {
        Ok(command) => command,
        Err(message) => {
            eprintln!("error: {message}\n\nSee `cargo xtask --help`.");
            return ExitCode::from(COULD_NOT_WORK);
        }
    };
    match Shell::new().map_err(Failure::from).and_then(|sh| run(&sh, &command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Exit(code)) => ExitCode::from(code),
        Err(Failure::Message(message)) => {
            eprintln!("error: {message}");
            ExitCode::from(COULD_NOT_WORK)
        }
    }
}

fn run(sh: &Shell, command: &Command) -> Result<(), Failure> {
    let root = root(sh)?;
    // These take paths as the user wrote them, from where the user stands.
    if !matches!(command, Command::Generator { .. } | Command::Program { .. }) {
        sh.change_dir(&root);
    }
    match command {
        Command::Help => {
            // A reader that stops reading, such as `head`, is no failure.
            std::io::stdout().write_all(cli::HELP.as_bytes()).ok();
            Ok(())
        }
        Command::Generator { subcommand, args } => steps::generator(subcommand, args).run(sh),
        Command::Program { name, args } => {
            // The gate has nothing to do with C#.
            if *name != "gate_corpus" && args.first().is_none_or(|arg| arg != "gate") {
                test::toolchain(sh, &root)?;
            }
            steps::program(name, args).run(sh)
        }
        Command::Test { args } => test::run(sh, &root, args),
        Command::Ci { test } => ci::run(sh, &root, *test),
        Command::Tidy => tidy::run(sh),
        Command::Dotnet => {
            let toolchain = dotnet::find_or_build(sh, &root)?;
            for (name, value) in toolchain.env() {
                println!("export {name}={}", dotnet::shell_quoted(value));
            }
            Ok(())
        }
    }
}

/// The repository's root: the folder above this crate, wherever the clone is now.
fn root(sh: &Shell) -> Result<PathBuf, Failure> {
    let manifest_dir = sh
        .var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest_dir
        .parent()
        .map(Path::to_owned)
        .ok_or_else(|| Failure::Message(format!("no folder above {}", manifest_dir.display())))
}

/// Why a task did not succeed.
#[derive(Debug)]
enum Failure {
    /// A program ran and said why; its exit code is passed on.
    Exit(u8),
    /// The reason, yet to be printed.
    Message(String),
}

impl From<xshell::Error> for Failure {
    fn from(error: xshell::Error) -> Self {
        Self::Message(error.to_string())
    }
}

impl From<dotnet::Unavailable> for Failure {
    fn from(error: dotnet::Unavailable) -> Self {
        Self::Message(error.to_string())
    }
}

//! `cargo xtask ci`: all that has to hold before a merge.

use std::path::Path;

use xshell::Shell;

use crate::steps::{Step, generator, timed};
use crate::{COULD_NOT_WORK, Failure, test, tidy};

/// Runs every step in order and stops at the first that fails.
pub(crate) fn run(sh: &Shell, root: &Path, with_tests: bool) -> Result<(), Failure> {
    let step = |step: &Step| named(&step.name, &step.alone, || step.run(sh));
    step(&Step::cargo("fmt", &["fmt", "--all", "--check"]))?;
    named("tidy", "cargo xtask tidy", || tidy::run(sh))?;
    step(&Step::cargo("clippy", &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    step(&generator("generate", &["--check".to_owned()]))?;
    step(&generator("lint", &[]))?;
    step(&generator("check", &[]))?;
    if with_tests {
        named("test", "cargo xtask test", || test::run(sh, root, &[]))?;
    }
    Ok(())
}

fn named(name: &str, alone: &str, work: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    timed(name, work).map_err(|failure| {
        let code = match failure {
            Failure::Exit(code) => code,
            Failure::Message(message) => {
                eprintln!("error: {message}");
                COULD_NOT_WORK
            }
        };
        eprintln!("xtask: ci stopped at `{name}`; run it alone with: {alone}");
        Failure::Exit(code)
    })
}

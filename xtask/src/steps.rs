//! One program run as one step of a task.

use std::process::Command;
use std::time::Instant;

use xshell::Shell;

use crate::Failure;

/// A program, its arguments, and what the step is called in messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    /// A short name, such as `clippy`.
    pub(crate) name: String,
    /// How a user runs just this step.
    pub(crate) alone: String,
    args: Vec<String>,
}

impl Step {
    /// `cargo ARGS`.
    pub(crate) fn cargo(name: &str, args: &[&str]) -> Self {
        Self {
            name: name.to_owned(),
            alone: format!("cargo {}", args.join(" ")),
            args: args.iter().map(|&arg| arg.to_owned()).collect(),
        }
    }

    /// The same step with `args` after its own.
    pub(crate) fn with(mut self, args: &[String]) -> Self {
        for arg in args {
            self.alone.push(' ');
            self.alone.push_str(arg);
        }
        self.args.extend_from_slice(args);
        self
    }

    /// Runs it with this process's input and output, and passes its exit code on.
    pub(crate) fn run(&self, sh: &Shell) -> Result<(), Failure> {
        let status = Command::from(sh.cmd("cargo").args(&self.args))
            .status()
            .map_err(|error| Failure::Message(format!("`{}` did not start: {error}", self.alone)))?;
        match status.code() {
            Some(0) => Ok(()),
            Some(code) => Err(Failure::Exit(u8::try_from(code).unwrap_or(1))),
            None => Err(Failure::Message(format!("`{}` ended with {status}", self.alone))),
        }
    }
}

/// `event-contracts SUBCOMMAND ARGS`, built first where that is needed.
pub(crate) fn generator(subcommand: &str, args: &[String]) -> Step {
    let task = if subcommand == "generate" { "codegen" } else { subcommand };
    let mut step = Step::cargo(
        task,
        &[
            "run",
            "--quiet",
            "--package",
            "event-contracts-codegen",
            "--bin",
            "event-contracts",
            "--",
            subcommand,
        ],
    )
    .with(args);
    step.alone = Step::cargo(task, &["xtask", task]).with(args).alone;
    step
}

/// A program of the crate `tests`; with optimisation where it measures.
pub(crate) fn program(name: &str, args: &[String]) -> Step {
    let profile = if matches!(name, "bench" | "bench_gate" | "gate_corpus") { "release" } else { "dev" };
    let own = ["run", "--quiet", "--profile", profile, "--package", "tests", "--bin", name, "--"];
    Step::cargo(name, &own).with(args)
}

/// Runs `work` under a heading, then prints how it went and the seconds it took.
pub(crate) fn timed<T>(name: &str, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    eprintln!("xtask: {name} ...");
    let start = Instant::now();
    let result = work();
    let verdict = if result.is_ok() { "done" } else { "FAILED" };
    eprintln!("xtask: {name}: {verdict}, {:.1} s", start.elapsed().as_secs_f64());
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_says_how_to_run_it_alone() {
        let step = generator("generate", &["--check".to_owned()]);
        assert_eq!((step.name.as_str(), step.alone.as_str()), ("codegen", "cargo xtask codegen --check"));
        assert_eq!(step.args[6..], ["--", "generate", "--check"]);
        assert_eq!(generator("lint", &[]).alone, "cargo xtask lint");
    }
}

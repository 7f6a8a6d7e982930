//! `cargo xtask test`: every test, with real C# where it is to be had.

use std::path::Path;

use xshell::Shell;

use crate::steps::{Step, timed};
use crate::{Failure, dotnet};

/// Prepares C#, then runs the doc tests and the test runner; fails when either does.
pub(crate) fn run(sh: &Shell, root: &Path, args: &[String]) -> Result<(), Failure> {
    toolchain(sh, root)?;

    // Both runs, whatever the first says: a user wants every failure at once.
    let mut result = Ok(());
    let nextest = has_nextest(sh);
    for step in steps(nextest, args) {
        result = result.and(timed(&step.name, || step.run(sh)));
    }
    if nextest && !args.is_empty() {
        eprintln!("xtask: with arguments for the test runner the doc tests are left out");
    }
    result
}

/// Prepares C# and hands it to programs that are run from now on; says so where there is none.
pub(crate) fn toolchain(sh: &Shell, root: &Path) -> Result<(), Failure> {
    let toolchain = timed("C# toolchain", || match dotnet::find_or_build(sh, root) {
        Ok(toolchain) => Ok(Some(toolchain)),
        Err(unavailable) if is_ci(sh) => Err(unavailable.into()),
        Err(unavailable) => {
            eprintln!("{}", skipped(&unavailable.reason));
            Ok(None)
        }
    })?;
    for (name, value) in toolchain.iter().flat_map(dotnet::Toolchain::env) {
        sh.set_var(name, value);
    }
    Ok(())
}

/// The line that stands for all tests in C# when they cannot run.
fn skipped(reason: &str) -> String {
    format!("skipped: C# (no dotnet SDK 8+ on PATH and the toolchain could not be built: {reason})")
}

fn is_ci(sh: &Shell) -> bool {
    sh.var_os("CI").is_some_and(|value| !value.is_empty())
}

fn has_nextest(sh: &Shell) -> bool {
    sh.cmd("cargo").args(["nextest", "--version"]).quiet().output().is_ok()
}

fn steps(nextest: bool, args: &[String]) -> Vec<Step> {
    let runner = |name, own: &[&str]| {
        // With arguments the user may have chosen packages; without a choice cargo takes them all.
        let workspace: &[&str] = if args.is_empty() { &["--workspace"] } else { &[] };
        Step::cargo(name, &[own, workspace, &["--no-fail-fast"]].concat()).with(args)
    };
    match (nextest, args) {
        // Runs the doc tests too.
        (false, _) => vec![runner("cargo test", &["test"])],
        // Doc tests first, so that the runner's summary is at the end of the output.
        (true, []) => {
            vec![runner("doc tests", &["test", "--doc"]), runner("cargo nextest", &["nextest", "run"])]
        }
        (true, _) => vec![runner("cargo nextest", &["nextest", "run"])],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doc_tests_run_once() {
        let lines = |nextest, args: &[&str]| {
            let args: Vec<_> = args.iter().map(|&arg| arg.to_owned()).collect();
            steps(nextest, &args).into_iter().map(|step| step.alone).collect::<Vec<_>>()
        };
        assert_eq!(
            lines(true, &[]),
            ["cargo test --doc --workspace --no-fail-fast", "cargo nextest run --workspace --no-fail-fast",]
        );
        assert_eq!(lines(true, &["-p", "tests"]), ["cargo nextest run --no-fail-fast -p tests"]);
        assert_eq!(lines(false, &[]), ["cargo test --workspace --no-fail-fast"]);
        assert_eq!(lines(false, &["wire"]), ["cargo test --no-fail-fast wire"]);
    }

    #[test]
    fn a_skip_is_one_line() {
        let line = skipped("npm is not installed");
        assert_eq!(
            line,
            "skipped: C# (no dotnet SDK 8+ on PATH and the toolchain could not be built: npm is not installed)"
        );
    }
}

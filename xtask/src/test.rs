//! `cargo xtask test`: every test, with real C# where it is to be had.

use std::path::Path;

use xshell::Shell;

use crate::steps::{Step, timed};
use crate::{Failure, dotnet};

/// Prepares C#, then runs the test runner and the doc tests; fails when either does.
pub(crate) fn run(sh: &Shell, root: &Path, args: &[String]) -> Result<(), Failure> {
    let toolchain = timed("C# toolchain", || match dotnet::find_or_build(sh, root) {
        Ok(toolchain) => Ok(Some(toolchain)),
        Err(unavailable) if is_ci(sh) => Err(unavailable.into()),
        Err(unavailable) => {
            println!("{}", skipped(&unavailable.reason));
            Ok(None)
        }
    })?;
    for (name, value) in toolchain.iter().flat_map(dotnet::Toolchain::env) {
        sh.set_var(name, value);
    }

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
    if !nextest {
        // Runs the doc tests too.
        return vec![Step::cargo("cargo test", &["test", "--workspace", "--no-fail-fast"]).with(args)];
    }
    let mut steps =
        vec![Step::cargo("cargo nextest", &["nextest", "run", "--workspace", "--no-fail-fast"]).with(args)];
    if args.is_empty() {
        steps.push(Step::cargo("doc tests", &["test", "--workspace", "--doc", "--no-fail-fast"]));
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doc_tests_run_once() {
        let names =
            |nextest, args: &[String]| steps(nextest, args).into_iter().map(|s| s.name).collect::<Vec<_>>();
        assert_eq!(names(true, &[]), ["cargo nextest", "doc tests"]);
        assert_eq!(names(true, &["wire".to_owned()]), ["cargo nextest"]);
        assert_eq!(names(false, &[]), ["cargo test"]);
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

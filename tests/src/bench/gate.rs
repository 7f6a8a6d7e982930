//! What the gate costs: verdicts by themselves, and whole runs of the program.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use event_contracts_codegen::compat::{Semantics, Side, Verdict, diff};
use event_contracts_codegen::finding::has_errors;
use event_contracts_codegen::load::plain::{PlainFiles, Shelf};
use event_contracts_codegen::load::{Document, SourceFile, Sources, json as read};
use event_contracts_codegen::resolve::{Plain, PlainFile, PlainOptions, resolve_plain};
use serde_json::{Value, json};

use super::measure::quantile;
use super::{Row, Table, pairs};
use crate::corpus::files;

/// Pairs of events.
const PAIRS: usize = 1_000;
/// Contracts of the workspace, and those of them that change.
const CONTRACTS: usize = 500;
const CHANGED: usize = 5;
/// How long the other crate may take for all its runs.
const PATIENCE: Duration = Duration::from_mins(1);
/// Runs of the same input, of which the median counts.
const RUNS: usize = 11;

/// Measures everything; `rival` asks for `jsoncompat` beside it.
pub(super) fn measure(root: &Path, rival: bool, each: &mut dyn FnMut(Table)) -> Result<(), String> {
    let events = pairs::events(PAIRS);
    let recursive = [pairs::recursive()];
    let mut verdicts = Vec::new();
    let (mut decided, mut rows) = ([0.0; 3], Vec::new());
    for (name, pairs, target) in [
        ("1,000 events, both directions", events.as_slice(), 100.0),
        ("12 recursive types × 5", &recursive, 50.0),
    ] {
        let resolved = resolve(pairs)?;
        for (how, semantics) in
            [("as generated code behaves", Semantics::WriterReader), ("strictly", Semantics::Strict)]
        {
            let mut times = Vec::new();
            for _ in 0..RUNS {
                let start = Clock::start();
                decided = judge(&resolved, semantics);
                times.push(start.milliseconds());
            }
            let time = quantile(&mut times, 0.5);
            rows.push(Row { name: format!("{name}, {how}"), cells: vec![time, target] });
            verdicts.push(Row { name: format!("{name}, {how}"), cells: [&[time][..], &decided].concat() });
        }
        let mut times = Vec::new();
        for _ in 0..RUNS {
            let start = Clock::start();
            judge(&resolve(pairs)?, Semantics::Strict);
            times.push(start.milliseconds());
        }
        rows.push(Row {
            name: format!("{name}, strictly, from their texts"),
            cells: vec![quantile(&mut times, 0.5), target],
        });
        if rival {
            verdicts.push(rival_row(root, name, pairs)?);
        }
    }
    let columns = vec![("time", "ms"), ("compatible", ""), ("breaking", ""), ("undecided", "")];
    let title = "The gate: what was decided".to_owned();
    each(Table { id: "verdicts", title, columns, rows: verdicts });
    let columns = vec![("time", "ms"), ("target", "ms")];
    each(Table {
        id: "gate",
        title: "The gate: verdicts, time on one core".to_owned(),
        columns: columns.clone(),
        rows,
    });
    let program = program(root)?;
    let rows = vec![workspace(root, &program)?, small(root, &program)?];
    each(Table { id: "program", title: "The gate: the whole program".to_owned(), columns, rows });
    Ok(())
}

fn resolve(pairs: &[[Value; 2]]) -> Result<Vec<[Plain; 2]>, String> {
    let one = |schema: &Value| {
        let mut sources = Sources::default();
        let text = schema.to_string();
        let path = "/schema.json".to_owned();
        let file = sources.add(SourceFile { name: path.clone(), path: path.clone(), text: text.clone() });
        let mut findings = Vec::new();
        let root = read::parse(file, &text, &mut findings).ok_or("no JSON")?;
        let files = [PlainFile { path, document: Arc::new(Document { file, root }) }];
        let (mut library, _) =
            PlainFiles::read_with(&mut sources, Path::new("/"), &[], Arc::new(Shelf::default()))
                .map_err(|error| error.to_string())?;
        let (plain, found) = resolve_plain(&files, &mut library, PlainOptions::default());
        if has_errors(&found) { Err(format!("{found:?}")) } else { Ok(plain) }
    };
    pairs.iter().map(|[old, new]| Ok([one(old)?, one(new)?])).collect()
}

/// How many directions are compatible, breaking, undecided.
fn judge(pairs: &[[Plain; 2]], semantics: Semantics) -> [f64; 3] {
    let mut counts = [0.0; 3];
    for pair in pairs {
        let [old, new] = pair.each_ref().map(|plain| {
            let schema = plain.roots.first().map(|root| root.schema);
            schema.map(|schema| Side { schemas: &plain.schemas, schema })
        });
        let (Some(old), Some(new)) = (old, new) else { continue };
        let found = diff(old, new, semantics);
        for verdict in [found.backward, found.forward] {
            let index = match verdict {
                Verdict::Compatible => 0,
                Verdict::Breaking(_) => 1,
                Verdict::Undecided(_) => 2,
            };
            counts[index] += 1.0;
        }
    }
    counts
}

/// What the crate `jsoncompat` makes of the same pairs, in a program of its own: it shares no crate with the workspace.
fn rival_row(root: &Path, name: &str, pairs: &[[Value; 2]]) -> Result<Row, String> {
    let work = root.join("target/bench/jsoncompat");
    let manifest = "[package]\nname = \"rival\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
                    jsoncompat = \"=0.5.0\"\nserde_json = \"1\"\n\n[workspace]\n";
    let text = json!(pairs).to_string();
    let source = include_str!("../../hosts/rust/jsoncompat.rs");
    files::write(&work, [("Cargo.toml", manifest), ("src/main.rs", source), ("pairs.json", text.as_str())])?;
    let status = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--quiet", "--release"])
        // Beside its manifest, wherever other programs are built.
        .env("CARGO_TARGET_DIR", work.join("target"))
        .current_dir(&work)
        .status()
        .map_err(|error| error.to_string())?;
    if !status.success() {
        return Err("jsoncompat: not built".to_owned());
    }
    let mut child = Command::new(work.join("target/release/rival"))
        .arg("pairs.json")
        .current_dir(&work)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| error.to_string())?;
    let start = Instant::now();
    while child.try_wait().map_err(|error| error.to_string())?.is_none() {
        if start.elapsed() > PATIENCE {
            child.kill().and_then(|()| child.wait()).map_err(|error| error.to_string())?;
            let none = u32::try_from(pairs.len() * 2).map_or(f64::MAX, f64::from);
            let name = format!("{name}, jsoncompat 0.5.0, stopped");
            return Ok(Row { name, cells: vec![PATIENCE.as_secs_f64() * 1e3, 0.0, 0.0, none] });
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let output = child.wait_with_output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err("jsoncompat: it fails".to_owned());
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let cells: Vec<f64> = text.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    if cells.len() != 4 {
        return Err(format!("jsoncompat: not four numbers: {text}"));
    }
    Ok(Row { name: format!("{name}, jsoncompat 0.5.0"), cells })
}

/// The program, with optimisation, as this one has it.
fn program(root: &Path) -> Result<PathBuf, String> {
    let status = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        // With this package beside it, so that both are built of the same parts.
        .args(["build", "--quiet", "--release", "--package", "tests"])
        .args(["--package", "event-contracts-codegen", "--bin", "event-contracts"])
        .current_dir(root)
        .status()
        .map_err(|error| error.to_string())?;
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let program = own.with_file_name("event-contracts");
    if status.success() && program.is_file() {
        Ok(program)
    } else {
        Err("the program `event-contracts` was not built".to_owned())
    }
}

fn run(program: &Path, folder: &Path, args: &[&str]) -> Result<Vec<u8>, String> {
    let output = Command::new(program)
        .args(args)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", folder.join("none"))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = [output.stdout, output.stderr].concat();
    Err(format!("{} {}: {}", program.display(), args.join(" "), String::from_utf8_lossy(&said)))
}

/// A check of many contracts of which few changed, against the commit before.
fn workspace(root: &Path, program: &Path) -> Result<Row, String> {
    let folder = root.join("target/bench/gate");
    files::clear(&folder)?;
    let contract = |index: usize, minor: bool| {
        let mut rng = crate::rng::Rng::new(index as u64);
        let mut schema = pairs::event(index, &mut rng);
        schema["title"] = json!(format!("Thing{index}Happened"));
        schema["description"] = json!("Something happened.");
        schema["x-event"] =
            json!({ "type": format!("Thing{index}Happened"), "source": "a-service", "owner": "a-team" });
        if minor {
            schema["properties"]["remark"] = json!({ "type": "string", "description": "What was said." });
        }
        format!("{schema:#}\n")
    };
    let path = |index: usize, minor: usize| {
        format!("contracts/domain{}/thing{index}-happened/1.{minor}.json", index % 10)
    };
    for index in 0..CONTRACTS {
        files::write(&folder, [(path(index, 0).as_str(), contract(index, false).as_str())])?;
    }
    files::write(&folder, [("contracts/contracts.toml", "[compat]\npolicy = \"backward\"\n")])?;
    let git = |args: &[&str]| {
        let who =
            ["-c", "user.name=Bench", "-c", "user.email=bench@example.com", "-c", "commit.gpgsign=false"];
        run(Path::new("git"), &folder, &[&who[..], args].concat()).map(drop)
    };
    git(&["init", "--quiet", "--initial-branch=main"])?;
    git(&["add", "."])?;
    git(&["commit", "--quiet", "--message=published"])?;
    git(&["checkout", "--quiet", "-b", "change"])?;
    for index in 0..CHANGED {
        files::write(&folder, [(path(index * 7, 1).as_str(), contract(index * 7, true).as_str())])?;
    }
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let start = Instant::now();
        run(program, &folder, &["check"])?;
        times.push(milliseconds(start));
    }
    let name = format!("check of {CONTRACTS} contracts, {CHANGED} changed, git included");
    Ok(Row { name, cells: vec![quantile(&mut times, 0.5), 300.0] })
}

/// `diff` of two small files, start of the process included.
fn small(root: &Path, program: &Path) -> Result<Row, String> {
    let folder = root.join("target/bench/diff");
    let [old, new] = pairs::events(1).remove(0).map(|schema| schema.to_string());
    files::write(&folder, [("old.json", old.as_str()), ("new.json", new.as_str())])?;
    let mut times = Vec::new();
    for _ in 0..RUNS * 3 {
        let start = Instant::now();
        run(program, &folder, &["diff", "old.json", "new.json", "--format", "json"])?;
        times.push(milliseconds(start));
    }
    Ok(Row {
        name: "diff of a small pair, process included".to_owned(),
        cells: vec![quantile(&mut times, 0.5), 10.0],
    })
}

/// Time that this thread was at work, where the system tells it: what else the machine does is no part of that.
struct Clock {
    wall: Instant,
    work: Option<Duration>,
}

impl Clock {
    fn start() -> Self {
        Self { work: work(), wall: Instant::now() }
    }

    fn milliseconds(&self) -> f64 {
        let worked = work().zip(self.work).map(|(now, then)| now.saturating_sub(then));
        worked.unwrap_or_else(|| self.wall.elapsed()).as_secs_f64() * 1e3
    }
}

/// The first number is nanoseconds on a core (Linux, Documentation/scheduler/sched-stats).
fn work() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}

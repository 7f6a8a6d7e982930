//! A corpus run: generates every schema of a folder, compiles it in both languages, runs every document
//! through both, and compares with an independent judge.
//!
//! The judge is the `jsonschema` crate; for a JSON-Schema-Test-Suite it is the suite itself.

mod csharp;
mod equal;
pub(crate) mod files;
mod layout;
mod process;
mod report;
mod rust;
pub mod worker;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};

use crate::toolchain::Toolchain;
use files::Files;
pub use layout::{Case, Document, read};
use process::{Server, spread};
pub use report::{Language, Miss, Report};

/// How long a schema may take to generate, or to be judged with its documents.
const GENERATION: Duration = Duration::from_mins(1);
/// How long a document may take.
const DOCUMENT: Duration = Duration::from_secs(10);
/// Crates in one host.
const HOST: usize = 50;

/// What is run, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// The repository.
    pub root: PathBuf,
    /// For what is kept between runs.
    pub work: PathBuf,
    /// Threads, and processes of each kind.
    pub jobs: usize,
    /// This program, which with `--worker` generates and judges.
    pub worker: PathBuf,
}

/// What generation gave.
#[derive(Debug, Default)]
struct Generated {
    refused: Option<String>,
    failed: Option<String>,
    rust: Files,
    rust_root: String,
    csharp: Files,
}

impl Generated {
    fn is_there(&self) -> bool {
        self.failed.is_none() && self.refused.is_none()
    }
}

/// What the judge said: of the schema, and of each document whether it is valid. `None`: no JSON.
struct Judged {
    error: Option<String>,
    verdicts: Vec<Option<bool>>,
    reasons: Vec<String>,
}

/// By schema and document.
type Outcomes = BTreeMap<(usize, usize), Outcome>;

/// What generated code made of a document.
enum Outcome {
    WrittenBack(String),
    Refused(String),
    Failed(String),
}

/// Runs it all.
///
/// # Errors
/// Something without which there is no run: the runtime does not build, or no file can be written.
pub fn run(cases: &[Case], options: &Options) -> Result<Report, String> {
    let toolchain = Toolchain::find()?;
    let schemas = write_schemas(cases, &options.work)?;
    let worker = || {
        Server::new(GENERATION, || {
            let mut command = Command::new(&options.worker);
            command.arg("--worker");
            command
        })
    };
    let items: Vec<(&Case, &PathBuf)> = cases.iter().zip(&schemas).collect();
    let generated = spread("generated", options.jobs, &items, worker, |worker, (case, path)| {
        generate(worker, case, path)
    });
    let judged =
        spread("judged", options.jobs, &items, worker, |worker, (case, path)| judge(worker, case, path));
    let mut report = Report { csharp: toolchain.as_ref().map(|_| Language::default()), ..Report::default() };
    for (case, (generated, judged)) in cases.iter().zip(generated.iter().zip(&judged)) {
        generation(case, generated, judged, &mut report);
    }

    let rust_outcomes = rust_side(cases, &generated, options, &mut report)?;
    count(cases, &generated, &judged, &rust_outcomes, "rust", &mut report);
    if let Some(toolchain) = &toolchain {
        let outcomes = csharp_side(cases, &generated, toolchain, options, &mut report)?;
        count(cases, &generated, &judged, &outcomes, "csharp", &mut report);
    }
    let key = |miss: &Miss| (miss.stage.clone(), miss.schema.clone(), miss.document.clone());
    report.misses.sort_by_key(key);
    Ok(report)
}

/// Each schema in a file of its own, whose stem names its module.
fn write_schemas(cases: &[Case], work: &Path) -> Result<Vec<PathBuf>, String> {
    let folder = work.join("schemas");
    let file = |case: &Case| format!("{}.json", case.stem);
    let names: Vec<String> = cases.iter().map(file).collect();
    files::write(&folder, names.iter().zip(cases).map(|(name, case)| (name.as_str(), case.schema.as_str())))?;
    Ok(names.iter().map(|name| folder.join(name)).collect())
}

fn request(case: &Case, path: &Path) -> serde_json::Map<String, Value> {
    let mut request = serde_json::Map::new();
    request.insert("schema".to_owned(), path.display().to_string().into());
    if let Some(folder) = &case.lookup {
        request.insert("lookup".to_owned(), folder.display().to_string().into());
    }
    request
}

fn generate(worker: &mut Server<'_>, case: &Case, path: &Path) -> Generated {
    let answer = worker.ask(&Value::Object(request(case, path)).to_string());
    let answer: Value = match answer.map(|line| serde_json::from_str(&line)) {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => json!({ "failed": error.to_string() }),
        Err(why) => json!({ "failed": why }),
    };
    let text = |name: &str| answer.get(name).and_then(Value::as_str).map(str::to_owned);
    let mut generated = Generated {
        failed: text("failed"),
        rust_root: text("rust").unwrap_or_default(),
        ..Generated::default()
    };
    if let Some(errors) = answer.get("refused").and_then(Value::as_array) {
        generated.refused = Some(errors.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; "));
    }
    for file in answer.get("files").and_then(Value::as_array).into_iter().flatten() {
        let text = |name: &str| file.get(name).and_then(Value::as_str).unwrap_or_default();
        if let Some(path) = text("path").strip_prefix(&format!("{}/", worker::RUST)) {
            generated.rust.push((path.to_owned(), text("text").to_owned()));
        } else if let Some(path) = text("path").strip_prefix(&format!("{}/", worker::CSHARP)) {
            generated.csharp.push((path.to_owned(), text("text").to_owned()));
        }
    }
    generated
}

fn judge(worker: &mut Server<'_>, case: &Case, path: &Path) -> Judged {
    let mut request = request(case, path);
    let texts: Vec<&str> = case.documents.iter().map(|document| document.text.as_str()).collect();
    request.insert("documents".to_owned(), texts.into());
    let answer: Value =
        match worker.ask(&Value::Object(request).to_string()).map(|l| serde_json::from_str(&l)) {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => json!({ "error": error.to_string() }),
            Err(why) => json!({ "error": why }),
        };
    let verdicts = answer.get("verdicts").and_then(Value::as_array);
    let of = |index: usize| verdicts.and_then(|verdicts| verdicts.get(index));
    let reason = |value: &Value| {
        let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
        process::first_words(&format!("{} at {:?}", text("why"), text("at")))
    };
    Judged {
        error: answer.get("error").and_then(Value::as_str).map(str::to_owned),
        verdicts: (0..case.documents.len())
            .map(|index| match of(index) {
                Some(Value::Bool(valid)) => Some(*valid),
                Some(Value::Object(_)) => Some(false),
                _ => None,
            })
            .collect(),
        reasons: (0..case.documents.len())
            .map(|index| of(index).filter(|value| value.is_object()).map(reason).unwrap_or_default())
            .collect(),
    }
}

/// Counts how generation went.
fn generation(case: &Case, generated: &Generated, judged: &Judged, report: &mut Report) {
    report.schemas += 1;
    let mut miss =
        |stage: &'static str, reason: String| report.misses.push(Miss::new(case, stage, None, &reason));
    match (&generated.failed, &generated.refused, &judged.error) {
        (Some(why), _, _) => miss("generate", why.clone()),
        (None, Some(why), Some(_)) => {
            report.refused += 1;
            report.refusals.push((case.name.clone(), why.clone()));
        }
        (None, Some(why), None) => {
            report.refused += 1;
            miss("refused", why.clone());
        }
        (None, None, judge) => {
            report.generated += 1;
            if let Some(why) = judge {
                miss("judge", format!("generated, but the validator refuses the schema: {why}"));
            }
        }
    }
}

/// The verdict that counts.
fn verdict(document: &Document, judged: Option<bool>) -> Option<bool> {
    document.valid.or(judged)
}

fn count(
    cases: &[Case],
    generated: &[Generated],
    judged: &[Judged],
    outcomes: &Outcomes,
    language: &'static str,
    report: &mut Report,
) {
    for (index, case) in cases.iter().enumerate() {
        if !generated[index].is_there() {
            continue;
        }
        for (position, document) in case.documents.iter().enumerate() {
            let said = judged[index].verdicts[position];
            let Some(valid) = verdict(document, said) else {
                if language == "rust" {
                    report.unjudged += 1;
                }
                continue;
            };
            if language == "rust" {
                report.documents += 1;
                report.valid += usize::from(valid);
                if said.is_some_and(|said| said != valid) {
                    report.judge_differs.push(format!("{} / {}", case.name, document.name));
                }
            }
            let reason = match (valid, outcomes.get(&(index, position))) {
                (true, Some(Outcome::WrittenBack(text))) => {
                    report.language(language).accepted += 1;
                    match equal::difference(&document.text, text) {
                        None => {
                            report.language(language).written_back += 1;
                            continue;
                        }
                        Some(difference) => ("written back", difference),
                    }
                }
                (false, Some(Outcome::Refused(_))) => {
                    report.language(language).rejected += 1;
                    continue;
                }
                (true, Some(Outcome::Refused(why))) => ("verdict", format!("valid, but refused: {why}")),
                (false, Some(Outcome::WrittenBack(_))) => {
                    ("verdict", format!("invalid, but accepted: {}", judged[index].reasons[position]))
                }
                (_, Some(Outcome::Failed(why))) => ("run", why.clone()),
                // Said once, for the schema.
                (_, None) => continue,
            };
            report.misses.push(Miss::new(case, reason.0, Some((language, &document.name)), &reason.1));
        }
    }
}

fn outcome(answer: Result<String, String>) -> Outcome {
    let answer = match answer {
        Ok(line) => serde_json::from_str::<Value>(&line).unwrap_or_default(),
        Err(why) => return Outcome::Failed(why),
    };
    let text = |name: &str| answer.get(name).and_then(Value::as_str).map(str::to_owned);
    match (text("out"), text("refused"), text("failed")) {
        (Some(text), _, _) => Outcome::WrittenBack(text),
        (None, Some(why), _) => Outcome::Refused(why),
        (None, None, why) => Outcome::Failed(why.unwrap_or_else(|| "no answer".to_owned())),
    }
}

fn rust_side(
    cases: &[Case],
    generated: &[Generated],
    options: &Options,
    report: &mut Report,
) -> Result<Outcomes, String> {
    let libraries = rust::prepare(&options.root, &options.work)?;
    let mut items: Vec<usize> = (0..cases.len()).filter(|&index| generated[index].is_there()).collect();
    // The largest first, so that none of them is waited for at the end.
    let size = |index: usize| generated[index].rust.iter().map(|(_, text)| text.len()).sum::<usize>();
    items.sort_by_key(|&index| (std::cmp::Reverse(size(index)), index));
    let compiled: Vec<_> = spread(
        "Rust compiled",
        options.jobs,
        &items,
        || (),
        |(), &index| libraries.compile(&generated[index].rust, &generated[index].rust_root),
    )
    .into_iter()
    .collect::<Result<_, _>>()?;
    for (&index, compiled) in items.iter().zip(&compiled) {
        report.compiled(&cases[index], "rust", &compiled.errors, &compiled.warnings);
    }
    let ready: Vec<(usize, &rust::Compiled)> =
        items.iter().copied().zip(&compiled).filter(|(_, compiled)| compiled.library.is_some()).collect();
    let hosts: Vec<(usize, &[(usize, &rust::Compiled)])> = ready.chunks(HOST).enumerate().collect();
    let outcomes = spread(
        "Rust hosts",
        options.jobs,
        &hosts,
        || (),
        |(), (number, members)| {
            let crates: Vec<&rust::Compiled> = members.iter().map(|(_, compiled)| *compiled).collect();
            let host = libraries.host(*number, &crates)?;
            let mut server = Server::new(DOCUMENT, || Command::new(&host));
            let mut outcomes = BTreeMap::new();
            for (index, compiled) in *members {
                for (position, document) in cases[*index].documents.iter().enumerate() {
                    let request = json!({ "schema": compiled.name, "document": document.text });
                    outcomes.insert((*index, position), outcome(server.ask(&request.to_string())));
                }
            }
            Ok(outcomes)
        },
    );
    let used: BTreeSet<&str> = compiled.iter().map(|compiled| compiled.name.as_str()).collect();
    libraries.prune(&used);
    merge(outcomes)
}

fn csharp_side(
    cases: &[Case],
    generated: &[Generated],
    toolchain: &Toolchain,
    options: &Options,
    report: &mut Report,
) -> Result<Outcomes, String> {
    let files: Vec<Option<Files>> =
        generated.iter().map(|g| g.is_there().then(|| g.csharp.clone())).collect();
    let compiled = csharp::compile(toolchain, &options.work.join("csharp"), options.jobs, &files)?;
    for (index, _) in files.iter().enumerate().filter(|(_, files)| files.is_some()) {
        report.compiled(&cases[index], "csharp", &compiled[index].errors, &compiled[index].warnings);
    }
    let ready: Vec<usize> = (0..cases.len()).filter(|&index| compiled[index].assembly.is_some()).collect();
    let hosts: Vec<&[usize]> = ready.chunks(ready.len().div_ceil(options.jobs).max(1)).collect();
    let outcomes = spread(
        "C# hosts",
        options.jobs,
        &hosts,
        || (),
        |(), members| {
            let mut outcomes = BTreeMap::new();
            // Schemas that share a support library share a host.
            let mut by_host: BTreeMap<&Path, Vec<usize>> = BTreeMap::new();
            for &index in *members {
                by_host.entry(&compiled[index].host).or_default().push(index);
            }
            for (host, members) in by_host {
                let mut server = Server::new(DOCUMENT, || {
                    let mut command = Command::new(&toolchain.run);
                    command.arg(host);
                    command
                });
                for index in members {
                    let assembly = compiled[index].assembly.as_deref().unwrap_or(Path::new(""));
                    for (position, document) in cases[index].documents.iter().enumerate() {
                        let request = json!({
                            "assembly": assembly, "document": document.text
                        });
                        outcomes.insert((index, position), outcome(server.ask(&request.to_string())));
                    }
                }
            }
            Ok(outcomes)
        },
    );
    merge(outcomes)
}

fn merge(parts: Vec<Result<Outcomes, String>>) -> Result<Outcomes, String> {
    let mut all = BTreeMap::new();
    for part in parts {
        all.append(&mut part?);
    }
    Ok(all)
}

//! How long generating takes.

use std::path::{Path, PathBuf};
use std::time::Instant;

use event_contracts_codegen::emit::{self, rust::Runtime};
use event_contracts_codegen::load::config::{CsharpTarget, RustTarget};
use event_contracts_codegen::lower::{Options, lower};
use event_contracts_codegen::plain::{Request, compile};

use super::measure::quantile;
use super::{Row, Table};
use crate::workspace;

/// Runs of the same input, of which the median counts.
const RUNS: usize = 5;

/// The repository's contracts, all at once: from the files' texts to the files' texts.
pub(super) fn contracts(root: &Path) -> Result<Table, String> {
    let (tree, contracts) = workspace::contracts(root)?;
    let count = contracts.events.values().map(std::collections::BTreeMap::len).sum::<usize>();
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let start = Instant::now();
        workspace::contracts(root)?;
        let (model, _) = lower(&contracts);
        if let Some(target) = &tree.config.targets.rust {
            std::hint::black_box(emit::rust::files(&tree, &contracts, &model, target));
        }
        if let Some(target) = &tree.config.targets.csharp {
            std::hint::black_box(emit::csharp::files(&contracts, &model, target, ""));
        }
        times.push(milliseconds(start));
    }
    let all = quantile(&mut times, 0.5);
    #[expect(clippy::cast_precision_loss, reason = "a count of files")]
    let each = all / count as f64;
    Ok(Table {
        id: "contracts",
        title: format!("Generating Rust and C# from {count} contracts"),
        columns: vec![("all", "ms"), ("each", "ms")],
        rows: vec![Row { name: "contracts/".to_owned(), cells: vec![all, each] }],
    })
}

/// The schemas of a folder, each by itself.
pub(super) fn folder(folder: &Path) -> Result<Table, String> {
    let schemas = folder.join("schemas");
    let folder = if schemas.is_dir() { schemas } else { folder.to_owned() };
    let list = std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = list.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let mut times = Vec::new();
    for path in &paths {
        let request = request(path.clone(), Some(folder.clone()));
        let mut runs = Vec::new();
        for _ in 0..RUNS {
            let start = Instant::now();
            let compiled = compile(&request).map_err(|error| error.to_string())?;
            if compiled.files.is_empty() {
                break;
            }
            runs.push(milliseconds(start));
        }
        if !runs.is_empty() {
            times.push((quantile(&mut runs, 0.5), path.clone()));
        }
    }
    let slowest = times.iter().max_by(|a, b| a.0.total_cmp(&b.0));
    let name = slowest.and_then(|(_, path)| path.file_stem()).unwrap_or_default().display().to_string();
    let mut all: Vec<f64> = times.iter().map(|(time, _)| *time).collect();
    let cells = [0.5, 0.95, 1.0].map(|share| quantile(&mut all, share)).to_vec();
    Ok(Table {
        id: "schemas",
        title: format!(
            "Generating Rust and C# from {} schemas, each by itself; the slowest is {name}",
            all.len()
        ),
        columns: vec![("median", "ms"), ("p95", "ms"), ("max", "ms")],
        rows: vec![Row { name: "schemas".to_owned(), cells }],
    })
}

/// Both languages.
pub(super) fn request(file: PathBuf, schemas: Option<PathBuf>) -> Request {
    Request {
        here: PathBuf::from("/"),
        files: vec![file],
        schemas,
        options: Options::plain(),
        rust: Some((
            RustTarget { dir: "rust".to_owned(), crate_name: "schemas".to_owned() },
            Runtime::Version("0.1.0".to_owned()),
        )),
        csharp: Some(CsharpTarget {
            dir: "csharp".to_owned(),
            namespace: "Schemas".to_owned(),
            package: "Schemas".to_owned(),
        }),
    }
}

fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}

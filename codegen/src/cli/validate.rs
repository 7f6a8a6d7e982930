//! `event-contracts validate`

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use super::args::Global;
use super::workspace::{Workspace, count};
use super::{Failure, Outcome};
use crate::finding::has_errors;
use crate::validate::{Judge, Layout, Subject, read};

pub(super) fn run(
    global: &Global,
    files: &[String],
    domain: Option<&str>,
    data: Option<&str>,
    stdin: &mut dyn BufRead,
) -> Result<Outcome, Failure> {
    let workspace = Workspace::load(global)?;
    let subject = match data {
        Some(name) => Subject::Data { path: workspace.contract(name)?.path.clone() },
        None => Subject::Events { domain: domain.map(str::to_owned) },
    };
    let Workspace { mut sources, tree, contracts, mut findings, .. } = workspace;
    if has_errors(&findings) {
        return Ok(Outcome { sources, findings, ..Outcome::default() });
    }
    let mut judge = Judge::new(&tree, &contracts, subject);
    let mut documents = 0;
    for file in files {
        let failed = |error: std::io::Error| Failure(format!("{file}: {error}"));
        let extension = Path::new(file).extension().unwrap_or_default();
        let layout =
            if extension == "ndjson" || extension == "jsonl" { Layout::Lines } else { Layout::Guess };
        let mut reader;
        let (name, reader): (&str, &mut dyn BufRead) = if file == "-" {
            ("<stdin>", &mut *stdin)
        } else {
            reader = BufReader::new(File::open(file).map_err(failed)?);
            (file, &mut reader)
        };
        documents += read(&mut judge, &mut sources, name, layout, reader, &mut findings).map_err(failed)?;
    }
    let summary = if has_errors(&findings) {
        String::new()
    } else {
        format!("{}: valid\n", count(documents, "document"))
    };
    Ok(Outcome { sources, findings, summary, ..Outcome::default() })
}

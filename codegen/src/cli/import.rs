//! `event-contracts import`

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead, Read};

use super::args::{Global, Import};
use super::workspace::{self, count};
use super::{Failure, Outcome};
use crate::finding::{self, has_errors};
use crate::import::{self, Settings, Settled, csharp, rust, samples};
use crate::load::{Sources, disk};
use crate::new;

/// More of a file is not read.
const MOST: u64 = 64 << 20;

pub(super) fn run(global: &Global, args: &Import, stdin: &mut dyn BufRead) -> Result<Outcome, Failure> {
    let root = workspace::root(global)?;
    new::check_domain(&args.domain)?;
    let settings = Settings {
        domain: args.domain.clone(),
        events: args.events.clone(),
        version: args.version,
        source: args.source.clone(),
        owner: args.owner.clone(),
    };
    let mut sources = Sources::default();
    let existing = disk::read(&root)?;
    let from = &args.from;
    let mut files = Vec::new();
    for name in from.json.iter().chain(&from.csharp) {
        files.push((if name == "-" { "<stdin>".to_owned() } else { name.clone() }, bytes(name, stdin)?));
    }
    let paths = existing.iter().map(|file| file.path.clone()).collect();
    let mut imported = if let Some(folder) = &from.krate {
        rust::import(&mut sources, folder, &args.features, &settings, &paths)?
    } else if from.csharp.is_empty() {
        samples::import(&mut sources, files, &settings)
    } else {
        csharp::import(&mut sources, files, &settings, &paths)
    };
    let mut findings = std::mem::take(&mut imported.findings);
    let mut settled = Settled::default();
    if !has_errors(&findings) {
        settled = import::settle(&mut sources, existing, &imported)?;
        findings.append(&mut settled.findings);
    }
    finding::sort(&mut findings);
    import::shorten(&mut findings);
    if !settled.is_sound {
        return Ok(Outcome { sources, findings, ..Outcome::default() });
    }
    if args.print {
        let text = imported.files.into_iter().map(|file| file.text).collect();
        return Ok(Outcome { sources, findings, text, is_beside: true, ..Outcome::default() });
    }
    import::write(&root, &imported.files)?;
    // Writing into a String cannot fail.
    let mut summary = imported.report;
    let _ = writeln!(summary, "made {}:", count(imported.files.len(), "file"));
    for file in &imported.files {
        let _ = writeln!(summary, "  {}", file.path);
    }
    summary.push_str("\nnext:\n");
    if settled.descriptions > 0 {
        let _ = writeln!(summary, "  write {}", count(settled.descriptions, "description"));
    }
    if !imported.samples.is_empty() {
        summary.push_str("  look for personal data in the examples, which are samples\n");
    }
    summary.push_str(
        "  add the events to contracts/services.toml\n  event-contracts lint\n  event-contracts generate\n",
    );
    Ok(Outcome { sources, findings, summary, ..Outcome::default() })
}

fn bytes(name: &str, stdin: &mut dyn BufRead) -> Result<Vec<u8>, Failure> {
    let failed = |error: std::io::Error| Failure(format!("{name}: {error}"));
    let mut bytes = Vec::new();
    if name == "-" {
        stdin.take(MOST + 1).read_to_end(&mut bytes).map_err(failed)?;
    } else {
        File::open(name).map_err(failed)?.take(MOST + 1).read_to_end(&mut bytes).map_err(failed)?;
    }
    if bytes.len() as u64 > MOST {
        let help = "give the types of the events alone, or some of the samples";
        return Err(Failure(format!("{name} is larger than {} MiB: {help}", MOST >> 20)));
    }
    Ok(bytes)
}

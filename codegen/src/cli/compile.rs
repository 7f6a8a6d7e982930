//! `event-contracts compile`

use std::path::{Path, PathBuf};

use super::args::{Compile, Formats, Integers, Unknown};
use super::workspace::count;
use super::{Failure, Outcome, generate};
use crate::emit::rust::Runtime;
use crate::finding::{Finding, has_errors};
use crate::load::config::{CsharpTarget, RustTarget};
use crate::lower::Options;
use crate::output::{self, Mode, OutputFile, Report};
use crate::plain::{self, Request};

/// The folders of the generated files, before it is known where they go.
const RUST: &str = "rust";
const CSHARP: &str = "csharp";

pub(super) fn run(args: &Compile) -> Result<Outcome, Failure> {
    let compiled = plain::compile(&request(args)?)?;
    let mut outcome =
        Outcome { sources: compiled.sources, findings: compiled.findings, ..Outcome::default() };
    if has_errors(&outcome.findings) {
        return Ok(outcome);
    }
    let targets: Vec<(&str, &Path)> = [(RUST, args.rust.as_deref()), (CSHARP, args.csharp.as_deref())]
        .into_iter()
        .filter_map(|(kind, dir)| Some((kind, dir?)))
        .collect();
    let (mut findings, mut clean, mut files) = (Vec::new(), true, 0);
    // Nothing is written anywhere unless everything can be.
    let modes: &[Mode] = if args.check { &[Mode::Check] } else { &[Mode::Check, Mode::Write] };
    for mode in modes {
        (findings, clean, files) = (Vec::new(), true, 0);
        for (kind, dir) in &targets {
            let target = Target::new(dir, *mode == Mode::Write)?;
            let own = target.files(kind, &compiled.files);
            let report = target.named(target.apply(&own, *mode)?);
            files += own.len();
            clean &= report.is_clean();
            if args.check {
                findings.extend(stale(&report));
            } else if *mode == Mode::Write {
                outcome.summary.push_str(&generate::written(&report));
            }
        }
    }
    outcome.findings.extend(findings);
    if clean {
        outcome.summary = format!("{}, all up to date\n", count(files, "file"));
    }
    Ok(outcome)
}

fn stale(report: &Report) -> Vec<Finding> {
    generate::stale(report, "compile")
}

fn request(args: &Compile) -> Result<Request, Failure> {
    #[expect(clippy::disallowed_methods, reason = "the user's paths are seen from here")]
    let here = std::env::current_dir()?;
    let runtime = match args.runtime.as_str() {
        "workspace" => Runtime::Workspace,
        version if version.starts_with(|c: char| c.is_ascii_digit() || "^~=".contains(c)) => {
            Runtime::Version(version.to_owned())
        }
        path => Runtime::Path(path.to_owned()),
    };
    Ok(Request {
        here,
        files: args.files.clone(),
        schemas: args.schemas.clone(),
        options: Options {
            keep_unknown: args.unknown == Unknown::Keep,
            formats: args.formats == Formats::Assert,
            exact_integers: args.integers == Integers::Exact,
            ..Options::plain()
        },
        rust: args
            .rust
            .as_ref()
            .map(|_| (RustTarget { dir: RUST.to_owned(), crate_name: args.crate_name.clone() }, runtime)),
        csharp: args.csharp.as_ref().map(|_| CsharpTarget {
            dir: CSHARP.to_owned(),
            namespace: args.namespace.clone(),
            package: args.namespace.clone(),
        }),
    })
}

/// A folder that gets files: its parent, and its name there.
struct Target {
    shown: PathBuf,
    parent: PathBuf,
    name: String,
}

impl Target {
    fn new(dir: &Path, make: bool) -> Result<Self, Failure> {
        // `.` and `a/..` have a name only once they are resolved.
        let full = if dir.file_name().is_some() { dir.to_path_buf() } else { dir.canonicalize()? };
        let (Some(name), Some(parent)) = (full.file_name().and_then(|name| name.to_str()), full.parent())
        else {
            return Err(Failure(format!("{} is no folder for generated files", dir.display())));
        };
        let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
        if make {
            std::fs::create_dir_all(parent)?;
        }
        Ok(Self { shown: dir.to_path_buf(), parent: parent.to_path_buf(), name: name.to_owned() })
    }

    /// The generated files of a kind, in this folder.
    fn files(&self, kind: &str, files: &[OutputFile]) -> Vec<OutputFile> {
        let own = files.iter().filter_map(|file| {
            let below = file.path.strip_prefix(kind)?.strip_prefix('/')?;
            Some(OutputFile { path: format!("{}/{below}", self.name), text: file.text.clone() })
        });
        own.collect()
    }

    fn apply(&self, files: &[OutputFile], mode: Mode) -> Result<Report, Failure> {
        if !self.parent.is_dir() {
            // Checked before it is made: there is nothing in it.
            let missing = files.iter().map(|file| file.path.clone()).collect();
            return Ok(Report { missing, ..Report::default() });
        }
        Ok(output::apply(&self.parent, &[&self.name], files, mode)?)
    }

    /// The report with paths as the user names the folder.
    fn named(&self, mut report: Report) -> Report {
        for paths in [&mut report.missing, &mut report.stale, &mut report.orphaned, &mut report.unchanged] {
            for path in paths {
                if let Some(below) = path.strip_prefix(&self.name) {
                    *path = format!("{}{below}", self.shown.display()).replace('\\', "/");
                }
            }
        }
        report
    }
}

//! The program: parses arguments, calls the steps, prints. Nothing is decided here.

mod accept;
mod args;
mod check;
mod compile;
mod diff;
mod explain;
mod generate;
mod import;
mod lint;
mod new;
mod validate;
mod workspace;

use std::ffi::OsString;
use std::io::{BufRead, ErrorKind, Write};

use clap::{CommandFactory, Parser};

use crate::finding::{Finding, Severity};
use crate::load::Sources;
use crate::output;
use crate::report::{self, Format, Style};
use args::{Cli, Color, Command, Global, NewCommand};
pub use explain::{pages, rules};

/// Nothing to say.
pub const EXIT_CLEAN: i32 = 0;
/// Findings at or above the threshold: errors, and with `--deny-warnings` warnings.
pub const EXIT_FINDINGS: i32 = 1;
/// The tool could not do its work: arguments, files, git.
pub const EXIT_FAILURE: i32 = 2;

/// What a run reads and writes, and what is known about the terminal.
pub struct Io<'a> {
    /// Read by `validate -`.
    pub stdin: &'a mut dyn BufRead,
    /// Gets reports and findings.
    pub out: &'a mut dyn Write,
    /// Gets what kept the tool from its work.
    pub err: &'a mut dyn Write,
    /// Whether `out` may get colours unless `--color` says otherwise.
    pub color: bool,
    /// Columns of the terminal that `out` is.
    pub width: Option<usize>,
}

/// Why the tool could not do its work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure(pub String);

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// What a command leaves: a text and its findings.
#[derive(Default)]
struct Outcome {
    sources: Sources,
    findings: Vec<Finding>,
    /// Printed behind the findings when the format is for people.
    summary: String,
    /// Printed as it is, in any format.
    text: String,
    /// Whether the text does not hold the findings, which are then shown beside it.
    is_beside: bool,
}

impl Outcome {
    fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// Runs the program with these arguments (the first one is its name) and gives the exit code.
pub fn run(args: impl IntoIterator<Item = OsString>, io: &mut Io<'_>) -> i32 {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            let text = error.render();
            let text = if io.color { text.ansi().to_string() } else { text.to_string() };
            let (to, code) =
                if error.use_stderr() { (&mut *io.err, EXIT_FAILURE) } else { (&mut *io.out, EXIT_CLEAN) };
            return print(to, &text).map_or(EXIT_FAILURE, |()| code);
        }
    };
    let style = Style {
        color: match cli.global.color {
            Color::Auto => io.color,
            Color::Always => true,
            Color::Never => false,
        },
        width: io.width,
    };
    let result = command(&cli.command, &cli.global, io.stdin)
        .and_then(|outcome| finish(&outcome, &cli.global, style, io.out, io.err));
    match result {
        Ok(code) => code,
        Err(Failure(message)) => {
            // Nothing can be said where even stderr is closed.
            let _ = print(io.err, &format!("error: {}\n", report::clean(&message)));
            EXIT_FAILURE
        }
    }
}

fn command(command: &Command, global: &Global, stdin: &mut dyn BufRead) -> Result<Outcome, Failure> {
    match command {
        Command::Generate { check } => generate::run(global, *check),
        Command::Check { against } => check::run(global, against),
        Command::Accept { fingerprint, reason, owner, until, against } => {
            let decision = accept::Decision { fingerprint, reason, owner: owner.as_deref(), until };
            accept::run(global, against, &decision)
        }
        Command::Compile(args) => compile::run(args),
        Command::Lint => lint::run(global),
        Command::Diff { old, new, semantics, schemas } => {
            diff::run(global, [old, new], *semantics, schemas.as_deref())
        }
        Command::Validate { files, domain, data } => {
            validate::run(global, files, domain.as_deref(), data.as_deref(), stdin)
        }
        Command::New { what: NewCommand::Event { domain, event_type, source, owner } } => {
            new::event(global, domain, event_type, source.as_deref(), owner.as_deref())
        }
        Command::New { what: NewCommand::Version { event, major, .. } } => {
            new::version(global, event, *major)
        }
        Command::Import(args) => import::run(global, args, stdin),
        Command::Explain { rule: Some(rule), list: false } => explain::one(rule),
        Command::Explain { .. } => Ok(explain::list()),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "event-contracts", &mut script);
            Ok(Outcome::text(String::from_utf8_lossy(&script)))
        }
    }
}

fn finish(
    outcome: &Outcome,
    global: &Global,
    style: Style,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<i32, Failure> {
    let Outcome { sources, findings, summary, text, is_beside } = outcome;
    if *is_beside && !findings.is_empty() {
        print(err, &report::render(Format::Text, sources, findings, style))?;
    }
    let rendered = |format, style| {
        if !text.is_empty() {
            return text.clone();
        }
        let mut text = report::render(format, sources, findings, style);
        if format == Format::Text {
            text.push_str(&report::clean(summary));
        }
        text
    };
    for (format, file) in &global.reports {
        output::report(file, &report::render(*format, sources, findings, Style::default()))?;
    }
    match &global.output {
        Some(file) => {
            output::report(file, &rendered(global.format, Style::default()))?;
            print(out, &(report::render(Format::Text, sources, findings, style) + &report::clean(summary)))?;
        }
        None => print(out, &rendered(global.format, style))?,
    }
    let threshold = if global.deny_warnings { Severity::Warning } else { Severity::Error };
    let fails = findings.iter().any(|finding| finding.severity >= threshold);
    Ok(if fails { EXIT_FINDINGS } else { EXIT_CLEAN })
}

/// Writes a text. A reader that has gone away (`event-contracts lint | head`) is no failure.
fn print(out: &mut dyn Write, text: &str) -> Result<(), Failure> {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;

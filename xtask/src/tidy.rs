//! `cargo xtask tidy`: rules of this repository that no compiler checks.

mod rules;
#[cfg(test)]
mod tests;

use std::fmt;

use xshell::Shell;

use crate::Failure;

/// A tracked text file.
#[derive(Debug)]
pub(crate) struct Source {
    /// From the root, with `/`.
    path: String,
    text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Severity {
    Warning,
    Error,
}

/// What a rule has to say about a place.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Violation {
    path: String,
    /// From 1; 0 means the whole file.
    line: usize,
    severity: Severity,
    message: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(f, "{}:", self.path)?;
        if self.line > 0 {
            write!(f, "{}:", self.line)?;
        }
        write!(f, " {severity}: {}", self.message)
    }
}

/// Prints every violation in every tracked text file; fails when one of them is an error.
pub(crate) fn run(sh: &Shell) -> Result<(), Failure> {
    let sources = tracked_text_files(sh)?;
    let violations = rules::check(&sources);
    for violation in &violations {
        println!("{violation}");
    }
    let errors = violations.iter().filter(|violation| violation.severity == Severity::Error).count();
    let warnings = violations.len() - errors;
    eprintln!("tidy: {} text files, {errors} errors, {warnings} warnings", sources.len());
    if errors == 0 { Ok(()) } else { Err(Failure::Exit(1)) }
}

fn tracked_text_files(sh: &Shell) -> Result<Vec<Source>, Failure> {
    let list = sh.cmd("git").args(["ls-files", "-z"]).quiet().read()?;
    let mut sources = Vec::new();
    for path in list.split_terminator('\0') {
        // Gone from the work tree, or a link to a folder.
        if !sh.current_dir().join(path).is_file() {
            continue;
        }
        if let Ok(text) = String::from_utf8(sh.read_binary_file(path)?)
            && !text.contains('\0')
        {
            sources.push(Source { path: path.to_owned(), text });
        }
    }
    Ok(sources)
}

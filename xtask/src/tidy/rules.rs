//! The rules: text in, violations out.

use super::Severity::{Error, Warning};
use super::{Severity, Source, Violation};

const WARN_LINES: usize = 500;
const MAX_LINES: usize = 600;

/// Extensions of files that a person writes and has to be able to read at one sitting.
const SOURCE_EXTENSIONS: [&str; 7] = ["rs", "cs", "sh", "py", "js", "css", "html"];

/// Folders of test data: inputs that are meant to be odd, and outputs compared byte for byte.
const DATA_FOLDERS: [&str; 7] = ["cases", "corpora", "corpus", "fixtures", "golden", "snapshots", "ui"];

/// Folders whose absolute paths belong to one machine.
const MACHINE_FOLDERS: [&str; 3] = ["/home/", "/tmp/", "/root/"];

/// Files that may name such paths, by how their path begins, each with the reason.
const MACHINE_FOLDERS_ALLOWED: [(&str, &str); 4] = [
    (".ci/", "runs on the machine that it describes"),
    (".github/", "runs on the machine that it describes"),
    ("xtask/src/tidy/", "this rule and its tests"),
    ("xtask/src/dotnet/tests.rs", "made-up values of HOME"),
];

/// All violations, in the order of paths and lines.
pub(super) fn check(sources: &[Source]) -> Vec<Violation> {
    let mut found = Vec::new();
    for source in sources {
        length(source, &mut found);
        whitespace(source, &mut found);
        module_docs(source, &mut found);
        machine_paths(source, &mut found);
    }
    workspace_lints(sources, &mut found);
    found.sort();
    found
}

fn length(source: &Source, found: &mut Vec<Violation>) {
    let extension = source.path.rsplit_once('.').map_or("", |(_, extension)| extension);
    if !SOURCE_EXTENSIONS.contains(&extension) || is_generated(&source.path) || is_data(&source.path) {
        return;
    }
    let lines = source.text.lines().count();
    let (severity, limit) = if lines > MAX_LINES {
        (Error, MAX_LINES)
    } else if lines > WARN_LINES {
        (Warning, WARN_LINES)
    } else {
        return;
    };
    found.push(violation(source, 0, severity, format!("{lines} lines, more than {limit}; split it")));
}

fn whitespace(source: &Source, found: &mut Vec<Violation>) {
    if is_data(&source.path) {
        return;
    }
    for (line, text) in numbered(&source.text) {
        let without_newline = text.strip_suffix('\n').unwrap_or(text);
        if without_newline.ends_with('\r') {
            found.push(violation(source, line, Error, "line ends with CRLF; use LF"));
        } else if without_newline.ends_with([' ', '\t']) {
            found.push(violation(source, line, Error, "trailing whitespace"));
        }
    }
}

fn module_docs(source: &Source, found: &mut Vec<Violation>) {
    let is_root = ["src/lib.rs", "src/main.rs"].iter().any(|root| {
        source.path.strip_suffix(root).is_some_and(|before| before.is_empty() || before.ends_with('/'))
    });
    if !is_root || is_data(&source.path) {
        return;
    }
    // Attributes and plain comments may stand before the documentation.
    let first = source.text.lines().map(str::trim).find(|line| {
        line.starts_with("//!") || !(line.is_empty() || line.starts_with("//") || line.starts_with("#!["))
    });
    if !first.is_some_and(|line| line.starts_with("//!")) {
        found.push(violation(source, 1, Error, "a crate begins with module docs: `//! What it is for.`"));
    }
}

fn machine_paths(source: &Source, found: &mut Vec<Violation>) {
    let allowed = MACHINE_FOLDERS_ALLOWED.iter().any(|(prefix, _reason)| source.path.starts_with(prefix));
    if allowed || is_data(&source.path) {
        return;
    }
    for (line, text) in numbered(&source.text) {
        for folder in MACHINE_FOLDERS.iter().filter(|folder| has_absolute(text, folder)) {
            found.push(violation(source, line, Error, format!("an absolute path below `{folder}`")));
        }
    }
}

/// Whether `folder` stands at the beginning of a path, and not after part of one (`$HOME/tmp/`,
/// `example.com/home/`).
fn has_absolute(text: &str, folder: &str) -> bool {
    text.match_indices(folder).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || "._-~$}>)]*".contains(c))
    })
}

fn workspace_lints(sources: &[Source], found: &mut Vec<Violation>) {
    let Some(root) = sources.iter().find(|source| source.path == "Cargo.toml") else {
        return;
    };
    for member in members(&root.text) {
        if is_generated(&format!("{member}/")) {
            continue;
        }
        let path = format!("{member}/Cargo.toml");
        match sources.iter().find(|source| source.path == path) {
            Some(manifest) if inherits_lints(&manifest.text) => {}
            Some(manifest) => {
                found.push(violation(manifest, 0, Error, "a member has `[lints]` with `workspace = true`"));
            }
            None => {
                found.push(violation(root, 0, Error, format!("member `{member}` has no tracked `{path}`")));
            }
        }
    }
}

/// The texts of the array `members` in a workspace manifest.
pub(super) fn members(manifest: &str) -> Vec<&str> {
    let after_key = manifest.split_once("\nmembers").and_then(|(_, text)| text.split_once('['));
    let array = after_key.and_then(|(_, text)| text.split_once(']'));
    array.map_or_else(Vec::new, |(array, _)| array.split('"').skip(1).step_by(2).collect())
}

fn inherits_lints(manifest: &str) -> bool {
    let mut section = "";
    manifest.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).any(|line| {
        if line.starts_with('[') {
            section = line;
        }
        let compact: String = line.split_whitespace().collect();
        (section == "[lints]" && compact == "workspace=true") || compact == "lints.workspace=true"
    })
}

fn is_generated(path: &str) -> bool {
    path.starts_with("generated/")
        || path.starts_with("tests/golden/")
        || path.starts_with("tests/golden-plain/")
}

fn is_data(path: &str) -> bool {
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    folders.split('/').any(|folder| DATA_FOLDERS.contains(&folder))
}

fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.split_inclusive('\n'))
}

fn violation(source: &Source, line: usize, severity: Severity, message: impl Into<String>) -> Violation {
    Violation { path: source.path.clone(), line, severity, message: message.into() }
}

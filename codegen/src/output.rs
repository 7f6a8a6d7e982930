//! The last step: generated texts meet the disk. Nothing else writes below the target folders.
//!
//! Each target folder has a manifest, a committed list of the files that this tool wrote there. Only
//! those are ever replaced or removed. The manifest names a file before the file appears and until it
//! is gone, so the next run can finish what a killed one began.

mod disk;
mod manifest;
mod paths;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

pub use manifest::MANIFEST;

/// A generated file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// Path from the workspace root, with `/`.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// What to do with the generated files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Make the disk as the files say.
    Write,
    /// Say where the disk differs; write nothing.
    Check,
}

/// What a run did, or found. All paths are from the workspace root, with `/`, sorted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Written, or (checking) not there.
    pub missing: Vec<String>,
    /// Replaced, or (checking) with another text. Line ends do not count when checking.
    pub stale: Vec<String>,
    /// Removed, or (checking) written once and no longer generated.
    pub orphaned: Vec<String>,
    /// Already as they should be.
    pub unchanged: Vec<String>,
}

impl Report {
    /// Whether the disk was already as it should be.
    pub fn is_clean(&self) -> bool {
        self.missing.is_empty() && self.stale.is_empty() && self.orphaned.is_empty()
    }
}

/// Why nothing, or not all, could be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A path that must not be written.
    #[error("{path}: {why}")]
    BadPath {
        /// The path as it was given.
        path: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Files that stand where output goes, and that this tool did not write. Nothing was written.
    #[error("not written by this tool, and in the way: {}", .0.join(", "))]
    Foreign(Vec<String>),
    /// A manifest that cannot be understood. Nothing was written.
    #[error("{path}: {why}")]
    BadManifest {
        /// Its path.
        path: String,
        /// What is wrong with it.
        why: String,
    },
    /// The system refused.
    #[error("{path}: {source}")]
    Io {
        /// What was to be read, written or removed.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

/// Brings the target folders `dirs` to the state that `files` describe, or says how they differ.
///
/// Every file lies below one of `dirs`. An error before the first write leaves the disk as it was.
pub fn apply(root: &Path, dirs: &[&str], files: &[OutputFile], mode: Mode) -> Result<Report, Error> {
    let plan = plan(root, dirs, files)?;
    if mode == Mode::Check {
        return Ok(plan.report(true));
    }
    let texts: BTreeMap<&str, &str> = files.iter().map(|f| (f.path.as_str(), f.text.as_str())).collect();
    for dir in &plan.dirs {
        manifest::write(root, &dir.path, dir.old.union(&dir.new))?;
    }
    for path in plan.touched() {
        disk::remove_leftover(root, path)?;
    }
    for (path, state) in &plan.states {
        if let (State::Missing | State::Stale { .. }, Some(text)) = (state, texts.get(path.as_str())) {
            disk::replace(root, path, text)?;
        }
    }
    for dir in &plan.dirs {
        for path in dir.orphans() {
            disk::remove(root, &dir.path, path)?;
        }
        manifest::write(root, &dir.path, dir.new.iter())?;
    }
    Ok(plan.report(false))
}

/// Makes a file that must not exist yet. `path` is from the root, with `/`.
pub fn create(root: &Path, path: &str, bytes: &[u8]) -> Result<(), Error> {
    paths::check(root, path)?;
    disk::create(root, path, bytes)
}

/// Writes a report where the user wants it, over whatever is there (which may be a pipe).
pub fn report(path: &Path, text: &str) -> Result<(), Error> {
    disk::write(path, text)
}

/// Puts a file that people write into its new state, in one step.
pub fn replace(root: &Path, path: &str, text: &str) -> Result<(), Error> {
    paths::check(root, path)?;
    disk::remove_leftover(root, path)?;
    disk::replace(root, path, text)
}

/// A generated file against the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Missing,
    Stale { only_line_ends: bool },
    Unchanged,
}

struct Dir {
    path: String,
    /// Paths from the root: what the manifest lists, and what will be there.
    old: BTreeSet<String>,
    new: BTreeSet<String>,
    manifest: State,
}

impl Dir {
    fn orphans(&self) -> impl Iterator<Item = &String> {
        self.old.difference(&self.new)
    }
}

struct Plan {
    dirs: Vec<Dir>,
    states: BTreeMap<String, State>,
    present_orphans: Vec<String>,
}

impl Plan {
    fn touched(&self) -> impl Iterator<Item = &String> {
        self.dirs.iter().flat_map(|dir| dir.old.union(&dir.new))
    }

    fn report(&self, ignore_line_ends: bool) -> Report {
        let mut report = Report { orphaned: self.present_orphans.clone(), ..Report::default() };
        let manifests = self.dirs.iter().map(|dir| (manifest::path(&dir.path), dir.manifest));
        for (path, state) in self.states.clone().into_iter().chain(manifests) {
            match state {
                State::Missing => report.missing.push(path),
                State::Stale { only_line_ends } if !(only_line_ends && ignore_line_ends) => {
                    report.stale.push(path);
                }
                State::Stale { .. } | State::Unchanged => report.unchanged.push(path),
            }
        }
        for list in [&mut report.missing, &mut report.stale, &mut report.unchanged] {
            list.sort();
        }
        report
    }
}

/// Looks at everything and refuses what must be refused, before anything is written.
fn plan(root: &Path, dirs: &[&str], files: &[OutputFile]) -> Result<Plan, Error> {
    let mut planned = Vec::new();
    for path in dirs.iter().copied().collect::<BTreeSet<_>>() {
        paths::check(root, path)?;
        let old = manifest::read(root, path)?;
        planned.push(Dir { path: path.to_owned(), old, new: BTreeSet::new(), manifest: State::Unchanged });
    }
    paths::distinct(files)?;
    let mut states = BTreeMap::new();
    let mut foreign = Vec::new();
    for file in files {
        paths::check(root, &file.path)?;
        // The innermost folder owns a file.
        let owner = planned
            .iter_mut()
            .filter(|dir| paths::is_below(&file.path, &dir.path))
            .max_by_key(|dir| dir.path.len())
            .ok_or_else(|| Error::BadPath { path: file.path.clone(), why: "lies in no target folder" })?;
        let state = compare(root, &file.path, &file.text)?;
        let differs = matches!(state, State::Stale { only_line_ends: false });
        if differs && !owner.old.contains(&file.path) {
            foreign.push(file.path.clone());
        }
        owner.new.insert(file.path.clone());
        states.insert(file.path.clone(), state);
    }
    if !foreign.is_empty() {
        foreign.sort();
        return Err(Error::Foreign(foreign));
    }
    let mut present_orphans = Vec::new();
    for dir in &mut planned {
        for path in dir.old.difference(&dir.new) {
            paths::check(root, path)?;
            if root.join(path).symlink_metadata().is_ok() {
                present_orphans.push(path.clone());
            }
        }
        dir.manifest =
            compare(root, &manifest::path(&dir.path), &manifest::render(&dir.path, dir.new.iter()))?;
    }
    present_orphans.sort();
    Ok(Plan { dirs: planned, states, present_orphans })
}

fn compare(root: &Path, path: &str, text: &str) -> Result<State, Error> {
    Ok(match disk::read(root, path)? {
        None => State::Missing,
        Some(bytes) if bytes == text.as_bytes() => State::Unchanged,
        Some(bytes) => {
            let same = String::from_utf8(bytes)
                .is_ok_and(|old| old.replace("\r\n", "\n") == text.replace("\r\n", "\n"));
            State::Stale { only_line_ends: same }
        }
    })
}

#[cfg(test)]
mod tests;

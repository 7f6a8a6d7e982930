//! Which paths may be written: below the root, in names that every system reads alike.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Error, OutputFile};

/// Refuses a path that leaves the root, by its text or through a symbolic link.
pub(super) fn check(root: &Path, path: &str) -> Result<(), Error> {
    let bad = |why| Err(Error::BadPath { path: path.to_owned(), why });
    if path.is_empty() || path.starts_with('/') {
        return bad("a path from the workspace root goes here");
    }
    if path.contains(['\\', ':']) || path.chars().any(char::is_control) {
        return bad("a path holds no backslash, colon or control character");
    }
    if path.split('/').any(|part| matches!(part, "" | "." | "..")) {
        return bad("a path holds no empty part, `.` or `..`");
    }
    let io = |at: &Path| {
        let path = at.to_path_buf();
        move |source| Error::Io { path, source }
    };
    let real_root = root.canonicalize().map_err(io(root))?;
    let mut at = root.to_path_buf();
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        at.push(part);
        let Ok(meta) = at.symlink_metadata() else { return Ok(()) };
        if !meta.is_symlink() {
            continue;
        }
        if parts.peek().is_none() && !at.is_dir() {
            return bad("is a symbolic link");
        }
        if !at.canonicalize().map_err(io(&at))?.starts_with(&real_root) {
            return bad("a symbolic link leads out of the workspace");
        }
    }
    Ok(())
}

/// Refuses two files that are one on a system which ignores case, and a file that is another's folder.
pub(super) fn distinct(files: &[OutputFile]) -> Result<(), Error> {
    let mut seen = BTreeMap::new();
    for file in files {
        if seen.insert(file.path.to_lowercase(), &file.path).is_some() {
            return Err(Error::BadPath {
                path: file.path.clone(),
                why: "is generated twice, or in two spellings that differ only in case",
            });
        }
    }
    for path in seen.keys() {
        let mut folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        if let Some(file) = folders.find_map(|folder| seen.get(folder)) {
            return Err(Error::BadPath { path: (*file).clone(), why: "is both a file and a folder" });
        }
    }
    Ok(())
}

/// Whether `path` lies in the folder `dir`.
pub(super) fn is_below(path: &str, dir: &str) -> bool {
    path.strip_prefix(dir).is_some_and(|rest| rest.starts_with('/'))
}

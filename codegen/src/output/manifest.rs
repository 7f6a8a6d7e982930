//! The list of the files that this tool wrote into a target folder.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Error, disk, paths};

/// Name of the manifest, in each target folder.
pub const MANIFEST: &str = ".event-contracts-manifest";

const HEADER: &str = "# Files in this folder that `event-contracts` wrote. It removes no others.\n";

/// Path of a folder's manifest.
pub(super) fn path(dir: &str) -> String {
    format!("{dir}/{MANIFEST}")
}

/// The files that the manifest lists, as paths from the root; none where there is no manifest.
pub(super) fn read(root: &Path, dir: &str) -> Result<BTreeSet<String>, Error> {
    let path = path(dir);
    paths::check(root, &path)?;
    let Some(bytes) = disk::read(root, &path)? else { return Ok(BTreeSet::new()) };
    let bad = |why: String| Error::BadManifest { path: path.clone(), why };
    let text = String::from_utf8(bytes).map_err(|_| bad("it is not UTF-8".to_owned()))?;
    let mut files = BTreeSet::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let file = format!("{dir}/{line}");
        // The manifest is a committed file: what it says is removed only below its own folder.
        paths::check(root, &file).map_err(|error| bad(error.to_string()))?;
        files.insert(file);
    }
    Ok(files)
}

/// Its text for these files (paths from the root).
pub(super) fn render<'a>(dir: &str, files: impl Iterator<Item = &'a String>) -> String {
    let mut text = HEADER.to_owned();
    for file in files {
        text.push_str(file.strip_prefix(dir).map_or(file, |rest| rest.trim_start_matches('/')));
        text.push('\n');
    }
    text
}

/// Writes it, unless it is already so.
pub(super) fn write<'a>(
    root: &Path,
    dir: &str,
    files: impl Iterator<Item = &'a String>,
) -> Result<(), Error> {
    let (path, text) = (path(dir), render(dir, files));
    disk::remove_leftover(root, &path)?;
    if disk::read(root, &path)?.as_deref() == Some(text.as_bytes()) {
        return Ok(());
    }
    disk::replace(root, &path, &text)
}

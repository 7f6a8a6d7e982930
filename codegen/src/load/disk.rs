//! The `contracts/` folder of the work tree.

use std::path::{Path, PathBuf};

use super::RawFile;

/// The folder that holds the contracts, below the workspace root.
pub const FOLDER: &str = "contracts";

/// Why the folder could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No `contracts/contracts.toml` in the folder or above it.
    #[error(
        "no contracts/contracts.toml in {0} or above it; a file of that name, even an empty one, begins a workspace"
    )]
    NoWorkspace(PathBuf),
    /// A file or folder that cannot be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// What was to be read.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

/// The workspace root: the nearest folder, `start` or above it, that holds `contracts/contracts.toml`.
pub fn find_root(start: &Path) -> Result<PathBuf, Error> {
    start
        .ancestors()
        .find(|folder| folder.join(FOLDER).join("contracts.toml").is_file())
        .map(Path::to_path_buf)
        .ok_or_else(|| Error::NoWorkspace(start.to_path_buf()))
}

/// Reads every `.json` and `.toml` file below `root/contracts`. Symbolic links are not followed, so that
/// nothing outside the folder is read.
pub fn read(root: &Path) -> Result<Vec<RawFile>, Error> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::from(FOLDER)];
    while let Some(folder) = folders.pop() {
        let failed = |path: &Path| {
            let path = path.to_path_buf();
            move |source| Error::Read { path, source }
        };
        for entry in std::fs::read_dir(root.join(&folder)).map_err(failed(&folder))? {
            let entry = entry.map_err(failed(&folder))?;
            let name = entry.file_name();
            let path = folder.join(&name);
            let kind = entry.file_type().map_err(failed(&path))?;
            if name.to_string_lossy().starts_with('.') {
                continue;
            }
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && path.extension().is_some_and(|e| e == "json" || e == "toml") {
                let bytes = std::fs::read(root.join(&path)).map_err(failed(&path))?;
                let path = path.to_string_lossy().replace('\\', "/");
                files.push(RawFile { path, bytes });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

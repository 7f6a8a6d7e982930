//! The `contracts/` folder of an archive (`.tar`, `.tar.gz`), read in memory: nothing is unpacked, so that
//! nothing can land outside of a folder, and what it may cost is bounded.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Component, Path, PathBuf};

use super::RawFile;
use super::disk::FOLDER;

/// More bytes than this are not unpacked, of whatever files.
const MOST_BYTES: u64 = 1 << 28;
/// More files than this are not looked at.
const MOST_FILES: usize = 100_000;

/// Why an archive could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be read, or is no archive.
    #[error("cannot read the archive {path}: {source}")]
    Read {
        /// The archive.
        path: PathBuf,
        /// What is wrong with it.
        source: std::io::Error,
    },
    /// An entry with `..` in its path.
    #[error("the archive {0} holds {1:?}, a path that leads out of it")]
    Escapes(PathBuf, String),
    /// It unpacks to more than a repository of contracts holds.
    #[error("the archive {0} is too large: more than {MOST_FILES} files, or 256 MiB")]
    TooLarge(PathBuf),
    /// No folder of contracts in it.
    #[error("the archive {0} holds no contracts/ folder")]
    NoContracts(PathBuf),
}

/// Every `.json` and `.toml` file of the outermost `contracts/` folder, as [`super::disk::read`] gives those
/// of the work tree.
pub fn read(path: &Path) -> Result<Vec<RawFile>, Error> {
    let failed = |source| Error::Read { path: path.to_path_buf(), source };
    let mut file = BufReader::new(File::open(path).map_err(failed)?);
    let zipped = std::io::BufRead::fill_buf(&mut file).map_err(failed)?.starts_with(&[0x1f, 0x8b]);
    let reader: Box<dyn Read> =
        if zipped { Box::new(flate2::bufread::MultiGzDecoder::new(file)) } else { Box::new(file) };
    // One byte more than is allowed, so that the limit shows.
    let mut archive = tar::Archive::new(reader.take(MOST_BYTES + 1));
    let mut found: BTreeMap<Vec<String>, Vec<u8>> = BTreeMap::new();
    let mut bytes = 0_u64;
    for (count, entry) in archive.entries().map_err(failed)?.enumerate() {
        let mut entry = entry.map_err(failed)?;
        bytes = bytes.saturating_add(entry.size()).saturating_add(512);
        if count >= MOST_FILES || bytes > MOST_BYTES {
            return Err(Error::TooLarge(path.to_path_buf()));
        }
        let name = entry.path().map_err(failed)?.into_owned();
        let Some(parts) = parts(&name) else {
            return Err(Error::Escapes(path.to_path_buf(), name.to_string_lossy().into_owned()));
        };
        let read = name.extension().is_some_and(|e| e == "json" || e == "toml");
        let hidden = parts.iter().any(|part| part.starts_with('.'));
        // Links are not followed, as in the work tree.
        if !read
            || hidden
            || !entry.header().entry_type().is_file()
            || !parts.iter().any(|part| part == FOLDER)
        {
            continue;
        }
        let mut content = Vec::new();
        entry.read_to_end(&mut content).map_err(failed)?;
        // A later entry of one path replaces an earlier one, as unpacking would.
        found.insert(parts, content);
    }
    let root =
        found.keys().filter_map(|parts| parts.iter().position(|part| part == FOLDER).map(|at| &parts[..at]));
    let Some(root) = root.min_by_key(|root| root.len()).map(<[String]>::to_vec) else {
        return Err(Error::NoContracts(path.to_path_buf()));
    };
    let inside = |parts: &[String]| {
        parts.strip_prefix(root.as_slice()).filter(|rest| rest[0] == FOLDER).map(|rest| rest.join("/"))
    };
    let files = found
        .iter()
        .filter_map(|(parts, bytes)| Some(RawFile { path: inside(parts)?, bytes: bytes.clone() }));
    Ok(files.collect())
}

/// The parts of a relative path; `None` for one that leads elsewhere.
fn parts(path: &Path) -> Option<Vec<String>> {
    let mut parts = Vec::new();
    for component in path.components() {
        match component {
            Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
            Component::CurDir => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts)
}

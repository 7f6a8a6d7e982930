//! Reading, replacing and removing single files.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::Error;

fn io(path: &Path) -> impl Fn(std::io::Error) -> Error {
    let path = path.to_path_buf();
    move |source| Error::Io { path: path.clone(), source }
}

/// The bytes of a file; `None` if there is nothing.
pub(super) fn read(root: &Path, path: &str) -> Result<Option<Vec<u8>>, Error> {
    let path = root.join(path);
    match fs::read(&path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(io(&path)(error)),
    }
}

/// The name under which a text is written before it takes its place. It is always the same, so that a
/// later run finds what a killed one left.
fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.event-contracts-tmp"))
}

/// Puts a text at a path in one step: the old text or the new one is there, never a part.
pub(super) fn replace(root: &Path, path: &str, text: &str) -> Result<(), Error> {
    let path = root.join(path);
    let temporary = temporary(&path);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(io(folder))?;
    }
    let mut file = File::create_new(&temporary).map_err(io(&temporary))?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_data());
    drop(file);
    if let Err(error) = written.and_then(|()| fs::rename(&temporary, &path)) {
        // The error that matters is the first one; a leftover is swept by the next run.
        let _ = fs::remove_file(&temporary);
        return Err(io(&path)(error));
    }
    Ok(())
}

/// Writes a file, whether it is there or not.
pub(super) fn write(path: &Path, text: &str) -> Result<(), Error> {
    let mut file = File::create(path).map_err(io(path))?;
    file.write_all(text.as_bytes()).map_err(io(path))
}

/// Writes a file that is not there yet.
pub(super) fn create(root: &Path, path: &str, bytes: &[u8]) -> Result<(), Error> {
    let path = root.join(path);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(io(folder))?;
    }
    let mut file = File::create_new(&path).map_err(io(&path))?;
    file.write_all(bytes).map_err(io(&path))
}

/// Removes what a killed run may have left beside `path`.
pub(super) fn remove_leftover(root: &Path, path: &str) -> Result<(), Error> {
    remove_file(&temporary(&root.join(path)))
}

/// Removes a file, and the folders that it leaves empty, up to the target folder.
pub(super) fn remove(root: &Path, dir: &str, path: &str) -> Result<(), Error> {
    let (dir, path) = (root.join(dir), root.join(path));
    remove_file(&path)?;
    for folder in path.ancestors().skip(1).take_while(|folder| folder.starts_with(&dir) && *folder != dir) {
        match fs::remove_dir(folder) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => break,
            Err(error) => return Err(io(folder)(error)),
        }
    }
    Ok(())
}

fn remove_file(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Err(io(path)(error))
        }
        _ => Ok(()),
    }
}

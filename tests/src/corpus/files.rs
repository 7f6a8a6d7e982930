//! Generated files in a folder of their own.

use std::hash::{DefaultHasher, Hasher as _};
use std::path::Path;

/// Path below a folder, and text.
pub(crate) type Files = Vec<(String, String)>;

/// Writes texts below a folder.
///
/// # Errors
/// What cannot be written.
#[expect(clippy::disallowed_methods, reason = "build folders of the tests, not output")]
pub fn write<'a>(folder: &Path, files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<(), String> {
    for (path, text) in files {
        let path = folder.join(path);
        let failed = |error: std::io::Error| format!("{}: {error}", path.display());
        if std::fs::read(&path).is_ok_and(|old| old == text.as_bytes()) {
            continue;
        }
        std::fs::create_dir_all(path.parent().unwrap_or(folder)).map_err(failed)?;
        std::fs::write(&path, text).map_err(failed)?;
    }
    Ok(())
}

/// Removes a folder, if it is there.
pub(crate) fn clear(folder: &Path) -> Result<(), String> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("{}: {error}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// A name for what something is made from.
pub(super) fn hash<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = DefaultHasher::new();
    for part in parts {
        hasher.write_usize(part.len());
        hasher.write(part);
    }
    format!("{:016x}", hasher.finish())
}

//! Published schemas and the official test suite, where they lie beside the repository.

use std::path::{Path, PathBuf};

/// A folder of the corpora, or of what `EVENT_CONTRACTS_CORPORA` names; `None`, and a line that says so, if it is not
/// there.
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
pub(crate) fn corpora(folder: &str) -> Option<PathBuf> {
    let wanted = std::env::var_os("EVENT_CONTRACTS_CORPORA").map(PathBuf::from);
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpora");
    let found = wanted.clone().unwrap_or_else(beside).join(folder);
    if !found.is_dir() {
        assert!(wanted.is_none(), "{} is not there", found.display());
        println!("skipped: {} is not there", found.display());
        return None;
    }
    Some(found)
}

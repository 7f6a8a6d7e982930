//! The repository's own contracts, loaded.

use std::path::{Path, PathBuf};

use event_contracts_codegen::load::{self, Sources, Tree};
use event_contracts_codegen::resolve::{self, Contracts};

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Loads and resolves the contracts below a root.
///
/// # Errors
/// What cannot be read, and every finding that is an error.
pub fn contracts(root: &Path) -> Result<(Tree, Contracts), String> {
    let mut sources = Sources::default();
    let files = load::disk::read(root).map_err(|error| error.to_string())?;
    let (tree, mut findings) = load::tree(&mut sources, None, files);
    let (contracts, more) = resolve::resolve(&tree);
    findings.extend(more);
    if findings.is_empty() { Ok((tree, contracts)) } else { Err(format!("{findings:#?}")) }
}

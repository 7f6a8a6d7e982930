//! Loads the workspace that a command works on.

use std::path::{Path, PathBuf};

use super::Failure;
use super::args::Global;
use crate::finding::{self, Finding};
use crate::load::{self, Config, Sources, Tree, disk};
use crate::resolve::{self, Contract, Contracts, Version, nearest};

/// The contracts of the work tree.
pub(super) struct Workspace {
    pub(super) root: PathBuf,
    pub(super) sources: Sources,
    pub(super) tree: Tree,
    pub(super) contracts: Contracts,
    /// What loading and resolving had to say.
    pub(super) findings: Vec<Finding>,
}

impl Workspace {
    pub(super) fn load(global: &Global) -> Result<Self, Failure> {
        let mut workspace = Self::read(global)?;
        workspace.resolve();
        Ok(workspace)
    }

    /// The same, and beside the resolving something that waits for other programs.
    pub(super) fn load_beside<T: Send>(
        global: &Global,
        other: impl FnOnce(&Path, &Config) -> T + Send,
    ) -> Result<(Self, T), Failure> {
        let mut workspace = Self::read(global)?;
        let (root, config) = (workspace.root.clone(), workspace.tree.config.clone());
        let other = std::thread::scope(|scope| {
            let other = scope.spawn(|| other(&root, &config));
            workspace.resolve();
            other.join()
        });
        match other {
            Ok(other) => Ok((workspace, other)),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }

    fn read(global: &Global) -> Result<Self, Failure> {
        let root = root(global)?;
        let mut sources = Sources::default();
        let (tree, findings) = load::tree(&mut sources, None, disk::read(&root)?);
        Ok(Self { root, sources, tree, contracts: Contracts::default(), findings })
    }

    fn resolve(&mut self) {
        let (contracts, findings) = resolve::resolve(&self.tree);
        self.contracts = contracts;
        self.findings.extend(findings);
        finding::sort(&mut self.findings);
    }

    /// The contract of a name such as `shop/order-paid@1.0`.
    pub(super) fn contract(&self, name: &str) -> Result<&Contract, Failure> {
        contract(&self.contracts, name)
    }
}

/// The workspace root.
pub(super) fn root(global: &Global) -> Result<PathBuf, Failure> {
    if let Some(root) = &global.root {
        return Ok(root.clone());
    }
    let here = here()?;
    Ok(disk::find_root(&here)?)
}

/// The folder in which the program was started.
pub(super) fn here() -> std::io::Result<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "paths of the user are seen from here")]
    std::env::current_dir()
}

fn contract<'c>(contracts: &'c Contracts, name: &str) -> Result<&'c Contract, Failure> {
    let unknown = |what: String, near: Option<&str>| {
        let near = near.map(|near| format!("; did you mean {near:?}?")).unwrap_or_default();
        Failure(format!("{what}{near}"))
    };
    let Some((event, version)) = name.split_once('@') else {
        return Err(Failure(format!("{name:?} is not of the form domain/event@1.0")));
    };
    let Some(versions) = contracts.events.get(event) else {
        let near = nearest(event, contracts.events.keys().map(String::as_str));
        return Err(unknown(format!("there is no event {event:?}"), near));
    };
    version.parse::<Version>().ok().and_then(|version| versions.get(&version)).ok_or_else(|| {
        let known = versions.keys().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        unknown(format!("{event} has no version {version:?}; there is {known}"), None)
    })
}

/// `1 contract`, `2 contracts`
pub(super) fn count(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

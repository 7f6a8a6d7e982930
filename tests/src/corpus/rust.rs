//! The Rust side: each schema's crate compiled by itself, as a user's would be, and linked into hosts.
//!
//! A crate is kept under the hash of all that it is made from, so that a second run compiles what has changed.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::files::{self, Files};
use super::process::first_words;

/// What every crate links.
pub(super) struct Libraries {
    rustc: OsString,
    runtime: PathBuf,
    support: PathBuf,
    dependencies: PathBuf,
    stamp: String,
    crates: PathBuf,
}

/// A compiled crate.
#[derive(Debug, Clone, Default)]
pub(super) struct Compiled {
    /// Its name; the library is beside the sources.
    pub(super) name: String,
    /// The library, unless there are errors.
    pub(super) library: Option<PathBuf>,
    /// What rustc says.
    pub(super) errors: Vec<String>,
    /// Likewise.
    pub(super) warnings: Vec<String>,
}

/// Builds the runtime and what hosts share.
pub(super) fn prepare(root: &Path, work: &Path) -> Result<Libraries, String> {
    let folder = work.join("support");
    let manifest = format!(
        "[package]\nname = \"corpus-support\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[lib]\npath = \"lib.rs\"\n\n\
         [dependencies]\nevent-contracts = {{ path = \"{}\" }}\n\n[workspace]\n\n[profile.dev]\ndebug = false\n",
        root.join("runtime").display()
    );
    let source = include_str!("../../hosts/rust/lib.rs");
    files::write(&folder, [("Cargo.toml", manifest.as_str()), ("lib.rs", source)])?;
    let lock = std::fs::read_to_string(root.join("Cargo.lock")).map_err(|e| format!("Cargo.lock: {e}"))?;
    if !folder.join("Cargo.lock").exists() {
        files::write(&folder, [("Cargo.lock", lock.as_str())])?;
    }
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--offline", "--message-format=json", "--target-dir"])
        .arg(work.join("target"))
        .current_dir(&folder)
        .output()
        .map_err(|error| format!("cargo: {error}"))?;
    if !output.status.success() {
        return Err(format!("the runtime does not build:\n{}", String::from_utf8_lossy(&output.stderr)));
    }
    let mut libraries = std::collections::BTreeMap::new();
    for message in String::from_utf8_lossy(&output.stdout).lines() {
        let message: Value = serde_json::from_str(message).unwrap_or_default();
        let name =
            message.pointer("/target/name").and_then(Value::as_str).unwrap_or_default().replace('-', "_");
        let of_message = message.get("filenames").and_then(Value::as_array).into_iter().flatten();
        let library = of_message
            .filter_map(Value::as_str)
            .find(|file| Path::new(file).extension().is_some_and(|e| e == "rlib"));
        if let Some(library) = library {
            libraries.insert(name, PathBuf::from(library));
        }
    }
    let library = |name: &str| libraries.get(name).cloned().ok_or_else(|| format!("no library {name}"));
    let (runtime, support) = (library("event_contracts")?, library("corpus_support")?);
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut stamp = Vec::new();
    for file in [&runtime, &support] {
        stamp.extend(std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?);
    }
    let version = Command::new(&rustc).arg("-V").output().map_err(|error| format!("rustc: {error}"))?;
    stamp.extend(version.stdout);
    let dependencies = work.join("target/debug/deps");
    Ok(Libraries {
        rustc,
        runtime,
        support,
        dependencies,
        stamp: files::hash([stamp.as_slice()]),
        crates: work.join("crates"),
    })
}

impl Libraries {
    /// The name of the crate of these files.
    fn name(&self, files: &Files, root: &str) -> String {
        let parts = files.iter().flat_map(|(path, text)| [path.as_bytes(), text.as_bytes()]);
        format!("c{}", files::hash([self.stamp.as_bytes(), root.as_bytes()].into_iter().chain(parts)))
    }

    /// Compiles the crate of a schema, whose type is `root`.
    pub(super) fn compile(&self, files: &Files, root: &str) -> Result<Compiled, String> {
        let name = self.name(files, root);
        let folder = self.crates.join(&name);
        let (library, log) = (folder.join(format!("lib{name}.rlib")), folder.join("rustc.json"));
        let messages = match std::fs::read_to_string(&log) {
            Ok(messages) => messages,
            Err(_) => self.rustc(&name, &folder, files, root)?,
        };
        let mut compiled =
            Compiled { name, library: library.exists().then_some(library), ..Compiled::default() };
        for message in messages.lines() {
            let message: Value = serde_json::from_str(message).unwrap_or_default();
            let text = message.get("rendered").and_then(Value::as_str).unwrap_or_default();
            let text = first_words(&text.replace(&*folder.to_string_lossy(), "."));
            // A message without a code sums the others up.
            match message.get("level").and_then(Value::as_str) {
                Some("warning") if message.get("code").is_some_and(|code| !code.is_null()) => {
                    compiled.warnings.push(text);
                }
                Some("error" | "error: internal compiler error") if !text.starts_with("error: aborting") => {
                    compiled.errors.push(text);
                }
                _ => {}
            }
        }
        if compiled.library.is_none() && compiled.errors.is_empty() {
            compiled.errors.push(format!("rustc failed: {}", first_words(&messages)));
        }
        Ok(compiled)
    }

    fn rustc(&self, name: &str, folder: &Path, files: &Files, root: &str) -> Result<String, String> {
        files::clear(folder)?;
        files::write(folder, files.iter().map(|(path, text)| (path.as_str(), text.as_str())))?;
        let lib = files.iter().find(|(path, _)| path == "src/lib.rs").map_or("", |(_, text)| text);
        let more = format!(
            "{lib}\n/// Added by the corpus run.\npub fn __run(text: &str) -> Result<String, String> {{\n    \
             ::corpus_support::run::<crate::{root}>(text)\n}}\n"
        );
        files::write(folder, [("src/lib.rs", more.as_str())])?;
        let output = self
            .command(folder)
            .args(["--crate-type", "lib", "--crate-name", name, "--out-dir", ".", "src/lib.rs"])
            .output()
            .map_err(|error| format!("rustc: {error}"))?;
        let messages = String::from_utf8_lossy(&output.stderr).into_owned();
        files::write(folder, [("rustc.json", messages.as_str())])?;
        Ok(messages)
    }

    fn command(&self, folder: &Path) -> Command {
        let mut command = Command::new(&self.rustc);
        let library = |name: &str, path: &Path| format!("{name}={}", path.display());
        command
            .current_dir(folder)
            .args(["--edition", "2024", "--error-format", "json", "-C", "debuginfo=0"])
            .args(["--extern", &library("event_contracts", &self.runtime)])
            .args(["--extern", &library("corpus_support", &self.support)])
            .args(["-L", &library("dependency", &self.dependencies)]);
        command
    }

    /// Links compiled crates into a program that answers for them all.
    pub(super) fn host(&self, number: usize, crates: &[&Compiled]) -> Result<PathBuf, String> {
        let unique: BTreeSet<(&str, &Path)> =
            crates.iter().filter_map(|c| Some((c.name.as_str(), c.library.as_deref()?))).collect();
        let entries: Vec<String> =
            unique.iter().map(|(name, _)| format!("        (\"{name}\", {name}::__run),\n")).collect();
        let entries = entries.concat();
        let main = format!("fn main() {{\n    corpus_support::serve(&[\n{entries}    ]);\n}}\n");
        let folder = self.crates.with_file_name("hosts").join(number.to_string());
        files::write(&folder, [("main.rs", main.as_str())])?;
        let mut command = self.command(&folder);
        for (name, library) in unique {
            command.args(["--extern", &format!("{name}={}", library.display())]);
        }
        let output = command
            .args(["--crate-name", "host", "-o", "host", "main.rs"])
            .output()
            .map_err(|error| format!("rustc: {error}"))?;
        if output.status.success() {
            Ok(folder.join("host"))
        } else {
            Err(format!("the host does not link: {}", first_words(&String::from_utf8_lossy(&output.stderr))))
        }
    }

    /// Removes crates of earlier runs that this one did not use.
    pub(super) fn prune(&self, used: &BTreeSet<&str>) {
        for entry in std::fs::read_dir(&self.crates).into_iter().flatten().flatten() {
            if entry.file_name().to_str().is_some_and(|name| !used.contains(name)) {
                // What stays behind costs room, nothing else.
                let _ = std::fs::remove_dir_all(entry.path());
            }
        }
    }
}

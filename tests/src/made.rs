//! Contracts that a test makes in a folder of its own, and the program of what is generated from them.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use event_contracts_codegen::cli::{self, Io};

pub use crate::corpus::files::write;
use crate::workspace;

/// Where both languages are generated, for `contracts.toml`.
pub const SETTINGS: &str = "[targets.rust]\ndir = \"rust\"\ncrate = \"contracts\"\n\n[targets.csharp]\ndir = \
                            \"csharp\"\nnamespace = \"Contracts\"\npackage = \"Contracts\"\n";

/// Runs the tool on a folder, and gives what it prints.
///
/// # Errors
/// What it prints where it does not end well.
pub fn tool(root: &Path, command: &str, args: &[&str]) -> Result<String, String> {
    let (mut out, mut err, mut stdin) = (Vec::new(), Vec::new(), &b""[..]);
    let mut io = Io { stdin: &mut stdin, out: &mut out, err: &mut err, color: false, width: None };
    let mut all: Vec<OsString> = ["event-contracts", command, "--root"].map(OsString::from).into();
    all.push(root.into());
    all.extend(args.iter().map(OsString::from));
    let code = cli::run(all, &mut io);
    let said = String::from_utf8_lossy(&out).into_owned() + &String::from_utf8_lossy(&err);
    if code == cli::EXIT_CLEAN { Ok(said) } else { Err(format!("exit code {code}\n{said}")) }
}

/// A program of one file, built in a folder beside crates of it. `dependencies` are lines of its manifest.
///
/// # Errors
/// What cargo says.
pub fn program(
    folder: &Path,
    target: &Path,
    name: &str,
    source: &str,
    (members, dependencies): (&[&str], &str),
) -> Result<PathBuf, String> {
    let members: Vec<String> = members.iter().chain(&[name]).map(|member| format!("{member:?}")).collect();
    let runtime = workspace::root().join("runtime");
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n[workspace.dependencies]\nevent-contracts = {{ path = {:?} }}\n\
         [profile.dev]\ndebug = false\nincremental = false\n",
        members.join(", "),
        runtime.to_string_lossy()
    );
    let own = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\nserde_json = \"1\"\n\
         event-contracts.workspace = true\n{dependencies}"
    );
    let lock = std::fs::read_to_string(workspace::root().join("Cargo.lock"))
        .map_err(|error| format!("Cargo.lock: {error}"))?;
    let (manifest_at, source_at) = (format!("{name}/Cargo.toml"), format!("{name}/src/main.rs"));
    let files =
        [("Cargo.toml", &*manifest), ("Cargo.lock", &lock), (&manifest_at, &own), (&source_at, source)];
    write(folder, files)?;
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--quiet", "--offline", "-p", name])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .output()
        .map_err(|error| format!("cargo: {error}"))?;
    if output.status.success() {
        Ok(target.join("debug").join(name))
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

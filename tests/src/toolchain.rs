//! A C# compiler and a .NET runtime, if the environment names them. The C# tests of the generator include this file.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// Where the C# compiler and runner are, if this machine has them.
#[derive(Debug, Clone)]
pub struct Toolchain {
    /// The compiler: see `cargo xtask --help`.
    pub csc: PathBuf,
    /// Runs a compiled program: its path, then its arguments.
    pub run: PathBuf,
}

impl Toolchain {
    /// Reads `EVENT_CONTRACTS_CSC` and `EVENT_CONTRACTS_DOTNET_RUN`, which `cargo xtask test` sets. `None`
    /// where they are not set.
    ///
    /// # Errors
    /// When they are not set although `CI` is: there, C# is never skipped.
    pub fn find() -> Result<Option<Self>, String> {
        let path = |name: &str| std::env::var_os(name).filter(|path| !path.is_empty()).map(PathBuf::from);
        match (path("EVENT_CONTRACTS_CSC"), path("EVENT_CONTRACTS_DOTNET_RUN")) {
            (Some(csc), Some(run)) => Ok(Some(Self { csc, run })),
            _ if std::env::var_os("CI").is_some_and(|ci| !ci.is_empty()) => {
                Err("no C# toolchain, and CI is set: run the tests through `cargo xtask test`".to_owned())
            }
            _ => Ok(None),
        }
    }

    /// Compiles files, and every `.cs` file below folders, into the program `out`, warnings as errors. Switches of csc
    /// overrule.
    ///
    /// # Errors
    /// What the compiler says.
    pub fn compile(&self, paths: &[&Path], out: &Path, switches: &[&str]) -> Result<(), String> {
        let mut sources = Vec::new();
        for path in paths {
            collect(path, &mut sources).map_err(|error| format!("{}: {error}", path.display()))?;
        }
        sources.sort();
        let output = Command::new(&self.csc)
            .args(["-target:exe", "-langversion:12", "-nullable:enable", "-warnaserror+", "-deterministic"])
            .arg(format!("-doc:{}", out.with_extension("xml").display()))
            .arg(format!("-out:{}", out.display()))
            .args(switches)
            .args(&sources)
            .output()
            .map_err(|error| format!("{}: {error}", self.csc.display()))?;
        if output.status.success() {
            Ok(())
        } else {
            Err(format!(
                "{}{}",
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            ))
        }
    }

    /// Sends one line a request to the host and reads one line a request back.
    ///
    /// # Errors
    /// When the host dies, or answers anything but one JSON object a line.
    pub fn ask(&self, host: &Path, requests: &[Value]) -> Result<Vec<Value>, String> {
        ask(Command::new(&self.run).arg(host), requests)
    }
}

/// Sends one line a request to a program and reads one line a request back.
///
/// # Errors
/// When it dies, or answers anything but one JSON object a line.
pub fn ask(program: &mut Command, requests: &[Value]) -> Result<Vec<Value>, String> {
    let mut child = program
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{}: {error}", program.get_program().display()))?;
    let mut input = child.stdin.take().ok_or("no standard input")?;
    let text: String = requests.iter().flat_map(|request| [request.to_string(), "\n".to_owned()]).collect();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().map_err(|error| error.to_string())?;
    writer.join().map_err(|_| "the writer died")?.map_err(|error| error.to_string())?;
    let answers = String::from_utf8_lossy(&output.stdout);
    let answers: Result<Vec<Value>, _> = answers.lines().map(serde_json::from_str).collect();
    let answers = answers.map_err(|error| format!("the host answers what is no JSON: {error}"))?;
    if answers.len() == requests.len() {
        Ok(answers)
    } else {
        Err(format!("{} requests, {} answers, {}", requests.len(), answers.len(), output.status))
    }
}

fn collect(path: &Path, out: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if path.is_file() {
        out.push(path.to_owned());
        return Ok(());
    }
    for entry in std::fs::read_dir(path)? {
        let path = entry?.path();
        let built = path.ends_with("obj") || path.ends_with("bin");
        let source = path.extension().is_some_and(|extension| extension == "cs");
        if source || (path.is_dir() && !built) {
            collect(&path, out)?;
        }
    }
    Ok(())
}

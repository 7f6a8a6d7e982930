//! The C# side of a test: compiles the generated project with the test host, and talks to it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// Where the C# compiler and runner are, if this machine has them.
#[derive(Debug, Clone)]
pub struct Toolchain {
    csc: PathBuf,
    run: PathBuf,
}

impl Toolchain {
    /// Reads `EVENT_CONTRACTS_CSC` and `EVENT_CONTRACTS_DOTNET_RUN`, which `cargo xtask test` sets. `None`,
    /// with a line that says so, where they are not set.
    ///
    /// # Errors
    /// When they are not set although `CI` is: there, C# is never skipped.
    pub fn find() -> Result<Option<Self>, String> {
        let path = |name: &str| std::env::var_os(name).map(PathBuf::from);
        match (path("EVENT_CONTRACTS_CSC"), path("EVENT_CONTRACTS_DOTNET_RUN")) {
            (Some(csc), Some(run)) => Ok(Some(Self { csc, run })),
            _ if std::env::var_os("CI").is_some_and(|ci| !ci.is_empty()) => {
                Err("no C# toolchain, and CI is set: run the tests through `cargo xtask test`".to_owned())
            }
            _ => Ok(None),
        }
    }

    /// The compiler: see `cargo xtask --help`.
    pub fn compiler(&self) -> &Path {
        &self.csc
    }

    /// Runs a compiled program: its path, then its arguments.
    pub fn runner(&self) -> &Path {
        &self.run
    }

    /// Compiles every `.cs` file below the folders into `out`, warnings as errors, with more of csc's switches.
    ///
    /// # Errors
    /// What the compiler says.
    pub fn compile(&self, folders: &[&Path], out: &Path, switches: &[&str]) -> Result<(), String> {
        let mut sources = Vec::new();
        for folder in folders {
            collect(folder, &mut sources).map_err(|error| format!("{}: {error}", folder.display()))?;
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
        let mut child = Command::new(&self.run)
            .arg(host)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{}: {error}", self.run.display()))?;
        let mut input = child.stdin.take().ok_or("no standard input")?;
        let text: String =
            requests.iter().flat_map(|request| [request.to_string(), "\n".to_owned()]).collect();
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
}

/// A request to read data, validate it, and write it back.
pub fn data_request(domain: &str, event_type: &str, major: u32, doc: &str) -> Value {
    json!({ "op": "data", "domain": domain, "type": event_type, "major": major, "doc": doc })
}

/// The same for a whole event.
pub fn envelope_request(domain: &str, event_type: &str, major: u32, doc: &str) -> Value {
    json!({ "op": "envelope", "domain": domain, "type": event_type, "major": major, "doc": doc })
}

/// What was written back, or why it was refused.
pub fn outcome(answer: &Value) -> Result<String, String> {
    match answer.get("out").and_then(Value::as_str) {
        Some(out) if answer.get("ok") == Some(&Value::Bool(true)) => Ok(out.to_owned()),
        _ => Err(answer.to_string()),
    }
}

fn collect(folder: &Path, out: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && !path.ends_with("obj") && !path.ends_with("bin") {
            collect(&path, out)?;
        } else if path.extension().is_some_and(|extension| extension == "cs") {
            out.push(path);
        }
    }
    Ok(())
}

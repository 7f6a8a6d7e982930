//! A C# compiler and a .NET runtime, if the environment names them.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// Where the compiler and the runtime are.
#[derive(Debug)]
pub(crate) struct Toolchain {
    csc: OsString,
    run: OsString,
}

impl Toolchain {
    /// From the environment; `None` without one, which fails in CI.
    #[expect(clippy::print_stdout, reason = "a skipped test says so")]
    pub(crate) fn find() -> Option<Self> {
        let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        if let (Some(csc), Some(run)) =
            (variable("EVENT_CONTRACTS_CSC"), variable("EVENT_CONTRACTS_DOTNET_RUN"))
        {
            return Some(Self { csc, run });
        }
        assert!(
            variable("CI").is_none(),
            "CI must run the C# tests: set EVENT_CONTRACTS_CSC and EVENT_CONTRACTS_DOTNET_RUN"
        );
        println!("skipped: C# (run it through cargo xtask test)");
        None
    }

    /// Compiles files to a program, or a library, in `folder`; any warning fails the test.
    pub(crate) fn compile(&self, folder: &Path, kind: &str, files: &[PathBuf]) -> PathBuf {
        let program = folder.join("host.dll");
        let output = Command::new(&self.csc)
            .arg(format!("-target:{kind}"))
            .args(["-langversion:12", "-nullable:enable", "-warnaserror+"])
            .arg(format!("-doc:{}", folder.join("host.xml").display()))
            .arg(format!("-out:{}", program.display()))
            .args(files)
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
        program
    }

    /// Sends requests to the test host, and gives the answers.
    pub(crate) fn ask(&self, program: &Path, requests: &[Value]) -> Vec<Value> {
        let lines: Vec<String> = requests.iter().map(Value::to_string).collect();
        let path = program.with_file_name("requests.ndjson");
        write(&path, &lines.join("\n"));
        let output = Command::new(&self.run)
            .arg(program)
            .stdin(Stdio::from(std::fs::File::open(&path).unwrap()))
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let answers: Vec<Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap_or(json!(line))).collect();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(answers.len(), requests.len(), "the host died: {errors}");
        answers
    }
}

/// Writes a file of a test's own folder.
#[expect(clippy::disallowed_methods, reason = "in a temporary folder")]
pub(crate) fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

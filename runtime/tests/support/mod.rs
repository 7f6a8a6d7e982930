//! Compiles services' code as a user would, and says what the compiler says.

use serde_json::Value;
use std::{
    collections::BTreeMap,
    fmt::Write,
    path::{Path, PathBuf},
    process::Command,
};

/// What the compiler says about one file, in order.
pub(crate) type Messages = BTreeMap<String, String>;

/// Compiles all files, given with their names, as the modules of one crate that lies at `package`; the paths in the
/// result are seen from there.
///
/// Constants, macros and types are judged in different phases, but none of them ends the compilation for the others: so
/// one run of the compiler is enough for all cases.
pub(crate) fn compile(package: &Path, files: &[PathBuf], name: &str) -> Messages {
    let scratch = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let mut root = String::from("#![allow(dead_code)]\n");
    for (number, file) in files.iter().enumerate() {
        let file = package.join(file);
        writeln!(root, "#[path = {:?}]\nmod case_{number};", file.display().to_string()).unwrap();
    }
    root.push_str("fn main() {}\n");
    let main = scratch.join(format!("{name}.rs"));
    #[expect(clippy::disallowed_methods, reason = "the root of the crate that is compiled")]
    std::fs::write(&main, root).unwrap();
    let mut compiler = Command::new(std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned()));
    compiler
        .args(["--edition=2024", "--crate-type=bin", "--emit=metadata", "--error-format=json"])
        .args(["--crate-name", name, "-o"])
        .arg(scratch.join(format!("{name}.rmeta")))
        .env("CARGO_MANIFEST_DIR", package)
        .env_remove("EVENT_CONTRACTS_DIR")
        .current_dir(package);
    for argument in externs() {
        compiler.arg(argument);
    }
    let output = compiler.arg(&main).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    let mut messages = Messages::new();
    for line in said.lines() {
        let Ok(diagnostic) = serde_json::from_str::<Value>(line) else { panic!("{line}") };
        if let Some((file, text)) = render(&diagnostic, package) {
            messages.entry(file).or_default().push_str(&text);
        }
    }
    messages
}

/// Where the libraries are that the cases link: Cargo has built them for this test.
fn externs() -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .args(["build", "--offline", "--package=event-contracts", "--message-format=json"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let mut arguments = Vec::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let artifact: Value = serde_json::from_str(line).unwrap();
        let name = artifact["target"]["name"].as_str().unwrap_or_default();
        let library = artifact["filenames"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let Some(library) = library
            .into_iter()
            .find(|file| Path::new(file).extension().is_some_and(|extension| extension == "rlib"))
        else {
            continue;
        };
        if matches!(name, "event_contracts" | "serde") {
            let folder = Path::new(library).parent().unwrap();
            arguments.push(format!("--extern={name}={library}"));
            arguments.push(format!("-Ldependency={}", folder.display()));
            arguments.push(format!("-Ldependency={}", folder.join("deps").display()));
        }
    }
    assert!(!arguments.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    arguments
}

/// A message with the line that it points at, and its file.
fn render(diagnostic: &Value, package: &Path) -> Option<(String, String)> {
    let spans = diagnostic["spans"].as_array()?;
    let Some(span) = spans.iter().find(|span| span["is_primary"] == true) else {
        assert!(diagnostic["level"] != "error" || aborts(diagnostic), "{}", diagnostic["rendered"]);
        return None;
    };
    let file = Path::new(span["file_name"].as_str()?);
    let file = file.strip_prefix(package).unwrap_or(file).display().to_string();
    let mut text = String::new();
    let level = diagnostic["level"].as_str()?;
    let message = diagnostic["message"].as_str()?.trim_start_matches("evaluation panicked: ");
    writeln!(text, "{level}: {message}").unwrap();
    let number = |key: &str| usize::try_from(span[key].as_u64().unwrap_or(1)).unwrap();
    writeln!(text, "{:4} | {}", number("line_start"), span["text"][0]["text"].as_str()?).unwrap();
    let first = &span["text"][0];
    let at = |key: &str| usize::try_from(first[key].as_u64().unwrap_or(1)).unwrap();
    let (start, end) = (at("highlight_start"), at("highlight_end"));
    writeln!(text, "     | {}{}", " ".repeat(start - 1), "^".repeat(end.saturating_sub(start).max(1)))
        .unwrap();
    for child in diagnostic["children"].as_array().into_iter().flatten() {
        let note = child["message"].as_str().unwrap_or_default();
        let of_compiler = ["the full name for", "consider using `--verbose`", "`#[warn("];
        let has_place = child["spans"].as_array().is_some_and(|spans| !spans.is_empty());
        if child["level"] == "note" && !has_place && !of_compiler.iter().any(|start| note.starts_with(start))
        {
            writeln!(text, "note: {note}").unwrap();
        }
    }
    text.push('\n');
    // Paths in messages are those of the compiler, which was given whole ones.
    let text = text.replace(&format!("{}/", package.display()), "");
    Some((file, without_cases(&text)))
}

/// The modules have names only here.
fn without_cases(text: &str) -> String {
    let mut parts = text.split("case_");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| {
        let name = part.trim_start_matches(|digit: char| digit.is_ascii_digit());
        all + name.strip_prefix("::").unwrap_or(name)
    })
}

fn aborts(diagnostic: &Value) -> bool {
    let message = diagnostic["message"].as_str().unwrap_or_default();
    message.starts_with("aborting due to")
}

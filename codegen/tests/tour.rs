//! The five-minute tour of README.md, word for word, in a temporary git repository with the same contracts.
//!
//! In a `console` block of the tour, a line `$ …` is run by a shell, `? N` is the exit code that it must have (0 where
//! there is none), and every other line must be in what it prints, in this order.
#![cfg(target_os = "linux")]
#![expect(clippy::expect_used, clippy::panic, reason = "a test ends where its ground is missing")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

struct Step {
    line: usize,
    command: String,
    code: i32,
    output: Vec<String>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_path_buf()
}

fn tour(readme: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let (mut in_tour, mut in_block) = (false, false);
    for (index, line) in readme.lines().enumerate() {
        if let Some(heading) = line.strip_prefix("## ") {
            in_tour = heading == "A five-minute tour";
        } else if line.starts_with("```") {
            in_block = in_tour && line == "```console";
        } else if in_block {
            match (line.strip_prefix("$ "), line.strip_prefix("? "), steps.last_mut()) {
                (Some(command), _, _) => {
                    let command = command.to_owned();
                    steps.push(Step { line: index + 1, command, code: 0, output: Vec::new() });
                }
                (None, Some(code), Some(step)) => step.code = code.parse().expect("an exit code"),
                (None, None, Some(step)) => step.output.push(line.to_owned()),
                (None, _, None) => panic!("README.md:{}: output before the first command", index + 1),
            }
        }
    }
    steps
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a copy");
        }
    }
}

fn shell(folder: &Path, shims: &Path, command: &str) -> (Option<i32>, String) {
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new("sh")
        .args(["-c", &format!("{command} 2>&1")])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", shims.display()))
        .env("NO_COLOR", "1")
        .output()
        .expect("a shell");
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn the_tour_of_the_readme_works() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let shims = folder.path().join("shims");
    let workspace = folder.path().join("workspace");
    for part in ["contracts", "generated"] {
        copy(&root().join(part), &workspace.join(part));
    }
    // `cargo xtask` builds the generator and passes its commands on; here it is built already.
    fs::create_dir_all(&shims).expect("a folder");
    let shim = shims.join("cargo");
    let binary = env!("CARGO_BIN_EXE_event-contracts");
    let script = format!(
        "#!/bin/sh\nshift\ncase $1 in codegen) shift; exec '{binary}' generate \"$@\" ;; esac\nexec '{binary}' \"$@\"\n"
    );
    #[expect(clippy::disallowed_methods, reason = "a script in a temporary folder")]
    fs::write(&shim, script).expect("a script");
    shell(folder.path(), &shims, &format!("chmod +x '{}'", shim.display()));
    let commit = "git init -q -b main && git add -A && git -c user.name=a -c user.email=a@example.org commit -qm contracts";
    let (code, text) = shell(&workspace, &shims, commit);
    assert_eq!(code, Some(0), "{text}");

    let readme = fs::read_to_string(root().join("README.md")).expect("README.md");
    let steps = tour(&readme);
    assert!(steps.len() > 8, "the tour is not where it was");
    for step in steps {
        let (code, text) = shell(&workspace, &shims, &step.command);
        let at = format!("README.md:{}: {}\n{text}", step.line, step.command);
        assert_eq!(code, Some(step.code), "{at}");
        let mut rest = text.as_str();
        for line in &step.output {
            let found = rest.find(line.as_str()).unwrap_or_else(|| panic!("{at}\ndoes not print: {line}"));
            rest = &rest[found + line.len()..];
        }
    }
}

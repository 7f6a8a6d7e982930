//! Each rule with what it finds and what it must leave alone.

use super::*;

/// Checks files given as path and text; compares the printed violations.
#[track_caller]
fn check(files: &[(&str, &str)], expected: &[&str]) {
    let sources: Vec<_> =
        files.iter().map(|&(path, text)| Source { path: path.to_owned(), text: text.to_owned() }).collect();
    let printed: Vec<_> = rules::check(&sources).iter().map(Violation::to_string).collect();
    assert_eq!(printed, expected);
}

#[test]
fn long_files() {
    let lines = |n: usize| "x\n".repeat(n);
    check(
        &[
            ("a/500.rs", &lines(500)),
            ("a/501.cs", &lines(501)),
            ("a/600.py", &lines(600)),
            ("a/601.sh", &lines(601)),
            ("Cargo.lock", &lines(9000)),
            ("contracts/a/1.0.json", &lines(9000)),
            ("generated/rust/src/a.rs", &lines(9000)),
            ("tests/golden/a.rs", &lines(9000)),
        ],
        &[
            "a/501.cs: warning: 501 lines, more than 500; split it",
            "a/600.py: warning: 600 lines, more than 500; split it",
            "a/601.sh: error: 601 lines, more than 600; split it",
        ],
    );
}

#[test]
fn stray_whitespace() {
    check(
        &[
            ("a.md", "one\ntwo \n\tthree\t\n\n  \nlast "),
            ("b.txt", "x\r\ny\n"),
            ("tests/cases/odd.json", "{ } \r\n"),
            ("cases", "a file, not a folder \n"),
        ],
        &[
            "a.md:2: error: trailing whitespace",
            "a.md:3: error: trailing whitespace",
            "a.md:5: error: trailing whitespace",
            "a.md:6: error: trailing whitespace",
            "b.txt:1: error: line ends with CRLF; use LF",
            "cases:1: error: trailing whitespace",
        ],
    );
}

#[test]
fn crates_without_module_docs() {
    let missing = "error: a crate begins with module docs: `//! What it is for.`";
    check(
        &[
            ("a/src/lib.rs", "//! Docs.\n"),
            ("b/src/lib.rs", "// Licence.\n#![forbid(unsafe_code)]\n\n//! Docs.\n"),
            ("c/src/main.rs", "fn main() {}\n//! late\n"),
            ("d/src/lib.rs", ""),
            ("e/src/other.rs", "fn f() {}\n"),
            ("f/mysrc/lib.rs", "fn f() {}\n"),
            ("src/main.rs", "/// Not of the module.\nfn main() {}\n"),
        ],
        &[
            &format!("c/src/main.rs:1: {missing}"),
            &format!("d/src/lib.rs:1: {missing}"),
            &format!("src/main.rs:1: {missing}"),
        ],
    );
}

#[test]
fn paths_of_one_machine() {
    check(
        &[
            ("a.md", "see /home/me/x and `/tmp/y`\n\"/root/z\" file:///tmp/y\n"),
            ("b.md", "$HOME/tmp/x ${x}/tmp/y https://example.com/home/ ./tmp/ src/root/x /tmpfile/\n"),
            (".ci/run", "ls /tmp/x\n"),
            ("tests/cases/a.json", "\"/tmp/x\"\n"),
        ],
        &[
            "a.md:1: error: an absolute path below `/home/`",
            "a.md:1: error: an absolute path below `/tmp/`",
            "a.md:2: error: an absolute path below `/root/`",
            "a.md:2: error: an absolute path below `/tmp/`",
        ],
    );
}

#[test]
fn members_without_workspace_lints() {
    check(
        &[
            (
                "Cargo.toml",
                "[workspace]\nresolver = \"3\"\nmembers = [\n  \"a\", # why\n  \"b\",\n  \"c\",\n  \"generated/rust\",\n  \"none\",\n]\n",
            ),
            ("a/Cargo.toml", "[package]\nname = \"a\"\n\n[lints]\nworkspace = true\n"),
            ("b/Cargo.toml", "lints.workspace=true # yes\n[package]\nname = \"b\"\n"),
            (
                "c/Cargo.toml",
                "[package]\nedition.workspace = true\n[lints]\n# workspace = true\n[x]\nworkspace = true\n",
            ),
            ("generated/rust/Cargo.toml", "[package]\n"),
        ],
        &[
            "Cargo.toml: error: member `none` has no tracked `none/Cargo.toml`",
            "c/Cargo.toml: error: a member has `[lints]` with `workspace = true`",
        ],
    );
}

#[test]
fn the_members_of_this_workspace_are_read() {
    let members = rules::members(include_str!("../../../Cargo.toml"));
    assert!(members.contains(&"xtask") && members.contains(&"generated/rust"), "{members:?}");
}

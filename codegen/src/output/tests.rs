use std::fs;
use std::io::Write as _;

use tempfile::TempDir;

use super::*;

const DIR: &str = "generated/rust";

fn put(root: &TempDir, path: &str, text: &str) {
    let path = root.path().join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::File::create(path).expect("created").write_all(text.as_bytes()).expect("written");
}

fn get(root: &TempDir, path: &str) -> Option<String> {
    fs::read_to_string(root.path().join(path)).ok()
}

fn files(list: &[(&str, &str)]) -> Vec<OutputFile> {
    list.iter()
        .map(|(path, text)| OutputFile { path: format!("{DIR}/{path}"), text: (*text).to_owned() })
        .collect()
}

#[track_caller]
fn run(root: &TempDir, list: &[(&str, &str)], mode: Mode) -> Report {
    apply(root.path(), &[DIR], &files(list), mode).expect("applied")
}

fn temp() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn orphans_go_foreign_files_stay_and_nothing_is_rewritten() {
    let root = temp();
    put(&root, "generated/rust/README.md", "mine");
    run(&root, &[("a.rs", "a"), ("old/b.rs", "b")], Mode::Write);
    let before =
        fs::metadata(root.path().join("generated/rust/a.rs")).expect("there").modified().expect("a time");
    let report = run(&root, &[("a.rs", "a"), ("c.rs", "c")], Mode::Write);
    assert_eq!(report.orphaned, ["generated/rust/old/b.rs"]);
    assert_eq!(report.missing, ["generated/rust/c.rs"]);
    assert_eq!(report.unchanged, ["generated/rust/a.rs"]);
    assert!(!root.path().join("generated/rust/old").exists());
    assert_eq!(get(&root, "generated/rust/README.md").as_deref(), Some("mine"));
    let after =
        fs::metadata(root.path().join("generated/rust/a.rs")).expect("there").modified().expect("a time");
    assert_eq!(before, after);
    assert!(run(&root, &[("a.rs", "a"), ("c.rs", "c")], Mode::Write).is_clean());
}

#[test]
fn a_foreign_file_in_the_way_stops_everything() {
    let root = temp();
    put(&root, "generated/rust/b.rs", "mine");
    let error = apply(root.path(), &[DIR], &files(&[("a.rs", "a"), ("b.rs", "b")]), Mode::Write)
        .expect_err("refused");
    assert_eq!(error.to_string(), "not written by this tool, and in the way: generated/rust/b.rs");
    assert_eq!(get(&root, "generated/rust/a.rs"), None);
    assert_eq!(get(&root, "generated/rust/b.rs").as_deref(), Some("mine"));
    // The same text is adopted.
    run(&root, &[("b.rs", "mine")], Mode::Write);
    run(&root, &[], Mode::Write);
    assert_eq!(get(&root, "generated/rust/b.rs"), None);
}

#[test]
fn check_lists_everything_and_writes_nothing() {
    let root = temp();
    run(&root, &[("a.rs", "a\n"), ("b.rs", "b\n"), ("c.rs", "c\n")], Mode::Write);
    put(&root, "generated/rust/a.rs", "edited");
    let report = run(&root, &[("a.rs", "a\n"), ("b.rs", "b\n"), ("d.rs", "d\n")], Mode::Check);
    assert_eq!(report.stale, ["generated/rust/.event-contracts-manifest", "generated/rust/a.rs"]);
    assert_eq!(report.missing, ["generated/rust/d.rs"]);
    assert_eq!(report.orphaned, ["generated/rust/c.rs"]);
    assert_eq!(report.unchanged, ["generated/rust/b.rs"]);
    assert_eq!(get(&root, "generated/rust/a.rs").as_deref(), Some("edited"));
    assert_eq!(get(&root, "generated/rust/d.rs"), None);
}

#[test]
fn a_checkout_with_other_line_ends_passes_the_check() {
    let root = temp();
    run(&root, &[("a.rs", "a\nb\n")], Mode::Write);
    put(&root, "generated/rust/a.rs", "a\r\nb\r\n");
    let manifest = get(&root, "generated/rust/.event-contracts-manifest").expect("there");
    put(&root, "generated/rust/.event-contracts-manifest", &manifest.replace('\n', "\r\n"));
    assert!(run(&root, &[("a.rs", "a\nb\n")], Mode::Check).is_clean());
}

#[test]
fn the_next_run_repairs_a_killed_one() {
    let root = temp();
    run(&root, &[("a.rs", "a"), ("gone.rs", "g")], Mode::Write);
    // Killed while it wrote the second file: the manifest names all files, a temporary file is left.
    put(&root, "generated/rust/.event-contracts-manifest", "a.rs\nb.rs\ngone.rs\n");
    put(&root, "generated/rust/a.rs", "new a");
    put(&root, "generated/rust/.b.rs.event-contracts-tmp", "half");
    run(&root, &[("a.rs", "new a"), ("b.rs", "b")], Mode::Write);
    assert_eq!(get(&root, "generated/rust/b.rs").as_deref(), Some("b"));
    assert_eq!(get(&root, "generated/rust/gone.rs"), None);
    assert_eq!(get(&root, "generated/rust/.b.rs.event-contracts-tmp"), None);
    assert!(run(&root, &[("a.rs", "new a"), ("b.rs", "b")], Mode::Check).is_clean());
}

#[test]
fn bad_paths_are_refused() {
    let root = temp();
    for path in ["../x", "/x", "a/../../x", "a//b", "a\\b", "c:x", ".", "", "other/x.rs"] {
        let file = OutputFile { path: path.to_owned(), text: String::new() };
        assert!(apply(root.path(), &[DIR], &[file], Mode::Write).is_err(), "{path}");
    }
    for list in [[("a.rs", ""), ("A.rs", "")], [("a", ""), ("a/b.rs", "")]] {
        assert!(apply(root.path(), &[DIR], &files(&list), Mode::Write).is_err(), "{list:?}");
    }
    put(&root, "precious", "mine");
    put(&root, "generated/rust/.event-contracts-manifest", "../../precious\n");
    assert!(apply(root.path(), &[DIR], &[], Mode::Write).is_err());
    assert_eq!(get(&root, "precious").as_deref(), Some("mine"));
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_out_of_the_workspace_is_refused() {
    let (root, outside) = (temp(), temp());
    fs::create_dir_all(root.path().join("generated")).expect("made");
    std::os::unix::fs::symlink(outside.path(), root.path().join(DIR)).expect("linked");
    let error = apply(root.path(), &[DIR], &files(&[("a.rs", "a")]), Mode::Write).expect_err("refused");
    assert_eq!(error.to_string(), "generated/rust: a symbolic link leads out of the workspace");
    assert!(fs::read_dir(outside.path()).expect("read").next().is_none());
}

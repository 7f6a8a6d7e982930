//! Reading revisions of real repositories, made for each test.
#![expect(clippy::unwrap_used, reason = "a test says what broke by panicking")]
#![expect(clippy::disallowed_methods, reason = "a test lays out its own folder")]

use std::path::Path;
use std::process::Command;

use event_contracts_codegen::load::git::{self, Error};
use tempfile::TempDir;

fn run(folder: &Path, arguments: &[&str]) -> String {
    let identity = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
    let output = Command::new("git").arg("-C").arg(folder).args(identity).args(arguments).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn commit(folder: &Path, message: &str) -> String {
    run(folder, &["add", "-A"]);
    run(folder, &["commit", "--allow-empty", "-q", "-m", message]);
    run(folder, &["rev-parse", "HEAD"])
}

fn repository() -> TempDir {
    let folder = TempDir::new().unwrap();
    run(folder.path(), &["init", "-q", "-b", "main"]);
    folder
}

fn paths(root: &Path, revision: &str) -> Vec<String> {
    git::read(root, revision).unwrap().into_iter().map(|file| file.path).collect()
}

#[test]
fn a_revision_gives_what_the_work_tree_gave() {
    let folder = repository();
    let root = folder.path();
    write(root, "contracts/contracts.toml", "");
    write(root, "contracts/shop/order paid/1.0.json", "{\n}\n");
    write(root, "contracts/shop/ä\"x/1.0.json", "");
    write(root, "contracts/.hidden/1.json", "{}");
    write(root, "contracts/README.md", "no");
    write(root, "contractsx/1.json", "no");
    std::os::unix::fs::symlink("/etc/hostname", root.join("contracts/link.json")).unwrap();
    commit(root, "first");
    let files = git::read(root, "HEAD").unwrap();
    assert_eq!(files, event_contracts_codegen::load::disk::read(root).unwrap());
    assert_eq!(files.len(), 3, "{files:?}");
    write(root, "contracts/shop/order paid/1.0.json", "changed");
    assert_eq!(git::read(root, "HEAD").unwrap(), files);
}

#[test]
fn the_workspace_may_lie_below_the_top() {
    let folder = repository();
    write(folder.path(), "team/a/contracts/x.json", "1");
    write(folder.path(), "contracts/y.json", "2");
    commit(folder.path(), "first");
    assert_eq!(paths(&folder.path().join("team/a"), "main"), ["contracts/x.json"]);
    assert_eq!(paths(folder.path(), "main"), ["contracts/y.json"]);
    assert!(paths(&folder.path().join("team"), "HEAD").is_empty());
}

#[test]
fn many_and_large_files_do_not_block() {
    let folder = repository();
    let large = "x".repeat(300_000);
    for i in 0..300 {
        write(folder.path(), &format!("contracts/t/{i}.json"), if i % 50 == 0 { &large } else { "{}" });
    }
    commit(folder.path(), "first");
    assert_eq!(
        git::read(folder.path(), "HEAD").unwrap(),
        event_contracts_codegen::load::disk::read(folder.path()).unwrap()
    );
}

#[test]
fn the_base_is_the_merge_base() {
    let folder = repository();
    let root = folder.path();
    let first = commit(root, "first");
    assert_eq!(
        git::merge_base(root, "main").unwrap(),
        git::Base { commit: first.clone(), name: "HEAD".to_owned() }
    );
    run(root, &["checkout", "-q", "-b", "work"]);
    commit(root, "work");
    run(root, &["checkout", "-q", "main"]);
    let second = commit(root, "main goes on");
    run(root, &["checkout", "-q", "work"]);
    assert_eq!(git::merge_base(root, "main").unwrap(), git::Base { commit: first, name: "main".to_owned() });
    // The remote's branch goes before the local one.
    run(root, &["update-ref", "refs/remotes/origin/main", &second]);
    run(root, &["merge", "-q", "--no-edit", "main"]);
    assert_eq!(
        git::merge_base(root, "main").unwrap(),
        git::Base { commit: second, name: "origin/main".to_owned() }
    );
}

#[test]
fn what_cannot_be_read_is_said() {
    let empty = TempDir::new().unwrap();
    assert!(matches!(git::read(empty.path(), "HEAD"), Err(Error::NoRepository(_))));
    assert!(matches!(git::merge_base(empty.path(), "main"), Err(Error::NoRepository(_))));

    let folder = repository();
    let root = folder.path();
    assert!(matches!(git::merge_base(root, "main"), Err(Error::NoCommits)));
    assert!(matches!(git::read(root, "main"), Err(Error::NoCommits)));
    commit(root, "first");
    for revision in ["nowhere", "--all", "-h", "--output=x", "", "HEAD:contracts"] {
        assert!(matches!(git::resolve(root, revision), Err(Error::NoRevision(_))), "{revision:?}");
    }
    assert!(!root.join("x").exists());
    assert!(matches!(git::merge_base(root, "trunk"), Err(Error::NoMainBranch(_))));
    assert!(matches!(git::merge_base(root, "--all"), Err(Error::NoMainBranch(_))));

    run(root, &["checkout", "-q", "--orphan", "other"]);
    commit(root, "another root");
    assert!(matches!(git::merge_base(root, "main"), Err(Error::NoMergeBase(_))));
}

#[test]
fn several_merge_bases_are_named() {
    let folder = repository();
    let root = folder.path();
    commit(root, "first");
    run(root, &["checkout", "-q", "-b", "work"]);
    let a = commit(root, "a");
    run(root, &["checkout", "-q", "main"]);
    let b = commit(root, "b");
    run(root, &["merge", "-q", "--no-edit", &a]);
    run(root, &["checkout", "-q", "work"]);
    run(root, &["merge", "-q", "--no-edit", &b]);
    let Err(Error::SeveralMergeBases { bases, .. }) = git::merge_base(root, "main") else {
        unreachable!("two merge bases")
    };
    let mut wanted = vec![a, b];
    wanted.sort();
    assert_eq!(bases, wanted);
}

#[test]
fn a_shallow_clone_says_what_to_fetch() {
    let folder = repository();
    let root = folder.path();
    commit(root, "first");
    run(root, &["checkout", "-q", "-b", "work"]);
    commit(root, "work");
    run(root, &["checkout", "-q", "main"]);
    commit(root, "main goes on");
    let clone = TempDir::new().unwrap();
    let url = format!("file://{}", root.display());
    run(clone.path(), &["clone", "-q", "--depth", "1", "--no-single-branch", "-b", "work", &url, "."]);
    let error = git::merge_base(clone.path(), "main").expect_err("shallow");
    assert!(matches!(error, Error::Shallow(_)), "{error}");
    assert!(error.to_string().contains("--unshallow") && error.to_string().contains("fetch-depth: 0"));
}

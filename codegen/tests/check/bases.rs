//! What the gate compares with: branches as people make them, tags, folders, archives.

use std::io::Write as _;

use super::*;

#[test]
fn a_folder_or_an_archive_is_a_base_as_well() {
    let repository = Repository::new();
    repository.git(&["tag", "v1.0"]);
    repository.git(&["archive", "--output=plain.tar", "HEAD"]);
    repository.git(&["archive", "--prefix=repo-1.0/", "--output=zipped.tar.gz", "HEAD"]);
    repository.git(&["worktree", "add", "-q", "released", "v1.0"]);
    repository.write(PATH, &contract(ORDER_ID, r#""orderId""#));
    for base in ["v1.0", "plain.tar", "zipped.tar.gz", "released", "./released", "released/contracts"] {
        repository.check(&["--against", base], 1, &["published-changed", &format!("{base}:{PATH}")]);
    }
    for base in ["contracts/shop", "nothing.tar", "nowhere"] {
        repository.check(&["--against", base], 2, &[]);
    }
    // A folder that is called like a branch does not hide it.
    repository.write("topic/contracts/contracts.toml", "");
    repository.git(&["branch", "topic"]);
    repository.check(&["--against", "topic"], 1, &["published-changed"]);
    repository.check(&["--against", "./topic"], 0, &[]);
}

#[test]
fn a_hostile_archive_does_no_harm() {
    let repository = Repository::new();
    let archive = |name: &str, entries: &[(&str, &[u8])]| {
        let mut text = Vec::new();
        for (path, content) in entries {
            let mut header = tar::Header::new_ustar();
            // As bytes: the library refuses to write such a path.
            header.as_old_mut().name[..path.len()].copy_from_slice(path.as_bytes());
            header.set_size(content.len() as u64);
            header.set_mode(0o644);
            header.set_cksum();
            text.extend_from_slice(header.as_bytes());
            text.extend_from_slice(content);
            text.resize(text.len().next_multiple_of(512), 0);
        }
        text.resize(text.len() + 1024, 0);
        fs::write(repository.path().join(name), text).expect("a file");
    };
    archive("escape.tar", &[("contracts/../../../evil.json", b"{}")]);
    archive("root.tar", &[("/contracts/evil.json", b"{}")]);
    archive("none.tar", &[("other/a.json", b"{}")]);
    archive("many.tar", &vec![("contracts/a.txt", &b""[..]); 100_001]);
    fs::write(repository.path().join("noise.tar"), [7; 2000]).expect("a file");
    let bomb = fs::File::create(repository.path().join("bomb.tar.gz")).expect("a file");
    let mut bomb = flate2::write::GzEncoder::new(bomb, flate2::Compression::best());
    let mut header = tar::Header::new_ustar();
    header.set_path("contracts/huge.json").expect("a path");
    header.set_size(1 << 34);
    header.set_cksum();
    bomb.write_all(header.as_bytes()).expect("room");
    bomb.write_all(&vec![b' '; 1 << 20]).expect("room");
    drop(bomb.finish().expect("room"));
    for (name, said) in [
        ("escape.tar", "leads out of it"),
        ("root.tar", "leads out of it"),
        ("none.tar", "holds no contracts/ folder"),
        ("many.tar", "is too large"),
        ("bomb.tar.gz", "is too large"),
        ("noise.tar", "cannot read the archive"),
    ] {
        repository.check(&["--against", name], 2, &[said]);
    }
}

#[test]
fn the_last_releases_are_bases() {
    let repository = Repository::new();
    repository.check(&["--against-last", "1"], 2, &["no tag \"v*\"", "git fetch --tags"]);
    repository.git(&["tag", "v1.9"]);
    repository.write(PATH, &contract(ORDER_ID, r#""orderId""#));
    repository.commit("break it, unseen");
    repository.git(&["tag", "v1.10-rc1"]);
    repository.git(&["tag", "-a", "-m", "annotated", "v1.10"]);
    repository.git(&["tag", "w2"]);
    // By version, and not by letter: 1.10 comes after 1.9, and its candidate before it.
    repository.check(&["--against-last", "1"], 0, &[]);
    repository.check(&["--against-last", "2"], 0, &[]);
    repository.check(&["--against-last", "3"], 1, &["published-changed", &format!("v1.9:{PATH}")]);
    repository.check(&["--against-last", "9", "--tag-pattern", "w*"], 0, &[]);
    // The same break against two releases is one finding.
    repository.write(PATH, &contract(AMOUNT, r#""amount""#));
    let count = |n| repository.report(&["--against-last", n, "--tag-pattern", "v1.10*"]).1.len();
    assert_eq!(count("1"), count("2"));
}

#[test]
fn a_branch_that_lives_on_is_judged_by_itself() {
    let repository = Repository::new();
    let failed = published().replace("OrderPaid", "OrderFailed");
    repository.git(&["switch", "-q", "-c", "change"]);
    let minor = contract(&format!("{ORDER_ID},\n    {AMOUNT},\n    {NOTE}"), r#""orderId", "amount""#);
    repository.write("contracts/shop/order-paid/1.1.json", &minor);
    repository.commit("a minor");
    repository.git(&["switch", "-q", "main"]);
    repository.write("contracts/shop/order-failed/1.0.json", &failed);
    repository.commit("another event");
    // Rebased, and then main merged once more.
    repository.git(&["switch", "-q", "change"]);
    repository.git(&["rebase", "-q", "main"]);
    repository.check(&[], 0, &[]);
    repository.git(&["switch", "-q", "main"]);
    repository.write("contracts/shop/order-lost/1.0.json", &failed.replace("OrderFailed", "OrderLost"));
    repository.commit("a third event");
    repository.git(&["switch", "-q", "change"]);
    repository.git(&["merge", "-q", "--no-edit", "main"]);
    repository.check(&[], 0, &[]);
    // What came with the merge is published now.
    repository.git(&["rm", "-q", "contracts/shop/order-lost/1.0.json"]);
    repository.commit("delete what is not ours");
    repository.check(&[], 1, &["published-vanished", "shop/order-lost 1.0"]);
}

#[test]
fn a_renamed_event_is_one_that_vanished() {
    let repository = Repository::new();
    fs::create_dir_all(repository.path().join("contracts/shop/order-settled")).expect("a folder");
    repository.git(&["mv", PATH, "contracts/shop/order-settled/1.0.json"]);
    let renamed = published().replace("OrderPaid", "OrderSettled");
    repository.write("contracts/shop/order-settled/1.0.json", &renamed);
    repository.commit("rename");
    repository.git(&["branch", "-f", "work"]);
    repository.check(
        &["--against", "HEAD~1"],
        1,
        &["published-vanished", "consumer-left-behind", "mail-service"],
    );
}

#[test]
fn the_main_branch_may_have_another_name() {
    let repository = Repository::new();
    repository.git(&["branch", "-m", "main", "master"]);
    repository.git(&["switch", "-q", "-c", "change"]);
    repository.write(PATH, &contract(ORDER_ID, r#""orderId""#));
    repository.commit("break");
    repository.check(&[], 1, &["published-changed", "master:contracts"]);
    repository.git(&["branch", "-m", "master", "trunk"]);
    repository.check(&[], 2, &["workspace.main-branch"]);
    // The remote says which one it is.
    let clone = tempfile::tempdir().expect("a temporary folder");
    repository.git(&["switch", "-q", "trunk"]);
    let url = format!("file://{}", repository.path().display());
    git(clone.path(), &["clone", "-q", &url, "."]);
    git(clone.path(), &["switch", "-q", "change"]);
    check(clone.path(), &[], 1, &["published-changed", "origin/trunk:contracts"]);
}

#[test]
fn settings_that_were_broken_can_be_mended() {
    let repository = Repository::new();
    repository.write("contracts/acceptances.toml", "[[acceptance]]\n");
    repository.commit("break the settings");
    repository.check(&[], 1, &["bad-config"]);
    repository.write("contracts/acceptances.toml", "");
    repository.check(&[], 0, &[]);
    repository.write(PATH, &contract(ORDER_ID, r#""orderId""#));
    repository.check(&[], 1, &["published-changed"]);
}

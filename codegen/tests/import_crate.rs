//! `event-contracts import --from-crate` with the crate in `tests/import-crate`: the contracts that are made of its types, and
//! that what is generated from them reads and writes the same documents. Builds with what cargo has already.
#![expect(clippy::expect_used, reason = "a test ends where its ground is missing")]
#![expect(
    clippy::disallowed_methods,
    reason = "a folder of the test's own, and golden files when they are asked for"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_path_buf()
}

/// Runs a program with its build output in the folder for tests, and gives its exit code and what it prints.
fn run(program: &str, folder: &Path, args: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(program);
    command.args(args).current_dir(folder).env("CARGO_TARGET_DIR", env!("CARGO_TARGET_TMPDIR"));
    let output = command.output().expect("it runs");
    let text =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code(), text)
}

fn import(folder: &Path, args: &[&str]) -> (Option<i32>, String) {
    let (shown, from) = (folder.to_string_lossy(), root().join("tests/import-crate"));
    let from = from.to_string_lossy();
    let mut all = vec!["import", "--root", &shown, "--domain", "shop", "--from-crate", &from];
    all.extend(args);
    let (code, text) = run(env!("CARGO_BIN_EXE_event-contracts"), folder, &all);
    (code, text.replace(&format!("{from}/"), ""))
}

fn files(folder: &Path, prefix: &str, found: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        let name = format!("{prefix}{}", path.file_name().expect("a name").to_string_lossy());
        if path.is_dir() {
            files(&path, &format!("{name}/"), found);
        } else {
            found.insert(name, std::fs::read_to_string(&path).expect("a text"));
        }
    }
}

const SETTINGS: &str = "[targets.rust]\ndir = \"generated\"\ncrate = \"contracts\"\n";

/// Reads each document as the service's type and as the generated one, in turn.
const HOST: &str = r##"
use serde_json::Value;

fn same<A, B>(text: &str)
where
    A: serde::Serialize + serde::de::DeserializeOwned,
    B: event_contracts::Event,
{
    let own: A = serde_json::from_str(text).expect("read by the service");
    let written = serde_json::to_string(&own).expect("written by the service");
    let generated: B = event_contracts::decode_data(&written).expect("read by the generated type");
    let again = serde_json::to_string(&generated).expect("written by the generated type");
    let value = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
    assert_eq!(value(&written), value(&again));
    let back: A = serde_json::from_str(&again).expect("read back by the service");
    assert_eq!(serde_json::to_string(&back).expect("written"), written);
}

fn main() {
    same::<import_crate::OrderPlaced, contracts::shop::OrderPlaced>(import_crate::EXAMPLE);
    let full = import_crate::EXAMPLE.replace("\"rating\": null", "\"rating\": 5, \"note\": \"x\"").replace(
        "\"bill\": null", "\"bill\": {\"street\": \"a\", \"careOf\": null}");
    same::<import_crate::OrderPlaced, contracts::shop::OrderPlaced>(&full);
    same::<import_crate::Shipped, contracts::shop::OrderShipped>(
        r#"{"orderId": "0191d7a0-5f0e-7cc3-98c4-dc0c0c07398f", "shipTo": {"street": "a", "careOf": null}}"#);
    for text in [r#"{"kind": "card", "last4": "0042"}"#, r#"{"kind": "cash"}"#, r#"{"kind": "voucher", "code": "x"}"#] {
        same::<import_crate::payments::PaymentTaken, contracts::shop::PaymentTaken>(text);
    }
    for (bad, good) in [("\"slug\": \"desk-lamp\"", "\"slug\": \"Desk\""), ("\"number\": 7", "\"number\": 0")] {
        let broken = import_crate::EXAMPLE.replace(bad, good);
        assert_ne!(broken, import_crate::EXAMPLE);
        event_contracts::decode_data::<contracts::shop::OrderPlaced>(&broken).expect_err(good);
    }
    println!("the same");
}
"##;

#[test]
fn types_become_contracts_and_contracts_the_same_types() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let put = |path: &str, text: &str| {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    put("contracts/contracts.toml", SETTINGS);
    let (code, printed) = import(folder, &[]);
    let mut found = BTreeMap::new();
    files(&folder.join("contracts"), "", &mut found);
    found.remove("contracts.toml");
    found.insert("printed.txt".to_owned(), format!("{printed}exit code {code:?}\n"));
    let expected_in = root().join("codegen/tests/import/crate");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let _ = std::fs::remove_dir_all(&expected_in);
        for (name, text) in &found {
            let path = expected_in.join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, text).expect("written");
        }
    }
    let mut expected = BTreeMap::new();
    files(&expected_in, "", &mut expected);
    assert_eq!(found, expected, "run UPDATE_GOLDEN=1 cargo test -p event-contracts-codegen");

    let shown = folder.to_string_lossy();
    let (code, text) = run(env!("CARGO_BIN_EXE_event-contracts"), folder, &["generate", "--root", &shown]);
    assert_eq!(code, Some(0), "{text}");
    let root = root();
    let at = |path: &str| format!("{:?}", root.join(path).to_string_lossy());
    put(
        "Cargo.toml",
        &format!(
            "[workspace]\nresolver = \"3\"\nmembers = [\"generated\", \"host\"]\n[workspace.dependencies]\n\
             event-contracts = {{ path = {} }}\n",
            at("runtime")
        ),
    );
    put(
        "host/Cargo.toml",
        &format!(
            "[package]\nname = \"host\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\nserde = \"1\"\nserde_json = \
             \"1\"\nevent-contracts.workspace = true\ncontracts = {{ path = \"../generated\" }}\nimport-crate = {{ path = {} }}\n",
            at("tests/import-crate")
        ),
    );
    put("host/src/main.rs", HOST);
    std::fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock file");
    let (code, text) = run(env!("CARGO"), folder, &["run", "--quiet", "--offline", "-p", "host"]);
    assert!(code == Some(0) && text.contains("the same"), "{text}");
}

#[test]
fn what_cannot_be_named_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    std::fs::create_dir_all(folder.join("contracts")).expect("a folder");
    std::fs::write(folder.join("contracts/contracts.toml"), "").expect("a file");
    for (args, expected) in [
        (&["--event", "Page"][..], "src/lib.rs:80:12"),
        (&["--event", "OrderPlace"], "did you mean OrderPlaced?"),
        (&["--features", "none"], "does not have that feature"),
    ] {
        let (code, text) = import(folder, args);
        assert!(code != Some(0) && text.contains(expected), "{args:?}: {text}");
    }
    let shown = folder.to_string_lossy();
    for (from, expected) in [
        (".", "holds no Cargo.toml"),
        ("runtime", "does not depend on schemars"),
        ("xtask", "has no library"),
    ] {
        let from = if from == "." { folder.to_path_buf() } else { root().join(from) };
        let args = ["import", "--root", &shown, "--domain", "shop", "--from-crate", &from.to_string_lossy()];
        let (code, text) = run(env!("CARGO_BIN_EXE_event-contracts"), folder, &args);
        assert!(code == Some(2) && text.contains(expected), "{text}");
    }
}

const HEAD: &str = "#![allow(unused)]\nuse schemars::JsonSchema;\nuse serde::{Deserialize, Serialize};\n";
const DERIVE: &str = "#[derive(JsonSchema, Serialize, Deserialize)]\n";

/// A name, the source, the exit code, what is said and what is made.
type Crate = (&'static str, &'static str, i32, &'static [&'static str], &'static [&'static str]);

/// Crates that go wrong, and types of which the wrong name might be taken.
const CRATES: &[Crate] = &[
    (
        "no-types",
        "pub struct A { pub x: i32 }",
        1,
        &["no type of the crate derives JsonSchema", "lib.rs:1:1", "derive schemars"],
        &[],
    ),
    ("no-rust", "pub struct A {", 1, &["not Rust", "lib.rs:4:", "cargo check"], &[]),
    (
        "no-build",
        "DERIVE pub struct A { pub x: Missing }",
        2,
        &["cannot find type `Missing`", "src/lib.rs:4:"],
        &[],
    ),
    (
        "no-schema",
        "#[derive(Serialize, Deserialize)] pub struct A; DERIVE pub struct B { pub a: A }",
        2,
        &["`A: JsonSchema` is not satisfied", "lib.rs:4"],
        &[],
    ),
    (
        "same-event",
        "pub mod a { use super::*; DERIVE pub struct Paid { pub x: i32 } }\npub mod b { use super::*; DERIVE pub struct Paid { pub y: i32 } }",
        1,
        &["a::Paid and b::Paid are both Paid 1.0", "lib.rs:5", "--event a::Paid"],
        &[],
    ),
    (
        "same-name",
        "pub mod a { use super::*; DERIVE pub struct Line { pub x: i32 } }\npub mod b { use super::*; DERIVE pub struct Line { pub y: String } }\n\
         DERIVE pub struct Ordered { pub one: a::Line, pub other: b::Line }\nDERIVE pub struct Returned { pub one: b::Line }",
        0,
        &["/one    Line", "/other  Line2"],
        &["ordered/1.0.json", "returned/1.0.json"],
    ),
    (
        "generic",
        "DERIVE pub struct Page<T> { pub items: Vec<T>, pub next: Option<Box<Page<T>>> }\n\
         DERIVE pub struct Listed { pub a: Page<i32>, pub b: Page<String> }\n\
         DERIVE #[serde(transparent)] pub struct Shown(pub Page<bool>);\nDERIVE pub struct Code(pub String);",
        0,
        &["Code is not written as an object", "lib.rs:7"],
        &["listed/1.0.json", "shown/1.0.json"],
    ),
    (
        "only-generic",
        "DERIVE pub struct Page<T> { pub items: Vec<T> }",
        1,
        &["no type of the crate", "generic, or not to be named"],
        &[],
    ),
    (
        "no-object",
        "DERIVE #[schemars(extend(\"x-event\" = {}))] pub struct Pair(pub i32, pub String);",
        1,
        &["Pair is not written as an object", "lib.rs:4", "named fields"],
        &[],
    ),
];

#[test]
fn crates_that_go_wrong_are_explained() {
    let mut failures = Vec::new();
    for (name, source, code, said, made) in CRATES {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = &folder.path().canonicalize().expect("a path");
        let put = |path: &str, text: &str| {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, text).expect("a file");
        };
        put(
            "Cargo.toml",
            &format!(
                "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\nserde = {{ version = \"1\", \
                 features = [\"derive\"] }}\nschemars = \"1\"\n[workspace]\n"
            ),
        );
        std::fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock file");
        let source = source.replace("DERIVE ", DERIVE.trim_end());
        put("src/lib.rs", &if *name == "no-types" { source } else { format!("{HEAD}{source}") });
        put("contracts/contracts.toml", "");
        let shown = folder.to_string_lossy();
        let args = ["import", "--root", &shown, "--domain", "shop", "--from-crate", &shown];
        let (found, text) = run(env!("CARGO_BIN_EXE_event-contracts"), folder, &args);
        let mut files = BTreeMap::new();
        self::files(&folder.join("contracts/shop"), "", &mut files);
        let as_said = said.iter().all(|wanted| text.contains(wanted));
        if found != Some(*code) || !as_said || !files.keys().eq(made.iter()) {
            failures.push(format!("{name}: exit code {found:?}, {:?}\n{text}", files.keys()));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

/// A service that starts with its types, as docs/derive.md walks through it: the first type compiles, its contract is made,
/// and from then on the type is held to it.
#[test]
fn a_type_that_comes_first_is_held_to_the_contract_that_is_made_of_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = &folder.path().canonicalize().expect("a path");
    let put = |path: &str, text: &str| {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("written");
    };
    let guide = std::fs::read_to_string(root().join("docs/derive.md")).expect("the guide");
    let (_, walk) = guide.split_once("## Rust first").expect("the walk through");
    let blocks = walk.split("```rust\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default());
    let [first, held] = blocks.take(2).collect::<Vec<_>>()[..] else { panic!("two steps") };
    let runtime = root().join("runtime");
    put(
        "Cargo.toml",
        &format!(
            "[package]\nname = \"order-service\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\nserde = \"1\"\n\
             schemars = \"1\"\nevent-contracts = {{ path = {:?} }}\n[workspace]\n",
            runtime.to_string_lossy()
        ),
    );
    std::fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock file");
    put("src/lib.rs", first);
    put("contracts/contracts.toml", "");
    let check = || run(env!("CARGO"), folder, &["check", "--quiet", "--offline"]);
    assert_eq!(check().0, Some(0), "{}", check().1);
    put(
        "src/lib.rs",
        &format!(
            "{first}\nfn publish<E: event_contracts::Event>() {{}}\npub fn all() {{ publish::<OrderPlaced>() }}\n"
        ),
    );
    let (code, text) = check();
    assert!(code != Some(0) && text.contains("import --from-crate"), "{text}");

    put("src/lib.rs", first);
    let shown = folder.to_string_lossy();
    let args = ["import", "--root", &shown, "--domain", "shop", "--from-crate", &shown];
    let (code, text) = run(env!("CARGO_BIN_EXE_event-contracts"), folder, &args);
    assert_eq!(code, Some(0), "{text}");
    let contract = "contracts/shop/order-placed/1.0.json";
    let made = std::fs::read_to_string(folder.join(contract)).expect("the contract");
    put("src/lib.rs", held);
    assert_eq!(check().0, Some(0), "{}", check().1);

    // The compiler looks again when the contract changes, though no source has.
    let changed = made.replacen("\"type\": \"string\"", "\"type\": \"boolean\"", 1);
    assert_ne!(changed, made);
    put(contract, &changed);
    let (code, text) = check();
    assert!(
        code != Some(0) && text.contains("is true or false (contracts/shop/order-placed/1.0.json:"),
        "{text}"
    );
    put(contract, &made);
    assert_eq!(check().0, Some(0), "{}", check().1);
}

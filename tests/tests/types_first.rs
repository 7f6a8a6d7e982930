//! Import, then generate, gives back a type that reads and writes the same documents: random types of a crate become
//! contracts, those become types, and both read and write each other's documents.
#![expect(clippy::print_stdout, reason = "a test says how much it tried")]

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use event_contracts::Json;
use serde_json::{Value, json};
use tests::interchange::{self, Amounts, Case};
use tests::rng::Rng;
use tests::toolchain::ask;
use tests::{made, types, workspace};

/// `RANDOM_TYPES` and `RANDOM_SEED` say how many and which.
fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

const MANIFEST: &str = "[package]\nname = \"own\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\nserde = { \
                        version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\nschemars = { version = \"1\", features = \
                        [\"uuid1\"] }\nuuid = { version = \"1\", features = [\"serde\"] }\n";

/// What one way through the types gave.
fn part(answer: &Value, name: &str) -> Result<Json, String> {
    let part = &answer[name];
    match part["out"].as_str().map(str::parse) {
        Some(Ok(doc)) => Ok(doc),
        _ => Err(part["error"].as_str().unwrap_or("no answer").to_owned()),
    }
}

/// What is not as it should be with the answer about a document.
fn complaint(case: &Case, answer: &Value) -> Option<String> {
    let [own, made] = ["own", "made"].map(|name| part(answer, name));
    if case.expected.is_err() {
        return made.ok().map(|_| "the generated type reads what the contract refuses".to_owned());
    }
    let own = match own {
        Ok(own) => own,
        Err(why) => return Some(format!("the service's type refuses what its contract allows: {why}")),
    };
    for (name, what) in [
        ("made", "the generated type refuses it"),
        ("own-made", "what the service wrote is not written back by the generated type"),
        ("made-own", "what the generated type wrote is something else to the service"),
    ] {
        match part(answer, name) {
            Ok(written) if name == "made" || own == written => {}
            Ok(written) => return Some(format!("{what}:\n    {own}\n    {written}")),
            Err(why) => return Some(format!("{what}: {why}")),
        }
    }
    None
}

#[test]
fn types_that_are_imported_and_generated_read_and_write_the_same() {
    let (count, seed) = (setting("RANDOM_TYPES", 16), setting("RANDOM_SEED", 0));
    let count = usize::try_from(count).expect("a number");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    // A folder that stays the same, so that what cargo builds in it does.
    let root = &target.join("types-first");
    if root.exists() {
        std::fs::remove_dir_all(root).expect("a fresh folder");
    }
    let source = types::krate(&mut Rng::new(seed), count);
    let config = format!("[build]\ntarget-dir = {:?}\n", target.to_string_lossy());
    let files = [
        ("contracts/contracts.toml", made::SETTINGS),
        (".cargo/config.toml", &config),
        ("own/Cargo.toml", MANIFEST),
        ("own/src/lib.rs", &source),
    ];
    made::write(root, files).expect("the crate");
    let lock = workspace::root().join("Cargo.lock");
    std::fs::copy(lock, root.join("own/Cargo.lock")).expect("the lock file");
    let crate_folder = root.join("own").to_string_lossy().into_owned();
    let alone = format!("{MANIFEST}[workspace]\n");
    made::write(root, [("own/Cargo.toml", alone.as_str())]).expect("the crate");
    let args = ["--domain", "random", "--from-crate", &crate_folder];
    made::tool(root, "import", &args).unwrap_or_else(|error| panic!("{error}"));
    made::write(root, [("own/Cargo.toml", MANIFEST)]).expect("the crate");
    made::tool(root, "generate", &[]).unwrap_or_else(|error| panic!("{error}"));

    let (tree, contracts) = workspace::contracts(root).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(contracts.events.len(), count);
    let of = |seeds, mutated| {
        let amounts = Amounts { seeds, mutated, strict: false };
        interchange::cases(&tree, &contracts, amounts).unwrap_or_else(|error| panic!("{error}"))
    };
    let mut cases = of(8, 0);
    // Mutants that are valid spell numbers as serde does not read them.
    cases.extend(of(1, 1).into_iter().filter(|case| case.expected.is_err()));
    let valid = cases.iter().filter(|case| case.expected.is_ok()).count();
    println!("{count} types, {} documents, {valid} of them valid", cases.len());
    assert!(valid > 6 * count && cases.len() > 20 * count);

    let mut table = String::new();
    for number in 0..count {
        let _ = writeln!(
            table,
            "    (\"Event{number}\", read_own::<own::Event{number}>, made::<contracts::random::Event{number}>),"
        );
    }
    let host = std::fs::read_to_string(workspace::root().join("tests/hosts/rust/types.rs")).expect("a host");
    let host = host.replace("    // TYPES\n", &table);
    let uses = "own = { path = \"../own\" }\nserde = \"1\"\ncontracts = { path = \"../rust\" }\n";
    let host = made::program(root, target, "types-host", &host, (&["own", "rust"], uses))
        .unwrap_or_else(|error| panic!("{error}"));
    let requests: Vec<Value> =
        cases.iter().map(|case| json!({ "type": case.event.event_type, "doc": case.text })).collect();
    let answers = ask(&mut Command::new(host), &requests).expect("answers");
    let failures: Vec<String> = (cases.iter().zip(&answers))
        .filter_map(|(case, answer)| {
            Some(format!("{}\n  {}\n  {}", case.name, complaint(case, answer)?, case.text))
        })
        .collect();
    assert!(failures.is_empty(), "{} of {}:\n{:.6000}", failures.len(), cases.len(), failures.join("\n"));
}

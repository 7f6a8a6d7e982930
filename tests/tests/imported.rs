//! Contracts that were imported, from samples, from C# and from a crate: what is generated from them compiles in both
//! languages, and reads and writes the same documents as the validator says.
#![expect(clippy::expect_used, clippy::panic, reason = "a test ends where its ground is missing")]
#![expect(clippy::print_stdout, reason = "a test says what it skipped, and how much it tried")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use tests::doc::Doc;
use tests::interchange::{self, Amounts, compare, report, request};
use tests::toolchain::{Toolchain, ask};
use tests::{csharp, made, workspace};

const AMOUNTS: Amounts = Amounts { seeds: 4, mutated: 1, strict: true };

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut entries: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    entries
}

fn name(path: &Path) -> String {
    path.file_name().expect("a name").to_string_lossy().into_owned()
}

/// Copies a folder's files.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for path in entries(from) {
        let to = to.join(name(&path));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            std::fs::copy(&path, to).expect("a copy");
        }
    }
}

/// Imports every case that ends in contracts, each into a domain of its own, and gives how many there are.
fn import_all(root: &Path) -> usize {
    let cases = workspace::root().join("codegen/tests/import");
    let mut count = 0;
    for (kind, option) in [("json", "--from-json"), ("csharp", "--from-csharp")] {
        for case in entries(&cases.join(kind)).into_iter().filter(|case| case.join("expected/shop").is_dir())
        {
            let domain = format!("{kind}-{}", name(&case));
            let input = entries(&case).into_iter().find(|path| name(path).starts_with("input."));
            let input = input.expect("an input").to_string_lossy().into_owned();
            let more = std::fs::read_to_string(case.join("args")).expect("arguments");
            let mut args = vec![option, &input];
            let more: Vec<&str> = more.split_whitespace().collect();
            // A case may name a domain itself.
            let at = more.iter().position(|arg| *arg == "--domain").unwrap_or(more.len());
            args.extend(&more[..at]);
            args.extend(more.iter().skip(at + 2));
            args.extend(["--domain", &domain]);
            made::tool(root, "import", &args).unwrap_or_else(|error| panic!("{}: {error}", case.display()));
            count += 1;
        }
    }
    // What the import of tests/import-crate gives, as its own test holds.
    copy(&cases.join("crate/shop"), &root.join("contracts/from-crate"));
    let seeds = entries(&workspace::root().join("../shared/seeds"));
    if seeds.is_empty() {
        println!("skipped: no documents of the five systems");
    }
    for (number, document) in seeds.iter().enumerate() {
        let domain = format!("seed-{number}");
        let document = document.to_string_lossy();
        let imported = made::tool(root, "import", &["--from-csharp", &document, "--domain", &domain]);
        match imported {
            Ok(_) => count += 1,
            Err(said) => assert!(said.contains("import-no-event"), "{said}"),
        }
    }
    count + 1
}

#[test]
fn both_languages_read_and_write_the_documents_of_imported_contracts() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    made::write(root, [("contracts/contracts.toml", made::SETTINGS)]).expect("settings");
    let imports = import_all(root);
    made::tool(root, "generate", &[]).unwrap_or_else(|error| panic!("{error}"));
    let (tree, mut contracts) = workspace::contracts(root).unwrap_or_else(|error| panic!("{error}"));
    // No gate has held these against each other, and a major has the type of its newest minor.
    for versions in contracts.events.values_mut() {
        let newest: Vec<_> = versions.keys().copied().collect();
        versions.retain(|version, _| {
            !newest.iter().any(|other| other.major == version.major && other.minor > version.minor)
        });
    }
    let cases = interchange::cases(&tree, &contracts, AMOUNTS).unwrap_or_else(|error| panic!("{error}"));
    println!("{imports} imports, {} events, {} documents", contracts.events.len(), cases.len());
    assert!(imports > 15 && cases.iter().filter(|case| case.expected.is_ok()).count() > 200);

    let requests: Vec<_> = cases.iter().map(|case| request(case, &case.text)).collect();
    let source =
        std::fs::read_to_string(workspace::root().join("tests/hosts/rust/events.rs")).expect("a host");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let uses = (&["rust"][..], "contracts = { path = \"../rust\" }\n");
    let host = made::program(root, target, "imported-host", &source, uses).unwrap_or_else(|e| panic!("{e}"));
    let rust = ask(&mut Command::new(host), &requests).expect("answers");
    let mut failures = String::new();
    for (case, answer) in cases.iter().zip(&rust) {
        compare("Rust", case, &csharp::outcome(answer), &mut failures);
    }
    if let Some(toolchain) = Toolchain::find().expect("a C# toolchain") {
        let host = root.join("Host.dll");
        let sources = [root.join("csharp"), workspace::root().join("tests/csharp")];
        toolchain.compile(&[&sources[0], &sources[1]], &host, &[]).unwrap_or_else(|error| panic!("{error}"));
        let answers = toolchain.ask(&host, &requests).unwrap_or_else(|error| panic!("{error}"));
        for ((case, rust), answer) in cases.iter().zip(&rust).zip(&answers) {
            let csharp = csharp::outcome(answer);
            compare("C#", case, &csharp, &mut failures);
            if let (Ok(rust), Ok(csharp)) = (csharp::outcome(rust), csharp)
                && Doc::parse(&rust).map(|doc| doc.sorted()) != Doc::parse(&csharp).map(|doc| doc.sorted())
            {
                let _ = writeln!(failures, "{}\n    Rust writes {rust}\n    C# writes   {csharp}", case.name);
            }
        }
    } else {
        println!("skipped: C# (run it through `cargo xtask test`)");
    }
    report(&failures, cases.len()).unwrap_or_else(|error| panic!("{error}"));
}

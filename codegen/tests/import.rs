//! `event-contracts import`, as a user runs it: a folder a case in `tests/import`, with the input, more arguments in
//! `args`, and what is printed and written in `expected`.
#![expect(clippy::expect_used, reason = "a test ends where its ground is missing")]

#[path = "import/hostile.rs"]
mod hostile;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use arbitrary::Unstructured;
use event_contracts_codegen::cli::{self, Io};
use event_contracts_codegen::finding::Severity;
use event_contracts_codegen::import::{self, Settings, csharp, samples};
use event_contracts_codegen::load::Sources;

/// Runs the program and gives exit code, stdout and stderr.
fn run(args: &[String], stdin: &[u8]) -> (i32, String, String) {
    let (mut out, mut err, mut stdin) = (Vec::new(), Vec::new(), stdin);
    let mut io = Io { stdin: &mut stdin, out: &mut out, err: &mut err, color: false, width: None };
    let code = cli::run(
        std::iter::once("event-contracts".to_owned()).chain(args.iter().cloned()).map(OsString::from),
        &mut io,
    );
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (code, text(out), text(err))
}

fn cases(kind: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import").join(kind);
    let entries = std::fs::read_dir(folder).expect("the cases").map(|entry| entry.expect("a case").path());
    let mut cases: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}

/// The texts of all files below a folder, by path from it.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(at) = folders.pop() {
        for entry in std::fs::read_dir(&at).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below").to_string_lossy().replace('\\', "/");
                found.insert(name, std::fs::read_to_string(&path).expect("a text"));
            }
        }
    }
    found
}

const TARGETS: &str = "[targets.rust]\ndir = \"rust\"\ncrate = \"contracts\"\n\n[targets.csharp]\ndir = \"cs\"\n\
                       namespace = \"Contracts\"\npackage = \"Contracts\"\n";

#[expect(clippy::disallowed_methods, reason = "a folder of the test's own")]
fn workspace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("contracts")).expect("a folder");
    std::fs::write(folder.path().join("contracts/contracts.toml"), TARGETS).expect("a file");
    folder
}

/// What an import of the input of a case prints and writes.
fn imported(case: &Path, option: &str) -> BTreeMap<String, String> {
    let folder = workspace();
    let root = folder.path().to_string_lossy().into_owned();
    let input = std::fs::read_dir(case).expect("a case").map(|entry| entry.expect("an entry").file_name());
    let input = input.map(|name| name.to_string_lossy().into_owned()).find(|name| name.starts_with("input."));
    let input = input.expect("an input");
    std::fs::copy(case.join(&input), folder.path().join(&input)).expect("a copy");
    let more = std::fs::read_to_string(case.join("args")).expect("arguments");
    let mut args = vec!["import".to_owned(), "--root".to_owned(), root.clone(), option.to_owned()];
    args.push(format!("{root}/{input}"));
    args.extend(more.split_whitespace().map(str::to_owned));
    if !args.iter().any(|arg| arg == "--domain") {
        args.extend(["--domain".to_owned(), "shop".to_owned()]);
    }
    let (code, out, err) = run(&args, b"");
    let mut result = files(&folder.path().join("contracts"));
    result.remove("contracts.toml");
    if code == cli::EXIT_CLEAN {
        // What was written is what the commands after it take.
        let (code, out, err) = run(&["generate".to_owned(), "--root".to_owned(), root.clone()], b"");
        assert_eq!(code, cli::EXIT_CLEAN, "{}: {out}{err}", case.display());
    } else {
        assert!(result.is_empty(), "{}", case.display());
    }
    let printed = format!("{out}{err}exit code {code}\n").replace(&format!("{root}/"), "");
    result.insert("printed.txt".to_owned(), printed);
    result
}

#[expect(clippy::disallowed_methods, reason = "only when golden files are asked for")]
fn check(kind: &str, option: &str, least: usize) {
    let cases = cases(kind);
    assert!(cases.len() >= least, "the cases are missing");
    let mut stale = Vec::new();
    for case in cases {
        let (found, folder) = (imported(&case, option), case.join("expected"));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            let _ = std::fs::remove_dir_all(&folder);
            for (name, text) in &found {
                let path = folder.join(name);
                std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
                std::fs::write(path, text).expect("written");
            }
        } else if files(&folder) != found {
            stale.push(case);
        }
    }
    assert!(
        stale.is_empty(),
        "run UPDATE_GOLDEN=1 cargo test -p event-contracts-codegen, and look at the diff: {stale:?}"
    );
}

#[test]
fn samples_become_contracts() {
    check("json", "--from-json", 11);
}

#[test]
fn csharp_becomes_contracts() {
    check("csharp", "--from-csharp", 9);
}

/// The C# in the documents of the five systems: which events it declares, and how many findings of which kind there are.
#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn the_five_systems_are_imported() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/seeds");
    let mut documents: Vec<PathBuf> = std::fs::read_dir(&seeds)
        .into_iter()
        .flatten()
        .map(|entry| entry.expect("an entry").path())
        .collect();
    documents.sort();
    if documents.is_empty() {
        eprintln!("skipped: no documents of the five systems in {}", seeds.display());
        return;
    }
    let mut found = String::new();
    for (number, document) in documents.iter().enumerate() {
        let folder = workspace();
        let root = folder.path().to_string_lossy().into_owned();
        let args =
            ["import", "--root", &root, "--domain", "seed", "--from-csharp", &document.to_string_lossy()];
        let (code, out, err) = run(&args.map(str::to_owned), b"");
        // What is said, and the tables of the fields.
        let lines: Vec<&str> = out
            .lines()
            .filter(|line| line.contains("[import-") || line.starts_with("  /") || line.contains(": from "))
            .collect();
        let _ = write!(found, "S{number}: exit code {code}{err}\n{}\n\n", lines.join("\n"));
        let (code, out, err) = run(&["generate", "--root", &root].map(str::to_owned), b"");
        assert_eq!(code, cli::EXIT_CLEAN, "{out}{err}");
    }
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/five-systems.txt");
    golden_text(&golden, &found);
}

#[expect(clippy::disallowed_methods, reason = "only when golden files are asked for")]
fn golden_text(path: &Path, found: &str) {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(path, found).expect("written");
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        expected == found,
        "run UPDATE_GOLDEN=1 cargo test -p event-contracts-codegen: {}",
        path.display()
    );
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a folder of the test's own")]
fn nothing_is_overwritten() {
    let folder = workspace();
    let root = folder.path().to_string_lossy().into_owned();
    let put = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    put(
        "a.cs",
        "public record A(Money M); public record B(Money M); public record Money(decimal Amount, string Currency);",
    );
    put("contracts/shop/types/money.json", "{ \"title\": \"Money\", \"type\": \"object\" }\n");
    let count = || files(&folder.path().join("contracts")).len();
    for (args, stdin, code, said, left) in [
        ("--from-json - --event Paid --print", "{\"a\": 1}", 0, "\"title\": \"Paid\"", 2),
        ("--from-json - --event Paid", "[{\"a\": 1}, {\"a\": 2}]", 0, "from 2 samples", 3),
        ("--from-json - --event Paid", "{\"a\": 1}", 2, "there already: contracts/shop/paid/1.0.json", 3),
        (
            "--from-json - --event Paid --version 1.1",
            "{\"a\": 1}\n\n{\"a\": 2}\n",
            0,
            "shop/paid/1.1.json",
            4,
        ),
        ("--from-json - --event paid", "{}", 1, "is no event type", 4),
        ("--from-json - --event Paid --version 2.0", "", 1, "holds no sample", 4),
        ("--from-json none.json --event Paid", "", 2, "none.json", 4),
        ("--from-json - --event Paid --version 3", "{}", 2, "major.minor", 4),
        ("--from-json - --from-csharp DIR/a.cs", "{}", 2, "cannot be used with", 4),
        ("--from-csharp DIR/a.cs", "", 0, "money.json is there already and stays as it is", 6),
    ] {
        let args = format!("import --root {root} --domain shop {}", args.replace("DIR", &root));
        let args: Vec<String> = args.split_whitespace().map(str::to_owned).collect();
        let (found, out, err) = run(&args, stdin.as_bytes());
        assert!(found == code && format!("{out}{err}").contains(said), "{args:?}: {found} {out}{err}");
        assert_eq!(count(), left, "{args:?}");
    }
}

/// Whatever is cut out of C#, reading it ends, and everything that is said has a place in it.
#[test]
fn broken_csharp_is_read_to_its_end() {
    let texts =
        cases("csharp").into_iter().filter_map(|case| std::fs::read_to_string(case.join("input.cs")).ok());
    let text: Vec<char> = texts.collect::<String>().chars().collect();
    let settings = Settings { domain: "shop".to_owned(), ..Settings::default() };
    arbtest::arbtest(|u| {
        let mut broken = text.clone();
        for _ in 0..u.int_in_range(1..=8)? {
            let at = u.choose_index(broken.len())?;
            let end = (at + u.int_in_range(0..=30)?).min(broken.len());
            broken.splice(
                at..end,
                u.choose(&["", "{", "}", "(", "<", "\"", "[", "$\"{", "/*", "record X(", "é"])?.chars(),
            );
        }
        let broken: String = broken.into_iter().collect();
        let mut sources = Sources::default();
        let files = vec![("input.cs".to_owned(), broken.clone().into_bytes())];
        let imported = csharp::import(&mut sources, files, &settings, &BTreeSet::new());
        for label in imported.findings.iter().flat_map(|finding| &finding.labels) {
            assert!(
                label.place.start <= label.place.end && label.place.end as usize <= broken.len(),
                "{broken}"
            );
        }
        let settled = import::settle(&mut sources, Vec::new(), &imported).expect("judged");
        // A name that C# allows may be none for an event; but what is written is a schema.
        assert!(settled.findings.iter().all(|finding| finding.rule.id != "not-json"), "{broken}");
        Ok(())
    })
    .budget_ms(2_000);
}

fn document(u: &mut Unstructured<'_>, depth: usize) -> arbitrary::Result<String> {
    const KEYS: [&str; 14] = [
        "type",
        "id",
        "a",
        "b",
        "amount",
        "currency",
        "status",
        "",
        "$ref",
        "a/b~",
        "é",
        "GBP",
        "2026-01-01",
        "eventId",
    ];
    const VALUES: [&str; 40] = [
        "null",
        "true",
        "false",
        "0",
        "-0",
        "1",
        "7",
        "1.0",
        "1e2",
        "0.5",
        "-12.50",
        "5000000000",
        "1e400",
        "-1e-400",
        "123456789012345678901234567890",
        "0.30000000000000004",
        "1e-29",
        "\"\"",
        "\"open\"",
        "\"closed\"",
        "\"paid\"",
        "\"a b\"",
        "\"GBP\"",
        "\"EUR\"",
        "\"2026-01-14\"",
        "\"2026-02-30\"",
        "\"2026-01-14T16:00:00Z\"",
        "\"2026-01-14T16:00:60Z\"",
        "\"2026-01-14T16:00:00\"",
        "\"PT4M\"",
        "\"P1D\"",
        "\"a@example.org\"",
        "\"https://a.b/c\"",
        "\"0191d7a0-5f0e-7cc3-98c4-dc0c0c07398f\"",
        "\"0191D7A0-5F0E-7CC3-98C4-DC0C0C07398F\"",
        "\"99.99\"",
        "[]",
        "{}",
        "\"\\u202e\"",
        "\"x\"",
    ];
    Ok(match u.int_in_range(0..=5)? {
        0 | 1 if depth > 0 => {
            let mut members = BTreeMap::new();
            for _ in 0..u.int_in_range(0..=6)? {
                members.insert(*u.choose(&KEYS)?, document(u, depth - 1)?);
            }
            let members: Vec<String> =
                members.iter().map(|(key, value)| format!("\"{key}\": {value}")).collect();
            format!("{{{}}}", members.join(", "))
        }
        2 if depth > 0 => {
            let items: arbitrary::Result<Vec<String>> =
                (0..u.int_in_range(0..=4)?).map(|_| document(u, depth - 1)).collect();
            format!("[{}]", items?.join(", "))
        }
        _ => (*u.choose(&VALUES)?).to_owned(),
    })
}

/// The law of the importer: its contract accepts every sample.
#[test]
fn random_samples_are_valid_under_their_contract() {
    let settings = Settings {
        domain: "shop".to_owned(),
        events: vec!["ThingHappened".to_owned()],
        ..Settings::default()
    };
    arbtest::arbtest(|u| {
        // Each field takes its values from a few, so that samples agree here and there.
        let mut fields = Vec::new();
        for name in ["type", "status", "a", "b"] {
            let values: arbitrary::Result<Vec<String>> =
                (0..u.int_in_range(1..=3)?).map(|_| document(u, 2)).collect();
            fields.push((name, values?));
        }
        let mut text = String::new();
        for _ in 0..u.int_in_range(1..=24)? {
            let mut members = Vec::new();
            for (name, values) in &fields {
                if u.ratio(7, 8)? {
                    members.push(format!("\"{name}\": {}", u.choose(values)?));
                }
            }
            let _ = writeln!(text, "{{{}}}", members.join(", "));
        }
        let mut sources = Sources::default();
        let files = vec![("samples.ndjson".to_owned(), text.clone().into_bytes())];
        let imported = samples::import(&mut sources, files, &settings);
        let settled = import::settle(&mut sources, Vec::new(), &imported).expect("judged");
        let errors: Vec<&String> = imported
            .findings
            .iter()
            .chain(&settled.findings)
            .filter(|finding| finding.severity == Severity::Error && finding.rule.id != "bare-number")
            .map(|finding| &finding.message)
            .collect();
        assert!(errors.is_empty() && imported.files.len() == 1, "{text}\n{errors:#?}\n{:#?}", imported.files);
        Ok(())
    })
    .size_min(2_048)
    .budget_ms(2_000);
}

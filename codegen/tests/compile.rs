//! `event-contracts compile`, as a user runs it.

#![expect(clippy::expect_used, reason = "a test that cannot set up its folder fails")]

use std::ffi::OsString;
use std::path::Path;

use event_contracts_codegen::cli::{self, Io};

/// Runs the program in a folder's name and gives exit code, stdout and stderr.
fn run(folder: &Path, args: &str) -> (i32, String, String) {
    let (mut out, mut err, mut stdin) = (Vec::new(), Vec::new(), &b""[..]);
    let mut io = Io { stdin: &mut stdin, out: &mut out, err: &mut err, color: false, width: None };
    let args = args.replace("DIR", &folder.display().to_string());
    let args = std::iter::once("event-contracts").chain(args.split_whitespace()).map(OsString::from);
    let code = cli::run(args, &mut io);
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (code, text(out), text(err))
}

#[expect(clippy::disallowed_methods, reason = "a folder of the test's own")]
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    folder
}

const ORDER: &str = r#"{ "type": "object", "properties": { "id": { "type": "integer" },
  "line": { "$ref": "https://example.org/line" } }, "required": ["id"] }"#;
const LINE: &str = "type: object\nproperties:\n  sku: { type: string, format: uuid }\n";

#[test]
fn both_languages_are_written_once_and_checked_after() {
    let made = folder(&[("order.json", ORDER), ("vendor/line.yaml", LINE)]);
    let made = made.path();
    let command = "compile DIR/order.json --rust DIR/a/gen --csharp DIR/b/gen --schemas DIR/vendor --crate shop \
                   --namespace Shop --runtime ../../runtime";
    let (code, _, err) = run(made, &format!("{command} --check"));
    assert_eq!((code, err.as_str()), (cli::EXIT_FINDINGS, ""), "nothing is there yet");
    assert!(!made.join("a").exists() && !made.join("b").exists(), "checking writes nothing");

    let (code, out, _) = run(made, command);
    assert!(code == cli::EXIT_CLEAN && out.contains("gen/src/order.rs"), "{out}");
    let read = |path: &str| std::fs::read_to_string(made.join(path)).expect(path);
    assert!(read("a/gen/Cargo.toml").contains("name = \"shop\""));
    assert!(read("a/gen/Cargo.toml").contains("event-contracts = { path = \"../../runtime\" }"));
    assert!(read("a/gen/src/order.rs").contains("pub struct Order"));
    assert!(read("b/gen/Order/Order.g.cs").contains("namespace Shop.Order;"));

    let (code, out, _) = run(made, &format!("{command} --check"));
    assert!(code == cli::EXIT_CLEAN && out.contains("all up to date"), "{out}");
    let (code, out, _) = run(made, &format!("{command} --check --unknown drop"));
    assert!(code == cli::EXIT_FINDINGS && out.contains("order.rs is not up to date"), "{out}");
}

#[test]
fn options_choose_the_types() {
    let made = folder(&[("order.json", ORDER), ("vendor/line.yaml", LINE)]);
    for (options, wanted) in [
        ("", ["pub id: Integer", "pub additional_properties", "pub sku: Option<String>"]),
        ("--unknown drop --integers int64 --formats assert", ["pub id: i64", "", "pub sku: Option<Uuid>"]),
    ] {
        let command = "compile DIR/order.json --rust DIR/rs --schemas DIR/vendor";
        let (code, out, err) = run(made.path(), &format!("{command} {options}"));
        assert_eq!(code, cli::EXIT_CLEAN, "{out}{err}");
        let read = |path: &str| std::fs::read_to_string(made.path().join(path)).expect(path);
        let text = read("rs/src/order.rs") + &read("rs/src/line.rs");
        for line in wanted {
            assert!(text.contains(line), "{options}: {line}\n{text}");
        }
        assert_eq!(text.contains("additional_properties"), options.is_empty(), "{options}");
    }
}

#[test]
fn what_is_wrong_is_a_finding_and_nothing_is_written() {
    let foreign = [("order.json", ORDER), ("rs/src/lib.rs", "// mine"), ("line.json", "{}")];
    for (files, args, code, said) in [
        (&[("order.json", ORDER)][..], "DIR/order.json --rust DIR/rs", cli::EXIT_FINDINGS, "unresolved-ref"),
        (
            &[("a.json", r#"{ "type": "strin" }"#)],
            "DIR/a.json --rust DIR/rs",
            cli::EXIT_FINDINGS,
            "a.json:1:",
        ),
        (&[("a.json", "{")], "DIR/a.json --rust DIR/rs", cli::EXIT_FINDINGS, "not-json"),
        (&[], "DIR/none.json --rust DIR/rs", cli::EXIT_FAILURE, "none.json"),
        (&[("a.json", "{}")], "DIR/a.json", cli::EXIT_FAILURE, "--rust"),
        (
            &foreign,
            "DIR/order.json DIR/line.json --rust DIR/rs --csharp DIR/cs",
            cli::EXIT_FAILURE,
            "in the way",
        ),
    ] {
        let made = folder(files);
        let (got, out, err) = run(made.path(), &format!("compile {args}"));
        assert!(got == code && (out.contains(said) || err.contains(said)), "{args}: {got} {out}{err}");
        assert!(!made.path().join("rs/Cargo.toml").exists() && !made.path().join("cs").exists(), "{args}");
    }
}

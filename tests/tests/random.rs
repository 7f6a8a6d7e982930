//! Random schemas and documents: generated Rust and C# agree with an independent validator, lose nothing, and
//! are the same bytes every time.
#![expect(clippy::print_stdout, reason = "a test says what it skipped, and how much it tried")]

use std::path::PathBuf;

use event_contracts_codegen::emit::rust::Runtime;
use event_contracts_codegen::load::config::{CsharpTarget, RustTarget};
use event_contracts_codegen::lower::Options;
use event_contracts_codegen::plain::{Request, compile};
use tests::corpus::{self, Case, Document};
use tests::random;
use tests::rng::Rng;
use tests::workspace;

/// `RANDOM_SCHEMAS` and `RANDOM_SEED` say how many and which.
fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn cases(documents: usize) -> Vec<Case> {
    let first = setting("RANDOM_SEED", 0);
    (first..first + setting("RANDOM_SCHEMAS", 16))
        .map(|seed| {
            let mut rng = Rng::new(seed.wrapping_mul(0x9e37_79b9).wrapping_add(7));
            let schema = random::schema(&mut rng);
            let documents = (0..documents).map(|number| Document {
                name: number.to_string(),
                text: random::document(&mut rng, &schema).to_string(),
                valid: None,
            });
            Case {
                name: format!("seed {seed}"),
                stem: format!("seed-{seed}"),
                documents: documents.collect(),
                schema: schema.to_string(),
                lookup: None,
            }
        })
        .collect()
}

#[test]
fn generated_code_agrees_with_the_validator() {
    let root = workspace::root();
    let options = corpus::Options {
        work: root.join("target/corpus/random"),
        root,
        jobs: std::thread::available_parallelism().map_or(1, usize::from),
        worker: PathBuf::from(env!("CARGO_BIN_EXE_corpus")),
    };
    let report = corpus::run(&cases(60), &options).expect("a run");
    println!("{}", report.table());
    if report.csharp.is_none() {
        println!("skipped: C# (no toolchain)");
    }
    assert!(report.misses.is_empty(), "{}", report.table());
    // What accepts or rejects everything would show nothing.
    assert!(
        report.valid * 5 > report.documents && report.valid * 5 < report.documents * 4,
        "{}",
        report.table()
    );
}

#[test]
fn generating_twice_gives_equal_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    for case in cases(0) {
        let file = folder.path().join(format!("{}.json", case.stem));
        #[expect(clippy::disallowed_methods, reason = "a folder of the test's own")]
        std::fs::write(&file, &case.schema).expect("a file");
        let request = Request {
            here: folder.path().to_owned(),
            files: vec![file],
            schemas: None,
            options: Options::plain(),
            rust: Some((
                RustTarget { dir: "rust".to_owned(), crate_name: "made".to_owned() },
                Runtime::Workspace,
            )),
            csharp: Some(CsharpTarget {
                dir: "csharp".to_owned(),
                namespace: "Made".to_owned(),
                package: "Made".to_owned(),
            }),
        };
        let [one, other] = [(); 2].map(|()| compile(&request).expect("readable").files);
        assert!(!one.is_empty() && one == other, "{}: {}", case.name, case.schema);
    }
}

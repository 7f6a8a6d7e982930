//! The sentence that the project stands on: the same document read in Rust and in C# is accepted or refused
//! alike, and written back the same.
//!
//! Documents are every example, and what a seeded generator makes from the schemas: minimal, full, at the
//! bounds. Mutants have one fault each; there the `jsonschema` crate is the third to agree.
#![expect(clippy::expect_used, clippy::panic, reason = "a test ends where its ground is missing")]
#![expect(clippy::print_stdout, reason = "a test says what it skipped, and how much it tried")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use contracts::EVENTS;
use event_contracts::EventDescriptor;
use event_contracts_codegen::resolve::Contract;
use tests::csharp;
use tests::doc::Doc;
use tests::generate::{Amount, Generator};
use tests::toolchain::Toolchain;
use tests::{mutate, oracle, workspace};

/// Generated documents of each amount, per contract.
const SEEDS: u64 = 12;
/// Valid documents per contract whose mutants are tried.
const MUTATED: usize = 6;

/// A document and what is expected of it.
struct Case {
    descriptor: &'static EventDescriptor,
    name: String,
    text: String,
    /// What is written back, if it is accepted.
    expected: Result<Doc, String>,
}

fn descriptor(contract: &Contract) -> &'static EventDescriptor {
    EVENTS
        .iter()
        .find(|event| {
            event.domain == contract.domain
                && event.event_type == contract.event_type
                && event.version.major == contract.version.major
        })
        .unwrap_or_else(|| panic!("{} is not in the generated crate", contract.path))
}

fn cases() -> Vec<Case> {
    let (tree, contracts) = workspace::contracts(&workspace::root()).expect("the repository's contracts");
    let mut cases = Vec::new();
    for versions in contracts.events.values() {
        for contract in versions.values() {
            let descriptor = descriptor(contract);
            let newest = descriptor.version.minor == contract.version.minor;
            let validator = oracle::reader(&tree, &contracts, contract).expect("the bundled schema");
            let mut valid: Vec<(String, Doc)> = Vec::new();
            let examples =
                contracts.schemas.keywords(contract.schema).and_then(|keywords| keywords.examples.as_ref());
            for (index, example) in examples.iter().flat_map(|examples| &examples.value).enumerate() {
                valid.push((format!("example {index}"), Doc::from_node(example)));
            }
            let mut seen = BTreeSet::new();
            for seed in 0..SEEDS {
                for amount in [Amount::Minimal, Amount::Full, Amount::Some] {
                    let doc = Generator::new(&contracts.schemas, seed, amount).document(contract.schema);
                    if seen.insert(doc.to_json()) {
                        valid.push((format!("{amount:?} {seed}"), doc));
                    }
                }
            }
            let label = |what: &str| format!("{}: {what}", contract.path);
            let judge = |doc: &Doc| {
                let value = serde_json::from_str(&doc.to_json()).expect("a document is JSON");
                validator.validate(&value).map_err(|error| format!("{} at {}", error, error.instance_path()))
            };
            for (name, doc) in &valid {
                if let Err(why) = judge(doc) {
                    panic!(
                        "{}: the generator made an invalid document: {why}\n{}",
                        label(name),
                        doc.to_json()
                    );
                }
                let expected = Ok(doc.clone());
                cases.push(Case { descriptor, name: label(name), text: doc.to_json(), expected });
            }
            // Only the newest minor of a major has a type; what an older one refuses it may read.
            for (name, doc) in valid.iter().take(if newest { MUTATED } else { 0 }) {
                for mutant in mutate::mutants(&contracts.schemas, contract.schema, doc) {
                    let expected = if mutant.duplicate {
                        Err("a key stands twice".to_owned())
                    } else {
                        judge(&mutant.doc)
                    };
                    cases.push(Case {
                        descriptor,
                        name: label(&format!("{name}, {}", mutant.what)),
                        text: mutant.doc.to_json(),
                        expected: expected.map(|()| mutant.doc.clone()),
                    });
                }
            }
        }
    }
    cases
}

/// Whole events: the envelope's own examples and documents around an example of its event, and their mutants.
fn envelopes() -> Vec<Case> {
    let (tree, contracts) = workspace::contracts(&workspace::root()).expect("the repository's contracts");
    let (version, schema) = contracts.envelopes.iter().next_back().expect("an envelope");
    let document = &tree.documents[&format!("contracts/envelope/{version}.json")];
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&document.root.to_serde())
        .expect("the envelope's schema");
    let descriptor =
        EVENTS.iter().find(|event| event.event_type == "ProductPriceChanged").expect("the event");
    let data =
        Doc::parse(r#"{"sku":"PROD-123","oldPrice":99.90,"newPrice":79.99,"currency":"GBP"}"#).expect("JSON");
    let fixed = [
        ("eventType", Doc::Text("ProductPriceChanged".to_owned())),
        ("version", Doc::Text("1.7".to_owned())),
        ("data", data),
    ];
    let mut cases = Vec::new();
    for seed in 0..SEEDS {
        for amount in [Amount::Minimal, Amount::Full] {
            let mut doc = Generator::new(&contracts.schemas, seed, amount).document(*schema);
            let Doc::Object(members) = &mut doc else { panic!("an envelope is an object") };
            for (key, value) in &fixed {
                members.retain(|(k, _)| k != key);
                members.push(((*key).to_owned(), value.clone()));
            }
            let mutants = mutate::mutants(&contracts.schemas, *schema, &doc);
            // Which event it is, and what the data must be, the envelope's schema does not say.
            let mutants = mutants.into_iter().filter(|mutant| !mutant.what.contains("/data"));
            let same = mutate::Mutant { what: "as it is".to_owned(), doc, duplicate: false };
            for mutant in std::iter::once(same).chain(mutants) {
                let value: serde_json::Value = serde_json::from_str(&mutant.doc.to_json()).expect("JSON");
                let right = value["eventType"] == "ProductPriceChanged"
                    && value["version"].as_str().is_some_and(|version| version.starts_with("1."));
                let expected = match validator.validate(&value) {
                    Ok(()) if mutant.duplicate => Err("a key stands twice".to_owned()),
                    Ok(()) if !right => Err("another event".to_owned()),
                    Ok(()) => Ok(mutant.doc.clone()),
                    Err(error) => Err(error.to_string()),
                };
                let name = format!("envelope {seed} {amount:?}, {}", mutant.what);
                cases.push(Case { descriptor, name, text: mutant.doc.to_json(), expected });
            }
        }
    }
    cases
}

/// Whether what was written is what was read, but for undeclared members, which readers drop, and for
/// integers and doubles, whose value counts and not their spelling.
fn same(read: &Doc, written: &Doc) -> bool {
    match (read, written) {
        (Doc::Number(a), Doc::Number(b)) => a == b || is_respelt(a, b),
        (Doc::Array(a), Doc::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Doc::Object(a), Doc::Object(b)) => {
            let find = |members: &[(String, Doc)], key: &str| {
                members.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone())
            };
            b.iter().all(|(key, written)| find(a, key).is_some_and(|read| same(&read, written)))
                && a.iter().all(|(key, _)| key == "undeclaredMember" || find(b, key).is_some())
        }
        (a, b) => a == b,
    }
}

/// `5.0` and `5e0` for 5, `1.50e1` for 15.0: the same number, and as many places.
fn is_respelt(read: &str, written: &str) -> bool {
    use event_contracts_codegen::number::Number;
    let unusual = read.contains(['e', 'E']) || read.ends_with(".0") || written.contains('e');
    unusual && Number::parse(read) == Number::parse(written)
}

fn compare(language: &str, case: &Case, outcome: &Result<String, String>, failures: &mut String) {
    let complaint = match (&case.expected, outcome) {
        (Ok(_), Err(why)) => format!("{language} refuses what is valid: {why}"),
        (Err(why), Ok(_)) => format!("{language} accepts what is invalid: {why}"),
        (Ok(read), Ok(text)) => match Doc::parse(text) {
            Some(written) if same(read, &written) => return,
            _ => format!("{language} writes something else: {text}"),
        },
        (Err(_), Err(_)) => return,
    };
    let mut text: String = case.text.chars().take(600).collect();
    if text.len() < case.text.len() {
        text.push('…');
    }
    let _ = writeln!(failures, "{}\n    {complaint}\n    {text}", case.name);
}

fn report(failures: &str, total: usize) {
    let count = failures.lines().filter(|line| !line.starts_with(' ')).count();
    let shown: String = failures.split_inclusive('\n').take(90).collect();
    assert!(failures.is_empty(), "{count} of {total} documents:\n{shown}");
}

#[test]
fn rust_agrees_with_the_validator() {
    let cases = cases();
    let mut failures = String::new();
    for case in &cases {
        let outcome = (case.descriptor.round_trip)(&case.text).map_err(|error| error.to_string());
        compare("Rust", case, &outcome, &mut failures);
    }
    let envelopes = envelopes();
    for case in &envelopes {
        let outcome = (case.descriptor.round_trip_envelope)(&case.text).map_err(|error| error.to_string());
        compare("Rust", case, &outcome, &mut failures);
    }
    println!("{} documents, {} events", cases.len(), envelopes.len());
    report(&failures, cases.len() + envelopes.len());
}

#[test]
fn csharp_agrees_with_rust() {
    let Some(toolchain) = Toolchain::find().expect("a C# toolchain") else {
        println!("skipped: C# (run it through `cargo xtask test`)");
        return;
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let host = folder.path().join("Host.dll");
    let root = workspace::root();
    let sources = [root.join("generated/csharp"), root.join("tests/csharp")];
    toolchain.compile(&[&sources[0], &sources[1]], &host, &[]).unwrap_or_else(|error| panic!("{error}"));

    let cases = cases();
    let request = |case: &Case, text: &str| {
        let event = case.descriptor;
        csharp::data_request(event.domain, event.event_type, event.version.major, text)
    };
    let requests: Vec<_> = cases.iter().map(|case| request(case, &case.text)).collect();
    let answers = toolchain.ask(&host, &requests).unwrap_or_else(|error| panic!("{error}"));
    let mut failures = String::new();
    // Rust writes, C# reads and writes, Rust reads.
    let mut relay = Vec::new();
    for (case, answer) in cases.iter().zip(&answers) {
        let outcome = csharp::outcome(answer);
        compare("C#", case, &outcome, &mut failures);
        let rust = (case.descriptor.round_trip)(&case.text);
        if let (Ok(rust), Ok(csharp)) = (rust, outcome) {
            if Doc::parse(&rust).map(|doc| doc.sorted()) != Doc::parse(&csharp).map(|doc| doc.sorted()) {
                let _ = writeln!(failures, "{}\n    Rust writes {rust}\n    C# writes   {csharp}", case.name);
            }
            relay.push((case, rust));
        }
    }
    let requests: Vec<_> = relay.iter().map(|(case, text)| request(case, text)).collect();
    let answers = toolchain.ask(&host, &requests).unwrap_or_else(|error| panic!("{error}"));
    for ((case, rust), answer) in relay.iter().zip(&answers) {
        let back = csharp::outcome(answer)
            .and_then(|csharp| (case.descriptor.round_trip)(&csharp).map_err(|error| error.to_string()));
        if back.as_ref() != Ok(rust) {
            let _ = writeln!(failures, "{}\n    Rust → C# → Rust: {rust} becomes {back:?}", case.name);
        }
    }
    let envelopes = envelopes();
    let requests: Vec<_> = envelopes
        .iter()
        .map(|case| {
            csharp::envelope_request(case.descriptor.domain, case.descriptor.event_type, 1, &case.text)
        })
        .collect();
    let answers = toolchain.ask(&host, &requests).unwrap_or_else(|error| panic!("{error}"));
    for (case, answer) in envelopes.iter().zip(&answers) {
        compare("C#", case, &csharp::outcome(answer), &mut failures);
    }
    println!("{} documents, {} events", cases.len(), envelopes.len());
    report(&failures, cases.len() + envelopes.len());
}

//! The sentence that the project stands on: the same document read in Rust and in C# is accepted or refused
//! alike, and written back the same.
//!
//! Documents are every example, and what a seeded generator makes from the schemas: minimal, full, at the
//! bounds. Mutants have one fault each; there the `jsonschema` crate is the third to agree.
#![expect(clippy::expect_used, clippy::panic, reason = "a test ends where its ground is missing")]
#![expect(clippy::print_stdout, reason = "a test says what it skipped, and how much it tried")]

use std::fmt::Write as _;

use contracts::EVENTS;
use event_contracts::EventDescriptor;
use tests::doc::Doc;
use tests::generate::{Amount, Generator};
use tests::interchange::{self, Amounts, Case, Event, compare, report, request};
use tests::toolchain::Toolchain;
use tests::{csharp, mutate, workspace};

/// What is made for each contract.
const AMOUNTS: Amounts = Amounts { seeds: 12, mutated: 6, strict: true };

fn cases() -> Vec<Case> {
    let (tree, contracts) = workspace::contracts(&workspace::root()).expect("the repository's contracts");
    interchange::cases(&tree, &contracts, AMOUNTS).unwrap_or_else(|error| panic!("{error}"))
}

fn descriptor(case: &Case) -> &'static EventDescriptor {
    let event = &case.event;
    EVENTS
        .iter()
        .find(|known| {
            known.domain == event.domain
                && known.event_type == event.event_type
                && known.version.major == event.major
        })
        .unwrap_or_else(|| panic!("{} is not in the generated crate", case.name))
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
    let event = Event { domain: "shop".to_owned(), event_type: "ProductPriceChanged".to_owned(), major: 1 };
    let data =
        Doc::parse(r#"{"sku":"PROD-123","oldPrice":99.90,"newPrice":79.99,"currency":"GBP"}"#).expect("JSON");
    let fixed = [
        ("eventType", Doc::Text("ProductPriceChanged".to_owned())),
        ("version", Doc::Text("1.7".to_owned())),
        ("data", data),
    ];
    let mut cases = Vec::new();
    for seed in 0..AMOUNTS.seeds {
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
                cases.push(Case { event: event.clone(), name, text: mutant.doc.to_json(), expected });
            }
        }
    }
    cases
}

#[test]
fn rust_agrees_with_the_validator() {
    let cases = cases();
    let mut failures = String::new();
    for case in &cases {
        let outcome = (descriptor(case).round_trip)(&case.text).map_err(|error| error.to_string());
        compare("Rust", case, &outcome, &mut failures);
    }
    let envelopes = envelopes();
    for case in &envelopes {
        let outcome = (descriptor(case).round_trip_envelope)(&case.text).map_err(|error| error.to_string());
        compare("Rust", case, &outcome, &mut failures);
    }
    println!("{} documents, {} events", cases.len(), envelopes.len());
    report(&failures, cases.len() + envelopes.len()).unwrap_or_else(|error| panic!("{error}"));
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
    let requests: Vec<_> = cases.iter().map(|case| request(case, &case.text)).collect();
    let answers = toolchain.ask(&host, &requests).unwrap_or_else(|error| panic!("{error}"));
    let mut failures = String::new();
    // Rust writes, C# reads and writes, Rust reads.
    let mut relay = Vec::new();
    for (case, answer) in cases.iter().zip(&answers) {
        let outcome = csharp::outcome(answer);
        compare("C#", case, &outcome, &mut failures);
        let rust = (descriptor(case).round_trip)(&case.text);
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
            .and_then(|csharp| (descriptor(case).round_trip)(&csharp).map_err(|error| error.to_string()));
        if back.as_ref() != Ok(rust) {
            let _ = writeln!(failures, "{}\n    Rust → C# → Rust: {rust} becomes {back:?}", case.name);
        }
    }
    let envelopes = envelopes();
    let requests: Vec<_> = envelopes
        .iter()
        .map(|case| csharp::envelope_request(&case.event.domain, &case.event.event_type, 1, &case.text))
        .collect();
    let answers = toolchain.ask(&host, &requests).unwrap_or_else(|error| panic!("{error}"));
    for (case, answer) in envelopes.iter().zip(&answers) {
        compare("C#", case, &csharp::outcome(answer), &mut failures);
    }
    println!("{} documents, {} events", cases.len(), envelopes.len());
    report(&failures, cases.len() + envelopes.len()).unwrap_or_else(|error| panic!("{error}"));
}

//! The documents of `codegen/tests/golden/*/wire.json` through the generated Rust. C# runs the same files.

use event_contracts::{DecodeError, RoundTripError};
use serde_json::Value;
use tests::doc::Doc;
use tests::workspace;

fn sorted(text: &str) -> Option<Doc> {
    Doc::parse(text).map(|doc| doc.sorted())
}

#[test]
fn golden_types_read_and_write_as_their_tables_say() {
    let mut failures = Vec::new();
    let mut count = 0;
    let folder = workspace::root().join("codegen/tests/golden");
    for case in std::fs::read_dir(folder).expect("the cases") {
        let path = case.expect("a case").path().join("wire.json");
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let table: Value = serde_json::from_str(&text).expect("wire.json is JSON");
        for entry in table.as_array().expect("a list") {
            let (domain, event_type) = (entry["domain"].as_str(), entry["event"].as_str());
            let event = golden::EVENTS.iter().find(|event| {
                Some(event.domain) == domain
                    && Some(event.event_type) == event_type
                    && Some(u64::from(event.version.major)) == entry["major"].as_u64()
            });
            let event = event.expect("the event of the table");
            for pair in entry["accept"].as_array().into_iter().flatten() {
                count += 1;
                let (read, written) = (pair[0].as_str().expect("a text"), pair[1].as_str().expect("a text"));
                match (event.round_trip)(read) {
                    Ok(text) if sorted(&text) == sorted(written) => {}
                    other => failures
                        .push(format!("{event_type:?}: {read}\n  should write {written}\n  {other:?}")),
                }
            }
            for triple in entry["reject"].as_array().into_iter().flatten() {
                count += 1;
                let read = triple[0].as_str().expect("a text");
                let (pointer, rule) = (triple[1].as_str(), triple[2].as_str());
                match (event.round_trip)(read) {
                    Err(RoundTripError::Decode(DecodeError::Data(violations)))
                        if violations
                            .iter()
                            .any(|v| Some(v.pointer.as_str()) == pointer && Some(v.rule) == rule) => {}
                    Err(RoundTripError::Decode(DecodeError::Json { .. })) if rule == Some("json") => {}
                    other => failures.push(format!(
                        "{event_type:?}: {read}\n  should fail at {pointer:?} by {rule:?}\n  {other:?}"
                    )),
                }
            }
        }
    }
    assert!(count > 100, "only {count} documents");
    assert!(failures.is_empty(), "{} of {count}:\n{}", failures.len(), failures.join("\n"));
}

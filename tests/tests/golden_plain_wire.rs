//! The documents of `codegen/tests/golden-plain/*/wire.json` through the generated Rust. C# runs the same files.
#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

use event_contracts::__private::serde::{Serialize, de::DeserializeOwned};
use event_contracts::{DecodeError, Json, Validate, decode_data};
use serde_json::Value;
use tests::workspace;

/// What is written back, or what is wrong: `pointer rule`, sorted.
fn round_trip<T: Serialize + DeserializeOwned + Validate + PartialEq>(
    text: &str,
) -> Result<String, Vec<String>> {
    match decode_data::<T>(text) {
        Ok(value) => {
            let written = serde_json::to_string(&value).expect("it has a JSON form");
            assert!(decode_data::<T>(&written).expect("it can be read again") == value, "{written}");
            Ok(written)
        }
        Err(DecodeError::Data(violations)) => {
            let mut found: Vec<String> = violations
                .iter()
                .map(|violation| format!("{} {}", violation.pointer, violation.rule))
                .collect();
            found.sort();
            Err(found)
        }
        Err(error) => Err(vec![error.to_string()]),
    }
}

type RoundTrip = fn(&str) -> Result<String, Vec<String>>;

const TYPES: &[(&str, RoundTrip)] = &[
    ("events", round_trip::<golden_plain::Events>),
    ("numbers", round_trip::<golden_plain::Numbers>),
    ("person", round_trip::<golden_plain::Person>),
    ("rules", round_trip::<golden_plain::Rules>),
    ("shapes", round_trip::<golden_plain::Shapes>),
    ("taken", round_trip::<golden_plain::Taken>),
    ("tree", round_trip::<golden_plain::Node>),
    ("written", round_trip::<golden_plain::Written>),
];

#[test]
fn plain_types_read_and_write_as_their_tables_say() {
    let mut failures = Vec::new();
    let folder = workspace::root().join("codegen/tests/golden-plain");
    for case in std::fs::read_dir(folder).expect("the cases") {
        let path = case.expect("a case").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let (_, run) = TYPES.iter().find(|(known, _)| *known == name).expect("a type for the case");
        let text = std::fs::read_to_string(path.join("wire.json")).expect("a table");
        let table: Value = serde_json::from_str(&text).expect("wire.json is JSON");
        for pair in table["accept"].as_array().expect("a list") {
            let (read, written) = (pair[0].as_str().expect("a text"), pair[1].as_str().expect("a text"));
            // Members that are kept stand behind the others, so the texts are compared as values and by their digits.
            let (got, wanted) = (run(read), written.parse::<Json>().expect("JSON"));
            let digits = |text: &str| {
                let mut bytes: Vec<u8> = text.bytes().collect();
                bytes.sort_unstable();
                bytes
            };
            match &got {
                Ok(text)
                    if text.parse::<Json>().is_ok_and(|json| json == wanted)
                        && digits(text) == digits(written) => {}
                _ => failures.push(format!("{name}: {read}\n  should write {written}\n  {got:?}")),
            }
        }
        for pair in table["reject"].as_array().expect("a list") {
            let read = pair[0].as_str().expect("a text");
            let mut wanted: Vec<String> = serde_json::from_value(pair[1].clone()).expect("a list of texts");
            wanted.sort();
            let got = run(read);
            if got.as_ref().err() != Some(&wanted) {
                failures.push(format!("{name}: {read}\n  should fail by {wanted:?}\n  {got:?}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}:\n{}", failures.len(), failures.join("\n"));
}

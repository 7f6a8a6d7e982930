//! Breaks that are let through on purpose.

use serde_json::Value;

use super::*;

const FILE: &str = "contracts/acceptances.toml";

/// The break of these tests: the amount is no longer required, nor there.
fn broken() -> String {
    contract(ORDER_ID, r#""orderId""#)
}

/// The fingerprints of what fails, sorted.
fn fingerprints(repository: &Repository) -> Vec<String> {
    let (_, findings) = repository.report(&[]);
    let failing = findings.iter().filter(|finding| finding["severity"] == "error");
    let mut names: Vec<String> =
        failing.map(|finding| finding["fingerprint"].as_str().expect("one").to_owned()).collect();
    names.sort();
    names
}

#[track_caller]
fn accept(repository: &Repository, args: &[&str], code: i32, expected: &str) {
    let output = program(repository.path(), &[&["accept"], args].concat());
    let text =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.code() == Some(code) && text.contains(expected), "{text}");
}

#[test]
fn one_break_is_let_through_and_no_other() {
    let repository = Repository::new();
    repository.git(&["switch", "-q", "-c", "change"]);
    repository.write(PATH, &broken());
    repository.write(FILE, "# ours\n");
    let names = fingerprints(&repository);
    assert_eq!(names.len(), 1);
    let rest = ["--reason", "both \"sides\" move", "--owner", "Ann", "--until", "2999-12-31"];
    accept(
        &repository,
        &[&["0123456789abcdef"], &rest[..]].concat(),
        2,
        "finds nothing with the fingerprint",
    );
    accept(&repository, &[&names[0]], 2, "--reason");
    accept(&repository, &[&names[0], "--reason", "r", "--until", "2020-01-01"], 2, "is no day ahead");
    accept(&repository, &[&names[0], "--reason", " ", "--until", "2999-01-01"], 2, "needs a reason");
    accept(
        &repository,
        &[&[names[0].as_str()], &rest[..]].concat(),
        0,
        "now lets this through until 2999-12-31",
    );
    let text = fs::read_to_string(repository.path().join(FILE)).expect("the file");
    assert!(text.starts_with("# ours\n\n[[acceptance]]\nfingerprint = "), "{text}");
    repository.check(&[], 0, &["accepted by Ann until 2999-12-31: both \"sides\" move"]);
    let (code, findings) = repository.report(&[]);
    let accepted: Vec<&Value> = findings.iter().filter(|finding| !finding["accepted"].is_null()).collect();
    assert_eq!((code, accepted.len(), &accepted[0]["severity"]), (Some(0), 1, &Value::from("note")));
    // One more break is not part of the decision, and the first one still is.
    repository.write(PATH, &broken().replace("\"maxLength\": 20", "\"maxLength\": 10"));
    assert_eq!(fingerprints(&repository).len(), 1);
    repository.check(&[], 1, &["maxLength", "accepted by Ann"]);
}

#[test]
fn a_fingerprint_outlives_a_new_layout_of_the_files() {
    let repository = Repository::new();
    let narrow = published().replace("\"maxLength\": 20", "\"maxLength\": 10");
    repository.write(PATH, &narrow);
    let first = fingerprints(&repository);
    assert_eq!(first.len(), 1);
    let mut value: Value = serde_json::from_str(&narrow).expect("JSON");
    let minified = value.to_string();
    let inner = std::mem::replace(
        &mut value["properties"]["orderId"],
        serde_json::json!({ "$ref": "#/$defs/OrderId", "description": "Other words." }),
    );
    value["$defs"] = serde_json::json!({ "OrderId": inner });
    let moved = serde_json::to_string_pretty(&value).expect("JSON");
    let shared = moved.replace("#/$defs/OrderId", "../../types/order-id.json");
    repository.write("contracts/types/order-id.json", &inner_text(&value));
    for text in [minified, moved, shared] {
        repository.write(PATH, &text);
        assert_eq!(fingerprints(&repository), first, "{text}");
    }
    // Another break is another finding.
    repository.write(PATH, &published().replace("\"maxLength\": 20", "\"maxLength\": 12"));
    assert_ne!(fingerprints(&repository), first);
}

fn inner_text(value: &Value) -> String {
    serde_json::to_string_pretty(&value["$defs"]["OrderId"]).expect("JSON")
}

#[test]
fn what_is_wrong_with_a_decision_is_said() {
    let repository = Repository::new();
    repository.git(&["switch", "-q", "-c", "change"]);
    repository.write(PATH, &broken());
    let name = fingerprints(&repository).remove(0);
    let entry = |fingerprint: &str, until: &str| {
        format!(
            "[[acceptance]]\nfingerprint = \"{fingerprint}\"\nreason = \"r\"\nowner = \"Ann\"\nuntil = {until}\n"
        )
    };
    for (text, code, expected) in [
        (entry(&name, "2999-01-01"), 0, "accepted by Ann"),
        (entry(&name, "2020-01-01"), 1, "acceptance-expired"),
        (entry(&name[..6], "2999-01-01"), 1, "acceptance-too-broad"),
        (entry("*", "2999-01-01"), 1, "acceptance-too-broad"),
        (entry("0123456789abcdef", "2999-01-01"), 1, "acceptance-stale"),
        (entry(&name, "\"soon\""), 1, "bad-config"),
        ("[[acceptance]]\nrule = \"published-changed\"\n".to_owned(), 1, "bad-config"),
    ] {
        repository.write(FILE, &text);
        repository.check(&[], code, &[expected]);
    }
    // Once the change is on the main branch its acceptance has done its work; it may be cleared away in peace.
    repository.write(FILE, &entry(&name, "2999-01-01"));
    repository.commit("accept");
    repository.git(&["branch", "-f", "main", "change"]);
    repository.check(&[], 0, &["acceptance-stale"]);
    repository.check(&["--deny-warnings"], 1, &["acceptance-stale"]);
    repository.write(FILE, &entry(&name, "2020-01-01"));
    repository.check(&[], 1, &["acceptance-stale"]);
}

//! The gate over whole trees: each test is a base, a head, and what the gate says about them.

mod code;
mod policy;

use event_contracts_codegen::compat::gate::{self, Loaded};
use event_contracts_codegen::finding::Finding;
use event_contracts_codegen::load::{self, RawFile, Sources};
use event_contracts_codegen::resolve;

const BASE: &[(&str, &str)] = &[
    ("contracts/contracts.toml", ""),
    (
        "contracts/services.toml",
        "[services.cart-service]\nsubscribes = [{ event = \"shop/order-paid\", versions = \"1\", uses = [\"/amount\", \"/lines/*/sku\"] }]\n\
         [services.mail-service]\nsubscribes = [{ event = \"shop/order-paid\", versions = \"1\" }]\n\
         [services.order-service]\npublishes = [\"shop/order-paid\"]\n",
    ),
    ("contracts/types/sku.json", r#"{ "type": "string", "maxLength": 20 }"#),
    ("contracts/shop/order-paid/1.0.json", PAID),
    ("contracts/shop/order-sent/1.0.json", SENT),
    (
        "contracts/envelope/1.0.json",
        r#"{ "type": "object", "properties": { "eventId": { "type": "string" } } }"#,
    ),
];

const PAID: &str = r#"{
  "title": "OrderPaid",
  "x-event": { "type": "OrderPaid", "source": "order-service", "owner": "orders" },
  "type": "object",
  "properties": {
    "amount": { "type": "integer" },
    "lines": { "type": "array", "items": { "type": "object", "properties": { "sku": { "$ref": "../../types/sku.json" } }, "required": ["sku"] } }
  },
  "required": ["amount"],
  "examples": [{ "amount": 12, "lines": [{ "sku": "PROD-1" }] }]
}"#;

const SENT: &str = r#"{
  "title": "OrderSent",
  "x-event": { "type": "OrderSent", "source": "order-service", "owner": "orders" },
  "type": "object", "properties": { "sku": { "$ref": "../../types/sku.json" } }
}"#;

fn load(sources: &mut Sources, revision: Option<&str>, files: &[(String, String)]) -> Loaded {
    let files =
        files.iter().map(|(path, text)| RawFile { path: path.clone(), bytes: text.clone().into_bytes() });
    let (tree, findings) = load::tree(sources, revision, files.collect());
    assert!(findings.is_empty(), "{findings:?}");
    let (contracts, findings) = resolve::resolve(&tree);
    assert!(findings.is_empty(), "{findings:?}");
    (tree, contracts)
}

/// The base with some files replaced, added, or (with an empty text) removed.
fn edited(edits: &[(&str, &str)]) -> Vec<(String, String)> {
    let kept = BASE.iter().filter(|(path, _)| !edits.iter().any(|(edited, _)| edited == path));
    let all = kept.chain(edits.iter().filter(|(_, text)| !text.is_empty()));
    all.map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn check(edits: &[(&str, &str)], today: Option<&str>) -> (Sources, Vec<Finding>) {
    check_from(&edited(&[]), &edited(edits), today)
}

fn check_from(
    base: &[(String, String)],
    head: &[(String, String)],
    today: Option<&str>,
) -> (Sources, Vec<Finding>) {
    let mut sources = Sources::default();
    let base = load(&mut sources, Some("origin/main"), base);
    let head = load(&mut sources, None, head);
    let findings = gate::check(&sources, Some(&base), &head, today);
    assert_eq!(findings, gate::check(&sources, Some(&base), &head, today));
    (sources, findings)
}

fn ids(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.rule.id).collect()
}

#[test]
fn nothing_changed_says_nothing() {
    assert_eq!(check(&[], None).1, []);
}

#[test]
fn a_changed_published_version_names_all_it_hits() {
    let new = PAID
        .replace("\"type\": \"integer\"", "\"type\": \"string\"")
        .replace("\"amount\": 12", "\"amount\": \"12\"");
    let (sources, findings) = check(&[("contracts/shop/order-paid/1.0.json", &new)], None);
    assert_eq!(ids(&findings), ["published-changed", "published-changed"]);
    let first = &findings[0];
    assert!(first.message.contains("shop/order-paid 1.0"), "{}", first.message);
    assert_eq!(first.consumers, ["cart-service (uses /amount)", "mail-service"]);
    assert_eq!(sources.snippet(first.labels[0].place), "\"type\": \"string\"");
    assert_eq!(sources.snippet(first.labels[1].place), "\"type\": \"integer\"");
    assert_eq!(
        sources.file(first.labels[1].place.file).name,
        "origin/main:contracts/shop/order-paid/1.0.json"
    );
    let help = first.help.join("\n");
    assert!(help.contains("contracts/shop/order-paid/2.0.json"), "{help}");
    assert!(help.contains("git checkout origin/main -- contracts/shop/order-paid/1.0.json"), "{help}");
    let said: Vec<String> =
        findings.iter().map(|finding| format!("{}\n{}", finding.message, finding.notes.join("\n"))).collect();
    for words in [
        "shop/order-paid 1.0 is published, and changed: `/amount` may be",
        "producers on 1.0 may still write this, and the new 1.0 rejects it",
        "consumers built from the published 1.0 reject it",
    ] {
        assert!(said.iter().any(|text| text.contains(words)), "{words}: {said:?}");
    }
    let witness: serde_json::Value = serde_json::from_str(findings[0].witness.as_deref().unwrap()).unwrap();
    assert_eq!(witness.as_object().unwrap().len(), 1, "shrunk to what is needed: {witness}");
}

#[test]
fn words_and_spellings_may_change() {
    let words = PAID
        .replace("\"title\"", "\"description\": \"Paid.\", \"title\"")
        .replace(
            "\"owner\": \"orders\"",
            "\"owner\": \"sales\", \"status\": \"deprecated\", \"sunset\": \"2027-01-01\"",
        )
        .replace("{ \"type\": \"integer\" }", "{ \"anyOf\": [{ \"type\": \"integer\" }] }");
    assert_eq!(check(&[("contracts/shop/order-paid/1.0.json", &words)], None).1, []);
}

#[test]
fn a_compatible_change_is_still_a_new_version() {
    let new = PAID.replace("\"amount\": {", "\"note\": { \"type\": \"string\" }, \"amount\": {");
    let (_, findings) = check(&[("contracts/shop/order-paid/1.0.json", &new)], None);
    assert_eq!(ids(&findings), ["published-changed"]);
    assert!(findings[0].help[0].contains("contracts/shop/order-paid/1.1.json"), "{:?}", findings[0].help);
    let (_, findings) = check(&[("contracts/shop/order-paid/1.1.json", &new)], None);
    assert_eq!(findings, []);
}

#[test]
fn a_shared_type_is_one_cause() {
    let (sources, findings) =
        check(&[("contracts/types/sku.json", r#"{ "type": "string", "maxLength": 10 }"#)], None);
    assert_eq!(ids(&findings), ["published-changed"], "{findings:#?}");
    assert_eq!(sources.snippet(findings[0].labels[0].place), "\"maxLength\": 10");
    assert!(
        findings[0].notes.iter().any(|note| note.contains("shop/order-paid 1.0, shop/order-sent 1.0")),
        "{findings:?}"
    );
    assert_eq!(findings[0].consumers, ["cart-service (uses /lines/*/sku)", "mail-service"]);
    assert!(findings[0].help[1].ends_with("contracts/types/sku.json"), "{findings:?}");
}

#[test]
fn a_published_version_does_not_vanish() {
    let (_, findings) = check(&[("contracts/shop/order-sent/1.0.json", "")], None);
    assert_eq!(ids(&findings), ["published-vanished"]);
    let sunset =
        SENT.replace("\"owner\"", "\"status\": \"deprecated\", \"sunset\": \"2026-06-30\", \"owner\"");
    let base = edited(&[("contracts/shop/order-sent/1.0.json", &sunset)]);
    let head = edited(&[("contracts/shop/order-sent/1.0.json", "")]);
    for (today, wanted) in [(None, 1), (Some("2026-06-29"), 1), (Some("2026-06-30"), 0)] {
        assert_eq!(check_from(&base, &head, today).1.len(), wanted, "{today:?}");
    }
    let draft = SENT.replace("\"owner\"", "\"status\": \"draft\", \"owner\"");
    let base = edited(&[("contracts/shop/order-sent/1.0.json", &draft)]);
    assert_eq!(check_from(&base, &head, None).1, []);
}

#[test]
fn a_minor_holds_what_its_major_promises() {
    let new = PAID.replace("\"required\": [\"amount\"]", "\"required\": [\"amount\", \"lines\"]");
    let (_, findings) = check(&[("contracts/shop/order-paid/1.1.json", &new)], None);
    assert_eq!(ids(&findings), ["minor-breaks"]);
    assert!(findings[0].message.contains("shop/order-paid 1.1 breaks 1.0"), "{}", findings[0].message);
    assert!(findings[0].help[0].contains("publish it as 2.0"), "{:?}", findings[0].help);
    assert_eq!(findings[0].witness.as_deref(), Some("{\n  \"amount\": 12\n}"));
    let forward = [
        ("contracts/contracts.toml", "[compat]\npolicy = \"forward\""),
        ("contracts/shop/order-paid/1.1.json", &new),
    ];
    assert_eq!(check(&forward, None).1, []);
    // Published both, or with no base at all: the history is held to the same.
    let all = edited(&[("contracts/shop/order-paid/1.1.json", &new)]);
    assert_eq!(ids(&check_from(&all, &all, None).1), ["minor-breaks"]);
    let mut sources = Sources::default();
    let head = load(&mut sources, None, &all);
    assert_eq!(ids(&gate::check(&sources, None, &head, None)), ["minor-breaks"]);
}

#[test]
fn numbers_follow_on() {
    let other = PAID
        .replace("\"required\": [\"amount\"]", "\"required\": []")
        .replace("\"integer\"", "\"string\"")
        .replace("12", "\"12\"");
    let cases: &[(&str, &str, &[&str])] = &[
        ("1.1", PAID, &["version-without-change"]),
        ("1.2", PAID, &["version-gap", "version-without-change"]),
        ("3.0", &other, &["version-gap"]),
        ("2.0", &other, &[]),
        ("2.1", &other, &["version-gap"]),
        ("2.0", PAID, &["major-without-break"]),
    ];
    for (version, text, wanted) in cases {
        let path = format!("contracts/shop/order-paid/{version}.json");
        let (_, findings) = check(&[(&path, text)], None);
        assert_eq!(ids(&findings), *wanted, "{version}: {findings:?}");
    }
    let base =
        edited(&[("contracts/shop/order-paid/1.0.json", ""), ("contracts/shop/order-paid/1.1.json", PAID)]);
    let head =
        edited(&[("contracts/shop/order-paid/1.0.json", PAID), ("contracts/shop/order-paid/1.1.json", PAID)]);
    assert!(ids(&check_from(&base, &head, None).1).contains(&"version-order"));
}

#[test]
fn the_type_of_a_published_version_stays() {
    let renamed = PAID.replace("OrderPaid", "ORDERPaid").replace("\"title\": \"ORDERPaid\",", "");
    let (_, findings) = check(&[("contracts/shop/order-paid/1.0.json", &renamed)], None);
    assert_eq!(ids(&findings), ["published-changed"], "{findings:?}");
}

#[test]
fn the_envelope_is_held_to_the_same() {
    let text = r#"{ "type": "object", "properties": { "eventId": { "type": "integer" } } }"#;
    let (_, findings) = check(&[("contracts/envelope/1.0.json", text)], None);
    assert_eq!(ids(&findings), ["published-changed", "published-changed"]);
    assert_eq!(findings[0].consumers, ["cart-service", "mail-service", "order-service"]);
}

#[test]
fn a_consumer_is_not_left_behind() {
    let sunset = PAID.replace("\"owner\"", "\"status\": \"retired\", \"owner\"");
    let base = edited(&[("contracts/shop/order-paid/1.0.json", &sunset)]);
    let (_, findings) = check_from(&base, &edited(&[("contracts/shop/order-paid/1.0.json", "")]), None);
    assert_eq!(ids(&findings), ["consumer-left-behind", "consumer-left-behind"]);
}

#[test]
fn what_is_not_decided_is_said() {
    let with = |pattern: &str| {
        PAID.replace(
            "\"amount\": {",
            &format!("\"code\": {{ \"type\": \"string\", \"pattern\": \"{pattern}\" }}, \"amount\": {{"),
        )
    };
    let base = edited(&[("contracts/shop/order-paid/1.0.json", &with("^(a)\\\\1$"))]);
    let (sources, findings) =
        check_from(&base, &edited(&[("contracts/shop/order-paid/1.0.json", &with("^(a|b)\\\\1$"))]), None);
    assert_eq!(ids(&findings), ["undecided", "undecided"], "{findings:?}");
    assert_eq!(sources.snippet(findings[0].labels[0].place), "\"pattern\": \"^(a|b)\\\\1$\"");
    assert_eq!(sources.snippet(findings[0].labels[1].place), "\"pattern\": \"^(a)\\\\1$\"");
    assert!(findings[0].notes[0].contains("`pattern`"));
}

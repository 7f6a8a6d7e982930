use super::super::{Judge, Subject};
use super::*;
use crate::load::{self, RawFile, Tree};
use crate::resolve::{self, Contracts};

const PAID: &str = r#"{"x-event": {"type": "OrderPaid", "source": "shop", "owner": "t"}, "type": "object",
    "properties": {"amount": {"type": "number", "format": "decimal"}}, "required": ["amount"], "additionalProperties": false}"#;
const ENVELOPE: &str = r#"{"type": "object", "required": ["eventId", "eventType", "version", "data"],
    "properties": {"eventId": {"type": "string", "format": "uuid"}, "eventType": {"type": "string"}, "version": {"type": "string"}}}"#;

fn workspace() -> (Sources, Tree, Contracts) {
    let file = |path: &str, text: &str| RawFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let mut sources = Sources::default();
    let files = vec![
        file("contracts/shop/order-paid/1.0.json", PAID),
        file("contracts/shop/order-paid/1.1.json", PAID),
        file("contracts/bank/order-paid/1.0.json", PAID),
        file("contracts/envelope/1.0.json", ENVELOPE),
    ];
    let (tree, findings) = load::tree(&mut sources, None, files);
    assert_eq!(findings, []);
    let (contracts, findings) = resolve::resolve(&tree);
    assert_eq!(findings, []);
    (sources, tree, contracts)
}

fn subject(domain: Option<&str>) -> Subject {
    Subject::Events { domain: domain.map(str::to_owned) }
}

/// `rule line:column message` of every finding.
#[track_caller]
fn check(subject: Subject, layout: Layout, text: &[u8]) -> (usize, Vec<String>) {
    let (mut sources, tree, contracts) = workspace();
    let mut findings = Vec::new();
    let mut judge = Judge::new(&tree, &contracts, subject);
    let mut reader = io::BufReader::with_capacity(7, text);
    let documents =
        read(&mut judge, &mut sources, "events.json", layout, &mut reader, &mut findings).expect("readable");
    let lines = findings.iter().map(|finding| {
        let at = finding.place().map_or((0, 0), |place| sources.line_column(place));
        format!("{} {}:{} {}", finding.rule.id, at.0, at.1, finding.message)
    });
    (documents, lines.collect())
}

fn event(event_type: &str, version: &str, data: &str) -> String {
    format!(
        r#"{{"eventId":"01234567-89ab-cdef-0123-456789abcdef","eventType":"{event_type}","version":"{version}","data":{data}}}"#
    )
}

#[test]
fn an_event_is_held_against_envelope_and_contract() {
    let good = r#"{"amount": 1.50}"#;
    for (text, expected) in [
        (event("OrderPaid", "1.0", good), &[][..]),
        (
            event("OrderPaid", "1.0", r#"{"amount": "1.50"}"#),
            &["invalid-data 1:109 /data/amount is a string, not number"],
        ),
        (
            event("OrderPaid", "1.0", r#"{"amunt": 1}"#),
            &[
                "invalid-data 1:99 /data has a property that the schema does not allow: \"amunt\"",
                "invalid-data 1:98 /data lacks \"amount\"",
            ],
        ),
        (
            event("OrderPaid", "1.7", good),
            &["newer-minor 1:85 OrderPaid 1.7 is newer than any contract here; judged by 1.1"],
        ),
        (event("OrderPaid", "2.0", good), &["unknown-event 1:85 OrderPaid has no version 2.0"]),
        (event("OrderPaid", "1", good), &["unknown-event 1:85 \"1\" is no version of the form major.minor"]),
        (
            event("OrderPayed", "1.0", good),
            &["unknown-event 1:63 no contract has the event type \"OrderPayed\""],
        ),
        (
            r#"{"eventType": "OrderPaid", "version": "1.0", "data": {"amount": 1}}"#.to_owned(),
            &["invalid-envelope 1:1 the document lacks \"eventId\""],
        ),
        ("[]".to_owned(), &["invalid-envelope 1:1 the document is an array, not object"]),
        ("{".to_owned(), &["not-json 1:1 the file is not JSON: EOF while parsing an object"]),
        (r#"{"a":1,"a":2}"#.to_owned(), &["duplicate-key 1:8 the key \"a\" stands here twice"]),
    ] {
        let (documents, mut found) = check(subject(Some("shop")), Layout::Guess, text.as_bytes());
        found.retain(|line| !text.contains("\"a\":1") || !line.starts_with("invalid-envelope"));
        let mut expected: Vec<String> = expected.iter().map(|line| (*line).to_owned()).collect();
        found.sort();
        expected.sort();
        assert_eq!((documents, found), (1, expected), "{text}");
    }
}

#[test]
fn a_type_of_two_domains_needs_the_domain() {
    let text = event("OrderPaid", "1.0", r#"{"amount": 1}"#);
    let (_, found) = check(subject(None), Layout::Guess, text.as_bytes());
    assert_eq!(
        found,
        ["unknown-event 1:63 several domains have an event of the type \"OrderPaid\": bank, shop"]
    );
}

#[test]
fn lines_are_found_and_named() {
    let good = event("OrderPaid", "1.0", r#"{"amount": 1}"#);
    let bad = event("OrderPaid", "1.0", r#"{"amount": 1e30}"#);
    let text = format!("\n{good}\r\n{bad}\n\n{good}\nnonsense\n{bad}");
    let expected = [
        "invalid-data 3:109 /data/amount is 1e+30, not a decimal: it needs more than 96 bits of digits or 28 places",
        "not-json 6:2 the file is not JSON: expected ident",
        "invalid-data 7:109 /data/amount is 1e+30, not a decimal: it needs more than 96 bits of digits or 28 places",
    ];
    for layout in [Layout::Guess, Layout::Lines] {
        let (documents, found) = check(subject(Some("shop")), layout, text.as_bytes());
        assert_eq!((documents, found), (5, expected.map(str::to_owned).to_vec()));
    }
}

#[test]
fn a_pretty_printed_document_is_one() {
    let data = Subject::Data { path: "contracts/shop/order-paid/1.0.json".to_owned() };
    let (documents, found) = check(data, Layout::Guess, b"\n{\n  \"amount\": true\n}\n");
    assert_eq!(
        (documents, found),
        (1, vec!["invalid-data 3:13 /amount is a boolean, not number".to_owned()])
    );
}

#[test]
fn bytes_that_are_no_text_are_a_finding() {
    let (_, found) = check(subject(None), Layout::Lines, b"\xff\n{}\n");
    assert_eq!(found[0], "not-json 1:1 the document is not UTF-8");
}

#[test]
fn of_very_many_only_the_first_are_kept() {
    let (documents, found) = check(subject(None), Layout::Lines, "[]\n".repeat(SHOWN + 5).as_bytes());
    assert_eq!((documents, found.len()), (SHOWN + 5, SHOWN + 1));
    assert_eq!(found[SHOWN], "more-invalid-documents 0:0 5 more documents of events.json are not valid");
}

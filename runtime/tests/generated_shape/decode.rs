//! Bad documents: where the fault is, and by which rule.

use super::{values::FULL, *};
use event_contracts::__private::serde_json;

/// Replaces `from` by `to` in the good document and expects these violations: pointer, rule, message.
#[track_caller]
fn refuses(from: &str, to: &str, expected: &[(&str, &str, &str)]) {
    let text = FULL.replacen(from, to, 1);
    assert_ne!(text, FULL, "nothing was replaced");
    refuses_text(&text, expected);
}

#[track_caller]
fn refuses_text(text: &str, expected: &[(&str, &str, &str)]) {
    let error = event_contracts::decode_data::<ProductPriceChanged>(text).expect_err("it was accepted");
    let Some(violations) = error.violations() else { panic!("no violations: {error}") };
    let found: Vec<_> = violations.iter().map(|v| (v.pointer.as_str(), v.rule, v.message.as_str())).collect();
    assert_eq!(found, expected, "\n{text}");
}

#[test]
fn what_cannot_be_read() {
    refuses(r#""quantity":5,"#, "", &[("", "required", "the field `quantity` is missing")]);
    refuses(r#""category":null,"#, "", &[("", "required", "the field `category` is missing")]);
    refuses(r#""note":"hello""#, r#""note":null"#, &[("/note", "type", "expected a string, found null")]);
    refuses(
        r#""note":"hello""#,
        r#""note":["x"]"#,
        &[("/note", "type", "expected a string, found an array")],
    );
    refuses(
        r#""quantity":5"#,
        r#""quantity":"5""#,
        &[("/quantity", "type", "expected a whole number, found a string")],
    );
    refuses(r#""quantity":5"#, r#""quantity":5.5"#, &[("/quantity", "type", "must be a whole number")]);
    refuses(
        r#""quantity":5"#,
        r#""quantity":3000000000"#,
        &[("/quantity", "type", "must be a whole number from -2147483648 to 2147483647")],
    );
    refuses(
        r#""quantity":5"#,
        r#""quantity":1e400"#,
        &[("/quantity", "type", "must be a whole number from -2147483648 to 2147483647")],
    );
    refuses(r#""sku":"#, r#""sku":"A-1","sku":"#, &[("", "duplicate", "the field `sku` appears twice")]);
    refuses(r#"{"a":1.50"#, r#"{"a":1,"a":1.50"#, &[("/amounts", "duplicate", "a member appears twice")]);
    refuses("1.50", "{}", &[("/amounts/a", "type", "must be a number")]);
    refuses(r#""a":1.50"#, r#""a/~b":true"#, &[("/amounts/a~1~0b", "type", "must be a number")]);
    let inexact = "cannot be held exactly: a decimal has at most 28 decimal places and 96 bits";
    refuses("0.10", "1e29", &[("/lines/0/price", "format", inexact)]);
    refuses("f123b97d-", "f123b97d", &[("/id", "format", "must be a UUID with hyphens")]);
    refuses(r#""large""#, r#""huge""#, &[("/size", "enum", "must be one of `small`, `large`")]);
    refuses(r#""large""#, r#"{"large":null}"#, &[("/size", "type", "expected a string, found an object")]);
    refuses(r#""pigeon""#, "1", &[("/channel", "type", "expected a string, found a number")]);
    refuses(r#"{"price":2}"#, "[2]", &[("/lines/1", "type", "expected an object, found an array")]);
    refuses(
        r#"{"price":2}"#,
        r#"{"price":2,"x":1}"#,
        &[("/lines/1", "additionalProperties", "the field `x` is not allowed")],
    );
    refuses_text("[]", &[("", "type", "expected an object, found an array")]);
    refuses_text("null", &[("", "type", "expected an object, found null")]);
}

#[test]
fn inside_of_unions() {
    let card = r#"{"kind":"card","amount":7922816251426433759354395.0335}"#;
    let at = "/payment/parts/0";
    refuses(card, r#"{"amount":1}"#, &[(at, "required", "the field `kind` is missing")]);
    refuses(card, r#"{"kind":1}"#, &[(at, "type", "the field `kind` must be a string")]);
    refuses(card, "3", &[(at, "type", "must be an object")]);
    refuses(
        card,
        r#"{"kind":"card","kind":"card","amount":1}"#,
        &[(at, "duplicate", "the field `kind` appears twice")],
    );
    let known = "the field `kind` must be one of `card`, `split`";
    refuses(card, r#"{"kind":"cash"}"#, &[(at, "enum", known)]);
    refuses(card, r#"{"kind":"card"}"#, &[(at, "required", "the field `amount` is missing")]);
    refuses(
        card,
        r#"{"kind":"card","amount":true}"#,
        &[("/payment/parts/0/amount", "type", "must be a number")],
    );
    refuses(
        card,
        r#"{"kind":"card","amount":1,"x":1}"#,
        &[(at, "additionalProperties", "the field `x` is not allowed")],
    );
    refuses(
        card,
        r#"{"kind":"split","parts":[{"kind":"card","amount":1},{"kind":"split","parts":7}]}"#,
        &[("/payment/parts/0/parts/1/parts", "type", "expected an array, found a number")],
    );
    refuses(
        card,
        r#"{"kind":"card","amount":-1}"#,
        &[("/payment/parts/0/amount", "minimum", "must be at least 0")],
    );
}

#[test]
fn every_constraint_is_reported() {
    let text = FULL
        .replace("PROD-123", "prod")
        .replace(":5,", ":0,")
        .replace("99.90", "99.905")
        .replace("hello", "grüße!")
        .replace(r#""tag":null"#, r#""tag":0"#)
        .replace(r#"[{"price":0.10},{"price":2}]"#, r#"[{"price":-2.0},{"price":1},{"price":-2}]"#);
    refuses_text(
        &text,
        &[
            ("/sku", "pattern", "must match the pattern ^[A-Z]+-[0-9]+$"),
            ("/quantity", "minimum", "must be at least 1"),
            ("/oldPrice", "multipleOf", "must be a multiple of 0.01"),
            ("/note", "maxLength", "must have at most 5 characters, has 6"),
            ("/tag", "exclusiveMinimum", "must be greater than 0"),
            ("/lines", "uniqueItems", "items must differ, items 0 and 2 are equal"),
            ("/lines/0/price", "minimum", "must be at least 0"),
            ("/lines/2/price", "minimum", "must be at least 0"),
        ],
    );
}

#[test]
fn what_is_not_json_says_line_and_column() {
    let error = event_contracts::decode_data::<ProductPriceChanged>("{\n  \"sku\": }").unwrap_err();
    assert_eq!(error.to_string(), "not JSON: expected value at line 2 column 10");
    let error = event_contracts::decode_data::<ProductPriceChanged>(&format!("{FULL} x")).unwrap_err();
    assert!(matches!(error, DecodeError::Json { line: 1, .. }), "{error}");
}

#[test]
fn nesting_is_bounded() {
    let (open, close) = (r#"{"kind":"split","parts":["#, "]}");
    let nested = |levels: usize| format!("{}{}", open.repeat(levels), close.repeat(levels));
    serde_json::from_str::<Payment>(&nested(60)).expect("60 levels are read");
    for levels in [65, 100_000] {
        let error = serde_json::from_str::<Payment>(&nested(levels)).unwrap_err().to_string();
        assert!(error.starts_with("must not nest deeper than 128 levels"), "{error}");
    }
}

#[test]
fn messages_hold_no_values() {
    let secret = "hunter2";
    for (from, to) in [
        (r#""quantity":5"#, r#""quantity":"hunter2""#),
        (r#""large""#, r#""hunter2""#),
        ("f123b97d-9da7-46d8-afb3-2ce6ec924db0", secret),
        (r#""card""#, r#""hunter2""#),
        ("PROD-123", secret),
        ("hello", "hunter2"),
    ] {
        let text = FULL.replacen(from, to, 1);
        let error = event_contracts::decode_data::<ProductPriceChanged>(&text).unwrap_err();
        assert!(!error.to_string().contains(secret), "{error}");
    }
}

#[test]
fn derived_enums_are_strict_inside_of_same() {
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(crate = "event_contracts::__private::serde")]
    enum Derived {
        #[serde(rename = "one")]
        One,
    }
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(crate = "event_contracts::__private::serde")]
    struct Holder(#[serde(with = "wire::As::<Vec<wire::Same>>")] Vec<Derived>);
    let read = |text: &str| serde_json::from_str::<Holder>(text).ok();
    assert_eq!(read(r#"["one"]"#), Some(Holder(vec![Derived::One])));
    assert_eq!(read(r#"[{"one":null}]"#), None);
    assert_eq!(read(r#"["two"]"#), None);
}

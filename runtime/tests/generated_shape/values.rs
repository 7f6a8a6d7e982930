//! Good documents: read, and written back.

use super::*;
use event_contracts::__private::serde_json;

/// All members, with what is easily lost: scale, null against absent, unknown names, digits in a union.
pub(super) const FULL: &str = r#"{"sku":"PROD-123","quantity":5,"oldPrice":99.90,"note":"hello","category":null,"tag":null,"amounts":{"a":1.50,"b":12345678901234567890.12345678},"lines":[{"price":0.10},{"price":2}],"id":"f123b97d-9da7-46d8-afb3-2ce6ec924db0","size":"large","channel":"pigeon","payment":{"kind":"split","parts":[{"kind":"card","amount":7922816251426433759354395.0335}]}}"#;

#[track_caller]
pub(super) fn read(text: &str) -> ProductPriceChanged {
    event_contracts::decode_data(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

#[test]
fn comes_back_byte_for_byte() {
    assert_eq!(serde_json::to_string(&read(FULL)).unwrap(), FULL);
}

#[test]
fn reads_from_a_reader_and_from_a_value() {
    let expected = read(FULL);
    assert_eq!(serde_json::from_reader::<_, ProductPriceChanged>(FULL.as_bytes()).unwrap(), expected);
    // A Value holds a binary64, so only numbers that fit come back.
    let simple =
        FULL.replace("12345678901234567890.12345678", "1.5").replace("7922816251426433759354395.0335", "3");
    let value: serde_json::Value = serde_json::from_str(&simple).unwrap();
    let from_value: ProductPriceChanged = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(from_value.amounts["b"], Decimal::new(15, 1));
    assert_eq!(serde_json::to_value(&from_value).unwrap(), value);
}

#[test]
fn absent_and_null_are_told_apart() {
    let without = FULL.replace(r#""tag":null,"#, "").replace(r#""note":"hello","#, "");
    let event = read(&without);
    assert_eq!((&event.tag, &event.note), (&None, &None));
    assert_eq!(serde_json::to_string(&event).unwrap(), without);
    assert_eq!(read(FULL).tag, Some(None));
}

#[test]
fn unknown_members_are_ignored_where_the_contract_allows_them() {
    let more = FULL.replacen('{', r#"{"new":[{"deep":1}],"#, 1);
    assert_eq!(read(&more), read(FULL));
}

#[test]
fn a_tag_may_come_last_and_escaped() {
    let last = FULL.replace(
        r#"{"kind":"card","amount":7922816251426433759354395.0335}"#,
        r#"{"amount":7922816251426433759354395.0335,"\u006bind":"c\u0061rd"}"#,
    );
    assert_ne!(last, FULL);
    assert_eq!(read(&last), read(FULL));
}

#[test]
fn enums_print_as_they_are_written() {
    assert_eq!(Size::Large.to_string(), "large");
    assert_eq!(Channel::Unknown("pigeon".to_owned()).to_string(), "pigeon");
    assert_eq!(Channel::from("sms"), Channel::Sms);
}

#[test]
fn the_catalogue_runs_every_event() {
    let shown: Vec<String> =
        EVENTS.iter().map(|e| format!("{}/{} {}", e.domain, e.event_type, e.version)).collect();
    assert_eq!(shown, ["shop/ProductPriceChanged 1.1", "shop/OrderCreated 1.3", "shop/OrderCreated 2.0"]);
    assert_eq!((EVENTS[0].round_trip)(FULL).unwrap(), FULL);
    assert_eq!((EVENTS[1].round_trip)(r#"{"orderId": 5.0}"#).unwrap(), r#"{"orderId":5}"#);
    assert_eq!(EVENTS[1].schema.trim(), r#"{"title":"OrderCreated"}"#);
    let error = (EVENTS[2].round_trip)(r#"{"orderId":""}"#).unwrap_err();
    assert!(
        error.to_string().contains("/orderId: must have at least 1 character, has 0 [minLength]"),
        "{error}"
    );
}

//! Envelopes around the generated types.

use super::*;
use event_contracts::{EncodeError, Envelope, RawEnvelope, Version};

/// Members in the order in which they are written.
const TEXT: &str = r#"{"eventId":"f123b97d-9da7-46d8-afb3-2ce6ec924db0","eventType":"OrderCreated","timestamp":"2026-01-14T16:00:00Z","correlationId":"742a938a-6a7f-4f2e-977a-a423d4474b71","causationId":"bbf040f0-24fa-4a43-9d59-bfda63641ab3","source":"order-service","version":"1.0","traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01","data":{"orderId":7}}"#;

type V1 = Envelope<v1::OrderCreated>;

#[test]
fn comes_back_byte_for_byte() {
    let event = V1::decode(TEXT).unwrap();
    assert_eq!(event.data.order_id, 7);
    assert_eq!(event.encode().unwrap(), TEXT);
    assert_eq!((EVENTS[1].round_trip_envelope)(TEXT).unwrap(), TEXT);
}

#[test]
fn optional_members_stay_away() {
    let event = V1::new(v1::OrderCreated { order_id: 1 }, Uuid::nil());
    let text = event.encode().unwrap();
    assert!(!text.contains("causationId") && !text.contains("traceparent"), "{text}");
    assert!(text.contains(r#""source":"order-service","version":"1.3","data":{"orderId":1}}"#), "{text}");
    assert_eq!(event.event_id.get_version_num(), 7);
    assert_eq!(V1::decode(&text).unwrap(), event);
}

#[test]
fn order_is_free_and_unknown_members_are_ignored() {
    let data = r#""data":{"orderId":7}"#;
    let first =
        TEXT.replace(&format!(",{data}"), "").replacen('{', &format!(r#"{{{data},"later":{{"a":[1]}},"#), 1);
    assert!(first.starts_with(r#"{"data""#));
    assert_eq!(V1::decode(&first).unwrap(), V1::decode(TEXT).unwrap());
    assert_eq!(RawEnvelope::parse(&first).unwrap().data().get(), r#"{"orderId":7}"#);
}

#[test]
fn a_newer_minor_is_read_as_the_known_one() {
    let newer = TEXT.replace(r#""version":"1.0""#, r#""version":"1.99""#);
    assert_eq!(V1::decode(&newer).unwrap().version, Version::new(1, 99));
}

#[test]
fn the_header_decides_before_the_data() {
    let other = TEXT.replace("OrderCreated", "OrderPaid").replace(":7}", ":true}");
    for error in [
        V1::decode(&other).unwrap_err(),
        RawEnvelope::parse(&other).unwrap().decode::<v1::OrderCreated>().unwrap_err(),
    ] {
        assert_eq!(error.to_string(), "expected an event of type `OrderCreated`, found `OrderPaid`");
    }
    let next = TEXT.replace(r#""version":"1.0""#, r#""version":"2.0""#);
    let error = V1::decode(&next).unwrap_err();
    assert_eq!(error.to_string(), "version 2.0 of `OrderCreated` is not known here, only 1.x");
    let wrong = TEXT.replace(":7}", ":true}");
    let error = V1::decode(&wrong).unwrap_err();
    assert!(
        matches!(&error, DecodeError::Data(all) if all.iter().all(|v| v.pointer == "/orderId")),
        "{error}"
    );
}

#[test]
fn any_major() {
    let read = |text: &str| Envelope::<AnyOrderCreated>::decode_any(text);
    assert_eq!(read(TEXT).unwrap().data, AnyOrderCreated::V1(v1::OrderCreated { order_id: 7 }));
    let second = TEXT.replace(r#""version":"1.0""#, r#""version":"2.1""#).replace(":7}", ":\"x\"}");
    assert_eq!(
        read(&second).unwrap().data,
        AnyOrderCreated::V2(v2::OrderCreated { order_id: "x".to_owned() })
    );
    let invalid = second.replace("\"x\"", "\"\"");
    let error = read(&invalid).unwrap_err();
    assert_eq!(error.violations().unwrap().iter().next().unwrap().pointer, "/orderId");
    let third = TEXT.replace(r#""version":"1.0""#, r#""version":"3.0""#);
    let error = read(&third).unwrap_err();
    assert_eq!(error.to_string(), "version 3.0 of `OrderCreated` is not known here, only 1.x, 2.x");
    let plain = DecodeError::unknown_major("OrderCreated", 9, AnyOrderCreated::MAJORS);
    assert!(plain.to_string().starts_with("version 9.0 "));
}

#[test]
fn bad_headers() {
    for (from, to, pointer, rule) in [
        (r#""version":"1.0","#, "", "", "required"),
        (r#","data":{"orderId":7}"#, "", "", "required"),
        ("\"1.0\"", "\"1.00\"", "/version", "pattern"),
        ("\"1.0\"", "1.0", "/version", "type"),
        ("f123b97d-9da7-46d8-afb3-2ce6ec924db0", "f123b97d9da746d8afb32ce6ec924db0", "/eventId", "format"),
        ("16:00:00Z", "16:00:00", "/timestamp", "format"),
        (r#""bbf040f0-24fa-4a43-9d59-bfda63641ab3""#, "null", "/causationId", "type"),
        (r#""00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01""#, "null", "/traceparent", "type"),
        (r#""source""#, r#""source":"a","source""#, "", "duplicate"),
    ] {
        let text = TEXT.replacen(from, to, 1);
        assert_ne!(text, TEXT);
        let error = V1::decode(&text).unwrap_err();
        let DecodeError::Envelope(violations) = &error else { panic!("{error}") };
        let found: Vec<_> = violations.iter().map(|v| (v.pointer.as_str(), v.rule)).collect();
        assert_eq!(found, [(pointer, rule)], "{error}");
    }
    assert!(matches!(V1::decode("[]"), Err(DecodeError::Envelope(_))));
    assert!(matches!(V1::decode("{"), Err(DecodeError::Json { .. })));
}

#[test]
fn a_cause_is_named() {
    let cause = RawEnvelope::parse(TEXT).unwrap();
    let event = V1::new(v1::OrderCreated { order_id: 1 }, Uuid::nil()).caused_by(cause.header());
    assert_eq!(event.causation_id, Some(cause.header().event_id));
    assert_eq!(event.correlation_id, cause.header().correlation_id);
    assert_eq!(cause.header().clone().into_owned(), *cause.header());
}

#[test]
fn a_producer_is_strict() {
    let bad = Envelope::new(v2::OrderCreated { order_id: String::new() }, Uuid::nil());
    let error = bad.encode().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the data does not follow its contract:\n/orderId: must have at least 1 character, has 0 [minLength]"
    );

    let mut event = V1::decode(TEXT).unwrap();
    event.source = "Order Service".into();
    event.traceparent = Some("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01".to_owned());
    event.version = Version::new(2, 0);
    let error = event.encode().unwrap_err();
    assert!(matches!(error, EncodeError::Envelope(_)));
    let places: Vec<_> = error.violations().unwrap().iter().map(|v| v.pointer.as_str()).collect();
    assert_eq!(places, ["/source", "/version", "/traceparent"]);
}

#[test]
fn a_migration_keeps_the_circumstances() {
    let event = V1::decode(TEXT).unwrap();
    let (id, correlation) = (event.event_id, event.correlation_id);
    let newer = event.map(|data| v2::OrderCreated { order_id: data.order_id.to_string() });
    assert_eq!((newer.event_id, newer.correlation_id), (id, correlation));
    assert_eq!(newer.data.order_id, "7");
}

//! The generated crate as a service uses it: what README.md shows, and dispatch over versions.

use contracts::shop::{AnyOrderCreated, ProductPriceChanged, order_created};
use contracts::types::{Currency, Sku};
use event_contracts::{Decimal, DecodeError, Envelope, EventDescriptor, RawEnvelope, Uuid, Validate as _};

fn price_changed() -> ProductPriceChanged {
    ProductPriceChanged {
        sku: Sku::from("PROD-123"),
        old_price: Decimal::new(9999, 2),
        new_price: Decimal::new(7990, 2),
        currency: Currency::from("GBP"),
        effective_from: None,
    }
}

#[test]
fn an_event_is_published_and_read() {
    let sent = Envelope::new(price_changed(), Uuid::now_v7());
    let text = sent.encode().expect("a valid event");
    assert!(text.contains(r#""newPrice":79.90,"currency":"GBP"}}"#), "{text}");
    let raw = RawEnvelope::parse(&text).expect("an envelope");
    assert!(raw.header().event_type == "ProductPriceChanged");
    let event: Envelope<ProductPriceChanged> = raw.decode().expect("the event");
    assert_eq!(event, sent);
}

#[test]
fn a_producer_cannot_write_what_the_contract_forbids() {
    let wrong =
        ProductPriceChanged { new_price: Decimal::new(-1, 0), sku: Sku::from("small"), ..price_changed() };
    let violations = wrong.validate().expect_err("two faults");
    let pointers: Vec<_> =
        violations.iter().map(|violation| (violation.pointer.as_str(), violation.rule)).collect();
    assert_eq!(pointers, [("/sku", "pattern"), ("/newPrice", "minimum")]);
    assert!(Envelope::new(wrong, Uuid::now_v7()).encode().is_err());
}

#[test]
#[expect(deprecated, reason = "who reads every major reads those on their way out as well")]
fn whichever_major_arrives_is_read() {
    let example = |major: u32| {
        let descriptor: &EventDescriptor = contracts::EVENTS
            .iter()
            .find(|event| event.event_type == "OrderCreated" && event.version.major == major)
            .expect("the event");
        let schema: serde_json::Value = serde_json::from_str(descriptor.schema).expect("JSON");
        let (id, data) = (Uuid::now_v7(), &schema["examples"][0]);
        format!(
            r#"{{"data":{data},"eventId":"{id}","eventType":"OrderCreated","timestamp":"2026-01-14T16:00:00Z",
                "correlationId":"{id}","source":"order-service","version":"{major}.9"}}"#
        )
    };
    match Envelope::<AnyOrderCreated>::decode_any(&example(1)).expect("version 1").data {
        AnyOrderCreated::V1(order) => assert!(!order.lines.is_empty()),
        AnyOrderCreated::V2(_) => panic!("version 1 was sent"),
    }
    match Envelope::<AnyOrderCreated>::decode_any(&example(2)).expect("version 2").data {
        AnyOrderCreated::V2(order_created::OrderCreated { currency, .. }) => {
            assert_eq!(currency.as_ref().len(), 3);
        }
        AnyOrderCreated::V1(_) => panic!("version 2 was sent"),
    }
    let newer = example(2).replace("\"2.9\"", "\"3.0\"");
    let error = Envelope::<AnyOrderCreated>::decode_any(&newer).expect_err("nobody knows version 3");
    assert!(matches!(error, DecodeError::UnknownVersion { .. }), "{error}");
}

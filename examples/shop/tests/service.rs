//! The service as a process: what it reads was written by the generated types, and what it writes is read by them.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../../service.rs"]
mod service;

use contracts::shop::{CartCleared, OrderCreated, ProductPriceChanged};
use event_contracts::{Envelope, held};
use service::{answers, message};

const SERVICE: &str = env!("CARGO_BIN_EXE_cart-service");
const CHANGED: &str = r#"{"sku": "PROD-123", "oldPrice": 99.99, "newPrice": 79.90, "currency": "GBP"}"#;
const ORDER: &str = r#"{"orderId": 10482, "customerId": "cust-48213", "total": 159.98, "currency": "GBP",
    "lines": [{"sku": "PROD-123", "quantity": 2, "unitPrice": 79.99}], "reservationId": "RSV-20260114-0042"}"#;

#[test]
fn a_cart_is_cleared_when_it_is_ordered() {
    let answers =
        answers(SERVICE, &[message::<ProductPriceChanged>(CHANGED), message::<OrderCreated>(ORDER)]);
    let [answer] = &answers[..] else { panic!("{answers:?}") };
    let cleared = Envelope::<CartCleared>::decode(answer).unwrap();
    assert_eq!(cleared.data.customer_id.0, "cust-48213");
}

#[test]
fn prices_keep_every_digit() {
    let mut service = cart_service::Service::default();
    assert!(service.handle(&message::<ProductPriceChanged>(CHANGED)).unwrap().is_empty());
    assert_eq!(service.price("PROD-123").unwrap().to_string(), "79.90");
}

/// What `event-contracts lint` compares with services.toml.
#[test]
fn what_is_read_is_written_down() {
    use cart_service::events::{Ordered, PriceChanged};
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../contracts/uses/cart-service.toml");
    let all = [held::reads::<PriceChanged>(), held::reads::<Ordered>()];
    held::written_down(file.as_ref(), &all).unwrap();
}

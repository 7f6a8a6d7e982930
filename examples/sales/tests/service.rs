//! The service as a process: what it reads was written by the generated types, and what it writes is read by them.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../../service.rs"]
mod service;

use contracts::sales::{OrderConfirmedEvent, StockDebitedEvent};
use event_contracts::{Envelope, held};
use service::{answers, message};

const SERVICE: &str = env!("CARGO_BIN_EXE_inventory-api");
const ORDER: &str = r#"{"orderId": "b622bf64-7b11-499d-94f5-e433a6ceb096", "items": [
    {"productId": "9a0ccb85-d451-41f3-aafd-c437bf661404", "productName": "Arbor desk lamp, oak", "quantity": 6}]}"#;

#[test]
fn the_second_order_is_too_large() {
    let message = message::<OrderConfirmedEvent>(ORDER);
    let answers = answers(SERVICE, &[message.clone(), message]);
    let found: Vec<StockDebitedEvent> =
        answers.iter().map(|answer| Envelope::decode(answer).unwrap().data).collect();
    let [first, second] = &found[..] else { panic!("{answers:?}") };
    assert_eq!((first.stock_deductions[0].new_stock, second.all_deductions_successful), (4, false));
    assert!(second.error_message.is_some());
}

/// What `event-contracts lint` compares with services.toml.
#[test]
fn what_is_read_is_written_down() {
    use inventory_api::events::Confirmed;
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../contracts/uses/inventory-api.toml");
    let all = [held::reads::<Confirmed>()];
    held::written_down(file.as_ref(), &all).unwrap();
}

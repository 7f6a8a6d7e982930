//! The service as a process: what it reads was written by the generated types, and what it writes is read by them.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../../service.rs"]
mod service;

use contracts::finance::{BudgetAlertTriggered, TransactionCreated};
use event_contracts::{Envelope, held};
use service::{answers, message};

const SERVICE: &str = env!("CARGO_BIN_EXE_budget-service");
const RENT: &str = r#"{"transactionId": "7ca3adc6-d2a0-4f02-aed3-c6d8d1b2750e", "userId": "2485069f-bd0a-423f-8fb4-2b0567fedb40",
    "date": "2026-03-14T09:26:00Z", "amount": -42.80, "currency": "GBP", "merchant": "Northern Rail",
    "account": "**** 4471", "category": "Travel"}"#;

#[test]
fn the_second_journey_is_nearly_too_much() {
    let message = message::<TransactionCreated>(RENT);
    let answers = answers(SERVICE, &[message.clone(), message]);
    let [answer] = &answers[..] else { panic!("{answers:?}") };
    let alert = Envelope::<BudgetAlertTriggered>::decode(answer).unwrap().data;
    assert_eq!((alert.threshold_percent, alert.spent.to_string().as_str()), (80, "85.60"));
}

/// What `event-contracts lint` compares with services.toml.
#[test]
fn what_is_read_is_written_down() {
    use budget_service::events::Spending;
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../contracts/uses/budget-service.toml");
    let all = [held::reads::<Spending>()];
    held::written_down(file.as_ref(), &all).unwrap();
}

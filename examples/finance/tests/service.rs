//! The service as a process: what it reads was written by the generated types, and what it writes is read by them.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use contracts::finance::{BudgetAlertTriggered, TransactionCreated};
use event_contracts::{Envelope, Event, Uuid, held};
use std::{
    io::Write,
    process::{Command, Stdio},
};

/// What the service answers.
fn answers(messages: &[String]) -> Vec<String> {
    let mut service = Command::new(env!("CARGO_BIN_EXE_budget-service"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    service.stdin.take().unwrap().write_all((messages.join("\n") + "\n").as_bytes()).unwrap();
    let output = service.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().lines().map(ToOwned::to_owned).collect()
}

/// A message with the data of a contract's example.
fn message<T: Event>(data: &str) -> String {
    let data: T = event_contracts::decode_data(data).unwrap();
    Envelope::new(data, Uuid::now_v7()).encode().unwrap()
}

const RENT: &str = r#"{"transactionId": "7ca3adc6-d2a0-4f02-aed3-c6d8d1b2750e", "userId": "2485069f-bd0a-423f-8fb4-2b0567fedb40",
    "date": "2026-03-14T09:26:00Z", "amount": -42.80, "currency": "GBP", "merchant": "Northern Rail",
    "account": "**** 4471", "category": "Travel"}"#;

#[test]
fn the_second_journey_is_nearly_too_much() {
    let message = message::<TransactionCreated>(RENT);
    let answers = answers(&[message.clone(), message]);
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

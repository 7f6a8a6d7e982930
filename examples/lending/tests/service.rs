//! The service as a process: what it reads was written by the generated types, and what it writes is read by them.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use contracts::lending::{CreditReportReceived, LoanApplicationSubmitted};
use event_contracts::{Envelope, Event, Uuid, held};
use std::{
    io::Write,
    process::{Command, Stdio},
};

/// What the service answers.
fn answers(messages: &[String]) -> Vec<String> {
    let mut service = Command::new(env!("CARGO_BIN_EXE_credit-bureau"))
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

const APPLICATION: &str = r#"{"applicationId": "LA-2026-000744", "clientId": "CLT-004530", "product": "payrollLoan",
    "requestedAmount": {"amount": 15000.00, "currency": "ZMW"}, "termMonths": 24, "purpose": "a roof", "channel": "agent"}"#;

#[test]
fn every_application_leads_to_a_report() {
    let answers = answers(&[message::<LoanApplicationSubmitted>(APPLICATION)]);
    let [answer] = &answers[..] else { panic!("{answers:?}") };
    let report = Envelope::<CreditReportReceived>::decode(answer).unwrap().data;
    assert_eq!((report.score, report.bureau_reference.as_str()), (None, "CRB-CLT-004530-1"));
}

/// What `event-contracts lint` compares with services.toml.
#[test]
fn what_is_read_is_written_down() {
    use credit_bureau::events::Submitted;
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../contracts/uses/credit-bureau.toml");
    let all = [held::reads::<Submitted>()];
    held::written_down(file.as_ref(), &all).unwrap();
}

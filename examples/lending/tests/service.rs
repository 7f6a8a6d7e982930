//! The service as a process: what it reads was written by the generated types, and what it writes is read by them.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../../service.rs"]
mod service;

use contracts::lending::{CreditReportReceived, LoanApplicationSubmitted};
use event_contracts::{Envelope, held};
use service::{answers, message};

const SERVICE: &str = env!("CARGO_BIN_EXE_credit-bureau");
const APPLICATION: &str = r#"{"applicationId": "LA-2026-000744", "clientId": "CLT-004530", "product": "payrollLoan",
    "requestedAmount": {"amount": 15000.00, "currency": "ZMW"}, "termMonths": 24, "purpose": "a roof", "channel": "agent"}"#;

#[test]
fn every_application_leads_to_a_report() {
    let answers = answers(SERVICE, &[message::<LoanApplicationSubmitted>(APPLICATION)]);
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

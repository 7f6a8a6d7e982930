//! The events that the service reads and publishes, as it wants to see them.

use event_contracts::{Date, Decimal, Event, EventData, wire};
use serde::{Deserialize, Serialize};

/// Someone wants a loan.
#[derive(Debug, Serialize, Deserialize, Event)]
#[event(contract = "lending/loan-application-submitted", version = "1.0", reader)]
#[serde(rename_all = "camelCase")]
pub struct Submitted {
    /// The application.
    pub application_id: String,
    /// Who applies.
    pub client_id: String,
}

/// What the bureau knows about an applicant.
#[derive(Debug, Serialize, Deserialize, Event)]
#[event(contract = "lending/credit-report-received", version = "1.0")]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The application.
    pub application_id: String,
    /// Who applied.
    pub client_id: String,
    /// The bureau's own number.
    pub bureau_reference: String,
    /// When it answered.
    pub report_date: Date,
    /// From 300 to 850, if there is one.
    pub score: Option<u16>,
    /// Loans that are being paid back.
    pub open_loans: u32,
    /// What is owed.
    pub total_outstanding: Money,
    /// What was not paid back.
    pub defaults: Vec<Default>,
    /// How long the report may be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
}

/// A loan that was not paid back.
#[derive(Debug, Serialize, Deserialize, EventData)]
#[serde(rename_all = "camelCase")]
pub struct Default {
    /// Whose money it was.
    pub lender: String,
    /// How much.
    pub amount: Money,
    /// Since when it is known.
    pub reported_on: Date,
    /// Whether it was paid back after all.
    pub settled: bool,
}

/// An amount with its currency.
#[derive(Debug, Serialize, Deserialize, EventData)]
#[event(shared = "types/money")]
pub struct Money {
    /// How much.
    #[serde(with = "wire::As::<wire::DecimalNumber>")]
    pub amount: Decimal,
    /// Of what.
    pub currency: String,
}

//! Asks the credit bureau about everyone who applies for a loan.

pub mod events;

use event_contracts::{Decimal, Envelope, Event, FormatError, RawEnvelope, Timestamp};
use events::{Money, Report, Submitted};
use std::{collections::BTreeMap, error::Error};

/// The service with its state.
#[derive(Debug, Default)]
pub struct Service {
    enquiries: BTreeMap<String, u32>,
}

impl Service {
    /// Takes a message, and gives those that follow from it.
    pub fn handle(&mut self, message: &str) -> Result<Vec<String>, Box<dyn Error>> {
        let raw = RawEnvelope::parse(message)?;
        if raw.header().event_type != Submitted::TYPE {
            return Ok(Vec::new());
        }
        let report = self.ask(raw.decode::<Submitted>()?.data, raw.header().timestamp)?;
        let answer = Envelope::new(report, raw.header().correlation_id).caused_by(raw.header());
        Ok(vec![answer.encode()?])
    }

    fn ask(&mut self, application: Submitted, at: Timestamp) -> Result<Report, FormatError> {
        let enquiries = self.enquiries.entry(application.client_id.clone()).or_insert(0);
        *enquiries += 1;
        Ok(Report {
            bureau_reference: format!("CRB-{}-{enquiries}", application.client_id),
            application_id: application.application_id,
            client_id: application.client_id,
            report_date: at.to_string().chars().take(10).collect::<String>().parse()?,
            // Nobody is known to the bureau of an example.
            score: None,
            open_loans: 0,
            total_outstanding: Money { amount: Decimal::ZERO, currency: "ZMW".to_owned() },
            defaults: Vec::new(),
            valid_until: None,
        })
    }
}

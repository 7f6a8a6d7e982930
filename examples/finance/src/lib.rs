//! Warns users of the finance app when a budget is nearly spent.

pub mod events;

use event_contracts::{Date, Decimal, Envelope, Event, FormatError, RawEnvelope, Timestamp, Uuid};
use events::{Alert, Category, Level, Period, Spending};
use std::{collections::BTreeMap, error::Error};

/// What a user wants to spend at most on a category in a month.
#[derive(Debug)]
pub struct Budget {
    id: Uuid,
    limit: Decimal,
    spent: Decimal,
    period: Period,
}

/// The service with its state.
#[derive(Debug, Default)]
pub struct Service {
    budgets: BTreeMap<(Uuid, Category), Budget>,
}

impl Service {
    /// Takes a message, and gives those that follow from it.
    pub fn handle(&mut self, message: &str) -> Result<Vec<String>, Box<dyn Error>> {
        let raw = RawEnvelope::parse(message)?;
        if raw.header().event_type != Spending::TYPE {
            return Ok(Vec::new());
        }
        let spending = raw.decode::<Spending>()?.data;
        let Some(alert) = self.spend(spending)? else { return Ok(Vec::new()) };
        let answer = Envelope::new(alert, raw.header().correlation_id).caused_by(raw.header());
        Ok(vec![answer.encode()?])
    }

    fn spend(&mut self, spending: Spending) -> Result<Option<Alert>, FormatError> {
        let Some(category) = spending.category else { return Ok(None) };
        let day = day(spending.date)?;
        let key = (spending.user_id, category.clone());
        let budget = self.budgets.entry(key).or_insert_with(|| Budget {
            id: Uuid::now_v7(),
            limit: Decimal::ONE_HUNDRED,
            spent: Decimal::ZERO,
            period: Period { from: day, to: day },
        });
        budget.spent -= spending.amount.min(Decimal::ZERO);
        let level = match budget.spent * Decimal::ONE_HUNDRED / budget.limit {
            share if share > Decimal::ONE_HUNDRED => Level::Exceeded,
            share if share == Decimal::ONE_HUNDRED => Level::Reached,
            share if share >= Decimal::from(80) => Level::Warning,
            _ => return Ok(None),
        };
        Ok(Some(Alert {
            budget_id: budget.id,
            user_id: spending.user_id,
            category,
            level,
            threshold_percent: if matches!(level, Level::Warning) { 80 } else { 100 },
            limit: budget.limit,
            spent: budget.spent,
            currency: spending.currency,
            period: budget.period.clone(),
            transaction_id: Some(spending.transaction_id),
        }))
    }
}

/// The day that a time is written with.
fn day(at: Timestamp) -> Result<Date, FormatError> {
    at.to_string().chars().take(10).collect::<String>().parse()
}

//! The events that the service reads and publishes, as it wants to see them.

use event_contracts::{Date, Decimal, Event, EventData, Timestamp, Uuid, wire};
use serde::{Deserialize, Serialize};

/// A bank transaction: what counts for a budget.
#[derive(Debug, Serialize, Deserialize, Event)]
#[event(contract = "finance/transaction-created", version = "2.0", reader)]
#[serde(rename_all = "camelCase")]
pub struct Spending {
    /// The transaction.
    pub transaction_id: Uuid,
    /// Whose it is.
    pub user_id: Uuid,
    /// When it happened.
    pub date: Timestamp,
    /// Negative for what is spent.
    #[serde(with = "wire::As::<wire::DecimalNumber>")]
    pub amount: Decimal,
    /// Of the amount.
    pub currency: String,
    /// Not known yet for some.
    pub category: Option<Category>,
}

/// A budget is nearly or fully spent.
#[derive(Debug, Serialize, Deserialize, Event)]
#[event(contract = "finance/budget-alert-triggered", version = "1.0")]
#[serde(rename_all = "camelCase")]
pub struct Alert {
    /// The budget.
    pub budget_id: Uuid,
    /// Whose it is.
    pub user_id: Uuid,
    /// For what it is.
    pub category: Category,
    /// How far it is spent.
    pub level: Level,
    /// The share at which the alert was wanted.
    pub threshold_percent: i32,
    /// What may be spent.
    #[serde(with = "wire::As::<wire::DecimalNumber>")]
    pub limit: Decimal,
    /// What is spent.
    #[serde(with = "wire::As::<wire::DecimalNumber>")]
    pub spent: Decimal,
    /// Of both amounts.
    pub currency: String,
    /// When the budget holds.
    pub period: Period,
    /// The transaction that was one too many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<Uuid>,
}

/// What money is spent on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, EventData)]
#[event(shared = "finance/types/category")]
pub struct Category(pub String);

/// How far a budget is spent.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, EventData)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Nearly.
    Warning,
    /// To the last penny.
    Reached,
    /// Beyond.
    Exceeded,
}

/// Days from one to another.
#[derive(Debug, Clone, Serialize, Deserialize, EventData)]
#[event(shared = "finance/types/date-range")]
pub struct Period {
    /// The first.
    pub from: Date,
    /// The last.
    pub to: Date,
}

//! The events that the service reads and publishes, as it wants to see them.

use event_contracts::{Event, EventData, Uuid};
use serde::{Deserialize, Serialize};

/// An order was paid.
#[derive(Debug, Serialize, Deserialize, Event)]
#[event(contract = "sales/order-confirmed-event", version = "1.0", reader)]
#[serde(rename_all = "camelCase")]
pub struct Confirmed {
    /// The order.
    pub order_id: Uuid,
    /// What was ordered.
    pub items: Vec<Item>,
}

/// A product of an order; its name is of no use here.
#[derive(Debug, Serialize, Deserialize, EventData)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    /// The product.
    pub product_id: Uuid,
    /// How many of it.
    pub quantity: i32,
}

/// An order was taken out of the stock, as far as it was there.
#[derive(Debug, Serialize, Deserialize, Event)]
#[event(contract = "sales/stock-debited-event", version = "1.0")]
#[serde(rename_all = "camelCase")]
pub struct Debited {
    /// The order.
    pub order_id: Uuid,
    /// What was taken.
    pub stock_deductions: Vec<Deduction>,
    /// Whether that was all.
    pub all_deductions_successful: bool,
    /// Why not.
    pub error_message: Option<String>,
}

/// One product that was taken.
#[derive(Debug, Serialize, Deserialize, EventData)]
#[event(shared = "sales/types/stock-deduction")]
#[serde(rename_all = "camelCase")]
pub struct Deduction {
    /// The product.
    pub product_id: Uuid,
    /// Its name.
    pub product_name: String,
    /// How many were taken.
    pub quantity_debited: i32,
    /// How many there were.
    pub previous_stock: i32,
    /// How many are left.
    pub new_stock: i32,
}

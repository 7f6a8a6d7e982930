//! The events of a service that wrote its types first.

mod parts;
pub mod payments;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use parts::{Address, Dispatched as Shipped, Line, Sku, Status};

/// An order was placed,
/// and its stock is reserved.
///
/// Nothing was paid yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-event" = { "source": "order-service", "owner": "orders-team", "version": "1.2" }))]
#[schemars(example = serde_json::from_str::<serde_json::Value>(EXAMPLE).unwrap_or_default())]
pub struct OrderPlaced {
    /// The order.
    pub order_id: Uuid,
    /// Counted up from 1.
    #[schemars(range(min = 1, max = 999_999))]
    pub number: u32,
    /// All sizes of integers.
    pub tiny: u8,
    /// May be below zero.
    pub small: i16,
    /// Of many bytes.
    pub wide: i64,
    /// Never below zero.
    pub huge: u64,
    /// A measurement.
    pub weight_kg: f64,
    /// Whether it is wrapped.
    pub gift: bool,
    /// Where it is shown.
    #[schemars(length(min = 1, max = 40), regex(pattern = "^[a-z-]+$"))]
    pub slug: String,
    /// Absent when there is nothing to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Null when nobody gave any.
    pub rating: Option<i32>,
    /// How often it was tried.
    #[serde(default)]
    pub retries: i32,
    /// What was ordered.
    pub lines: Vec<Line>,
    /// By name.
    pub fees: BTreeMap<String, f64>,
    /// Where it goes.
    #[serde(rename = "ship-to")]
    pub ship: Address,
    /// Who pays.
    pub bill: Option<Address>,
    /// What became of it.
    pub status: Status,
    /// Anything.
    pub extra: serde_json::Value,
    /// Who did it.
    #[serde(flatten)]
    pub audit: Audit,
    /// From and to.
    pub window: (i32, String),
}

/// Who did it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Audit {
    /// The person.
    pub by: String,
}

/// Of no event.
#[derive(Debug, Clone, JsonSchema)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
}

/// What an order looks like.
pub const EXAMPLE: &str = r#"{
    "orderId": "0191d7a0-5f0e-7cc3-98c4-dc0c0c07398f", "number": 7, "tiny": 255, "small": -3, "wide": -9007199254740993,
    "huge": 18446744073709551615, "weightKg": 0.25, "gift": true, "slug": "desk-lamp", "rating": null, "retries": 0,
    "lines": [{ "sku": "PROD-123", "quantity": 2 }], "fees": { "packing": 1.5 },
    "ship-to": { "street": "High Street 1", "careOf": { "street": "Mill Lane 2", "careOf": null } }, "bill": null,
    "status": "shipped_out", "extra": { "any": [1, "x"] }, "by": "ada", "window": [9, "17:00"]
}"#;

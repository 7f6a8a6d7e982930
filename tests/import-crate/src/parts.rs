//! What events share; named through the root of the crate.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One product of an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    /// What it is.
    pub sku: Sku,
    /// How many.
    pub quantity: u16,
}

/// Code of a product.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Sku(#[schemars(length(max = 64))] pub String);

/// Where somebody lives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Address {
    /// With number.
    pub street: String,
    /// Whom it goes through.
    pub care_of: Option<Box<Address>>,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It waits.
    Open,
    /// It is on its way.
    ShippedOut,
    /// Nobody knows.
    Lost,
}

/// An order is on its way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(extend("x-event" = { "type": "OrderShipped" }))]
pub struct Dispatched {
    /// The order.
    pub order_id: Uuid,
    /// Where it goes.
    pub ship_to: Address,
    /// Of the parcel; told nobody by the service itself.
    #[serde(
        rename(serialize = "tracking", deserialize = "trackingNumber"),
        skip_serializing_if = "Option::is_none"
    )]
    pub tracking: Option<String>,
}

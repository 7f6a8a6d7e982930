//! The events that the service reads and publishes, as it wants to see them.

use event_contracts::{Decimal, Event, EventData, wire};
use serde::{Deserialize, Serialize};

/// The list price of a product changed.
#[derive(Debug, Serialize, Deserialize, Event)]
#[event(contract = "shop/product-price-changed", version = "1.1", reader)]
#[serde(rename_all = "camelCase")]
pub struct PriceChanged {
    /// The product.
    pub sku: Sku,
    /// Before the change.
    #[serde(with = "wire::As::<wire::DecimalNumber>")]
    pub old_price: Decimal,
    /// After the change.
    #[serde(with = "wire::As::<wire::DecimalNumber>")]
    pub new_price: Decimal,
}

/// A cart became an order.
#[derive(Debug, Serialize, Deserialize, Event)]
#[event(contract = "shop/order-created", version = "2.0", reader)]
#[serde(rename_all = "camelCase")]
pub struct Ordered {
    /// Whose cart it was.
    pub customer_id: String,
}

/// A cart is empty again.
#[derive(Debug, Serialize, Deserialize, Event)]
#[event(contract = "shop/cart-cleared", version = "1.0")]
#[serde(rename_all = "camelCase")]
pub struct Cleared {
    /// Whose cart it is.
    pub customer_id: String,
}

/// The code of a product.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, EventData)]
#[event(shared = "types/sku")]
pub struct Sku(pub String);

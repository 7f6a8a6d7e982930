use event_contracts::Event;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "shop/price-changed", version = "1.0")]
#[serde(rename_all = "camelCase")]
struct PriceChanged {
    sku: i32,
    old_price: String,
    new_price: Option<String>,
    colour: String,
}

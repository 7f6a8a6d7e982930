use event_contracts::Event;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "shop/price-changed", version = "1.0", reader)]
#[serde(rename_all = "camelCase")]
struct PriceChanged {
    sku: String,
    colour: String,
}

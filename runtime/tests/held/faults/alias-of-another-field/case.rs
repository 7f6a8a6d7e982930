use event_contracts::{Event, Json};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "shop/order-placed", version = "1.0", reader)]
struct OrderPlaced {
    #[serde(rename = "orderId", alias = "note")]
    order: Json,
}

use event_contracts::{Event, EventData};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "shop/order-placed", version = "1.0")]
struct OrderPlaced {
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(flatten)]
    order: Order,
}

#[derive(Serialize, Deserialize, EventData)]
#[serde(rename_all = "camelCase")]
struct Order {
    order_id: i64,
}

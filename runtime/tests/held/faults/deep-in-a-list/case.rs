use event_contracts::{Decimal, Event, EventData, wire};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "shop/order-placed", version = "1.0")]
#[serde(rename_all = "camelCase")]
struct OrderPlaced {
    order_id: i64,
    lines: Vec<OrderLine>,
}

#[derive(Serialize, Deserialize, EventData)]
#[serde(rename_all = "camelCase")]
struct OrderLine {
    sku: String,
    quantity: u16,
    #[serde(with = "wire::As::<wire::DecimalNumber>")]
    unit_price: Decimal,
}

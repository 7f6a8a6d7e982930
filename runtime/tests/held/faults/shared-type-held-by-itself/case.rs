use event_contracts::{Decimal, EventData, wire};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EventData)]
#[event(shared = "shop/types/order-line")]
#[serde(rename_all = "camelCase")]
struct OrderLine {
    sku: String,
    quantity: u16,
    #[serde(with = "wire::As::<wire::DecimalNumber>")]
    unit_price: Decimal,
}

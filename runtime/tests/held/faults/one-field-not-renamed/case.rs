use event_contracts::{Decimal, Event, wire};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "shop/price-changed", version = "1.0")]
#[serde(rename_all = "camelCase")]
struct PriceChanged {
    sku: String,
    #[serde(with = "wire::As::<wire::DecimalNumber>")]
    #[serde(rename = "old_price")]
    old_price: Decimal,
    #[serde(with = "wire::As::<wire::DecimalNumber>")]
    new_price: Decimal,
    currency: String,
}

use event_contracts::{Decimal, Event, EventData, wire};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "shop/price-changed", version = "1.0")]
struct PriceChanged {
    sku: String,
    #[serde(flatten)]
    prices: Prices,
}

#[derive(Serialize, Deserialize, EventData)]
#[serde(rename_all = "camelCase")]
struct Prices {
    #[serde(with = "wire::As::<wire::DecimalNumber>")]
    old_price: Decimal,
    currency: String,
}

use event_contracts::{Decimal, Event, EventData, wire};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/decimal", version = "1.0")]
struct Held {
    #[serde(flatten)]
    inner: Inner,
}

#[derive(Serialize, Deserialize, EventData)]
struct Inner {
    #[serde(with = "wire::As::<wire::DecimalNumber>")]
    value: Decimal,
}

use event_contracts::{Decimal, Event, wire};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/decimal", version = "1.0")]
struct Held {
    #[serde(with = "wire::As::<wire::DecimalNumber>")]
    value: Decimal,
}

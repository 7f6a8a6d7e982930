use event_contracts::{Decimal, Event, EventData, wire};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EventData)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Value {
    Price {
        #[serde(with = "wire::As::<wire::DecimalNumber>")]
        amount: Decimal,
    },
    Text {
        words: String,
    },
}

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/measure", version = "1.0")]
struct Held {
    value: Value,
}

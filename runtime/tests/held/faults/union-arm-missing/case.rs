use event_contracts::{Event, EventData};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EventData)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Value {
    Card { digits: String },
}

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/payment", version = "1.0")]
struct Held {
    value: Value,
}

use event_contracts::{Event, EventData};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EventData)]
#[serde(untagged)]
enum Value {
    Long { a: String, b: bool },
    Short { a: String },
}

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/overlapping", version = "1.0")]
struct Held {
    value: Value,
}

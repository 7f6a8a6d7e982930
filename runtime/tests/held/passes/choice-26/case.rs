use event_contracts::{Event, EventData};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EventData)]
#[serde(untagged)]
enum Value {
    Text(String),
    Number(u16),
}

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/choice", version = "1.0")]
struct Held {
    value: Value,
}

use event_contracts::{Event, EventData};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EventData)]
#[serde(tag = "kind", content = "data", rename_all = "lowercase")]
enum Value {
    Card,
    Cash,
}

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/adjacent", version = "1.0")]
struct Held {
    value: Value,
}

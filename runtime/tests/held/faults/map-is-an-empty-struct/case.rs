use event_contracts::{Event, EventData};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EventData)]
struct Value {}

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/map", version = "1.0")]
struct Held {
    value: Value,
}

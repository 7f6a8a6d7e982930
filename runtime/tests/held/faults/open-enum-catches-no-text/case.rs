use event_contracts::{Event, EventData};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EventData)]
#[serde(rename_all = "lowercase")]
enum Value {
    Web,
    Shop,
    #[serde(untagged)]
    Other(u32),
}

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/channel", version = "1.0")]
struct Held {
    value: Value,
}

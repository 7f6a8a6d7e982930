use event_contracts::{Event, EventData};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EventData)]
#[serde(rename_all = "lowercase")]
enum Value {
    Red,
    #[serde(alias = "blue")]
    Green,
}

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/colour", version = "1.0")]
struct Held {
    value: Value,
}

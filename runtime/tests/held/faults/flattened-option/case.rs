use event_contracts::{Event, EventData};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Serialize, Deserialize, EventData)]
struct Value {
    #[serde(flatten)]
    more: Option<More>,
    #[serde(flatten)]
    rest: BTreeMap<String, event_contracts::Json>,
}

#[derive(Serialize, Deserialize, EventData)]
struct More {
    a: String,
}

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/noted", version = "1.0")]
struct Held {
    value: Value,
}

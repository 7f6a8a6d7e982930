use event_contracts::{Event, EventData};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Serialize, Deserialize, EventData)]
struct Value {
    a: String,
    #[serde(flatten)]
    rest: BTreeMap<String, i64>,
}

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/noted", version = "1.0")]
struct Held {
    value: Value,
}

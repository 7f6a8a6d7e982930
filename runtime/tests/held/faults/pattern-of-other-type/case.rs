use event_contracts::{Event, EventData};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Serialize, Deserialize, EventData)]
struct Value {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(flatten)]
    more: BTreeMap<String, u8>,
}

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/labels", version = "1.0")]
struct Held {
    value: Value,
}

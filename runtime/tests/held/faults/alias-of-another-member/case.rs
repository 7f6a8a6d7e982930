use event_contracts::{Event, EventData};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EventData)]
struct Value {
    #[serde(alias = "b")]
    a: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    c: Option<i64>,
}

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/noted", version = "1.0")]
struct Held {
    value: Value,
}

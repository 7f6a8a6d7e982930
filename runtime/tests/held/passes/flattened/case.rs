use event_contracts::{Event, EventData, Json};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/text", version = "1.0")]
struct Held {
    #[serde(flatten)]
    inner: Inner,
    #[serde(flatten)]
    more: std::collections::BTreeMap<String, Json>,
}

#[derive(Serialize, Deserialize, EventData)]
struct Inner {
    value: String,
}

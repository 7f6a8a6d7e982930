use event_contracts::{Event, EventData};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EventData)]
#[serde(deny_unknown_fields)]
struct Place {
    street: String,
    number: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    floor: Option<String>,
}

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/place", version = "1.0")]
struct Held {
    value: Place,
}

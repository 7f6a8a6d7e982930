use event_contracts::{Event, EventData};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EventData)]
struct Place {
    street: String,
    number: u16,
    town: String,
}

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/place", version = "1.0")]
struct Held {
    value: Place,
}

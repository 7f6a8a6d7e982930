use event_contracts::{Event, EventData};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EventData)]
struct Place<N> {
    street: String,
    number: N,
}

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/place", version = "1.0")]
struct Held {
    value: Place<u8>,
}

use event_contracts::Event;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Place {
    street: String,
    number: u16,
}

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/place", version = "1.0")]
struct Held {
    value: Place,
}

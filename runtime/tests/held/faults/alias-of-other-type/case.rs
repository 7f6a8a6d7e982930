use event_contracts::Event;
use serde::{Deserialize, Serialize};

type Street = Vec<String>;

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/place", version = "1.0")]
struct Held {
    value: Street,
}

use event_contracts::Event;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/two-choices", version = "1.0")]
struct Held {
    value: String,
}

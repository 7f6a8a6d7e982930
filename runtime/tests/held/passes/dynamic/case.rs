use event_contracts::Event;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/dynamic", version = "1.0")]
struct Held {
    #[event(unchecked)]
    value: String,
}

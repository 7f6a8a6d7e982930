use event_contracts::Event;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/map", version = "1.0")]
struct Held {
    value: std::collections::HashMap<String, u16>,
}

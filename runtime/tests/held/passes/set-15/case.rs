use event_contracts::Event;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/set", version = "1.0")]
struct Held {
    value: std::collections::BTreeSet<String>,
}

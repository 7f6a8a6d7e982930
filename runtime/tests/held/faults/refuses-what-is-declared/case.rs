use event_contracts::Event;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/closed-pair", version = "1.0")]
#[serde(deny_unknown_fields)]
struct Held {
    value: String,
}

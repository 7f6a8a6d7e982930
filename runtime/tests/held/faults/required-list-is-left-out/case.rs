use event_contracts::Event;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/list", version = "1.0")]
struct Held {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    value: Vec<String>,
}

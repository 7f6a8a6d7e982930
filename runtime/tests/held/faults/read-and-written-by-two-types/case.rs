use event_contracts::{Event, EventData, wire};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/text", version = "1.0")]
#[serde(from = "Wire")]
struct Held {
    value: String,
}

#[derive(Serialize, Deserialize, EventData)]
struct Wire {
    value: String,
}

impl From<Wire> for Held {
    fn from(wire: Wire) -> Self {
        Self { value: wire.value }
    }
}

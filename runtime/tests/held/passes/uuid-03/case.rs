use event_contracts::{Event, Uuid};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/uuid", version = "1.0")]
struct Held {
    value: Uuid,
}

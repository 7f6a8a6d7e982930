use event_contracts::Event;
use serde::{Deserialize, Serialize};

type String = u32;

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/text", version = "1.0")]
struct Held {
    value: String,
}

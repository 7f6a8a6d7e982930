use event_contracts::Event;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/optional", version = "1.0")]
struct Held {
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Option<String>>,
}

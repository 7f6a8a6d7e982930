use event_contracts::Event;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/optional-nullable", version = "1.0")]
struct Held {
    value: Option<Option<String>>,
}

use event_contracts::Event;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/text", version = "1.0")]
struct Held<'a> {
    value: &'a str,
}

use event_contracts::Event;
use serde::{Deserialize, Serialize};

type Text = Box<str>;

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/text", version = "1.0")]
struct Held {
    value: Text,
}

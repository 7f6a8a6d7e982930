use event_contracts::{Event, EventData};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EventData)]
struct Node {
    name: String,
    children: Vec<Node>,
}

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/tree", version = "1.0")]
struct Held {
    value: Node,
}

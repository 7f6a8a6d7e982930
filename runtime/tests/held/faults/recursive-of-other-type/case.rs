use event_contracts::{Event, EventData};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EventData)]
struct Node {
    name: String,
    children: Vec<Leaf>,
}

#[derive(Serialize, Deserialize, EventData)]
struct Leaf {
    name: u8,
    children: Vec<Leaf>,
}

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/tree", version = "1.0")]
struct Held {
    value: Node,
}

use event_contracts::Event;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/told-apart", version = "1.0")]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Payment {
    Card { digits: String },
}

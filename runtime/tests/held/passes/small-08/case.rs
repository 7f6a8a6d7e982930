use event_contracts::{Event, wire};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/small", version = "1.0")]
struct Held {
    #[serde(with = "wire::As::<wire::Integer>")]
    value: i32,
}

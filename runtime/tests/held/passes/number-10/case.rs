use event_contracts::{Event, wire};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/number", version = "1.0")]
struct Held {
    #[serde(with = "wire::As::<wire::Double>")]
    value: f64,
}

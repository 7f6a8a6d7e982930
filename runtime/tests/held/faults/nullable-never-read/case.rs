use event_contracts::{Event, wire};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/nullable", version = "1.0")]
struct Held {
    #[serde(with = "wire::As::<wire::Present<wire::Same>>")]
    value: Option<String>,
}

use event_contracts::{Event, wire};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/optional", version = "1.0")]
struct Held {
    #[serde(skip_serializing_if = "Option::is_none", with = "wire::As::<wire::Present<wire::Same>>")]
    value: Option<String>,
}

use event_contracts::Event;
use serde::{Deserialize, Serialize};

mod code {
    pub fn serialize<S: serde::Serializer>(_: &u8, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str("x")
    }
    pub fn deserialize<'de, D: serde::Deserializer<'de>>(_: D) -> Result<u8, D::Error> {
        Ok(0)
    }
}

#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/text", version = "1.0")]
struct Held {
    #[serde(serialize_with = "code::serialize")]
    value: u8,
}

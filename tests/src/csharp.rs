//! Requests to the C# test host, and its answers.

use serde_json::{Value, json};

/// A request to read data, validate it, and write it back.
pub fn data_request(domain: &str, event_type: &str, major: u32, doc: &str) -> Value {
    json!({ "op": "data", "domain": domain, "type": event_type, "major": major, "doc": doc })
}

/// The same for a whole event.
pub fn envelope_request(domain: &str, event_type: &str, major: u32, doc: &str) -> Value {
    json!({ "op": "envelope", "domain": domain, "type": event_type, "major": major, "doc": doc })
}

/// What was written back, or why it was refused.
pub fn outcome(answer: &Value) -> Result<String, String> {
    match answer.get("out").and_then(Value::as_str) {
        Some(out) if answer.get("ok") == Some(&Value::Bool(true)) => Ok(out.to_owned()),
        _ => Err(answer.to_string()),
    }
}

//! Reads each document as the service's own type and as the generated one, alone and one after the other.

use std::io::Write;

use event_contracts::{Event, Json, decode_data};

type Reader = fn(&str) -> Result<String, String>;

fn read_own<T: serde::Serialize + serde::de::DeserializeOwned>(text: &str) -> Result<String, String> {
    let value: T = serde_json::from_str(text).map_err(|error| error.to_string())?;
    serde_json::to_string(&value).map_err(|error| error.to_string())
}

fn made<T: Event>(text: &str) -> Result<String, String> {
    let value: T = decode_data(text).map_err(|error| error.to_string())?;
    serde_json::to_string(&value).map_err(|error| error.to_string())
}

const TYPES: &[(&str, Reader, Reader)] = &[
    // TYPES
];

fn answer(line: &str) -> Option<String> {
    let request: Json = line.parse().ok()?;
    let text = |name: &str| request.get(name).and_then(Json::as_str);
    let (_, own, made) = TYPES.iter().find(|(name, ..)| Some(*name) == text("type"))?;
    let document = text("doc")?;
    let (read, generated) = (own(document), made(document));
    let both = |first: &Result<String, String>, then: &Reader| then(first.as_ref().map_err(String::clone)?);
    let parts = [both(&read, made), both(&generated, own), read, generated];
    let names = ["own-made", "made-own", "own", "made"];
    let parts: Vec<String> = names.iter().zip(parts).map(|(name, part)| {
        let (key, text) = match part {
            Ok(text) => ("out", text),
            Err(text) => ("error", text),
        };
        format!("\"{name}\":{{\"{key}\":{}}}", serde_json::Value::from(text))
    }).collect();
    Some(format!("{{{}}}", parts.join(",")))
}

fn main() {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lines() {
        let answer = answer(&line.expect("a line")).unwrap_or_else(|| "{}".to_owned());
        writeln!(out, "{answer}").expect("written");
    }
}

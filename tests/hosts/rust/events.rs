//! Answers requests about generated events as tests/csharp/Host.cs does, one JSON object a line.

use std::io::{BufRead, Write};

use event_contracts::Json;

fn answer(line: &str) -> Option<String> {
    let request: Json = line.parse().ok()?;
    let text = |name: &str| request.get(name).and_then(Json::as_str);
    let major = request.get("major")?.to_string();
    let event = contracts::EVENTS.iter().find(|event| {
        Some(event.domain) == text("domain")
            && Some(event.event_type) == text("type")
            && event.version.major.to_string() == major
    })?;
    let member = |ok: bool, name: &str, text: String| {
        let text = serde_json::Value::from(text);
        Some(format!("{{\"ok\":{ok},\"{name}\":{text}}}"))
    };
    match (event.round_trip)(text("doc")?) {
        Ok(text) => member(true, "out", text),
        Err(error) => member(false, "error", error.to_string()),
    }
}

fn main() {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lines() {
        let line = line.expect("a line");
        let answer = answer(&line).unwrap_or_else(|| "{\"ok\":false,\"error\":\"no such event\"}".to_owned());
        writeln!(out, "{answer}").expect("written");
    }
}

//! What each compiled schema of a corpus run links: reads a document, validates it, writes it back.

use std::io::{BufRead, Write};

use event_contracts::__private::serde::{Deserialize, Serialize, de::DeserializeOwned};
use event_contracts::__private::serde_json;
use event_contracts::Validate;

/// Reads, validates, writes.
pub fn run<T: DeserializeOwned + Serialize + Validate>(text: &str) -> Result<String, String> {
    let value: T = event_contracts::decode_data(text).map_err(|error| match error.violations() {
        Some(violations) => {
            violations.iter().map(|v| format!("{} at {:?}", v.rule, v.pointer)).collect::<Vec<_>>().join(", ")
        }
        None => error.to_string(),
    })?;
    serde_json::to_string(&value).map_err(|error| format!("cannot be written: {error}"))
}

/// A schema's name and what reads its documents.
pub type Entry = (&'static str, fn(&str) -> Result<String, String>);

#[derive(Deserialize)]
#[serde(crate = "event_contracts::__private::serde")]
struct Request {
    schema: String,
    document: String,
}

#[derive(Serialize)]
#[serde(crate = "event_contracts::__private::serde")]
enum Answer {
    #[serde(rename = "out")]
    Out(String),
    #[serde(rename = "refused")]
    Refused(String),
}

/// Answers one request a line.
pub fn serve(entries: &[Entry]) {
    let mut output = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let Ok(line) = line else { return };
        let answer = match serde_json::from_str::<Request>(&line) {
            Err(error) => Answer::Refused(format!("the request: {error}")),
            Ok(request) => match entries.iter().find(|(name, _)| *name == request.schema) {
                None => Answer::Refused("no such schema".to_owned()),
                Some((_, run)) => match run(&request.document) {
                    Ok(text) => Answer::Out(text),
                    Err(why) => Answer::Refused(why),
                },
            },
        };
        let Ok(answer) = serde_json::to_string(&answer) else { return };
        if writeln!(output, "{answer}").and_then(|()| output.flush()).is_err() {
            return;
        }
    }
}

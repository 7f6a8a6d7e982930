//! A service as a process, for the tests of all of them.

use std::io::Write as _;
use std::process::{Command, Stdio};

use event_contracts::{Envelope, Event, Uuid};

/// What the service answers to messages, one a line.
pub(crate) fn answers(service: &str, messages: &[String]) -> Vec<String> {
    let mut service = Command::new(service).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    service.stdin.take().unwrap().write_all((messages.join("\n") + "\n").as_bytes()).unwrap();
    let output = service.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().lines().map(ToOwned::to_owned).collect()
}

/// A message with the data of a contract's example.
pub(crate) fn message<T: Event>(data: &str) -> String {
    let data: T = event_contracts::decode_data(data).unwrap();
    Envelope::new(data, Uuid::now_v7()).encode().unwrap()
}

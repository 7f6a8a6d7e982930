//! The service as a process: what it reads was written by the generated types, and what it writes is read by them.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use contracts::coding_agent::{TaskCreatedEvent, TaskFailedEvent, TaskStartedEvent};
use event_contracts::{Envelope, Event, Uuid};
use std::{
    io::Write,
    process::{Command, Stdio},
};

/// What the service answers.
fn answers(messages: &[String]) -> Vec<String> {
    let mut service = Command::new(env!("CARGO_BIN_EXE_orchestration-service"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    service.stdin.take().unwrap().write_all((messages.join("\n") + "\n").as_bytes()).unwrap();
    let output = service.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().lines().map(ToOwned::to_owned).collect()
}

/// A message with the data of a contract's example.
fn message<T: Event>(data: &str) -> String {
    let data: T = event_contracts::decode_data(data).unwrap();
    Envelope::new(data, Uuid::now_v7()).encode().unwrap()
}

const TASK: &str = r#"{"taskId": "5104986b-cd5b-44fd-b606-0b3aa83f5c37", "userId": "c48aa97b-77d8-4971-886b-bbc2bd0f819a",
    "title": "Fix the login", "description": "It says 500."}"#;

#[test]
fn two_tasks_are_started_and_the_third_fails() {
    let message = message::<TaskCreatedEvent>(TASK);
    let answers = answers(&[message.clone(), message.clone(), message]);
    let [first, _, third] = &answers[..] else { panic!("{answers:?}") };
    let started = Envelope::<TaskStartedEvent>::decode(first).unwrap();
    let failed = Envelope::<TaskFailedEvent>::decode(third).unwrap();
    assert_eq!(
        (started.data.task_id, failed.data.error_message.as_str()),
        (failed.data.task_id, "too many tasks")
    );
}

//! The service as a process: what it reads was written by the generated types, and what it writes is read by them.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../../service.rs"]
mod service;

use contracts::coding_agent::{TaskCreatedEvent, TaskFailedEvent, TaskStartedEvent};
use event_contracts::Envelope;
use service::{answers, message};

const SERVICE: &str = env!("CARGO_BIN_EXE_orchestration-service");
const TASK: &str = r#"{"taskId": "5104986b-cd5b-44fd-b606-0b3aa83f5c37", "userId": "c48aa97b-77d8-4971-886b-bbc2bd0f819a",
    "title": "Fix the login", "description": "It says 500."}"#;

#[test]
fn two_tasks_are_started_and_the_third_fails() {
    let message = message::<TaskCreatedEvent>(TASK);
    let answers = answers(SERVICE, &[message.clone(), message.clone(), message]);
    let [first, _, third] = &answers[..] else { panic!("{answers:?}") };
    let started = Envelope::<TaskStartedEvent>::decode(first).unwrap();
    let failed = Envelope::<TaskFailedEvent>::decode(third).unwrap();
    assert_eq!(
        (started.data.task_id, failed.data.error_message.as_str()),
        (failed.data.task_id, "too many tasks")
    );
}

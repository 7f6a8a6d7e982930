//! Starts the coding agent's tasks, and tells of those that cannot be started.

pub mod events;

use event_contracts::{Decimal, Duration, Envelope, Event, RawEnvelope};
use events::{Complexity, Created, Failed, Started, Strategy, TaskType};
use std::error::Error;

/// The service with its state.
#[derive(Debug, Default)]
pub struct Service {
    started: usize,
}

/// How many tasks the agent works on.
const TASKS: usize = 2;

impl Service {
    /// Takes a message, and gives those that follow from it.
    pub fn handle(&mut self, message: &str) -> Result<Vec<String>, Box<dyn Error>> {
        let raw = RawEnvelope::parse(message)?;
        if raw.header().event_type != Created::TYPE {
            return Ok(Vec::new());
        }
        let task = raw.decode::<Created>()?.data;
        let (task_type, complexity) = classify(&task);
        let correlation_id = raw.header().correlation_id;
        if self.started < TASKS {
            self.started += 1;
            let started = Started {
                task_id: task.task_id,
                task_type,
                complexity,
                strategy: Strategy::Iterative,
                user_id: task.user_id,
            };
            return Ok(vec![Envelope::new(started, correlation_id).caused_by(raw.header()).encode()?]);
        }
        let failed = Failed {
            task_id: task.task_id,
            task_type,
            complexity,
            strategy: Strategy::Iterative,
            error_message: "too many tasks".to_owned(),
            tokens_used: 0,
            cost_usd: Decimal::ZERO,
            duration: "PT0S".parse::<Duration>()?,
        };
        Ok(vec![Envelope::new(failed, correlation_id).caused_by(raw.header()).encode()?])
    }
}

fn classify(task: &Created) -> (TaskType, Complexity) {
    let kind = if task.title.to_lowercase().contains("fix") { TaskType::BugFix } else { TaskType::Feature };
    let complexity = if task.description.len() > 500 { Complexity::Complex } else { Complexity::Simple };
    (kind, complexity)
}

//! The events that the service reads and publishes, as it wants to see them.

use event_contracts::{Decimal, Duration, Event, EventData, Uuid, wire};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A user wants something done.
#[derive(Debug, Serialize, Deserialize, Event)]
#[event(contract = "coding-agent/task-created-event", version = "1.0")]
#[serde(rename_all = "camelCase")]
pub struct Created {
    /// The task.
    pub task_id: Uuid,
    /// Who wants it.
    pub user_id: Uuid,
    /// In one line.
    pub title: String,
    /// In full.
    pub description: String,
    /// Marks of the user's own.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
}

/// A task is being worked on.
#[derive(Debug, Serialize, Deserialize, Event)]
#[event(contract = "coding-agent/task-started-event", version = "1.0")]
#[serde(rename_all = "camelCase")]
pub struct Started {
    /// The task.
    pub task_id: Uuid,
    /// What kind of work it is.
    pub task_type: TaskType,
    /// How hard it seems.
    pub complexity: Complexity,
    /// How it is done.
    pub strategy: Strategy,
    /// Who wants it.
    pub user_id: Uuid,
}

/// A task could not be done.
#[derive(Debug, Serialize, Deserialize, Event)]
#[event(contract = "coding-agent/task-failed-event", version = "1.0")]
#[serde(rename_all = "camelCase")]
pub struct Failed {
    /// The task.
    pub task_id: Uuid,
    /// What kind of work it is.
    pub task_type: TaskType,
    /// How hard it seemed.
    pub complexity: Complexity,
    /// How it was tried.
    pub strategy: Strategy,
    /// What went wrong.
    pub error_message: String,
    /// What it took.
    #[serde(default)]
    pub tokens_used: u32,
    /// What it cost.
    #[serde(default, with = "wire::As::<wire::DecimalNumber>")]
    pub cost_usd: Decimal,
    /// How long it took.
    pub duration: Duration,
}

/// What kind of work a task is.
#[derive(Debug, Serialize, Deserialize, EventData)]
#[event(shared = "coding-agent/types/task-type")]
#[serde(rename_all = "camelCase")]
pub enum TaskType {
    /// Something does not work.
    BugFix,
    /// Something new.
    Feature,
    /// The same, but better.
    Refactor,
    /// Something is not tested.
    Test,
    /// Something is not explained.
    Documentation,
    /// Something is to be put to use.
    Deployment,
    /// A kind that is newer than this service.
    #[serde(untagged)]
    Other(String),
}

/// How hard a task is.
#[derive(Debug, Serialize, Deserialize, EventData)]
#[event(shared = "coding-agent/types/task-complexity")]
#[serde(rename_all = "camelCase")]
pub enum Complexity {
    /// A word.
    Trivial,
    /// A function.
    Simple,
    /// A few files.
    Medium,
    /// Half of the system.
    Complex,
}

/// How a task is done.
#[derive(Debug, Serialize, Deserialize, EventData)]
#[event(shared = "coding-agent/types/execution-strategy")]
#[serde(rename_all = "camelCase")]
pub enum Strategy {
    /// In one go.
    SingleShot,
    /// Step by step.
    Iterative,
    /// By several agents.
    MultiAgent,
    /// By some of everything.
    Hybrid,
    /// A way that is newer than this service.
    #[serde(untagged)]
    Other(String),
}

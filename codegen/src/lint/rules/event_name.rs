use crate::finding::{Finding, Rule, Severity};
use crate::lint::Context;
use crate::lint::context::words;

/// An event type that does not read like something that happened.
pub(super) static RULE: Rule = Rule {
    id: "event-name",
    severity: Severity::Note,
    summary: "An event type does not read like something that has happened.",
    explain: r#"## What it finds
Event types that end in `Event` or `Message`, and those that begin with a verb of command: `CreateOrder`.

## Why it matters
An event tells what has happened; its producer does not know who listens. A name that gives an order makes readers
expect somebody who obeys. A trailing `Event` says what the folder says already.

## Example
```json
"x-event": { "type": "CreateOrderEvent" }
```

## Instead
```json
"x-event": { "type": "OrderCreated" }
```"#,
};

/// Verbs that name an order when they come first.
const COMMANDS: &[&str] = &[
    "add",
    "apply",
    "approve",
    "cancel",
    "change",
    "check",
    "close",
    "confirm",
    "create",
    "deactivate",
    "delete",
    "do",
    "get",
    "make",
    "notify",
    "open",
    "pay",
    "process",
    "publish",
    "register",
    "reject",
    "release",
    "remove",
    "request",
    "reserve",
    "send",
    "set",
    "ship",
    "start",
    "stop",
    "submit",
    "update",
    "validate",
];

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for versions in context.contracts.events.values() {
        // The name is the same in every version: said once.
        let Some(contract) = versions.values().next_back() else { continue };
        let event_type = &contract.event_type;
        let words = words(event_type);
        let (first, last) =
            (words.first().map_or("", String::as_str), words.last().map_or("", String::as_str));
        if words.len() > 1 && matches!(last, "event" | "message") {
            findings.push(
                Finding::new(&RULE, format!("the event type {event_type} says {last:?} once more"))
                    .at(contract.type_place, "")
                    .help("leave the last word out"),
            );
        }
        if words.len() > 1 && COMMANDS.contains(&first) && !last.ends_with("ed") {
            findings.push(
                Finding::new(&RULE, format!("the event type {event_type} reads like a command"))
                    .at(contract.type_place, "")
                    .help("say what has happened: the thing, then a verb in the past tense (OrderCreated)"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check_files;

    #[test]
    fn names_tell_what_happened() {
        for (name, folder, expected) in [
            ("OrderCreated", "order-created", &[][..]),
            ("LowStockAlert", "low-stock-alert", &[]),
            ("ReleaseNotesPublished", "release-notes-published", &[]),
            (
                "StockDebitedEvent",
                "stock-debited-event",
                &["the event type StockDebitedEvent says \"event\" once more"],
            ),
            ("CreateOrder", "create-order", &["the event type CreateOrder reads like a command"]),
        ] {
            let text = format!(r#"{{"x-event": {{"type": "{name}", "source": "s", "owner": "o"}}}}"#);
            let (one, two) =
                (format!("contracts/d/{folder}/1.0.json"), format!("contracts/d/{folder}/1.1.json"));
            let marked = format!("\"{name}\"");
            let expected: Vec<(&str, &str)> =
                expected.iter().map(|message| (marked.as_str(), *message)).collect();
            check_files("event-name", &[(&one, &text), (&two, &text)], &expected);
        }
    }
}

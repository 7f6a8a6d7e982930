use crate::finding::{Finding, Rule, Severity};
use crate::lint::Context;
use crate::resolve::{Status, Version};

/// A deprecated event that does not say when it ends and what comes after it.
pub(super) static RULE: Rule = Rule {
    id: "deprecated-without-successor",
    severity: Severity::Warning,
    summary: "A deprecated event does not say when it ends or what replaces it.",
    explain: r#"## What it finds
Events with the status `deprecated` that lack `sunset` or `replacedBy`, and a `replacedBy` that names no contract.

## Why it matters
A consumer that is told to leave needs to know where to and until when.

## Example
```json
"x-event": { "type": "OrderPaid", "status": "deprecated" }
```

## Instead
```json
"x-event": { "type": "OrderPaid", "status": "deprecated", "sunset": "2027-06-30", "replacedBy": "shop/order-paid/2.0" }
```"#,
};

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for contract in context.contracts.all() {
        let lifecycle = &contract.lifecycle;
        if lifecycle.status == Status::Deprecated {
            let missing = match (&lifecycle.sunset, &lifecycle.replaced_by) {
                (None, None) => Some("`sunset` and `replacedBy`"),
                (None, _) => Some("`sunset`"),
                (_, None) => Some("`replacedBy`"),
                _ => None,
            };
            if let Some(missing) = missing {
                let message =
                    format!("{} {} is deprecated and lacks {missing}", contract.event_type, contract.version);
                findings.push(Finding::new(&RULE, message).at(context.x_event_place(contract, "status"), ""));
            }
        }
        if let Some(successor) = &lifecycle.replaced_by {
            let exists = successor.rsplit_once('/').is_some_and(|(event, version)| {
                let versions = context.contracts.events.get(event);
                version
                    .parse::<Version>()
                    .is_ok_and(|version| versions.is_some_and(|v| v.contains_key(&version)))
            });
            if !exists {
                findings.push(
                    Finding::new(&RULE, format!("there is no contract {successor:?}"))
                        .at(context.x_event_place(contract, "replacedBy"), "")
                        .help("write it as domain/event/version: shop/order-paid/2.0"),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check_files;

    #[test]
    fn a_deprecated_event_names_its_end_and_its_successor() {
        let event =
            |rest: &str| format!(r#"{{"x-event": {{"type": "A", "source": "s", "owner": "o"{rest}}}}}"#);
        for (rest, expected) in [
            ("", &[][..]),
            (
                r#", "status": "deprecated""#,
                &[("\"deprecated\"", "A 1.0 is deprecated and lacks `sunset` and `replacedBy`")],
            ),
            (
                r#", "status": "deprecated", "replacedBy": "d/a/2.0""#,
                &[("\"deprecated\"", "A 1.0 is deprecated and lacks `sunset`")],
            ),
            (r#", "status": "deprecated", "sunset": "2027-06-30", "replacedBy": "d/a/2.0""#, &[]),
            (
                r#", "status": "retired", "replacedBy": "d/a/3.0""#,
                &[("\"d/a/3.0\"", "there is no contract \"d/a/3.0\"")],
            ),
            (r#", "status": "retired", "replacedBy": "A""#, &[("\"A\"", "there is no contract \"A\"")]),
        ] {
            let files = [("contracts/d/a/1.0.json", event(rest)), ("contracts/d/a/2.0.json", event(""))];
            check_files(
                "deprecated-without-successor",
                &files.each_ref().map(|(path, text)| (*path, text.as_str())),
                expected,
            );
        }
    }
}

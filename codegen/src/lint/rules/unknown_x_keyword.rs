use crate::finding::{Finding, Rule, Severity};
use crate::lint::Context;
use crate::resolve::nearest;

/// An `x-` keyword that nothing reads.
pub(super) static RULE: Rule = Rule {
    id: "unknown-x-keyword",
    severity: Severity::Note,
    summary: "Nothing reads this `x-` keyword.",
    explain: r#"## What it finds
Keywords that begin with `x-` and are none of `x-event`, `x-open-enum`, `x-unknown`, `x-pii`, `x-rust-type`,
`x-csharp-type` and `x-wire-…`; `x-unknown` with another value than `"keep"`; and `x-event` elsewhere than at the root of a file.

## Why it matters
Keywords of your own are welcome, but a misspelt one has no effect: `x-open-enums` leaves the enum closed.

## Example
```json
"status": { "enum": ["new"], "x-open-enums": true }
```

## Instead
```json
"status": { "enum": ["new"], "x-open-enum": true }
```"#,
};

const KNOWN: &[&str] = &["x-csharp-type", "x-event", "x-open-enum", "x-pii", "x-rust-type", "x-unknown"];

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for visited in &context.schemas {
        for (name, value) in &visited.keywords.extensions {
            if name == "x-event" && !visited.pointer.is_empty() {
                let message = "`x-event` means something only at the root of a file";
                findings.push(Finding::new(&RULE, message).at(value.key, ""));
            }
            if name == "x-unknown" && value.value.as_str() != Some("keep") {
                let message = "`x-unknown` is \"keep\", or is not there";
                findings.push(Finding::new(&RULE, message).at(value.key, ""));
            }
            if KNOWN.contains(&name.as_str()) || name.starts_with("x-wire-") {
                continue;
            }
            let finding = Finding::new(&RULE, format!("nothing reads {name:?}")).at(value.key, "");
            findings.push(match nearest(name, KNOWN.iter().copied()) {
                Some(near) => finding.help(format!("did you mean {near:?}?")),
                None => finding,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn known_keywords_pass() {
        check(
            "unknown-x-keyword",
            r#""properties": {"a": {"x-pii": true, "x-wire-decimal": "string", "x-open-enums": true, "x-event": {}, "x-unknown": "drop"}, "b": {"x-unknown": "keep"}}"#,
            &[
                ("\"x-open-enums\"", "nothing reads \"x-open-enums\""),
                ("\"x-event\"", "`x-event` means something only at the root of a file"),
                ("\"x-unknown\"", "`x-unknown` is \"keep\", or is not there"),
            ],
        );
    }
}

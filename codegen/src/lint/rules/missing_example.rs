use crate::finding::{Finding, Rule, Severity};
use crate::lint::Context;

/// An event without an example.
pub(super) static RULE: Rule = Rule {
    id: "missing-example",
    severity: Severity::Warning,
    summary: "An event has no example.",
    explain: r#"## What it finds
Events without `examples` at the root of their schema.

## Why it matters
The example stands on the docs page in JSON, Rust and C#, and the generated code is tested with it. It is the first thing
that a consumer copies.

## Example
```json
{ "title": "ProductDeactivated", "properties": { "sku": { "type": "string" } } }
```

## Instead
```json
{ "title": "ProductDeactivated", "properties": { "sku": { "type": "string" } }, "examples": [{ "sku": "PROD-123" }] }
```"#,
};

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for contract in context.contracts.all() {
        let keywords = context.contracts.schemas.keywords(contract.schema);
        let examples = keywords.and_then(|keywords| keywords.examples.as_ref());
        if examples.is_none_or(|examples| examples.value.is_empty()) {
            findings.push(
                Finding::new(
                    &RULE,
                    format!("the event {} {} has no example", contract.event_type, contract.version),
                )
                .at(contract.type_place, "")
                .help("add \"examples\": [{ … }] with a payload as it is really sent"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn events_have_an_example() {
        let missing = &[("\"OrderPaid\"", "the event OrderPaid 1.0 has no example")][..];
        check("missing-example", r#""type": "object""#, missing);
        check("missing-example", r#""examples": []"#, missing);
        check("missing-example", r#""examples": [{}]"#, &[]);
    }
}

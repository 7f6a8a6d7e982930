use crate::finding::{Finding, Rule, Severity};
use crate::lint::Context;
use crate::resolve::Type;

/// A number that is neither a decimal nor a binary floating-point number.
pub(super) static RULE: Rule = Rule {
    id: "bare-number",
    severity: Severity::Error,
    summary: "A number does not say whether it is a decimal or a binary floating-point number.",
    explain: r#"## What it finds
`"type": "number"` without `"format": "decimal"` or `"format": "double"`.

## Why it matters
JSON does not say how a number is held. Read as a binary double, 0.1 + 0.2 is not 0.3, and an amount of money loses
cents on its way. The format decides the type in Rust and in C#.

## Example
```json
"price": { "type": "number" }
```

## Instead
```json
"price": { "type": "number", "format": "decimal" },
"latitude": { "type": "number", "format": "double" }
```"#,
};

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for visited in context.schemas.iter().filter(|visited| !visited.is_condition) {
        let keywords = visited.keywords;
        let Some(types) = keywords.types.as_ref().filter(|types| types.value.contains(Type::Number)) else {
            continue;
        };
        let says = keywords
            .format
            .as_ref()
            .is_some_and(|format| matches!(format.value.as_str(), "decimal" | "double"));
        if !says && keywords.enumeration.is_none() && keywords.constant.is_none() {
            findings.push(
                Finding::new(&RULE, "the number is neither a decimal nor a double").at(types.place, "").help(
                    "add \"format\": \"decimal\" for money and quantities, \"double\" for measurements",
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn numbers_say_what_they_are() {
        let message = "the number is neither a decimal nor a double";
        check(
            "bare-number",
            r#""properties": {
                "a": {"type": "number"}, "b": {"type": ["number", "null"], "format": "float"},
                "c": {"type": "number", "format": "decimal"}, "d": {"type": "number", "format": "double"},
                "e": {"type": "integer"}, "f": {"type": "number", "enum": [1, 2.5]}
            }, "not": {"properties": {"a": {"type": "number"}}}"#,
            &[("\"number\"", message), ("[\"number\", \"null\"]", message)],
        );
    }
}

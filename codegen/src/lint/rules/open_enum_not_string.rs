use crate::finding::{Finding, Rule, Severity};
use crate::lint::Context;
use crate::load::Value;

/// An open enum that is none.
pub(super) static RULE: Rule = Rule {
    id: "open-enum-not-string",
    severity: Severity::Error,
    summary: "`x-open-enum` stands where there is no enum of strings.",
    explain: r#"## What it finds
`x-open-enum` on a schema without `enum`, with an `enum` that holds anything but strings, or with a value other than
`true` and `false`.

## Why it matters
An open enum is read into a type with a variant that keeps the unknown text. Without the texts there is nothing to be
open, and readers would not do what the keyword says.

## Example
```json
"priority": { "enum": [1, 2, 3], "x-open-enum": true }
```

## Instead
```json
"priority": { "type": "string", "enum": ["low", "normal", "high"], "x-open-enum": true }
```"#,
};

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for visited in &context.schemas {
        let Some(open) = visited.keywords.extension("x-open-enum") else { continue };
        let mut complain = |message: &str, place, text: &str| {
            findings.push(Finding::new(&RULE, message).at(place, text).at(open.key, ""));
        };
        match (&open.value.value, &visited.keywords.enumeration) {
            (Value::Bool(false), _) => {}
            (Value::Bool(true), Some(values)) => {
                if let Some(other) = values.value.iter().find(|value| value.as_str().is_none()) {
                    complain("an open enum holds strings only", other.place, "no string");
                }
            }
            (Value::Bool(true), None) => complain("`x-open-enum` stands without an `enum`", open.key, ""),
            _ => complain("`x-open-enum` is `true` or `false`", open.place, ""),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn open_enums_are_enums_of_strings() {
        check(
            "open-enum-not-string",
            r#""properties": {"a": {"enum": ["x"], "x-open-enum": true}, "b": {"enum": ["x", 1], "x-open-enum": true},
                "c": {"x-open-enum": true}, "d": {"enum": ["x"], "x-open-enum": "yes"}, "e": {"x-open-enum": false}}"#,
            &[
                ("1", "an open enum holds strings only"),
                ("\"x-open-enum\"", "`x-open-enum` stands without an `enum`"),
                ("\"yes\"", "`x-open-enum` is `true` or `false`"),
            ],
        );
    }
}

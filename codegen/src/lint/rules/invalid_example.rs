use crate::finding::{Finding, Rule, Severity};
use crate::lint::Context;
use crate::lint::context::Visited;
use crate::load::Node;
use crate::validate::{SchemaValidator, Validators, Verdict};

/// An example that its own schema refuses.
pub(super) static RULE: Rule = Rule {
    id: "invalid-example",
    severity: Severity::Error,
    summary: "An example or a default is not valid under its own schema.",
    explain: r#"## What it finds
Entries of `examples`, and `default`s, that the schema beside them refuses. Formats are asserted: a `uuid` must be one.

## Why it matters
One of the two is wrong, and people copy the example. The generated code would refuse it, too.

## Example
```json
"currency": { "type": "string", "pattern": "^[A-Z]{3}$", "examples": ["Euro"] }
```

## Instead
```json
"currency": { "type": "string", "pattern": "^[A-Z]{3}$", "examples": ["EUR"] }
```"#,
};

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let with_examples =
        |visited: &&Visited<'_>| visited.keywords.examples.is_some() || visited.keywords.default.is_some();
    let mut visited = context.schemas.iter().filter(with_examples).peekable();
    if visited.peek().is_none() {
        return;
    }
    let validators = Validators::new(context.tree, context.contracts);
    for visited in visited {
        let validator = validators.schema(visited.path, visited.pointer);
        let examples = visited.keywords.examples.iter().flat_map(|examples| &examples.value);
        let examples = examples.map(|example| ("the example", example));
        let default = visited.keywords.default.iter().map(|default| ("the default", &default.value));
        match validator {
            Ok(validator) => {
                for (what, example) in examples.chain(default) {
                    findings.extend(judge(&validator, what, example));
                }
            }
            Err(error) => {
                let examples = visited.keywords.examples.as_ref().map(|examples| examples.key);
                let default = visited.keywords.default.as_ref().map(|default| default.key);
                if let Some(place) = examples.or(default) {
                    let message = "the examples here cannot be checked";
                    findings.push(Finding::new(&RULE, message).at(place, "").note(error));
                }
            }
        }
    }
}

fn judge(validator: &SchemaValidator<'_>, what: &str, example: &Node) -> Vec<Finding> {
    match validator.judge(example) {
        Verdict::Valid => Vec::new(),
        Verdict::Invalid(violations) => violations.iter().map(|v| finding(what, v, example)).collect(),
        Verdict::Unknown(why) => {
            let message = format!("{what} cannot be checked: {why}");
            vec![Finding::new(&RULE, message).at(example.place, "")]
        }
    }
}

fn finding(what: &str, violation: &crate::validate::Violation, example: &Node) -> Finding {
    let at = if violation.pointer.is_empty() { String::new() } else { format!(": {}", violation.pointer) };
    let message = if at.is_empty() {
        format!("{what} is not valid: it {}", violation.message)
    } else {
        format!("{what} is not valid{at} {}", violation.message)
    };
    crate::validate::with_places(Finding::new(&RULE, message), violation, example)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{check, check_files};

    #[test]
    fn examples_and_defaults_are_valid() {
        check(
            "invalid-example",
            r#""type": "object", "properties": {
                "id": {"type": "string", "format": "uuid", "default": "1"}, "n": {"type": "integer", "examples": [1, 2.5]}
            }, "required": ["id"], "examples": [{"id": "01234567-89ab-cdef-0123-456789abcdef"}, {"n": 1},
                {"id": 5, "n": 1}]"#,
            &[
                (
                    "\"1\"",
                    "the default is not valid: it is \"1\", not a UUID (as in 01234567-89ab-cdef-0123-456789abcdef)",
                ),
                ("2.5", "the example is not valid: it is a number, not integer"),
                ("{\"n\": 1}", "the example is not valid: it lacks \"id\""),
                ("5", "the example is not valid: /id is a number, not string"),
            ],
        );
    }

    #[test]
    fn examples_of_broken_schemas_end_in_a_finding() {
        check(
            "invalid-example",
            r#""pattern": "(", "examples": [1]"#,
            &[("\"examples\"", "the examples here cannot be checked")],
        );
        let broken = r#"{"examples": [1], "$ref": "gone.json"}"#;
        check_files(
            "invalid-example",
            &[("contracts/types/a.json", broken)],
            &[("\"examples\"", "the examples here cannot be checked")],
        );
    }
}

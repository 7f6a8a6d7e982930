use super::pattern_not_portable::each;
use crate::finding::{Finding, Rule, Severity};
use crate::lint::Context;
use crate::pattern::Pattern;

/// A pattern that may be too costly for a text.
pub(super) static RULE: Rule = Rule {
    id: "pattern-backtracks",
    severity: Severity::Warning,
    summary: "This pattern may take more steps than are allowed.",
    explain: r#"## What it finds
In `pattern` and the names of `patternProperties`: back-references, such as the `\1` in `^(["'])[a-z]*\1$`.

## Why it matters
Every other pattern takes time linear in the text, look-around included. With back-references there may be exponentially
many ways to match a text. Rust and C# try them in the same order, and refuse the text after a million steps.

## Example
```json
"quoted": { "type": "string", "pattern": "^(['\"])[a-z]*\\1$" }
```

## Instead
```json
"quoted": { "type": "string", "pattern": "^(?:'[a-z]*'|\"[a-z]*\")$" }
```"#,
};

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    each(context, |pattern, place| {
        if Pattern::parse(pattern).is_ok_and(|pattern| pattern.refers()) {
            findings.push(
                Finding::new(&RULE, "the pattern may take more than a million steps")
                    .at(place, "")
                    .help("write out what the back-reference stands for"),
            );
        }
    });
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn what_backtracks_is_found() {
        check(
            "pattern-backtracks",
            r#""properties": {"a": {"pattern": "^(?!x)\\w{3}-\\d{1,4}\\b$"}, "b": {"pattern": "^(?:(?!--)[a-z-])+$"}},
            "patternProperties": {"(.)\\1": true}"#,
            &[(r#""(.)\\1""#, "the pattern may take more than a million steps")],
        );
    }
}

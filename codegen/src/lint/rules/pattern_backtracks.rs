use super::pattern_not_portable::each;
use crate::finding::{Finding, Rule, Severity};
use crate::lint::Context;
use crate::pattern::{Engine, Pattern};

/// A pattern that may take long.
pub(super) static RULE: Rule = Rule {
    id: "pattern-backtracks",
    severity: Severity::Warning,
    summary: "This pattern may take exponential time.",
    explain: r#"## What it finds
In `pattern` and the names of `patternProperties`: back-references, and look-around that cannot be said in another way.
A look-ahead behind `^` and a look-behind before `$` can, and so can `\b` beside a known character.

## Why it matters
Every other pattern takes time linear in the text. These backtrack: a text that is made for it keeps .NET busy for
as long as its sender likes. In Rust it is refused after a million steps.

## Example
```json
"path": { "type": "string", "pattern": "^(?:(?!--)[a-z-])+$" }
```

## Instead
```json
"path": { "type": "string", "pattern": "^(?!.*--)[a-z-]+$" }
```"#,
};

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    each(context, |pattern, place| {
        let terms = Pattern::parse(pattern).and_then(|pattern| pattern.to_csharp());
        if terms.is_ok_and(|terms| terms.iter().any(|term| term.engine == Engine::Backtracking)) {
            findings.push(
                Finding::new(&RULE, "the pattern may take exponential time")
                    .at(place, "")
                    .help("look ahead behind `^` only, and write out what a back-reference stands for"),
            );
        }
    });
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn what_backtracks_is_found() {
        let found = ["\"^(?:(?!--)[a-z-])+$\"", r#""(.)\\1""#];
        check(
            "pattern-backtracks",
            r#""properties": {"a": {"pattern": "^(?!x)\\w{3}-\\d{1,4}\\b$"}, "b": {"pattern": "^(?:(?!--)[a-z-])+$"}},
            "patternProperties": {"(.)\\1": true}"#,
            &found.map(|marked| (marked, "the pattern may take exponential time")),
        );
    }
}

use crate::finding::{Finding, Place, Rule, Severity};
use crate::lint::Context;
use crate::pattern::Pattern;

/// A pattern that the generated code cannot carry.
pub(super) static RULE: Rule = Rule {
    id: "pattern-not-portable",
    severity: Severity::Error,
    summary: "This pattern cannot mean the same in Rust and in .NET.",
    explain: r#"## What it finds
In `pattern` and the names of `patternProperties`: what is no regular expression of ECMA-262, with or without the `u` flag,
and what the generated code cannot hold: expressions that get too large once their counts are multiplied out, and a
back-reference that ignores case.

All else is carried: the generated code spells out what the languages read differently (`\d`, `\w`, `\s`, `\b`, `\p{…}`,
the dot, `^` and `$`), by the meaning of ECMA-262.

## Why it matters
The same text must be accepted or refused alike by every service.

## Example
```json
"tag": { "type": "string", "pattern": "^(?>[a-z]+)$" }
```

## Instead
```json
"tag": { "type": "string", "pattern": "^[a-z]+$" }
```"#,
};

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    each(context, |pattern, place| {
        let carried =
            Pattern::parse(pattern).and_then(|pattern| Ok((pattern.to_rust()?, pattern.to_csharp()?)));
        if let Err(error) = carried {
            findings.push(
                Finding::new(&RULE, format!("the pattern cannot be carried: {error}"))
                    .at(place, "")
                    .help(format!("see byte {} of the pattern", error.offset)),
            );
        }
    });
}

/// Every pattern of the contracts, with its place.
pub(super) fn each(context: &Context<'_>, mut see: impl FnMut(&str, Place)) {
    for visited in &context.schemas {
        let pattern = visited.keywords.pattern.iter().map(|pattern| (pattern.value.as_str(), pattern.place));
        let names = visited.keywords.pattern_properties.iter().map(|entry| (entry.name.as_str(), entry.key));
        pattern.chain(names).for_each(|(pattern, place)| see(pattern, place));
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn what_cannot_be_carried_is_found() {
        check(
            "pattern-not-portable",
            r#""properties": {"a": {"pattern": "^(?!x)\\w{3}-\\d{1,4}\\b$"}, "b": {"pattern": "a(?>b)"}},
            "patternProperties": {"a)": true}"#,
            &[
                (
                    "\"a(?>b)\"",
                    "the pattern cannot be carried: a group starts with `(`, `(?:`, `(?=`, `(?!`, `(?<=`, `(?<!` or `(?<name>`",
                ),
                ("\"a)\"", "the pattern cannot be carried: this bracket closes no group"),
            ],
        );
    }
}

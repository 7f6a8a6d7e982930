mod scan;

use crate::finding::{Finding, Place, Rule, Severity};
use crate::lint::Context;

/// A pattern that the languages read differently.
pub(super) static RULE: Rule = Rule {
    id: "pattern-not-portable",
    severity: Severity::Error,
    summary: "Rust, .NET and ECMA-262 read this pattern differently.",
    explain: r#"## What it finds
In `pattern` and the names of `patternProperties`: look-around, back-references, `\d`, `\w`, `\s`, `\b`, `\p{…}`, the
dot, inline flags, atomic groups, set operations in classes, escapes that one of the languages lacks, and patterns
that are no regular expression at all. `^` and `$` are fine: the generated code gives them the meaning of ECMA-262, the
start and the end of the whole text.

## Why it matters
The same text must be accepted or refused alike by every service. `\d` is ten digits in ECMA-262 and hundreds in .NET;
the dot stops at different line ends; look-around and back-references do not exist in Rust, because they make a match
take exponential time.

## Example
```json
"sku": { "type": "string", "pattern": "^\\w+-\\d+$" }
```

## Instead
```json
"sku": { "type": "string", "pattern": "^[A-Za-z0-9_]+-[0-9]+$" }
```"#,
};

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for visited in &context.schemas {
        let pattern = visited.keywords.pattern.iter().map(|pattern| (pattern.value.as_str(), pattern.place));
        let names = visited.keywords.pattern_properties.iter().map(|entry| (entry.name.as_str(), entry.key));
        for (pattern, place) in pattern.chain(names) {
            one(pattern, place, findings);
        }
    }
}

fn one(pattern: &str, place: Place, findings: &mut Vec<Finding>) {
    let troubles = scan::troubles(pattern);
    for (what, help) in &troubles {
        let finding =
            Finding::new(&RULE, format!("the pattern is not read alike everywhere: {what}")).at(place, "");
        findings.push(if help.is_empty() { finding } else { finding.help(help.clone()) });
    }
    if troubles.is_empty() && !compiles(pattern) {
        findings.push(
            Finding::new(&RULE, "the pattern is no regular expression, or too large a one")
                .at(place, "")
                .help("groups and classes are closed, and counts such as {2,5} stay small"),
        );
    }
}

/// Whether the engine that decoding uses takes it.
fn compiles(pattern: &str) -> bool {
    let schema = serde_json::json!({ "pattern": pattern });
    let options = jsonschema::options().with_draft(jsonschema::Draft::Draft202012);
    options.with_pattern_options(jsonschema::PatternOptions::regex()).build(&schema).is_ok()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn patterns_mean_the_same_everywhere() {
        check(
            "pattern-not-portable",
            r#""properties": {"a": {"pattern": "^[A-Z]{3}-[0-9]{1,4}$"}, "b": {"pattern": "\\d+"}, "c": {"pattern": "a)"}},
            "patternProperties": {"(?=x)": true}"#,
            &[
                (
                    "\"\\\\d+\"",
                    "the pattern is not read alike everywhere: `\\d` also takes digits of other scripts in .NET",
                ),
                ("\"a)\"", "the pattern is no regular expression, or too large a one"),
                ("\"(?=x)\"", "the pattern is not read alike everywhere: look-around does not exist in Rust"),
            ],
        );
    }
}

use crate::finding::{Finding, Rule, Severity};
use crate::lint::Context;
use crate::resolve::Type;

/// An integer without a range.
pub(super) static RULE: Rule = Rule {
    id: "unbounded-integer",
    severity: Severity::Warning,
    summary: "An integer does not say how large it may be.",
    explain: r#"## What it finds
`"type": "integer"` without `"format": "int32"` or `"int64"` and without both a lower and an upper bound.

## Why it matters
An integer of JSON has no end; the types of Rust and C# have. A producer may write 5000000000 where a reader has 32 bits.

## Example
```json
"quantity": { "type": "integer", "minimum": 1 }
```

## Instead
```json
"quantity": { "type": "integer", "format": "int32", "minimum": 1 },
"percent": { "type": "integer", "minimum": 0, "maximum": 100 }
```"#,
};

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for visited in context.schemas.iter().filter(|visited| !visited.is_condition) {
        let k = visited.keywords;
        let Some(types) = k.types.as_ref().filter(|types| types.value.contains(Type::Integer)) else {
            continue;
        };
        let sized =
            k.format.as_ref().is_some_and(|format| matches!(format.value.as_str(), "int32" | "int64"));
        let low = k.minimum.is_some() || k.exclusive_minimum.is_some();
        let high = k.maximum.is_some() || k.exclusive_maximum.is_some();
        if sized || low && high || k.enumeration.is_some() || k.constant.is_some() {
            continue;
        }
        let missing = match (low, high) {
            (true, _) => "an upper bound",
            (_, true) => "a lower bound",
            _ => "bounds",
        };
        findings.push(
            Finding::new(&RULE, format!("the integer lacks a size or {missing}"))
                .at(types.place, "")
                .help("add \"format\": \"int32\" or \"int64\", or both `minimum` and `maximum`"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn integers_have_a_range() {
        check(
            "unbounded-integer",
            r#""properties": {
                "a": {"type": "integer"}, "b": {"minimum": 0, "type": ["integer", "null"]},
                "c": {"type": "integer", "format": "int32"}, "d": {"type": "integer", "minimum": 0, "exclusiveMaximum": 9},
                "e": {"type": "integer", "const": 1}, "f": {"type": "number"}
            }"#,
            &[
                ("\"integer\"", "the integer lacks a size or bounds"),
                ("[\"integer\", \"null\"]", "the integer lacks a size or an upper bound"),
            ],
        );
    }
}

use std::collections::BTreeMap;

use crate::finding::{Finding, Place, Rule, Severity};
use crate::lint::Context;
use crate::lower;
use crate::model::Kind;

/// A place that generated code holds as a JSON value.
pub(super) static RULE: Rule = Rule {
    id: "untyped-value",
    severity: Severity::Note,
    summary: "No generated type fits here: it is a JSON value.",
    explain: r#"## What it finds
Properties, items and definitions that the generated types hold as a JSON value, because the schema allows any, or
because no type says what it allows. Whatever it asks for is still checked.

## Why it matters
Code that uses the value has to look into it by hand, and the compiler cannot help.

## Example
```json
"limit": { "type": ["array", "boolean", "number", "object", "string"] }
```

## Instead
```json
"limit": { "type": ["integer", "string"] }
```"#,
};

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let (model, _) = lower::lower(context.contracts);
    let mut places: BTreeMap<Place, bool> = BTreeMap::new();
    lower::each_use(&model, &mut |ty, place| {
        if matches!(ty.kind, Kind::Any) {
            *places.entry(place).or_default() |= !ty.checks.is_empty();
        }
    });
    for (place, is_checked) in places {
        let place = Place { end: place.end.min(place.start.saturating_add(200)), ..place };
        findings.push(if is_checked {
            let message = "no type holds what the schema asks for here: it is a JSON value that is checked";
            Finding::new(&RULE, message).at(place, "").help("say which one type it has")
        } else {
            let message = "the schema allows any value here: it is a JSON value";
            Finding::new(&RULE, message).at(place, "").help("say which type it has, if you know")
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn places_without_a_type_are_named() {
        check(
            "untyped-value",
            r##""type": "object", "properties": {
                "a": {}, "b": {"type": "array"}, "c": {"enum": ["x", 1]}, "d": {"type": "string"},
                "e": {"not": {"type": "null"}}, "f": {"$ref": "#/$defs/t"}
            }, "$defs": {"t": {"type": "array", "items": {"oneOf": [{"type": "string"}, {"type": "integer"}]}}}"##,
            &[
                ("\"a\"", "the schema allows any value here: it is a JSON value"),
                ("\"b\"", "the schema allows any value here: it is a JSON value"),
                ("\"e\"", "no type holds what the schema asks for here: it is a JSON value that is checked"),
            ],
        );
    }
}

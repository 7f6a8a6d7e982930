use crate::finding::{Finding, Place, Rule, Severity};
use crate::lint::Context;
use crate::resolve::{Keywords, SchemaId};

/// Something without a description.
pub(super) static RULE: Rule = Rule {
    id: "missing-description",
    severity: Severity::Warning,
    summary: "An event, a type or a property has no description.",
    explain: r#"## What it finds
Events, shared types, entries of `$defs` and properties without a `description`, or with an empty one. A property that
is a lone `$ref` has the description of what it refers to.

## Why it matters
The description is all that a consumer in another team has. It becomes the doc comment in Rust and C# and the text of
the page.

## Example
```json
"sku": { "type": "string" }
```

## Instead
```json
"sku": { "type": "string", "description": "Stock keeping unit, as printed on the package." }
```"#,
};

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let contracts = context.contracts;
    let mut missing = |what: String, place: Place| {
        findings.push(Finding::new(&RULE, format!("{what} has no description")).at(place, ""));
    };
    for contract in contracts.all() {
        if !contracts.schemas.keywords(contract.schema).is_some_and(is_described) {
            missing(format!("the event {}", contract.event_type), contract.type_place);
        }
    }
    for (path, root) in &contracts.types {
        if contracts.schemas.keywords(*root).is_some_and(|keywords| !is_described(keywords)) {
            let place = contracts.schemas.get(*root).place;
            missing(format!("the shared type {path}"), Place { end: place.start.saturating_add(1), ..place });
        }
    }
    for visited in context.schemas.iter().filter(|visited| !visited.is_condition) {
        for entry in &visited.keywords.defs {
            if !describes(context, entry.schema) {
                missing(format!("the type {:?}", entry.name), entry.key);
            }
        }
    }
    for (_, entry) in context.properties() {
        if !describes(context, entry.schema) {
            missing(format!("the property {:?}", entry.name), entry.key);
        }
    }
}

fn is_described(keywords: &Keywords) -> bool {
    keywords.description.as_ref().is_some_and(|description| !description.value.trim().is_empty())
}

/// Whether the schema, or what it refers to, is described. A constant says itself what it is.
fn describes(context: &Context<'_>, id: SchemaId) -> bool {
    let own = context.contracts.schemas.keywords(id);
    let one = |keywords: Option<&Keywords>| keywords.is_none_or(|k| is_described(k) || k.constant.is_some());
    one(own) || own.is_some_and(|k| k.reference.is_some()) && one(context.followed(id))
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{check, check_files};

    #[test]
    fn everything_is_described() {
        check(
            "missing-description",
            r##""properties": {
                "a": {"type": "string"}, "b": {"description": " "}, "c": {"description": "c"}, "d": {"const": 1},
                "e": true, "f": {"$ref": "#/$defs/F"}, "g": {"$ref": "#/$defs/G"},
                "h": {"$ref": "#/$defs/G", "description": "h"}
            }, "$defs": {"F": {"description": "f"}, "G": {"properties": {"x": {}}}},
            "if": {"properties": {"a": {"minLength": 1}}}"##,
            &[
                ("\"a\"", "the property \"a\" has no description"),
                ("\"b\"", "the property \"b\" has no description"),
                ("\"g\"", "the property \"g\" has no description"),
                ("\"G\"", "the type \"G\" has no description"),
                ("\"x\"", "the property \"x\" has no description"),
            ],
        );
        check_files(
            "missing-description",
            &[
                ("contracts/shop/a/1.0.json", r#"{"x-event": {"type": "A", "source": "s", "owner": "o"}}"#),
                ("contracts/types/sku.json", r#"{"type": "string"}"#),
            ],
            &[
                ("\"A\"", "the event A has no description"),
                ("{", "the shared type contracts/types/sku.json has no description"),
            ],
        );
    }
}

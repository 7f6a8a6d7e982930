use crate::finding::{Finding, Rule, Severity};
use crate::lint::Context;
use crate::lint::context::{Visited, words};
use crate::resolve::Type;

/// An amount of money without a currency.
pub(super) static RULE: Rule = Rule {
    id: "money-without-currency",
    severity: Severity::Warning,
    summary: "An amount of money has no currency beside it.",
    explain: r#"## What it finds
Numbers whose name speaks of money (`amount`, `price`, `total`, `cost`, `fee`, …) in an object that has no property named
`…currency`, and lies in no object of the same file that has one. A name that ends in a currency code (`costUsd`) is fine.

## Why it matters
A consumer that has to guess the currency will guess wrong once.

## Example
```json
"properties": { "amount": { "type": "number", "format": "decimal" } }
```

## Instead
```json
"properties": { "amount": { "type": "number", "format": "decimal" }, "currency": { "$ref": "../types/currency.json" } }
```"#,
};

const MONEY: &[&str] =
    &["amount", "balance", "charge", "cost", "discount", "fee", "price", "subtotal", "tax", "total", "vat"];

/// Words that make another quantity of it: `taxRate`, `totalCount`.
const NO_MONEY: &[&str] = &[
    "count",
    "factor",
    "items",
    "number",
    "percent",
    "percentage",
    "points",
    "quantity",
    "rate",
    "ratio",
    "weight",
];

const CODES: &[&str] = &[
    "aud", "brl", "cad", "chf", "cny", "czk", "dkk", "eur", "gbp", "inr", "jpy", "nok", "nzd", "pln", "sek",
    "usd", "zar", "zmw",
];

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (visited, entry) in context.properties() {
        let words = words(&entry.name);
        let any = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
        let has_code = words.last().is_some_and(|last| CODES.contains(&last.as_str()));
        if !any(MONEY) || any(NO_MONEY) || has_code || !is_fraction(context, entry.schema) {
            continue;
        }
        if !has_currency(context, visited) {
            findings.push(
                Finding::new(&RULE, format!("{:?} has no currency beside it", entry.name))
                    .at(entry.key, "")
                    .help("add a required property \"currency\""),
            );
        }
    }
}

fn is_fraction(context: &Context<'_>, id: crate::resolve::SchemaId) -> bool {
    context.types(id).contains(Type::Number)
}

/// Whether the object, or one around it in the same file, has a currency.
fn has_currency(context: &Context<'_>, visited: &Visited<'_>) -> bool {
    let around = |other: &&Visited<'_>| {
        let rest = visited.pointer.strip_prefix(other.pointer);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let named = |other: &Visited<'_>| {
        let last = |name: &str| words(name).last().is_some_and(|word| word == "currency");
        let code = |name: &str| name.to_ascii_lowercase().ends_with("currencycode");
        other.keywords.properties.iter().any(|property| last(&property.name) || code(&property.name))
    };
    context.of_file(visited.path).iter().filter(around).any(named)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn money_has_a_currency() {
        let decimal = r#"{"type": "number", "format": "decimal"}"#;
        check(
            "money-without-currency",
            &format!(
                r##""properties": {{"unitPrice": {decimal}, "taxRate": {decimal}, "costUsd": {decimal}, "total": {{"type": "integer"}},
                "fee": {{"$ref": "#/$defs/D"}}, "o": {{"properties": {{"amount": {decimal}, "currency": true}}}}}},
                "$defs": {{"D": {decimal}}}"##
            ),
            &[
                ("\"unitPrice\"", "\"unitPrice\" has no currency beside it"),
                ("\"fee\"", "\"fee\" has no currency beside it"),
            ],
        );
        check(
            "money-without-currency",
            &format!(
                r#""properties": {{"currencyCode": true, "lines": {{"items": {{"properties": {{"price": {decimal}}}}}}}}}"#
            ),
            &[],
        );
    }
}

use heck::ToLowerCamelCase;

use crate::finding::{Finding, Rule, Severity};
use crate::lint::Context;

/// A property name that is not in camel case.
pub(super) static RULE: Rule = Rule {
    id: "property-case",
    severity: Severity::Warning,
    summary: "A property name is not in camelCase.",
    explain: r#"## What it finds
Declared properties whose name is not a lower-case letter followed by letters and digits.

## Why it matters
One spelling on the wire means that nobody has to look it up. The generated code has the names of its own language.

## Example
```json
"properties": { "order_id": { "type": "string" }, "CustomerId": { "type": "string" } }
```

## Instead
```json
"properties": { "orderId": { "type": "string" }, "customerId": { "type": "string" } }
```"#,
};

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (_, entry) in context.properties() {
        let name = &entry.name;
        if name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_alphanumeric())
        {
            continue;
        }
        let mut finding =
            Finding::new(&RULE, format!("the property {name:?} is not in camelCase")).at(entry.key, "");
        let better = name.to_lower_camel_case();
        if !better.is_empty() && better != *name {
            finding =
                finding.help(format!("name it {better:?}, in a new major version if this one is published"));
        }
        findings.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn names_are_in_camel_case() {
        check(
            "property-case",
            r#""properties": {"orderId2": true, "Total": true, "a_b": true, "é": true, "": true}"#,
            &[
                ("\"Total\"", "the property \"Total\" is not in camelCase"),
                ("\"a_b\"", "the property \"a_b\" is not in camelCase"),
                ("\"é\"", "the property \"é\" is not in camelCase"),
                ("\"\"", "the property \"\" is not in camelCase"),
            ],
        );
    }
}

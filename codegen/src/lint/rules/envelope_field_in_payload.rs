use crate::finding::{Finding, Rule, Severity};
use crate::lint::Context;

/// A field of the envelope in the data.
pub(super) static RULE: Rule = Rule {
    id: "envelope-field-in-payload",
    severity: Severity::Warning,
    summary: "The data repeats a field of the envelope.",
    explain: r#"## What it finds
Properties at the root of an event's data that the envelope carries already, or that are another name for one:
`eventId`, `eventType`, `correlationId`, `causationId`, `timestamp`, `occurredAt`, `source`, `version`, …

## Why it matters
Two places for one fact come to differ, and then nobody knows which one counts.

## Example
```json
"properties": { "eventId": { "type": "string", "format": "uuid" }, "orderId": { "type": "string" } }
```

## Instead
```json
"properties": { "orderId": { "type": "string" } }
```"#,
};

/// Names of envelope fields, in the standard envelope and elsewhere, and the field that carries it.
const FIELDS: &[(&str, &str)] = &[
    ("eventId", "eventId"),
    ("eventType", "eventType"),
    ("eventVersion", "version"),
    ("timestamp", "timestamp"),
    ("occurredAt", "timestamp"),
    ("occurredOn", "timestamp"),
    ("correlationId", "correlationId"),
    ("causationId", "causationId"),
    ("source", "source"),
    ("version", "version"),
    ("traceparent", "traceparent"),
];

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let envelope = context.contracts.envelopes.values().next_back();
    let envelope = envelope.and_then(|schema| context.contracts.schemas.keywords(*schema));
    for contract in context.contracts.all() {
        let Some(keywords) = context.followed(contract.schema) else { continue };
        for entry in &keywords.properties {
            let known = FIELDS
                .iter()
                .find(|(name, _)| entry.name.eq_ignore_ascii_case(name))
                .map(|(_, field)| *field);
            let own =
                envelope.and_then(|envelope| envelope.property(&entry.name)).map(|field| field.name.as_str());
            if let Some(field) = known.or(own.filter(|name| *name != "data")) {
                findings.push(
                    Finding::new(
                        &RULE,
                        format!("{:?} in the data repeats the envelope's {field:?}", entry.name),
                    )
                    .at(entry.key, "")
                    .help("leave it out, or give it a name that tells how it differs"),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check_files;

    #[test]
    fn the_data_repeats_nothing() {
        let event = r#"{"x-event": {"type": "A", "source": "s", "owner": "o"},
            "properties": {"EventID": true, "occurredAt": true, "tenant": true, "data": true, "orderId": true}}"#;
        let envelope = r#"{"properties": {"tenant": true, "data": true}}"#;
        check_files(
            "envelope-field-in-payload",
            &[("contracts/d/a/1.0.json", event), ("contracts/envelope/1.0.json", envelope)],
            &[
                ("\"EventID\"", "\"EventID\" in the data repeats the envelope's \"eventId\""),
                ("\"occurredAt\"", "\"occurredAt\" in the data repeats the envelope's \"timestamp\""),
                ("\"tenant\"", "\"tenant\" in the data repeats the envelope's \"tenant\""),
            ],
        );
    }
}

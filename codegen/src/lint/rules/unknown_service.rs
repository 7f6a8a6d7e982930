use crate::finding::{Finding, Rule, Severity};
use crate::lint::Context;
use crate::load::services::{Reference, Subscription};
use crate::resolve::{Contract, Keywords, SchemaId, nearest};

/// `services.toml` and the contracts disagree.
pub(super) static RULE: Rule = Rule {
    id: "unknown-service",
    severity: Severity::Error,
    summary: "services.toml and the contracts disagree about who publishes or reads what.",
    explain: r#"## What it finds
In `contracts/services.toml`: events that do not exist, major versions that do not exist, fields in `uses` that no
accepted version declares, events published by another service than the one in `x-event.source`. In contracts: a
`source` that is no service, or a service that does not publish the event. Without a `services.toml` nothing is found.

## Why it matters
The report of a break names the consumers that it hits. What `services.toml` gets wrong, the report gets wrong.

## Example
```toml
[services.cart]
subscribes = [{ event = "catalog/product-price-change", versions = "1", uses = ["/pric"] }]
```

## Instead
```toml
[services.cart]
subscribes = [{ event = "catalog/product-price-changed", versions = "1", uses = ["/newPrice"] }]
```"#,
};

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let services = &context.tree.services.by_name;
    if services.is_empty() {
        return;
    }
    for (name, service) in services {
        for published in &service.publishes {
            let Some(newest) = newest(context, published, findings) else { continue };
            if newest.source != *name {
                let message =
                    format!("{name} publishes {}, whose source is {:?}", published.event, newest.source);
                let source = context.x_event_place(newest, "source");
                findings
                    .push(Finding::new(&RULE, message).at(published.place, "").at(source, "says otherwise"));
            }
        }
        for subscription in &service.subscribes {
            if newest(context, &subscription.event, findings).is_some() {
                self::subscription(context, subscription, findings);
            }
        }
    }
    for contract in context.contracts.all() {
        let place = context.x_event_place(contract, "source");
        let event = contract.event_id();
        match services.get(&contract.source) {
            None => {
                let message = format!("there is no service {:?}", contract.source);
                let finding = Finding::new(&RULE, message).at(place, "not in services.toml");
                findings.push(match nearest(&contract.source, services.keys().map(String::as_str)) {
                    Some(near) => finding.help(format!("did you mean {near:?}?")),
                    None => finding.help("add it to contracts/services.toml"),
                });
            }
            Some(service) if service.publishes.iter().all(|published| published.event != event) => {
                let message = format!("{} does not publish {event}", contract.source);
                let help = format!("add {event:?} to `publishes` of the service in contracts/services.toml");
                findings.push(Finding::new(&RULE, message).at(place, "").help(help));
            }
            Some(_) => {}
        }
    }
}

/// The newest version of an event, or a finding.
fn newest<'a>(context: &Context<'a>, named: &Reference, findings: &mut Vec<Finding>) -> Option<&'a Contract> {
    let newest =
        context.contracts.events.get(&named.event).and_then(|versions| versions.values().next_back());
    if newest.is_none() {
        let finding = Finding::new(&RULE, format!("there is no event {:?}", named.event)).at(named.place, "");
        findings.push(match nearest(&named.event, context.contracts.events.keys().map(String::as_str)) {
            Some(near) => finding.help(format!("did you mean {near:?}?")),
            None => finding.help("an event is named domain/event, as its folder below contracts/"),
        });
    }
    newest
}

fn subscription(context: &Context<'_>, subscription: &Subscription, findings: &mut Vec<Finding>) {
    let Some(versions) = context.contracts.events.get(&subscription.event.event) else { return };
    let mut complain = |message: String| {
        findings.push(Finding::new(&RULE, message).at(subscription.event.place, ""));
    };
    let event = &subscription.event.event;
    let mut accepted = Vec::new();
    for major in &subscription.majors {
        match versions.values().rfind(|contract| contract.version.major == *major) {
            Some(contract) => accepted.push(contract.schema),
            None => complain(format!("{event} has no major version {major}")),
        }
    }
    for pointer in &subscription.uses {
        let tokens: Option<Vec<String>> = pointer
            .strip_prefix('/')
            .map(|rest| rest.split('/').map(|token| token.replace("~1", "/").replace("~0", "~")).collect());
        match tokens {
            None => complain(format!("{pointer:?} is no JSON Pointer: it starts with `/`")),
            Some(tokens) => {
                let declared = |schema: &SchemaId| declares(context, *schema, &tokens, 0);
                if !accepted.is_empty() && !accepted.iter().any(declared) {
                    complain(format!("{event} declares no {pointer}"));
                }
            }
        }
    }
}

/// How many `$ref`s and combinations are followed between two tokens.
const DEPTH: usize = 16;

/// Whether a schema declares what the tokens of a pointer lead to.
fn declares(context: &Context<'_>, id: SchemaId, tokens: &[String], depth: usize) -> bool {
    let Some((token, rest)) = tokens.split_first() else { return true };
    let Some(keywords) = context.contracts.schemas.keywords(id) else { return false };
    if below(keywords, token).into_iter().any(|schema| declares(context, schema, rest, 0)) {
        return true;
    }
    let reference = keywords.reference.iter().map(|reference| reference.value);
    let lists = [&keywords.all_of, &keywords.any_of, &keywords.one_of];
    let combined = lists.into_iter().flatten().flat_map(|list| list.value.iter().copied());
    depth < DEPTH && reference.chain(combined).any(|schema| declares(context, schema, tokens, depth + 1))
}

/// The schemas of the values that a token leads to; `*` is any item or any value.
fn below(keywords: &Keywords, token: &str) -> Vec<SchemaId> {
    let mut schemas: Vec<SchemaId> = keywords.property(token).map(|entry| entry.schema).into_iter().collect();
    let is_item = token == "*" || token.parse::<usize>().is_ok();
    if is_item {
        schemas.extend(keywords.items.iter().map(|items| items.value));
        schemas.extend(keywords.prefix_items.iter().flat_map(|items| items.value.iter().copied()));
    }
    schemas.extend(keywords.pattern_properties.iter().map(|entry| entry.schema));
    schemas.extend(keywords.additional_properties.iter().map(|schema| schema.value));
    schemas
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check_files;

    const EVENT: &str = r##"{"x-event": {"type": "A", "source": "shop", "owner": "o"}, "properties": {
        "id": true, "lines": {"items": {"allOf": [{"$ref": "#/$defs/L"}]}}},
        "$defs": {"L": {"properties": {"a/b": true, "next": {"$ref": "#/$defs/L"}}}}}"##;

    fn check(services: &str, expected: &[(&str, &str)]) {
        let files = [("contracts/d/a/1.0.json", EVENT), ("contracts/services.toml", services)];
        check_files("unknown-service", &files, expected);
    }

    #[test]
    fn without_services_there_is_nothing_to_say() {
        check("", &[]);
    }

    #[test]
    fn subscriptions_name_what_exists() {
        let shop = "[services.shop]\npublishes = ['d/a']\n[services.cart]\n";
        for (subscribes, expected) in [
            (
                "event = 'd/a', versions = '1', uses = ['/id', '/lines/*/a~1b', '/lines/0/next/next/a~1b']",
                &[][..],
            ),
            ("event = 'd/b', versions = '1'", &[("'d/b'", "there is no event \"d/b\"")]),
            ("event = 'd/a', versions = '1, 2'", &[("'d/a'", "d/a has no major version 2")]),
            (
                "event = 'd/a', versions = '1', uses = ['/lines/*/c', 'id']",
                &[
                    ("'d/a'", "\"id\" is no JSON Pointer: it starts with `/`"),
                    ("'d/a'", "d/a declares no /lines/*/c"),
                ],
            ),
        ] {
            check(&format!("{shop}subscribes = [{{ {subscribes} }}]\n"), expected);
        }
    }

    #[test]
    fn publishers_and_sources_agree() {
        check("[services.shop]\n", &[("\"shop\"", "shop does not publish d/a")]);
        check(
            "[services.other]\npublishes = ['d/a']\n",
            &[
                ("\"shop\"", "there is no service \"shop\""),
                ("'d/a'", "other publishes d/a, whose source is \"shop\""),
            ],
        );
        check("[services.shop]\npublishes = ['d/a', 'x']\n", &[("'x'", "there is no event \"x\"")]);
    }
}

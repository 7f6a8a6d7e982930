use crate::finding::{Finding, Rule, Severity};
use crate::lint::Context;
use crate::load::services::Subscription;

/// `services.toml` and the code of a service disagree.
pub(super) static RULE: Rule = Rule {
    id: "uses-differ",
    severity: Severity::Error,
    summary: "services.toml and the code of a service disagree about what the service reads.",
    explain: r#"## What it finds
`contracts/uses/SERVICE.toml` is what the code of a service reads: its types with `#[event(…, reader)]` know their fields,
and a test of the service writes them down. Found are events and major versions that the service does not subscribe to in
`contracts/services.toml`, and fields that only one of both files lists. Subscriptions that the code has no reader for, and
such without `uses`, are left alone.

## Why it matters
The report of a break names the consumers and the fields that it hits. A field that is not listed breaks unseen.

## Example
```toml
# contracts/services.toml
[[services.cart-service.subscribes]]
event = "catalog/product-price-changed"
versions = "1"
uses = ["/newPrice"]

# contracts/uses/cart-service.toml
[[reads]]
event = "catalog/product-price-changed"
versions = "1"
uses = ["/newPrice", "/sku"]
```

## Instead
```toml
# contracts/services.toml
uses = ["/newPrice", "/sku"]
```"#,
};

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (name, reads) in &context.tree.uses {
        let service = context.tree.services.by_name.get(name);
        for read in reads {
            let event = &read.event.event;
            let declared = service.and_then(|service| {
                service.subscribes.iter().find(|subscription| subscription.event.event == *event)
            });
            let Some(declared) = declared else {
                let message = format!("{name} reads {event}, which it does not subscribe to");
                let help = format!("add it to `subscribes` of {name} in contracts/services.toml");
                findings.push(Finding::new(&RULE, message).at(read.event.place, "").help(help));
                continue;
            };
            let mut complain = |message: String| {
                let finding = Finding::new(&RULE, message).at(declared.event.place, "");
                findings.push(finding.at(read.event.place, "the code"));
            };
            for major in read.majors.iter().filter(|major| !declared.majors.contains(major)) {
                complain(format!("{name} reads major {major} of {event}, which it does not subscribe to"));
            }
            // Readers of several majors are one.
            let first = reads.iter().find(|other| other.event.event == *event);
            if declared.uses.is_empty() || !first.is_some_and(|first| std::ptr::eq(first, read)) {
                continue;
            }
            for field in fields(reads, event).filter(|field| !declared.uses.contains(field)) {
                complain(format!("{name} uses {field} of {event}, which is not listed"));
            }
            for field in declared.uses.iter().filter(|field| fields(reads, event).all(|used| used != *field))
            {
                complain(format!("{name} does not use {field} of {event}, which is listed"));
            }
        }
    }
}

/// What is read of an event, in all its versions.
fn fields<'a>(reads: &'a [Subscription], event: &'a str) -> impl Iterator<Item = &'a String> {
    reads.iter().filter(move |read| read.event.event == event).flat_map(|read| &read.uses)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check_files;

    #[test]
    fn code_and_file_list_the_same() {
        const LISTED: &str =
            "[services.cart]\nsubscribes = [{ event = 'd/a', versions = '1', uses = ['/id', '/old'] }]";
        let check = |reads: &str, expected: &[(&str, &str)]| {
            let reads = format!("[[reads]]\n{reads}\n");
            let files = [("contracts/services.toml", LISTED), ("contracts/uses/cart.toml", reads.as_str())];
            check_files("uses-differ", &files, expected);
        };
        check("event = 'd/a'\nversions = '1'\nuses = ['/old', '/id']", &[]);
        check(
            "event = 'd/b'\nversions = '1'",
            &[("'d/b'", "cart reads d/b, which it does not subscribe to")],
        );
        check(
            "event = 'd/a'\nversions = '2'\nuses = ['/id', '/new']",
            &[
                ("'d/a'", "cart does not use /old of d/a, which is listed"),
                ("'d/a'", "cart reads major 2 of d/a, which it does not subscribe to"),
                ("'d/a'", "cart uses /new of d/a, which is not listed"),
            ],
        );
        check_files("uses-differ", &[("contracts/services.toml", LISTED)], &[]);
    }
}

//! What a new minor is held to: by the workspace, the domain, the event.

use super::*;

/// The gate's rules for three minors: 1.1 adds a required member, 1.2 takes the first one's bound away again.
fn judged(settings: &str) -> Vec<String> {
    let with = |count: &str, required: &str| {
        PAID.replace(
            "\"amount\": { \"type\": \"integer\" }",
            &format!("\"amount\": {{ \"type\": \"integer\"{count} }}"),
        )
        .replace("\"required\": [\"amount\"]", &format!("\"required\": [{required}]"))
    };
    let edits = [
        ("contracts/contracts.toml", settings),
        ("contracts/shop/order-paid/1.0.json", &with(", \"maximum\": 100", "\"amount\"")),
        ("contracts/shop/order-paid/1.1.json", &with("", "\"amount\"")),
        ("contracts/shop/order-paid/1.2.json", &with(", \"maximum\": 50", "\"amount\"")),
    ];
    let mut sources = Sources::default();
    let head = load(&mut sources, None, &edited(&edits));
    let findings = gate::check(&sources, None, &head, None);
    let said = findings.iter().map(|finding| format!("{} {}", finding.rule.id, finding.message));
    said.map(|words| words.split(':').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_nearest_level_counts() {
    // Forward: 1.1 writes more than 1.0 reads. Backward: 1.2 reads less than 1.1 and 1.0 write.
    let forward = "minor-breaks shop/order-paid 1.1 breaks 1.0";
    let backward = "minor-breaks shop/order-paid 1.2 breaks 1.1";
    let (workspace, domain, event) =
        ("[compat]", "[compat.domains.shop]", "[compat.events.\"shop/order-paid\"]");
    let cases: &[(String, &[&str])] = &[
        (String::new(), &[forward, backward]),
        (format!("{workspace}\npolicy = \"full\""), &[forward, backward]),
        (format!("{workspace}\npolicy = \"backward\""), &[backward]),
        (format!("{workspace}\npolicy = \"forward\""), &[forward]),
        (format!("{workspace}\npolicy = \"none\""), &[]),
        (format!("{workspace}\npolicy = \"none\"\n{domain}\npolicy = \"forward\""), &[forward]),
        (format!("{domain}\npolicy = \"none\"\n{event}\npolicy = \"backward\""), &[backward]),
        (format!("{domain}\npolicy = \"backward\"\n{event}\ntransitive = false"), &[backward]),
        (
            format!("{event}\npolicy = \"full\"\n[compat.domains.shops]"),
            &["policy-of-nothing there is no domain \"shops\"", forward, backward],
        ),
        (
            "[compat.events.\"shop/order-payed\"]".to_owned(),
            &["policy-of-nothing there is no event \"shop/order-payed\"", forward, backward],
        ),
    ];
    for (settings, wanted) in cases {
        assert_eq!(judged(settings), *wanted, "{settings}");
    }
}

#[test]
fn a_policy_reaches_as_far_as_it_says() {
    // Each minor writes what the one before it reads; but 1.2 may write a note that 1.0 knew as a number.
    let with = |note: &str| PAID.replace("\"amount\": {", &format!("{note}\"amount\": {{"));
    for (transitive, wanted) in [("true", vec!["minor-breaks"]), ("false", Vec::new())] {
        let settings = format!("[compat]\npolicy = \"forward\"\ntransitive = {transitive}");
        let edits = [
            ("contracts/contracts.toml", settings.as_str()),
            ("contracts/shop/order-paid/1.0.json", &with("\"note\": { \"type\": \"integer\" }, ")),
            ("contracts/shop/order-paid/1.1.json", PAID),
            ("contracts/shop/order-paid/1.2.json", &with("\"note\": { \"type\": \"string\" }, ")),
        ];
        let mut sources = Sources::default();
        let head = load(&mut sources, None, &edited(&edits));
        let findings = gate::check(&sources, None, &head, None);
        assert_eq!(ids(&findings), wanted, "{transitive}: {findings:#?}");
    }
}

#[test]
fn the_number_that_a_change_deserves_depends_on_the_policy() {
    // Old readers refuse what new writers may write, and not the other way round.
    let widened = PAID.replace("\"type\": \"integer\"", "\"type\": [\"integer\", \"boolean\"]");
    for (policy, number) in [("full", "2.0"), ("forward", "2.0"), ("backward", "1.1"), ("none", "1.1")] {
        let settings = format!("[compat]\npolicy = \"{policy}\"");
        let old = edited(&[("contracts/contracts.toml", &settings)]);
        let new = edited(&[
            ("contracts/contracts.toml", &settings),
            ("contracts/shop/order-paid/1.0.json", &widened),
        ]);
        let (_, findings) = check_from(&old, &new, None);
        let help = findings.iter().flat_map(|finding| &finding.help).cloned().collect::<Vec<_>>().join("\n");
        let said = format!("publish the change as contracts/shop/order-paid/{number}.json");
        assert!(help.contains(&said), "{policy}: {help}");
    }
}

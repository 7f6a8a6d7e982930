//! What a change does to code where nothing breaks on the wire.

use event_contracts_codegen::compat::gate::code;

use super::*;

const ORDER: &str = r#"{
  "title": "OrderPaid",
  "x-event": { "type": "OrderPaid", "source": "order-service", "owner": "orders" },
  "type": "object",
  "properties": {
    "amount": { "type": "integer", "minimum": 0, "maximum": 100 },
    "buyer": { "title": "Buyer", "type": "object", "properties": { "name": { "type": "string" } }, "required": ["name"] },
    "currency": { "type": "string", "enum": ["EUR", "USD"], "x-open-enum": true },
    "note": { "type": "string" },
    "sku": { "$ref": "../../types/sku.json" }
  },
  "required": ["amount"]
}"#;

/// What is said of a minor 1.1 in which one text is replaced by another.
fn said(from: &str, to: &str) -> Vec<String> {
    assert!(ORDER.contains(from), "{from}");
    let mut sources = Sources::default();
    let base = load(&mut sources, Some("main"), &edited(&[("contracts/shop/order-paid/1.0.json", ORDER)]));
    let head = [
        ("contracts/shop/order-paid/1.0.json", ORDER),
        ("contracts/shop/order-paid/1.1.json", &ORDER.replace(from, to)),
    ];
    let head = load(&mut sources, None, &edited(&head));
    let findings = code::changes(&sources, &base, &head);
    assert!(
        findings.iter().all(|f| f.reaches == ["shop/order-paid 1.1"] && f.labels.len() == 2),
        "{findings:#?}"
    );
    findings.iter().map(|finding| format!("{}: {}", finding.rule.id, finding.message)).collect()
}

#[test]
fn each_change_that_code_sees() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("OrderPaid\"", "OrderPaid\"", &[]),
        (
            "\"type\": \"string\" },\n    \"sku\"",
            "\"type\": \"string\", \"description\": \"words\", \"maxLength\": 9 },\n    \"sku\"",
            &[],
        ),
        (
            "\"maximum\": 100",
            "\"maximum\": 1000",
            &["code-type-changed: the type of OrderPaid.amount is u16 (C#: ushort), and was u8 (C#: byte)"],
        ),
        (
            "\"title\": \"Buyer\"",
            "\"title\": \"Customer\"",
            &[
                "code-name-changed: the type Buyer or OrderPaidBuyer (shop/order-paid v1) is now Customer or OrderPaidCustomer (shop/order-paid v1)",
            ],
        ),
        (
            "\"EUR\", \"USD\"",
            "\"EUR\", \"USD\", \"CHF\"",
            &["code-value-added: Currency has a new value, Chf"],
        ),
        ("\"EUR\", \"USD\"", "\"EUR\"", &["code-name-changed: the value Currency.Usd is gone"]),
        (", \"x-open-enum\": true", "", &["code-type-changed: the values of Currency were closed"]),
        (
            "\"required\": [\"amount\"]",
            "\"required\": [\"amount\", \"note\"]",
            &["code-presence-changed: the member OrderPaid.note is always there, and was optional"],
        ),
        (
            "\"note\": { \"type\": \"string\" }",
            "\"note\": { \"type\": [\"string\", \"null\"] }",
            &["code-presence-changed: the member OrderPaid.note is optional, or null, and was optional"],
        ),
        (
            "\"note\": {",
            "\"other\": { \"type\": \"string\" },\n    \"note\": {",
            &["code-member-added: the type OrderPaid has a new member, other"],
        ),
        (
            "\"note\": { \"type\": \"string\" },\n",
            "",
            &["code-name-changed: the member OrderPaid.note is gone"],
        ),
        (
            "\"note\": { \"type\": \"string\" }",
            "\"note\": { \"type\": \"string\", \"format\": \"uuid\" }",
            &["code-type-changed: the type of OrderPaid.note is uuid, and was string"],
        ),
    ];
    for (from, to, wanted) in cases {
        assert_eq!(said(from, to), *wanted, "{from} to {to}");
    }
}

#[test]
fn a_shared_type_is_one_finding_with_all_that_hold_it() {
    let open = |more: &str| {
        format!(r#"{{ "title": "Sku", "type": "string", "enum": ["A"{more}], "x-open-enum": true }}"#)
    };
    let paid = PAID.replace("PROD-1", "A");
    let states = [open(""), open(", \"B\"")].map(|sku| {
        edited(&[("contracts/types/sku.json", &sku), ("contracts/shop/order-paid/1.0.json", &paid)])
    });
    let mut sources = Sources::default();
    let (base, head) = (load(&mut sources, Some("main"), &states[0]), load(&mut sources, None, &states[1]));
    let findings = code::changes(&sources, &base, &head);
    assert_eq!(ids(&findings), ["code-value-added"]);
    assert_eq!(findings[0].reaches, ["shop/order-paid 1.0", "shop/order-sent 1.0"]);
}

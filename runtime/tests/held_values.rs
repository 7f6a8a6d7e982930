//! Types that are held to contracts, at run time: what they read, write and refuse.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use event_contracts::{
    Decimal, Envelope, Event, EventData, Json, Path, Timestamp, Uuid, Validate, Violations, decode_data,
    held::{self, Schema},
    wire,
};
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Serialize, Deserialize, Event)]
#[event(contract = "shop/order-placed", version = "1.0", dir = "tests/held")]
#[serde(rename_all = "camelCase")]
struct OrderPlaced {
    #[serde(with = "wire::As::<wire::Integer>")]
    order_id: i64,
    lines: Vec<OrderLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize, EventData)]
#[event(shared = "shop/types/order-line", dir = "tests/held")]
#[serde(rename_all = "camelCase")]
struct OrderLine {
    sku: String,
    quantity: u32,
    #[serde(with = "wire::As::<wire::DecimalNumber>")]
    unit_price: Decimal,
}

#[derive(Debug, Serialize, Deserialize, Event)]
#[event(contract = "shop/order-placed", version = "1.0", dir = "tests/held", reader)]
struct Skus {
    lines: Vec<SkuOnly>,
}

#[derive(Debug, Serialize, Deserialize, EventData)]
struct SkuOnly {
    sku: String,
}

#[derive(Debug, Serialize, Deserialize, Event)]
#[event(contract = "kinds/told-apart", version = "1.0", dir = "tests/held", own_validate)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Payment {
    Card { digits: String },
    Bank { iban: String },
}

impl Validate for Payment {
    fn check(&self, at: &Path<'_>, out: &mut Violations) {
        if matches!(self, Self::Bank { iban } if iban.is_empty()) {
            out.report(&at.key("iban"), "minLength", "must have at least 1 character, has 0");
        }
    }
}

const ORDER: &str = r#"{"orderId":7,"lines":[{"sku":"A-1","quantity":2,"unitPrice":1.50}]}"#;

fn refused<T: Event + std::fmt::Debug>(text: &str) -> Vec<(String, String)> {
    let error = decode_data::<T>(text).unwrap_err();
    let violations =
        error.violations().map(|all| all.iter().map(|v| (v.pointer.clone(), v.rule.to_owned())).collect());
    violations.unwrap_or_default()
}

#[test]
fn the_contract_says_who_and_what() {
    assert_eq!(
        (OrderPlaced::DOMAIN, OrderPlaced::TYPE, OrderPlaced::SOURCE),
        ("shop", "OrderPlaced", "shop-service")
    );
    assert_eq!(OrderPlaced::VERSION.to_string(), "1.0");
    let schema: Json = OrderPlaced::SCHEMA.parse().unwrap();
    assert!(schema.get("$defs").unwrap().get("shop/types/order-line.json").is_some());
}

#[test]
fn data_is_validated_by_the_contract() {
    let order: OrderPlaced = decode_data(ORDER).unwrap();
    let sent = Envelope::new(order, Uuid::now_v7());
    let text = sent.encode().unwrap();
    assert!(text.contains(ORDER), "{text}");
    assert_eq!(Envelope::<OrderPlaced>::decode(&text).unwrap().data, sent.data);
    let of = |pointer: &str, rule: &str| vec![(pointer.to_owned(), rule.to_owned())];
    assert_eq!(refused::<OrderPlaced>(r#"{"orderId":7,"lines":[]}"#), of("/lines", "minItems"));
    assert_eq!(refused::<OrderPlaced>(&ORDER.replace(":2,", ":0,")), of("/lines/0/quantity", "minimum"));
    assert_eq!(refused::<OrderPlaced>(&ORDER.replace("1.50", "-1.50")), of("/lines/0/unitPrice", "minimum"));
    let long = ORDER.replace("A-1", &"A".repeat(65));
    assert_eq!(refused::<OrderPlaced>(&long), of("/lines/0/sku", "maxLength"));
    let bank = Payment::Bank { iban: String::new() };
    assert_eq!(bank.validate().unwrap_err().iter().next().unwrap().pointer, "/iban");
}

#[test]
fn readers_read_what_they_use() {
    let read: Skus = decode_data(ORDER).unwrap();
    assert_eq!(read.lines[0].sku, "A-1");
    const { assert!(Skus::PARTIAL && !OrderPlaced::PARTIAL) };
    assert_eq!(refused::<Skus>(&ORDER.replace("A-1", &"A".repeat(65))).len(), 1);
    let reads = held::reads::<Skus>();
    assert_eq!(
        (reads.event, reads.major, reads.uses),
        ("shop/order-placed", 1, vec!["/lines/*/sku".to_owned()])
    );
}

#[test]
fn what_is_read_is_compared_with_a_file() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/held/uses.toml");
    held::written_down(file.as_ref(), &[held::reads::<Skus>()]).unwrap();
    let more = [held::reads::<Skus>(), held::reads::<Skus>()];
    assert!(held::written_down(file.as_ref(), &more).unwrap_err().contains("UPDATE_USES=1"));
}

/// Schema, value, pointers and keywords of what is wrong.
const RULES: &[(&str, &str, &[&str])] = &[
    (r#"{"type":"string"}"#, "1", &[" type"]),
    (r#"{"type":["string","null"]}"#, "null", &[]),
    (r#"{"const":1.0}"#, "1", &[]),
    (r#"{"enum":["a","b"]}"#, r#""c""#, &[" enum"]),
    (r#"{"enum":["a"],"x-open-enum":true}"#, r#""c""#, &[]),
    (r#"{"minimum":1,"exclusiveMaximum":3,"multipleOf":0.5}"#, "3", &[" exclusiveMaximum"]),
    (r#"{"multipleOf":0.01}"#, "0.1234", &[" multipleOf"]),
    (r#"{"minLength":2,"maxLength":3,"pattern":"^\\d+$"}"#, r#""ab12""#, &[" maxLength", " pattern"]),
    (r#"{"pattern":"^[\\w-]+$"}"#, r#""é""#, &[" pattern"]),
    (r#"{"pattern":"^(?=a)"}"#, r#""a""#, &[" pattern"]),
    (r#"{"format":"uuid"}"#, r#""x""#, &[" format"]),
    (r#"{"items":{"type":"integer"},"minItems":1,"uniqueItems":true}"#, "[1,1.0]", &[" uniqueItems"]),
    (r#"{"prefixItems":[{"type":"string"}],"items":{"type":"integer"}}"#, r#"["a",1,"b"]"#, &["/2 type"]),
    (r#"{"items":[{"type":"string"}],"additionalItems":false}"#, r#"["a",1]"#, &["/1 false"]),
    (r#"{"contains":{"type":"string"},"maxContains":1}"#, r#"["a","b"]"#, &[" maxContains"]),
    (
        r#"{"required":["a","b"],"dependentRequired":{"a":["c"]}}"#,
        r#"{"a":1}"#,
        &[" required", " dependentRequired"],
    ),
    (
        r#"{"properties":{"a":{"type":"string"}},"patternProperties":{"^x":true},"additionalProperties":false}"#,
        r#"{"a":1,"x":1,"y":1}"#,
        &["/a type", "/y additionalProperties"],
    ),
    (
        r#"{"propertyNames":{"maxLength":1},"maxProperties":1}"#,
        r#"{"ab":1,"c":2}"#,
        &[" propertyNames", " maxProperties"],
    ),
    (r#"{"oneOf":[{"type":"string"},{"maxLength":3}]}"#, r#""abc""#, &[" oneOf"]),
    (r#"{"anyOf":[{"type":"string"},{"minimum":3}]}"#, "1", &[" anyOf", " type"]),
    (r#"{"allOf":[{"type":"string"},{"minLength":3}]}"#, r#""a""#, &[" minLength"]),
    (r#"{"not":{"type":"string"}}"#, r#""a""#, &[" not"]),
    (r#"{"if":{"type":"string"},"then":{"minLength":2},"else":false}"#, r#""a""#, &[" minLength"]),
    (
        r##"{"$ref":"#/$defs/a~1b","$defs":{"a/b":{"items":{"$ref":"#"},"type":"array"}}}"##,
        "[[],[1]]",
        &["/1/0 type"],
    ),
];

#[test]
fn schemas_refuse_what_they_do_not_mean() {
    for (schema, value, expected) in RULES {
        let json: Json = value.parse().unwrap();
        let schema = Schema::new(schema, false);
        let mut out = Violations::new();
        schema.check(&json, &Path::root(), &mut out);
        let found: Vec<String> = out.iter().map(|v| format!("{} {}", v.pointer, v.rule)).collect();
        assert_eq!(found, *expected, "{schema:?} {value}");
    }
}

#[test]
fn times_are_like_what_a_field_says() {
    #[derive(Serialize, Deserialize, Event)]
    #[event(contract = "kinds/time", version = "1.0", dir = "tests/held")]
    struct Held {
        #[event(like = "Timestamp")]
        value: String,
    }
    assert_eq!(refused::<OrderPlaced>("{}").len(), 1);
    let held = Held { value: "yesterday".to_owned() };
    assert_eq!(held.validate().unwrap_err().iter().next().unwrap().rule, "format");
}

//! Reading and validating events, beside the same structs written by hand and beside a validator.

use std::hint::black_box;
use std::path::Path;

use event_contracts::{Validate, decode_data};
use event_contracts_codegen::resolve::{Contract, Contracts};
use serde::de::DeserializeOwned;

use super::measure::medians;
use super::{Row, Table};
use crate::doc::Doc;
use crate::{oracle, workspace};

/// The events, as a service would write them down without the generator: plain `serde` derives.
mod by_hand {
    use std::collections::BTreeMap;

    use rust_decimal::Decimal;
    use serde::Deserialize;
    use uuid::Uuid;

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[expect(dead_code, reason = "reading is what is measured")]
    pub(super) struct ProductPriceChanged {
        sku: String,
        #[serde(with = "decimal")]
        old_price: Decimal,
        #[serde(with = "decimal")]
        new_price: Decimal,
        currency: String,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[expect(dead_code, reason = "reading is what is measured")]
    pub(super) struct OrderCreated {
        order_id: i64,
        customer_id: String,
        #[serde(with = "decimal")]
        total: Decimal,
        currency: String,
        lines: Vec<OrderLine>,
        reservation_id: String,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[expect(dead_code, reason = "reading is what is measured")]
    pub(super) struct OrderLine {
        sku: String,
        quantity: i64,
        #[serde(with = "decimal")]
        unit_price: Decimal,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[expect(dead_code, reason = "reading is what is measured")]
    pub(super) struct TransactionCreated {
        transaction_id: Uuid,
        user_id: Uuid,
        date: jiff::Timestamp,
        #[serde(with = "decimal")]
        amount: Decimal,
        currency: String,
        merchant: String,
        account: String,
        category: Option<String>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[expect(dead_code, reason = "reading is what is measured")]
    pub(super) struct RepaymentReceived {
        repayment_id: Uuid,
        loan_id: String,
        client_id: String,
        amount: Money,
        paid_at: jiff::Timestamp,
        source: Source,
        allocation: Allocation,
        outstanding_principal: Money,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "reading is what is measured")]
    pub(super) struct Money {
        #[serde(with = "decimal")]
        amount: Decimal,
        currency: String,
    }

    #[derive(Deserialize)]
    #[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
    #[expect(dead_code, reason = "reading is what is measured")]
    pub(super) enum Source {
        MobileMoney { network: Network, phone_number: String, transaction_ref: String },
        BankTransfer { bank_name: String, reference: String },
        PayrollDeduction { employee_number: String, batch_reference: String },
        Cash { branch_code: String, receipt_number: i64 },
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[expect(dead_code, reason = "reading is what is measured")]
    pub(super) enum Network {
        Airtel,
        Mtn,
        Zamtel,
        #[serde(untagged)]
        Other(String),
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "reading is what is measured")]
    pub(super) struct Allocation {
        #[serde(with = "decimal")]
        penalties: Decimal,
        #[serde(with = "decimal")]
        fees: Decimal,
        #[serde(with = "decimal")]
        interest: Decimal,
        #[serde(with = "decimal")]
        principal: Decimal,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[expect(dead_code, reason = "reading is what is measured")]
    pub(super) struct NotificationSent {
        notification_id: Uuid,
        client_id: String,
        channel: Channel,
        template: String,
        recipient: Option<String>,
        recipient_masked: Option<String>,
        parameters: Option<BTreeMap<String, String>>,
        provider_message_id: Option<String>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[expect(dead_code, reason = "reading is what is measured")]
    pub(super) enum Channel {
        Sms,
        Email,
        WhatsApp,
        #[serde(untagged)]
        Other(String),
    }

    /// A decimal from the digits of a JSON number.
    mod decimal {
        use rust_decimal::Decimal;
        use serde::{Deserialize, Deserializer, de::Error as _};
        use serde_json::value::RawValue;

        pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
            <&RawValue>::deserialize(deserializer)?.get().parse().map_err(D::Error::custom)
        }
    }
}

/// Measures each event.
pub(super) fn measure(root: &Path) -> Result<Table, String> {
    use contracts::{finance::TransactionCreated, lending, shop};

    let rows = vec![
        one::<shop::ProductPriceChanged, by_hand::ProductPriceChanged>(root, EVENTS[0])?,
        one::<shop::OrderCreated, by_hand::OrderCreated>(root, EVENTS[1])?,
        one::<TransactionCreated, by_hand::TransactionCreated>(root, EVENTS[2])?,
        one::<lending::RepaymentReceived, by_hand::RepaymentReceived>(root, EVENTS[3])?,
        one::<lending::NotificationSent, by_hand::NotificationSent>(root, EVENTS[4])?,
    ];
    Ok(Table {
        id: "rust",
        title: "Rust: reading and validating an event, against a struct written by hand that validates nothing, and \
                against `serde_json::Value` with `jsonschema`: a verdict alone (`validator`), and a verdict and that \
                struct, which is what the generated code gives (`both`)"
            .to_owned(),
        columns: vec![
            ("generated", "ns"),
            ("by_hand", "ns"),
            ("validator", "ns"),
            ("both", "ns"),
            ("to_hand", "x"),
            ("to_validator", "x"),
            ("to_both", "x"),
        ],
        rows,
    })
}

/// The events that are measured, and which example of the newest version: a flat one, one with a list, one
/// with ids, a time and a decimal, one with a tagged union and an open enum, one with a map.
pub(super) const EVENTS: &[(&str, usize)] = &[
    ("shop/product-price-changed", 0),
    ("shop/order-created", 1),
    ("finance/transaction-created", 1),
    ("lending/repayment-received", 0),
    ("lending/notification-sent", 1),
];

fn newest<'c>(contracts: &'c Contracts, event: &str) -> Result<&'c Contract, String> {
    let versions = contracts.events.get(event);
    versions.and_then(|v| v.values().next_back()).ok_or_else(|| format!("there is no event {event}"))
}

/// An example of the newest version of an event, on one line.
pub(super) fn document(root: &Path, event: &str, example: usize) -> Result<String, String> {
    let (_, contracts) = workspace::contracts(root)?;
    let contract = newest(&contracts, event)?;
    let examples =
        contracts.schemas.keywords(contract.schema).and_then(|keywords| keywords.examples.as_ref());
    let example = examples.and_then(|all| all.value.get(example));
    example.map(|node| Doc::from_node(node).to_json()).ok_or_else(|| format!("{event} has no such example"))
}

fn one<G: DeserializeOwned + Validate, H: DeserializeOwned>(
    root: &Path,
    (event, example): (&str, usize),
) -> Result<Row, String> {
    let (tree, contracts) = workspace::contracts(root)?;
    let validator = oracle::reader(&tree, &contracts, newest(&contracts, event)?)?;
    let text = document(root, event, example)?;
    let wrong = |error: &dyn std::fmt::Display| format!("{event}: {error}");
    decode_data::<G>(&text).map_err(|error| wrong(&error))?;
    serde_json::from_str::<H>(&text).map_err(|error| wrong(&error))?;
    // The validator asserts formats, as the generated code does, and its verdict is a bare yes. The struct comes from
    // the text and not from the `Value`, which has lost digits of its numbers.
    let judge = |text: &str| {
        let value = serde_json::from_str::<serde_json::Value>(text);
        value.is_ok_and(|value| validator.is_valid(&value))
    };
    if !judge(&text) {
        return Err(wrong(&"the validator refuses its example"));
    }
    let times = medians(&mut [
        &mut || drop(black_box(decode_data::<G>(black_box(&text)))),
        &mut || drop(black_box(serde_json::from_str::<H>(black_box(&text)))),
        &mut || {
            black_box(judge(black_box(&text)));
        },
        &mut || {
            let text = black_box(&text);
            drop(black_box(judge(text).then(|| serde_json::from_str::<H>(text))));
        },
    ]);
    let [generated, by_hand, judged, both] = times[..] else { return Err(event.to_owned()) };
    Ok(Row {
        name: event.to_owned(),
        cells: vec![
            generated,
            by_hand,
            judged,
            both,
            generated / by_hand,
            judged / generated,
            both / generated,
        ],
    })
}

//! The code that the generator emits, written out, and what it does.
#![expect(clippy::expect_used, clippy::panic, reason = "tests")]
#![expect(missing_docs, reason = "the generator takes the words from the schema")]

#[path = "generated_shape/decode.rs"]
mod decode;
#[path = "generated_shape/envelope.rs"]
mod envelope;
#[path = "generated_shape/values.rs"]
mod values;

use event_contracts::__private::{
    RawValue,
    serde::{Deserialize, Deserializer, Serialize, Serializer},
};
use event_contracts::{
    AnyEvent, Decimal, DecodeError, Event, EventDescriptor, Path, Uuid, Validate, Violations, check, wire,
};
use std::{collections::BTreeMap, fmt};

// ---- an event -----------------------------------------------------------------------------------

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Event)]
#[event(
    domain = "shop",
    type = "ProductPriceChanged",
    version = "1.1",
    source = "product-service",
    schema = r#"{"title":"ProductPriceChanged"}"#
)]
#[serde(crate = "event_contracts::__private::serde")]
pub struct ProductPriceChanged {
    #[serde(rename = "sku", with = "wire::As::<wire::Same>")]
    pub sku: Sku,
    #[serde(rename = "quantity", with = "wire::As::<wire::Integer>")]
    pub quantity: i32,
    #[serde(rename = "oldPrice", with = "wire::As::<wire::DecimalNumber>")]
    pub old_price: Decimal,
    // Optional, never null.
    #[serde(
        rename = "note",
        default,
        skip_serializing_if = "Option::is_none",
        with = "wire::As::<wire::Present<wire::Same>>"
    )]
    pub note: Option<String>,
    // Required, may be null.
    #[serde(rename = "category", with = "wire::As::<Option<wire::Same>>")]
    pub category: Option<String>,
    // Optional, may be null.
    #[serde(
        rename = "tag",
        default,
        skip_serializing_if = "Option::is_none",
        with = "wire::As::<wire::Present<Option<wire::DecimalNumber>>>"
    )]
    pub tag: Option<Option<Decimal>>,
    #[serde(rename = "amounts", with = "wire::As::<wire::Map<wire::DecimalNumber>>")]
    pub amounts: BTreeMap<String, Decimal>,
    #[serde(rename = "lines", with = "wire::As::<Vec<wire::Same>>")]
    pub lines: Vec<Line>,
    #[serde(rename = "id", with = "wire::As::<wire::UuidText>")]
    pub id: Uuid,
    #[serde(rename = "size", with = "wire::As::<wire::Same>")]
    pub size: Size,
    #[serde(rename = "channel", with = "wire::As::<wire::Same>")]
    pub channel: Channel,
    #[serde(
        rename = "payment",
        default,
        skip_serializing_if = "Option::is_none",
        with = "wire::As::<wire::Present<wire::Same>>"
    )]
    pub payment: Option<Payment>,
}

impl Validate for ProductPriceChanged {
    fn check(&self, at: &Path<'_>, out: &mut Violations) {
        self.sku.check(&at.key("sku"), out);
        check::minimum(self.quantity, 1, &at.key("quantity"), out);
        check::multiple_of(self.old_price, Decimal::new(1, 2), &at.key("oldPrice"), out);
        if let Some(value) = &self.note {
            check::max_length(value, 5, &at.key("note"), out);
        }
        if let Some(Some(value)) = &self.tag {
            check::exclusive_minimum(*value, Decimal::ZERO, &at.key("tag"), out);
        }
        check::max_properties(self.amounts.len(), 3, &at.key("amounts"), out);
        check::min_items(self.lines.len(), 1, &at.key("lines"), out);
        check::unique_items(&self.lines, &at.key("lines"), out);
        self.lines.check(&at.key("lines"), out);
        self.payment.check(&at.key("payment"), out);
    }
}

// ---- an object inside of it ---------------------------------------------------------------------

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(crate = "event_contracts::__private::serde", deny_unknown_fields)]
pub struct Line {
    #[serde(rename = "price", with = "wire::As::<wire::DecimalNumber>")]
    pub price: Decimal,
}

impl Validate for Line {
    fn check(&self, at: &Path<'_>, out: &mut Violations) {
        check::minimum(self.price, Decimal::ZERO, &at.key("price"), out);
    }
}

// ---- a newtype: a definition with constraints ---------------------------------------------------

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(crate = "event_contracts::__private::serde", transparent)]
pub struct Sku(#[serde(with = "wire::As::<wire::Same>")] pub String);

impl Validate for Sku {
    fn check(&self, at: &Path<'_>, out: &mut Violations) {
        static PATTERN: wire::Pattern = wire::Pattern::new("^[A-Z]+-[0-9]+$");
        check::pattern(&self.0, &PATTERN, at, out);
    }
}

// ---- a closed enum ------------------------------------------------------------------------------

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Size {
    Small,
    Large,
}

impl Size {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Large => "large",
        }
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Size {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::closed_enum(deserializer, &[("small", Self::Small), ("large", Self::Large)])
    }
}

// ---- an open enum -------------------------------------------------------------------------------

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    Email,
    Sms,
    /// A value that a later version of the contract may know.
    Unknown(String),
}

impl Channel {
    pub fn as_str(&self) -> &str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Unknown(text) => text,
        }
    }
}

impl From<&str> for Channel {
    fn from(text: &str) -> Self {
        match text {
            "email" => Self::Email,
            "sms" => Self::Sms,
            other => Self::Unknown(other.to_owned()),
        }
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Channel {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Channel {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::open_enum(deserializer, |text| Self::from(text))
    }
}

// ---- a union, told apart by `kind`; this one contains itself ------------------------------------

#[derive(Debug, Clone, PartialEq)]
pub enum Payment {
    Card(Card),
    Split(Split),
}

impl Serialize for Payment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Card(arm) => wire::write_tagged(serializer, "kind", "card", arm),
            Self::Split(arm) => wire::write_tagged(serializer, "kind", "split", arm),
        }
    }
}

impl<'de> Deserialize<'de> for Payment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tagged = wire::tagged(deserializer, "kind")?;
        match tagged.tag() {
            "card" => tagged.decode().map(Self::Card),
            "split" => tagged.decode().map(Self::Split),
            _ => Err(tagged.unknown_tag(&["card", "split"])),
        }
    }
}

impl Validate for Payment {
    fn check(&self, at: &Path<'_>, out: &mut Violations) {
        match self {
            Self::Card(arm) => arm.check(at, out),
            Self::Split(arm) => arm.check(at, out),
        }
    }
}

// The arms do not hold the tag.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(crate = "event_contracts::__private::serde", deny_unknown_fields)]
pub struct Card {
    #[serde(rename = "amount", with = "wire::As::<wire::DecimalNumber>")]
    pub amount: Decimal,
}

impl Validate for Card {
    fn check(&self, at: &Path<'_>, out: &mut Violations) {
        check::minimum(self.amount, Decimal::ZERO, &at.key("amount"), out);
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(crate = "event_contracts::__private::serde")]
pub struct Split {
    #[serde(rename = "parts", with = "wire::As::<Vec<wire::Same>>")]
    pub parts: Vec<Payment>,
}

impl Validate for Split {
    fn check(&self, at: &Path<'_>, out: &mut Violations) {
        self.parts.check(&at.key("parts"), out);
    }
}

// ---- majors of one event ------------------------------------------------------------------------

pub mod v1 {
    use super::{Deserialize, Event, Path, Serialize, Validate, Violations, wire};

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Event)]
    #[event(domain = "shop", type = "OrderCreated", version = "1.3", source = "order-service")]
    #[event(schema_file = "generated_shape/order-created-1.3.json")]
    #[serde(crate = "event_contracts::__private::serde")]
    pub struct OrderCreated {
        #[serde(rename = "orderId", with = "wire::As::<wire::Integer>")]
        pub order_id: i64,
    }

    impl Validate for OrderCreated {
        fn check(&self, _at: &Path<'_>, _out: &mut Violations) {}
    }
}

pub mod v2 {
    use super::{Deserialize, Event, Path, Serialize, Validate, Violations, check, wire};

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Event)]
    #[event(domain = "shop", type = "OrderCreated", version = "2.0", source = "order-service", schema = "{}")]
    #[serde(crate = "event_contracts::__private::serde")]
    pub struct OrderCreated {
        #[serde(rename = "orderId", with = "wire::As::<wire::Same>")]
        pub order_id: String,
    }

    impl Validate for OrderCreated {
        fn check(&self, at: &Path<'_>, out: &mut Violations) {
            check::min_length(&self.order_id, 1, &at.key("orderId"), out);
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum AnyOrderCreated {
    V1(v1::OrderCreated),
    V2(v2::OrderCreated),
}

impl AnyEvent for AnyOrderCreated {
    const DOMAIN: &'static str = "shop";
    const TYPE: &'static str = "OrderCreated";
    const MAJORS: &'static [u32] = &[1, 2];

    fn decode_data(major: u32, data: &RawValue) -> Result<Self, DecodeError> {
        match major {
            1 => event_contracts::decode_data(data.get()).map(Self::V1),
            2 => event_contracts::decode_data(data.get()).map(Self::V2),
            _ => Err(DecodeError::unknown_major(Self::TYPE, major, Self::MAJORS)),
        }
    }
}

pub static EVENTS: &[EventDescriptor] = &[
    EventDescriptor::of::<ProductPriceChanged>(),
    EventDescriptor::of::<v1::OrderCreated>(),
    EventDescriptor::of::<v2::OrderCreated>(),
];

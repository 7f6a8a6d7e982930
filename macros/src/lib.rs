//! `#[derive(Event)]`, `#[derive(Record)]` and `#[derive(AsView)]`, re-exported by the `event-contracts` crate.
//!
//! A type that says everything itself goes through `plain`. All else: `DeriveInput` → `ast` (the input with its attributes,
//! from `attr`) → `valid` (a complete contract, or every error at once) → `expand`; `fallback` stands in for the impl when
//! there are errors. `code` makes tokens of text.

mod ast;
mod attr;
mod code;
mod contract;
mod data;
mod event;
mod expand;
mod fallback;
mod held;
mod plain;
mod record;
#[cfg(test)]
mod tests;
mod valid;

use proc_macro::TokenStream;

/// Implements `Event` for a type that is `Serialize` and `Deserialize`.
///
/// A type that is written by hand names its contract, and is held to it while it compiles: every difference is an error
/// at the field, with the line of the contract.
///
/// ```text
/// #[derive(Serialize, Deserialize, Event)]
/// #[event(contract = "shop/product-price-changed", version = "1.0")]
/// #[serde(rename_all = "camelCase")]
/// struct PriceChanged { … }
/// ```
///
/// * `contract`: domain and event, as the folders below `contracts/` are named; `version`: the file.
/// * `dir`: the folder that holds `contracts.toml`, seen from the crate's folder. Without it that is what the variable
///   `EVENT_CONTRACTS_DIR` says, or the nearest `contracts/` above the crate.
/// * `reader`: the type is only read, and holds only the fields that are used.
/// * `own_validate`: `Validate` is implemented by hand, and not by the contract's schema.
/// * At a field or variant: `unchecked` leaves it out of the comparison; `like = "Type"` compares another type in its
///   place, for types whose serde code is not known.
///
/// A generated type, which is `Validate` too, says everything itself:
///
/// ```text
/// #[derive(Serialize, Deserialize, Event)]
/// #[event(domain = "shop", type = "OrderCreated", version = "1.0", source = "order-service", schema_file = "order-created.json")]
/// struct OrderCreated { … }
/// ```
///
/// * `domain`, `type`, `source`: as in the contract, not empty.
/// * `version`: `"major.minor"`.
/// * `schema`: the JSON Schema as text; or `schema_file`: a file with it, relative to this source file.
/// * `crate`: the path of the `event-contracts` crate, if it is not `::event_contracts`.
///
/// A type that comes before its contract says only what the contract will: it is no event yet, but a type inside one, until
/// `event-contracts import --from-crate` has made the contract.
///
/// ```text
/// #[derive(Serialize, Deserialize, JsonSchema, Event)]
/// #[event(type = "OrderPlaced", version = "1.0", source = "order-service")]
/// struct OrderPlaced { … }
/// ```
#[proc_macro_derive(Event, attributes(event))]
pub fn derive_event(input: TokenStream) -> TokenStream {
    expand::derive(input.into()).into()
}

/// Implements `EventData` for a struct or enum inside events: what serde reads and writes, as a constant.
///
/// ```text
/// #[derive(Serialize, Deserialize, EventData)]
/// #[serde(rename_all = "camelCase")]
/// #[event(shared = "shop/types/order-line")]
/// struct OrderLine { … }
/// ```
///
/// * `shared`: the shared type that it is held to by itself: a path below the folder of contracts, without `.json`, and
///   `#/$defs/Name` behind it for a part of one.
/// * `dir`, `crate`, and what stands at fields and variants: as for `Event`.
#[proc_macro_derive(EventData, attributes(event))]
pub fn derive_event_data(input: TokenStream) -> TokenStream {
    event::derive_data(input.into()).into()
}

/// Implements `Serialize` and `Deserialize` for a struct whose members are read and written through the adapters of
/// `event_contracts::wire`; generated code uses it where serde's own derive would lose digits.
///
/// ```text
/// #[derive(Record)]
/// #[record(closed)]
/// struct Order {
///     #[record(name = "orderId", with = wire::UuidText)]
///     order_id: Uuid,
///     #[record(optional)]
///     note: Option<String>,
///     #[record(rest)]
///     more: BTreeMap<String, Json>,
/// }
/// ```
///
/// * `closed`, on the struct: members that are not declared are refused. Without it and without `rest` they are dropped.
/// * `name`: on the wire, if it is not the field's.
/// * `with`: the adapter; `wire::Same` if there is none. That of an optional member is for what the `Option` holds.
/// * `optional`: an `Option` that is `None` where the member is absent.
/// * `rest`: the map that keeps undeclared members; its adapter is for a value.
#[proc_macro_derive(Record, attributes(record))]
pub fn derive_record(input: TokenStream) -> TokenStream {
    record::derive(input.into(), record::serde).into()
}

/// Implements `AsView` and `Object` for a struct with the attributes of `#[derive(Record)]`, so that assertions can
/// look at it as at the JSON that it is written as.
#[proc_macro_derive(AsView, attributes(record))]
pub fn derive_as_view(input: TokenStream) -> TokenStream {
    record::derive(input.into(), record::view).into()
}

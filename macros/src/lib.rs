//! `#[derive(Event)]`, re-exported by the `event-contracts` crate.
//!
//! `DeriveInput` → `ast` (the input with its attributes, from `attr`) → `valid` (a complete contract, or
//! every error at once) → `expand`; `fallback` stands in for the impl when there are errors.

mod ast;
mod attr;
mod expand;
mod fallback;
#[cfg(test)]
mod tests;
mod valid;

use proc_macro::TokenStream;

/// Implements `Event` for a type that is `Serialize`, `Deserialize` and `Validate`.
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
#[proc_macro_derive(Event, attributes(event))]
pub fn derive_event(input: TokenStream) -> TokenStream {
    expand::derive(input.into()).into()
}

//! Code as text, which the compiler reads in one go: a macro runs without optimization, where tokens are put together
//! slowly.

use crate::{ast::Input, data::respanned};
use proc_macro2::{Literal, Span, TokenStream};
use quote::ToTokens;
use syn::Error;

/// The runtime crate, where nothing else is said.
pub(crate) const KRATE: &str = "::event_contracts";

/// What stands before a type's name.
pub(crate) const EVENT_FOR: &str = "#[automatically_derived] impl ::event_contracts::Event for";

/// How code names the runtime crate.
pub(crate) struct Origin {
    /// A path.
    pub(crate) krate: String,
    /// Where that is given, if it is.
    pub(crate) span: Option<Span>,
}

/// The tokens of a text; every one of them at `span`, if there is one.
pub(crate) fn parsed(text: &str, span: Option<Span>) -> TokenStream {
    // In the compiler `proc_macro2` would read it once more, to be sure that it can be read.
    let tokens = if proc_macro::is_available() {
        text.parse().map(|tokens: proc_macro::TokenStream| tokens.into()).map_err(|error| error.to_string())
    } else {
        text.parse().map_err(|error: proc_macro2::LexError| error.to_string())
    };
    match (tokens, span) {
        (Ok(tokens), None) => tokens,
        (Ok(tokens), Some(span)) => respanned(tokens, span),
        (Err(error), _) => Error::new(Span::call_site(), error).to_compile_error(),
    }
}

/// A text as a literal.
pub(crate) fn quoted(text: &str) -> String {
    // Without escapes, which the one has to write and the other to read. A raw text has no carriage return, and the compiler
    // warns of characters in it that turn the direction.
    if !text.is_ascii() || text.contains("\"###") || text.contains('\r') {
        return Literal::string(text).to_string();
    }
    ["r###\"", text, "\"###"].concat()
}

/// The constants of an impl of `Event`, their values in code.
pub(crate) fn event(
    krate: &str,
    domain: &str,
    event_type: &str,
    (major, minor): (u32, u32),
    source: &str,
    schema: &str,
    reader: bool,
) -> String {
    [
        "{ const DOMAIN: &'static str = ",
        domain,
        "; const TYPE: &'static str = ",
        event_type,
        "; const VERSION: ",
        krate,
        "::Version = ",
        krate,
        "::Version::new(",
        &major.to_string(),
        ", ",
        &minor.to_string(),
        "); const SOURCE: &'static str = ",
        source,
        "; const SCHEMA: &'static str = ",
        schema,
        if reader { "; const PARTIAL: ::core::primitive::bool = true; }" } else { "; }" },
    ]
    .concat()
}

/// An impl of a trait of the runtime crate. The name keeps its place: that is where the compiler shows what else the trait
/// asks for.
pub(crate) fn implementation(input: &Input<'_>, origin: &Origin, of: &str, body: &str) -> TokenStream {
    let krate = &origin.krate;
    let (generics, arguments, conditions) = input.generics.split_for_impl();
    let mut out = if input.generics.params.is_empty() {
        parsed(&["#[automatically_derived] impl ", krate, "::", of, " for"].concat(), origin.span)
    } else {
        let mut out = parsed("#[automatically_derived] impl", origin.span);
        generics.to_tokens(&mut out);
        out.extend(parsed(&[krate, "::", of, " for"].concat(), origin.span));
        out
    };
    input.ident.to_tokens(&mut out);
    arguments.to_tokens(&mut out);
    conditions.to_tokens(&mut out);
    out.extend(parsed(body, origin.span));
    out
}

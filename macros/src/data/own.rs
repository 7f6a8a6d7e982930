//! `#[event(…)]` at fields and variants, and at types that are no events.

use proc_macro2::Span;
use syn::{Attribute, Error, LitStr, Type, spanned::Spanned};

/// The attributes of a field or variant.
#[derive(Default)]
pub(crate) struct Own {
    /// `unchecked`
    pub(crate) unchecked: Option<Span>,
    /// `like = "Type"`
    pub(crate) like: Option<Type>,
}

/// Reads all `#[event(…)]` of a field or variant.
pub(crate) fn read(attributes: &[Attribute], errors: &mut Vec<Error>) -> Own {
    let mut own = Own::default();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("event")) {
        let result = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("unchecked") {
                own.unchecked = Some(meta.path.span());
                Ok(())
            } else if meta.path.is_ident("like") {
                let text: LitStr = meta.value()?.parse()?;
                own.like = Some(text.parse()?);
                Ok(())
            } else {
                Err(meta.error("unknown key; expected `unchecked` or `like = \"Type\"`"))
            }
        });
        errors.extend(result.err());
    }
    own
}

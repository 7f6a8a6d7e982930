//! serde's attributes: what they say about names, absence and form on the wire.

use super::rename::Rule;
use proc_macro2::Span;
use syn::{
    Attribute, LitStr, Path, Token, Type, ext::IdentExt, meta::ParseNestedMeta, parenthesized,
    spanned::Spanned,
};

/// What is written and what is read.
#[derive(Clone, Default)]
pub(crate) struct Pair<T> {
    pub(crate) write: T,
    pub(crate) read: T,
}

/// The attributes of a struct, an enum, a variant or a field; what does not belong there is left to serde.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "serde has as many flags")]
pub(crate) struct Serde {
    pub(crate) rename: Pair<Option<String>>,
    /// Where the name is given.
    pub(crate) rename_span: Option<Span>,
    pub(crate) rename_all: Pair<Rule>,
    pub(crate) rename_all_fields: Pair<Rule>,
    pub(crate) aliases: Vec<String>,
    pub(crate) alias_span: Option<Span>,
    pub(crate) default: bool,
    pub(crate) skip: Pair<Option<Span>>,
    pub(crate) skips_if: Option<Span>,
    pub(crate) flatten: bool,
    /// `with`, as a path.
    pub(crate) with: Option<(Span, String)>,
    /// `serialize_with` or `deserialize_with`.
    pub(crate) functions: Option<Span>,
    pub(crate) tag: Option<String>,
    pub(crate) content: Option<String>,
    pub(crate) untagged: bool,
    pub(crate) transparent: bool,
    pub(crate) refuses: Option<Span>,
    pub(crate) other: bool,
    pub(crate) from: Option<(Span, Type)>,
    pub(crate) into: Option<(Span, Type)>,
    /// What makes another type of this one, or something else than data.
    pub(crate) strange: Option<(Span, &'static str)>,
}

/// Reads all `#[serde(…)]`; what serde itself refuses is left to it.
pub(crate) fn read(attributes: &[Attribute]) -> Serde {
    let mut serde = Serde::default();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        let _ = attribute.parse_nested_meta(|meta| read_key(&meta, &mut serde));
    }
    serde
}

fn read_key(meta: &ParseNestedMeta<'_>, serde: &mut Serde) -> syn::Result<()> {
    let key = meta.path.get_ident().map(|ident| ident.unraw().to_string()).unwrap_or_default();
    let span = meta.path.span();
    match key.as_str() {
        "rename" => {
            let pair = pair(meta)?;
            serde.rename_span = pair.write.as_ref().or(pair.read.as_ref()).map(LitStr::span);
            serde.rename = Pair { write: pair.write.map(|l| l.value()), read: pair.read.map(|l| l.value()) };
        }
        "rename_all" => serde.rename_all = rules(meta)?,
        "rename_all_fields" => serde.rename_all_fields = rules(meta)?,
        "alias" => {
            let text = text(meta)?;
            serde.alias_span = Some(text.span());
            serde.aliases.push(text.value());
        }
        "default" => {
            serde.default = true;
            rest(meta)?;
        }
        "skip" => serde.skip = Pair { write: Some(span), read: Some(span) },
        "skip_serializing" => serde.skip.write = Some(span),
        "skip_deserializing" => serde.skip.read = Some(span),
        "skip_serializing_if" => serde.skips_if = Some(text(meta).map(|_| span)?),
        "flatten" => serde.flatten = true,
        "with" => {
            let text = text(meta)?;
            serde.with = Some((text.span(), text.value()));
        }
        "serialize_with" | "deserialize_with" => {
            rest(meta)?;
            serde.functions = Some(span);
        }
        "tag" => serde.tag = Some(text(meta)?.value()),
        "content" => serde.content = Some(text(meta)?.value()),
        "untagged" => serde.untagged = true,
        "transparent" => serde.transparent = true,
        "deny_unknown_fields" => serde.refuses = Some(span),
        "other" => serde.other = true,
        "from" | "try_from" => {
            let text = text(meta)?;
            serde.from = Some((text.span(), text.parse()?));
        }
        "into" => {
            let text = text(meta)?;
            serde.into = Some((text.span(), text.parse()?));
        }
        "remote" => {
            rest(meta)?;
            serde.strange = Some((span, "`remote` reads and writes another type"));
        }
        "field_identifier" | "variant_identifier" => {
            serde.strange = Some((span, "an identifier is the name of a field or variant and no data"));
        }
        // `bound`, `borrow`, `crate`, `expecting`, `getter`: nothing about the wire.
        _ => rest(meta)?,
    }
    Ok(())
}

fn text(meta: &ParseNestedMeta<'_>) -> syn::Result<LitStr> {
    meta.value()?.parse()
}

/// Passes over the value of a key, if it has one.
fn rest(meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    if meta.input.peek(Token![=]) {
        meta.value()?.parse::<syn::Expr>()?;
    } else if meta.input.peek(syn::token::Paren) {
        let inner;
        parenthesized!(inner in meta.input);
        inner.parse::<proc_macro2::TokenStream>()?;
    }
    Ok(())
}

/// `= "…"`, or `(serialize = "…", deserialize = "…")`.
fn pair(meta: &ParseNestedMeta<'_>) -> syn::Result<Pair<Option<LitStr>>> {
    if meta.input.peek(Token![=]) {
        let both = text(meta)?;
        return Ok(Pair { write: Some(both.clone()), read: Some(both) });
    }
    let mut pair = Pair::default();
    meta.parse_nested_meta(|inner| {
        if inner.path.is_ident("serialize") {
            pair.write = Some(text(&inner)?);
        } else {
            pair.read = Some(text(&inner)?);
        }
        Ok(())
    })?;
    Ok(pair)
}

fn rules(meta: &ParseNestedMeta<'_>) -> syn::Result<Pair<Rule>> {
    let rule = |literal: Option<LitStr>| literal.and_then(|l| Rule::parse(&l.value())).unwrap_or_default();
    let pair = pair(meta)?;
    Ok(Pair { write: rule(pair.write), read: rule(pair.read) })
}

/// The adapter of `with = "….As::<ADAPTER>"`.
pub(crate) fn adapter(path: &str) -> Option<Type> {
    let path: Path = syn::parse_str(path).ok()?;
    let last = path.segments.last()?;
    match &last.arguments {
        syn::PathArguments::AngleBracketed(arguments) if last.ident == "As" => {
            match arguments.args.first()? {
                syn::GenericArgument::Type(adapter) => Some(adapter.clone()),
                _ => None,
            }
        }
        _ => None,
    }
}

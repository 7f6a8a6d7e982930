//! A type's shape, as an expression.

use super::{Body, Field, Item, Serde, Variant};
use crate::contract::table;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Error, Path};

/// The bits of `event_contracts::held::Flags`.
pub(crate) mod flags {
    pub(crate) const DEFAULT: u16 = 1;
    pub(crate) const WITH: u16 = 2;
    pub(crate) const SKIPS: u16 = 4;
    pub(crate) const UNWRITTEN: u16 = 8;
    pub(crate) const UNREAD: u16 = 16;
    pub(crate) const OTHER: u16 = 32;
    pub(crate) const READER: u16 = 64;
    pub(crate) const REQUIRED: u16 = 128;
}

/// An expression of the type `&'static Shape`; what has none goes to `errors`.
pub(crate) fn shape(item: &Item<'_>, krate: &Path, errors: &mut Vec<Error>) -> TokenStream {
    let held = quote!(#krate::held);
    if let Some((span, why)) = item.serde.strange {
        errors.push(Error::new(span, format!("{why}, so it cannot be held to a contract")));
        return quote!(&#held::Shape::Unchecked);
    }
    match (&item.serde.from, &item.serde.into) {
        (None, None) => {}
        (Some((_, from)), Some((_, into)))
            if from.to_token_stream().to_string() == into.to_token_stream().to_string() =>
        {
            return quote!(<#from as #held::EventData>::SHAPE);
        }
        (Some((span, _)), _) | (_, Some((span, _))) => {
            let message = "what is read and what is written are of two types, so it cannot be held to a contract; \
                           use the same type in `from` and `into`, or implement `EventData` by hand";
            errors.push(Error::new(*span, message));
            return quote!(&#held::Shape::Unchecked);
        }
    }
    let outer = &item.node.ident;
    if let Body::Enum(variants) = &item.body {
        return of_enum(outer, &item.serde, variants, &held, krate, errors);
    }
    let shape = of_body(&outer.to_string(), &item.body, &item.serde, outer, krate, errors);
    let plain = matches!(item.body, Body::Newtype(_)) && item.serde.transparent;
    match &item.body {
        Body::Newtype(_) if !plain => quote!(&#held::Shape::Wrapped(#shape)),
        _ => shape,
    }
}

fn of_body(
    name: &str,
    body: &Body<'_>,
    serde: &Serde,
    outer: &Ident,
    krate: &Path,
    errors: &mut Vec<Error>,
) -> TokenStream {
    let held = quote!(#krate::held);
    match body {
        Body::Struct(fields) => {
            let record = record(name, outer, fields, serde, Some(outer), krate, errors);
            quote!(&#held::Shape::Record(&#record))
        }
        Body::Newtype(field) => field.shape(krate, Some(outer), errors),
        Body::Tuple(fields) => {
            let items = fields.iter().filter(|field| !field.is_skipped());
            let items = items.map(|field| field.shape(krate, Some(outer), errors));
            quote!(&#held::Shape::Tuple(&[#(#items),*]))
        }
        Body::Unit | Body::Enum(_) => quote!(&#held::Shape::Null),
    }
}

/// File and line, as the compiler shows them.
pub(crate) fn place(ident: &Ident) -> (String, Literal) {
    (ident.span().file(), line(ident.span()))
}

fn line(span: Span) -> Literal {
    Literal::usize_unsuffixed(span.start().line)
}

/// An expression of the type `Record`.
pub(crate) fn record(
    name: &str,
    ident: &Ident,
    fields: &[Field<'_>],
    serde: &Serde,
    outer: Option<&Ident>,
    krate: &Path,
    errors: &mut Vec<Error>,
) -> TokenStream {
    let held = quote!(#krate::held);
    let tag = serde.tag.iter().map(|tag| {
        quote!(#held::Member { field: #tag, line: 0, name: #tag, aliases: &[], shape: &#held::Shape::Text, flags: #held::Flags::NONE })
    });
    let mut members: Vec<(&str, TokenStream)> = serde.tag.as_deref().into_iter().zip(tag).collect();
    let mut flattened = Vec::new();
    for field in fields.iter().filter(|field| !field.is_skipped()) {
        let shape = field.shape(krate, outer, errors);
        if field.serde.flatten {
            flattened.push(shape);
        } else {
            one_name(field, errors);
            members.push((&field.wire.write, member(field, &field.wire.write, &shape, &held)));
        }
    }
    members.sort_by_key(|(name, _)| *name);
    let names = table::hash(members.iter().map(|(name, _)| *name));
    let members = members.iter().map(|(_, member)| member);
    let refuses = serde.refuses.is_some();
    let (file, line) = place(ident);
    quote! {
        #held::Record { name: #name, file: #file, line: #line, names: #names, members: &[#(#members),*], flattened: &[#(#flattened),*], refuses: #refuses }
    }
}

/// An expression of the type `Member`.
pub(crate) fn member(field: &Field<'_>, name: &str, shape: &TokenStream, held: &TokenStream) -> TokenStream {
    let (ident, flags) = (&field.name, flags_of(field));
    let aliases: Vec<&str> = field.reads().filter(|other| *other != name).collect();
    let line = line(field.span);
    quote!(#held::Member { field: #ident, line: #line, name: #name, aliases: &[#(#aliases),*], shape: #shape, flags: #held::Flags(#flags) })
}

/// Complains about a field that does not read what it writes.
pub(crate) fn one_name(field: &Field<'_>, errors: &mut Vec<Error>) {
    let both = field.serde.skip.write.is_none() && field.serde.skip.read.is_none();
    if both && !field.reads().any(|name| name == field.wire.write) {
        let message = format!(
            "`{}` is written as `{}` and read as `{}`, but a contract has one name for it",
            field.name, field.wire.write, field.wire.read
        );
        errors.push(Error::new(field.serde.rename_span.unwrap_or(field.span), message));
    }
}

pub(crate) fn flags_of(field: &Field<'_>) -> u16 {
    let mut all = 0;
    let mut set = |flag: u16, is: bool| all |= if is { flag } else { 0 };
    set(flags::DEFAULT, field.serde.default);
    set(flags::WITH, field.is_read_by_function());
    set(flags::SKIPS, field.serde.skips_if.is_some());
    set(flags::UNWRITTEN, field.serde.skip.write.is_some());
    set(flags::UNREAD, field.serde.skip.read.is_some());
    all
}

fn of_enum(
    name: &Ident,
    serde: &Serde,
    variants: &[Variant<'_>],
    held: &TokenStream,
    krate: &Path,
    errors: &mut Vec<Error>,
) -> TokenStream {
    let tagging = match (&serde.tag, &serde.content) {
        _ if serde.untagged => quote!(#held::Tagging::Untagged),
        (Some(tag), Some(content)) => quote!(#held::Tagging::Adjacent(#tag, #content)),
        (Some(tag), None) => quote!(#held::Tagging::Internal(#tag)),
        (None, _) => quote!(#held::Tagging::External),
    };
    let skipped =
        |variant: &&Variant<'_>| variant.serde.skip.write.is_some() && variant.serde.skip.read.is_some();
    let variants: Vec<TokenStream> = variants
        .iter()
        .filter(|variant| !skipped(variant))
        .map(|variant| of_variant(name, serde, variant, held, krate, errors))
        .collect();
    let (file, line) = place(name);
    let name = name.to_string();
    quote! {
        &#held::Shape::Enum(&#held::Enum { name: #name, file: #file, line: #line, tagging: #tagging, variants: &[#(#variants),*] })
    }
}

fn of_variant(
    outer: &Ident,
    serde: &Serde,
    variant: &Variant<'_>,
    held: &TokenStream,
    krate: &Path,
    errors: &mut Vec<Error>,
) -> TokenStream {
    let field = variant.ident.to_string();
    let content = content(outer, variant, held, krate, errors);
    let content = match content {
        Some(content) => quote!(::core::option::Option::Some(#content)),
        None => quote!(::core::option::Option::None),
    };
    let both = variant.serde.skip.write.is_none() && variant.serde.skip.read.is_none();
    let (write, read) = (&variant.wire.write, &variant.wire.read);
    let is_read = std::iter::once(read).chain(&variant.serde.aliases).any(|name| name == write);
    if both && !is_read && !serde.untagged && !variant.serde.untagged {
        let message = format!(
            "`{field}` is written as `{write}` and read as `{read}`, but a contract has one name for it"
        );
        errors.push(Error::new(variant.serde.rename_span.unwrap_or(variant.ident.span()), message));
    }
    let mut all = 0;
    let mut set = |flag: u16, is: bool| all |= if is { flag } else { 0 };
    set(flags::OTHER, variant.serde.other || (variant.serde.untagged && !serde.untagged));
    set(flags::UNWRITTEN, variant.serde.skip.write.is_some());
    set(flags::UNREAD, variant.serde.skip.read.is_some());
    let (name, line) = (&variant.wire.write, line(variant.ident.span()));
    let reads = std::iter::once(&variant.wire.read).chain(&variant.serde.aliases);
    let aliases: Vec<&String> = reads.filter(|other| *other != name).collect();
    quote! {
        #held::Variant {
            field: #field, line: #line, name: #name, aliases: &[#(#aliases),*], content: #content, flags: #held::Flags(#all),
        }
    }
}

/// What a variant holds.
fn content(
    outer: &Ident,
    variant: &Variant<'_>,
    held: &TokenStream,
    krate: &Path,
    errors: &mut Vec<Error>,
) -> Option<TokenStream> {
    if variant.own.unchecked.is_some() {
        return Some(quote!(&#held::Shape::Unchecked));
    }
    if let Some(like) = &variant.own.like {
        return Some(quote!(<#like as #held::EventData>::SHAPE));
    }
    if let Some(span) = variant.serde.with.as_ref().map(|(span, _)| *span).or(variant.serde.functions) {
        let message = "what this reads and writes is not known, so the variant cannot be held to a contract; leave it \
                       out with `#[event(unchecked)]`";
        errors.push(Error::new(span, message));
        return Some(quote!(&#held::Shape::Unchecked));
    }
    match &variant.body {
        Body::Unit => None,
        body => {
            let name = format!("{outer}::{}", variant.ident);
            Some(of_body(&name, body, &variant.serde, outer, krate, errors))
        }
    }
}

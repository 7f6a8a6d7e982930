//! A struct or enum as serde sees it: the fields and variants with their names on the wire.

mod own;
pub(crate) mod rename;
mod serde;
pub(crate) mod shape;

pub(crate) use serde::Serde;

use own::Own;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use rename::Rule;
use serde::Pair;
use syn::{Data, DeriveInput, Error, Fields, GenericArgument, Path, PathArguments, Type, ext::IdentExt};

/// The type.
pub(crate) struct Item<'a> {
    pub(crate) node: &'a DeriveInput,
    pub(crate) serde: Serde,
    pub(crate) body: Body<'a>,
}

pub(crate) enum Body<'a> {
    /// Fields with names.
    Struct(Vec<Field<'a>>),
    /// One field without a name, or the one that is `transparent`.
    Newtype(Box<Field<'a>>),
    Tuple(Vec<Field<'a>>),
    Unit,
    Enum(Vec<Variant<'a>>),
}

pub(crate) struct Field<'a> {
    /// Its name in the program, or its position.
    pub(crate) name: String,
    pub(crate) span: Span,
    pub(crate) ty: &'a Type,
    pub(crate) serde: Serde,
    pub(crate) own: Own,
    /// On the wire.
    pub(crate) wire: Pair<String>,
}

pub(crate) struct Variant<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) serde: Serde,
    pub(crate) own: Own,
    pub(crate) wire: Pair<String>,
    pub(crate) body: Body<'a>,
}

impl<'a> Item<'a> {
    /// Reads the type; what is wrong with its attributes goes to `errors`.
    pub(crate) fn new(node: &'a DeriveInput, errors: &mut Vec<Error>) -> Self {
        let serde = serde::read(&node.attrs);
        let body = match &node.data {
            Data::Struct(data) => body(&data.fields, &serde.rename_all, &serde, errors),
            Data::Enum(data) => {
                let variants = data.variants.iter().map(|variant| {
                    let own = own::read(&variant.attrs, errors);
                    let attributes = serde::read(&variant.attrs);
                    let name = variant.ident.unraw().to_string();
                    let wire = Pair {
                        write: named(attributes.rename.write.as_ref(), || {
                            serde.rename_all.write.variant(&name)
                        }),
                        read: named(attributes.rename.read.as_ref(), || serde.rename_all.read.variant(&name)),
                    };
                    let or = |own: Rule, outer: Rule| if own == Rule::None { outer } else { own };
                    let rules = Pair {
                        write: or(attributes.rename_all.write, serde.rename_all_fields.write),
                        read: or(attributes.rename_all.read, serde.rename_all_fields.read),
                    };
                    let body = body(&variant.fields, &rules, &Serde::default(), errors);
                    Variant { ident: &variant.ident, serde: attributes, own, wire, body }
                });
                Body::Enum(variants.collect())
            }
            Data::Union(_) => {
                errors.push(Error::new(
                    node.ident.span(),
                    "a union cannot be read or written; use a struct or an enum",
                ));
                Body::Unit
            }
        };
        Self { node, serde, body }
    }
}

fn named(given: Option<&String>, otherwise: impl FnOnce() -> String) -> String {
    given.cloned().unwrap_or_else(otherwise)
}

fn body<'a>(fields: &'a Fields, rules: &Pair<Rule>, outer: &Serde, errors: &mut Vec<Error>) -> Body<'a> {
    let all = fields.iter().enumerate().map(|(position, field)| {
        let serde = serde::read(&field.attrs);
        let own = own::read(&field.attrs, errors);
        let name =
            field.ident.as_ref().map_or_else(|| position.to_string(), |ident| ident.unraw().to_string());
        let wire = Pair {
            write: named(serde.rename.write.as_ref(), || rules.write.field(&name)),
            read: named(serde.rename.read.as_ref(), || rules.read.field(&name)),
        };
        let span = field.ident.as_ref().map_or_else(|| syn::spanned::Spanned::span(&field.ty), Ident::span);
        let serde = Serde { default: serde.default || outer.default, ..serde };
        Field { name, span, ty: &field.ty, serde, own, wire }
    });
    let mut all: Vec<Field<'a>> = all.collect();
    let is_one = all.iter().filter(|field| !field.is_skipped()).count() == 1;
    match fields {
        Fields::Named(_) if !(outer.transparent && is_one) => Body::Struct(all),
        Fields::Named(_) => {
            all.retain(|field| !field.is_skipped());
            all.pop().map_or(Body::Unit, |field| Body::Newtype(Box::new(field)))
        }
        Fields::Unnamed(_) if all.len() == 1 || (outer.transparent && is_one) => {
            all.retain(|field| !field.is_skipped());
            all.pop().map_or(Body::Tuple(Vec::new()), |field| Body::Newtype(Box::new(field)))
        }
        Fields::Unnamed(_) => Body::Tuple(all),
        Fields::Unit => Body::Unit,
    }
}

impl Field<'_> {
    /// Neither read nor written.
    pub(crate) fn is_skipped(&self) -> bool {
        self.serde.skip.write.is_some() && self.serde.skip.read.is_some()
    }

    /// All names that are read.
    pub(crate) fn reads(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.wire.read.as_str()).chain(self.serde.aliases.iter().map(String::as_str))
    }

    /// An expression for the shape of its type; `outer` is the type that it is a part of.
    pub(crate) fn shape(&self, krate: &Path, outer: Option<&Ident>, errors: &mut Vec<Error>) -> TokenStream {
        let of = |ty: &Type| {
            let ty = without(ty, outer, krate);
            quote!(<#ty as #krate::held::EventData>::SHAPE)
        };
        if self.own.unchecked.is_some() {
            return quote!(<#krate::held::Unchecked as #krate::held::EventData>::SHAPE);
        }
        if let Some(like) = &self.own.like {
            return of(like);
        }
        if let Some((span, path)) = &self.serde.with {
            if let Some(adapter) = serde::adapter(path) {
                let ty = self.ty;
                // The adapter is text in an attribute: where it is wrong, the field is the place to show.
                let adapter = respanned(quote!(#adapter), *span);
                return quote!(<#adapter as #krate::held::EventDataAs<#ty>>::SHAPE);
            }
            errors.push(Error::new(
                *span,
                "what `with` reads and writes is not known, so the field cannot be held to a contract; use an adapter \
                 such as `wire::As::<wire::DecimalNumber>`, or say what it is like with `#[event(like = \"Type\")]`, or \
                 leave it out with `#[event(unchecked)]`",
            ));
        } else if let Some(span) = self.serde.functions {
            errors.push(Error::new(
                span,
                "what this function does is not known, so the field cannot be held to a contract; say what it is like \
                 with `#[event(like = \"Type\")]`, or leave it out with `#[event(unchecked)]`",
            ));
        } else {
            return of(self.ty);
        }
        quote!(<#krate::held::Unchecked as #krate::held::EventData>::SHAPE)
    }

    /// Whether something else than the type's own code reads it.
    pub(crate) fn is_read_by_function(&self) -> bool {
        self.serde.with.is_some() || self.serde.functions.is_some()
    }
}

/// The type with every mention of `outer` in it replaced: a constant cannot be made from itself.
fn without(ty: &Type, outer: Option<&Ident>, krate: &Path) -> Type {
    let mut ty = ty.clone();
    if let Some(outer) = outer {
        replace(&mut ty, outer, krate);
    }
    ty
}

fn replace(ty: &mut Type, outer: &Ident, krate: &Path) {
    match ty {
        Type::Path(path) => {
            let is_outer = |ident: &Ident| *ident == *outer || ident == "Self";
            if path.qself.is_none()
                && path.path.segments.len() == 1
                && path.path.segments.iter().any(|s| is_outer(&s.ident))
            {
                *ty = syn::parse_quote!(#krate::held::Itself);
                return;
            }
            for segment in &mut path.path.segments {
                let PathArguments::AngleBracketed(arguments) = &mut segment.arguments else { continue };
                for argument in &mut arguments.args {
                    if let GenericArgument::Type(inner) = argument {
                        replace(inner, outer, krate);
                    }
                }
            }
        }
        Type::Array(inner) => replace(&mut inner.elem, outer, krate),
        Type::Group(inner) => replace(&mut inner.elem, outer, krate),
        Type::Paren(inner) => replace(&mut inner.elem, outer, krate),
        Type::Reference(inner) => replace(&mut inner.elem, outer, krate),
        Type::Slice(inner) => replace(&mut inner.elem, outer, krate),
        Type::Tuple(inner) => inner.elems.iter_mut().for_each(|inner| replace(inner, outer, krate)),
        _ => {}
    }
}

/// Every token with this place in the source.
pub(crate) fn respanned(tokens: TokenStream, span: Span) -> TokenStream {
    tokens
        .into_iter()
        .map(|mut token| {
            if let proc_macro2::TokenTree::Group(group) = &token {
                let mut new = proc_macro2::Group::new(group.delimiter(), respanned(group.stream(), span));
                new.set_span(span);
                return new.into();
            }
            token.set_span(span);
            token
        })
        .collect()
}

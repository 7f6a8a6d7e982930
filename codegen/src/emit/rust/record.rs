//! Records and newtypes.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc::{deprecated, deprecated_type, doc};
use super::scope::Scope;
use super::{Emitter, ident, schema_path};
use crate::model::{Event, Field, Kind, Major, Record, TypeDef, TypeRef, Unknown};

impl Emitter<'_> {
    pub(super) fn record(
        &self,
        def: &TypeDef,
        record: &Record,
        root: Option<(&Event, &Major)>,
        scope: &mut Scope<'_>,
    ) -> Vec<TokenStream> {
        let validate = self.validate_record(def, record, scope);
        // The crates of plain schemas are large, and serde's derive makes types and functions for each field.
        let is_plain = !self.model.roots.is_empty();
        if is_plain || matches!(record.unknown, Unknown::Keep(_)) || self.viewed.contains(&def.id) {
            return vec![self.own_derive(def, record, root, scope), validate];
        }
        scope.serde();
        let name = ident(&def.rust);
        let (doc, deprecated) = (doc(&def.doc), deprecated_type(def, root));
        let (event_derive, event) = event_attribute(root, scope);
        let fields = record.fields.iter().map(|field| Self::field(field, scope)).collect::<Vec<_>>();
        let closed = if record.closed() { quote!(, deny_unknown_fields) } else { TokenStream::new() };
        let object = quote! {
            #doc
            #deprecated
            #[derive(Debug, Clone, PartialEq, Serialize, Deserialize #event_derive)]
            #event
            #[serde(crate = "event_contracts::__private::serde" #closed)]
            pub struct #name { #(#fields)* }
        };
        vec![object, validate]
    }

    /// A record that the runtime's own derive reads and writes, since serde's would lose digits.
    fn own_derive(
        &self,
        def: &TypeDef,
        record: &Record,
        root: Option<(&Event, &Major)>,
        scope: &mut Scope<'_>,
    ) -> TokenStream {
        scope.runtime("Record");
        let name = ident(&def.rust);
        let (doc, deprecated) = (doc(&def.doc), deprecated_type(def, root));
        let (event_derive, event) = event_attribute(root, scope);
        let view = self.viewed.contains(&def.id).then(|| quote!(, event_contracts::AsView));
        let closed = record.closed().then(|| quote!(#[record(closed)]));
        let fields = record.fields.iter().map(|field| Self::own_field(field, scope)).collect::<Vec<_>>();
        let rest = match &record.unknown {
            Unknown::Keep(extra) => {
                let (name, map, value) = (ident(&extra.rust), scope.map(), scope.ty(&extra.value));
                let with = scope.adapter(&extra.value).map(|adapter| {
                    scope.runtime("wire");
                    quote!(, with = #adapter)
                });
                Some(quote! {
                    /// Members that the schema does not declare.
                    #[record(rest #with)]
                    pub #name: #map<String, #value>,
                })
            }
            Unknown::Refuse | Unknown::Drop => None,
        };
        quote! {
            #doc
            #deprecated
            #[derive(Debug, Clone, PartialEq, Record #view #event_derive)]
            #event
            #closed
            pub struct #name { #(#fields)* #rest }
        }
    }

    fn own_field(field: &Field, scope: &mut Scope<'_>) -> TokenStream {
        let name = ident(&field.rust);
        let (doc, deprecated) = (doc(&Self::field_doc(field)), deprecated(field.deprecated));
        let mut ty = scope.ty(&field.ty);
        let mut adapter = scope.adapter(&field.ty);
        if field.boxed {
            ty = quote!(Box<#ty>);
            adapter = adapter.map(|adapter| quote!(Box<#adapter>));
        }
        if field.nullable {
            ty = quote!(Option<#ty>);
            let inner = adapter.unwrap_or_else(|| quote!(wire::Same));
            adapter = Some(quote!(Option<#inner>));
        }
        let mut options: Vec<TokenStream> = Vec::new();
        if field.rust.strip_prefix("r#").unwrap_or(&field.rust) != field.json {
            let json = &field.json;
            options.push(quote!(name = #json));
        }
        if !field.required {
            ty = quote!(Option<#ty>);
            options.push(quote!(optional));
        }
        if let Some(adapter) = adapter {
            scope.runtime("wire");
            options.push(quote!(with = #adapter));
        }
        let attribute = (!options.is_empty()).then(|| quote!(#[record(#(#options),*)]));
        quote! {
            #doc
            #deprecated
            #attribute
            pub #name: #ty,
        }
    }

    fn field(field: &Field, scope: &mut Scope<'_>) -> TokenStream {
        let name = ident(&field.rust);
        let doc = doc(&Self::field_doc(field));
        let deprecated = deprecated(field.deprecated);
        let mut ty = scope.ty(&field.ty);
        let mut adapter = scope.adapter(&field.ty);
        if field.boxed {
            ty = quote!(Box<#ty>);
            adapter = adapter.map(|adapter| quote!(Box<#adapter>));
        }
        let same = || quote!(wire::Same);
        let mut options: Vec<TokenStream> = Vec::new();
        if field.rust.strip_prefix("r#").unwrap_or(&field.rust) != field.json {
            let json = &field.json;
            options.push(quote!(rename = #json));
        }
        if !field.required {
            options.push(quote!(default));
            options.push(quote!(skip_serializing_if = "Option::is_none"));
        }
        let adapter = match (field.required, field.nullable) {
            (true, false) => adapter,
            (true, true) => {
                let adapter = adapter.unwrap_or_else(same);
                Some(quote!(Option<#adapter>))
            }
            (false, false) => {
                let adapter = adapter.unwrap_or_else(same);
                Some(quote!(wire::Present<#adapter>))
            }
            (false, true) => {
                let adapter = adapter.unwrap_or_else(same);
                Some(quote!(wire::Present<Option<#adapter>>))
            }
        };
        if let Some(adapter) = adapter {
            scope.runtime("wire");
            let with = plain(&quote!(wire::As::<#adapter>));
            options.push(quote!(with = #with));
        }
        let ty = match (field.required, field.nullable) {
            (true, false) => ty,
            (true, true) | (false, false) => quote!(Option<#ty>),
            (false, true) => quote!(Option<Option<#ty>>),
        };
        let attribute = if options.is_empty() { TokenStream::new() } else { quote!(#[serde(#(#options),*)]) };
        quote! {
            #doc
            #deprecated
            #attribute
            pub #name: #ty,
        }
    }

    fn field_doc(field: &Field) -> String {
        match (field.required, field.nullable) {
            (false, true) => format!("{}\n\n`None`: absent. `Some(None)`: present and null.", field.doc)
                .trim_start()
                .to_owned(),
            _ => field.doc.clone(),
        }
    }

    pub(super) fn newtype(&self, def: &TypeDef, inner: &TypeRef, scope: &mut Scope<'_>) -> Vec<TokenStream> {
        scope.serde();
        let name = ident(&def.rust);
        let (doc, deprecated) = (doc(&def.doc), deprecated(def.deprecated));
        let ty = scope.ty(inner);
        let attribute = scope.adapter(inner).map(|adapter| {
            scope.runtime("wire");
            let with = plain(&quote!(wire::As::<#adapter>));
            quote!(#[serde(with = #with)])
        });
        let more = match inner.kind {
            Kind::String | Kind::Uuid | Kind::Number | Kind::WholeNumber => {
                quote!(, Eq, PartialOrd, Ord, Hash)
            }
            Kind::Integer(_) | Kind::Bool => quote!(, Copy, Eq, PartialOrd, Ord, Hash),
            _ => TokenStream::new(),
        };
        let mut items = vec![
            quote! {
                #doc
                #deprecated
                #[derive(Debug, Clone, PartialEq, Serialize, Deserialize #more)]
                #[serde(crate = "event_contracts::__private::serde", transparent)]
                pub struct #name(#attribute pub #ty);
            },
            quote! {
                impl From<#ty> for #name {
                    fn from(value: #ty) -> Self {
                        Self(value)
                    }
                }
            },
        ];
        if matches!(inner.kind, Kind::String) {
            items.push(quote! {
                impl From<&str> for #name {
                    fn from(value: &str) -> Self {
                        Self(value.to_owned())
                    }
                }
            });
            items.push(quote! {
                impl AsRef<str> for #name {
                    fn as_ref(&self) -> &str {
                        &self.0
                    }
                }
            });
        }
        if matches!(
            inner.kind,
            Kind::String | Kind::Uuid | Kind::Integer(_) | Kind::Decimal | Kind::Number | Kind::WholeNumber
        ) {
            items.push(quote! {
                impl std::fmt::Display for #name {
                    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        std::fmt::Display::fmt(&self.0, f)
                    }
                }
            });
        }
        items.push(self.validate_newtype(def, inner, scope));
        items.extend(self.view_of(def, &quote!(event_contracts::AsView::view(&self.0))));
        items
    }
}

/// `#[event(…)]` on the type of an event's payload, and what its derive list gets.
pub(super) fn event_attribute(
    root: Option<(&Event, &Major)>,
    scope: &mut Scope<'_>,
) -> (TokenStream, TokenStream) {
    let Some((event, major)) = root else { return Default::default() };
    scope.runtime("Event");
    let (domain, event_type, source) = (&event.domain, &event.event_type, &major.source);
    let version = major.version.to_string();
    // The file is `src/<domain>/<event>/v<major>.rs`.
    let schema = format!("../../../{}", schema_path(event, major));
    let attribute = quote! {
        #[event(domain = #domain, type = #event_type, version = #version, source = #source, schema_file = #schema)]
    };
    (quote!(, Event), attribute)
}

/// A path as serde's attributes take it: text without the spaces that token streams print.
fn plain(path: &TokenStream) -> String {
    path.to_string().replace(' ', "")
}

//! Tagged unions.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc::{deprecated_type, doc};
use super::record::event_attribute;
use super::scope::Scope;
use super::{Emitter, ident};
use crate::model::{Event, Major, TypeDef, Union};

impl Emitter<'_> {
    /// The enum of a union or a choice.
    pub(super) fn enum_of(
        &self,
        def: &TypeDef,
        root: Option<(&Event, &Major)>,
        variants: &TokenStream,
        scope: &mut Scope<'_>,
    ) -> TokenStream {
        let (name, doc, deprecated) = (ident(&def.rust), doc(&def.doc), deprecated_type(def, root));
        let (event_derive, event) = event_attribute(root, scope);
        let large = super::size::is_uneven(self.model, def).then(super::size::allow);
        quote! {
            #doc
            #deprecated
            #large
            #[derive(Debug, Clone, PartialEq #event_derive)]
            #event
            pub enum #name {
                #variants
            }
        }
    }

    pub(super) fn union(
        &self,
        def: &TypeDef,
        union: &Union,
        root: Option<(&Event, &Major)>,
        scope: &mut Scope<'_>,
    ) -> Vec<TokenStream> {
        scope.serde();
        for name in ["Validate", "Path", "Violations", "wire"] {
            scope.runtime(name);
        }
        let name = ident(&def.rust);
        let tag = &union.tag;
        let variants: Vec<_> = union.arms.iter().map(|arm| ident(&arm.name)).collect();
        let values: Vec<&str> = union.arms.iter().map(|arm| arm.value.as_str()).collect();
        let records: Vec<_> = union.arms.iter().map(|arm| scope.named(arm.record)).collect();
        let docs = union.arms.iter().map(|arm| {
            let text = &self.model.get(arm.record).doc;
            super::doc::doc(if text.is_empty() { &arm.value } else { text })
        });
        let from = variants.iter().zip(&records).map(|(variant, record)| {
            quote! {
                impl From<#record> for #name {
                    fn from(arm: #record) -> Self {
                        Self::#variant(arm)
                    }
                }
            }
        });
        let mut items = vec![
            self.enum_of(def, root, &quote!(#(#docs #variants(#records),)*), scope),
            quote! {
                impl Serialize for #name {
                    fn serialize<S: event_contracts::__private::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                        match self {
                            #(Self::#variants(arm) => wire::write_tagged(serializer, #tag, #values, arm),)*
                        }
                    }
                }
            },
            quote! {
                impl<'de> Deserialize<'de> for #name {
                    fn deserialize<D: event_contracts::__private::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                        let tagged = wire::tagged(deserializer, #tag)?;
                        match tagged.tag() {
                            #(#values => tagged.decode().map(Self::#variants),)*
                            _ => Err(tagged.unknown_tag(&[#(#values),*])),
                        }
                    }
                }
            },
            self.validate_union(def, union, scope),
        ];
        items.extend(from);
        items.extend(self.view_of_union(def, union));
        items
    }
}

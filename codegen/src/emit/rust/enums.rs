//! String enums, closed and open.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc::{deprecated, doc};
use super::ident;
use super::scope::Scope;
use crate::model::{StringEnum, TypeDef};

pub(super) fn items(def: &TypeDef, string_enum: &StringEnum, scope: &mut Scope<'_>) -> Vec<TokenStream> {
    scope.runtime("Validate");
    scope.runtime("wire");
    scope.runtime("Path");
    scope.runtime("Violations");
    scope.serde();
    let name = ident(&def.rust);
    let (doc, deprecated) = (doc(&def.doc), deprecated(def.deprecated));
    let variants: Vec<_> = string_enum.variants.iter().map(|variant| ident(&variant.rust)).collect();
    let texts: Vec<&str> = string_enum.variants.iter().map(|variant| variant.json.as_str()).collect();
    let variant_docs: Vec<TokenStream> = texts
        .iter()
        .map(|text| super::doc::doc(&format!("On the wire: `{}`", text.replace('`', "'"))))
        .collect();
    let (copy, unknown, self_ref) = if string_enum.open {
        (
            TokenStream::new(),
            quote!(
                #[doc = " A value that this version does not know, as it came."]
                Unknown(String),
            ),
            quote!(&self),
        )
    } else {
        (quote!(Copy,), TokenStream::new(), quote!(self))
    };
    let unknown_text =
        if string_enum.open { quote!(Self::Unknown(text) => text,) } else { TokenStream::new() };
    let lifetime = if string_enum.open { quote!(&str) } else { quote!(&'static str) };
    let definition = quote! {
        #doc
        #deprecated
        #[derive(Debug, Clone, #copy PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum #name {
            #(#variant_docs #variants,)*
            #unknown
        }
    };
    let methods = quote! {
        impl #name {
            /// Every declared value, in the order of the contract.
            pub const ALL: &'static [Self] = &[#(Self::#variants),*];

            /// The value as it is on the wire.
            pub fn as_str(#self_ref) -> #lifetime {
                match self {
                    #(Self::#variants => #texts,)*
                    #unknown_text
                }
            }
        }
    };
    let display = quote! {
        impl std::fmt::Display for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
    let serialize = quote! {
        impl Serialize for #name {
            fn serialize<S: event_contracts::__private::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
    let parse = parse(&name, string_enum.open, &variants, &texts);
    let read = if string_enum.open {
        quote!(wire::open_enum(deserializer, |text| Self::from(text)))
    } else {
        quote!(wire::closed_enum(deserializer, &[#((#texts, Self::#variants)),*]))
    };
    let deserialize = quote! {
        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: event_contracts::__private::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #read
            }
        }
    };
    let validate = quote! {
        impl Validate for #name {
            fn check(&self, _at: &Path<'_>, _out: &mut Violations) {}
        }
    };
    vec![definition, methods, display, parse, serialize, deserialize, validate]
}

/// The value of a text: total where the enum is open.
fn parse(
    name: &proc_macro2::Ident,
    open: bool,
    variants: &[proc_macro2::Ident],
    texts: &[&str],
) -> TokenStream {
    if open {
        quote! {
            impl From<&str> for #name {
                fn from(text: &str) -> Self {
                    match text {
                        #(#texts => Self::#variants,)*
                        unknown => Self::Unknown(unknown.to_owned()),
                    }
                }
            }
        }
    } else {
        quote! {
            impl #name {
                /// The value of a text on the wire, if it is a declared one.
                pub fn from_wire(text: &str) -> Option<Self> {
                    match text {
                        #(#texts => Some(Self::#variants),)*
                        _ => None,
                    }
                }
            }
        }
    }
}

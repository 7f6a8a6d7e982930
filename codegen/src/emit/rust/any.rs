//! The module of an event: the newest major under its plain name, and the enum of all majors.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::ident;
use crate::model::Event;

fn any(event: &Event) -> proc_macro2::Ident {
    format_ident!("Any{}", event.event_type)
}

/// What the domain's module re-exports of an event.
pub(super) fn reexport(event: &Event, module: &str) -> TokenStream {
    let (module, name, any) = (ident(module), ident(&event.event_type), any(event));
    quote!(pub use #module::{#any, #name};)
}

/// The items of the event's module.
pub(super) fn event_module(event: &Event) -> Vec<TokenStream> {
    let name = ident(&event.event_type);
    let any = any(event);
    let newest = format_ident!("v{}", event.newest().version.major);
    let modules: Vec<_> =
        event.majors.iter().map(|major| format_ident!("v{}", major.version.major)).collect();
    let variants: Vec<_> =
        event.majors.iter().map(|major| format_ident!("V{}", major.version.major)).collect();
    let numbers: Vec<_> =
        event.majors.iter().map(|major| proc_macro2::Literal::u32_unsuffixed(major.version.major)).collect();
    let variant_docs: Vec<_> =
        event.majors.iter().map(|major| format!(" Version {}.x.", major.version.major)).collect();
    let (domain, event_type) = (&event.domain, &event.event_type);
    let doc = format!(" `{}` of whichever major arrives.", event.event_type);
    let reexport = quote!(pub use #newest::#name;);
    let definition = quote! {
        #[doc = #doc]
        #[derive(Debug, Clone, PartialEq)]
        pub enum #any {
            #(#[doc = #variant_docs] #variants(#modules::#name),)*
        }
    };
    let implementation = quote! {
        impl event_contracts::AnyEvent for #any {
            const DOMAIN: &'static str = #domain;
            const TYPE: &'static str = #event_type;
            const MAJORS: &'static [u32] = &[#(#numbers),*];

            fn decode_data(
                major: u32,
                data: &event_contracts::__private::RawValue,
            ) -> Result<Self, event_contracts::DecodeError> {
                match major {
                    #(#numbers => event_contracts::decode_data(data.get()).map(Self::#variants),)*
                    _ => Err(event_contracts::DecodeError::unknown_major(Self::TYPE, major, Self::MAJORS)),
                }
            }
        }
    };
    vec![reexport, definition, implementation]
}

//! The impl.

use crate::{
    ast::Input,
    event, fallback,
    valid::{self, Contract, Schema},
};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Error, Path};

/// The whole derive: tokens of the input to tokens of the impl, or of all errors.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let node: DeriveInput = match syn::parse2(input) {
        Ok(node) => node,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Vec::new();
    let input = Input::new(&node, &mut errors);
    let krate = input.attrs.krate(&mut errors);
    if !input.attrs.contract.is_absent() {
        return event::derive(&node, &input, &krate, errors);
    }
    if input.attrs.is_draft() {
        return event::draft(&node, &input, &krate, errors);
    }
    let contract = valid::contract(&input, &mut errors);
    let errors = errors.into_iter().reduce(|mut all, error| {
        all.combine(error);
        all
    });
    match (errors, contract) {
        (None, Some(contract)) => implementation(&input, &krate, &contract),
        (errors, _) => {
            let errors = errors.unwrap_or_else(|| Error::new_spanned(&node, "not an event"));
            fallback::implementation(&input, &krate, &errors)
        }
    }
}

fn implementation(input: &Input<'_>, krate: &Path, contract: &Contract<'_>) -> TokenStream {
    let Contract { domain, event_type, version: (major, minor), source, schema } = contract;
    let schema = match schema {
        Schema::Text(text) => quote!(#text),
        Schema::File(path) => quote!(::core::include_str!(#path)),
    };
    let version = quote!(#krate::Version::new(#major, #minor));
    let [domain, event_type, source] = [domain, event_type, source].map(|text| quote!(#text));
    wrap(input, krate, &[domain, event_type, version, source, schema], false)
}

/// The impl with the constants' values in the order of the trait.
pub(crate) fn wrap(input: &Input<'_>, krate: &Path, values: &[TokenStream; 5], reader: bool) -> TokenStream {
    let ident = input.ident;
    let (generics, arguments, conditions) = input.generics.split_for_impl();
    let [domain, event_type, version, source, schema] = values;
    let partial = reader.then(|| {
        quote!(
            const PARTIAL: ::core::primitive::bool = true;
        )
    });
    quote! {
        const _: () = {
            #[automatically_derived]
            impl #generics #krate::Event for #ident #arguments #conditions {
                const DOMAIN: &'static str = #domain;
                const TYPE: &'static str = #event_type;
                const VERSION: #krate::Version = #version;
                const SOURCE: &'static str = #source;
                const SCHEMA: &'static str = #schema;
                #partial
            }
        };
    }
}

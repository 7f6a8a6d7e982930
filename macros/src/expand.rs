//! The impl.

use crate::{
    ast::Input,
    code, event, fallback, plain,
    valid::{self, Contract, Schema},
};
use proc_macro2::TokenStream;
use syn::{DeriveInput, Error};

/// The whole derive: tokens of the input to tokens of the impl, or of all errors.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    if let Some(output) = plain::derive(&input) {
        return output;
    }
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
        (None, Some(contract)) => implementation(&input, &contract),
        (errors, _) => {
            let errors = errors.unwrap_or_else(|| Error::new_spanned(&node, "not an event"));
            fallback::implementation(&input, &errors)
        }
    }
}

fn implementation(input: &Input<'_>, contract: &Contract<'_>) -> TokenStream {
    let Contract { domain, event_type, version, source, schema } = contract;
    let origin = input.attrs.origin();
    let schema = match schema {
        Schema::Text(text) => text.token().to_string(),
        Schema::File(path) => ["::core::include_str!(", &path.token().to_string(), ")"].concat(),
    };
    let [domain, event_type, source] = [domain, event_type, source].map(|text| text.token().to_string());
    let body = code::event(&origin.krate, &domain, &event_type, *version, &source, &schema, false);
    code::implementation(input, &origin, "Event", &body)
}

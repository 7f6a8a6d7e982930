//! `#[derive(Event)]` with a `contract`, and `#[derive(EventData)]`.

use crate::{
    ast::Input,
    attr::{self, Slot},
    code::{self, Origin},
    contract::{self, Blame, Contract},
    data::{Item, shape},
    fallback,
    held::{self, Holder},
    valid,
};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Error, GenericParam, LitStr, Path};

/// The impls of a type that names its contract, and the constants that hold it there.
pub(crate) fn derive(
    node: &DeriveInput,
    input: &Input<'_>,
    krate: &Path,
    mut errors: Vec<Error>,
) -> TokenStream {
    let attrs = &input.attrs;
    let item = Item::new(node, &mut errors);
    if let Some(parameter) = node.generics.params.first() {
        let message = if matches!(parameter, GenericParam::Lifetime(_)) {
            "an event owns what it holds, as the message that it is read from may be gone before it is: `String` and not \
             `&str`, `Cow<'static, str>` and not `Cow<'a, str>`"
        } else {
            "an event that is held to a contract has no parameters: nothing is known of them; a type inside an event may \
             have some"
        };
        // Nor can its impls be written; that they are missing goes without saying.
        return Error::new_spanned(parameter, message).to_compile_error();
    }
    for (slot, key) in [
        (&attrs.domain, "domain"),
        (&attrs.event_type, "type"),
        (&attrs.source, "source"),
        (&attrs.schema, "schema"),
        (&attrs.schema_file, "schema_file"),
    ] {
        if let Some(literal) = slot.given() {
            errors.push(Error::new(literal.span(), format!("`{key}` comes from the contract; drop it")));
        }
    }
    let loaded = load(input, &mut errors);
    let checks = loaded.as_ref().map(|(contract, _)| {
        let holder = Holder::new(contract, krate, attrs.reader);
        let checks = held::checks(&holder, &item, &mut errors);
        let mut ignored = Vec::new();
        let reads = attrs.reader.then(|| shape::shape(&item, krate, &mut ignored));
        (checks, reads)
    });
    let (checks, reads) = checks.unwrap_or_default();
    let messages = errors.iter().map(Error::to_compile_error);
    let origin = attrs.origin();
    let event = match &loaded {
        Some((Contract { domain, event_type, source, schema, .. }, version)) => {
            let [domain, event_type, source, schema] =
                [domain, event_type, source, schema].map(|text| code::quoted(text));
            let body =
                code::event(&origin.krate, &domain, &event_type, *version, &source, &schema, attrs.reader);
            code::implementation(input, &origin, "Event", &body)
        }
        None => fallback::event(input),
    };
    let validate = (!attrs.own_validate).then(|| validate(input, &origin, attrs.reader));
    let reads = reads.map(|shape| reads_impl(input, krate, &shape, attrs.contract.given()));
    let mut out: TokenStream = messages.collect();
    out.extend([Some(checks), Some(event), validate, reads].into_iter().flatten());
    out
}

fn load(input: &Input<'_>, errors: &mut Vec<Error>) -> Option<(Contract, (u32, u32))> {
    let attrs = &input.attrs;
    let span = attrs.span.unwrap_or_else(|| input.ident.span());
    let contract = attrs.contract.given();
    if attrs.version.is_absent() {
        errors.push(Error::new(span, "missing `version = \"1.0\"`"));
    }
    let literal = attrs.version.given()?;
    let version = valid::parse_version(literal, errors)?;
    let dir = attrs.dir.given().map(LitStr::value);
    match contract::event(&contract?.value(), &literal.value(), dir.as_deref()) {
        Ok(contract) => Some((contract, version)),
        Err((blame, message)) => {
            blamed(&blame, &attrs.contract, attrs, message, errors);
            None
        }
    }
}

fn blamed(blame: &Blame, named: &Slot, attrs: &attr::Attrs, message: String, errors: &mut Vec<Error>) {
    let slot = match blame {
        Blame::Contract => named,
        Blame::Version => &attrs.version,
        Blame::Dir => &attrs.dir,
    };
    let otherwise = attrs.span.unwrap_or_else(proc_macro2::Span::call_site);
    errors.push(Error::new(held::span_of(slot.given(), otherwise), message));
}

/// By the contract's schema, on what serde writes.
fn validate(input: &Input<'_>, origin: &Origin, reader: bool) -> TokenStream {
    let krate = &origin.krate;
    let ident = input.ident;
    let body = format!(
        "{{
            fn check(&self, at: &{krate}::Path<'_>, out: &mut {krate}::Violations) {{
                static SCHEMA: {krate}::held::Schema =
                    {krate}::held::Schema::new(<{ident} as {krate}::Event>::SCHEMA, {reader});
                SCHEMA.check(self, at, out);
            }}
        }}"
    );
    code::implementation(input, origin, "Validate", &body)
}

fn reads_impl(
    input: &Input<'_>,
    krate: &Path,
    shape: &TokenStream,
    contract: Option<&LitStr>,
) -> TokenStream {
    let ident = input.ident;
    let (generics, arguments, conditions) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #generics #krate::held::Uses for #ident #arguments #conditions {
            const CONTRACT: &'static ::core::primitive::str = #contract;
            const READS: &'static #krate::held::Shape = #shape;
        }
    }
}

/// The shape of a type inside events.
pub(crate) fn derive_data(input: TokenStream) -> TokenStream {
    let node: DeriveInput = match syn::parse2(input) {
        Ok(node) => node,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Vec::new();
    let attrs = attr::read(&node.attrs, &mut errors);
    let krate = attrs.krate(&mut errors);
    data(&node, &attrs, &krate, errors)
}

/// A type that comes before its contract: what it reads and writes is known, and no more.
pub(crate) fn draft(
    node: &DeriveInput,
    input: &Input<'_>,
    krate: &Path,
    mut errors: Vec<Error>,
) -> TokenStream {
    if let Some(version) = input.attrs.version.given() {
        valid::parse_version(version, &mut errors);
    }
    data(node, &input.attrs, krate, errors)
}

fn data(node: &DeriveInput, attrs: &attr::Attrs, krate: &Path, mut errors: Vec<Error>) -> TokenStream {
    let item = Item::new(node, &mut errors);
    let dir = attrs.dir.given().map(LitStr::value);
    let mut checks = TokenStream::new();
    if let Some(shared) = attrs.shared.given() {
        match contract::shared(&shared.value(), dir.as_deref()) {
            Ok(contract) => {
                let holder = Holder::new(&contract, krate, attrs.reader);
                checks = held::checks(&holder, &item, &mut errors);
            }
            Err((blame, message)) => blamed(&blame, &attrs.shared, attrs, message, &mut errors),
        }
    }
    // What the comparison has complained of is not said twice.
    let mut again = Vec::new();
    let shape = shape::shape(&item, krate, &mut again);
    if errors.is_empty() {
        errors = again;
    }
    let messages = errors.iter().map(Error::to_compile_error);
    let ident = &node.ident;
    let mut generics = node.generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(syn::parse_quote!(#krate::held::EventData));
    }
    let (generics, arguments, conditions) = generics.split_for_impl();
    quote! {
        #(#messages)*
        #checks
        #[automatically_derived]
        impl #generics #krate::held::EventData for #ident #arguments #conditions {
            const SHAPE: &'static #krate::held::Shape = #shape;
        }
    }
}

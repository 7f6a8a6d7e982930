//! The errors, and an impl that stands in for the real one.
//!
//! Without it every use of the type as an event would be an error too, and bury the ones that matter.

use crate::{ast::Input, expand};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Error, Path};

pub(crate) fn implementation(input: &Input<'_>, krate: &Path, errors: &Error) -> TokenStream {
    let errors = errors.to_compile_error();
    let empty = || quote!("");
    let version = quote!(#krate::Version::new(0, 0));
    let dummy = expand::wrap(input, krate, &[empty(), empty(), version, empty(), empty()], false);
    quote!(#errors #dummy)
}

//! The errors, and an impl that stands in for the real one.
//!
//! Without it every use of the type as an event would be an error too, and bury the ones that matter.

use crate::{ast::Input, code};
use proc_macro2::TokenStream;
use syn::Error;

pub(crate) fn implementation(input: &Input<'_>, errors: &Error) -> TokenStream {
    let mut out = errors.to_compile_error();
    out.extend(event(input));
    out
}

/// An impl whose constants are empty.
pub(crate) fn event(input: &Input<'_>) -> TokenStream {
    let origin = input.attrs.origin();
    let body = code::event(&origin.krate, "\"\"", "\"\"", (0, 0), "\"\"", "\"\"", input.attrs.reader);
    code::implementation(input, &origin, "Event", &body)
}

//! Patterns in generated code.

use proc_macro2::TokenStream;
use quote::quote;

use crate::pattern::{Engine, Pattern};

/// What makes a runtime pattern of an ECMA-262 one, for a `static`.
pub(super) fn pattern(source: &str) -> TokenStream {
    // Lowering refuses what cannot be carried.
    let terms = Pattern::parse(source).and_then(|pattern| pattern.to_rust()).unwrap_or_default();
    match terms.as_slice() {
        [term] if term.text == source && term.wanted && term.engine == Engine::Linear => {
            quote!(check::Pattern::new(#source))
        }
        terms => {
            let terms = terms.iter().map(|term| {
                let text = &term.text;
                let whole = if term.wanted {
                    quote!(check::Term::has(#text))
                } else {
                    quote!(check::Term::lacks(#text))
                };
                match term.engine {
                    Engine::Linear => whole,
                    Engine::Ecma => quote!(#whole.ecma()),
                }
            });
            quote!(check::Pattern::all(#source, &[#(#terms),*]))
        }
    }
}

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
                let (text, wanted) = (&term.text, term.wanted);
                match term.engine {
                    Engine::Linear => quote!(check::Term::linear(#text, #wanted)),
                    Engine::Backtracking => quote!(check::Term::backtracking(#text, #wanted)),
                }
            });
            quote!(check::Pattern::of(#source, &[#(#terms),*]))
        }
    }
}

//! The input with its `#[event(…)]` attributes read.

use crate::attr::{self, Attrs};
use syn::{Data, DeriveInput, Error, Generics, Ident};

pub(crate) struct Input<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    /// Whether it is a `union`, which serde cannot read.
    pub(crate) is_union: bool,
    pub(crate) attrs: Attrs,
}

impl<'a> Input<'a> {
    /// Takes the input apart; what is wrong with the attributes' form goes to `errors`.
    pub(crate) fn new(node: &'a DeriveInput, errors: &mut Vec<Error>) -> Self {
        Self {
            ident: &node.ident,
            generics: &node.generics,
            is_union: matches!(node.data, Data::Union(_)),
            attrs: attr::read(&node.attrs, errors),
        }
    }
}

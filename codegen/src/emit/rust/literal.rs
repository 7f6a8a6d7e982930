//! Values and numbers of a schema in the text of a program.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::load::{Node, Value};
use crate::resolve::{Type, TypeSet};

/// A number of the program, from its digits.
pub(super) fn number(text: &str) -> TokenStream {
    text.parse().unwrap_or_default()
}

/// A limit as the runtime's exact numbers take it.
pub(super) fn num(text: &str) -> TokenStream {
    match short(text) {
        Some(digits) => quote!(assert::Num::Signed(#digits)),
        None => quote!(assert::Num::Text(#text)),
    }
}

/// The digits, where 64 bits hold the number as it is written.
fn short(text: &str) -> Option<TokenStream> {
    text.parse::<i64>().ok().filter(|value| value.to_string() == text).map(|_| number(text))
}

/// A count or a length.
pub(super) fn count(n: u64) -> Literal {
    Literal::usize_unsuffixed(usize::try_from(n).unwrap_or(usize::MAX))
}

/// A value of `const` or `enum`.
pub(super) fn value(node: &Node) -> TokenStream {
    match &node.value {
        Value::Null => quote!(Literal::Null),
        Value::Bool(value) => quote!(Literal::Bool(#value)),
        Value::Number(text) => match short(text) {
            Some(digits) => quote!(Literal::Integer(#digits)),
            None => quote!(Literal::Number(#text)),
        },
        Value::String(text) => quote!(Literal::String(#text)),
        Value::Array(items) => {
            let items = items.iter().map(value);
            quote!(Literal::Array(&[#(#items),*]))
        }
        Value::Object(members) => {
            let members = members.iter().map(|member| {
                let (name, value) = (&member.key, value(&member.value));
                quote!((#name, #value))
            });
            quote!(Literal::Object(&[#(#members),*]))
        }
    }
}

/// A set of JSON types.
pub(super) fn types(types: TypeSet, integers_as_written: bool) -> TokenStream {
    spelt(types, integers_as_written, &quote!(Types))
}

/// The same in the file of the types, where `Types` may be one of them.
pub(super) fn choice_types(types: TypeSet) -> TokenStream {
    spelt(types, false, &quote!(assert::Types))
}

fn spelt(types: TypeSet, integers_as_written: bool, path: &TokenStream) -> TokenStream {
    let names: Vec<&str> = Type::ALL
        .into_iter()
        .filter(|one| types.contains(*one))
        .map(|one| match one {
            Type::Null => "NULL",
            Type::Boolean => "BOOLEAN",
            Type::Integer if integers_as_written => "WRITTEN_INTEGER",
            Type::Integer => "INTEGER",
            Type::Number => "NUMBER",
            Type::String => "STRING",
            Type::Array => "ARRAY",
            Type::Object => "OBJECT",
        })
        .collect();
    match names.as_slice() {
        [] => quote!(#path::NONE),
        ["NULL", "BOOLEAN", .., "NUMBER", "STRING", "ARRAY", "OBJECT"] => quote!(#path::ALL),
        [first, rest @ ..] => {
            let (first, rest) =
                (format_ident!("{}", first), rest.iter().map(|name| format_ident!("{}", name)));
            quote!(#path::#first #(.or(#path::#rest))*)
        }
    }
}

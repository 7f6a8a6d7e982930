//! Doc comments: text from a contract becomes text, never markup, and never a doctest.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Event, Major, TypeDef};

/// `#[doc]` attributes for a description, one a line.
pub(super) fn doc(text: &str) -> TokenStream {
    let lines = escape(text);
    let lines = lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// `#[deprecated]`, where the schema says so.
pub(super) fn deprecated(yes: bool) -> TokenStream {
    if yes { quote!(#[deprecated]) } else { TokenStream::new() }
}

/// The same for a type, which may be that of an event that nobody should use any more.
pub(super) fn deprecated_type(def: &TypeDef, root: Option<(&Event, &Major)>) -> TokenStream {
    match root.and_then(|(_, major)| major.retirement()) {
        Some(reason) => quote!(#[deprecated(note = #reason)]),
        None => deprecated(def.deprecated),
    }
}

fn escape(text: &str) -> Vec<String> {
    text.lines().map(|line| escape_line(line.trim())).collect()
}

fn escape_line(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    // Code spans stay where every backtick has its partner: nothing inside one is markup.
    let spans = line.matches('`').count().is_multiple_of(2) && !line.contains("``");
    let mut in_code = false;
    for (at, c) in line.char_indices() {
        match c {
            c if c.is_control()
                || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') =>
            {
                out.push('\u{fffd}');
            }
            '`' if spans => {
                in_code = !in_code;
                out.push(c);
            }
            _ if in_code => out.push(c),
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' => {
                out.push('\\');
                out.push(c);
            }
            '_' if !within_word(line, at) => out.push_str("\\_"),
            '#' | '+' | '-' | '=' if at == 0 => {
                out.push('\\');
                out.push(c);
            }
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out
}

fn within_word(line: &str, at: usize) -> bool {
    let before = line[..at].chars().next_back().is_some_and(char::is_alphanumeric);
    before && line[at + 1..].chars().next().is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_never_becomes_markup() {
        for (text, escaped) in [
            ("plain, order_id and `code_[x]`", "plain, order_id and `code_[x]`"),
            ("[x](javascript:1) <b>", "\\[x\\](javascript:1) \\<b\\>"),
            ("```rust", "\\`\\`\\`rust"),
            ("    panic!()", "panic!()"),
            ("# head", "\\# head"),
            ("- item", "\\- item"),
            ("&lt;script&gt;", "&amp;lt;script&amp;gt;"),
            ("a\u{202e}b", "a\u{fffd}b"),
        ] {
            assert_eq!(escape(text).join("\n"), escaped, "{text}");
        }
    }
}

//! The quick way for a type that says everything itself, as generated ones do: its name and `#[event(…)]` are all that
//! counts, so no tree is made of the rest. What is not as usual is left to `expand`, which knows what is wrong with it.

use crate::{code, valid};
use proc_macro2::{Delimiter, Ident, Literal, TokenStream, TokenTree, token_stream::IntoIter};

/// The impl, if nothing is unusual.
pub(crate) fn derive(input: &TokenStream) -> Option<TokenStream> {
    let mut tokens = input.clone().into_iter();
    let mut given = None;
    loop {
        match tokens.next()? {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
                let mut attribute = group.stream().into_iter();
                let Some(TokenTree::Ident(name)) = attribute.next() else { return None };
                if name != "event" {
                    continue;
                }
                let (Some(TokenTree::Group(keys)), None) = (attribute.next(), &given) else { return None };
                given = Some(keys.stream().into_iter());
            }
            // `#`, `pub(…)`
            TokenTree::Punct(_) | TokenTree::Group(_) => {}
            TokenTree::Ident(word) => match word.to_string().as_str() {
                "pub" => {}
                "struct" | "enum" => break,
                _ => return None,
            },
            TokenTree::Literal(_) => return None,
        }
    }
    let (TokenTree::Ident(name), body) = (tokens.next()?, tokens.next()?) else { return None };
    match body {
        TokenTree::Group(_) => {}
        TokenTree::Punct(end) if end.as_char() == ';' => {}
        // It has parameters.
        _ => return None,
    }
    let keys = keys(given?)?;
    implementation(&name, &keys)
}

/// The values of a key as they are written.
#[derive(Default)]
struct Keys {
    domain: String,
    event_type: String,
    version: String,
    source: String,
    schema: String,
    schema_file: String,
}

fn keys(mut tokens: IntoIter) -> Option<Keys> {
    let mut keys = Keys::default();
    while let Some(key) = tokens.next() {
        let (TokenTree::Ident(key), TokenTree::Punct(is), TokenTree::Literal(value)) =
            (key, tokens.next()?, tokens.next()?)
        else {
            return None;
        };
        let slot = match key.to_string().as_str() {
            "domain" => &mut keys.domain,
            "type" | "r#type" => &mut keys.event_type,
            "version" => &mut keys.version,
            "source" => &mut keys.source,
            "schema" => &mut keys.schema,
            "schema_file" => &mut keys.schema_file,
            _ => return None,
        };
        if is.as_char() != '=' || !slot.is_empty() {
            return None;
        }
        *slot = text(&value)?;
        match tokens.next() {
            None => break,
            Some(TokenTree::Punct(comma)) if comma.as_char() == ',' => {}
            Some(_) => return None,
        }
    }
    Some(keys)
}

/// A text in quotes that is not empty.
fn text(literal: &Literal) -> Option<String> {
    let text = literal.to_string();
    (text.len() > 2 && text.starts_with('"') && text.ends_with('"')).then_some(text)
}

fn implementation(name: &Ident, keys: &Keys) -> Option<TokenStream> {
    let Keys { domain, event_type, version, source, schema, schema_file } = keys;
    // An escape may stand for nothing.
    if [domain, event_type, source].into_iter().any(|text| text.is_empty() || text.contains('\\')) {
        return None;
    }
    let (major, minor) = valid::version(version.strip_prefix('"')?.strip_suffix('"')?)?;
    let schema = match (schema.as_str(), schema_file.as_str()) {
        (text, "") if !text.is_empty() => text.to_owned(),
        ("", file) if !file.is_empty() => ["::core::include_str!(", file, ")"].concat(),
        _ => return None,
    };
    let version = (major, minor);
    let body = code::event(code::KRATE, domain, event_type, version, source, &schema, false);
    let mut out = code::parsed(code::EVENT_FOR, None);
    out.extend([TokenTree::Ident(name.clone())]);
    out.extend(code::parsed(&body, None));
    Some(out)
}

//! From attributes to a complete contract, or every reason why it is none.

use crate::{ast::Input, attr::Slot};
use proc_macro2::Span;
use syn::{Error, LitStr};

/// What `expand` needs.
pub(crate) struct Contract<'a> {
    pub(crate) domain: &'a LitStr,
    pub(crate) event_type: &'a LitStr,
    pub(crate) version: (u32, u32),
    pub(crate) source: &'a LitStr,
    pub(crate) schema: Schema<'a>,
}

pub(crate) enum Schema<'a> {
    Text(&'a LitStr),
    File(&'a LitStr),
}

/// `None` if anything is missing or wrong; `errors` says what.
pub(crate) fn contract<'a>(input: &'a Input<'_>, errors: &mut Vec<Error>) -> Option<Contract<'a>> {
    let attrs = &input.attrs;
    let span = attrs.span.unwrap_or_else(|| input.ident.span());
    if input.is_union {
        errors.push(Error::new(input.ident.span(), "a union cannot be an event; use a struct or an enum"));
    }
    if attrs.span.is_none() {
        let message = "missing `#[event(contract = \"domain/event\", version = \"1.0\")]`";
        errors.push(Error::new(span, message));
        return None;
    }
    // Only generated code says these itself.
    let own = [&attrs.domain, &attrs.event_type, &attrs.source, &attrs.schema, &attrs.schema_file];
    if own.into_iter().all(Slot::is_absent) {
        errors.push(Error::new(span, "missing `contract = \"domain/event\"`"));
        return None;
    }
    let domain = text(&attrs.domain, "domain", "\"shop\"", span, errors);
    let event_type = text(&attrs.event_type, "type", "\"OrderCreated\"", span, errors);
    let version = text(&attrs.version, "version", "\"1.0\"", span, errors);
    let version = version.and_then(|literal| parse_version(literal, errors));
    let source = text(&attrs.source, "source", "\"order-service\"", span, errors);
    let schema = schema(input, span, errors);
    Some(Contract {
        domain: domain?,
        event_type: event_type?,
        version: version?,
        source: source?,
        schema: schema?,
    })
}

fn text<'a>(
    slot: &'a Slot,
    key: &str,
    example: &str,
    span: Span,
    errors: &mut Vec<Error>,
) -> Option<&'a LitStr> {
    match slot {
        Slot::Given(literal) if literal.value().is_empty() => {
            errors.push(Error::new(
                literal.span(),
                format!("`{key}` is empty; expected one such as {example}"),
            ));
            None
        }
        Slot::Given(literal) => Some(literal),
        Slot::Bad => None,
        Slot::Absent => {
            errors.push(Error::new(span, format!("missing `{key} = {example}`")));
            None
        }
    }
}

fn schema<'a>(input: &'a Input<'_>, span: Span, errors: &mut Vec<Error>) -> Option<Schema<'a>> {
    let (schema, file) = (&input.attrs.schema, &input.attrs.schema_file);
    if let (Some(_), Some(file)) = (schema.given(), file.given()) {
        let message = "both `schema` and `schema_file` are given; expected one of them";
        errors.push(Error::new(file.span(), message));
        return None;
    }
    if schema.is_absent() && file.is_absent() {
        let message = "missing `schema = \"{…}\"` or `schema_file = \"path/of/schema.json\"`";
        errors.push(Error::new(span, message));
        return None;
    }
    schema.given().map(Schema::Text).or_else(|| file.given().map(Schema::File))
}

/// `major.minor` without signs or leading zeros, as the runtime reads it.
pub(crate) fn version(text: &str) -> Option<(u32, u32)> {
    let number = |text: &str| {
        let canonical = text == "0" || !text.starts_with('0');
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        if canonical && digits { text.parse().ok() } else { None }
    };
    text.split_once('.').and_then(|(major, minor)| Some((number(major)?, number(minor)?)))
}

/// The same, or an error.
pub(crate) fn parse_version(literal: &LitStr, errors: &mut Vec<Error>) -> Option<(u32, u32)> {
    let text = literal.value();
    let version = version(&text);
    if version.is_none() {
        let message = format!("`{text}` is not a version; expected `major.minor` such as \"1.0\"");
        errors.push(Error::new(literal.span(), message));
    }
    version
}

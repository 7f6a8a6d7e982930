//! The attribute `#[event(…)]`: its keys, and what is wrong with its form.

use crate::code::{KRATE, Origin};
use proc_macro2::Span;
use quote::ToTokens as _;
use syn::{
    Attribute, Error, Expr, ExprLit, Lit, LitStr, Path, ext::IdentExt, meta::ParseNestedMeta,
    spanned::Spanned,
};

/// The keys in the order in which messages list them.
const KEYS: &str = "`contract`, `version`, `dir`, `reader`, `own_validate`, `shared`, `domain`, `type`, `source`, \
    `schema`, `schema_file`, `crate`";

#[derive(Default)]
pub(crate) struct Attrs {
    /// Where to report what is missing: the first `#[event(…)]`.
    pub(crate) span: Option<Span>,
    pub(crate) domain: Slot,
    pub(crate) event_type: Slot,
    pub(crate) version: Slot,
    pub(crate) source: Slot,
    pub(crate) schema: Slot,
    pub(crate) schema_file: Slot,
    pub(crate) krate: Slot,
    /// The contract that a type written by hand is held to.
    pub(crate) contract: Slot,
    /// The shared type that one inside an event is held to.
    pub(crate) shared: Slot,
    /// Where the contracts are.
    pub(crate) dir: Slot,
    /// The type is only read, and holds only what is used.
    pub(crate) reader: bool,
    /// `Validate` is implemented by hand.
    pub(crate) own_validate: bool,
}

/// A key's value.
#[derive(Default)]
pub(crate) enum Slot {
    #[default]
    Absent,
    /// Given, but not as a string; already reported.
    Bad,
    Given(LitStr),
}

impl Slot {
    pub(crate) fn given(&self) -> Option<&LitStr> {
        match self {
            Self::Given(literal) => Some(literal),
            Self::Absent | Self::Bad => None,
        }
    }

    pub(crate) fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl Attrs {
    /// The path of the runtime crate.
    pub(crate) fn krate(&self, errors: &mut Vec<Error>) -> Path {
        let default = || syn::parse_quote!(::event_contracts);
        let Some(literal) = self.krate.given() else { return default() };
        literal.parse_with(Path::parse_mod_style).unwrap_or_else(|_| {
            let message =
                "expected the path of the event-contracts crate, such as `crate = \"::event_contracts\"`";
            errors.push(Error::new(literal.span(), message));
            default()
        })
    }

    /// The same path as text.
    pub(crate) fn origin(&self) -> Origin {
        let given = self.krate.given();
        match given.and_then(|literal| Some((literal, literal.parse_with(Path::parse_mod_style).ok()?))) {
            Some((literal, path)) => {
                Origin { krate: path.to_token_stream().to_string(), span: Some(literal.span()) }
            }
            None => Origin { krate: KRATE.to_owned(), span: None },
        }
    }

    /// A type that comes before its contract, which is made from it.
    pub(crate) fn is_draft(&self) -> bool {
        let made = [&self.contract, &self.schema, &self.schema_file];
        !self.event_type.is_absent() && made.into_iter().all(Slot::is_absent)
    }

    fn slot(&mut self, key: &str) -> Option<&mut Slot> {
        Some(match key {
            "domain" => &mut self.domain,
            "type" => &mut self.event_type,
            "version" => &mut self.version,
            "source" => &mut self.source,
            "schema" => &mut self.schema,
            "schema_file" => &mut self.schema_file,
            "crate" => &mut self.krate,
            "contract" => &mut self.contract,
            "shared" => &mut self.shared,
            "dir" => &mut self.dir,
            _ => return None,
        })
    }
}

/// Reads all `#[event(…)]` attributes; errors do not end it.
pub(crate) fn read(attributes: &[Attribute], errors: &mut Vec<Error>) -> Attrs {
    let mut attrs = Attrs::default();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("event")) {
        attrs.span.get_or_insert_with(|| attribute.span());
        let result = attribute.parse_nested_meta(|meta| read_key(&meta, &mut attrs, errors));
        errors.extend(result.err());
    }
    attrs
}

/// An `Err` ends the attribute, since what follows cannot be told apart; all else goes to `errors`.
fn read_key(meta: &ParseNestedMeta<'_>, attrs: &mut Attrs, errors: &mut Vec<Error>) -> syn::Result<()> {
    let key = meta.path.get_ident().map(|ident| ident.unraw().to_string()).unwrap_or_default();
    match key.as_str() {
        "reader" => {
            attrs.reader = true;
            return Ok(());
        }
        "own_validate" => {
            attrs.own_validate = true;
            return Ok(());
        }
        _ => {}
    }
    let Ok(value) = meta.value() else {
        return Err(Error::new(meta.path.span(), format!("expected `{} = \"…\"`", name(&key))));
    };
    let value: Expr = value.parse()?;
    let Some(slot) = attrs.slot(&key) else {
        let message = format!("unknown key; expected one of {KEYS}");
        errors.push(Error::new(meta.path.span(), message));
        return Ok(());
    };
    if !slot.is_absent() {
        errors.push(Error::new(meta.path.span(), format!("`{key}` is given twice")));
        return Ok(());
    }
    *slot = if let Expr::Lit(ExprLit { lit: Lit::Str(literal), .. }) = value {
        Slot::Given(literal)
    } else {
        errors.push(Error::new(value.span(), format!("expected a string literal, as in `{key} = \"…\"`")));
        Slot::Bad
    };
    Ok(())
}

fn name(key: &str) -> &str {
    if key.is_empty() { "key" } else { key }
}

//! A type that is written by hand, held against its contract.

mod usual;

use crate::{
    contract::{
        Contract, VARIABLE, nearest,
        table::{self, Held},
        wants::{Extra, Kind, Member, Record},
    },
    data::{
        Body, Field, Item,
        rename::RULES,
        shape::{self, flags},
    },
};
use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Error, Path, spanned::Spanned};

/// What the comparison needs to know.
pub(crate) struct Holder<'a> {
    contract: &'a Contract,
    krate: &'a Path,
    reader: bool,
    /// The path of the module that compares.
    held: Vec<TokenTree>,
}

/// A call that fails to evaluate where the type is not as it should be.
struct Check {
    call: TokenStream,
    /// It fails only if a well-known name stands for something else.
    usual: bool,
}

/// Constants that end the compilation where the type is not as its contract says; what is seen without knowing types
/// goes to `errors`.
pub(crate) fn checks(holder: &Holder<'_>, item: &Item<'_>, errors: &mut Vec<Error>) -> TokenStream {
    let Contract { wants, root, files, .. } = holder.contract;
    let mut held = Vec::new();
    let plain = item.serde.strange.is_none() && item.serde.from.is_none() && item.serde.into.is_none();
    let kind = wants.all.get(*root).map(|want| &want.kind);
    let checks = match (&item.body, kind) {
        (Body::Struct(fields), Some(Kind::Record(record))) if plain && item.serde.tag.is_none() => {
            holder.fields(item, fields, record, &mut held, errors)
        }
        (Body::Newtype(field), _) if plain => {
            let shape = field.shape(holder.krate, None, errors);
            let flags = holder.flag();
            let call = holder.call("whole", &quote!(#shape, #root, #flags), &field.ty.to_token_stream());
            vec![Check { call, usual: false }]
        }
        _ => {
            let shape = shape::shape(item, holder.krate, errors);
            let flags = holder.flag();
            let name = item.node.ident.to_token_stream();
            vec![Check { call: holder.call("whole", &quote!(#shape, #root, #flags), &name), usual: false }]
        }
    };
    let (usual, own): (Vec<Check>, Vec<Check>) = checks.into_iter().partition(|check| check.usual);
    let (usual, own) = (usual.iter().map(|check| &check.call), own.iter().map(|check| &check.call));
    let table = Literal::byte_string(&table::table(wants, &held));
    // A constant ends at its first fault, so that each field has one of its own; but they cost, and those that will not
    // fail do with one. The compiler looks again at files that it was made to include, and at variables that it was asked
    // for.
    quote! {
        const _: () = {
            const __CONTRACT: &[::core::primitive::u8] = #table;
            #(const _: () = #own;)*
            #(#usual;)*
            let _ = (#(::core::include_bytes!(#files),)* ::core::option_env!(#VARIABLE));
        };
    }
}

impl<'a> Holder<'a> {
    pub(crate) fn new(contract: &'a Contract, krate: &'a Path, reader: bool) -> Self {
        Self { contract, krate, reader, held: quote!(#krate::held::).into_iter().collect() }
    }

    fn flag(&self) -> u16 {
        if self.reader { flags::READER } else { 0 }
    }

    /// A call whose evaluation fails at `place`.
    fn call(&self, function: &str, arguments: &TokenStream, place: &TokenStream) -> TokenStream {
        let spans: Vec<Span> = place.clone().into_iter().map(|token| token.span()).collect();
        let start = spans.first().copied().unwrap_or_else(Span::call_site);
        let end = spans.last().copied().unwrap_or(start);
        let mut tokens = self.held.clone();
        tokens.push(Ident::new(function, start).into());
        for token in &mut tokens {
            token.set_span(start);
        }
        let mut arguments = Group::new(Delimiter::Parenthesis, quote!(__CONTRACT, #arguments));
        arguments.set_span(end);
        tokens.push(arguments.into());
        tokens.into_iter().collect()
    }

    /// The name in the contract of what a field reads and writes.
    fn name<'f>(&self, field: &'f Field<'_>, record: &Record) -> &'f str {
        let declared = |name: &&str| record.members.iter().any(|member| member.name == **name);
        if self.reader || field.serde.skip.write.is_some() {
            field.reads().find(declared).unwrap_or(&field.wire.read)
        } else {
            &field.wire.write
        }
    }

    fn fields(
        &self,
        item: &Item<'_>,
        fields: &[Field<'_>],
        record: &Record,
        held: &mut Vec<Held>,
        errors: &mut Vec<Error>,
    ) -> Vec<Check> {
        let mut checks = Vec::new();
        let mut known: Vec<&str> = Vec::new();
        let mut unknown: Vec<&Field<'_>> = Vec::new();
        let mut flattened = Vec::new();
        let mut outer = Vec::new();
        for field in fields.iter().filter(|field| !field.is_skipped()) {
            if field.serde.flatten {
                flattened.push(field);
                continue;
            }
            let name = self.name(field, record);
            let member = record.members.iter().find(|member| member.name == name);
            let extra = match record.extra {
                Extra::Is(want) => Some(want),
                Extra::Open | Extra::Closed => None,
            };
            match (member, extra) {
                (Some(member), _) => {
                    known.push(&member.name);
                    outer.push((field, name));
                    checks.extend(self.member(field, member, held, errors));
                }
                (None, Some(want)) => {
                    let place = self.place(want);
                    let member = Member { name: name.to_owned(), required: false, want, place };
                    outer.push((field, name));
                    checks.extend(self.member(field, &member, held, errors));
                }
                (None, None) if field.own.unchecked.is_some() => {}
                (None, None) => unknown.push(field),
            }
        }
        let mut missing: Vec<&Member> =
            record.members.iter().filter(|member| !known.contains(&member.name.as_str())).collect();
        if flattened.is_empty() {
            self.unknown(item, &unknown, record, &mut missing, errors);
            self.missing(item, &missing, record, errors);
        } else {
            self.unknown(item, &unknown, record, &mut missing, errors);
            checks.extend(self.flattened(item, &flattened, &outer, errors));
        }
        checks
    }

    /// The members of the whole.
    fn record(&self) -> Option<&Record> {
        match &self.contract.wants.all.get(self.contract.root)?.kind {
            Kind::Record(record) => Some(record),
            _ => None,
        }
    }

    fn place(&self, want: usize) -> String {
        self.contract.wants.all.get(want).map(|want| want.place.clone()).unwrap_or_default()
    }

    /// One field against the member that it is for.
    fn member(
        &self,
        field: &Field<'_>,
        member: &Member,
        held: &mut Vec<Held>,
        errors: &mut Vec<Error>,
    ) -> Option<Check> {
        let Member { name, required, want, place } = member;
        let before = errors.len();
        if !self.reader {
            shape::one_name(field, errors);
            let spans = [
                (field.serde.skip.write.filter(|_| *required), "is required", "must be written"),
                (field.serde.skip.read, "is declared", "must be read"),
            ];
            for (span, is, must) in spans {
                if let Some(span) = span {
                    errors.push(Error::new(span, format!("`{name}` {is} ({place}), so it {must}")));
                }
            }
        }
        let others = self.record().into_iter().flat_map(|record| &record.members);
        let other = others
            .filter(|other| other.name != *name)
            .find(|other| field.reads().any(|read| read == other.name));
        if let Some(Member { name: other, place, .. }) = other {
            let message = format!(
                "`{name}` also reads `{other}`, which is a member of its own ({place}): a document with both is refused"
            );
            errors.push(Error::new(field.serde.alias_span.unwrap_or(field.span), message));
        }
        let shape = field.shape(self.krate, None, errors);
        if errors.len() > before {
            return None;
        }
        let flags = shape::flags_of(field) | self.flag() | if *required { flags::REQUIRED } else { 0 };
        let scalar = self.scalar(flags, *want);
        let code = code(flags, *want, held.len(), scalar);
        held.push(Held { name: name.clone(), place: place.clone() });
        let call = self.call("field", &quote!(#shape, #code), &field.ty.to_token_stream());
        Some(Check { call, usual: usual::fits(field, scalar) })
    }

    /// Kind and argument of what a field is for, in capitals if it may be left out; zeros if more has to be looked at.
    fn scalar(&self, flags: u16, want: usize) -> (u8, u8) {
        let is = |flag: u16| flags & flag != 0;
        let left_out = is(flags::SKIPS) && (is(flags::DEFAULT) || !is(flags::WITH));
        match self.contract.wants.all.get(want).and_then(table::scalar).unwrap_or_default() {
            _ if is(flags::UNWRITTEN | flags::UNREAD) => (0, 0),
            scalar if is(flags::REQUIRED) && !is(flags::SKIPS) => scalar,
            (kind, argument) if !is(flags::REQUIRED) && left_out => (kind.to_ascii_uppercase(), argument),
            _ => (0, 0),
        }
    }

    /// Fields that the contract does not declare. A name that was meant for a missing member is one fault with it.
    fn unknown(
        &self,
        item: &Item<'_>,
        fields: &[&Field<'_>],
        record: &Record,
        missing: &mut Vec<&Member>,
        errors: &mut Vec<Error>,
    ) {
        let names =
            |missing: &[&Member]| missing.iter().map(|member| member.name.clone()).collect::<Vec<_>>();
        let renamed = fields.iter().all(|field| field.serde.rename_span.is_none()) && fields.len() > 1;
        let rule = RULES.iter().find(|(_, rule)| {
            renamed
                && fields
                    .iter()
                    .all(|field| missing.iter().any(|member| member.name == rule.field(&field.name)))
        });
        if let Some((name, rule)) = rule {
            let first = fields.first().map(|field| rule.field(&field.name)).unwrap_or_default();
            let place = missing.iter().find(|member| member.name == first).map(|member| member.place.clone());
            let message = format!(
                "the contract's names are like `{first}` ({}): add `#[serde(rename_all = \"{name}\")]`",
                place.unwrap_or_default()
            );
            errors.push(Error::new(item.node.ident.span(), message));
            missing.retain(|member| !fields.iter().any(|field| rule.field(&field.name) == member.name));
            return;
        }
        for field in fields {
            let name = self.name(field, record);
            let left = names(missing);
            let mut message = format!("`{name}` is no member of {}", self.place(self.contract.root));
            if let Some(near) = nearest(name, left.iter().map(String::as_str)) {
                message.extend(["; did you mean `", near, "`?"]);
                missing.retain(|member| member.name != near);
            }
            errors.push(Error::new(field.serde.rename_span.unwrap_or(field.span), message));
        }
    }

    fn missing(&self, item: &Item<'_>, missing: &[&Member], record: &Record, errors: &mut Vec<Error>) {
        let span = item.node.ident.span();
        for member in missing.iter().filter(|member| member.required && !self.reader) {
            let Member { name, place, .. } = member;
            errors.push(Error::new(span, format!("`{name}` is required ({place}), but no field is for it")));
        }
        let Some(refuses) = item.serde.refuses else { return };
        if record.extra != Extra::Closed {
            let message = format!(
                "the contract does not close this object ({}), so a later minor may add members: drop \
                 `deny_unknown_fields`",
                self.place(self.contract.root)
            );
            errors.push(Error::new(refuses, message));
            return;
        }
        for member in missing.iter().filter(|member| !member.required || self.reader) {
            let Member { name, place, .. } = member;
            let message =
                format!("`{name}` may be there ({place}), but no field is for it, so it would be refused");
            errors.push(Error::new(refuses, message));
        }
    }

    /// What is flattened, against the members that no other field is for.
    fn flattened(
        &self,
        item: &Item<'_>,
        fields: &[&Field<'_>],
        outer: &[(&Field<'_>, &str)],
        errors: &mut Vec<Error>,
    ) -> Option<Check> {
        let krate = self.krate;
        let held = quote!(#krate::held);
        let unchecked = quote!(&#held::Shape::Unchecked);
        let members = outer.iter().map(|(field, name)| shape::member(field, name, &unchecked, &held));
        let members: Vec<TokenStream> = members.collect();
        let inner: Vec<TokenStream> = fields.iter().map(|field| field.shape(krate, None, errors)).collect();
        let first = fields.first()?;
        let (name, root) = (item.node.ident.to_string(), self.contract.root);
        let (file, line) = shape::place(&item.node.ident);
        let record = quote! {
            &#held::Record {
                name: #name, file: #file, line: #line, names: 0, members: &[#(#members),*], flattened: &[#(#inner),*],
                refuses: false
            }
        };
        let flags = self.flag();
        let call = self.call("flattened", &quote!(#record, #root, #flags), &first.ty.to_token_stream());
        Some(Check { call, usual: false })
    }
}

/// What `event_contracts::held::field` is told of a field, as in its `want`.
fn code(flags: u16, want: usize, number: usize, (kind, argument): (u8, u8)) -> Literal {
    // As in the table, where both are far smaller.
    let short = |number: usize| u64::from(u16::try_from(number).unwrap_or(u16::MAX));
    let scalar = u64::from(argument) << 8 | u64::from(kind);
    Literal::u64_unsuffixed(u64::from(flags) << 48 | short(want) << 32 | short(number) << 16 | scalar)
}

/// The place of the attribute that is to blame.
pub(crate) fn span_of(slot: Option<&syn::LitStr>, otherwise: Span) -> Span {
    slot.map_or(otherwise, Spanned::span)
}

//! `validate()`: straight code for what the types do not hold.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::literal::number;
use super::pattern::pattern;
use super::scope::Scope;
use super::{Emitter, asserts, ident, views};
use crate::model::{Check, Kind, Model, Record, Shape, TypeDef, TypeId, TypeRef, Union, Unknown};
use crate::number::Number;

/// The types with anything to validate, in themselves or in what they hold.
pub(super) fn checked_types(model: &Model) -> BTreeSet<TypeId> {
    let mut checked = BTreeSet::new();
    loop {
        let before = checked.len();
        for def in &model.types {
            let has = |ty: &TypeRef| has_checks(ty, &checked);
            let arm = match &def.shape {
                Shape::Union(union) => union.arms.iter().any(|arm| checked.contains(&arm.record)),
                _ => false,
            };
            let yes = !def.shape.checks().is_empty() || arm || def.shape.parts().into_iter().any(has);
            if yes {
                checked.insert(def.id);
            }
        }
        if checked.len() == before {
            return checked;
        }
    }
}

/// Whether a use of a type has anything to validate.
pub(super) fn has_checks(ty: &TypeRef, checked: &BTreeSet<TypeId>) -> bool {
    !ty.checks.is_empty()
        || matches!(&ty.kind, Kind::Named(id) if checked.contains(id))
        || ty.kind.inner().into_iter().any(|inner| has_checks(inner, checked))
}

impl Emitter<'_> {
    pub(super) fn validate_record(
        &self,
        def: &TypeDef,
        record: &Record,
        scope: &mut Scope<'_>,
    ) -> TokenStream {
        let mut body = Vec::new();
        let (counts, whole): (Vec<&Check>, Vec<&Check>) = record
            .checks
            .iter()
            .partition(|check| matches!(check, Check::MinProperties(_) | Check::MaxProperties(_)));
        if !counts.is_empty() {
            body.push(self.property_count(def, record, &counts, scope));
        }
        for field in record.fields.iter().filter(|field| has_checks(&field.ty, &self.checked)) {
            let (name, json) = (ident(&field.rust), &field.json);
            let (value, one) = if field.required && !field.nullable {
                (Operand::field(&name), self.is_one_check(&field.ty))
            } else {
                (Operand::reference(&quote!(value)), false)
            };
            let at_field = quote!(&at.key(#json));
            let at = if one { at_field.clone() } else { quote!(at) };
            let inner = self.checks(&field.ty, &value, &at, 0, scope);
            body.push(match (field.required, field.nullable) {
                _ if one => inner,
                (true, false) => quote!({ let at = #at_field; #inner }),
                (true, true) | (false, false) => {
                    quote!(if let Some(value) = &self.#name { let at = #at_field; #inner })
                }
                (false, true) => {
                    quote!(if let Some(Some(value)) = &self.#name { let at = #at_field; #inner })
                }
            });
        }
        if let Unknown::Keep(extra) = &record.unknown
            && has_checks(&extra.value, &self.checked)
        {
            let rest = ident(&extra.rust);
            let inner = self.checks(&extra.value, &Operand::reference(&quote!(value)), &quote!(at), 0, scope);
            body.push(quote! {
                for (key, value) in &self.#rest {
                    let at = &at.key(key);
                    #inner
                }
            });
        }
        body.extend(whole.into_iter().map(|check| self.on_whole(check, scope)));
        Self::validate(def, &body, scope)
    }

    /// A check of the whole value, which sees it as JSON.
    pub(super) fn on_whole(&self, check: &Check, scope: &mut Scope<'_>) -> TokenStream {
        self.on_view(check, &quote!(self), &quote!(at), scope)
    }

    fn on_view(
        &self,
        check: &Check,
        value: &TokenStream,
        at: &TokenStream,
        scope: &mut Scope<'_>,
    ) -> TokenStream {
        scope.runtime("assert");
        if let Check::Assert(id) = check {
            let module = asserts::module(self.model, scope.home());
            let function = asserts::function(&self.model.assertion(*id).name);
            return quote!(assert::check(#module::#function, #value, #at, out););
        }
        if matches!(check, Check::Pattern(_)) {
            scope.runtime("check");
        }
        let call = asserts::on_view(check, &quote!(value), at, &quote!(out));
        quote!(assert::on(#value, out, |value, out| #call);)
    }

    pub(super) fn validate_union(&self, def: &TypeDef, union: &Union, scope: &mut Scope<'_>) -> TokenStream {
        let variants = union.arms.iter().map(|arm| ident(&arm.name));
        let mut body = vec![quote!(match self { #(Self::#variants(arm) => arm.check(at, out),)* })];
        body.extend(union.checks.iter().map(|check| self.on_whole(check, scope)));
        Self::validate(def, &body, scope)
    }

    pub(super) fn validate_newtype(
        &self,
        def: &TypeDef,
        inner: &TypeRef,
        scope: &mut Scope<'_>,
    ) -> TokenStream {
        let mut body = Vec::new();
        if has_checks(inner, &self.checked) {
            body.push(self.checks(
                inner,
                &Operand::field(&proc_macro2::Literal::u32_unsuffixed(0)),
                &quote!(at),
                0,
                scope,
            ));
        }
        Self::validate(def, &body, scope)
    }

    pub(super) fn validate(def: &TypeDef, body: &[TokenStream], scope: &mut Scope<'_>) -> TokenStream {
        for name in ["Validate", "Path", "Violations"] {
            scope.runtime(name);
        }
        let name = ident(&def.rust);
        let (at, out) = if body.is_empty() { (quote!(_at), quote!(_out)) } else { (quote!(at), quote!(out)) };
        quote! {
            impl Validate for #name {
                fn check(&self, #at: &Path<'_>, #out: &mut Violations) {
                    #(#body)*
                }
            }
        }
    }

    fn property_count(
        &self,
        def: &TypeDef,
        record: &Record,
        checks: &[&Check],
        scope: &mut Scope<'_>,
    ) -> TokenStream {
        scope.runtime("check");
        // The tag of a union's arm is no field of it, and counts as a property.
        let is_arm = |other: &TypeDef| match &other.shape {
            Shape::Union(union) => union.arms.iter().any(|arm| arm.record == def.id),
            _ => false,
        };
        let tag = usize::from(self.model.types.iter().any(is_arm));
        let required = record.fields.iter().filter(|field| field.required).count() + tag;
        let start = (required > 0).then(|| Literal::usize_unsuffixed(required));
        let optional = record.fields.iter().filter(|field| !field.required).map(|field| {
            let name = ident(&field.rust);
            quote!(usize::from(self.#name.is_some()))
        });
        let mut summands: Vec<_> = start.map(|start| quote!(#start)).into_iter().chain(optional).collect();
        if let Unknown::Keep(extra) = &record.unknown {
            let rest = ident(&extra.rust);
            summands.push(quote!(self.#rest.len()));
        }
        if summands.is_empty() {
            summands.push(quote!(0));
        }
        let calls: Vec<_> =
            checks.iter().map(|check| call(check, &Kind::Any, &quote!(count), &quote!(at), scope)).collect();
        quote! {
            let count = #(#summands)+*;
            #(#calls)*
        }
    }

    /// Whether one call checks it all.
    fn is_one_check(&self, ty: &TypeRef) -> bool {
        match &ty.kind {
            Kind::Named(id) => ty.checks.len() + usize::from(self.checked.contains(id)) == 1,
            Kind::List(inner) | Kind::Map(inner) | Kind::Nullable(inner)
                if has_checks(inner, &self.checked) =>
            {
                false
            }
            _ => ty.checks.len() == 1 && !matches!(ty.checks[0], Check::Pattern(_)),
        }
    }

    /// Statements that check a value.
    pub(super) fn checks(
        &self,
        ty: &TypeRef,
        value: &Operand,
        at: &TokenStream,
        depth: usize,
        scope: &mut Scope<'_>,
    ) -> TokenStream {
        let viewed =
            |check: &Check| views::needs_view(check, &ty.kind, &|item| views::is_exact(self.model, item));
        if ty.checks.iter().any(|check| !viewed(check)) {
            scope.runtime("check");
        }
        let place = &value.place;
        let own: Vec<_> = ty
            .checks
            .iter()
            .map(|check| {
                if viewed(check) {
                    return self.on_view(check, &value.by_reference, at, scope);
                }
                if let (Kind::List(item), Check::UniqueItems) = (&ty.kind, check)
                    && let Some(adapter) = scope.adapter(item)
                {
                    scope.runtime("wire");
                    let items = &value.by_reference;
                    return quote!(check::unique_items_as::<#adapter, _>(#items, #at, out););
                }
                let argument = match (&ty.kind, check) {
                    (Kind::List(_) | Kind::Map(_), Check::UniqueItems) => value.by_reference.clone(),
                    (Kind::List(_) | Kind::Map(_), _) => quote!(#place.len()),
                    (Kind::Decimal | Kind::Double | Kind::Integer(_), _) => value.by_value.clone(),
                    _ => value.by_reference.clone(),
                };
                call(check, &ty.kind, &argument, at, scope)
            })
            .collect();
        let name = |what: &str| {
            let name =
                format_ident!("{}{}", what, if depth == 0 { String::new() } else { depth.to_string() });
            quote!(#name)
        };
        let inner = match &ty.kind {
            Kind::Named(id) if self.checked.contains(id) => quote!(#place.check(#at, out);),
            Kind::List(item) if has_checks(item, &self.checked) => {
                let (index, element) = (name("index"), name("item"));
                let inner = self.checks(item, &Operand::reference(&element), &quote!(at), depth + 1, scope);
                quote! {
                    for (#index, #element) in #place.iter().enumerate() {
                        let at = &at.index(#index);
                        #inner
                    }
                }
            }
            Kind::Map(item) if has_checks(item, &self.checked) => {
                let (key, element) = (name("key"), name("item"));
                let inner = self.checks(item, &Operand::reference(&element), &quote!(at), depth + 1, scope);
                let map = &value.by_reference;
                quote! {
                    for (#key, #element) in #map {
                        let at = &at.key(#key);
                        #inner
                    }
                }
            }
            Kind::Nullable(item) if has_checks(item, &self.checked) => {
                let inner = self.checks(item, &Operand::reference(&quote!(some)), &quote!(at), depth, scope);
                let option = &value.by_reference;
                quote!(if let Some(some) = #option { #inner })
            }
            Kind::Tuple(items) => {
                let checks = items.iter().enumerate().filter(|(_, item)| has_checks(item, &self.checked));
                let checks = checks.map(|(position, item)| {
                    let position = Literal::usize_unsuffixed(position);
                    let operand = Operand::of(&quote!(#place.#position));
                    let inner = self.checks(item, &operand, &quote!(at), depth, scope);
                    quote!({ let at = &#at.index(#position); #inner })
                });
                let checks: Vec<TokenStream> = checks.collect();
                quote!(#(#checks)*)
            }
            _ => TokenStream::new(),
        };
        quote!(#(#own)* #inner)
    }
}

/// How a checked value is spelt, for each way of using it.
pub(super) struct Operand {
    place: TokenStream,
    by_reference: TokenStream,
    by_value: TokenStream,
}

impl Operand {
    fn field(name: &impl quote::ToTokens) -> Self {
        Self::of(&quote!(self.#name))
    }

    fn of(place: &TokenStream) -> Self {
        Self { place: place.clone(), by_reference: quote!(&#place), by_value: place.clone() }
    }

    /// A variable that holds a reference to a box.
    pub(super) fn boxed(name: &TokenStream) -> Self {
        Self { by_value: quote!(**#name), ..Self::reference(name) }
    }

    /// A variable that holds a reference.
    pub(super) fn reference(name: &TokenStream) -> Self {
        Self { place: name.clone(), by_reference: name.clone(), by_value: quote!(*#name) }
    }
}

/// A call of the runtime's check.
fn call(
    check: &Check,
    kind: &Kind,
    value: &TokenStream,
    at: &TokenStream,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let count = |n: &u64| Literal::usize_unsuffixed(usize::try_from(*n).unwrap_or(usize::MAX));
    match check {
        Check::MinLength(n) => {
            let n = count(n);
            quote!(check::min_length(#value, #n, #at, out);)
        }
        Check::MaxLength(n) => {
            let n = count(n);
            quote!(check::max_length(#value, #n, #at, out);)
        }
        Check::Pattern(text) => {
            let pattern = pattern(text);
            quote! {
                {
                    static PATTERN: check::Pattern = #pattern;
                    check::pattern(#value, &PATTERN, #at, out);
                }
            }
        }
        Check::Email => quote!(check::email(#value, #at, out);),
        Check::Uri => quote!(check::uri(#value, #at, out);),
        Check::Minimum(n) => bound("minimum", n, kind, value, at, scope),
        Check::Maximum(n) => bound("maximum", n, kind, value, at, scope),
        Check::ExclusiveMinimum(n) => bound("exclusive_minimum", n, kind, value, at, scope),
        Check::ExclusiveMaximum(n) => bound("exclusive_maximum", n, kind, value, at, scope),
        Check::MultipleOf(n) => bound("multiple_of", n, kind, value, at, scope),
        Check::MinItems(n) => {
            let n = count(n);
            quote!(check::min_items(#value, #n, #at, out);)
        }
        Check::MaxItems(n) => {
            let n = count(n);
            quote!(check::max_items(#value, #n, #at, out);)
        }
        Check::UniqueItems => quote!(check::unique_items(#value, #at, out);),
        Check::MinProperties(n) => {
            let n = count(n);
            quote!(check::min_properties(#value, #n, #at, out);)
        }
        Check::MaxProperties(n) => {
            let n = count(n);
            quote!(check::max_properties(#value, #n, #at, out);)
        }
        Check::Uuid => quote!(check::uuid(#value, #at, out);),
        Check::DateTime => quote!(check::date_time(#value, #at, out);),
        Check::Date => quote!(check::date(#value, #at, out);),
        Check::Duration => quote!(check::duration(#value, #at, out);),
        // It sees a view.
        Check::Assert(_) => TokenStream::new(),
    }
}

fn bound(
    function: &str,
    bound: &Number,
    kind: &Kind,
    value: &TokenStream,
    at: &TokenStream,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let function = format_ident!("{}", function);
    let limit = match kind {
        Kind::Decimal => {
            scope.runtime("Decimal");
            decimal(bound)
        }
        Kind::Double => {
            let text = bound.to_string();
            number(&if text.contains(['.', 'e']) { text } else { format!("{text}.0") })
        }
        // Lowering leaves only integers within the type's range.
        _ => number(&bound.to_string()),
    };
    quote!(check::#function(#value, #limit, #at, out);)
}

fn decimal(bound: &Number) -> TokenStream {
    // Lowering refuses bounds that no decimal holds.
    let (mantissa, scale) = bound.to_decimal().unwrap_or_default();
    let (digits, scale) = (number(&mantissa.to_string()), Literal::u32_unsuffixed(scale));
    match i64::try_from(mantissa) {
        Ok(_) => quote!(Decimal::new(#digits, #scale)),
        Err(_) => quote!(Decimal::from_i128_with_scale(#digits, #scale)),
    }
}

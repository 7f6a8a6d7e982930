//! Choices: enums whose arms are told apart by the JSON type, then by assertions.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::asserts::function;
use super::checks::Operand;
use super::doc::doc;
use super::literal::choice_types;
use super::scope::Scope;
use super::{Emitter, asserts, ident};
use crate::model::{Choice, ChoiceArm, Event, Kind, Major, TypeDef};
use crate::resolve::TypeSet;

impl Emitter<'_> {
    pub(super) fn choice(
        &self,
        def: &TypeDef,
        choice: &Choice,
        root: Option<(&Event, &Major)>,
        scope: &mut Scope<'_>,
    ) -> Vec<TokenStream> {
        scope.serde();
        for name in ["Validate", "Path", "Violations", "assert", "wire"] {
            scope.runtime(name);
        }
        let name = ident(&def.rust);
        let variants: Vec<_> = choice.arms.iter().map(|arm| ident(&arm.name)).collect();
        let held: Vec<TokenStream> = choice.arms.iter().map(|arm| held(arm, scope)).collect();
        let docs = choice.arms.iter().map(|arm| self.arm_doc(arm));
        let adapters: Vec<TokenStream> = choice.arms.iter().map(|arm| adapter(arm, scope)).collect();
        let asserts = asserts::module(self.model, &def.home);
        let reads = choice.arms.iter().zip(variants.iter().zip(&adapters)).map(|(arm, (variant, adapter))| {
            let types = choice_types(arm.types);
            let when = arm.when.map(|when| {
                let function = function(&self.model.assertion(when).name);
                quote!(&& value.fits(#asserts::#function))
            });
            quote!(if value.is(#types) #when { return value.read::<#adapter, _, _>().map(Self::#variant); })
        });
        let tried = choice.arms.iter().filter_map(|arm| {
            let (types, function) =
                (choice_types(arm.types), function(&self.model.assertion(arm.when?).name));
            Some(quote!((#types, #asserts::#function)))
        });
        let all = TypeSet::of(
            crate::resolve::Type::ALL
                .into_iter()
                .filter(|one| choice.arms.iter().any(|arm| arm.types.contains(*one))),
        );
        let all = choice_types(all);
        let mut items = vec![
            self.enum_of(def, root, &quote!(#(#docs #variants(#held),)*), scope),
            quote! {
                impl Serialize for #name {
                    fn serialize<S: event_contracts::__private::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                        match self {
                            #(Self::#variants(value) => wire::As::<#adapters>::serialize(value, serializer),)*
                        }
                    }
                }
            },
            quote! {
                impl<'de> Deserialize<'de> for #name {
                    fn deserialize<D: event_contracts::__private::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                        let value = wire::choice(deserializer)?;
                        #(#reads)*
                        Err(value.none(&[#(#tried),*], #all))
                    }
                }
            },
        ];
        items.push(self.validate_choice(def, choice, scope));
        items.extend(self.view_of(
            def,
            &quote!(match self { #(Self::#variants(value) => event_contracts::AsView::view(value),)* }),
        ));
        items.extend(Self::conversions(def, choice, scope));
        items
    }

    fn validate_choice(&self, def: &TypeDef, choice: &Choice, scope: &mut Scope<'_>) -> TokenStream {
        let arms: Vec<(proc_macro2::Ident, TokenStream)> = choice
            .arms
            .iter()
            .filter(|arm| super::checks::has_checks(&arm.ty, &self.checked))
            .map(|arm| {
                let value = if arm.boxed {
                    Operand::boxed(&quote!(value))
                } else {
                    Operand::reference(&quote!(value))
                };
                (ident(&arm.name), self.checks(&arm.ty, &value, &quote!(at), 0, scope))
            })
            .collect();
        let mut body = Vec::new();
        if !arms.is_empty() {
            let (variants, checks): (Vec<_>, Vec<_>) = arms.iter().cloned().unzip();
            let others = (arms.len() < choice.arms.len()).then(|| quote!(_ => {}));
            body.push(match (arms.as_slice(), &others) {
                ([(variant, check)], Some(_)) => quote!(if let Self::#variant(value) = self { #check }),
                _ => quote!(match self { #(Self::#variants(value) => { #checks })* #others }),
            });
        }
        body.extend(choice.checks.iter().map(|check| self.on_whole(check, scope)));
        Self::validate(def, &body, scope)
    }

    /// What an arm is called in the docs.
    fn arm_doc(&self, arm: &ChoiceArm) -> TokenStream {
        let text = match &arm.ty.kind {
            Kind::Named(id) => self.model.get(*id).doc.clone(),
            _ => String::new(),
        };
        let first = text.lines().next().unwrap_or_default().trim();
        if !first.is_empty() {
            return doc(first);
        }
        let names: Vec<&str> = crate::resolve::Type::ALL
            .into_iter()
            .filter(|one| arm.types.contains(*one))
            .map(|one| match one {
                crate::resolve::Type::Null => "null",
                crate::resolve::Type::Boolean => "a boolean",
                crate::resolve::Type::Integer => "a whole number",
                crate::resolve::Type::Number => "a number",
                crate::resolve::Type::String => "a string",
                crate::resolve::Type::Array => "an array",
                crate::resolve::Type::Object => "an object",
            })
            .collect();
        doc(&format!("On the wire: {}.", names.join(" or ")))
    }

    fn conversions(def: &TypeDef, choice: &Choice, scope: &mut Scope<'_>) -> Vec<TokenStream> {
        let name = ident(&def.rust);
        let of = |arm: &ChoiceArm| match &arm.ty.kind {
            Kind::Named(id) if *id != def.id => Some(*id),
            _ => None,
        };
        let mut seen = BTreeSet::new();
        let twice: BTreeSet<_> = choice.arms.iter().filter_map(of).filter(|id| !seen.insert(*id)).collect();
        let single = choice.arms.iter().filter_map(|arm| of(arm).map(|id| (arm, id)));
        single
            .filter(|(_, id)| !twice.contains(id))
            .map(|(arm, id)| {
                let (variant, ty) = (ident(&arm.name), scope.named(id));
                let value = if arm.boxed { quote!(Box::new(value)) } else { quote!(value) };
                quote! {
                    impl From<#ty> for #name {
                        fn from(value: #ty) -> Self {
                            Self::#variant(#value)
                        }
                    }
                }
            })
            .collect()
    }
}

fn held(arm: &ChoiceArm, scope: &mut Scope<'_>) -> TokenStream {
    let ty = scope.ty(&arm.ty);
    if arm.boxed { quote!(Box<#ty>) } else { ty }
}

fn adapter(arm: &ChoiceArm, scope: &mut Scope<'_>) -> TokenStream {
    match scope.adapter(&arm.ty) {
        Some(adapter) if arm.boxed => quote!(Box<#adapter>),
        Some(adapter) => adapter,
        None => quote!(wire::Same),
    }
}

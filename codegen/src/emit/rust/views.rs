//! Views: how assertions look at generated types.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emitter, ident};
use crate::model::{Check, Kind, Model, Shape, TypeDef, TypeId, TypeRef, Union, Unknown};

/// The named types in a use of a type.
fn named(ty: &TypeRef, out: &mut Vec<TypeId>) {
    if let Kind::Named(id) = &ty.kind {
        out.push(*id);
    }
    for inner in ty.kind.inner() {
        named(inner, out);
    }
}

/// Whether a check sees the value as JSON.
pub(super) fn needs_view(check: &Check, kind: &Kind, exact: &dyn Fn(&TypeRef) -> bool) -> bool {
    match (check, kind) {
        (Check::Assert(_), _) => true,
        (Check::UniqueItems, Kind::List(item)) => exact(item),
        (Check::MinProperties(_) | Check::MaxProperties(_), Kind::Map(_))
        | (Check::MinItems(_) | Check::MaxItems(_), Kind::List(_)) => false,
        // The runtime's own checks are for texts and machine numbers.
        (_, kind) => !matches!(kind, Kind::String | Kind::Decimal | Kind::Double | Kind::Integer(_)),
    }
}

/// The types that assertions look at, in themselves or as a part of another.
pub(super) fn viewed_types(model: &Model) -> BTreeSet<TypeId> {
    let mut open: Vec<TypeId> = Vec::new();
    for def in &model.types {
        let whole = match &def.shape {
            Shape::Record(record) => record.checks.iter().any(|check| matches!(check, Check::Assert(_))),
            Shape::Union(union) => !union.checks.is_empty(),
            Shape::Choice(choice) => !choice.checks.is_empty(),
            Shape::Enum(_) | Shape::Newtype(_) => false,
        };
        open.extend(whole.then_some(def.id));
        for ty in def.shape.parts() {
            seen(model, ty, &mut open);
        }
    }
    let mut viewed = BTreeSet::new();
    while let Some(id) = open.pop() {
        if viewed.insert(id) {
            let shape = &model.get(id).shape;
            for ty in shape.parts() {
                named(ty, &mut open);
            }
            if let Shape::Union(union) = shape {
                open.extend(union.arms.iter().map(|arm| arm.record));
            }
        }
    }
    viewed
}

fn seen(model: &Model, ty: &TypeRef, out: &mut Vec<TypeId>) {
    if ty.checks.iter().any(|check| needs_view(check, &ty.kind, &|item| is_exact(model, item))) {
        named(ty, out);
    }
    for inner in ty.kind.inner() {
        seen(model, inner, out);
    }
}

/// Whether a type holds what only a view compares as JSON Schema does: numbers of any size, members in any order.
pub(super) fn is_exact(model: &Model, ty: &TypeRef) -> bool {
    let mut open = vec![ty];
    let mut known = BTreeSet::new();
    while let Some(ty) = open.pop() {
        match &ty.kind {
            Kind::Any | Kind::Number | Kind::WholeNumber | Kind::Tuple(_) => return true,
            Kind::Named(id) if known.insert(*id) => match &model.get(*id).shape {
                Shape::Choice(_) => return true,
                Shape::Record(record) if matches!(record.unknown, Unknown::Keep(_)) => return true,
                Shape::Union(union) => {
                    for arm in &union.arms {
                        open.extend(model.get(arm.record).shape.parts());
                        if let Shape::Record(record) = &model.get(arm.record).shape
                            && matches!(record.unknown, Unknown::Keep(_))
                        {
                            return true;
                        }
                    }
                }
                shape => open.extend(shape.parts()),
            },
            kind => open.extend(kind.inner()),
        }
    }
    false
}

impl Emitter<'_> {
    /// The view of a type whose derive does not give one.
    pub(super) fn view_of(&self, def: &TypeDef, body: &TokenStream) -> Option<TokenStream> {
        if !self.viewed.contains(&def.id) {
            return None;
        }
        let name = ident(&def.rust);
        Some(quote! {
            impl event_contracts::AsView for #name {
                fn view(&self) -> event_contracts::view::View<'_> {
                    #body
                }
            }
        })
    }

    /// A tagged union is an object with the tag before the members of the arm.
    pub(super) fn view_of_union(&self, def: &TypeDef, union: &Union) -> Vec<TokenStream> {
        let Some(view) = self.view_of(def, &quote!(event_contracts::view::View::Object(self))) else {
            return Vec::new();
        };
        let name = ident(&def.rust);
        let tag = &union.tag;
        let variants: Vec<_> = union.arms.iter().map(|arm| ident(&arm.name)).collect();
        let values = union.arms.iter().map(|arm| &arm.value);
        let object = quote! {
            impl event_contracts::view::Object for #name {
                fn get(&self, name: &str) -> Option<event_contracts::view::View<'_>> {
                    let (tag, arm) = self.arm();
                    if name == #tag { Some(event_contracts::view::View::String(tag)) } else { arm.get(name) }
                }

                fn each(
                    &self,
                    visit: &mut dyn FnMut(&str, event_contracts::view::View<'_>) -> event_contracts::view::Flow,
                ) -> event_contracts::view::Flow {
                    let (tag, arm) = self.arm();
                    visit(#tag, event_contracts::view::View::String(tag))?;
                    arm.each(visit)
                }
            }
        };
        let arm = quote! {
            impl #name {
                fn arm(&self) -> (&'static str, &dyn event_contracts::view::Object) {
                    match self {
                        #(Self::#variants(arm) => (#values, arm),)*
                    }
                }
            }
        };
        vec![view, object, arm]
    }
}

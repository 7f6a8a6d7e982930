//! How large generated types are, roughly: for enums whose variants differ much.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Integer, Kind, Model, Shape, TypeDef, TypeRef, Unknown};

/// Differences from here on get an attribute; clippy complains from 200 bytes on.
const LARGE: usize = 150;

/// Types within types are looked at so deep.
const DEPTH: usize = 8;

/// Whether clippy would have a variant boxed.
pub(super) fn is_uneven(model: &Model, def: &TypeDef) -> bool {
    let sizes: Vec<usize> = match &def.shape {
        Shape::Union(union) => union.arms.iter().map(|arm| named(model, arm.record, DEPTH)).collect(),
        Shape::Choice(choice) => {
            choice.arms.iter().map(|arm| if arm.boxed { 8 } else { of(model, &arm.ty, DEPTH) }).collect()
        }
        _ => return false,
    };
    sizes.len() > 1 && sizes.iter().max() > sizes.iter().min().map(|least| least + LARGE).as_ref()
}

/// The attribute.
pub(super) fn allow() -> TokenStream {
    quote!(#[allow(clippy::large_enum_variant, reason = "boxes are for types that contain themselves")])
}

fn named(model: &Model, id: crate::model::TypeId, depth: usize) -> usize {
    let Some(depth) = depth.checked_sub(1) else { return 1000 };
    match &model.get(id).shape {
        Shape::Record(record) => {
            let fields = record.fields.iter().map(|field| {
                if field.boxed { 8 } else { of(model, &field.ty, depth) + 8 * usize::from(!field.required) }
            });
            fields.sum::<usize>() + if matches!(record.unknown, Unknown::Keep(_)) { 24 } else { 0 }
        }
        Shape::Enum(string_enum) => {
            if string_enum.open {
                24
            } else {
                1
            }
        }
        Shape::Union(union) => {
            8 + union.arms.iter().map(|arm| named(model, arm.record, depth)).max().unwrap_or_default()
        }
        Shape::Choice(choice) => {
            let arms = choice.arms.iter().map(|arm| if arm.boxed { 8 } else { of(model, &arm.ty, depth) });
            8 + arms.max().unwrap_or_default()
        }
        Shape::Newtype(inner) => of(model, inner, depth),
    }
}

fn of(model: &Model, ty: &TypeRef, depth: usize) -> usize {
    match &ty.kind {
        Kind::Bool => 1,
        Kind::Integer(Integer::I8 | Integer::U8) => 1,
        Kind::Integer(_) | Kind::Double | Kind::Date => 8,
        Kind::Uuid | Kind::Timestamp | Kind::Decimal => 16,
        Kind::String | Kind::Duration | Kind::List(_) | Kind::Map(_) | Kind::WholeNumber | Kind::Number => 24,
        Kind::Any => 56,
        Kind::Nullable(inner) => 8 + of(model, inner, depth),
        Kind::Tuple(items) => items.iter().map(|item| of(model, item, depth)).sum(),
        Kind::Named(id) => named(model, *id, depth),
    }
}

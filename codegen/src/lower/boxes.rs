//! Which fields Rust must box: those through which a type contains itself with no list or map between.

use std::collections::BTreeSet;

use crate::model::{Kind, Model, Shape, TypeId, TypeRef};

/// Marks the fields. In every cycle of direct containment each record field on it that leads back to its own
/// record is boxed, and no other.
pub(super) fn mark(model: &mut Model) {
    for index in 0..model.types.len() {
        let id = TypeId(u32::try_from(index).unwrap_or(u32::MAX));
        let back = |ty: &TypeRef| direct(ty).into_iter().any(|start| reaches(model, start, id));
        let recursive: Vec<bool> = match &model.get(id).shape {
            Shape::Record(record) => record.fields.iter().map(|field| back(&field.ty)).collect(),
            Shape::Choice(choice) => choice.arms.iter().map(|arm| back(&arm.ty)).collect(),
            _ => continue,
        };
        match &mut model.types[index].shape {
            Shape::Record(record) => {
                for (field, boxed) in record.fields.iter_mut().zip(recursive) {
                    field.boxed = boxed;
                }
            }
            Shape::Choice(choice) => {
                for (arm, boxed) in choice.arms.iter_mut().zip(recursive) {
                    arm.boxed = boxed;
                }
            }
            _ => {}
        }
    }
}

/// The newtypes that hold nothing but themselves: no value of them ends.
pub(super) fn endless(model: &Model) -> Vec<TypeId> {
    let endless = model.types.iter().filter(|def| match &def.shape {
        Shape::Newtype(inner) => direct(inner).into_iter().any(|start| reaches(model, start, def.id)),
        _ => false,
    });
    endless.map(|def| def.id).collect()
}

/// The named types that a value of this type holds in itself.
fn direct(ty: &TypeRef) -> Vec<TypeId> {
    match &ty.kind {
        Kind::Named(id) => vec![*id],
        Kind::Nullable(inner) => direct(inner),
        Kind::Tuple(items) => items.iter().flat_map(direct).collect(),
        _ => Vec::new(),
    }
}

fn reaches(model: &Model, start: TypeId, goal: TypeId) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![start];
    while let Some(id) = open.pop() {
        if id == goal {
            return true;
        }
        if !seen.insert(id) {
            continue;
        }
        match &model.get(id).shape {
            // A field that is boxed already ends the chain.
            Shape::Record(record) => {
                open.extend(record.fields.iter().filter(|f| !f.boxed).flat_map(|f| direct(&f.ty)));
            }
            Shape::Union(union) => open.extend(union.arms.iter().map(|arm| arm.record)),
            Shape::Choice(choice) => open.extend(choice.arms.iter().filter(|arm| !arm.boxed).flat_map(|arm| direct(&arm.ty))),
            Shape::Newtype(ty) => open.extend(direct(ty)),
            Shape::Enum(_) => {}
        }
    }
    false
}

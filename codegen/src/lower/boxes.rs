//! Which fields Rust must box: those through which a type contains itself with no list or map between.

use std::collections::BTreeSet;

use crate::model::{Kind, Model, Shape, TypeId, TypeRef};

/// Marks the fields. In every cycle of direct containment each record field on it that leads back to its own
/// record is boxed, and no other.
pub(super) fn mark(model: &mut Model) {
    for index in 0..model.types.len() {
        let id = TypeId(u32::try_from(index).unwrap_or(u32::MAX));
        let Shape::Record(record) = &model.get(id).shape else { continue };
        let recursive: Vec<bool> = record
            .fields
            .iter()
            .map(|field| direct(&field.ty).is_some_and(|start| reaches(model, start, id)))
            .collect();
        if let Shape::Record(record) = &mut model.types[index].shape {
            for (field, boxed) in record.fields.iter_mut().zip(recursive) {
                field.boxed = boxed;
            }
        }
    }
}

/// The newtypes that hold nothing but themselves: no value of them ends.
pub(super) fn endless(model: &Model) -> Vec<TypeId> {
    let newtypes = model.types.iter().filter_map(|def| match &def.shape {
        Shape::Newtype(inner) => Some((def.id, direct(inner)?)),
        _ => None,
    });
    newtypes.filter(|(id, start)| reaches(model, *start, *id)).map(|(id, _)| id).collect()
}

/// The named type that a value of this type holds in itself.
fn direct(ty: &TypeRef) -> Option<TypeId> {
    match &ty.kind {
        Kind::Named(id) => Some(*id),
        Kind::Nullable(inner) => direct(inner),
        _ => None,
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
                open.extend(record.fields.iter().filter(|f| !f.boxed).filter_map(|f| direct(&f.ty)));
            }
            Shape::Union(union) => open.extend(union.arms.iter().map(|arm| arm.record)),
            Shape::Choice(choice) => open.extend(choice.arms.iter().filter_map(|arm| direct(&arm.ty))),
            Shape::Newtype(ty) => open.extend(direct(ty)),
            Shape::Enum(_) => {}
        }
    }
    false
}

//! What Rust must box: fields and arms through which a type contains itself with no list or map between.

use std::collections::BTreeSet;

use crate::model::{Kind, Model, Shape, TypeId, TypeRef};

/// Marks the fields of records and the arms of choices. In every cycle of direct containment each field or arm on
/// it that leads back to its own type is boxed, and no other.
pub(super) fn mark(model: &mut Model) {
    let mut graph = Graph::of(model);
    for index in 0..model.types.len() {
        if !matches!(model.types[index].shape, Shape::Record(_) | Shape::Choice(_)) {
            continue;
        }
        let back = graph.leading_to(index);
        if back.is_empty() {
            continue;
        }
        let leads = |ty: &TypeRef| direct(ty).into_iter().any(|start| back.contains(&(start.0 as usize)));
        match &mut model.types[index].shape {
            Shape::Record(record) => {
                record.fields.iter_mut().for_each(|field| field.boxed = leads(&field.ty));
            }
            Shape::Choice(choice) => choice.arms.iter_mut().for_each(|arm| arm.boxed = leads(&arm.ty)),
            _ => {}
        }
        graph.replace(index, parts(&model.types[index].shape));
    }
}

/// The newtypes that hold nothing but themselves: no value of them ends.
pub(super) fn endless(model: &Model) -> Vec<TypeId> {
    let graph = Graph::of(model);
    let newtypes = model.types.iter().filter(|def| matches!(def.shape, Shape::Newtype(_)));
    newtypes.filter(|def| !graph.leading_to(def.id.0 as usize).is_empty()).map(|def| def.id).collect()
}

/// Which type holds which in itself, boxes apart.
struct Graph {
    holds: Vec<BTreeSet<usize>>,
    held_by: Vec<BTreeSet<usize>>,
    /// Types that may contain each other have one number.
    cycle: Vec<usize>,
}

impl Graph {
    fn of(model: &Model) -> Self {
        let holds: Vec<BTreeSet<usize>> = model.types.iter().map(|def| parts(&def.shape)).collect();
        let mut held_by = vec![BTreeSet::new(); holds.len()];
        for (from, parts) in holds.iter().enumerate() {
            for to in parts {
                held_by[*to].insert(from);
            }
        }
        let cycle = cycles(&holds, &held_by);
        Self { holds, held_by, cycle }
    }

    /// The types that lead to a type, itself among them; empty if it does not lead to itself.
    fn leading_to(&self, goal: usize) -> BTreeSet<usize> {
        let mut seen = BTreeSet::new();
        let mut open = vec![goal];
        while let Some(at) = open.pop() {
            let near = self.held_by[at].iter().filter(|from| self.cycle[**from] == self.cycle[goal]);
            open.extend(near.filter(|from| seen.insert(**from)));
        }
        if seen.contains(&goal) { seen } else { BTreeSet::new() }
    }

    fn replace(&mut self, at: usize, parts: BTreeSet<usize>) {
        for gone in self.holds[at].difference(&parts) {
            self.held_by[*gone].remove(&at);
        }
        self.holds[at] = parts;
    }
}

/// The strongly connected parts of the graph (Kosaraju): a number for each type.
fn cycles(holds: &[BTreeSet<usize>], held_by: &[BTreeSet<usize>]) -> Vec<usize> {
    let mut seen = vec![false; holds.len()];
    let mut done = Vec::with_capacity(holds.len());
    for start in 0..holds.len() {
        let mut stack = vec![(start, false)];
        while let Some((at, left)) = stack.pop() {
            if left {
                done.push(at);
            } else if !std::mem::replace(&mut seen[at], true) {
                stack.push((at, true));
                stack.extend(holds[at].iter().filter(|to| !seen[**to]).map(|to| (*to, false)));
            }
        }
    }
    let mut cycle = vec![usize::MAX; holds.len()];
    for start in done.into_iter().rev() {
        let mut open = vec![start];
        while let Some(at) = open.pop() {
            if cycle[at] == usize::MAX {
                cycle[at] = start;
                open.extend(held_by[at].iter().filter(|from| cycle[**from] == usize::MAX));
            }
        }
    }
    cycle
}

/// What a value of this shape holds in itself.
fn parts(shape: &Shape) -> BTreeSet<usize> {
    let ids: Vec<TypeId> = match shape {
        Shape::Record(record) => {
            record.fields.iter().filter(|field| !field.boxed).flat_map(|field| direct(&field.ty)).collect()
        }
        Shape::Union(union) => union.arms.iter().map(|arm| arm.record).collect(),
        Shape::Choice(choice) => {
            choice.arms.iter().filter(|arm| !arm.boxed).flat_map(|arm| direct(&arm.ty)).collect()
        }
        Shape::Newtype(ty) => direct(ty),
        Shape::Enum(_) => Vec::new(),
    };
    ids.into_iter().map(|id| id.0 as usize).collect()
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

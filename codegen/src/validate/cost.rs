//! Bounds on the work of a validator: alternatives of alternatives multiply.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::walk::{children, in_place};
use crate::load::{Node, Value};
use crate::resolve::{SchemaId, Schemas};

/// The most schemas that may judge one value, counted along every path.
const SCHEMAS_A_VALUE: u64 = 10_000;
/// Steps that every document is worth.
const STEPS: u64 = 100_000;
/// Steps that each of its values adds.
const STEPS_A_VALUE: u64 = 256;

/// Whether some schema that `root` leads to puts one value before too many schemas.
pub(super) fn multiplies(schemas: &Schemas, root: SchemaId) -> bool {
    let mut costs = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        if cost(schemas, id, &mut costs) > SCHEMAS_A_VALUE {
            return true;
        }
        let Some(keywords) = schemas.keywords(id) else { continue };
        open.extend(children(keywords).into_iter().map(|(child, _)| child));
        open.extend(keywords.reference.as_ref().map(|reference| reference.value));
    }
    false
}

/// The schemas that judge one value under `root`. A schema that comes back to itself without going
/// into the value never ends.
fn cost(schemas: &Schemas, root: SchemaId, costs: &mut BTreeMap<SchemaId, Option<u64>>) -> u64 {
    let below = |id| schemas.keywords(id).map(in_place).unwrap_or_default();
    // A loop instead of a recursion: chains of `$ref`s are as long as their author likes.
    let mut open = vec![root];
    while let Some(&id) = open.last() {
        match costs.get(&id) {
            Some(Some(_)) => {
                open.pop();
            }
            None => {
                costs.insert(id, None);
                open.extend(below(id).into_iter().filter(|child| !costs.contains_key(child)));
            }
            Some(None) => {
                // What is still open below is a way back.
                let parts = below(id).into_iter().map(|child| costs.get(&child).copied().flatten());
                let sum = parts.fold(1_u64, |sum, part| sum.saturating_add(part.unwrap_or(u64::MAX)));
                costs.insert(id, Some(sum));
                open.pop();
            }
        }
    }
    costs.get(&root).copied().flatten().unwrap_or(u64::MAX)
}

/// The steps that a validator may still take on a document.
#[derive(Debug)]
pub(super) struct Budget(Cell<u64>);

impl Budget {
    /// What a document is worth.
    pub(super) fn of(document: &Node) -> Self {
        Self(Cell::new(STEPS.saturating_add(STEPS_A_VALUE.saturating_mul(values(document)))))
    }

    /// Takes a step; false if there is none left.
    pub(super) fn spend(&self) -> bool {
        let left = self.0.get();
        self.0.set(left.saturating_sub(1));
        left > 0
    }

    /// Whether every step is taken.
    pub(super) fn is_spent(&self) -> bool {
        self.0.get() == 0
    }
}

fn values(node: &Node) -> u64 {
    1 + match &node.value {
        Value::Array(items) => items.iter().map(values).sum(),
        Value::Object(members) => members.iter().map(|member| values(&member.value)).sum(),
        _ => 0,
    }
}

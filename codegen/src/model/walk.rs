//! What types are made of.

use std::collections::BTreeSet;

use super::{AssertionId, Check, Home, Kind, Model, Shape, TypeRef, Unknown};

impl Shape {
    /// The uses of types that it is made of; the records of a union's arms are not among them.
    pub fn parts(&self) -> Vec<&TypeRef> {
        match self {
            Self::Record(record) => {
                let rest = match &record.unknown {
                    Unknown::Keep(extra) => Some(&extra.value),
                    Unknown::Refuse | Unknown::Drop => None,
                };
                record.fields.iter().map(|field| &field.ty).chain(rest).collect()
            }
            Self::Choice(choice) => choice.arms.iter().map(|arm| &arm.ty).collect(),
            Self::Newtype(inner) => vec![inner],
            Self::Enum(_) | Self::Union(_) => Vec::new(),
        }
    }

    /// The checks on the value as a whole. Those of a newtype are its type's.
    pub fn checks(&self) -> &[Check] {
        match self {
            Self::Record(record) => &record.checks,
            Self::Union(union) => &union.checks,
            Self::Choice(choice) => &choice.checks,
            Self::Newtype(_) | Self::Enum(_) => &[],
        }
    }
}

impl Kind {
    /// What it is made of: an item, a value, the items of a tuple.
    pub fn inner(&self) -> Vec<&TypeRef> {
        match self {
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => vec![inner],
            Self::Tuple(items) => items.iter().collect(),
            _ => Vec::new(),
        }
    }
}

impl TypeRef {
    /// Itself and all that it is made of, up to the next named types.
    pub fn each<'a>(&'a self, look: &mut impl FnMut(&'a Self)) {
        look(self);
        for inner in self.kind.inner() {
            inner.each(look);
        }
    }
}

impl Model {
    /// The assertions that the types of a home name themselves. What these refer to in their turn is not among them.
    pub fn asserted(&self, home: &Home) -> BTreeSet<AssertionId> {
        fn add(checks: &[Check], out: &mut BTreeSet<AssertionId>) {
            out.extend(checks.iter().filter_map(|check| match check {
                Check::Assert(id) => Some(*id),
                _ => None,
            }));
        }
        let mut out = BTreeSet::new();
        for def in self.types_in(home) {
            add(def.shape.checks(), &mut out);
            if let Shape::Choice(choice) = &def.shape {
                out.extend(choice.arms.iter().filter_map(|arm| arm.when));
            }
            for part in def.shape.parts() {
                part.each(&mut |ty| add(&ty.checks, &mut out));
            }
        }
        out
    }
}

//! The [`Validate`] trait: constraints that the Rust type itself cannot hold.

use crate::{Path, Violations};
use std::collections::BTreeMap;

/// Checks the constraints of a contract that the type does not already enforce.
///
/// Generated types implement it with the helpers of [`check`](crate::check).
pub trait Validate {
    /// Adds everything that is wrong below `at` to `out`.
    fn check(&self, at: &Path<'_>, out: &mut Violations);

    /// All violations of this value taken as a whole document.
    fn validate(&self) -> Result<(), Violations> {
        let mut out = Violations::new();
        self.check(&Path::root(), &mut out);
        if out.is_empty() { Ok(()) } else { Err(out) }
    }
}

impl<T: Validate> Validate for Option<T> {
    fn check(&self, at: &Path<'_>, out: &mut Violations) {
        if let Some(value) = self {
            value.check(at, out);
        }
    }
}

impl<T: Validate + ?Sized> Validate for Box<T> {
    fn check(&self, at: &Path<'_>, out: &mut Violations) {
        (**self).check(at, out);
    }
}

impl<T: Validate> Validate for [T] {
    fn check(&self, at: &Path<'_>, out: &mut Violations) {
        for (position, item) in self.iter().enumerate() {
            item.check(&at.index(position), out);
        }
    }
}

impl<T: Validate> Validate for Vec<T> {
    fn check(&self, at: &Path<'_>, out: &mut Violations) {
        self.as_slice().check(at, out);
    }
}

impl<T: Validate> Validate for BTreeMap<String, T> {
    fn check(&self, at: &Path<'_>, out: &mut Violations) {
        for (name, value) in self {
            value.check(&at.key(name), out);
        }
    }
}

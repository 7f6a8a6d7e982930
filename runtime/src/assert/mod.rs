//! What generated assertions are made of: the keywords of JSON Schema as functions on a [`View`].
//!
//! An assertion is a function of the form [`Assertion`]: one statement a keyword, in the order of the schema, each
//! ended by `?`. [`Out`] decides whether it goes on to gather all violations or ends at the first. Each keyword
//! holds for a value that is not of the type that it speaks of (2020-12 validation, section 6).

mod combine;
mod literal;
mod parts;
mod values;

use crate::{
    Path, Violation, Violations,
    view::{AsView, Flow, View},
};

pub use crate::{Num, check::Pattern};
pub(crate) use combine::closest;
pub use combine::{any, not, one};
pub use literal::{Literal, constant, one_of};
pub use parts::{
    contains, dependent_required, has, items, members, no_more_items, property_names, required,
    rest_of_items, unevaluated_item, unevaluated_member, unexpected_member,
};
pub use values::{
    Types, email, exclusive_maximum, exclusive_minimum, format_date, format_date_time, format_duration,
    format_uuid, max_items, max_length, max_properties, maximum, min_items, min_length, min_properties,
    minimum, multiple_of, pattern, types, unique_items, uri,
};

/// The end of an assertion whose conditions were all looked at.
pub const DONE: Flow = Flow::Continue(());

/// A function that says what is wrong with a value.
pub type Assertion = fn(View<'_>, &Path<'_>, &mut Out<'_>) -> Flow;

/// Where violations go.
#[derive(Debug)]
pub enum Out<'o> {
    /// Nowhere: the first ends the assertion.
    Probe,
    /// Into a list, all of them.
    Report(&'o mut Violations),
}

impl Out<'_> {
    /// A violation of the keyword `rule` at `at`; the message is made only if it is wanted.
    pub fn report(&mut self, at: &Path<'_>, rule: &'static str, message: impl FnOnce() -> String) -> Flow {
        match self {
            Self::Probe => Flow::Break(()),
            Self::Report(out) => {
                out.push(Violation { pointer: at.pointer(), rule, message: message() });
                DONE
            }
        }
    }
}

/// Whether a value is as an assertion says.
pub fn holds(assertion: Assertion, value: View<'_>) -> bool {
    assertion(value, &Path::root(), &mut Out::Probe).is_continue()
}

/// Adds what an assertion says about a value.
pub fn check<T: AsView + ?Sized>(assertion: Assertion, value: &T, at: &Path<'_>, out: &mut Violations) {
    let _ = assertion(value.view(), at, &mut Out::Report(out));
}

/// Adds what keywords say about a value, where they are not a function of their own.
pub fn on<T: AsView + ?Sized>(
    value: &T,
    out: &mut Violations,
    keywords: impl FnOnce(View<'_>, &mut Out<'_>) -> Flow,
) {
    let _ = keywords(value.view(), &mut Out::Report(out));
}

/// `false`: no value is valid.
pub fn never(at: &Path<'_>, out: &mut Out<'_>) -> Flow {
    out.report(at, "false", || "must not be here".to_owned())
}

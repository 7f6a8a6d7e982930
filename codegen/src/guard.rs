//! [`guarded`]: a fence around code that is not ours.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// What `work` gives, or `None` where it panicked, without a word on standard error.
///
/// For validators of the `jsonschema` crate: on some schemas in which many `$ref`s hang on each other they panic in
/// the middle of a document ("pending schema target dropped"). `work` must leave nothing half done behind.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let other = take_hook();
        set_hook(Box::new(move |info| {
            if !GUARDED.get() {
                other(info);
            }
        }));
    });
    let outer = GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(outer);
    done.ok()
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn a_panic_is_no_answer() {
        assert_eq!(guarded(|| 1), Some(1));
        assert_eq!(guarded(|| guarded(|| -> u8 { panic!("inside") })), Some(None));
        assert_eq!(guarded(|| -> u8 { panic!("at once") }), None);
    }
}

//! Panics of a library, caught without a message on stderr.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// What the work returns, or nothing if it panics. The panic of another thread is reported as ever.
pub(crate) fn catch<T>(work: impl FnOnce() -> T) -> Option<T> {
    install_hook();
    let before = QUIET.replace(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(work));
    QUIET.set(before);
    outcome.ok()
}

/// Puts a hook before the one in place that keeps quiet while this thread catches panics.
fn install_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| panic::set_hook(unless_quiet(panic::take_hook())));
}

type Hook = Box<dyn Fn(&PanicHookInfo<'_>) + Sync + Send>;

fn unless_quiet(report: Hook) -> Hook {
    Box::new(move |info| {
        if !QUIET.get() {
            report(info);
        }
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::{panic, thread};

    use super::{catch, install_hook, unless_quiet};

    #[test]
    fn a_caught_panic_is_quiet_and_others_are_not() {
        static REPORTED: AtomicUsize = AtomicUsize::new(0);
        install_hook();
        let before = panic::take_hook();
        panic::set_hook(unless_quiet(Box::new(move |info| match info.payload_as_str() {
            Some("counted") => drop(REPORTED.fetch_add(1, Ordering::Relaxed)),
            _ => before(info),
        })));
        assert_eq!(catch(|| 1), Some(1));
        assert_eq!(catch(|| -> u8 { panic!("counted") }), None);
        assert_eq!(catch(|| catch(|| -> u8 { panic!("counted") })), Some(None));
        assert_eq!(REPORTED.load(Ordering::Relaxed), 0);
        assert!(thread::spawn(|| panic!("counted")).join().is_err());
        assert_eq!(REPORTED.load(Ordering::Relaxed), 1);
    }
}

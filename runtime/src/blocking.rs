//! A blocking API for programs that are not asynchronous.
//!
//! Use [`Wait::wait`] in place of `await`, and `blocking` to turn a list into an [`Iterator`]:
//!
//! ```no_run
//! # use sap_concur_runtime::*;
//! use sap_concur_runtime::blocking::Wait;
//!
//! # fn example<T: serde::de::DeserializeOwned + Send + 'static, E: OperationError>(waiter: Waiter<T, E>)
//! #     -> Result<(), WaitError<T, E>> {
//! let response = waiter.wait()?;
//! # Ok(())
//! # }
//! # fn lists<P: Page, E: OperationError>(items: Items<P, E>) -> Result<(), Error<E>> {
//! for item in items.blocking() {
//!     let item = item?;
//! }
//! # Ok(())
//! # }
//! ```
//!
//! The work is done on one background thread, which is started by the first call and serves all clients and threads of
//! the process. Clients and their tokens are the same as for asynchronous calls. Connections are not shared, unless the
//! client was built with a custom reqwest client.
//!
//! `wait` blocks the current thread. In an asynchronous program that is a worker of the runtime, so use `await` there
//! if possible: while the only worker is blocked, its tasks do not run. A connection of a custom sender or reqwest
//! client that an asynchronous call has opened is such a task, so a blocking call over it from the only worker gets no
//! response until it times out. An asynchronous call in progress, such as the request of a page, does not continue
//! either: until the deadline of the blocking call, or forever if it has none. Token renewals do continue: their
//! connections and timers always belong to the background thread.

mod error;
mod iter;
mod thread;

use std::future::IntoFuture;

pub use error::BlockingError;
pub use iter::Iter;
pub(crate) use thread::background;

/// Blocks on something that can be awaited, such as calls and [waiters](crate::Waiter).
///
/// It is implemented for everything that resolves to a [`Result`] whose error can be created from a [`BlockingError`]:
/// an [`Error`](crate::Error), a [`WaitError`](crate::WaitError), or a boxed error.
pub trait Wait: IntoFuture + Sized {
    /// Blocks the current thread until the result is available.
    ///
    /// A panic on the background thread is resumed on this thread, as with `await`.
    ///
    /// # Errors
    ///
    /// Returns the same errors as `await`, and [`BlockingError`] if the background thread cannot be started or is the
    /// current one. In that case nothing was sent.
    fn wait(self) -> Self::Output;
}

impl<C, T, X> Wait for C
where
    C: IntoFuture<Output = Result<T, X>>,
    C::IntoFuture: Send + 'static,
    T: Send + 'static,
    X: From<BlockingError> + Send + 'static,
{
    fn wait(self) -> Result<T, X> {
        thread::run(self.into_future())?
    }
}

#[cfg(test)]
mod tests;

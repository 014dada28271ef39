//! The SDK for programs that are not asynchronous.
//!
//! Whatever is awaited there is waited for here with [`Wait::wait`], and a list is an [`Iterator`] by `blocking`:
//!
//! ```no_run
//! # use sap_concur_runtime::*;
//! use sap_concur_runtime::blocking::Wait;
//!
//! # fn example<T: serde::de::DeserializeOwned + Send + 'static, E: OperationError>(waiter: Waiter<T, E>)
//! #     -> Result<(), WaitError<T, E>> {
//! let answer = waiter.wait()?;
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
//! The work is done by one thread in the background, which is started with the first call and serves the whole process,
//! whatever client a call is made with and whichever thread waits for it. Clients and their tokens are the same as those
//! of asynchronous calls; connections are not shared, unless the client was built with a reqwest client of your own.
//!
//! Waiting blocks the thread that waits. In an asynchronous program that is one of its workers, and what the worker has
//! to do is not done meanwhile: use `await` there where you can. A connection of a sender or a reqwest client of your own
//! that an asynchronous call has opened is part of that, so a blocking call that is sent through it from the only worker
//! gets no answer until the time is up. And what an asynchronous call has begun there, such as a page on its way, does not
//! go on as long as the only worker waits for it: that is until the deadline of the blocking call, and if it has none, for
//! good. Renewals of tokens do go on: whoever begins them, their connections and timers are those of the background thread.

mod error;
mod iter;
mod thread;

use std::future::IntoFuture;

pub use error::BlockingError;
pub use iter::Iter;
pub(crate) use thread::background;

/// Waits for what can be awaited, such as calls and [waiters](crate::Waiter).
///
/// It is there for all that gives a [`Result`] whose error can be made from a [`BlockingError`]: an
/// [`Error`](crate::Error), a [`WaitError`](crate::WaitError), or any error in a box.
pub trait Wait: IntoFuture + Sized {
    /// Blocks this thread until the result is there.
    ///
    /// A panic in the background goes on in this thread, as it would after `await`.
    ///
    /// # Errors
    ///
    /// Those of `await`; and [`BlockingError`] when the thread in the background cannot be started or is this one.
    /// Nothing was sent then.
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
        thread::carry_out(self.into_future())?
    }
}

#[cfg(test)]
mod tests;

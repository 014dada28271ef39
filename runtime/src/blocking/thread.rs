//! The background thread.

use std::{
    cell::Cell,
    future::{Future, pending},
    io,
    panic::{AssertUnwindSafe, resume_unwind},
    sync::{Mutex, OnceLock, PoisonError, mpsc},
    thread,
};

use futures_util::FutureExt;
use tokio::runtime::{Builder, Handle};
use tracing::instrument::{Instrument, WithSubscriber};

use super::BlockingError;

thread_local! {
    static IS_BACKGROUND: Cell<bool> = const { Cell::new(false) };
}

/// Whether the current thread is the background thread.
fn is_background() -> bool {
    IS_BACKGROUND.get()
}

/// Runs `future` on the background thread and blocks the current thread until it has finished.
pub(super) fn run<F>(future: F) -> Result<F::Output, BlockingError>
where
    F: Future<Output: Send> + Send + 'static,
{
    if is_background() {
        return Err(BlockingError::on_background_thread());
    }
    let background = background()?;
    // Tracing events belong to the span and the subscriber of the waiting thread.
    let future = future.in_current_span().with_current_subscriber();
    let (sender, receiver) = mpsc::sync_channel(1);
    background.spawn(async move {
        // Cannot fail, because the waiting thread is blocked in `recv`.
        let _ = sender.send(AssertUnwindSafe(future).catch_unwind().await);
    });
    match receiver.recv() {
        Ok(Ok(output)) => Ok(output),
        Ok(Err(panic)) => resume_unwind(panic),
        Err(_) => Err(BlockingError::lost()),
    }
}

/// Returns the runtime of the background thread, starting it if necessary.
pub(crate) fn background() -> Result<&'static Handle, BlockingError> {
    static BACKGROUND: OnceLock<Handle> = OnceLock::new();
    static STARTING: Mutex<()> = Mutex::new(());
    if let Some(background) = BACKGROUND.get() {
        return Ok(background);
    }
    // One thread starts it and the others wait. If that fails, the next call tries again.
    let _starting = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
    match BACKGROUND.get() {
        Some(background) => Ok(background),
        None => {
            let started = start().map_err(|error| BlockingError::not_started(&error))?;
            Ok(BACKGROUND.get_or_init(|| started))
        }
    }
}

/// Starts the thread. Its runtime is created there and never dropped, because dropping a runtime panics on a thread of
/// another runtime. A multi-threaded runtime would panic if it could not start threads; this one returns an error.
fn start() -> io::Result<Handle> {
    let (sender, receiver) = mpsc::sync_channel(1);
    let run = move || match Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => {
            IS_BACKGROUND.set(true);
            let _ = sender.send(Ok(runtime.handle().clone()));
            runtime.block_on(pending::<()>());
        }
        Err(error) => {
            let _ = sender.send(Err(error));
        }
    };
    thread::Builder::new().name("sap-concur-blocking".into()).spawn(run)?;
    receiver.recv().map_err(io::Error::other)?
}

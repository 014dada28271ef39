//! The thread in the background.

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

/// Whether this is the thread in the background.
fn is_background() -> bool {
    IS_BACKGROUND.get()
}

/// Carries `future` out in the background and blocks this thread until it has ended.
pub(super) fn carry_out<F>(future: F) -> Result<F::Output, BlockingError>
where
    F: Future<Output: Send> + Send + 'static,
{
    if is_background() {
        return Err(BlockingError::on_its_own_thread());
    }
    let background = background()?;
    // What is traced belongs to the span, and to the subscriber, of whoever waits.
    let future = future.in_current_span().with_current_subscriber();
    let (tell, told) = mpsc::sync_channel(1);
    background.spawn(async move {
        // Nobody listens when the thread that waited is gone, which it cannot be.
        let _ = tell.send(AssertUnwindSafe(future).catch_unwind().await);
    });
    match told.recv() {
        Ok(Ok(output)) => Ok(output),
        Ok(Err(panic)) => resume_unwind(panic),
        Err(_) => Err(BlockingError::lost()),
    }
}

/// The thread's runtime. The thread is started if there is none yet.
pub(crate) fn background() -> Result<&'static Handle, BlockingError> {
    static BACKGROUND: OnceLock<Handle> = OnceLock::new();
    static STARTING: Mutex<()> = Mutex::new(());
    if let Some(background) = BACKGROUND.get() {
        return Ok(background);
    }
    // One thread starts it and the others wait. When it cannot be started now, the next call tries again.
    let _starting = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
    match BACKGROUND.get() {
        Some(background) => Ok(background),
        None => {
            let started = start().map_err(|error| BlockingError::not_started(&error))?;
            Ok(BACKGROUND.get_or_init(|| started))
        }
    }
}

/// Starts the thread, with a runtime that is made there and never dropped: dropping one is a panic in a thread that
/// belongs to another runtime. A runtime that starts threads by itself panics when it cannot; this one gives an error.
fn start() -> io::Result<Handle> {
    let (tell, told) = mpsc::sync_channel(1);
    let carry_out = move || match Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => {
            IS_BACKGROUND.set(true);
            let _ = tell.send(Ok(runtime.handle().clone()));
            runtime.block_on(pending::<()>());
        }
        Err(error) => {
            let _ = tell.send(Err(error));
        }
    };
    thread::Builder::new()
        .name("sap-concur-blocking".into())
        .spawn(carry_out)?;
    told.recv().map_err(io::Error::other)?
}

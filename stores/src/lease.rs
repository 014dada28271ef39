//! Leases: the right to renew a token, until a time on the clock of the server.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::Duration;

use sap_concur_runtime::{Clock, StoreError};
use tokio::runtime::Handle;
use tokio::task::AbortHandle;

use crate::encryption::hexadecimal;
use crate::table::Table;

/// The first and the longest pause of a program that waits.
const PAUSES: (Duration, Duration) = (Duration::from_millis(20), Duration::from_millis(250));

/// How long a release is repeated: without it, the lease expires.
const RELEASE_PATIENCE: Duration = Duration::from_secs(2);

/// A lease on the row of a token. It is extended until it is released or dropped.
#[derive(Debug)]
pub(crate) struct Lease {
    row: Arc<LeasedRow>,
    /// The task that extends it.
    extending: Option<AbortHandle>,
    is_released: bool,
}

#[derive(Debug)]
struct LeasedRow {
    table: Arc<Table>,
    key: String,
    holder: String,
    length: Duration,
    /// Whether somebody else has taken it.
    is_lost: AtomicBool,
}

impl Lease {
    /// Waits for the lease until `deadline` on the clock.
    pub(crate) async fn take(
        table: &Arc<Table>,
        key: &str,
        length: Duration,
        clock: &dyn Clock,
        deadline: Duration,
    ) -> Result<Self, StoreError> {
        let began = clock.elapsed();
        // Made first: if this future is dropped while a statement takes the lease, dropping it releases the lease.
        let mut lease = Self {
            row: Arc::new(LeasedRow {
                table: Arc::clone(table),
                key: key.to_owned(),
                holder: random_id()?,
                length,
                is_lost: AtomicBool::new(false),
            }),
            extending: None,
            is_released: false,
        };
        let mut pause = PAUSES.0;
        while !table.take_lease(key, &lease.row.holder, length).await? {
            // Others wait by reading: an attempt to take it writes to the row.
            while let Some(client) = table.lease_client(key).await? {
                if clock.elapsed() >= deadline {
                    return Err(held(&client, clock.elapsed().saturating_sub(began)));
                }
                clock.sleep(pause.mul_f64(0.5 + clock.random() / 2.0)).await;
                pause = pause.mul_f64(1.5).min(PAUSES.1);
            }
        }
        lease.extending = Handle::try_current().ok().map(|runtime| {
            let row = Arc::clone(&lease.row);
            runtime.spawn(async move { row.keep().await }).abort_handle()
        });
        Ok(lease)
    }

    /// Extends the lease, or says that somebody else has it.
    pub(crate) async fn check(&self) -> Result<(), StoreError> {
        match self.row.extend().await? {
            true => Ok(()),
            false => Err(StoreError::LockLost),
        }
    }

    pub(crate) fn is_lost(&self) -> bool {
        self.row.is_lost.load(SeqCst)
    }

    /// Lets the next program have it at once.
    pub(crate) async fn release(mut self) {
        self.stop_extending();
        self.row.release().await;
        self.is_released = true;
    }

    fn stop_extending(&mut self) {
        if let Some(extending) = self.extending.take() {
            extending.abort();
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.stop_extending();
        if self.is_released || self.is_lost() {
            return;
        }
        // Without a runtime the lease expires.
        if let Ok(runtime) = Handle::try_current() {
            let row = Arc::clone(&self.row);
            runtime.spawn(async move { row.release().await });
        }
    }
}

impl LeasedRow {
    /// Extends the lease for ever, so that its length does not limit how long a renewal takes.
    async fn keep(&self) {
        loop {
            tokio::time::sleep(self.length / 3).await;
            // While the server cannot be reached, nobody can take it either.
            if let Ok(false) = self.extend().await {
                return;
            }
        }
    }

    async fn extend(&self) -> Result<bool, StoreError> {
        let is_held = self.table.extend_lease(&self.key, &self.holder, self.length).await?;
        if !is_held {
            self.is_lost.store(true, SeqCst);
        }
        Ok(is_held)
    }

    async fn release(&self) {
        // Nobody can do anything about an error.
        let _ = self
            .table
            .release_lease(&self.key, &self.holder, RELEASE_PATIENCE)
            .await;
    }
}

fn held(client: &str, after: Duration) -> StoreError {
    StoreError::other(format!(
        "another program has been renewing the token for {} s: {client}",
        after.as_secs()
    ))
}

/// Returns an id that nobody else has.
pub(crate) fn random_id() -> Result<String, StoreError> {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| StoreError::other("the system has no random numbers"))?;
    Ok(hexadecimal(&bytes))
}

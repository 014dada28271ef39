//! The token store in PostgreSQL.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use concur_postgres::Database;
use sap_concur_runtime::{
    BoxFuture, Clock, StoreError, StoreLock, StoredToken, TokenKey, TokenStore, TokenVersion, VersionedToken,
};

use crate::columns::Columns;
use crate::encryption::EncryptionKeys;
use crate::lease::random_id;
use crate::table::Table;
use crate::turns::Turns;

/// A token store in a table of a PostgreSQL server, for programs on any number of machines.
///
/// One program at a time renews a token, under a lease whose time is that of the server: it does not matter what the clocks
/// of the programs say. The lease is extended while the renewal runs. If its program is killed, another one takes the
/// lease when it has expired. Tasks of one program that use clones of a store share its connection and its leases.
///
/// Versions protect the token even if a lease is lost, as [`TokenStore`] says.
///
/// The store needs a tokio runtime.
#[derive(Clone)]
pub struct PostgresTokenStore {
    table: Arc<Table>,
    keys: Option<EncryptionKeys>,
    lease: Duration,
    lock_timeout: Duration,
    turns: Arc<Turns>,
}

impl PostgresTokenStore {
    /// Creates a store in a database. Nothing is connected yet; the table is created at first use.
    pub fn new(database: Database) -> Self {
        Self {
            table: Arc::new(Table::new(database, Duration::from_secs(30))),
            keys: None,
            lease: Duration::from_secs(15),
            lock_timeout: Duration::from_secs(90),
            turns: Arc::default(),
        }
    }

    /// Encrypts the tokens.
    #[must_use]
    pub fn encrypted_with(mut self, keys: EncryptionKeys) -> Self {
        self.keys = Some(keys);
        self
    }

    /// Sets how long the lease of a killed program keeps others from renewing. Default: 15 seconds. It does not limit how
    /// long a renewal may take.
    #[must_use]
    pub fn lease(mut self, lease: Duration) -> Self {
        self.lease = lease.max(Duration::from_millis(1));
        self
    }

    /// Sets how long to wait for another program that has the lease and extends it. Default: 90 seconds.
    #[must_use]
    pub fn lock_timeout(mut self, timeout: Duration) -> Self {
        self.lock_timeout = timeout;
        self
    }

    /// Sets how long statements are repeated while the server cannot be reached. Default: 30 seconds.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.table = Arc::new(Table::new(self.table.database.clone(), patience));
        self
    }

    /// Creates the table, or upgrades it. Every store does so at first use; call this as a role that may create tables if
    /// the others may not.
    ///
    /// # Errors
    ///
    /// Returns an error if the database cannot be reached or refuses, or if the table has the format of a newer release.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        self.table.migrate().await
    }

    fn columns(&self, row: &str, token: &StoredToken) -> Result<Columns, StoreError> {
        let columns = Columns::of(token)?;
        match &self.keys {
            Some(keys) => columns.encrypted(row, keys),
            None => Ok(columns),
        }
    }

    async fn load_row(&self, row: &str) -> Result<Option<VersionedToken>, StoreError> {
        let Some((version, columns)) = self.table.load(row).await? else {
            return Ok(None);
        };
        let token = columns.decrypted(row, self.keys.as_ref())?.token()?;
        let version = TokenVersion::new(version.to_string());
        Ok(Some(VersionedToken { token, version }))
    }
}

/// Reads a version. One that is not a number is not of this store.
fn number(version: &TokenVersion) -> Result<i64, StoreError> {
    version.as_str().parse().map_err(|_| StoreError::Conflict)
}

impl TokenStore for PostgresTokenStore {
    fn load<'a>(&'a self, key: &'a TokenKey) -> BoxFuture<'a, Result<Option<VersionedToken>, StoreError>> {
        Box::pin(async move { self.load_row(&key.to_text()).await })
    }

    fn save<'a>(
        &'a self,
        key: &'a TokenKey,
        token: &'a StoredToken,
        replaces: Option<&'a TokenVersion>,
    ) -> BoxFuture<'a, Result<TokenVersion, StoreError>> {
        Box::pin(async move {
            let row = key.to_text();
            let (columns, change) = (self.columns(&row, token)?, random_id()?);
            let replaces = replaces.map(number).transpose()?;
            let saved = self.table.save(&row, &change, replaces, &columns).await?;
            saved
                .map(|version| TokenVersion::new(version.to_string()))
                .ok_or(StoreError::Conflict)
        })
    }

    fn clear<'a>(&'a self, key: &'a TokenKey, replaces: &'a TokenVersion) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let (change, replaces) = (random_id()?, number(replaces)?);
            match self.table.clear(&key.to_text(), &change, replaces).await? {
                true => Ok(()),
                false => Err(StoreError::Conflict),
            }
        })
    }

    fn lock<'a>(
        &'a self,
        key: &'a TokenKey,
        clock: &'a dyn Clock,
    ) -> BoxFuture<'a, Result<Box<dyn StoreLock>, StoreError>> {
        Box::pin(async move {
            let row = key.to_text();
            let turn = self.turns.wait(&self.table, &row, self.lease, clock, self.lock_timeout);
            Ok(Box::new(turn.await?) as Box<dyn StoreLock>)
        })
    }

    /// Writes to the row of the token, and reads the token that is in it: one that these keys do not decrypt could not be
    /// replaced.
    fn prepare<'a>(&'a self, key: &'a TokenKey) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let row = key.to_text();
            self.table.touch(&row).await?;
            self.load_row(&row).await.map(drop)
        })
    }
}

impl fmt::Debug for PostgresTokenStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresTokenStore")
            .field("database", &self.table.database)
            .field("keys", &self.keys)
            .field("lease", &self.lease)
            .finish_non_exhaustive()
    }
}

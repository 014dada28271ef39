//! The table `concur_token`, and the statements that use it.
//!
//! Each of them can be repeated after a lost connection, and the time in them is that of the server.

use std::time::Duration;

use concur_postgres::{Database, FromSql, Row, Schema};
use sap_concur_runtime::{Secret, StoreError};
use tokio::sync::OnceCell;

use crate::columns::Columns;
use crate::error::failed;

const SCHEMA: Schema = Schema {
    name: "token",
    formats: &[include_str!("table/format-1.sql")],
};

const LOAD: &str = "
SELECT version, token_format, client_id, grant_name, principal, scopes, geolocation,
    extract(epoch FROM expires_at)::bigint, extract(epoch FROM refresh_expires_at)::bigint,
    encryption_key, access_token, refresh_token, id_token, other_fields
FROM concur_token WHERE key = $1 AND token_format IS NOT NULL";

/// Makes sure that there is a row, and that it can be written.
const TOUCH: &str = "
INSERT INTO concur_token(key) VALUES ($1)
ON CONFLICT (key) DO UPDATE SET version = concur_token.version";

/// Replaces version `$3`, or the absence of a token. If it has already done so, the version stays.
const SAVE: &str = "
UPDATE concur_token SET
    version = version + CASE WHEN change_id = $2 THEN 0 ELSE 1 END, change_id = $2, changed_at = clock_timestamp(),
    token_format = $4, client_id = $5, grant_name = $6, principal = $7, scopes = $8, geolocation = $9,
    expires_at = to_timestamp($10::bigint), refresh_expires_at = to_timestamp($11::bigint),
    encryption_key = $12, access_token = $13, refresh_token = $14, id_token = $15, other_fields = $16
WHERE key = $1 AND (change_id = $2 OR CASE
    WHEN $3::bigint IS NULL THEN token_format IS NULL
    ELSE version = $3 AND token_format IS NOT NULL END)
RETURNING version";

const CLEAR: &str = "
UPDATE concur_token SET
    version = version + CASE WHEN change_id = $2 THEN 0 ELSE 1 END, change_id = $2, changed_at = clock_timestamp(),
    token_format = NULL, client_id = NULL, grant_name = NULL, principal = NULL, scopes = NULL, geolocation = NULL,
    expires_at = NULL, refresh_expires_at = NULL,
    encryption_key = NULL, access_token = NULL, refresh_token = NULL, id_token = NULL, other_fields = NULL
WHERE key = $1 AND (change_id = $2 OR version = $3 AND token_format IS NOT NULL)";

const TAKE_LEASE: &str = "
INSERT INTO concur_token(key, lease_holder, lease_client, lease_until)
VALUES ($1, $2, concat(current_setting('application_name'), ' at ' || host(inet_client_addr()), ', process ', $3::text),
    clock_timestamp() + make_interval(secs => $4))
ON CONFLICT (key) DO UPDATE SET lease_holder = excluded.lease_holder, lease_client = excluded.lease_client,
    lease_until = excluded.lease_until
WHERE concur_token.lease_holder IS NULL OR concur_token.lease_holder = excluded.lease_holder
    OR concur_token.lease_until <= clock_timestamp()";

const LEASE_CLIENT: &str = "
SELECT lease_client FROM concur_token
WHERE key = $1 AND lease_holder IS NOT NULL AND lease_until > clock_timestamp()";

/// A lease that has expired and that nobody else has taken is still the holder's.
const EXTEND_LEASE: &str = "
UPDATE concur_token SET lease_until = clock_timestamp() + make_interval(secs => $3)
WHERE key = $1 AND lease_holder = $2";

const RELEASE_LEASE: &str = "
UPDATE concur_token SET lease_holder = NULL, lease_client = NULL, lease_until = NULL
WHERE key = $1 AND lease_holder = $2";

/// The table in a database.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) database: Database,
    /// How long statements are repeated while the server cannot be reached.
    pub(crate) patience: Duration,
    is_migrated: OnceCell<()>,
}

impl Table {
    pub(crate) fn new(database: Database, patience: Duration) -> Self {
        Self {
            database,
            patience,
            is_migrated: OnceCell::new(),
        }
    }

    /// Creates or upgrades the table, once.
    pub(crate) async fn migrate(&self) -> Result<(), StoreError> {
        let migrate = || self.database.persist(self.patience, |_| self.database.prepare(SCHEMA));
        self.is_migrated.get_or_try_init(migrate).await.map_err(failed).copied()
    }

    pub(crate) async fn load(&self, key: &str) -> Result<Option<(i64, Columns)>, StoreError> {
        self.migrate().await?;
        let row = self
            .database
            .persist(self.patience, async |session| session.query_opt(LOAD, &[&key]).await)
            .await
            .map_err(failed)?;
        row.map(|row| read(&row)).transpose()
    }

    pub(crate) async fn touch(&self, key: &str) -> Result<(), StoreError> {
        self.migrate().await?;
        let touched = self
            .database
            .persist(self.patience, async |session| session.execute(TOUCH, &[&key]).await);
        touched.await.map(drop).map_err(failed)
    }

    /// Saves a token. Returns the new version, or nothing if there is another one than that to replace. `change` is the
    /// random id of this change.
    pub(crate) async fn save(
        &self,
        key: &str,
        change: &str,
        replaces: Option<i64>,
        columns: &Columns,
    ) -> Result<Option<i64>, StoreError> {
        match replaces {
            Some(_) => self.migrate().await?,
            None => self.touch(key).await?,
        }
        let Columns {
            token_format,
            texts: [client_id, grant, principal, scopes, geolocation],
            times: [expires_at, refresh_expires_at],
            encryption_key,
            secrets,
            other_fields,
        } = columns;
        let [access_token, refresh_token, id_token] = secrets.each_ref().map(|secret| text(secret.as_ref()));
        let other_fields = text(other_fields.as_ref());
        let saved = self.database.persist(self.patience, async |session| {
            session
                .query_opt(
                    SAVE,
                    &[
                        &key,
                        &change,
                        &replaces,
                        token_format,
                        client_id,
                        grant,
                        principal,
                        scopes,
                        geolocation,
                        expires_at,
                        refresh_expires_at,
                        encryption_key,
                        &access_token,
                        &refresh_token,
                        &id_token,
                        &other_fields,
                    ],
                )
                .await
        });
        let row = saved.await.map_err(failed)?;
        row.map(|row| value(&row, 0)).transpose()
    }

    /// Deletes a token. Returns whether it had the version to replace.
    pub(crate) async fn clear(&self, key: &str, change: &str, replaces: i64) -> Result<bool, StoreError> {
        self.migrate().await?;
        let cleared = self.database.persist(self.patience, async |session| {
            session.execute(CLEAR, &[&key, &change, &replaces]).await
        });
        cleared.await.map(|rows| rows == 1).map_err(failed)
    }

    /// Takes the lease if nobody else has it.
    pub(crate) async fn take_lease(&self, key: &str, holder: &str, length: Duration) -> Result<bool, StoreError> {
        self.migrate().await?;
        let (process, seconds) = (std::process::id().to_string(), length.as_secs_f64());
        let taken = self.database.persist(self.patience, async |session| {
            session.execute(TAKE_LEASE, &[&key, &holder, &process, &seconds]).await
        });
        taken.await.map(|rows| rows == 1).map_err(failed)
    }

    /// Returns who has the lease.
    pub(crate) async fn lease_client(&self, key: &str) -> Result<Option<String>, StoreError> {
        let found = self.database.persist(self.patience, async |session| {
            session.query_opt(LEASE_CLIENT, &[&key]).await
        });
        let row = found.await.map_err(failed)?;
        row.map(|row| value(&row, 0)).transpose()
    }

    /// Extends a lease. Returns whether the holder still has it.
    pub(crate) async fn extend_lease(&self, key: &str, holder: &str, length: Duration) -> Result<bool, StoreError> {
        let seconds = length.as_secs_f64();
        let extended = self.database.persist(self.patience, async |session| {
            session.execute(EXTEND_LEASE, &[&key, &holder, &seconds]).await
        });
        extended.await.map(|rows| rows == 1).map_err(failed)
    }

    /// Releases a lease if the holder still has it.
    pub(crate) async fn release_lease(&self, key: &str, holder: &str, patience: Duration) -> Result<(), StoreError> {
        let released = self.database.persist(patience, async |session| {
            session.execute(RELEASE_LEASE, &[&key, &holder]).await
        });
        released.await.map(drop).map_err(failed)
    }
}

fn text(secret: Option<&Secret>) -> Option<&str> {
    secret.map(Secret::expose)
}

fn read(row: &Row) -> Result<(i64, Columns), StoreError> {
    let secret = |index| Ok(value::<Option<String>>(row, index)?.map(Secret::from));
    let columns = Columns {
        token_format: value(row, 1)?,
        texts: [
            value(row, 2)?,
            value(row, 3)?,
            value(row, 4)?,
            value(row, 5)?,
            value(row, 6)?,
        ],
        times: [value(row, 7)?, value(row, 8)?],
        encryption_key: value(row, 9)?,
        secrets: [secret(10)?, secret(11)?, secret(12)?],
        other_fields: secret(13)?,
    };
    Ok((value(row, 0)?, columns))
}

fn value<'a, T: FromSql<'a>>(row: &'a Row, index: usize) -> Result<T, StoreError> {
    row.try_get(index)
        .map_err(|_| StoreError::other("the table concur_token was changed: a column has another type"))
}

//! Tables with a version.

use std::sync::Arc;
use std::time::Duration;

use crate::database::Database;
use crate::error::DatabaseError;
use crate::session::Session;

/// Tables that belong together, and how they came to be what they are.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    /// The name, for messages: `token`, `journal`.
    pub name: &'static str,
    /// What makes the tables of each format from those of the format before; the first, from nothing. Databases of users
    /// have them, so they are never changed: a new format is one more.
    pub formats: &'static [&'static str],
}

impl Schema {
    fn known(&self) -> i32 {
        i32::try_from(self.formats.len()).unwrap_or(i32::MAX)
    }
}

/// Tells all programs that create or upgrade tables apart from those that do something else: `conc`.
const LOCK: i64 = 0x636f_6e63;

/// How long they wait.
const PATIENCE: Duration = Duration::from_secs(60);

impl Database {
    /// Creates the tables, or upgrades them, all at once. Programs that do so at the same time wait for each other. Tables
    /// of the newest format are only looked at, so that a role that may not create tables can use them.
    ///
    /// # Errors
    ///
    /// Returns an error if the tables are of a newer format, or if the database fails.
    pub async fn prepare(&self, schema: Schema) -> Result<(), DatabaseError> {
        let session = self.session().await?;
        if format(&session, schema).await? == schema.known() {
            return Ok(());
        }
        let upgrade = |session| upgrade(session, schema);
        // Programs that wait for each other may do so for longer than a statement may.
        self.transaction(PATIENCE, upgrade).await
    }

    /// Returns whether the tables exist.
    ///
    /// # Errors
    ///
    /// Returns an error if they are of another format, or if the database fails.
    pub async fn check(&self, schema: Schema) -> Result<bool, DatabaseError> {
        let session = self.session().await?;
        match format(&session, schema).await? {
            0 => Ok(false),
            found if found == schema.known() => Ok(true),
            found => Err(DatabaseError::OlderFormat {
                schema: schema.name,
                found,
                known: schema.known(),
            }),
        }
    }
}

async fn upgrade(session: Arc<Session>, schema: Schema) -> Result<(), DatabaseError> {
    session.query("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).await?;
    let found = format(&session, schema).await?;
    session
        .batch(
            "CREATE TABLE IF NOT EXISTS concur_format(
                 name text PRIMARY KEY,
                 format integer NOT NULL,
                 since timestamptz NOT NULL DEFAULT now()
             );
             COMMENT ON TABLE concur_format IS 'The versions of the tables that begin with concur_'",
        )
        .await?;
    for (_, statements) in (0_i32..).zip(schema.formats).skip_while(|(before, _)| *before < found) {
        session.batch(statements).await?;
    }
    session
        .execute(
            "INSERT INTO concur_format(name, format) VALUES($1, $2)
             ON CONFLICT(name) DO UPDATE SET format = excluded.format, since = now()",
            &[&schema.name, &schema.known()],
        )
        .await
        .map(drop)
}

/// Returns the format of the tables, which is 0 if there are none.
async fn format(session: &Session, schema: Schema) -> Result<i32, DatabaseError> {
    let exists = session
        .query_opt("SELECT 1 WHERE to_regclass('concur_format') IS NOT NULL", &[])
        .await?;
    if exists.is_none() {
        return Ok(0);
    }
    let row = session
        .query_opt("SELECT format FROM concur_format WHERE name = $1", &[&schema.name])
        .await?;
    let found = row.map_or(0, |row| row.get(0));
    if found > schema.known() {
        return Err(DatabaseError::NewerFormat {
            schema: schema.name,
            found,
            known: schema.known(),
        });
    }
    Ok(found)
}

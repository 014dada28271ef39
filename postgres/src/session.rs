//! An open connection.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_postgres::{Client, Statement};
pub use tokio_postgres::{
    Row,
    types::{FromSql, ToSql},
};

use crate::error::{DatabaseError, failed};

/// How long a statement may take on the server.
pub(crate) const STATEMENT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long its answer is waited for.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(15);

/// An open connection to a [`Database`](crate::Database). Each statement is prepared once.
#[derive(Debug)]
pub struct Session {
    client: Client,
    statements: Mutex<HashMap<&'static str, Statement>>,
    connection: JoinHandle<()>,
    is_open: AtomicBool,
}

impl Session {
    pub(crate) fn new(client: Client, connection: JoinHandle<()>) -> Self {
        Self {
            client,
            statements: Mutex::default(),
            connection,
            is_open: AtomicBool::new(true),
        }
    }

    /// Returns the rows of a statement.
    ///
    /// # Errors
    ///
    /// Returns an error if the statement fails or its answer does not come. It may have been carried out in that case.
    pub async fn query(
        &self,
        sql: &'static str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, DatabaseError> {
        self.in_time(async {
            let statement = self.prepared(sql).await?;
            self.client.query(&statement, parameters).await.map_err(failed)
        })
        .await
    }

    /// Returns the first row of a statement if it has one.
    ///
    /// # Errors
    ///
    /// As [`query`](Self::query).
    pub async fn query_opt(
        &self,
        sql: &'static str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<Option<Row>, DatabaseError> {
        Ok(self.query(sql, parameters).await?.into_iter().next())
    }

    /// Returns the only row of a statement.
    ///
    /// # Errors
    ///
    /// As [`query`](Self::query), and if it has no row or more than one.
    pub async fn query_one(&self, sql: &'static str, parameters: &[&(dyn ToSql + Sync)]) -> Result<Row, DatabaseError> {
        self.in_time(async {
            let statement = self.prepared(sql).await?;
            self.client.query_one(&statement, parameters).await.map_err(failed)
        })
        .await
    }

    /// Returns how many rows a statement has changed.
    ///
    /// # Errors
    ///
    /// As [`query`](Self::query).
    pub async fn execute(&self, sql: &'static str, parameters: &[&(dyn ToSql + Sync)]) -> Result<u64, DatabaseError> {
        self.in_time(async {
            let statement = self.prepared(sql).await?;
            self.client.execute(&statement, parameters).await.map_err(failed)
        })
        .await
    }

    /// Runs statements without parameters, all or none of them.
    ///
    /// # Errors
    ///
    /// As [`query`](Self::query).
    pub async fn batch(&self, sql: &str) -> Result<(), DatabaseError> {
        self.in_time(async { self.client.batch_execute(sql).await.map_err(failed) })
            .await
    }

    /// Returns whether the connection is cut.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        !self.is_open.load(SeqCst) || self.client.is_closed()
    }

    /// Cuts the connection.
    pub(crate) fn close(&self) {
        self.is_open.store(false, SeqCst);
        self.connection.abort();
    }

    async fn prepared(&self, sql: &'static str) -> Result<Statement, DatabaseError> {
        let known = self.statements().get(sql).cloned();
        if let Some(statement) = known {
            return Ok(statement);
        }
        let statement = self.client.prepare(sql).await.map_err(failed)?;
        self.statements().insert(sql, statement.clone());
        Ok(statement)
    }

    fn statements(&self) -> std::sync::MutexGuard<'_, HashMap<&'static str, Statement>> {
        self.statements.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the connection if no answer comes: what comes later would be that of an earlier statement.
    async fn in_time<T>(&self, statement: impl Future<Output = Result<T, DatabaseError>>) -> Result<T, DatabaseError> {
        match tokio::time::timeout(ANSWER_TIMEOUT, statement).await {
            Ok(result) => result,
            Err(_) => {
                self.close();
                Err(DatabaseError::TimedOut { after: ANSWER_TIMEOUT })
            }
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.connection.abort();
    }
}

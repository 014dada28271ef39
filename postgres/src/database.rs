//! A database, to which a connection is made when it is needed.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Mutex;
use tokio_postgres::NoTls;
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::error::DatabaseError;
use crate::session::{STATEMENT_TIMEOUT, Session};
use crate::tls;
use crate::url::{self, Target};

/// How long a statement waits for a lock.
const LOCK_TIMEOUT: Duration = Duration::from_secs(5);

/// The first and the longest pause between two attempts.
const PAUSES: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(2));

/// A database on a PostgreSQL server. Clones share its connection.
///
/// ```no_run
/// use concur_postgres::Database;
///
/// # async fn example() -> Result<(), concur_postgres::DatabaseError> {
/// let database = Database::new("postgres://importer:secret@db.example.com/concur")?;
/// let session = database.session().await?;
/// let rows = session.query("SELECT count(*) FROM concur_document", &[]).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Database(Arc<Shared>);

struct Shared {
    target: Target,
    /// `None` without TLS.
    tls: Option<MakeRustlsConnect>,
    session: Mutex<Option<Arc<Session>>>,
}

impl Database {
    /// Reads a URL: `postgres://user:password@host:5432/database`. The parameters of [TLS](crate#tls) can follow, and
    /// `application_name`, by which an operator sees the connection. Nothing is connected yet.
    ///
    /// # Errors
    ///
    /// Returns an error if the URL is not valid, or if the certificates cannot be read.
    pub fn new(url: &str) -> Result<Self, DatabaseError> {
        Self::with_password(url, None)
    }

    /// Reads a URL, with a password to use if the URL has none.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn with_password(url: &str, password: Option<&str>) -> Result<Self, DatabaseError> {
        let mut target = url::parse(url)?;
        if let (None, Some(password)) = (target.config.get_password(), password) {
            target.config.password(password);
        }
        if target.config.get_application_name().is_none() {
            target.config.application_name("sap-concur");
        }
        let tls = match target.config.get_ssl_mode() {
            SslMode::Disable => None,
            _ => Some(tls::connector(target.root_certificates.as_deref())?),
        };
        Ok(Self(Arc::new(Shared {
            target,
            tls,
            session: Mutex::default(),
        })))
    }

    /// Returns a database on the same server with a connection of its own, so that neither waits for the other.
    #[must_use]
    pub fn separate(&self) -> Self {
        Self(Arc::new(Shared {
            target: self.0.target.clone(),
            tls: self.0.tls.clone(),
            session: Mutex::default(),
        }))
    }

    /// Returns the open connection, or opens one.
    ///
    /// # Errors
    ///
    /// Returns an error if the server cannot be reached or lets nobody in.
    pub async fn session(&self) -> Result<Arc<Session>, DatabaseError> {
        let mut session = self.0.session.lock().await;
        match &*session {
            Some(open) if !open.is_closed() => Ok(Arc::clone(open)),
            _ => Ok(Arc::clone(session.insert(Arc::new(self.connect().await?)))),
        }
    }

    /// Runs statements again, on a new connection where that is needed, until they succeed, fail for a reason that does
    /// not pass, or `patience` is over.
    ///
    /// They must be such that running them twice does what running them once does: the answer may be what was lost.
    ///
    /// # Errors
    ///
    /// Returns the last error.
    pub async fn persist<T, F>(
        &self,
        patience: Duration,
        mut statements: impl FnMut(Arc<Session>) -> F,
    ) -> Result<T, DatabaseError>
    where
        F: Future<Output = Result<T, DatabaseError>>,
    {
        let (began, mut pause) = (Instant::now(), PAUSES.0);
        loop {
            let result = match self.session().await {
                Ok(session) => statements(session).await,
                Err(error) => Err(error),
            };
            match result {
                Err(error) if error.is_transient() && began.elapsed() + pause < patience => {
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(PAUSES.1);
                }
                result => return result,
            }
        }
    }

    /// Runs statements in a transaction, on a connection of its own, and [persists](Self::persist).
    ///
    /// If the answer to its commit is lost, the transaction is run again although it was carried out. Where that matters,
    /// its statements find out.
    ///
    /// # Errors
    ///
    /// Returns the last error.
    pub async fn transaction<T, F>(
        &self,
        patience: Duration,
        mut statements: impl FnMut(Arc<Session>) -> F,
    ) -> Result<T, DatabaseError>
    where
        F: Future<Output = Result<T, DatabaseError>>,
    {
        let attempt = |session: Arc<Session>| {
            let statements = statements(Arc::clone(&session));
            async move {
                session.batch("BEGIN").await?;
                let result = match statements.await {
                    Ok(result) => session.batch("COMMIT").await.map(|()| result),
                    Err(error) => Err(error),
                };
                if result.is_err() {
                    // The next attempt needs a connection that is in no transaction.
                    session.close();
                }
                result
            }
        };
        // If this is dropped in between, the connection and the transaction end with it.
        self.separate().persist(patience, attempt).await
    }

    async fn connect(&self) -> Result<Session, DatabaseError> {
        let Shared { target, tls, .. } = &*self.0;
        let failed = |error: tokio_postgres::Error| DatabaseError::Connect {
            server: target.name.clone(),
            reason: error.into(),
        };
        let (client, connection) = match tls {
            Some(tls) => {
                let (client, connection) = target.config.connect(tls.clone()).await.map_err(failed)?;
                // An error ends it, and the statements that wait for it say so.
                (client, tokio::spawn(async move { drop(connection.await) }))
            }
            None => {
                let (client, connection) = target.config.connect(NoTls).await.map_err(failed)?;
                (client, tokio::spawn(async move { drop(connection.await) }))
            }
        };
        let session = Session::new(client, connection);
        // What was acknowledged must survive a power cut, whatever the default of the server is.
        let settings = format!(
            "SET synchronous_commit = on; SET statement_timeout = {}; SET lock_timeout = {};
             SET default_transaction_isolation = 'read committed'; SET client_min_messages = warning",
            STATEMENT_TIMEOUT.as_millis(),
            LOCK_TIMEOUT.as_millis(),
        );
        session.batch(&settings).await?;
        Ok(session)
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Database").field(&self.0.target.name).finish()
    }
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.target.name)
    }
}

//! Errors of a database.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio_postgres::error::SqlState;

/// An error of a [`Database`](crate::Database). No error has a password.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum DatabaseError {
    /// The URL is not valid.
    Url {
        /// What is wrong with it.
        message: String,
    },
    /// TLS could not be set up.
    Tls {
        /// The reason.
        message: String,
    },
    /// The server could not be reached, or let nobody in.
    Connect {
        /// The server, without the password.
        server: String,
        /// The error.
        error: Arc<tokio_postgres::Error>,
    },
    /// A statement failed, or the connection was cut while it ran: it may have been carried out then.
    Statement {
        /// The error.
        error: Arc<tokio_postgres::Error>,
    },
    /// The server did not answer in time. The statement may have been carried out.
    TimedOut {
        /// How long it was waited for.
        after: Duration,
    },
    /// A newer version of this program made the tables.
    NewerFormat {
        /// The name of the [`Schema`](crate::Schema).
        schema: &'static str,
        /// The format of the tables.
        found: i32,
        /// The newest format that is known here.
        known: i32,
    },
    /// An older version of this program made the tables. Opening them to write upgrades them.
    OlderFormat {
        /// The name of the [`Schema`](crate::Schema).
        schema: &'static str,
        /// The format of the tables.
        found: i32,
        /// The format that is known here.
        known: i32,
    },
}

impl DatabaseError {
    /// Returns whether the same statement may succeed later: the connection was cut, the server restarts, has too many
    /// connections or took too long.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Url { .. } | Self::Tls { .. } | Self::NewerFormat { .. } | Self::OlderFormat { .. } => false,
            Self::TimedOut { .. } => true,
            Self::Connect { error, .. } | Self::Statement { error } => match error.code() {
                Some(code) => is_transient(code),
                // Without a code it did not come from the server. Everything but the network would be a fault of ours.
                None => error.is_closed() || is_of_the_network(error),
            },
        }
    }

    /// Returns the code of the server, such as `23505`, if the error is from the server.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Connect { error, .. } | Self::Statement { error } => error.code().map(SqlState::code),
            _ => None,
        }
    }
}

/// Connections that are lost, a server that has no room or is stopping, and conflicts that end by waiting.
fn is_transient(code: &SqlState) -> bool {
    let class = code.code().get(..2).unwrap_or_default();
    matches!(class, "08" | "53")
        || [
            SqlState::ADMIN_SHUTDOWN,
            SqlState::CRASH_SHUTDOWN,
            SqlState::CANNOT_CONNECT_NOW,
            SqlState::QUERY_CANCELED,
            SqlState::LOCK_NOT_AVAILABLE,
            SqlState::T_R_SERIALIZATION_FAILURE,
            SqlState::T_R_DEADLOCK_DETECTED,
            // The primary became a standby, and another one takes over.
            SqlState::READ_ONLY_SQL_TRANSACTION,
        ]
        .contains(code)
}

fn is_of_the_network(error: &tokio_postgres::Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        // Certificates are errors of the network, too, for rustls: those do not pass.
        if let Some(error) = error.downcast_ref::<std::io::Error>() {
            return error.kind() != std::io::ErrorKind::InvalidData;
        }
        source = error.source();
    }
    // `connect_timeout`, which has no source.
    error.to_string().contains("timed out") || error.to_string().contains("timeout")
}

impl fmt::Display for DatabaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url { message } => write!(f, "the URL of the database is not valid: {message}"),
            Self::Tls { message } => write!(f, "TLS to the database could not be set up: {message}"),
            Self::Connect { server, error } => write!(f, "no connection to {server}: {}", Reason(error)),
            Self::Statement { error } => write!(f, "the database failed: {}", Reason(error)),
            Self::TimedOut { after } => write!(f, "the database did not answer within {after:?}"),
            Self::NewerFormat { schema, found, known } => write!(
                f,
                "the {schema} tables have format {found} of a newer version; this one knows formats up to {known}"
            ),
            Self::OlderFormat { schema, found, known } => write!(
                f,
                "the {schema} tables have format {found} of an older version; they are upgraded to format {known} when they \
                 are opened to write"
            ),
        }
    }
}

impl std::error::Error for DatabaseError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Connect { error, .. } | Self::Statement { error } => Some(error),
            _ => None,
        }
    }
}

/// What the server said, or what the network did.
struct Reason<'a>(&'a tokio_postgres::Error);

impl fmt::Display for Reason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(server) = self.0.as_db_error() {
            return write!(f, "{} ({})", server.message(), server.code().code());
        }
        match std::error::Error::source(self.0) {
            Some(source) => write!(f, "{source}"),
            None => write!(f, "{}", self.0),
        }
    }
}

pub(crate) fn failed(error: tokio_postgres::Error) -> DatabaseError {
    DatabaseError::Statement { error: Arc::new(error) }
}

//! Errors of a database.

use std::fmt;
use std::time::Duration;

use tokio_postgres::error::SqlState;

/// An error of a [`Database`](crate::Database). No error has a password, nor values of a row, which the server quotes in
/// the details of its errors.
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
        /// The reason.
        reason: Reason,
    },
    /// A statement failed, or the connection was cut while it ran: it may have been carried out then.
    Statement {
        /// The reason.
        reason: Reason,
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
            Self::Connect { reason, .. } | Self::Statement { reason } => reason.is_transient,
        }
    }

    /// Returns the code of the server, such as `23505`, if the error is from the server.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Connect { reason, .. } | Self::Statement { reason } => reason.code.as_deref(),
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
            Self::Connect { server, reason } => write!(f, "no connection to {server}: {reason}"),
            Self::Statement { reason } => write!(f, "the database failed: {reason}"),
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

impl std::error::Error for DatabaseError {}

/// What the server said, or what the network did.
#[derive(Clone, Debug)]
pub struct Reason {
    code: Option<String>,
    message: String,
    is_transient: bool,
}

impl From<tokio_postgres::Error> for Reason {
    fn from(error: tokio_postgres::Error) -> Self {
        if let Some(server) = error.as_db_error() {
            return Self {
                code: Some(server.code().code().to_owned()),
                message: server.message().to_owned(),
                is_transient: is_transient(server.code()),
            };
        }
        Self {
            code: None,
            message: std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string),
            // It did not come from the server. Everything but the network would be a fault of ours.
            is_transient: error.is_closed() || is_of_the_network(&error),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.code {
            Some(code) => write!(f, "{} ({code})", self.message),
            None => f.write_str(&self.message),
        }
    }
}

pub(crate) fn failed(error: tokio_postgres::Error) -> DatabaseError {
    DatabaseError::Statement { reason: error.into() }
}

//! Token stores that machines share, for the SAP Concur SDK.
//!
//! A [`PostgresTokenStore`] keeps tokens in a table of a PostgreSQL server. Programs on any number of machines use one
//! authorization: one of them renews the token, and the others use what it has saved.
//!
//! ```no_run
//! use concur_stores::{Database, EncryptionKeys, PostgresTokenStore};
//!
//! # fn example() -> Result<PostgresTokenStore, Box<dyn std::error::Error>> {
//! let database = Database::new("postgres://worker:password@db.example.com/concur")?;
//! let keys = std::env::var("TOKEN_KEY")?;
//! let store = PostgresTokenStore::new(database).encrypted_with(EncryptionKeys::parse(&keys.into())?);
//! // For the `token_store` of a client builder.
//! # Ok(store)
//! # }
//! ```
//!
//! # The table
//!
//! `concur_token` has a row per [`TokenKey`](sap_concur_runtime::TokenKey). Everything but the tokens themselves is
//! readable: whose they are, when they expire, when they were saved, and who is renewing them. The columns have comments
//! (`\d+ concur_token` in psql). Rows are not deleted, because the version of a deleted token is not used again.
//!
//! The table is created at first use. If the role of your programs must not create tables, let another role call
//! [`migrate`](PostgresTokenStore::migrate) once for each release that has a new format, and grant the rest:
//!
//! ```sql
//! GRANT SELECT ON concur_format TO worker;
//! GRANT SELECT, INSERT, UPDATE ON concur_token TO worker;
//! ```
//!
//! # Encryption
//!
//! Without a key, whoever can read the table, a backup of it or the statement log of a server that logs parameters can
//! act for the owners of the tokens. With [`EncryptionKeys`], the tokens are encrypted with AES-256-GCM before they leave
//! the program.
//!
//! # Failures
//!
//! * A statement whose connection is cut is repeated on a new one, without saving twice.
//! * If the server cannot be reached for longer than the [`patience`](PostgresTokenStore::patience), the error says so,
//!   and a token that was just received stays in the memory of its program, which saves it with the next call.
//! * A program that is killed while it renews leaves its lease, which expires on the clock of the server, in seconds.
//! * A server that fails over to an asynchronous replica can lose the last renewal, and with it the refresh token. Use
//!   synchronous replication.

mod columns;
mod encryption;
mod error;
mod lease;
mod store;
mod table;
mod turns;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

pub use concur_postgres::{Database, DatabaseError};
pub use encryption::{EncryptionKeyError, EncryptionKeys};
pub use store::PostgresTokenStore;

//! Connections to PostgreSQL that survive cuts and restarts.
//!
//! A [`Database`] is one server and one database on it. It connects when it is first used, and again after the connection
//! was cut. Everything goes over one connection, in statements that commit by themselves, so there is no pool and no
//! transaction that a dropped future could leave open; statements of several tasks are sent one after the other without
//! waiting in between.
//!
//! A [`Schema`] is a set of tables with a version. [`Database::prepare`] creates and upgrades them.
//!
//! # TLS
//!
//! A server on another machine is asked for TLS, and its certificate must be valid for its name. The URL can say more:
//!
//! | parameter | meaning |
//! |---|---|
//! | `sslmode=disable` | no TLS, for a network that you trust: passwords and contents are readable on it |
//! | `sslmode=require` | TLS also to the own machine |
//! | `sslrootcert=FILE` | the certificates of authorities to trust, in PEM, in place of those of the system |
//!
//! Unlike in libpq, `prefer` and `allow` mean the same as leaving the parameter out: they would fall back to plain text.
//! `verify-ca` and `verify-full` mean `require`, which always verifies.
//!
//! # Poolers
//!
//! PgBouncer in front of the server must pool sessions: each connection has settings and prepared statements.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod database;
mod error;
mod schema;
mod session;
#[cfg(all(feature = "testing", unix))]
pub mod testing;
mod tls;
mod url;

pub use database::Database;
pub use error::{DatabaseError, Reason};
pub use schema::Schema;
pub use session::{FromSql, Row, Session, ToSql};

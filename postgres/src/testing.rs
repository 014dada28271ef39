//! A server for tests, from the PostgreSQL programs that are installed.
//!
//! Each server has its own folder and a socket in it, and nothing on the network. It ends with the program that started
//! it, also if that one is killed.
//!
//! ```no_run
//! # async fn example() {
//! let Some(server) = concur_postgres::testing::Server::start("doubled documents are refused") else {
//!     return; // No PostgreSQL is installed: stderr says that the test is left out.
//! };
//! let url = server.database().await;
//! # }
//! ```

#[cfg(not(unix))]
mod no_server;
#[cfg(unix)]
mod server;

use std::io::Write;
use std::{env, io};

#[cfg(not(unix))]
pub use no_server::Server;
#[cfg(unix)]
pub use server::Server;

/// The variable that turns a missing server into a failure: `required`.
pub const VARIABLE: &str = "CONCUR_TEST_POSTGRES";

/// Says on stderr that a test is left out.
///
/// # Panics
///
/// If the [variable](VARIABLE) says that a server must be installed.
fn leave_out(test: &str) {
    assert!(
        env::var_os(VARIABLE).is_none_or(|value| value != "required"),
        "PostgreSQL is not installed"
    );
    // Not captured, unlike what `eprintln` writes.
    let _ = writeln!(io::stderr(), "left out, because PostgreSQL is not installed: {test}");
}

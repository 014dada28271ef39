//! A journal that machines share, in PostgreSQL.

use clap::ArgMatches;
use concur_import::PostgresOptions;
use concur_import::postgres::{PostgresJournal, RateLimit};
use concur_postgres::Database;

use super::journal::failed;
use super::options::{self, Rate};
use crate::failure::Failure;
use crate::store;

/// The journal.
pub(super) type Shared = PostgresJournal;

/// The variable with the password of a database, as other programs for PostgreSQL use it.
const PASSWORD: &str = "PGPASSWORD";

/// Opens the journal to change it.
pub(super) async fn open(url: &str, matches: &ArgMatches) -> Result<Shared, Failure> {
    let (database, options) = prepared(url, matches)?;
    PostgresJournal::open(database, options).await.map_err(failed)
}

/// Opens the journal to read it. Nothing if there is none.
pub(super) async fn open_to_read(url: &str, matches: &ArgMatches) -> Result<Option<Shared>, Failure> {
    let (database, options) = prepared(url, matches)?;
    PostgresJournal::open_to_read(database, options).await.map_err(failed)
}

fn prepared(url: &str, matches: &ArgMatches) -> Result<(Database, PostgresOptions), Failure> {
    if matches
        .get_one::<String>("journal")
        .is_some_and(|given| store::has_password(given))
    {
        return Err(
            Failure::usage("`--journal` has a password, and other users of the machine can see arguments")
                .with_remedy("use the environment variable CONCUR_JOURNAL or PGPASSWORD"),
        );
    }
    let password = std::env::var(PASSWORD).ok();
    let database = Database::with_password(url, password.as_deref());
    let database = database.map_err(|error| Failure::usage(format!("--journal: {error}")))?;
    let mut options = PostgresOptions::default().name(options::worker(matches));
    if let Some(lease) = options::lease(matches)? {
        options = options.lease(lease);
    }
    Ok((database, options))
}

/// Sets the limit that all workers share. Without one on the command line, that of the journal stays.
pub(super) async fn set_rate(journal: &Shared, rate: Option<Rate>) -> Result<(), Failure> {
    let limit = match rate {
        None => return Ok(()),
        Some(Rate::Unlimited) => None,
        Some(Rate::Limit(requests, period)) => Some(RateLimit { requests, period }),
    };
    journal.set_rate(limit).await.map_err(failed)
}

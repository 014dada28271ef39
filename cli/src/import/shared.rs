//! A journal that machines share, in PostgreSQL.

use clap::ArgMatches;
use concur_import::PostgresOptions;
use concur_import::postgres::{PostgresJournal, RateLimit, WorkerEntry};
use concur_postgres::Database;

use super::error::failed;
use super::options::{self, Rate};
use crate::failure::Failure;
use crate::json::Json;
use crate::{database_url, terminal};

/// The journal.
pub(super) type Shared = PostgresJournal;

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
        .is_some_and(|given| database_url::has_password(given))
    {
        return Err(
            Failure::usage("`--journal` has a password, and other users of the machine can see arguments")
                .with_remedy("use the environment variable CONCUR_JOURNAL or PGPASSWORD"),
        );
    }
    let database = database_url::open(url).map_err(|error| Failure::usage(format!("the journal: {error}")))?;
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

/// The programs that send, and those that did within the last week.
pub(super) async fn workers(journal: &Shared) -> Result<Vec<Json>, Failure> {
    let workers = journal.workers().await.map_err(failed)?;
    Ok(workers.iter().map(described).collect())
}

fn described(worker: &WorkerEntry) -> Json {
    let time = |time| jiff::Timestamp::try_from(time).map_or_else(|_| String::new(), |time| format!("{time:.0}"));
    let lease = match worker.lease {
        Some(left) => format!("{} s left", left.as_secs()),
        None => "run out".to_owned(),
    };
    let fields = [
        ("worker", Json::Number(worker.id.to_string())),
        ("name", Json::Text(worker.name.clone())),
        ("lease", Json::Text(lease)),
        ("documents", Json::Number(worker.documents.to_string())),
        ("steps", Json::Number(worker.steps.to_string())),
        (
            "stepsPerMinute",
            Json::Number(format!("{:.0}", worker.steps_per_minute)),
        ),
        ("started", Json::Text(time(worker.started_at))),
        ("seen", Json::Text(time(worker.seen_at))),
    ];
    Json::Object(fields.map(|(name, value)| (name.to_owned(), value)).into())
}

/// Says on one line how many workers there are, and how fast they are.
pub(super) async fn summary(journal: &Shared) -> Result<(), Failure> {
    let (workers, rate) = (
        journal.workers().await.map_err(failed)?,
        journal.rate().await.map_err(failed)?,
    );
    let living = workers.iter().filter(|worker| worker.lease.is_some());
    let per_minute = living.clone().fold(0.0, |sum, worker| sum + worker.steps_per_minute);
    let limit = match rate {
        Some(RateLimit { requests, period }) => format!("{requests} requests in {} s", period.as_secs()),
        None => "none".to_owned(),
    };
    terminal::note(&format!(
        "{} workers, {per_minute:.0} steps per minute; limit: {limit}. --workers lists them.",
        living.count()
    ));
    Ok(())
}

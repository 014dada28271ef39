//! All workers of a journal, and the limit that they share.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use concur_postgres::{DatabaseError, Row, Session};

/// A program that sends documents.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkerEntry {
    /// The number of the worker. A program that has lost its lease goes on under another one.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// When it began.
    pub started_at: SystemTime,
    /// When it gave its last sign of life.
    pub seen_at: SystemTime,
    /// How much longer its lease lasts; `None` if it has run out.
    pub lease: Option<Duration>,
    /// How many steps it has sent.
    pub steps: u64,
    /// How many steps it sent per minute lately.
    pub steps_per_minute: f64,
    /// How many documents it has at the moment.
    pub documents: u64,
}

/// A number of requests per period, of all workers together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// The number of requests.
    pub requests: u32,
    /// The period.
    pub period: Duration,
}

pub(super) async fn workers(session: Arc<Session>) -> Result<Vec<WorkerEntry>, DatabaseError> {
    let rows = session
        .query(
            "SELECT id, name, started_at, seen_at, steps, steps_per_minute,
                 extract(epoch FROM lease_until - clock_timestamp())::double precision AS lease,
                 (SELECT count(*) FROM concur_document WHERE worker = w.id) AS documents
             FROM concur_worker AS w WHERE lease_until > now() - interval '7 days' ORDER BY id",
            &[],
        )
        .await?;
    let count = |row: &Row, column: &str| u64::try_from(row.get::<_, i64>(column)).unwrap_or_default();
    let worker = |row: &Row| {
        let lease = Duration::try_from_secs_f64(row.get("lease")).ok();
        WorkerEntry {
            id: row.get("id"),
            name: row.get("name"),
            started_at: row.get("started_at"),
            seen_at: row.get("seen_at"),
            lease: lease.filter(|lease| !lease.is_zero()),
            steps: count(row, "steps"),
            steps_per_minute: row.get("steps_per_minute"),
            documents: count(row, "documents"),
        }
    };
    Ok(rows.iter().map(worker).collect())
}

/// The name of the limit in the table.
pub(super) const NAME: &str = "service";

pub(super) async fn rate(session: Arc<Session>) -> Result<Option<RateLimit>, DatabaseError> {
    let row = session
        .query_opt(
            "SELECT requests, extract(epoch FROM period)::double precision FROM concur_rate WHERE name = $1",
            &[&NAME],
        )
        .await?;
    Ok(row.and_then(|row| {
        Some(RateLimit {
            requests: u32::try_from(row.get::<_, i32>(0)).ok()?,
            period: Duration::try_from_secs_f64(row.get(1)).ok()?,
        })
    }))
}

pub(super) async fn set_rate(session: Arc<Session>, rate: Option<RateLimit>) -> Result<(), DatabaseError> {
    let Some(RateLimit { requests, period }) = rate else {
        let removed = session
            .execute("DELETE FROM concur_rate WHERE name = $1", &[&NAME])
            .await;
        return removed.map(drop);
    };
    let requests = i32::try_from(requests).unwrap_or(i32::MAX);
    session
        .execute(
            "INSERT INTO concur_rate(name, requests, period) VALUES($1, $2, make_interval(secs => $3))
         ON CONFLICT(name) DO UPDATE SET requests = excluded.requests, period = excluded.period",
            &[&NAME, &requests, &period.as_secs_f64()],
        )
        .await
        .map(drop)
}

//! The worker of a program: its lease, and its signs of life.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use concur_postgres::{Database, DatabaseError, Session};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::PostgresOptions;
use crate::lease::Lease;
use crate::target::Task;

/// How many signs of life a worker gives in the time of its lease.
const BEATS: u32 = 3;

/// The part of a lease that a worker does not use, for clocks that run at different speeds.
const RESERVE: u32 = 10;

/// The worker of a program. Others take over from it some time after this was dropped.
#[derive(Debug)]
pub(super) struct Worker {
    id: i64,
    state: Arc<Shared>,
    lease: watch::Receiver<Instant>,
    round: Mutex<SystemTime>,
    heart: JoinHandle<()>,
}

/// What the worker and its heart share.
#[derive(Debug)]
struct Shared {
    /// When the lease ends, in the clock of this program.
    end: watch::Sender<Instant>,
    steps: AtomicU64,
}

impl Shared {
    /// Lets the lease end now.
    fn lose(&self) {
        self.end.send_replace(Instant::now());
    }

    /// Moves the end of a lease that was asked for at a time, unless it is lost.
    fn extend(&self, asked: Instant, lease: Duration) {
        let usable = lease - lease / RESERVE;
        self.end.send_if_modified(|end| {
            let is_held = Instant::now() < *end;
            if is_held {
                *end = asked + usable;
            }
            is_held
        });
    }
}

impl Worker {
    /// Makes the worker known, and starts its signs of life.
    pub(super) async fn begin(database: &Database, options: &PostgresOptions) -> Result<Self, DatabaseError> {
        let (name, seconds) = (options.name.as_str(), options.lease.as_secs_f64());
        let begin = |session: Arc<Session>| async move {
            session
                .execute(
                    "DELETE FROM concur_worker AS w WHERE lease_until < now() - interval '7 days'
                     AND NOT EXISTS (SELECT 1 FROM concur_document WHERE worker = w.id)",
                    &[],
                )
                .await?;
            let asked = Instant::now();
            let begun = session
                .query_one(
                    "INSERT INTO concur_worker(name, lease_until)
                     VALUES($1, clock_timestamp() + make_interval(secs => $2)) RETURNING id, clock_timestamp()",
                    &[&name, &seconds],
                )
                .await?;
            Ok((asked, begun.get(0), begun.get(1)))
        };
        let (asked, id, now) = database.persist(options.patience, begin).await?;
        let (end, lease) = watch::channel(asked + (options.lease - options.lease / RESERVE));
        let state = Arc::new(Shared {
            end,
            steps: AtomicU64::new(0),
        });
        let heart = beat(database.separate(), id, options.lease, Arc::clone(&state));
        Ok(Self {
            id,
            state,
            lease,
            round: Mutex::new(now),
            heart: tokio::spawn(heart),
        })
    }

    pub(super) fn id(&self) -> i64 {
        self.id
    }

    pub(super) fn lease(&self) -> Lease {
        Lease::until(self.lease.clone())
    }

    /// The server says that the lease has run out.
    pub(super) fn lose(&self) {
        self.state.lose();
    }

    /// Gives a task the lease of the worker.
    pub(super) fn lend(&self, mut task: Task) -> Task {
        task.lease = self.lease();
        task
    }

    /// When the round began, in the clock of the server.
    pub(super) fn round(&self) -> SystemTime {
        *self.round.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn begin_round(&self, now: SystemTime) {
        *self.round.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    pub(super) fn count_step(&self) {
        self.state.steps.fetch_add(1, SeqCst);
    }

    /// Ends the worker: others take over at once.
    pub(super) async fn end(&self, database: &Database) -> Result<(), DatabaseError> {
        self.heart.abort();
        self.state.lose();
        let steps = i64::try_from(self.state.steps.load(SeqCst)).unwrap_or(i64::MAX);
        let session = database.session().await?;
        session
            .execute(
                "UPDATE concur_worker SET lease_until = least(lease_until, clock_timestamp()), seen_at = clock_timestamp(),
                     steps = $2, steps_per_minute = 0 WHERE id = $1",
                &[&self.id, &steps],
            )
            .await?;
        sweep(session).await.map(drop)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // Or a worker that is gone would keep its lease.
        self.heart.abort();
        self.state.lose();
    }
}

/// Extends the lease and takes over from others, on a connection of its own, until the lease is lost.
async fn beat(database: Database, id: i64, lease: Duration, state: Arc<Shared>) {
    let pause = lease / BEATS;
    let (mut before, mut counted) = (Instant::now(), 0);
    loop {
        tokio::time::sleep(pause).await;
        let (asked, steps) = (Instant::now(), state.steps.load(SeqCst));
        let per_minute = (steps - counted) as f64 * 60.0 / (asked - before).as_secs_f64();
        let extend = |session: Arc<Session>| async move {
            session
                .execute(
                    "UPDATE concur_worker SET lease_until = clock_timestamp() + make_interval(secs => $2),
                         seen_at = clock_timestamp(), steps = $3, steps_per_minute = $4
                     WHERE id = $1 AND lease_until > clock_timestamp()",
                    &[
                        &id,
                        &lease.as_secs_f64(),
                        &i64::try_from(steps).unwrap_or(i64::MAX),
                        &per_minute,
                    ],
                )
                .await
        };
        // The lease ends by itself while the database cannot be reached.
        match database.persist(pause, extend).await {
            Ok(0) => state.lose(),
            Ok(_) => {
                state.extend(asked, lease);
                (before, counted) = (asked, steps);
            }
            Err(_) => {}
        }
        if Instant::now() >= *state.end.borrow() {
            return;
        }
        let _ = database.persist(pause, sweep).await;
    }
}

/// Takes over from workers whose lease has run out.
pub(super) async fn sweep(session: Arc<Session>) -> Result<i64, DatabaseError> {
    let swept = session.query_one("SELECT concur_sweep()", &[]).await?;
    Ok(swept.get(0))
}

/// The time of the server.
pub(super) async fn now(session: Arc<Session>) -> Result<SystemTime, DatabaseError> {
    let now = session.query_one("SELECT clock_timestamp()", &[]).await?;
    Ok(now.get(0))
}

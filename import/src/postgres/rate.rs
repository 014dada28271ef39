//! A limit of requests that all workers share.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::time::Duration;

use concur_postgres::{Database, DatabaseError, Session};
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::error::failed;
use super::fleet::NAME;
use crate::journal::JournalError;

/// How many turns are asked for at once, at most.
const MAX_TURNS: u32 = 64;

/// How soon a limit that is set while the program runs holds.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Makes requests wait for their turn among those of all workers, in the clock of the server. Turns are evenly spaced.
/// Without a [limit](super::PostgresJournal::set_rate) it is always their turn.
#[derive(Debug)]
pub struct SharedRate {
    database: Database,
    patience: Duration,
    waiting: AtomicU32,
    turns: Mutex<Turns>,
}

#[derive(Debug, Default)]
struct Turns {
    /// When the requests that wait may be sent.
    next: VecDeque<Instant>,
    /// Until then, there is no limit.
    unlimited: Option<Instant>,
}

impl SharedRate {
    pub(super) fn new(database: Database, patience: Duration) -> Self {
        Self {
            database,
            patience,
            waiting: AtomicU32::new(0),
            turns: Mutex::default(),
        }
    }

    /// Waits until it is the turn of a request. A request that is given up then has used its turn.
    ///
    /// # Errors
    ///
    /// Returns an error if the database cannot be reached.
    pub async fn turn(&self) -> Result<(), JournalError> {
        let turn = {
            let _waiting = Waiting::new(&self.waiting);
            let mut turns = self.turns.lock().await;
            if turns.unlimited.is_some_and(|until| Instant::now() < until) {
                return Ok(());
            }
            if turns.next.is_empty() {
                self.ask(&mut turns).await?;
            }
            turns.next.pop_front()
        };
        if let Some(turn) = turn {
            tokio::time::sleep_until(turn).await;
        }
        Ok(())
    }

    /// Lets nobody send for a time, for the service has asked for it.
    ///
    /// # Errors
    ///
    /// Returns an error if the database cannot be reached.
    pub async fn pause(&self, time: Duration) -> Result<(), JournalError> {
        let pause = |session: Arc<Session>| async move {
            session
                .execute(
                    "UPDATE concur_rate SET next_at = greatest(next_at, clock_timestamp() + make_interval(secs => $2))
                     WHERE name = $1",
                    &[&NAME, &time.as_secs_f64()],
                )
                .await
        };
        let paused = self.database.persist(self.patience, pause).await;
        paused.map(drop).map_err(failed)
    }

    /// Asks for as many turns as requests are waiting.
    async fn ask(&self, turns: &mut Turns) -> Result<(), JournalError> {
        let count = self.waiting.load(SeqCst).clamp(1, MAX_TURNS);
        let ask = |session| next_turns(session, count);
        match self.database.persist(self.patience, ask).await.map_err(failed)? {
            Some((first, spacing)) => turns.next.extend((0..count).map(|number| first + spacing * number)),
            None => turns.unlimited = Some(Instant::now() + LOOK_AGAIN),
        }
        Ok(())
    }
}

/// Returns when the first of these turns is, and the time between two.
async fn next_turns(session: Arc<Session>, count: u32) -> Result<Option<(Instant, Duration)>, DatabaseError> {
    let turns = session
        .query_opt(
            "UPDATE concur_rate SET next_at = greatest(next_at, clock_timestamp()) + period / requests * $2::double precision
             WHERE name = $1
             RETURNING extract(epoch FROM period / requests)::double precision,
                 extract(epoch FROM next_at - clock_timestamp())::double precision",
            &[&NAME, &f64::from(count)],
        )
        .await?;
    Ok(turns.map(|turns| {
        let spacing = Duration::try_from_secs_f64(turns.get(0)).unwrap_or_default();
        let after_all = Duration::try_from_secs_f64(turns.get(1)).unwrap_or_default();
        (Instant::now() + after_all.saturating_sub(spacing * count), spacing)
    }))
}

/// Counts a request that waits, as long as it does.
struct Waiting<'a>(&'a AtomicU32);

impl<'a> Waiting<'a> {
    fn new(count: &'a AtomicU32) -> Self {
        count.fetch_add(1, SeqCst);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, SeqCst);
    }
}

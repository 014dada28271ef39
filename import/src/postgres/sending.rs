//! Steps that are sent, and what becomes of them.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use concur_postgres::{DatabaseError, Row, Session};

use crate::document::State;
use crate::lease::Lease;
use crate::target::{Outcome, Task};

/// What the journal says to a worker.
pub(super) enum Answer {
    Task(Box<Task>),
    /// Nothing is left to send.
    Nothing,
    /// The worker was taken for lost.
    LeaseLost,
    /// Somebody else decided on the step whose outcome this is.
    Superseded,
}

/// What a worker that records an outcome wants next.
#[derive(Clone, Copy)]
pub(super) struct Outgoing {
    pub(super) worker: i64,
    /// See [`new_call`].
    pub(super) call: i64,
    pub(super) round: SystemTime,
    /// Between two questions about an accepted document.
    pub(super) pauses: (Duration, Duration),
    pub(super) go_on: bool,
}

/// Identifies a request to take a task. Repeated, it finds what was taken.
pub(super) fn new_call() -> i64 {
    fastrand::i64(..)
}

/// Takes the next task.
pub(super) async fn claim(
    session: Arc<Session>,
    worker: i64,
    call: i64,
    round: SystemTime,
) -> Result<Answer, DatabaseError> {
    let row = session
        .query_one("SELECT * FROM concur_claim($1, $2, $3)", &[&worker, &call, &round])
        .await?;
    Ok(answer(&row))
}

/// Records an outcome, and takes the next task.
pub(super) async fn record(
    session: Arc<Session>,
    outgoing: Outgoing,
    task: &Task,
    outcome: &Outcome,
) -> Result<Answer, DatabaseError> {
    let was_accepted = task.accepted.is_some();
    let (state, id, number, message) = match outcome {
        Outcome::NotSent if was_accepted => (State::Accepted, None, None, None),
        Outcome::NotSent => (State::Planned, None, None, None),
        Outcome::Created { id, number } => (State::Created, id.as_ref(), number.as_ref(), None),
        Outcome::Accepted { id } => (State::Accepted, id.as_ref(), None, None),
        Outcome::Failed { message } => (State::Failed, None, None, Some(message)),
        Outcome::Refused { message } => (State::Refused, None, None, Some(message)),
        Outcome::Uncertain { message } => (State::Uncertain, None, None, Some(message)),
    };
    let position = i32::try_from(task.position).unwrap_or(i32::MAX);
    let (first, longest) = (outgoing.pauses.0.as_secs_f64(), outgoing.pauses.1.as_secs_f64());
    let row = session
        .query_one(
            "SELECT * FROM concur_record($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
            &[
                &outgoing.worker,
                &outgoing.call,
                &outgoing.round,
                &task.document,
                &position,
                &task.token,
                &was_accepted,
                &state.as_str(),
                &id,
                &number,
                &message.map(|message| message.replace('\0', "\u{fffd}")),
                &first,
                &longest,
                &outgoing.go_on,
            ],
        )
        .await?;
    Ok(answer(&row))
}

fn answer(row: &Row) -> Answer {
    match row.get("verdict") {
        "task" => Answer::Task(Box::new(task(row))),
        "lease_lost" => Answer::LeaseLost,
        "superseded" => Answer::Superseded,
        _ => Answer::Nothing,
    }
}

fn task(row: &Row) -> Task {
    let number = |column| u32::try_from(row.get::<_, i32>(column)).unwrap_or_default();
    Task {
        document: row.get("document"),
        position: number("position"),
        attempt: number("attempt"),
        token: row.get("token"),
        key: row.get("key"),
        mark: row.get("mark"),
        name: row.get("name"),
        body: row.get("body"),
        ids: row.get("ids"),
        accepted: row.get::<_, bool>("is_accepted").then(|| row.get("accepted_id")),
        lease: Lease::unlimited(),
    }
}

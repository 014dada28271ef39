//! Steps that are sent, and what becomes of them.
//!
//! `state <> 'created'` stands beside another state so that the index of open documents is used: SQLite does not conclude
//! it.

use rusqlite::{Connection, OptionalExtension, Result, params};

use super::columns::now;
use super::session::Session;
use crate::document::State;
use crate::journal::{Resolution, Resolved, Retry};
use crate::lease::Lease;
use crate::target::{Outcome, Task};

/// Marks what an interrupted program was sending as uncertain.
pub(super) fn interrupt(connection: &Connection) -> Result<()> {
    let transaction = connection.unchecked_transaction()?;
    transaction.execute(
        "UPDATE step SET state = ?1, message = 'the program ended before the response came'
         WHERE state = ?2 AND document IN (SELECT id FROM document WHERE state <> 'created' AND state = ?2)",
        params![State::Uncertain, State::Sending],
    )?;
    transaction.execute(
        "UPDATE document SET state = ?1, changed_at = ?3 WHERE state <> 'created' AND state = ?2",
        params![State::Uncertain, State::Sending, now()],
    )?;
    transaction.commit()
}

/// Takes the next document that is planned or accepted and not claimed yet.
pub(super) fn claim(connection: &Connection, session: &mut Session) -> Result<Option<Task>> {
    let mut next = connection.prepare_cached(
        "SELECT min(id) FROM (
             SELECT min(id) AS id FROM document WHERE state <> 'created' AND state = 'planned' AND id > ?1
             UNION ALL SELECT min(id) FROM document WHERE state <> 'created' AND state = 'accepted' AND id > ?1)",
    )?;
    loop {
        let Some(id) = next.query_row([session.up_to], |row| row.get::<_, Option<i64>>(0))? else {
            return Ok(None);
        };
        session.up_to = id;
        if !session.undecided.contains(&id) && session.claimed.insert(id) {
            return task(connection, id);
        }
    }
}

/// Takes the open step of a document that is planned or accepted. A planned one is being sent from now on.
fn task(connection: &Connection, document: i64) -> Result<Option<Task>> {
    let mut open = connection.prepare_cached(
        "SELECT step.position, step.name, step.body, step.state, step.attempt, step.remote_id, document.key, document.mark
         FROM step JOIN document ON document.id = step.document
         WHERE step.document = ?1 AND step.state <> 'created' ORDER BY step.position LIMIT 1",
    )?;
    let task = open.query_row([document], |row| {
        let state: State = row.get(3)?;
        Ok(Task {
            document,
            position: row.get(0)?,
            attempt: row.get(4)?,
            token: 0,
            key: row.get(6)?,
            mark: row.get(7)?,
            name: row.get(1)?,
            body: row.get(2)?,
            ids: Vec::new(),
            accepted: match state {
                State::Accepted => Some(row.get(5)?),
                _ => None,
            },
            lease: Lease::unlimited(),
        })
    });
    let Some(mut task) = task.optional()? else {
        return Ok(None);
    };
    let mut ids = connection
        .prepare_cached("SELECT remote_id FROM step WHERE document = ?1 AND position < ?2 ORDER BY position")?;
    task.ids = ids
        .query_map(params![document, task.position], |row| row.get(0))?
        .collect::<Result<_>>()?;
    if task.accepted.is_none() {
        task.attempt += 1;
        connection
            .prepare_cached(
                "UPDATE step SET state = ?3, attempt = ?4, message = NULL WHERE document = ?1 AND position = ?2",
            )?
            .execute(params![document, task.position, State::Sending, task.attempt])?;
        set_state(connection, document, State::Sending)?;
    }
    Ok(Some(task))
}

/// Records an outcome. Returns `None` in the outer option if the step is not in the state in which the task was taken.
pub(super) fn record(
    connection: &Connection,
    session: &mut Session,
    task: &Task,
    outcome: &Outcome,
    go_on: bool,
) -> Result<Option<Option<Task>>> {
    let expected = match task.accepted {
        Some(_) => State::Accepted,
        None => State::Sending,
    };
    let (state, id, number, message) = match outcome {
        Outcome::NotSent if expected == State::Accepted => (State::Accepted, None, None, None),
        Outcome::NotSent => (State::Planned, None, None, None),
        Outcome::Created { id, number } => (State::Created, id.as_ref(), number.as_ref(), None),
        Outcome::Accepted { id } => (State::Accepted, id.as_ref(), None, None),
        Outcome::Failed { message } => (State::Failed, None, None, Some(message)),
        Outcome::Refused { message } => (State::Refused, None, None, Some(message)),
        Outcome::Uncertain { message } => (State::Uncertain, None, None, Some(message)),
    };
    let unsent = u32::from(state == State::Planned);
    // An id from the acceptance stays where the confirmation has none.
    let changed = connection
        .prepare_cached(
            "UPDATE step SET state = ?5, remote_id = coalesce(?6, remote_id), number = coalesce(?7, number), message = ?8,
                 attempt = attempt - ?9
             WHERE document = ?1 AND position = ?2 AND attempt = ?3 AND state = ?4",
        )?
        .execute(params![
            task.document,
            task.position,
            task.attempt,
            expected,
            state,
            id,
            number,
            message,
            unsent
        ])?;
    if changed == 0 {
        return Ok(None);
    }
    let state = refresh(connection, task.document)?;
    if state == State::Planned {
        if go_on {
            return self::task(connection, task.document).map(Some);
        }
        session.up_to = session.up_to.min(task.document - 1);
    }
    if state == State::Accepted {
        session.undecided.insert(task.document);
    }
    session.claimed.remove(&task.document);
    match go_on {
        true => claim(connection, session).map(Some),
        false => Ok(Some(None)),
    }
}

/// Sets the state of a document from its steps, and returns it.
pub(super) fn refresh(connection: &Connection, document: i64) -> Result<State> {
    let state = connection
        .prepare_cached("SELECT state FROM step WHERE document = ?1 AND state <> 'created' ORDER BY position LIMIT 1")?
        .query_row([document], |row| row.get(0))
        .optional()?
        .unwrap_or(State::Created);
    set_state(connection, document, state)?;
    Ok(state)
}

fn set_state(connection: &Connection, document: i64, state: State) -> Result<()> {
    connection
        .prepare_cached("UPDATE document SET state = ?2, changed_at = ?3 WHERE id = ?1")?
        .execute(params![document, state, now()])?;
    Ok(())
}

/// Plans steps again that were not carried out, but not those of a document that was planned once more since.
pub(super) fn retry(connection: &Connection, session: &mut Session, retry: &Retry) -> Result<u64> {
    session.up_to = 0;
    let (of, value) = match retry {
        Retry::Failed => ("state <> 'created' AND state = ?1", State::Failed.as_str()),
        Retry::Refused => ("state <> 'created' AND state = ?1", State::Refused.as_str()),
        Retry::Key(key) => ("key = ?1 AND state IN ('failed', 'refused')", key.as_str()),
    };
    let documents = format!(
        "SELECT id FROM document AS d WHERE {of}
         AND NOT EXISTS (SELECT 1 FROM document AS newer WHERE newer.key = d.key AND newer.again > d.again)"
    );
    connection.execute(
        &format!(
            "UPDATE step SET state = 'planned' WHERE state IN ('failed', 'refused') AND document IN ({documents})"
        ),
        [value],
    )?;
    let documents = connection.execute(
        &format!("UPDATE document SET state = 'planned', changed_at = ?2 WHERE id IN ({documents})"),
        params![value, now()],
    )?;
    Ok(u64::try_from(documents).unwrap_or(u64::MAX))
}

pub(super) fn resolve(
    connection: &Connection,
    session: &mut Session,
    key: &str,
    resolution: &Resolution,
) -> Result<Resolved> {
    let known = connection
        .prepare_cached("SELECT id, state FROM document WHERE key = ?1 ORDER BY again DESC LIMIT 1")?
        .query_row([key], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))
        .optional()?;
    let document = match known {
        None => return Ok(Resolved::NotFound),
        Some((document, State::Uncertain)) => document,
        Some((_, state)) => return Ok(Resolved::NotUncertain { state }),
    };
    let (state, id, number) = match resolution {
        Resolution::Created { id, number } => (State::Created, id.as_ref(), number.as_ref()),
        Resolution::NotCreated => (State::Planned, None, None),
    };
    connection
        .prepare_cached(
            "UPDATE step SET state = ?2, remote_id = coalesce(?3, remote_id), number = coalesce(?4, number), message = NULL
             WHERE document = ?1 AND state = 'uncertain'",
        )?
        .execute(params![document, state, id, number])?;
    refresh(connection, document)?;
    session.up_to = 0;
    Ok(Resolved::Recorded)
}

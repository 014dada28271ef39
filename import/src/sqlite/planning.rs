//! Documents that are added or corrected.

use rusqlite::{Connection, OptionalExtension, Result, params};

use super::columns::now;
use super::sending;
use super::session::Session;
use crate::document::{Document, State};
use crate::journal::{Plan, Planned};

/// The newest document with a key.
struct Known {
    id: i64,
    again: i64,
    state: State,
    origin: String,
    is_erased: bool,
}

pub(super) fn plan(connection: &Connection, session: &mut Session, document: &Document, plan: Plan) -> Result<Planned> {
    let Some(known) = known(connection, &document.key)? else {
        return add(connection, session, document, 0);
    };
    match (plan, known.state) {
        (Plan::Again, State::Created | State::Failed | State::Refused) => {
            add(connection, session, document, known.again + 1)
        }
        _ if known.is_erased => Ok(already_there(known, None)),
        _ => compare(connection, session, document, plan, known),
    }
}

fn known(connection: &Connection, key: &str) -> Result<Option<Known>> {
    connection
        .prepare_cached(
            "SELECT id, again, state, origin, is_erased FROM document WHERE key = ?1 ORDER BY again DESC LIMIT 1",
        )?
        .query_row([key], |row| {
            Ok(Known {
                id: row.get(0)?,
                again: row.get(1)?,
                state: row.get(2)?,
                origin: row.get(3)?,
                is_erased: row.get(4)?,
            })
        })
        .optional()
}

fn already_there(known: Known, is_same: Option<bool>) -> Planned {
    Planned::AlreadyThere {
        state: known.state,
        origin: known.origin,
        is_same,
    }
}

/// Compares a document with the one that has its key, and corrects that one if it may be corrected.
fn compare(
    connection: &Connection,
    session: &mut Session,
    document: &Document,
    plan: Plan,
    known: Known,
) -> Result<Planned> {
    let mut steps = connection.prepare_cached("SELECT body, state FROM step WHERE document = ?1 ORDER BY position")?;
    let steps = steps.query_map([known.id], |row| {
        Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, State>(1)?))
    });
    let steps: Vec<(Vec<u8>, State)> = steps?.collect::<Result<_>>()?;
    let bodies = || steps.iter().map(|(body, _)| body);
    let given = || document.steps.iter().map(|step| &step.body);
    let is_same = bodies().eq(given());
    let carried_out = steps.iter().take_while(|(_, state)| *state == State::Created).count();
    let keeps_what_was_carried_out = document.steps.len() >= carried_out
        && bodies()
            .zip(given())
            .take(carried_out)
            .all(|(known, given)| known == given);
    let is_open_to_correction = plan == Plan::Once && matches!(known.state, State::Failed | State::Refused);
    match is_open_to_correction && !is_same && keeps_what_was_carried_out {
        true => correct(connection, session, document, known.id, carried_out),
        false => Ok(already_there(known, Some(is_same))),
    }
}

fn add(connection: &Connection, session: &mut Session, document: &Document, again: i64) -> Result<Planned> {
    if let Some(key) = key_of_mark(connection, document.mark.as_deref(), None)? {
        return Ok(Planned::MarkInUse { key });
    }
    let state = match document.steps.is_empty() {
        true => State::Created,
        false => State::Planned,
    };
    let import = import(connection, session)?;
    connection
        .prepare_cached(
            "INSERT INTO document(key, again, mark, origin, state, changed_at, import) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            document.key,
            again,
            document.mark,
            document.origin,
            state,
            now(),
            import
        ])?;
    set_steps(connection, document, connection.last_insert_rowid(), 0)?;
    Ok(Planned::Added)
}

/// Replaces the steps of a document that were not carried out. Its mark stays if one was, for the service has it.
fn correct(
    connection: &Connection,
    session: &mut Session,
    document: &Document,
    id: i64,
    carried_out: usize,
) -> Result<Planned> {
    if carried_out == 0 {
        if let Some(key) = key_of_mark(connection, document.mark.as_deref(), Some(id))? {
            return Ok(Planned::MarkInUse { key });
        }
        connection
            .prepare_cached("UPDATE document SET mark = ?2 WHERE id = ?1")?
            .execute(params![id, document.mark])?;
    }
    let import = import(connection, session)?;
    connection
        .prepare_cached("UPDATE document SET origin = ?2, import = ?3 WHERE id = ?1")?
        .execute(params![id, document.origin, import])?;
    let count = i64::try_from(document.steps.len()).unwrap_or(i64::MAX);
    connection
        .prepare_cached("DELETE FROM step WHERE document = ?1 AND position >= ?2")?
        .execute([id, count])?;
    set_steps(connection, document, id, carried_out)?;
    sending::refresh(connection, id)?;
    session.up_to = session.up_to.min(id - 1);
    Ok(Planned::Replaced)
}

/// Plans the steps of a document from a position on. Where a step was sent before, the count of its attempts goes on, so
/// that a late outcome of an earlier attempt is not taken for that of a later one.
fn set_steps(connection: &Connection, document: &Document, id: i64, from: usize) -> Result<()> {
    let mut set = connection.prepare_cached(
        "INSERT INTO step(document, position, name, body, state) VALUES(?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO UPDATE SET name = excluded.name, body = excluded.body, state = excluded.state,
             remote_id = NULL, number = NULL, message = NULL",
    )?;
    for (position, step) in (0_i64..).zip(&document.steps).skip(from) {
        set.execute(params![id, position, step.name, step.body, State::Planned])?;
    }
    Ok(())
}

/// Returns the key of the document with a mark, other than this one.
fn key_of_mark(connection: &Connection, mark: Option<&str>, except: Option<i64>) -> Result<Option<String>> {
    let Some(mark) = mark else {
        return Ok(None);
    };
    connection
        .prepare_cached("SELECT key FROM document WHERE mark = ?1 AND id IS NOT ?2")?
        .query_row(params![mark, except], |row| row.get(0))
        .optional()
}

/// Returns the import that documents are planned by. The first of them starts it.
fn import(connection: &Connection, session: &mut Session) -> Result<i64> {
    if let Some(import) = session.import {
        return Ok(import);
    }
    connection.execute("INSERT INTO import(started_at) VALUES(?1)", [now()])?;
    Ok(*session.import.insert(connection.last_insert_rowid()))
}

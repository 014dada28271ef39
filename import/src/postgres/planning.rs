//! Documents that are added or corrected.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use concur_postgres::{Database, DatabaseError, Session};

use super::change::refresh;
use super::error::failed;
use super::reading::state;
use crate::document::{Document, State};
use crate::journal::{JournalError, Plan, Planned};

/// Makes programs that plan documents wait for each other: `plan`.
const LOCK: i64 = 0x706c_616e;

/// The newest document with a key.
#[derive(Clone)]
struct Known {
    /// `None` if it is one of those that are added now.
    id: Option<i64>,
    again: i32,
    state: State,
    origin: String,
    is_erased: bool,
    steps: Vec<(Vec<u8>, State)>,
}

/// Begins an import.
pub(super) async fn start_import(session: Arc<Session>) -> Result<i64, DatabaseError> {
    let row = session
        .query_one("INSERT INTO concur_import DEFAULT VALUES RETURNING id", &[])
        .await?;
    Ok(row.get(0))
}

/// Plans documents, all of them at once.
pub(super) async fn plan(
    database: &Database,
    patience: Duration,
    import: i64,
    documents: &[Document],
    plan: Plan,
) -> Result<Vec<Planned>, JournalError> {
    let batch = fastrand::i64(..);
    // What an attempt has planned whose commit may have been lost.
    let planned: Mutex<Vec<Planned>> = Mutex::default();
    let attempt = |session: Arc<Session>| {
        let planned = &planned;
        async move {
            if is_committed(&session, import, batch).await? {
                return Ok(());
            }
            let result = Planning::read(&session, import, documents)
                .await?
                .plan(documents, plan)
                .await?;
            *planned.lock().unwrap_or_else(PoisonError::into_inner) = result;
            session
                .execute("UPDATE concur_import SET batch = $2 WHERE id = $1", &[&import, &batch])
                .await
                .map(drop)
        }
    };
    database.transaction(patience, attempt).await.map_err(failed)?;
    Ok(planned.into_inner().unwrap_or_else(PoisonError::into_inner))
}

async fn is_committed(session: &Session, import: i64, batch: i64) -> Result<bool, DatabaseError> {
    session.query("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).await?;
    let row = session
        .query_opt(
            "SELECT 1 FROM concur_import WHERE id = $1 AND batch = $2",
            &[&import, &batch],
        )
        .await?;
    Ok(row.is_some())
}

/// What the journal knows of some documents, and what is added to it.
struct Planning<'a> {
    session: &'a Session,
    import: i64,
    known: HashMap<String, Known>,
    /// The documents that have a mark.
    marks: HashMap<String, Marked>,
    added: Vec<(&'a Document, i32)>,
}

struct Marked {
    key: String,
    /// `None` if it is one of those that are added now.
    id: Option<i64>,
}

impl<'a> Planning<'a> {
    async fn read(session: &'a Session, import: i64, documents: &[Document]) -> Result<Self, DatabaseError> {
        let keys: Vec<&str> = documents.iter().map(|document| document.key.as_str()).collect();
        let marks: Vec<&str> = documents
            .iter()
            .filter_map(|document| document.mark.as_deref())
            .collect();
        let (known, marks) = (known(session, &keys).await?, marked(session, &marks).await?);
        Ok(Self {
            session,
            import,
            known,
            marks,
            added: Vec::new(),
        })
    }

    async fn plan(mut self, documents: &'a [Document], plan: Plan) -> Result<Vec<Planned>, DatabaseError> {
        let mut planned = Vec::with_capacity(documents.len());
        for document in documents {
            planned.push(self.plan_one(document, plan).await?);
        }
        self.insert().await?;
        Ok(planned)
    }

    async fn plan_one(&mut self, document: &'a Document, plan: Plan) -> Result<Planned, DatabaseError> {
        let Some(known) = self.known.get(&document.key).cloned() else {
            return Ok(self.add(document, 0));
        };
        match (plan, known.state) {
            (Plan::Again, State::Created | State::Failed | State::Refused) => Ok(self.add(document, known.again + 1)),
            _ if known.is_erased => Ok(already_there(known, None)),
            _ => self.compare(document, plan, known).await,
        }
    }

    fn add(&mut self, document: &'a Document, again: i32) -> Planned {
        if let Some(key) = self.key_of_mark(document.mark.as_deref(), None) {
            return Planned::MarkInUse { key };
        }
        if let Some(mark) = &document.mark {
            let key = document.key.clone();
            self.marks.insert(mark.clone(), Marked { key, id: None });
        }
        let steps = document.steps.iter().map(|step| (step.body.clone(), State::Planned));
        let known = Known {
            id: None,
            again,
            state: state_of_new(document),
            origin: document.origin.clone(),
            is_erased: false,
            steps: steps.collect(),
        };
        self.known.insert(document.key.clone(), known);
        self.added.push((document, again));
        Planned::Added
    }

    /// Compares a document with the one that has its key, and corrects that one if it may be corrected.
    async fn compare(&mut self, document: &Document, plan: Plan, known: Known) -> Result<Planned, DatabaseError> {
        let bodies = || known.steps.iter().map(|(body, _)| body);
        let given = || document.steps.iter().map(|step| &step.body);
        let is_same = bodies().eq(given());
        let carried_out = known
            .steps
            .iter()
            .take_while(|(_, state)| *state == State::Created)
            .count();
        let keeps_what_was_carried_out = document.steps.len() >= carried_out
            && bodies()
                .zip(given())
                .take(carried_out)
                .all(|(known, given)| known == given);
        let is_open_to_correction = plan == Plan::Once && matches!(known.state, State::Failed | State::Refused);
        match known.id {
            Some(id) if is_open_to_correction && !is_same && keeps_what_was_carried_out => {
                self.correct(document, known, id, carried_out).await
            }
            _ => Ok(already_there(known, Some(is_same))),
        }
    }

    /// Replaces the steps of a document that were not carried out. Its mark stays if one was, for the service has it.
    async fn correct(
        &mut self,
        document: &Document,
        mut known: Known,
        id: i64,
        carried_out: usize,
    ) -> Result<Planned, DatabaseError> {
        let session = self.session;
        let mark = document.mark.as_deref().filter(|_| carried_out == 0);
        if let Some(key) = self.key_of_mark(mark, Some(id)) {
            return Ok(Planned::MarkInUse { key });
        }
        // Somebody may have planned it again since it was read.
        let locked = session
            .query_one("SELECT state FROM concur_document WHERE id = $1 FOR UPDATE", &[&id])
            .await?;
        let state = state(&locked, "state");
        if state != known.state {
            return Ok(already_there(Known { state, ..known }, Some(false)));
        }
        if carried_out == 0 {
            session
                .execute(
                    "UPDATE concur_document SET mark = $2 WHERE id = $1",
                    &[&id, &document.mark],
                )
                .await?;
            self.marks.retain(|_, marked| marked.id != Some(id));
            if let Some(mark) = &document.mark {
                let (key, id) = (document.key.clone(), Some(id));
                self.marks.insert(mark.clone(), Marked { key, id });
            }
        }
        let origin = plain(&document.origin);
        session
            .execute(
                "UPDATE concur_document SET origin = $2, import = $3 WHERE id = $1",
                &[&id, &origin, &self.import],
            )
            .await?;
        let count = position(document.steps.len());
        session
            .execute(
                "DELETE FROM concur_step WHERE document = $1 AND position >= $2",
                &[&id, &count],
            )
            .await?;
        let mut steps = Steps::default();
        steps.add(id, document, carried_out);
        steps.set(session).await?;
        refresh(session, id).await?;
        known.steps.truncate(carried_out);
        let planned = document.steps.iter().skip(carried_out);
        known
            .steps
            .extend(planned.map(|step| (step.body.clone(), State::Planned)));
        (known.state, known.origin) = (State::Planned, document.origin.clone());
        self.known.insert(document.key.clone(), known);
        Ok(Planned::Replaced)
    }

    /// Returns the key of the document with a mark, other than this one.
    fn key_of_mark(&self, mark: Option<&str>, except: Option<i64>) -> Option<String> {
        let marked = self.marks.get(mark?)?;
        let is_other = except.is_none() || marked.id != except;
        is_other.then(|| marked.key.clone())
    }

    /// Writes what was added.
    async fn insert(&self) -> Result<(), DatabaseError> {
        let of = |document: fn(&Document) -> String| -> Vec<String> {
            self.added.iter().map(|(added, _)| document(added)).collect()
        };
        let marks: Vec<Option<&str>> = self.added.iter().map(|(added, _)| added.mark.as_deref()).collect();
        let again: Vec<i32> = self.added.iter().map(|(_, again)| *again).collect();
        let rows = self
            .session
            .query(
                "INSERT INTO concur_document(key, again, mark, origin, state, import)
                 SELECT key, again, mark, origin, state, $6
                 FROM unnest($1::text[], $2::integer[], $3::text[], $4::text[], $5::text[])
                     WITH ORDINALITY AS added(key, again, mark, origin, state, number)
                 ORDER BY number RETURNING id, key, again",
                &[
                    &of(|document| document.key.clone()),
                    &again,
                    &marks,
                    &of(|document| plain(&document.origin)),
                    &of(|document| state_of_new(document).to_string()),
                    &self.import,
                ],
            )
            .await?;
        let ids: HashMap<(&str, i32), i64> = rows.iter().map(|row| ((row.get(1), row.get(2)), row.get(0))).collect();
        let mut steps = Steps::default();
        for (document, again) in &self.added {
            if let Some(id) = ids.get(&(document.key.as_str(), *again)) {
                steps.add(*id, document, 0);
            }
        }
        steps.set(self.session).await
    }
}

fn state_of_new(document: &Document) -> State {
    match document.steps.is_empty() {
        true => State::Created,
        false => State::Planned,
    }
}

fn already_there(known: Known, is_same: Option<bool>) -> Planned {
    Planned::AlreadyThere {
        state: known.state,
        origin: known.origin,
        is_same,
    }
}

fn position(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// Texts for people have no zero characters, which PostgreSQL does not store.
fn plain(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

/// The newest documents with these keys.
async fn known(session: &Session, keys: &[&str]) -> Result<HashMap<String, Known>, DatabaseError> {
    let rows = session
        .query(
            "SELECT DISTINCT ON (key) id, key, again, state, origin, is_erased
             FROM concur_document WHERE key = ANY($1) ORDER BY key, again DESC",
            &[&keys],
        )
        .await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.get("id")).collect();
    let steps = session
        .query(
            "SELECT document, body, state FROM concur_step WHERE document = ANY($1) ORDER BY document, position",
            &[&ids],
        )
        .await?;
    let mut steps_of: HashMap<i64, Vec<(Vec<u8>, State)>> = HashMap::new();
    for row in &steps {
        let step = (row.get("body"), state(row, "state"));
        steps_of.entry(row.get("document")).or_default().push(step);
    }
    let known = rows.iter().map(|row| {
        let id: i64 = row.get("id");
        let known = Known {
            id: Some(id),
            again: row.get("again"),
            state: state(row, "state"),
            origin: row.get("origin"),
            is_erased: row.get("is_erased"),
            steps: steps_of.remove(&id).unwrap_or_default(),
        };
        (row.get("key"), known)
    });
    Ok(known.collect())
}

/// The documents that have these marks.
async fn marked(session: &Session, marks: &[&str]) -> Result<HashMap<String, Marked>, DatabaseError> {
    let rows = session
        .query(
            "SELECT mark, key, id FROM concur_document WHERE mark = ANY($1)",
            &[&marks],
        )
        .await?;
    let marked = rows.iter().map(|row| {
        let (key, id) = (row.get("key"), Some(row.get("id")));
        (row.get("mark"), Marked { key, id })
    });
    Ok(marked.collect())
}

/// Steps to plan, by column.
#[derive(Default)]
struct Steps<'a> {
    documents: Vec<i64>,
    positions: Vec<i32>,
    names: Vec<String>,
    bodies: Vec<&'a [u8]>,
}

impl<'a> Steps<'a> {
    /// Adds the steps of a document from a position on.
    fn add(&mut self, id: i64, document: &'a Document, from: usize) {
        for (number, step) in document.steps.iter().enumerate().skip(from) {
            self.documents.push(id);
            self.positions.push(position(number));
            self.names.push(plain(&step.name));
            self.bodies.push(&step.body);
        }
    }

    /// Plans them. Where a step was sent before, its token stays until it is taken again, and then is another one, so that
    /// a late outcome of an earlier attempt is not taken for that of a later one.
    async fn set(&self, session: &Session) -> Result<(), DatabaseError> {
        session
            .execute(
                "INSERT INTO concur_step(document, position, name, body, state)
                 SELECT *, 'planned' FROM unnest($1::bigint[], $2::integer[], $3::text[], $4::bytea[])
                 ON CONFLICT(document, position) DO UPDATE SET
                     name = excluded.name, body = excluded.body, state = excluded.state,
                     remote_id = NULL, number = NULL, message = NULL",
                &[&self.documents, &self.positions, &self.names, &self.bodies],
            )
            .await
            .map(drop)
    }
}

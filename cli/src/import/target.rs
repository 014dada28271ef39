//! Sends the steps of documents.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

use concur_import::{Lease, Outcome, Stop, Target, Task};
use concur_spec::Contract;
use concur_spec::api::{Api, Import, ImportCall, ImportLines, Operation};
use sap_concur::{ApiError, CarriedOut, Concur, Error, StatusCode};

use super::fields::operation;
use super::step::{StepBody, StepKind};
use crate::api::{Answer, CallError, Request, called, remedy};
use crate::connection;
use crate::failure::{Exit, Failure};
use crate::in_flight::unless_waiting;
use crate::json::Json;

/// After this many requests in a row that did not reach the service, nothing more is sent.
const MAX_UNREACHABLE: u32 = 5;

/// What to do when a run was stopped.
const CONTINUE: &str = "correct the cause, then run `concur import retry`";

/// The longest message that is kept.
const MAX_MESSAGE: usize = 600;

/// The service, for imports.
pub(crate) struct Service {
    contract: &'static Contract,
    concur: Concur,
    unreachable: AtomicU32,
    /// Stops the run.
    stop: Stop,
    stopped: OnceLock<Stopped>,
}

/// Why a run was stopped, and what to do about it.
#[derive(Clone, Debug)]
pub(crate) struct Stopped {
    pub(crate) reason: String,
    pub(crate) remedy: &'static str,
}

impl Stopped {
    pub(crate) fn failure(&self) -> Failure {
        let message = format!("the import was stopped: {}", self.reason);
        Failure::new(Exit::Incomplete, message).with_remedy(self.remedy)
    }
}

impl Service {
    pub(crate) fn new(contract: &'static Contract, concur: Concur, stop: Stop) -> Self {
        Self {
            contract,
            concur,
            unreachable: AtomicU32::new(0),
            stop,
            stopped: OnceLock::new(),
        }
    }

    /// Waits until a renewed token is on the disk.
    pub(crate) async fn settled(&self) -> Result<(), Failure> {
        connection::settled(&self.concur).await
    }

    /// Why the run was stopped by this, if it was.
    pub(crate) fn stopped(&self) -> Option<&Stopped> {
        self.stopped.get()
    }

    fn stop(&self, reason: String, remedy: &'static str) {
        let _ = self.stopped.set(Stopped { reason, remedy });
        self.stop.request();
    }

    /// Finds an import by its key.
    fn import(&self, key: &str) -> Result<(&'static Api, &'static Import), String> {
        find(self.contract, key).ok_or_else(|| format!("the specification has no import `{key}` any more"))
    }

    /// Makes a call. Returns `None` if the run is stopped, or the lease of the task is lost, while the call waits for its
    /// turn.
    async fn call(
        &self,
        lease: &Lease,
        api: &'static Api,
        operation: &'static Operation,
        request: &Request,
    ) -> Option<Result<Answer, CallError>> {
        let call = called(&self.concur, api, operation, request);
        let may_not_send = async {
            tokio::select! {
                biased;
                () = lease.lost() => {}
                () = self.stop.requested() => {}
            }
        };
        let answer = unless_waiting(call, may_not_send).await?;
        match &answer {
            Err(Error::NotSent(error)) => {
                if self.unreachable.fetch_add(1, SeqCst) + 1 >= MAX_UNREACHABLE {
                    self.stop(error.to_string(), CONTINUE);
                }
            }
            // Without a token no call can succeed, and each try counts against the account.
            Err(Error::Token(error)) => {
                let remedy = match error.needs_authorization() {
                    true => "run `concur login`, then `concur import retry`",
                    false => CONTINUE,
                };
                self.stop(error.to_string(), remedy);
            }
            _ => self.unreachable.store(0, SeqCst),
        }
        Some(answer)
    }

    async fn send_step(&self, task: &Task) -> Result<Outcome, String> {
        let sent = StepBody::from_bytes(&task.body)?;
        let (api, import) = self.import(&sent.import)?;
        let id = task.ids.first().cloned().flatten();
        let (operation, mut request) = match sent.call {
            StepKind::Create => (operation(api, &import.create).map_err(text)?, Request::default()),
            StepKind::Line => match &import.lines {
                Some(ImportLines::Call(call)) => about(api, call, id.as_deref())?,
                _ => {
                    return Err(format!(
                        "the specification has no call for the lines of `{}`",
                        import.key
                    ));
                }
            },
            StepKind::Submit => match &import.submit {
                Some(call) => about(api, call, id.as_deref())?,
                None => return Err(format!("the specification has no call that submits `{}`", import.key)),
            },
        };
        request.body = with_mark(&sent, task.mark.as_deref());
        if sent.call == StepKind::Create {
            request.body = request.body.map(|body| body.in_list(import.item_of.as_deref()));
        }
        add_parameters(&mut request, operation, &sent);
        let answer = match self.call(&task.lease, api, operation, &request).await {
            Some(Ok(answer)) => answer,
            Some(Err(error)) => return Ok(outcome_of(api, &error)),
            None => return Ok(Outcome::NotSent),
        };
        let document = answer
            .body
            .item_of(import.item_of.as_deref().filter(|_| sent.call == StepKind::Create));
        let id = document
            .and_then(|document| document.at(&import.id))
            .and_then(Json::as_text)
            .map(str::to_owned);
        Ok(match sent.call {
            StepKind::Create if id.is_none() => Outcome::Uncertain {
                message: format!("the service accepted it, but its answer has no `{}`", import.id),
            },
            StepKind::Create if import.confirm.is_some() => Outcome::Accepted { id },
            StepKind::Create => Outcome::Created {
                number: document.and_then(|document| number(document, import.number.as_deref())),
                id,
            },
            StepKind::Line | StepKind::Submit => Outcome::Created { id, number: None },
        })
    }

    async fn confirm_step(&self, task: &Task, id: &str) -> Result<Outcome, String> {
        let sent = StepBody::from_bytes(&task.body)?;
        let (api, import) = self.import(&sent.import)?;
        let accepted = || Outcome::Accepted {
            id: Some(id.to_owned()),
        };
        let confirm = import
            .confirm
            .as_ref()
            .ok_or("the specification has no confirmation any more")?;
        let waiter = api.waiters.iter().find(|waiter| waiter.key == confirm.waiter);
        let waiter = waiter.ok_or("the specification has no such waiter any more")?;
        let operation = operation(api, &waiter.operation).map_err(text)?;
        let mut request = Request::default();
        request.path.push((&confirm.id_parameter, id.to_owned()));
        add_parameters(&mut request, operation, &sent);
        // Whatever went wrong with this question, the document may be there: the next round asks again.
        let Some(Ok(answer)) = self.call(&task.lease, api, operation, &request).await else {
            return Ok(accepted());
        };
        let state = answer
            .body
            .at(&waiter.field)
            .and_then(Json::as_text)
            .unwrap_or_default();
        let is_one_of = |states: &[String]| states.iter().any(|known| known == state);
        Ok(if is_one_of(&waiter.done) {
            Outcome::Created {
                id: Some(id.to_owned()),
                number: number(&answer.body, confirm.number.as_deref()),
            }
        } else if is_one_of(&waiter.failed) {
            Outcome::Refused {
                message: cut(&format!("the service did not create it: {}", reason(&answer.body))),
            }
        } else {
            accepted()
        })
    }
}

impl Target for Service {
    async fn send(&self, task: &Task) -> Outcome {
        match self.send_step(task).await {
            Ok(outcome) => outcome,
            // Nothing was sent.
            Err(message) => Outcome::Refused { message },
        }
    }

    async fn confirm(&self, task: &Task) -> Outcome {
        match task.accepted.clone().flatten() {
            None => Outcome::Uncertain {
                message: "the service accepted it without an id, so it cannot be asked".to_owned(),
            },
            Some(id) => match self.confirm_step(task, &id).await {
                Ok(outcome) => outcome,
                Err(message) => Outcome::Uncertain { message },
            },
        }
    }
}

/// Finds an import by its key.
pub(crate) fn find(contract: &'static Contract, key: &str) -> Option<(&'static Api, &'static Import)> {
    contract.apis.iter().find_map(|api| {
        let import = api.imports.iter().find(|import| import.key == key)?;
        Some((api, import))
    })
}

fn text(failure: Failure) -> String {
    failure.to_string()
}

/// The operation of a call about a document, with the id and the fixed parameters.
pub(crate) fn about(
    api: &'static Api,
    call: &'static ImportCall,
    id: Option<&str>,
) -> Result<(&'static Operation, Request), String> {
    let operation = operation(api, &call.operation).map_err(text)?;
    let id = id.ok_or("the id of the document is not known")?;
    let mut request = Request::default();
    request.path.push((&call.id_parameter, id.to_owned()));
    for (name, value) in &call.with {
        request.add(operation, name, value);
    }
    Ok((operation, request))
}

/// The parameters of the import that the operation has, and the defaults of the others.
fn add_parameters(request: &mut Request, operation: &'static Operation, sent: &StepBody) {
    for (name, value) in &sent.parameters {
        request.add(operation, name, value);
    }
    request.add_defaults(operation);
}

fn with_mark(sent: &StepBody, mark: Option<&str>) -> Option<Json> {
    let mut body = sent.body.clone()?;
    if let Some(mark) = mark.filter(|_| !sent.mark_at.is_empty()) {
        let path: Vec<&str> = sent.mark_at.iter().map(String::as_str).collect();
        body.put(&path, Json::Text(mark.to_owned()));
    }
    Some(body)
}

fn number(body: &Json, path: Option<&str>) -> Option<String> {
    let number = body.at(path?)?.as_text()?;
    Some(number.to_owned()).filter(|number| !number.is_empty())
}

/// Why a document was not created: the messages in the answer, or all of it if there is none.
fn reason(answer: &Json) -> String {
    let mut messages = Vec::new();
    collect_messages(answer, &mut messages);
    match messages.is_empty() {
        true => answer.line(),
        false => messages.join("; "),
    }
}

fn collect_messages(value: &Json, messages: &mut Vec<String>) {
    match value {
        Json::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Json::Text(text) if name.to_lowercase().ends_with("message") => messages.push(text.clone()),
                    value => collect_messages(value, messages),
                }
            }
        }
        Json::List(items) => items.iter().for_each(|item| collect_messages(item, messages)),
        _ => {}
    }
}

/// What a failed call means for its step. The second line of a message is the remedy.
fn outcome_of(api: &Api, error: &CallError) -> Outcome {
    let message = match remedy(api, error) {
        Some(remedy) => format!("{}\n{remedy}", cut(&error.to_string())),
        None => cut(&error.to_string()),
    };
    match (error, error.carried_out()) {
        (_, CarriedOut::Perhaps | CarriedOut::Yes) => Outcome::Uncertain { message },
        (Error::Invalid(_), CarriedOut::No) => Outcome::Refused { message },
        (Error::Api(refusal), CarriedOut::No) if is_about_this(refusal) => Outcome::Refused { message },
        _ => Outcome::Failed { message },
    }
}

/// Whether a refusal is about what was sent, and not about the state of the service.
fn is_about_this(refusal: &ApiError<String>) -> bool {
    let status = refusal.status();
    let passes = [StatusCode::UNAUTHORIZED, StatusCode::TOO_MANY_REQUESTS];
    (status.is_client_error() || status.is_success()) && !passes.contains(&status)
}

fn cut(message: &str) -> String {
    match message.char_indices().nth(MAX_MESSAGE) {
        Some((end, _)) => format!("{}…", message.get(..end).unwrap_or_default()),
        None => message.to_owned(),
    }
}

//! Reads pages and objects.

use std::sync::Arc;

use concur_import::Stop;
use jiff::Timestamp;
use sap_concur::{Concur, Error, Response, StatusCode};
use tokio::task::JoinSet;

use super::source::Source;
use crate::api::{CallError, call_of, called, failure, items, line, summary, warnings};
use crate::connection;
use crate::failure::Failure;
use crate::in_flight::unless_waiting;
use crate::json::Json;
use crate::terminal;

/// The service, for an export.
pub(super) struct Service {
    pub(super) source: Source,
    pub(super) stop: Stop,
    pub(super) concur: Concur,
    pub(super) workers: usize,
    pub(super) is_verbose: bool,
}

/// A page of the list.
pub(super) struct Page {
    pub(super) items: Vec<Json>,
    pub(super) has_next: bool,
    /// The time of the service when it answered.
    pub(super) date: Option<Timestamp>,
    pub(super) warnings: Vec<String>,
}

/// An object that was listed.
enum Object {
    There(Json),
    /// It was deleted after it was listed.
    Gone,
}

/// The place and the id of an object, and the object, unless it was given up.
type Read = (usize, String, Option<Result<Object, Failure>>);

/// The objects of a page, as far as they were read.
#[derive(Default)]
pub(super) struct Objects {
    pub(super) objects: Vec<Json>,
    /// The ids of those that do not exist any more.
    pub(super) gone: Vec<String>,
    /// Why the others were not read.
    pub(super) failure: Option<Failure>,
}

impl Service {
    /// Reads a page. Returns `None` if the program is asked to stop.
    pub(super) async fn page(&self, since: Option<Timestamp>, start: u64) -> Option<Result<Page, Failure>> {
        let source = &self.source;
        let request = source.page(since, start);
        let began = std::time::Instant::now();
        let call = call_of(&self.concur, source.api, source.list, &request);
        let answer: Result<Response<Json>, CallError> = unless_waiting(call.send(), self.stop.requested()).await?;
        Some(match answer {
            Ok(response) => {
                if self.is_verbose {
                    terminal::note(&line(&response, began));
                }
                Ok(self.read_page(&response))
            }
            Err(error) => Err(failure(source.api, &error)),
        })
    }

    fn read_page(&self, response: &Response<Json>) -> Page {
        let pagination = self.source.pagination;
        let date = response.headers().get("date").and_then(|date| date.to_str().ok());
        let date = date.and_then(|date| jiff::fmt::rfc2822::parse(date).ok());
        Page {
            items: items(response, pagination).to_vec(),
            has_next: summary(response, pagination).next.is_some(),
            date: date.map(|date| date.timestamp()),
            warnings: warnings(response),
        }
    }

    /// Reads the objects of a page in full, some at the same time, until one fails or the program is asked to stop.
    /// Returns them in the order of the page.
    pub(super) async fn objects(self: &Arc<Self>, items: Vec<(String, Json)>) -> Objects {
        let mut read = Objects::default();
        if self.source.get.is_none() {
            read.objects = items.into_iter().map(|(_, item)| item).collect();
            return read;
        }
        let mut ids = items.into_iter().map(|(id, _)| id).enumerate();
        let mut objects: Vec<(usize, Json)> = Vec::new();
        let mut running: JoinSet<Read> = JoinSet::new();
        loop {
            let is_ending = read.failure.is_some() || self.stop.is_requested();
            if !is_ending
                && running.len() < self.workers
                && let Some((place, id)) = ids.next()
            {
                let service = Arc::clone(self);
                running.spawn(async move {
                    let object = service.object(&id).await;
                    (place, id, object)
                });
                continue;
            }
            match running.join_next().await {
                None => break,
                Some(Ok((place, _, Some(Ok(Object::There(object)))))) => objects.push((place, object)),
                Some(Ok((_, id, Some(Ok(Object::Gone))))) => read.gone.push(id),
                Some(Ok((_, _, Some(Err(failure))))) => read.failure = read.failure.or(Some(failure)),
                // It was stopped while it waited.
                Some(Ok((_, _, None))) => {}
                Some(Err(error)) => read.failure = Some(Failure::other(format!("an object was not read: {error}"))),
            }
        }
        objects.sort_by_key(|(place, _)| *place);
        read.objects = objects.into_iter().map(|(_, object)| object).collect();
        read
    }

    async fn object(&self, id: &str) -> Option<Result<Object, Failure>> {
        let source = &self.source;
        let operation = source.get?;
        let request = source.object(id);
        let call = called(&self.concur, source.api, operation, &request);
        Some(match unless_waiting(call, self.stop.requested()).await? {
            Ok(answer) => {
                if self.is_verbose {
                    terminal::note(&answer.line);
                }
                Ok(Object::There(answer.body))
            }
            Err(Error::Api(refusal)) if refusal.status() == StatusCode::NOT_FOUND => Ok(Object::Gone),
            Err(error) => Err(failure(source.api, &error)),
        })
    }

    /// Waits until a renewed token is on the disk.
    pub(super) async fn settled(&self) -> Result<(), Failure> {
        connection::settled(&self.concur).await
    }
}

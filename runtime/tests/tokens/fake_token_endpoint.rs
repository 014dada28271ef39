//! The service that gives tokens.

use std::{
    collections::{BTreeMap, HashSet, VecDeque},
    future::ready,
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicBool, AtomicU32, Ordering::SeqCst},
    },
};

use http::{Request, Response};
use percent_encoding::percent_decode_str;
use sap_concur_runtime::*;

use super::support::{BASE, TOKEN};

/// One token call that the service was sent.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TokenCall {
    pub(crate) base: String,
    pub(crate) form: BTreeMap<String, String>,
}

impl TokenCall {
    pub(crate) fn field(&self, name: &str) -> &str {
        self.form.get(name).map_or("", String::as_str)
    }
}

/// What the service is to say to the next token call, in place of a new token.
#[derive(Debug, Clone)]
pub(crate) enum Say {
    /// This status and this body.
    Answer(u16, String),
    /// This status, and to come again after so many seconds.
    Later(u16, u64),
    /// A new token, with these fields in place of its own; `null` takes one out.
    With(serde_json::Value),
    Nothing,
    Panic,
}

/// The service. A refresh token is of use once.
#[derive(Clone, Default)]
pub(crate) struct FakeTokenEndpoint(Arc<Inner>);

#[derive(Default)]
struct Inner {
    calls: Mutex<Vec<TokenCall>>,
    api_calls: Mutex<Vec<(String, String)>>,
    /// What other calls are answered with, one after the other; an empty object when there is nothing left.
    bodies: Mutex<VecDeque<String>>,
    next: Mutex<VecDeque<Say>>,
    issued: AtomicU32,
    refreshable: Mutex<HashSet<String>>,
    revoked: Mutex<HashSet<String>>,
    /// As long as it is set no token call is answered.
    held: AtomicBool,
    /// Whether token calls are answered without anything coming in between.
    prompt: AtomicBool,
}

impl FakeTokenEndpoint {
    pub(crate) fn say(&self, next: impl IntoIterator<Item = Say>) {
        self.0.next.lock().unwrap().extend(next);
    }

    /// What the next calls are answered with that are no token calls.
    pub(crate) fn answer(&self, bodies: impl IntoIterator<Item = serde_json::Value>) {
        let bodies = bodies.into_iter().map(|body| body.to_string());
        self.0.bodies.lock().unwrap().extend(bodies);
    }

    pub(crate) fn hold(&self, held: bool) {
        self.0.held.store(held, SeqCst);
    }

    /// Answers what is held when all who ask at the same time have done so.
    pub(crate) async fn answer_in_a_moment(&self) {
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        self.hold(false);
    }

    /// Answers token calls at once, for clocks whose time passes whenever somebody has to wait.
    pub(crate) fn be_prompt(&self) {
        self.0.prompt.store(true, SeqCst);
    }

    pub(crate) fn calls(&self) -> Vec<TokenCall> {
        self.0.calls.lock().unwrap().clone()
    }

    /// Base URLs and bearer tokens of all other calls.
    pub(crate) fn api_calls(&self) -> Vec<(String, String)> {
        self.0.api_calls.lock().unwrap().clone()
    }

    pub(crate) fn grants(&self) -> Vec<String> {
        self.calls()
            .iter()
            .map(|call| call.field("grant_type").to_owned())
            .collect()
    }

    pub(crate) fn revoke(&self, access_token: &str) {
        self.0.revoked.lock().unwrap().insert(access_token.to_owned());
    }

    /// Takes a refresh token for one of its own.
    pub(crate) fn knows(&self, refresh_token: &str) {
        self.refreshable().insert(refresh_token.to_owned());
    }

    /// Makes all refresh tokens useless.
    pub(crate) fn forget_refresh_tokens(&self) {
        self.refreshable().clear();
    }

    fn refreshable(&self) -> MutexGuard<'_, HashSet<String>> {
        self.0.refreshable.lock().unwrap()
    }

    fn token(&self, call: &TokenCall) -> (u16, String) {
        let say = self.0.next.lock().unwrap().pop_front();
        let changes = match say {
            Some(Say::Answer(status, body)) => return (status, body),
            Some(Say::Later(status, _)) => return (status, String::new()),
            Some(Say::Panic) => panic!("the sender was told to"),
            Some(Say::With(changes)) => changes,
            Some(Say::Nothing) => return (0, String::new()),
            None => serde_json::Value::Null,
        };
        let refresh_token = call.field("refresh_token");
        if !refresh_token.is_empty() && !self.refreshable().remove(refresh_token) {
            return (
                400,
                r#"{"code":108,"error":"invalid_grant","error_description":"spent"}"#.into(),
            );
        }
        let number = self.0.issued.fetch_add(1, SeqCst) + 1;
        let mut body = serde_json::json!({
            "access_token": format!("canary-access-{number}"),
            "refresh_token": format!("canary-refresh-{number}"),
            "expires_in": 3600,
            "scope": "a b",
            "token_type": "Bearer",
            "geolocation": BASE,
        });
        if let serde_json::Value::Object(changes) = changes {
            for (name, value) in changes {
                match value.is_null() {
                    true => drop(body.as_object_mut().unwrap().remove(&name)),
                    false => body[name] = value,
                }
            }
        }
        if let Some(token) = body["refresh_token"].as_str() {
            self.refreshable().insert(token.to_owned());
        }
        (200, body.to_string())
    }

    fn api(&self, base: String, request: &Request<Body>) -> (u16, String) {
        let bearer = request.headers()[http::header::AUTHORIZATION].to_str().unwrap();
        let token = bearer.strip_prefix("Bearer ").unwrap().to_owned();
        let status = match self.0.revoked.lock().unwrap().contains(&token) {
            true => 401,
            false => 200,
        };
        self.0.api_calls.lock().unwrap().push((base, token));
        let body = match status {
            200 => self.0.bodies.lock().unwrap().pop_front(),
            _ => None,
        };
        (status, body.unwrap_or_else(|| "{}".into()))
    }
}

impl Sender for FakeTokenEndpoint {
    fn send(&self, request: Request<Body>, _: Limits) -> BoxFuture<'_, Result<Response<Body>, SendError>> {
        let uri = request.uri();
        let base = format!("{}://{}", uri.scheme_str().unwrap(), uri.authority().unwrap());
        let answer = |(status, body): (u16, String)| {
            if status == 0 {
                return Err(SendError::NoResponse("the line is dead".into()));
            }
            let mut response = Response::new(Body::from(body));
            *response.status_mut() = StatusCode::from_u16(status).unwrap();
            Ok(response)
        };
        if uri.path() != TOKEN.path {
            return Box::pin(ready(answer(self.api(base, &request))));
        }
        let form = String::from_utf8(request.body().as_bytes().unwrap().to_vec()).unwrap();
        let decoded = |text: &str| percent_decode_str(text).decode_utf8().unwrap().into_owned();
        let form = form.split('&').map(|pair| pair.split_once('=').unwrap());
        let call = TokenCall {
            base,
            form: form.map(|(name, value)| (decoded(name), decoded(value))).collect(),
        };
        self.0.calls.lock().unwrap().push(call.clone());
        Box::pin(async move {
            // Others come in between, as with a real service.
            for _ in 0..3 {
                if !self.0.prompt.load(SeqCst) {
                    tokio::task::yield_now().await;
                }
            }
            while self.0.held.load(SeqCst) {
                tokio::task::yield_now().await;
            }
            let later = match self.0.next.lock().unwrap().front() {
                Some(Say::Later(_, seconds)) => Some(*seconds),
                _ => None,
            };
            let mut response = answer(self.token(&call))?;
            if let Some(seconds) = later {
                response.headers_mut().insert(http::header::RETRY_AFTER, seconds.into());
            }
            Ok(response)
        })
    }
}

//! A fake service with a token endpoint.

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

/// A token call that the service has received.
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

/// The response to the next token call, instead of a new token.
#[derive(Debug, Clone)]
pub(crate) enum Reply {
    /// A response with this status and body.
    Response(u16, String),
    /// A response with this status and a `Retry-After` of this many seconds.
    RetryAfter(u16, u64),
    /// A new token, with these fields replaced; `null` removes a field.
    TokenWith(serde_json::Value),
    NoResponse,
    Panic,
}

/// A fake service. Each refresh token can be used once.
#[derive(Clone, Default)]
pub(crate) struct FakeTokenEndpoint(Arc<Inner>);

#[derive(Default)]
struct Inner {
    calls: Mutex<Vec<TokenCall>>,
    api_calls: Mutex<Vec<(String, String)>>,
    /// The bodies of the responses to other calls, in order; after the last one, an empty object.
    bodies: Mutex<VecDeque<String>>,
    next: Mutex<VecDeque<Reply>>,
    issued: AtomicU32,
    refreshable: Mutex<HashSet<String>>,
    revoked: Mutex<HashSet<String>>,
    /// While this is set, no token call gets a response.
    held: AtomicBool,
    /// Whether token calls get a response without yielding first.
    at_once: AtomicBool,
}

impl FakeTokenEndpoint {
    pub(crate) fn reply_with(&self, next: impl IntoIterator<Item = Reply>) {
        self.0.next.lock().unwrap().extend(next);
    }

    /// Queues the bodies of the responses to the next calls other than token calls.
    pub(crate) fn queue_api_bodies(&self, bodies: impl IntoIterator<Item = serde_json::Value>) {
        let bodies = bodies.into_iter().map(|body| body.to_string());
        self.0.bodies.lock().unwrap().extend(bodies);
    }

    pub(crate) fn hold(&self, held: bool) {
        self.0.held.store(held, SeqCst);
    }

    /// Yields 100 times, so that all concurrent callers are waiting, and then responds to them.
    pub(crate) async fn release_after_yielding(&self) {
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        self.hold(false);
    }

    /// Responds to token calls at once, for clocks that advance whenever a call waits.
    pub(crate) fn respond_at_once(&self) {
        self.0.at_once.store(true, SeqCst);
    }

    pub(crate) fn calls(&self) -> Vec<TokenCall> {
        self.0.calls.lock().unwrap().clone()
    }

    /// Returns the base URLs and bearer tokens of all calls other than token calls.
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

    /// Makes the service accept a refresh token.
    pub(crate) fn accept_refresh_token(&self, refresh_token: &str) {
        self.refreshable().insert(refresh_token.to_owned());
    }

    /// Invalidates all refresh tokens.
    pub(crate) fn forget_refresh_tokens(&self) {
        self.refreshable().clear();
    }

    fn refreshable(&self) -> MutexGuard<'_, HashSet<String>> {
        self.0.refreshable.lock().unwrap()
    }

    fn token(&self, call: &TokenCall) -> (u16, String) {
        let reply = self.0.next.lock().unwrap().pop_front();
        let changes = match reply {
            Some(Reply::Response(status, body)) => return (status, body),
            Some(Reply::RetryAfter(status, _)) => return (status, String::new()),
            Some(Reply::Panic) => panic!("the sender panics on purpose"),
            Some(Reply::TokenWith(changes)) => changes,
            Some(Reply::NoResponse) => return (0, String::new()),
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
                return Err(SendError::NoResponse("no connection".into()));
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
            // Other tasks run in the meantime, as with a real service.
            for _ in 0..3 {
                if !self.0.at_once.load(SeqCst) {
                    tokio::task::yield_now().await;
                }
            }
            while self.0.held.load(SeqCst) {
                tokio::task::yield_now().await;
            }
            let retry_after = match self.0.next.lock().unwrap().front() {
                Some(Reply::RetryAfter(_, seconds)) => Some(*seconds),
                _ => None,
            };
            let mut response = answer(self.token(&call))?;
            if let Some(seconds) = retry_after {
                response.headers_mut().insert(http::header::RETRY_AFTER, seconds.into());
            }
            Ok(response)
        })
    }
}

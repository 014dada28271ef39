//! A client without a network, a real clock or an async runtime, so that a call costs only what the SDK does.

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use bench::fixtures::Failure;
use sap_concur::bytes::Bytes;
use sap_concur::http::{Request, Response};
use sap_concur::{
    Body, BoxFuture, Clock, Concur, Credentials, Limits, MemoryTokenStore, SendError, Sender, StoredToken, TokenStore,
};

/// A stored token that does not expire during a run.
const TOKEN: &str = r#"{
    "version": 1, "client_id": "app-1", "access_token": "an-access-token-of-a-usual-length-which-is-rather-long",
    "expires_at": 9999999999, "scopes": "purchaserequest.read purchaserequest.write", "geolocation": "https://us.api.concursolutions.com"
}"#;

/// Returns a client with a stored token that gets the same response to every call.
pub(crate) fn client(response: &'static str) -> Result<Concur, Failure> {
    let store = MemoryTokenStore::new();
    let token = StoredToken::from_json(TOKEN)?;
    block_on(store.save(&token.key(), &token, None))??;
    let concur = Concur::builder()
        .credentials(Credentials::stored("app-1", "secret"))
        .token_store(store)
        .sender(FixedResponse(Bytes::from_static(response.as_bytes())))
        .clock(StoppedClock(
            SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000),
        ))
        .build()?;
    Ok(concur)
}

/// A sender that always returns the same response.
struct FixedResponse(Bytes);

impl Sender for FixedResponse {
    fn send(&self, _: Request<Body>, _: Limits) -> BoxFuture<'_, Result<Response<Body>, SendError>> {
        Box::pin(std::future::ready(Ok(Response::new(self.0.clone().into()))))
    }
}

/// A clock that never advances. Sleeping never ends.
struct StoppedClock(SystemTime);

impl Clock for StoppedClock {
    fn now(&self) -> SystemTime {
        self.0
    }

    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

/// Polls a future once.
///
/// # Errors
///
/// If the future is not ready.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> Result<T, Failure> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Ok(value),
        Poll::Pending => Err("the future is not ready".into()),
    }
}

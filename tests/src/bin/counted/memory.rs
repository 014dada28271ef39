//! A client without a network, a clock or a runtime, so that a call is nothing but what the SDK does for it.

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use sap_concur::runtime::bytes::Bytes;
use sap_concur::runtime::http::{Request, Response};
use sap_concur::{
    Body, BoxFuture, Clock, Concur, Credentials, Limits, MemoryTokenStore, SendError, Sender, StoredToken, TokenStore,
};
use tests::fixtures::Failure;

/// A token that is good for longer than anybody counts.
const TOKEN: &str = r#"{
    "version": 1, "client_id": "app-1", "access_token": "an-access-token-of-a-usual-length-which-is-rather-long",
    "expires_at": 9999999999, "scopes": "purchaserequest.read purchaserequest.write", "geolocation": "https://us.api.concursolutions.com"
}"#;

/// A client that gets this answer to every call, and has its token already.
pub(crate) fn client(answer: &'static str) -> Result<Concur, Failure> {
    let store = MemoryTokenStore::new();
    let token = StoredToken::from_json(TOKEN)?;
    block_on(store.save(&token.key(), &token, None))??;
    let concur = Concur::builder()
        .credentials(Credentials::stored("app-1", "secret"))
        .token_store(store)
        .sender(Memory(Bytes::from_static(answer.as_bytes())))
        .clock(Still(SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000)))
        .build()?;
    Ok(concur)
}

/// A network that always answers the same.
struct Memory(Bytes);

impl Sender for Memory {
    fn send(&self, _: Request<Body>, _: Limits) -> BoxFuture<'_, Result<Response<Body>, SendError>> {
        Box::pin(std::future::ready(Ok(Response::new(self.0.clone().into()))))
    }
}

/// A clock that stands still. Nobody wakes whoever sleeps.
struct Still(SystemTime);

impl Clock for Still {
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

/// What a future gives that has nothing to wait for.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> Result<T, Failure> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Ok(value),
        Poll::Pending => Err("it waits for something".into()),
    }
}

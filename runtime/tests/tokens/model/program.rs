//! One program: a token provider, a clock, and its current operation, which runs one step at a time from gate to gate.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
    time::{Duration, SystemTime},
};

use futures_util::FutureExt;
use http::{Request, Response};
use sap_concur_runtime::*;

use super::{
    super::support::{BASE, SECRET, SERVICE},
    world::{EPOCH, Kind, World},
};

/// The operations of a program.
#[derive(Debug, Clone, Copy)]
pub(super) enum Op {
    Token,
    Refresh,
    /// Requests another token than the current one, as after a 401.
    Rejected,
    Settled,
}

/// The outcome of an operation.
#[derive(Debug)]
pub(super) enum Outcome {
    Token(Result<AccessToken, TokenError>),
    Settled(Result<(), TokenError>),
}

pub(super) struct Program {
    shared: Shared,
    provider: TokenProvider,
    op: Option<Pin<Box<dyn Future<Output = Outcome> + Send>>>,
}

/// What a program has in memory besides its token provider.
#[derive(Clone)]
struct Shared {
    world: World,
    inner: Arc<Mutex<Inner>>,
}

#[derive(Default)]
struct Inner {
    permits: u32,
    /// Whether the program waits at a gate.
    at_gate: bool,
    dead: bool,
    waker: Option<Waker>,
    elapsed: Duration,
    /// The offset of the clock, in seconds.
    clock_offset: i64,
    lock: Option<Held>,
    prepared: bool,
    checked: bool,
    /// The number of the last response that was received.
    received: Option<u64>,
    /// Whether a refresh token was used without preparing the store or checking the lock.
    used_unprepared: bool,
    /// Whether the store had a valid token at the last refusal.
    refused_needlessly: bool,
}

enum Held {
    Store(Box<dyn StoreLock>),
    Lease(u64),
}

impl Program {
    pub(super) fn start(world: &World) -> Self {
        let shared = Shared {
            world: world.clone(),
            inner: Arc::default(),
        };
        let builder = ClientBuilder::new(&SERVICE)
            .base_url(BASE)
            .credentials(Credentials::stored("app", SECRET));
        let builder = builder.sender(shared.clone()).clock(shared.clone());
        let client: Client = builder.token_store(shared.clone()).build().unwrap();
        Self {
            shared,
            provider: client.tokens().unwrap().clone(),
            op: None,
        }
    }

    pub(super) fn is_busy(&self) -> bool {
        self.op.is_some()
    }

    pub(super) fn is_dead(&self) -> bool {
        self.shared.inner().dead
    }

    /// Starts an operation and runs it to the first gate.
    pub(super) fn begin(&mut self, op: Op) -> Option<Outcome> {
        let provider = self.provider.clone();
        self.op = Some(Box::pin(async move {
            match op {
                Op::Token => Outcome::Token(provider.token().await),
                Op::Refresh => Outcome::Token(provider.refresh().await),
                Op::Settled => Outcome::Settled(provider.settled().await),
                Op::Rejected => match provider.token().await {
                    Ok(rejected) => match provider.renewed(&rejected).await {
                        Ok(other) => Outcome::Token(Ok(other.unwrap_or(rejected))),
                        Err(error) => Outcome::Token(Err(error)),
                    },
                    Err(error) => Outcome::Token(Err(error)),
                },
            }
        }));
        self.run_to_gate()
    }

    /// Passes the current gate and runs to the next one.
    pub(super) fn step(&mut self) -> Option<Outcome> {
        let waker = {
            let mut inner = self.shared.inner();
            inner.permits = 1;
            inner.at_gate = false;
            inner.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
        self.run_to_gate()
    }

    pub(super) fn run(&mut self, op: Op) -> Outcome {
        let mut outcome = self.begin(op);
        loop {
            match outcome {
                Some(outcome) => return outcome,
                None => outcome = self.step(),
            }
        }
    }

    /// Polls the operation until it waits at a gate or has completed.
    fn run_to_gate(&mut self) -> Option<Outcome> {
        for _ in 0..1_000_000 {
            let op = self.op.as_mut()?;
            if let Poll::Ready(outcome) = op.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                self.op = None;
                self.check_outcome(&outcome);
                return Some(outcome);
            }
            let inner = self.shared.inner();
            assert!(
                !inner.used_unprepared,
                "a refresh token was used without preparing the store or checking the lock"
            );
            if inner.at_gate || inner.dead {
                return None;
            }
            drop(inner);
            std::thread::yield_now();
        }
        panic!("the program neither waits at a gate nor completes")
    }

    fn check_outcome(&self, outcome: &Outcome) {
        let world = &self.shared.world;
        match outcome {
            Outcome::Token(Ok(token)) => assert!(world.was_saved(token), "a token was used before it was saved"),
            Outcome::Token(Err(error)) if error.needs_authorization() => {
                assert!(
                    !self.shared.inner().refused_needlessly,
                    "an authorization is requested although the store has a valid token"
                );
            }
            _ => {}
        }
    }

    /// Drops the current operation, as when its caller is canceled.
    pub(super) fn cancel(&mut self) {
        self.op = None;
    }

    /// Kills the program.
    pub(super) fn crash(&mut self) {
        let (lock, received) = {
            let mut inner = self.shared.inner();
            inner.dead = true;
            (inner.lock.take(), inner.received)
        };
        if let Some(Held::Store(lock)) = lock {
            self.shared.world.drop_lock_of_killed(lock);
        }
        if let Some(number) = received {
            self.shared.world.lost_with_program(number);
        }
        self.op = None;
    }

    pub(super) fn shift_clock(&self, seconds: i64) {
        self.shared.inner().clock_offset += seconds;
    }

    pub(super) fn reset_clock(&self) {
        self.shared.inner().clock_offset = 0;
    }

    pub(super) fn advance(&self, time: Duration) {
        self.shared.inner().elapsed += time;
    }
}

impl Shared {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the scheduler, forever if the program is dead.
    async fn gate(&self) {
        std::future::poll_fn(|cx| {
            let mut inner = self.inner();
            if !inner.dead && inner.permits > 0 {
                inner.permits -= 1;
                return Poll::Ready(());
            }
            inner.at_gate = true;
            inner.waker = Some(cx.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

impl Clock for Shared {
    fn now(&self) -> SystemTime {
        let inner = self.inner();
        let seconds = EPOCH as i64 + inner.clock_offset;
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.unsigned_abs()) + inner.elapsed
    }

    fn elapsed(&self) -> Duration {
        self.inner().elapsed
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let shared = self.clone();
        Box::pin(async move {
            shared.gate().await;
            shared.inner().elapsed += duration;
        })
    }
}

impl Sender for Shared {
    fn send(&self, request: Request<Body>, _: Limits) -> BoxFuture<'_, Result<Response<Body>, SendError>> {
        let form = String::from_utf8(request.body().as_bytes().unwrap().to_vec()).unwrap();
        let refresh_token = form.split('&').find_map(|pair| pair.strip_prefix("refresh_token="));
        let refresh_token = refresh_token.unwrap().to_owned();
        Box::pin(async move {
            {
                let mut inner = self.inner();
                // This is checked later, since the token provider survives a panic of the sender.
                inner.used_unprepared |= !inner.prepared || !std::mem::take(&mut inner.checked);
            }
            self.gate().await;
            let renewed = self.world.renew(&refresh_token);
            self.gate().await;
            if self.world.takes_lost_response() {
                return Err(SendError::NoResponse("no connection".into()));
            }
            let (status, body) = match renewed {
                Ok((number, lifetime)) => {
                    self.world.received(number);
                    self.inner().received = Some(number);
                    let body = serde_json::json!({
                        "access_token": format!("a-{number}"),
                        "refresh_token": format!("r-{number}"),
                        "expires_in": lifetime,
                    });
                    (200, body.to_string())
                }
                Err(()) => {
                    let has_valid_token = self.world.has_valid_token();
                    self.inner().refused_needlessly = has_valid_token;
                    (400, r#"{"code":108,"error":"invalid_grant"}"#.to_owned())
                }
            };
            let mut response = Response::new(Body::from(body));
            *response.status_mut() = StatusCode::from_u16(status).unwrap();
            Ok(response)
        })
    }
}

impl TokenStore for Shared {
    fn load<'a>(&'a self, key: &'a TokenKey) -> BoxFuture<'a, Result<Option<VersionedToken>, StoreError>> {
        Box::pin(async move {
            self.gate().await;
            self.world.store.load(key).await
        })
    }

    fn save<'a>(
        &'a self,
        _: &'a TokenKey,
        token: &'a StoredToken,
        replaces: Option<&'a TokenVersion>,
    ) -> BoxFuture<'a, Result<TokenVersion, StoreError>> {
        Box::pin(async move {
            self.gate().await;
            let prepared = self.inner().prepared;
            match self.world.save(token, replaces, prepared) {
                Some(saved) => saved,
                None => {
                    self.inner().dead = true;
                    std::future::pending().await
                }
            }
        })
    }

    fn clear<'a>(&'a self, key: &'a TokenKey, replaces: &'a TokenVersion) -> BoxFuture<'a, Result<(), StoreError>> {
        self.world.store.clear(key, replaces)
    }

    fn lock<'a>(
        &'a self,
        key: &'a TokenKey,
        clock: &'a dyn Clock,
    ) -> BoxFuture<'a, Result<Box<dyn StoreLock>, StoreError>> {
        Box::pin(async move {
            let lock = loop {
                self.gate().await;
                match self.world.kind {
                    Kind::File => break Held::Store(self.world.store.lock(key, clock).await?),
                    Kind::Memory => {
                        if let Some(lock) = self.world.store.lock(key, clock).now_or_never() {
                            break Held::Store(lock?);
                        }
                    }
                    Kind::Leased => {
                        if let Some(lease) = self.world.lease() {
                            break Held::Lease(lease);
                        }
                    }
                }
            };
            let mut inner = self.inner();
            inner.lock = Some(lock);
            (inner.prepared, inner.checked) = (false, false);
            drop(inner);
            Ok(Box::new(Lock(self.clone())) as Box<dyn StoreLock>)
        })
    }

    fn prepare<'a>(&'a self, key: &'a TokenKey) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            self.gate().await;
            if self.world.faults().disk_full {
                return Err(StoreError::other("the disk is full"));
            }
            self.world.store.prepare(key).await?;
            self.inner().prepared = true;
            Ok(())
        })
    }
}

struct Lock(Shared);

impl StoreLock for Lock {
    fn check(&mut self) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(async move {
            self.0.gate().await;
            let is_lost = match &self.0.inner().lock {
                Some(Held::Lease(lease)) => !self.0.world.has_lease(*lease),
                Some(Held::Store(_)) => false,
                None => true,
            };
            match is_lost {
                true => Err(StoreError::LockLost),
                false => {
                    self.0.inner().checked = true;
                    Ok(())
                }
            }
        })
    }

    fn release(self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            self.0.gate().await;
            drop(self);
        })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let lock = self.0.inner().lock.take();
        match lock {
            Some(Held::Lease(lease)) => self.0.world.release_lease(lease),
            Some(Held::Store(lock)) => drop(lock),
            None => {}
        }
    }
}

//! One program: a keeper, a clock, and what it is doing. It goes one step at a time, from gate to gate.

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

/// What a program is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Op {
    Token,
    Refresh,
    /// Another token than the one that it has, as after a 401.
    Rejected,
    Settled,
}

/// How that ended.
#[derive(Debug)]
pub(super) enum Outcome {
    Token(Result<AccessToken, TokenError>),
    Settled(Result<(), TokenError>),
}

pub(super) struct Program {
    shared: Shared,
    keeper: TokenProvider,
    op: Option<Pin<Box<dyn Future<Output = Outcome> + Send>>>,
}

/// What a program has in memory, beside its keeper.
#[derive(Clone)]
struct Shared {
    world: World,
    inner: Arc<Mutex<Inner>>,
}

#[derive(Default)]
struct Inner {
    permits: u32,
    /// Whether it stands at a gate.
    waits: bool,
    dead: bool,
    waker: Option<Waker>,
    elapsed: Duration,
    /// By how many seconds its clock is wrong.
    wrong: i64,
    lock: Option<Held>,
    prepared: bool,
    checked: bool,
    /// The last answer that it has got.
    received: Option<u64>,
    /// Whether a refresh token was spent that nothing was prepared for, or without a look at the lock.
    careless: bool,
    /// Whether the store had a good token when its last refusal came.
    refused_in_vain: bool,
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
            keeper: client.tokens().unwrap().clone(),
            op: None,
        }
    }

    pub(super) fn is_busy(&self) -> bool {
        self.op.is_some()
    }

    pub(super) fn is_dead(&self) -> bool {
        self.shared.inner().dead
    }

    /// Begins with it, up to the first gate.
    pub(super) fn begin(&mut self, op: Op) -> Option<Outcome> {
        let keeper = self.keeper.clone();
        self.op = Some(Box::pin(async move {
            match op {
                Op::Token => Outcome::Token(keeper.token().await),
                Op::Refresh => Outcome::Token(keeper.refresh().await),
                Op::Settled => Outcome::Settled(keeper.settled().await),
                Op::Rejected => match keeper.token().await {
                    Ok(rejected) => match keeper.renewed(&rejected).await {
                        Ok(other) => Outcome::Token(Ok(other.unwrap_or(rejected))),
                        Err(error) => Outcome::Token(Err(error)),
                    },
                    Err(error) => Outcome::Token(Err(error)),
                },
            }
        }));
        self.go_on()
    }

    /// Goes through the gate that it stands at, and on to the next.
    pub(super) fn step(&mut self) -> Option<Outcome> {
        let waker = {
            let mut inner = self.shared.inner();
            inner.permits = 1;
            inner.waits = false;
            inner.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
        self.go_on()
    }

    pub(super) fn run(&mut self, op: Op) -> Outcome {
        let mut ended = self.begin(op);
        loop {
            match ended {
                Some(ended) => return ended,
                None => ended = self.step(),
            }
        }
    }

    /// Until it stands at a gate or has ended.
    fn go_on(&mut self) -> Option<Outcome> {
        for _ in 0..1_000_000 {
            let op = self.op.as_mut()?;
            if let Poll::Ready(ended) = op.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                self.op = None;
                self.has_ended(&ended);
                return Some(ended);
            }
            let inner = self.shared.inner();
            assert!(
                !inner.careless,
                "a refresh token is spent without preparing or without a look at the lock"
            );
            if inner.waits || inner.dead {
                return None;
            }
            drop(inner);
            std::thread::yield_now();
        }
        panic!("it neither stands at a gate nor ends")
    }

    fn has_ended(&self, ended: &Outcome) {
        let world = &self.shared.world;
        match ended {
            Outcome::Token(Ok(token)) => assert!(world.was_kept(token), "a token is used before it is saved"),
            Outcome::Token(Err(error)) if error.needs_authorization() => {
                assert!(
                    !self.shared.inner().refused_in_vain,
                    "somebody is called although the store has a good token"
                );
            }
            _ => {}
        }
    }

    /// The caller goes away.
    pub(super) fn cancel(&mut self) {
        self.op = None;
    }

    /// The program is killed.
    pub(super) fn crash(&mut self) {
        let (lock, received) = {
            let mut inner = self.shared.inner();
            inner.dead = true;
            (inner.lock.take(), inner.received)
        };
        if let Some(Held::Store(lock)) = lock {
            self.shared.world.killed(lock);
        }
        if let Some(number) = received {
            self.shared.world.ended_with(number);
        }
        self.op = None;
    }

    pub(super) fn jump(&self, seconds: i64) {
        self.shared.inner().wrong += seconds;
    }

    pub(super) fn right_clock(&self) {
        self.shared.inner().wrong = 0;
    }

    pub(super) fn pass(&self, time: Duration) {
        self.shared.inner().elapsed += time;
    }
}

impl Shared {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the scheduler; for good when the program is dead.
    async fn gate(&self) {
        std::future::poll_fn(|cx| {
            let mut inner = self.inner();
            if !inner.dead && inner.permits > 0 {
                inner.permits -= 1;
                return Poll::Ready(());
            }
            inner.waits = true;
            inner.waker = Some(cx.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

impl Clock for Shared {
    fn now(&self) -> SystemTime {
        let inner = self.inner();
        let seconds = EPOCH as i64 + inner.wrong;
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
                // A panic here would be the sender's, which the keeper survives.
                inner.careless |= !inner.prepared || !std::mem::take(&mut inner.checked);
            }
            self.gate().await;
            let renewed = self.world.renew(&refresh_token);
            self.gate().await;
            if self.world.is_lost() {
                return Err(SendError::NoResponse("the line is dead".into()));
            }
            let (status, body) = match renewed {
                Ok((number, lives)) => {
                    self.world.received(number);
                    self.inner().received = Some(number);
                    let body = serde_json::json!({
                        "access_token": format!("a-{number}"),
                        "refresh_token": format!("r-{number}"),
                        "expires_in": lives,
                    });
                    (200, body.to_string())
                }
                Err(()) => {
                    let has_good = self.world.has_good();
                    self.inner().refused_in_vain = has_good;
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
            let held = loop {
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
            inner.lock = Some(held);
            (inner.prepared, inner.checked) = (false, false);
            drop(inner);
            Ok(Box::new(Lock(self.clone())) as Box<dyn StoreLock>)
        })
    }

    fn prepare<'a>(&'a self, key: &'a TokenKey) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            self.gate().await;
            if self.world.faults().full {
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
            let lost = match &self.0.inner().lock {
                Some(Held::Lease(lease)) => !self.0.world.has_lease(*lease),
                Some(Held::Store(_)) => false,
                None => true,
            };
            match lost {
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
        let held = self.0.inner().lock.take();
        match held {
            Some(Held::Lease(lease)) => self.0.world.give_back(lease),
            Some(Held::Store(lock)) => drop(lock),
            None => {}
        }
    }
}

//! A server for all tests, stores and tokens.

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, SystemTime};

use concur_postgres::testing::Server;
use concur_stores::{Database, PostgresTokenStore};
use sap_concur::{BoxFuture, Clock, StoredToken, TokenKey, TokenStore, TokioClock};

/// One server; each test has its own database.
static SERVER: LazyLock<Option<Server>> = LazyLock::new(|| Server::start("a server for all tests"));

/// Returns the shared server, or says that the test is left out.
pub(crate) fn server(test: &str) -> Option<&'static Server> {
    let server = SERVER.as_ref();
    if server.is_none() {
        assert!(Server::start(test).is_none(), "there was no server before");
    }
    server
}

/// Creates a database, and returns a URL whose connections have the name of the test.
pub(crate) async fn database(test: &str) -> Option<String> {
    Some(named(&server(test)?.database().await, test))
}

pub(crate) fn named(url: &str, application: &str) -> String {
    format!("{url}?application_name={application}")
}

/// A store with a connection of its own, as each program has one.
pub(crate) fn store(url: &str) -> PostgresTokenStore {
    PostgresTokenStore::new(connect(url)).patience(Duration::from_secs(20))
}

pub(crate) fn connect(url: &str) -> Database {
    Database::new(url).expect("the URL is valid")
}

/// Runs statements as an operator does.
pub(crate) async fn run(url: &str, statements: &str) {
    let session = connect(url).session().await.expect("a connection");
    session.batch(statements).await.expect("the statements succeed");
}

/// Returns the first value of a statement as text, `-` if it is null.
pub(crate) async fn ask(url: &str, statement: &'static str) -> String {
    let session = connect(url).session().await.expect("a connection");
    let row = session.query_opt(statement, &[]).await.expect("the statement succeeds");
    row.and_then(|row| row.get::<_, Option<String>>(0))
        .unwrap_or_else(|| "-".to_owned())
}

pub(crate) fn key() -> TokenKey {
    TokenKey::new("app").with_principal("company", "Acme & Co")
}

/// When all tokens expire: an hour after the first of them was made.
static EXPIRY: LazyLock<SystemTime> = LazyLock::new(|| SystemTime::now() + Duration::from_secs(3600));

/// The token of a number, the same each time.
pub(crate) fn token(number: u32) -> StoredToken {
    StoredToken::new("app", format!("canary-access-{number}"), *EXPIRY)
        .with_refresh_token(format!("canary-refresh-{number}"), None)
        .with_scopes("travelrequest.write")
        .with_geolocation("https://us2.api.concursolutions.com")
        .with_id_token(format!("canary-id-{number}"))
        .with_owner("company", Some("Acme & Co".to_owned()))
}

pub(crate) async fn load(store: &impl TokenStore) -> Option<StoredToken> {
    let stored = store.load(&key()).await.expect("the store is readable");
    stored.map(|stored| stored.token)
}

/// A clock that is wrong.
#[derive(Clone)]
pub(crate) struct WrongClock {
    real: TokioClock,
    /// By how many seconds. Clones share it.
    by: Arc<AtomicI64>,
}

impl WrongClock {
    pub(crate) fn new(by: i64) -> Self {
        Self {
            real: TokioClock::new(),
            by: Arc::new(by.into()),
        }
    }

    pub(crate) fn set(&self, by: i64) {
        self.by.store(by, SeqCst);
    }
}

impl Clock for WrongClock {
    fn now(&self) -> SystemTime {
        let seconds = self.by.load(SeqCst);
        let by = Duration::from_secs(seconds.unsigned_abs());
        match seconds < 0 {
            true => self.real.now() - by,
            false => self.real.now() + by,
        }
    }

    fn elapsed(&self) -> Duration {
        self.real.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.real.sleep(duration)
    }
}

pub(crate) fn clock() -> TokioClock {
    TokioClock::new()
}

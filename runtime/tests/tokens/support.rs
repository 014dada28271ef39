//! A service with a token endpoint, and a fake clock.

use std::{
    borrow::Cow,
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use sap_concur_runtime::*;

pub(crate) use super::fake_token_endpoint::{FakeTokenEndpoint, Reply};

const fn operation(name: &'static str, method: Method, path: &'static str, authorized: bool) -> Operation {
    let idempotent = !matches!(method, Method::POST);
    Operation {
        api: Cow::Borrowed("oauth"),
        name: Cow::Borrowed(name),
        method,
        path: Cow::Borrowed(path),
        scopes: Scopes::NONE,
        authorized,
        idempotent,
        refused_when: Cow::Borrowed(&[]),
    }
}

pub(crate) static TOKEN: Operation = operation("token", Method::POST, "/oauth2/v0/token", false);
pub(crate) static REVOKE: Operation = operation("revoke", Method::DELETE, "/app-mgmt/v0/connections", true);
pub(crate) static GET: Operation = operation("get", Method::GET, "/v4/things", true);
pub(crate) static POST: Operation = operation("create", Method::POST, "/v4/things", true);

const fn grant(name: &'static str, fixed: &'static [(&'static str, &'static str)]) -> Grant {
    Grant {
        name,
        fixed,
        host: Host::OfClient,
        repeatable: false,
        idempotent: false,
        principal_field: None,
        spent: &[],
    }
}

pub(crate) static USER: Grant = Grant {
    repeatable: true,
    idempotent: true,
    principal_field: Some("username"),
    ..grant("user", &[("grant_type", "password"), ("credtype", "password")])
};
pub(crate) static COMPANY: Grant = Grant {
    host: Host::Global,
    principal_field: Some("username"),
    spent: &["5", "invalid_grant"],
    ..grant("company", &[("grant_type", "password"), ("credtype", "authtoken")])
};
pub(crate) static APPLICATION: Grant = Grant {
    repeatable: true,
    idempotent: true,
    ..grant("application", &[("grant_type", "client_credentials")])
};
pub(crate) static REFRESH: Grant = Grant {
    idempotent: true,
    ..grant("refresh", &[("grant_type", "refresh_token")])
};

fn remedy(code: &str) -> Option<&'static str> {
    match code {
        "5" => Some("check the user name and the password"),
        "108" => Some("authorize the application again"),
        _ => None,
    }
}

pub(crate) static TOKENS: TokenService = TokenService {
    operation: &TOKEN,
    grant_field: "grant_type",
    client_fields: ["client_id", "client_secret"],
    refresh: &REFRESH,
    refresh_field: "refresh_token",
    scope_field: "scope",
    answer: TokenResponse {
        access_token: "access_token",
        refresh_token: "refresh_token",
        id_token: "id_token",
        lifetime: "expires_in",
        refresh_expiry: Some("refresh_expires_in"),
        scope: "scope",
        base_url: Some("geolocation"),
    },
    global_url: Some("https://glz.api.example.com"),
    allowed_hosts: &[".api.example.com"],
    elsewhere: Some("16"),
    refresh_spent: &["107", "108", "invalid_grant"],
    lifetime: Duration::from_secs(3600),
    margin: Duration::from_secs(300),
    remedy,
    authorize: None,
    revoke: Some(&REVOKE),
};

const fn envelope(code: &'static [&'static str]) -> Envelope {
    Envelope {
        name: "oauth",
        present: None,
        list: None,
        code: Some(code),
        message: &["error_description"],
        data_path: None,
        more: None,
    }
}

pub(crate) static SERVICE: Service = Service {
    envelopes: &[envelope(&["code"]), envelope(&["error"])],
    tokens: Some(&TOKENS),
    ..Service::named("Test service")
};

pub(crate) const BASE: &str = "https://us2.api.example.com";
pub(crate) const OTHER_BASE: &str = "https://eu2.api.example.com";
pub(crate) const SECRET: &str = "canary-client-secret";
pub(crate) const PASSWORD: &str = "canary-password";

/// A clock that advances when a caller sleeps and when a test calls `advance`.
#[derive(Clone, Default)]
pub(crate) struct FakeClock(Arc<Mutex<Duration>>, Arc<Mutex<Vec<Duration>>>);

impl FakeClock {
    pub(crate) fn advance(&self, seconds: u64) {
        *self.0.lock().unwrap() += Duration::from_secs(seconds);
    }

    /// Returns the durations of all completed sleeps.
    pub(crate) fn slept(&self) -> Vec<Duration> {
        self.1.lock().unwrap().clone()
    }
}

impl Clock for FakeClock {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000) + self.elapsed()
    }

    fn elapsed(&self) -> Duration {
        *self.0.lock().unwrap()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let clock = self.clone();
        Box::pin(async move {
            tokio::task::yield_now().await;
            // A child process that another test starts inherits the lock and holds it until it calls `exec`.
            std::thread::sleep(Duration::from_micros(200));
            *clock.0.lock().unwrap() += duration;
            clock.1.lock().unwrap().push(duration);
        })
    }

    fn random(&self) -> f64 {
        0.0
    }
}

pub(crate) fn user() -> Credentials {
    Credentials::new(&USER, "app", SECRET)
        .field("username", "user@example.com")
        .field("password", PASSWORD)
}

pub(crate) fn company() -> Credentials {
    Credentials::new(&COMPANY, "app", SECRET)
        .field("username", "company-1")
        .field("password", "canary-request-token")
}

/// A fake token endpoint, a clock and a store.
pub(crate) struct Fixture {
    pub(crate) endpoint: FakeTokenEndpoint,
    pub(crate) clock: FakeClock,
    pub(crate) store: MemoryTokenStore,
}

impl Fixture {
    pub(crate) fn new() -> Self {
        Self {
            endpoint: FakeTokenEndpoint::default(),
            clock: FakeClock::default(),
            store: MemoryTokenStore::new(),
        }
    }

    pub(crate) fn builder(&self, credentials: Credentials) -> ClientBuilder {
        ClientBuilder::new(&SERVICE)
            .base_url(BASE)
            .credentials(credentials)
            .sender(self.endpoint.clone())
            .clock(self.clock.clone())
    }

    /// Returns a client with the store, as after a start of the program.
    pub(crate) fn client(&self, credentials: Credentials) -> Client {
        let builder = self.builder(credentials).token_store(self.store.clone());
        builder.build().unwrap()
    }

    pub(crate) fn client_with(&self, credentials: Credentials, store: impl TokenStore + 'static) -> Client {
        self.builder(credentials).token_store(store).build().unwrap()
    }

    /// Stores the token `canary-access-0`, which expires after this many seconds and whose refresh token the service
    /// accepts.
    pub(crate) async fn store(&self, seconds: u64) {
        self.endpoint.accept_refresh_token("canary-refresh-0");
        put(&self.store, &self.token(seconds)).await;
    }

    pub(crate) fn token(&self, seconds: u64) -> StoredToken {
        let expires_at = self.clock.now() + Duration::from_secs(seconds);
        StoredToken::new("app", "canary-access-0", expires_at)
            .with_refresh_token("canary-refresh-0", None)
            .with_geolocation(BASE)
            .with_owner("user", Some("user@example.com".into()))
    }

    pub(crate) async fn stored(&self) -> StoredToken {
        load_token(&self.store).await.unwrap()
    }
}

/// Returns the token key of [`user`].
pub(crate) fn user_key() -> TokenKey {
    TokenKey::new("app").with_principal("user", "user@example.com")
}

/// Returns credentials that use the stored token of [`user`].
pub(crate) fn stored_user() -> Credentials {
    Credentials::stored("app", SECRET).token_key(user_key())
}

/// Replaces the token in a store, as another program would.
pub(crate) async fn put(store: &impl TokenStore, token: &StoredToken) -> TokenVersion {
    let (key, clock) = (token.key(), FakeClock::default());
    let lock = store.lock(&key, &clock).await.unwrap();
    let earlier = store.load(&key).await.unwrap().map(|stored| stored.version);
    let version = store.save(&key, token, earlier.as_ref()).await.unwrap();
    lock.release().await;
    version
}

/// Loads the token of [`user`] from a store.
pub(crate) async fn load_token(store: &impl TokenStore) -> Option<StoredToken> {
    store.load(&user_key()).await.unwrap().map(|stored| stored.token)
}

/// Removes a token from a store.
pub(crate) async fn remove_token(store: &impl TokenStore, key: &TokenKey) {
    if let Some(stored) = store.load(key).await.unwrap() {
        store.clear(key, &stored.version).await.unwrap();
    }
}

pub(crate) type Refused = ApiError<String>;

/// Sends a call.
pub(crate) async fn get(client: &Client) -> Result<(), Error<Refused>> {
    Call::new(client, &GET).send_ignoring_body().await.map(drop)
}

pub(crate) fn provider(client: &Client) -> TokenProvider {
    client.tokens().unwrap().clone()
}

/// Returns the text of the last access token that the service received.
pub(crate) fn last_bearer(endpoint: &FakeTokenEndpoint) -> String {
    endpoint.api_calls().last().unwrap().1.clone()
}

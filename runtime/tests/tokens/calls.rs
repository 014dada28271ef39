//! Tokens in calls with deadlines, retries, pages and waiters.

use std::{borrow::Cow, time::Duration};

use sap_concur_runtime::*;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::support::*;

const SECOND: Duration = Duration::from_secs(1);

const RETRIES: RetryPolicy = RetryPolicy {
    attempts: 3,
    min_delay: SECOND,
    max_wait: Duration::from_secs(60),
    ..RetryPolicy::never()
};

async fn post(client: &Client) -> Result<(), Error<Refused>> {
    Call::new(client, &POST).send_ignoring_body().await.map(drop)
}

#[tokio::test]
async fn a_401_and_a_failed_renewal_are_both_in_the_error() {
    let fixture = Fixture::new();
    fixture.store(3600).await;
    fixture.endpoint.revoke("canary-access-0");
    fixture
        .endpoint
        .reply_with([Reply::Response(500, String::new()), Reply::Response(503, String::new())]);
    let client = fixture.client(user());
    for status in [500, 503] {
        let error = post(&client).await.unwrap_err();
        let message = error.to_string();
        let Error::Token(error) = error else { panic!("{error}") };
        assert_eq!(error.refused().unwrap().status(), status);
        assert_eq!(error.refused_before(), Some(StatusCode::UNAUTHORIZED));
        assert_eq!(error.attempts(), 1);
        let start = "`oauth.create` was refused with 401 Unauthorized and not retried: `oauth.token` was refused: ";
        assert!(message.starts_with(start), "{message}");
    }
    assert_eq!(fixture.endpoint.api_calls().len(), 2);
}

#[cfg(feature = "tokio")]
#[tokio::test]
async fn a_renewal_outlasts_the_deadline_of_its_call() {
    for on_call in [true, false] {
        let fixture = Fixture::new();
        fixture.store(0).await;
        fixture.endpoint.hold(true);
        let mut builder = fixture.builder(user()).token_store(fixture.store.clone());
        let mut options = CallOptions::new();
        match on_call {
            true => options = options.deadline(SECOND),
            false => builder = builder.deadline(SECOND),
        }
        let client: Client = builder.build().unwrap();
        let call = Call::new(&client, &POST).options(options);
        let error = call.send_ignoring_body::<Refused>().await.unwrap_err();
        assert!(matches!(error, Error::NotSent(_)), "{error}");
        assert_eq!((error.attempts(), fixture.endpoint.api_calls().len()), (0, 0));
        assert_eq!(fixture.stored().await.access_token().expose(), "canary-access-0");

        fixture.endpoint.hold(false);
        while fixture.stored().await.access_token().expose() != "canary-access-1" {
            tokio::task::yield_now().await;
        }
        post(&client).await.unwrap();
        assert_eq!(fixture.endpoint.grants(), ["refresh_token"]);
        assert_eq!(last_bearer(&fixture.endpoint), "canary-access-1");
    }
}

#[tokio::test]
async fn a_token_call_is_retried_with_the_policy_of_the_client() {
    let fixture = Fixture::new();
    fixture.store(0).await;
    fixture
        .endpoint
        .reply_with([Reply::RetryAfter(503, 7), Reply::RetryAfter(503, 0)]);
    let builder = fixture.builder(user()).token_store(fixture.store.clone());
    let client: Client = builder.retries(RETRIES).build().unwrap();
    get(&client).await.unwrap();
    assert_eq!(fixture.endpoint.grants(), ["refresh_token"; 3]);
    assert_eq!(fixture.clock.slept(), [7 * SECOND, SECOND]);

    // A grant that is not idempotent, after a response with `Retry-After`.
    let fixture = Fixture::new();
    fixture.endpoint.reply_with([Reply::RetryAfter(503, 7)]);
    let client: Client = fixture.builder(company()).retries(RETRIES).build().unwrap();
    get(&client).await.unwrap_err();
    assert_eq!((fixture.endpoint.calls().len(), fixture.clock.slept().len()), (1, 0));
}

#[tokio::test]
async fn token_calls_use_the_shared_retry_budget() {
    let fixture = Fixture::new();
    fixture
        .endpoint
        .reply_with([Reply::NoResponse, Reply::NoResponse, Reply::NoResponse]);
    let client: Client = fixture
        .builder(user())
        .retries(RETRIES)
        .retry_budget(1)
        .build()
        .unwrap();
    get(&client).await.unwrap_err();
    assert_eq!(fixture.endpoint.calls().len(), 2);
}

#[tokio::test]
async fn the_bearer_is_marked_as_sensitive() {
    struct CheckingSender;

    impl Sender for CheckingSender {
        fn send(
            &self,
            request: http::Request<Body>,
            _: Limits,
        ) -> BoxFuture<'_, Result<http::Response<Body>, SendError>> {
            assert!(request.headers()[http::header::AUTHORIZATION].is_sensitive());
            assert!(!format!("{request:?}").contains("canary"));
            Box::pin(std::future::ready(Ok(http::Response::default())))
        }
    }

    let builder = ClientBuilder::new(&SERVICE).base_url(BASE).access_token("canary");
    let client: Client = builder
        .sender(CheckingSender)
        .clock(FakeClock::default())
        .build()
        .unwrap();
    get(&client).await.unwrap();
}

/// A page of JSON values.
struct Things(Value);

impl<'de> Deserialize<'de> for Things {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self)
    }
}

impl Page for Things {
    type Item = Value;

    fn next_page(&self) -> Option<Cow<'_, str>> {
        self.0["next"].as_str().map(Cow::Borrowed)
    }

    fn total_count(&self) -> Option<u64> {
        None
    }

    fn into_items(self) -> Vec<Value> {
        self.0["data"].as_array().cloned().unwrap_or_default()
    }
}

static PAGING: Paging = Paging {
    start: "start",
    limit: Some("limit"),
    in_body: false,
    first_only: &[],
    position: Position::Number,
    next: NextPage::Link {
        links: "links",
        relation: "next",
    },
};

#[tokio::test]
async fn later_pages_use_the_renewed_token_and_its_geolocation() {
    let fixture = Fixture::new();
    fixture.store(400).await;
    fixture.endpoint.queue_api_bodies([
        json!({"data": [1], "next": "https://evil.example.org/v4/things?start=1"}),
        json!({"data": [2], "next": "https://us2.api.example.com/v4/things?start=2"}),
        json!({"data": [3]}),
    ]);
    fixture
        .endpoint
        .reply_with([Reply::TokenWith(json!({"geolocation": OTHER_BASE}))]);
    let client = fixture.client(user());
    let mut items = Items::<Things, Refused>::new(Call::new(&client, &GET), &PAGING);
    assert_eq!(items.try_next().await.unwrap(), Some(json!(1)));
    // The token expires before the second page and is revoked before the third.
    fixture.clock.advance(400);
    assert_eq!(items.try_next().await.unwrap(), Some(json!(2)));
    fixture.endpoint.revoke("canary-access-1");
    assert_eq!(items.try_next().await.unwrap(), Some(json!(3)));
    assert_eq!(items.try_next().await.unwrap(), None);
    let expected = [
        (BASE, "canary-access-0"),
        (OTHER_BASE, "canary-access-1"),
        (OTHER_BASE, "canary-access-1"),
        (BASE, "canary-access-2"),
    ];
    assert_eq!(
        fixture.endpoint.api_calls(),
        expected.map(|(base, token)| (base.to_owned(), token.to_owned()))
    );
}

static DONE: Polling = Polling {
    name: "done",
    field: "status",
    done: &["DONE"],
    failed: &[],
    pending: &["PENDING"],
    initial_delay: SECOND,
    max_delay: SECOND,
    within: Duration::from_secs(600),
    absent_for: Duration::ZERO,
};

fn waiter(client: &Client, operation: &'static Operation) -> Waiter<Value, Refused> {
    Waiter::new(Call::new(client, operation), &DONE, |answer: &Value| {
        answer["status"].as_str()
    })
}

#[tokio::test]
async fn a_wait_survives_transient_failures_of_token_calls() {
    let fixture = Fixture::new();
    fixture.endpoint.respond_at_once();
    fixture.store(0).await;
    fixture.endpoint.reply_with([
        Reply::NoResponse,
        Reply::RetryAfter(503, 30),
        Reply::RetryAfter(429, 40),
    ]);
    fixture
        .endpoint
        .queue_api_bodies([json!({"status": "PENDING"}), json!({"status": "DONE"})]);
    waiter(&fixture.client(user()), &GET).await.unwrap();
    assert_eq!(fixture.endpoint.grants(), ["refresh_token"; 4]);
    let delays: Vec<u64> = fixture.clock.slept().iter().map(Duration::as_secs).collect();
    assert_eq!(delays, [1, 30, 40, 1]);
}

#[tokio::test]
async fn a_wait_survives_a_revoked_token() {
    let fixture = Fixture::new();
    fixture.endpoint.respond_at_once();
    fixture.store(3600).await;
    fixture.endpoint.revoke("canary-access-0");
    fixture.endpoint.queue_api_bodies([json!({"status": "DONE"})]);
    waiter(&fixture.client(user()), &GET).await.unwrap();
    assert_eq!(fixture.endpoint.grants(), ["refresh_token"]);
}

#[tokio::test]
async fn a_wait_ends_at_once_if_no_token_is_available() {
    static NEEDS: Operation = Operation {
        api: Cow::Borrowed("test"),
        name: Cow::Borrowed("get"),
        method: Method::GET,
        path: Cow::Borrowed("/v4/things"),
        scopes: Scopes::All(Cow::Borrowed(&[Cow::Borrowed("needed")])),
        authorized: true,
        idempotent: true,
        refused_when: Cow::Borrowed(&[]),
    };
    let fixture = Fixture::new();
    fixture.endpoint.respond_at_once();
    let refused = json!({"code": 5, "error": "invalid_grant"}).to_string();
    fixture.endpoint.reply_with([Reply::Response(400, refused)]);
    let client = fixture.client(user());
    let WaitError::Call(Error::Token(error)) = waiter(&client, &GET).await.unwrap_err() else {
        panic!("another error")
    };
    assert!(error.has("5"));
    assert_eq!(fixture.endpoint.calls().len(), 1);

    fixture.clock.advance(10);
    let WaitError::Call(Error::Token(error)) = waiter(&client, &NEEDS).await.unwrap_err() else {
        panic!("another error")
    };
    assert!(matches!(
        error.error(),
        TokenError::MissingScope { needed, .. } if needed.to_string() == "`needed`"
    ));
    assert!(fixture.endpoint.api_calls().is_empty());
}

#[cfg(feature = "blocking")]
#[test]
fn blocking_callers_in_many_threads_cause_one_refresh() {
    use sap_concur_runtime::blocking::Wait;

    let fixture = Fixture::new();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(fixture.store(0));
    let client = fixture.client(user());
    std::thread::scope(|threads| {
        for _ in 0..20 {
            let client = client.clone();
            threads.spawn(move || Box::pin(async move { get(&client).await }).wait().unwrap());
        }
    });
    assert_eq!(fixture.endpoint.grants(), ["refresh_token"]);
    assert_eq!(fixture.endpoint.api_calls().len(), 20);
}

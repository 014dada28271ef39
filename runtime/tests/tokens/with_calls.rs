//! The keeper of tokens beside what calls do: deadlines, retries, pages and waiting.

use std::{borrow::Cow, time::Duration};

use sap_concur_runtime::*;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::support::*;

const SECOND: Duration = Duration::from_secs(1);

const RETRIES: RetryPolicy = RetryPolicy {
    attempts: 3,
    least_wait: SECOND,
    patience: Duration::from_secs(60),
    ..RetryPolicy::never()
};

async fn post(client: &Client) -> Result<(), Error<Refused>> {
    Call::new(client, &POST).send_ignoring_body().await.map(drop)
}

#[tokio::test]
async fn a_call_refused_with_401_for_which_no_other_token_comes_says_so_and_not_that_it_was_not_sent() {
    let scene = Scene::new();
    scene.store(3600).await;
    scene.authority.revoke("canary-access-0");
    scene
        .authority
        .say([Say::Answer(500, String::new()), Say::Answer(503, String::new())]);
    let client = scene.client(user());
    for status in [500, 503] {
        let error = post(&client).await.unwrap_err();
        let said = error.to_string();
        let Error::Token(error) = error else { panic!("{error}") };
        assert_eq!(error.refused().unwrap().status(), status);
        assert_eq!(error.refused_before(), Some(StatusCode::UNAUTHORIZED));
        assert_eq!(error.attempts(), 1);
        let begin = "`oauth.create` was refused with 401 Unauthorized and not sent again: `oauth.token` was refused: ";
        assert!(said.starts_with(begin), "{said}");
    }
    assert_eq!(scene.authority.api_calls().len(), 2);
}

#[cfg(feature = "tokio")]
#[tokio::test]
async fn a_renewal_outlives_the_deadline_of_the_call_that_began_it() {
    for of_the_call in [true, false] {
        let scene = Scene::new();
        scene.store(0).await;
        scene.authority.hold(true);
        let mut builder = scene.builder(user()).token_store(scene.store.clone());
        let mut options = CallOptions::new();
        match of_the_call {
            true => options = options.deadline(SECOND),
            false => builder = builder.deadline(SECOND),
        }
        let client: Client = builder.build().unwrap();
        let call = Call::new(&client, &POST).options(options);
        let error = call.send_ignoring_body::<Refused>().await.unwrap_err();
        assert!(matches!(error, Error::NotSent(_)), "{error}");
        assert_eq!((error.attempts(), scene.authority.api_calls().len()), (0, 0));
        assert_eq!(scene.stored().await.access_token().expose(), "canary-access-0");

        scene.authority.hold(false);
        while scene.stored().await.access_token().expose() != "canary-access-1" {
            tokio::task::yield_now().await;
        }
        post(&client).await.unwrap();
        assert_eq!(scene.authority.grants(), ["refresh_token"]);
        assert_eq!(last_bearer(&scene.authority), "canary-access-1");
    }
}

#[tokio::test]
async fn a_token_call_is_sent_again_with_the_pauses_of_the_client() {
    let scene = Scene::new();
    scene.store(0).await;
    scene.authority.say([Say::Later(503, 7), Say::Later(503, 0)]);
    let builder = scene.builder(user()).token_store(scene.store.clone());
    let client: Client = builder.retries(RETRIES).build().unwrap();
    get(&client).await.unwrap();
    assert_eq!(scene.authority.grants(), ["refresh_token"; 3]);
    assert_eq!(scene.clock.slept(), [7 * SECOND, SECOND]);

    // A grant of which the specification does not say that it can be sent twice, after an answer that asks for it.
    let scene = Scene::new();
    scene.authority.say([Say::Later(503, 7)]);
    let client: Client = scene.builder(company()).retries(RETRIES).build().unwrap();
    get(&client).await.unwrap_err();
    assert_eq!((scene.authority.calls().len(), scene.clock.slept().len()), (1, 0));
}

#[tokio::test]
async fn token_calls_take_from_the_budget_of_all_calls() {
    let scene = Scene::new();
    scene.authority.say([Say::Nothing, Say::Nothing, Say::Nothing]);
    let client: Client = scene.builder(user()).retries(RETRIES).retry_budget(1).build().unwrap();
    get(&client).await.unwrap_err();
    assert_eq!(scene.authority.calls().len(), 2);
}

#[tokio::test]
async fn the_bearer_is_marked_as_sensitive() {
    struct Looking;

    impl Sender for Looking {
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
    let client: Client = builder.sender(Looking).clock(FakeClock::default()).build().unwrap();
    get(&client).await.unwrap();
}

/// A page of whatever.
struct Things(Value);

impl<'de> Deserialize<'de> for Things {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self)
    }
}

impl Page for Things {
    type Item = Value;

    fn next_link(&self) -> Option<&str> {
        self.0["next"].as_str()
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
    limit: "limit",
    links: "links",
    next: "next",
};

#[tokio::test]
async fn pages_go_on_with_the_token_and_the_geolocation_that_have_changed_in_between() {
    let scene = Scene::new();
    scene.store(400).await;
    scene.authority.answer([
        json!({"data": [1], "next": "https://evil.example.org/v4/things?start=1"}),
        json!({"data": [2], "next": "https://us2.api.example.com/v4/things?start=2"}),
        json!({"data": [3]}),
    ]);
    scene.authority.say([Say::With(json!({"geolocation": OTHER_BASE}))]);
    let client = scene.client(user());
    let mut items = Items::<Things, Refused>::new(Call::new(&client, &GET), &PAGING);
    assert_eq!(items.try_next().await.unwrap(), Some(json!(1)));
    // It has expired before the second page, and is revoked before the third.
    scene.clock.pass(400);
    assert_eq!(items.try_next().await.unwrap(), Some(json!(2)));
    scene.authority.revoke("canary-access-1");
    assert_eq!(items.try_next().await.unwrap(), Some(json!(3)));
    assert_eq!(items.try_next().await.unwrap(), None);
    let went = [
        (BASE, "canary-access-0"),
        (OTHER_BASE, "canary-access-1"),
        (OTHER_BASE, "canary-access-1"),
        (BASE, "canary-access-2"),
    ];
    assert_eq!(
        scene.authority.api_calls(),
        went.map(|(base, token)| (base.to_owned(), token.to_owned()))
    );
}

static DONE: Waiting = Waiting {
    name: "done",
    field: "status",
    done: &["DONE"],
    failed: &[],
    pending: &["PENDING"],
    first_pause: SECOND,
    longest_pause: SECOND,
    within: Duration::from_secs(600),
    absent_for: Duration::ZERO,
};

fn waiter(client: &Client, operation: &'static Operation) -> Waiter<Value, Refused> {
    Waiter::new(Call::new(client, operation), &DONE, |answer: &Value| {
        answer["status"].as_str()
    })
}

#[tokio::test]
async fn a_wait_outlasts_a_token_call_that_fails_for_now() {
    let scene = Scene::new();
    scene.authority.be_prompt();
    scene.store(0).await;
    scene
        .authority
        .say([Say::Nothing, Say::Later(503, 30), Say::Later(429, 40)]);
    scene
        .authority
        .answer([json!({"status": "PENDING"}), json!({"status": "DONE"})]);
    waiter(&scene.client(user()), &GET).await.unwrap();
    assert_eq!(scene.authority.grants(), ["refresh_token"; 4]);
    let pauses: Vec<u64> = scene.clock.slept().iter().map(Duration::as_secs).collect();
    assert_eq!(pauses, [1, 30, 40, 1]);
}

#[tokio::test]
async fn a_wait_survives_a_token_that_is_revoked_meanwhile() {
    let scene = Scene::new();
    scene.authority.be_prompt();
    scene.store(3600).await;
    scene.authority.revoke("canary-access-0");
    scene.authority.answer([json!({"status": "DONE"})]);
    waiter(&scene.client(user()), &GET).await.unwrap();
    assert_eq!(scene.authority.grants(), ["refresh_token"]);
}

#[tokio::test]
async fn a_wait_ends_at_once_when_there_can_be_no_token_for_it() {
    static NEEDS: Operation = Operation {
        api: Cow::Borrowed("test"),
        name: Cow::Borrowed("get"),
        method: Method::GET,
        path: Cow::Borrowed("/v4/things"),
        scope: Some(Cow::Borrowed("needed")),
        authorized: true,
        idempotent: true,
        refused_when: None,
    };
    let scene = Scene::new();
    scene.authority.be_prompt();
    let refused = json!({"code": 5, "error": "invalid_grant"}).to_string();
    scene.authority.say([Say::Answer(400, refused)]);
    let client = scene.client(user());
    let WaitError::Call(Error::Token(error)) = waiter(&client, &GET).await.unwrap_err() else {
        panic!("another error")
    };
    assert!(error.has("5"));
    assert_eq!(scene.authority.calls().len(), 1);

    scene.clock.pass(10);
    let WaitError::Call(Error::Token(error)) = waiter(&client, &NEEDS).await.unwrap_err() else {
        panic!("another error")
    };
    assert!(matches!(
        error.error(),
        TokenError::MissingScope { needed, .. } if needed == "needed"
    ));
    assert!(scene.authority.api_calls().is_empty());
}

#[cfg(feature = "blocking")]
#[test]
fn blocking_callers_in_many_threads_cause_one_refresh() {
    use sap_concur_runtime::blocking::Wait;

    let scene = Scene::new();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(scene.store(0));
    let client = scene.client(user());
    std::thread::scope(|threads| {
        for _ in 0..20 {
            let client = client.clone();
            threads.spawn(move || Box::pin(async move { get(&client).await }).wait().unwrap());
        }
    });
    assert_eq!(scene.authority.grants(), ["refresh_token"]);
    assert_eq!(scene.authority.api_calls().len(), 20);
}

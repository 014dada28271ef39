//! Untyped calls: calling an endpoint by its path returns the same as the typed call.

use sap_concur::request::{CreateRequest, ErrorCode, Request, RequestList};
use sap_concur::{ApiError, Concur, Error, Json, Method, OperationError};

use crate::support::{sandbox, user};

const REQUESTS: &str = "/travelrequest/v4/requests";
const REQUEST: &str = "/travelrequest/v4/requests/{id}";

async fn setup() -> (concur_sandbox::Sandbox, Concur) {
    let sandbox = sandbox().await;
    let concur = user(&sandbox, "ann@example.com").build().expect("the client builds");
    (sandbox, concur)
}

fn refused<T>(response: Result<T, Error<ApiError<String>>>) -> ApiError<String> {
    match response {
        Err(Error::Api(refused)) => refused,
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("it was not refused"),
    }
}

#[tokio::test]
async fn untyped_call_returns_the_same_as_a_typed_one() {
    let (_sandbox, concur) = setup().await;
    let new = CreateRequest::builder().name("Kyoto").build();
    let call = concur
        .call(Method::POST, REQUESTS)
        .scope("travelrequest.write")
        .json(&new);
    let created = call.send_json::<Request>().await.expect("it is created");
    assert_eq!(created.status(), 201);

    let id = created.id.clone().expect("it has an id");
    let typed = concur.requests().get(&id).await.expect("it exists");
    let call = || concur.call(Method::GET, REQUEST).path("id", &id);
    let untyped = call().send_json::<Request>().await.expect("it exists");
    assert_eq!(*untyped, *typed);
    let json = call().send_json::<Json>().await.expect("it exists");
    assert_eq!(json.parse::<Request>().expect("it deserializes"), *typed);
    let raw = call().await.expect("it exists");
    assert_eq!(raw.text(), json.as_str());
    let streamed = call().send_streamed().await.expect("it exists").into_inner();
    assert_eq!(
        streamed.collect(100_000).await.expect("the body is complete"),
        raw.as_bytes()
    );

    let list = concur
        .call(Method::GET, REQUESTS)
        .query("limit", 1)
        .send_json::<RequestList>();
    let list = list.await.expect("it returns a list");
    let typed = concur.requests().list().limit(1).await.expect("it returns a list");
    assert_eq!(list.data, typed.data);
}

#[tokio::test]
async fn untyped_error_has_the_codes_of_the_typed_one() {
    let (_sandbox, concur) = setup().await;
    let untyped = refused(concur.call(Method::GET, REQUEST).path("id", "none").await);
    let Err(Error::Api(typed)) = concur.requests().get("none").await else {
        panic!("there is no such Request")
    };
    let typed = typed.api_error();
    let codes: Vec<&str> = typed.codes().map(ErrorCode::as_str).collect();
    assert!(!codes.is_empty(), "{typed}");
    assert!(codes.iter().all(|code| untyped.has(*code)), "{untyped}");
    assert_eq!(
        (untyped.codes().count(), untyped.status()),
        (codes.len(), typed.status())
    );
    let line = untyped.to_string();
    assert!(
        line.starts_with("`GET /travelrequest/v4/requests/{id}` was refused: "),
        "{line}"
    );

    let unknown_path = refused(concur.call(Method::GET, "/no/such/{thing}").path("thing", "a/b").await);
    assert_eq!(unknown_path.status(), 404);
}

#[tokio::test]
async fn untyped_call_is_retried_like_a_typed_one() {
    let (sandbox, concur) = setup().await;
    sandbox.inject(concur_sandbox::Fault::status(503).on("request.list").times(1));
    let response = concur.call(Method::GET, REQUESTS).await.expect("the retry succeeds");
    assert_eq!(response.attempts(), 2);
    sandbox.inject(concur_sandbox::Fault::status(503).on("request.create").times(1));
    let error = refused(
        concur
            .call(Method::POST, REQUESTS)
            .json(&CreateRequest::builder().name("a").build())
            .await,
    );
    assert_eq!((error.status().as_u16(), error.attempts()), (503, 1));
}

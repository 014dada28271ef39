//! What the guide says of whether a call was carried out, against the code.

use sap_concur::purchase_request::CreateError;
use sap_concur::testing::{Fault, ManualClock, Script, Step, answer};
use sap_concur::{CarriedOut, Concur, Error};

use crate::purchase_requests::order;

const GUIDE: &str = include_str!("../../../generated/guide/failures.md");

/// The rows of the table: variant, what happened, and whether it was carried out.
fn rows() -> Vec<[&'static str; 3]> {
    let table = GUIDE.lines().skip_while(|line| !line.starts_with("| error |")).skip(2);
    let rows = table.take_while(|line| line.starts_with('|')).map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let variant = cells[0].split('`').nth(1).expect("a variant is named");
        [variant, cells[1], cells[2]]
    });
    rows.collect()
}

fn concur(script: Script) -> Concur {
    Concur::builder()
        .base_url("https://example.com")
        .access_token("token")
        .sender(script)
        .clock(ManualClock::jumping())
        .build()
        .expect("the client is whole")
}

/// The error of a `POST` each of whose attempts ends so.
async fn create(step: impl Into<Step>) -> Error<CreateError> {
    let step = step.into();
    let concur = concur(Script::by(move |_| step.clone()));
    concur.purchase_requests().create(&order()).await.expect_err("it fails")
}

async fn without_token() -> Error<CreateError> {
    let builder = Concur::builder().base_url("https://example.com").sender(Script::new());
    let concur = builder
        .clock(ManualClock::jumping())
        .build()
        .expect("the client is whole");
    concur
        .purchase_requests()
        .create(&order())
        .await
        .expect_err("there is no token")
}

fn variant<E>(error: &Error<E>) -> &'static str {
    match error {
        Error::Invalid(_) => "Invalid",
        Error::Token(_) => "Token",
        Error::NotSent(_) => "NotSent",
        Error::NoResponse(_) => "NoResponse",
        Error::Api(_) => "Api",
        Error::Decode(_) => "Decode",
        _ => "another",
    }
}

const ERRORS: &str = r#"{"errors":[{"errorCode":"a","errorMessage":"b"}]}"#;

/// Answers with these statuses, with errors of the service and with a page.
async fn refusals(statuses: &[u16]) -> Vec<Error<CreateError>> {
    let mut errors = Vec::new();
    for status in statuses {
        errors.push(create(answer(*status, ERRORS).header("content-type", "application/json")).await);
        errors.push(create(answer(*status, "<html>").header("content-type", "text/html")).await);
    }
    errors
}

/// The errors of what a row tells.
async fn errors(happened: &str) -> Vec<Error<CreateError>> {
    match happened {
        "there is no token for the call" => vec![without_token().await],
        "the request was never sent" => vec![create(Fault::NotSent).await],
        "a 3xx, or a 4xx other than 408" => refusals(&[301, 302, 304, 400, 401, 403, 404, 409, 429]).await,
        "a 408 or a 5xx" => refusals(&[408, 500, 501, 502, 503, 504]).await,
        "no response, or a truncated one" => vec![
            create(Fault::NoResponse).await,
            create(Fault::TimedOut).await,
            create(Fault::TooLarge).await,
        ],
        "a 2xx with something other than JSON, such as a maintenance page" => vec![
            create(answer(200, "<html>").header("content-type", "text/html")).await,
            create(answer(202, "{}").header("content-type", "text/html")).await,
            create(answer(202, r#"{"id": "#)).await,
            create(answer(200, "")).await,
        ],
        "a 2xx with JSON of another shape" => vec![create(answer(202, "[]")).await, create(answer(202, "")).await],
        other => panic!("no test has the row {other:?}"),
    }
}

#[tokio::test]
async fn each_row_of_the_guide_is_so() {
    let rows = rows();
    assert_eq!(rows.len(), 8);
    for [name, happened, carried_out] in rows {
        if name == "Invalid" {
            let error = concur(Script::new())
                .requests()
                .get("")
                .await
                .expect_err("the id is empty");
            assert_eq!((variant(&error), carried_out), (name, "`No`"));
            assert_eq!(error.carried_out(), CarriedOut::No);
            continue;
        }
        for error in errors(happened).await {
            let found = format!("`{:?}`", error.carried_out());
            assert_eq!(
                (variant(&error), found.as_str()),
                (name, carried_out),
                "{happened}: {error}"
            );
        }
    }
}

#[tokio::test]
async fn a_delete_that_meets_503_and_404_may_have_deleted() {
    assert!(GUIDE.contains("a `DELETE`\nthat meets a 503 and then a 404 may have deleted"));
    let script = Script::new().then(answer(503, "")).then(answer(404, ERRORS));
    let error = concur(script)
        .requests()
        .delete("A1")
        .await
        .expect_err("it is not found");
    assert_eq!(
        (error.status().map(|status| status.as_u16()), error.carried_out()),
        (Some(404), CarriedOut::Perhaps)
    );
}

#[tokio::test]
async fn a_delete_never_succeeds_because_of_a_page() {
    let page = || answer(200, "<html>We will be back</html>").header("content-type", "text/html");
    let script = Script::by(move |_| page().into());
    let error = concur(script.clone())
        .requests()
        .delete("A1")
        .await
        .expect_err("it is a page");
    assert_eq!((variant(&error), error.carried_out()), ("Decode", CarriedOut::Perhaps));
    assert_eq!(script.sent().len(), 4, "it is a fault that may pass");
    for (status, body) in [(200, "true"), (200, ""), (204, "")] {
        let script = Script::new().then(page()).then(answer(status, body));
        concur(script).requests().delete("A1").await.expect("it is deleted");
    }
}

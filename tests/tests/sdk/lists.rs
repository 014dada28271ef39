//! Lists over real sockets: every page is fetched, and only the position of a link is used.

use sap_concur::Error;
use sap_concur::request::calls::ListCall;
use sap_concur::request::{RequestError, RequestView};
use serde_json::{Value, json};

use crate::server::{Answer, Received, Server, answer};

mod links;
mod property;

const PATH: &str = "/travelrequest/v4/requests";

/// Returns a page of Requests with the ids, and the link to the next page.
fn page(ids: &[&str], next: Option<&str>) -> Answer {
    let data: Vec<Value> = ids.iter().map(|id| json!({ "id": id })).collect();
    let mut links = vec![json!({ "rel": "first", "href": "https://elsewhere.example/v4/requests?start=0" })];
    links.extend(next.map(|href| json!({ "rel": "next", "href": href })));
    answer(200, json!({ "data": data, "operations": links }).to_string())
}

/// Returns the `start` parameter of a request.
fn start(request: &Received) -> u64 {
    request
        .parameter("start")
        .map_or(0, |start| start.parse().expect("a number"))
}

/// Reads a list. Returns its ids and the error that ends it.
async fn read(list: ListCall) -> (Vec<String>, Option<Error<RequestError>>) {
    let (mut ids, mut items) = (Vec::new(), list.stream());
    loop {
        match items.next().await {
            Some(Ok(request)) => ids.push(request.id.expect("it has an id")),
            Some(Err(error)) => {
                assert!(items.next().await.is_none(), "an error ends the list");
                return (ids, Some(error));
            }
            None => return (ids, None),
        }
    }
}

/// Starts a server with the Requests A to E on three pages.
fn three_pages() -> Server {
    Server::with_handler(|request| match start(request) {
        0 => page(
            &["A", "B"],
            Some("https://us2.api.concursolutions.com/v4/requests?start=2"),
        ),
        2 => page(&["C", "D"], Some("?start=4&limit=7&userId=someone-else&view=ALL")),
        4 => page(&["E"], None),
        other => answer(400, format!("no page at {other}")),
    })
}

/// Asserts that the three pages of [`filtered_list`] were requested with its parameters.
#[track_caller]
fn assert_three_filtered_pages(server: &Server) {
    let queries: Vec<_> = server
        .requests()
        .into_iter()
        .map(|request| request.query.unwrap_or_default())
        .collect();
    let query = "view=APPROVED&userId=u%201&limit=2";
    assert_eq!(
        queries,
        [query.to_owned(), format!("{query}&start=2"), format!("{query}&start=4")]
    );
    for (request, query) in server.requests().iter().zip(&queries) {
        request.assert_target("GET", PATH, Some(query)).assert_no_body();
    }
}

fn filtered_list(server: &Server) -> ListCall {
    let list = server.concur().requests().list();
    list.view(RequestView::Approved).user_id("u 1").limit(2)
}

#[tokio::test]
async fn every_page_of_a_stream_has_the_same_query_parameters() {
    let server = three_pages();
    let (ids, error) = read(filtered_list(&server)).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(ids, ["A", "B", "C", "D", "E"]);
    assert_three_filtered_pages(&server);
}

#[tokio::test]
async fn pages_have_status_and_attempts() {
    let server = three_pages();
    let mut pages = filtered_list(&server).pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.try_next().await.expect("the page loads") {
        assert_eq!(page.status().as_u16(), 200);
        assert_eq!(page.attempts(), 1);
        sizes.push(page.data.len());
    }
    assert_eq!(sizes, [2, 2, 1]);
    assert_three_filtered_pages(&server);
}

#[tokio::test]
async fn list_with_a_start_continues_from_there() {
    let server = three_pages();
    let (ids, error) = read(server.concur().requests().list().start(2)).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(ids, ["C", "D", "E"]);
}

#[tokio::test]
async fn awaiting_a_list_call_fetches_one_page() {
    let server = three_pages();
    let page = filtered_list(&server).await.expect("the page loads");
    assert_eq!(page.data.len(), 2);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn pages_are_fetched_lazily() {
    let server = three_pages();
    let mut items = filtered_list(&server).stream();
    assert_eq!(server.requests().len(), 0);
    for _ in 0..2 {
        items
            .try_next()
            .await
            .expect("the page loads")
            .expect("there is another item");
    }
    assert_eq!(server.requests().len(), 1);
    items
        .try_next()
        .await
        .expect("the page loads")
        .expect("there is another item");
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn prefetch_requests_the_next_page_early() {
    let server = three_pages();
    let mut items = filtered_list(&server).stream().prefetch();
    items
        .try_next()
        .await
        .expect("the page loads")
        .expect("there is an item");
    // The second page is prefetched in the background.
    while server.requests().len() < 2 {
        tokio::task::yield_now().await;
    }
    let rest = items.collect_up_to(100).await.expect("the pages load");
    assert_eq!(rest.len(), 4);
    assert_three_filtered_pages(&server);
}

#[tokio::test]
async fn total_count_is_from_the_latest_page_that_has_one() {
    let server = Server::with_handler(|request| {
        let body = match start(request) {
            0 => {
                json!({ "data": [{ "id": "A" }], "totalCount": 3, "operations": [{ "rel": "next", "href": "?start=1" }] })
            }
            1 => json!({ "data": [{ "id": "B" }], "operations": [{ "rel": "next", "href": "?start=2" }] }),
            _ => json!({ "data": [{ "id": "C" }], "totalCount": 4 }),
        };
        answer(200, body.to_string())
    });
    let mut items = server.concur().requests().list().stream();
    let mut totals = vec![items.total_count()];
    while items.try_next().await.expect("the page loads").is_some() {
        totals.push(items.total_count());
    }
    assert_eq!(totals, [None, Some(3), Some(3), Some(4)]);
}

#[tokio::test]
async fn failed_page_ends_the_list_after_earlier_items() {
    let server = Server::with_handler(|request| match start(request) {
        0 => page(&["A"], Some("?start=1")),
        _ => answer(
            403,
            r#"{"errors": [{"errorCode": "permissionDenied", "errorMessage": "no"}]}"#,
        ),
    });
    let (ids, error) = read(server.concur().requests().list()).await;
    assert_eq!(ids, ["A"]);
    assert!(matches!(error, Some(Error::Api(_))), "{error:?}");
}

#[tokio::test]
async fn malformed_request_does_not_end_the_list() {
    let server = Server::with_handler(|request| match start(request) {
        0 => {
            let body = json!({
                "data": [{ "id": "A" }, "what is this?", { "id": "B", "approved": "perhaps" }],
                "operations": [{ "rel": "next", "href": "?start=3" }],
            });
            answer(200, body.to_string())
        }
        _ => page(&["C"], None),
    });
    let (ids, error) = read(server.concur().requests().list()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(ids, ["A", "B", "C"]);
    let mut pages = server.concur().requests().list().pages();
    let first = pages
        .try_next()
        .await
        .expect("the page loads")
        .expect("there is an item");
    let warned: Vec<&str> = first.warnings().iter().map(|warning| warning.path()).collect();
    assert_eq!(warned, ["data[1]", "data[2].approved"]);
    assert_eq!(first.data[1].approved, None);
}

#[tokio::test]
async fn malformed_expense_is_skipped_in_list_expenses() {
    let server = Server::with_handler(|_| {
        answer(
            200,
            r#"[{"id": "E1"}, 7, {"id": "E2", "transactionAmount": {"value": 1.10}}]"#,
        )
    });
    let call = server.concur().requests().list_expenses("A1").user_id("u-1");
    let expenses = call.await.expect("it returns a list");
    let ids: Vec<_> = expenses.iter().map(|expense| expense.id.as_deref()).collect();
    assert_eq!(ids, [Some("E1"), Some("E2")]);
    assert_eq!(expenses.warnings().len(), 1, "{:?}", expenses.warnings());
    let path = format!("{PATH}/A1/expenses");
    server
        .request()
        .assert_target("GET", &path, Some("userId=u-1"))
        .assert_no_body();
}

//! Lists and paging.

use concur_sandbox::Links;
use sap_concur::request::{RequestError, SortField, SortOrder};

use super::*;

#[tokio::test]
async fn list_applies_filters_and_sort_order() {
    let sandbox = sandbox().await;
    let ann = client(&sandbox, "ann");
    let first = created(&ann, TRAVEL).await;
    let second = created(&ann, TRAVEL).await;
    ann.requests()
        .take_action(&second, WorkflowAction::Submit)
        .await
        .expect("it is submitted");
    let list = || ann.requests().list();
    let ids = |page: &sap_concur::request::RequestList| {
        page.data
            .iter()
            .map(|item| item.id.clone().expect("it has an id"))
            .collect::<Vec<_>>()
    };
    let sorted = list()
        .sort_field(SortField::RequestId)
        .sort_order(SortOrder::Descending)
        .await
        .expect("it returns a list");
    assert_eq!(ids(&sorted), [second.clone(), first.clone()]);
    let sorted = list()
        .sort_field(SortField::RequestId)
        .sort_order(SortOrder::Ascending)
        .limit(1)
        .await;
    assert_eq!(ids(&sorted.expect("it returns a list")), std::slice::from_ref(&first));
    let pending = list().view(RequestView::Pending).await.expect("it returns a list");
    assert_eq!((ids(&pending), pending.total_count), (vec![second], Some(1)));
    let epoch: sap_concur::Timestamp = "1970-01-01T00:00:00Z".parse().expect("a valid timestamp");
    assert_eq!(
        list()
            .modified_after(epoch)
            .await
            .expect("it returns a list")
            .total_count,
        Some(2)
    );
    assert_eq!(
        list()
            .modified_before(epoch)
            .await
            .expect("it returns a list")
            .total_count,
        Some(0)
    );
    assert_eq!(
        list()
            .approved_after(epoch)
            .await
            .expect("it returns a list")
            .total_count,
        Some(0)
    );
    let short = &list().start(1).await.expect("it returns a list").into_inner().data[0];
    assert_eq!((&short.policy, short.operations.len()), (&None, 0));
}

#[tokio::test]
async fn every_page_is_reached_with_every_kind_of_link() {
    const COUNT: usize = 250;
    for links in [
        Links::Proper,
        Links::WithoutPrefix,
        Links::InternalHost,
        Links::Malformed,
    ] {
        let sandbox = Sandbox::builder()
            .random_seed(1)
            .links(links)
            .start()
            .await
            .expect("the sandbox starts");
        let ann = client(&sandbox, "ann");
        let mut expected = Vec::new();
        for _ in 0..COUNT {
            expected.push(created(&ann, TRAVEL).await);
        }
        for limit in [None, Some(100)] {
            let list = ann.requests().list().view(RequestView::All);
            let mut stream = match limit {
                Some(limit) => list.limit(limit).stream(),
                None => list.stream(),
            };
            let mut ids = Vec::new();
            while let Some(request) = stream.try_next().await.expect("the page loads") {
                ids.extend(request.id);
            }
            // All have the same start date, so they are in order of creation.
            assert_eq!(ids, expected, "{links:?}");
            assert_eq!(stream.total_count(), Some(250));
        }
    }
}

#[tokio::test]
async fn limit_out_of_range_is_an_error_without_code() {
    let sandbox = sandbox().await;
    let ann = client(&sandbox, "ann");
    for (limit, message) in [
        (101, "Limit must be less than or equal to 100"),
        (0, "Limit must be greater than or equal to 1"),
        (-1, "Limit must contains only digits"),
    ] {
        let error = ann.requests().list().limit(limit).await.expect_err("it is refused");
        let Error::Api(RequestError::BadRequest(refused)) = error else {
            panic!("{error:?}")
        };
        assert_eq!(
            (&refused.details()[0].code, refused.details()[0].message.as_deref()),
            (&None, Some(message))
        );
    }
}

//! Links to the next page.

use sap_concur_runtime::Call;

use super::support::*;

/// Returns the URL that is requested after a page with this link, or the problem with the link. The items of the page
/// are read in both cases.
async fn follow(link: &'static str) -> Result<String, String> {
    let net = Net::new(move |number, _| match number {
        0 => things([1, 2], Some(link)),
        _ => things([3], None),
    });
    let mut items = Items::new(Call::new(&net.client(), &LIST), &PAGING);
    assert_eq!(items.try_next().await.unwrap(), Some(1), "{link}");
    assert_eq!(items.try_next().await.unwrap(), Some(2), "{link}");
    match items.try_next().await {
        Ok(item) => {
            assert_eq!(item, Some(3));
            Ok(net.urls()[1].clone())
        }
        Err(Error::Decode(error)) => {
            assert_eq!(net.calls(), 1);
            assert_eq!(error.path(), "operations");
            assert_eq!(error.status(), 200);
            assert_eq!(error.correlation_id(), net.headers("concur-correlationid")[0]);
            assert!(error.body().text().contains("\"next\""), "the error has the body");
            assert!(items.next().await.is_none());
            Err(error.problem().to_owned())
        }
        Err(other) => panic!("{link}: {other}"),
    }
}

const NEXT: &str = "https://api.example.com/gateway/v4/things?start=2";

#[tokio::test]
async fn a_next_link_without_the_gateway_prefix_is_followed() {
    assert_eq!(follow("https://api.example.com/v4/things?start=2").await.unwrap(), NEXT);
}

#[tokio::test]
async fn only_the_position_of_a_link_is_used() {
    for link in [
        "https://us.api.example.com/gateway/v4/things?start=2",
        "http://api.example.com/gateway/v4/things?start=2",
        "https://https://us.api.example.com/gateway/v4/things?start=2",
        "hhttps://api.example.com:0/gateway/v4/things?start=2",
        "https://user:secret@evil.example.com/?start=2#start=9",
        "/gateway/v4/things?start=2",
        "//evil.example.com/?start=2",
        "file:///etc/passwd?start=2",
        "javascript:alert(1)?start=2",
        "?start=2",
        "?view=ALL&userId=someone&start=2&sortField=startDate",
        "?view=ALL&&start=2&start=2&=&x",
        "?st%61rt=%32",
        "things?start=2?userId=appended",
        "things?userId=%26start%3D7&start=0000000002",
        "?restart=9&start=2&START=8&start%3D=7",
        "things with blanks\n\u{1F4A9}\0?start=2",
    ] {
        assert_eq!(follow(link).await.as_deref(), Ok(NEXT), "{link}");
    }
}

#[tokio::test]
async fn a_malformed_next_link_is_an_error_after_the_items() {
    for (link, problem) in [
        (
            "",
            "the link `next` has no query, so it does not say which page is next",
        ),
        (
            "https://api.example.com/gateway/v4/things",
            "the link `next` has no query, so it does not say which page is next",
        ),
        (
            "/things#?start=2",
            "the link `next` has no query, so it does not say which page is next",
        ),
        (
            "?",
            "the link `next` has no `start`, so it does not say which page is next",
        ),
        (
            "?limit=3",
            "the link `next` has no `start`, so it does not say which page is next",
        ),
        (
            "?Start=2",
            "the link `next` has no `start`, so it does not say which page is next",
        ),
        ("?start", "`start` in the link `next` is not a whole number"),
        ("?start=", "`start` in the link `next` is not a whole number"),
        ("?start=two", "`start` in the link `next` is not a whole number"),
        ("?start=-2", "`start` in the link `next` is not a whole number"),
        ("?start=+2", "`start` in the link `next` is not a whole number"),
        ("?start=%2B2", "`start` in the link `next` is not a whole number"),
        ("?start=2.0", "`start` in the link `next` is not a whole number"),
        ("?start=\u{0662}", "`start` in the link `next` is not a whole number"),
        ("?start=%FF%", "`start` in the link `next` is not a whole number"),
        (
            "?start=18446744073709551616",
            "`start` in the link `next` is not a whole number",
        ),
        ("?start=2&start=4", "the link `next` has several values of `start`"),
    ] {
        assert_eq!(follow(link).await.unwrap_err(), problem, "{link}");
    }
}

#[tokio::test]
async fn a_link_to_the_page_itself_is_a_loop() {
    assert_eq!(
        follow("?start=0").await.unwrap_err(),
        "the link `next` leads from `start` 0 to 0, which is no page further: a loop"
    );
}

#[tokio::test]
async fn a_repeated_next_link_is_an_error() {
    let net = Net::new(|_, _| things([1], Some("https://api.example.com/gateway/v4/things?start=3")));
    let mut items = Items::new(Call::new(&net.client(), &LIST), &PAGING);
    assert_eq!(items.try_next().await.unwrap(), Some(1));
    assert_eq!(items.try_next().await.unwrap(), Some(1));
    let error = items.try_next().await.unwrap_err().to_string();
    assert!(
        error.starts_with(
            "`test.list` answered 200 OK, which is not understood: at `operations`: the link `next` leads from `start` \
             3 to 3, which is no page further: a loop; correlation id "
        ),
        "{error}"
    );
    assert_eq!(items.try_next().await.unwrap(), None);
    assert_eq!(net.calls(), 2);
}

#[tokio::test]
async fn a_link_before_the_start_of_the_caller_is_a_loop() {
    let net = Net::new(|_, _| things([1], Some("?start=30")));
    let mut items = Items::new(Call::new(&net.client(), &LIST).query("start", 50), &PAGING);
    assert_eq!(items.try_next().await.unwrap(), Some(1));
    assert!(matches!(items.try_next().await, Err(Error::Decode(_))));
    assert_eq!(net.calls(), 1);
}

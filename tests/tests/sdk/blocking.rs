//! Blocking calls.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use sap_concur::blocking::Wait;
use sap_concur::request::{CreateRequest, RequestError};
use sap_concur::{
    AccessToken, BoxFuture, Concur, Error, Response, TokenError, TokenSource, WaitError, request::Request,
};

use crate::server::{Server, TOKEN, answer, refusal};
use crate::service::{Directory, Service, USER};

mod inside_tokio;

/// Runs `work` on a new thread and panics if it takes longer than 20 seconds.
fn with_timeout<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = mpsc::channel();
    let thread = thread::spawn(move || sender.send(work()));
    match receiver.recv_timeout(Duration::from_secs(20)) {
        Ok(result) => result,
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("timed out"),
        Err(mpsc::RecvTimeoutError::Disconnected) => match thread.join() {
            Err(panic) => std::panic::resume_unwind(panic),
            Ok(_) => unreachable!("it sent its result"),
        },
    }
}

fn get(concur: &Concur) -> Result<Response<Request>, Error<RequestError>> {
    concur.requests().get("A1").user_id(USER).wait()
}

#[test]
fn purchase_request_is_created_and_polled_without_async() {
    let created = with_timeout(|| {
        let service = Service::start();
        let orders = service.concur().purchase_requests();
        let accepted = orders
            .create(&crate::purchase_requests::order())
            .wait()
            .expect("it is accepted");
        let created = orders.wait_until_created(&accepted.id).wait().expect("it is created");
        service.assert_no_violations();
        created.into_inner()
    });
    assert_eq!(created.purchase_request_number.as_deref(), Some("PR-77"));
}

#[test]
fn lists_are_iterators_of_items_or_pages() {
    with_timeout(|| {
        let service = Service::start();
        let list = service.concur().requests().list().user_id(USER).limit(3);
        let items: Result<Vec<Request>, _> = list.clone().stream().blocking().collect();
        let ids: Vec<_> = items
            .expect("the pages load")
            .into_iter()
            .filter_map(|request| request.id)
            .collect();
        assert_eq!(ids, ["0", "1", "2", "3", "4", "5", "6"]);
        let mut pages = list.pages().prefetch().blocking();
        let sizes: Vec<_> = pages.by_ref().map(|page| page.expect("it exists").data.len()).collect();
        assert_eq!(sizes, [3, 3, 1]);
        assert_eq!(pages.stream().and_then(|pages| pages.total_count()), Some(7));
        assert!(pages.next().is_none());
        service.assert_no_violations();
    });
}

#[test]
fn blocking_errors_equal_async_errors() {
    with_timeout(|| {
        let server = Server::with_handler(|_| answer(404, refusal("notFound", "Resource not found")));
        let concur = server.concur();
        let error = get(&concur).expect_err("it does not exist");
        assert!(matches!(error, Error::Api(RequestError::NotFound(_))), "{error:?}");
        let mut items = concur.requests().list().stream().blocking();
        assert!(matches!(items.next(), Some(Err(Error::Api(_)))));
        assert!(items.next().is_none());
        let error = concur
            .requests()
            .wait_until_approved("A1")
            .wait()
            .expect_err("it does not exist");
        assert!(matches!(error, WaitError::Call(Error::Api(_))), "{error:?}");
    });
}

#[test]
fn threads_share_a_client_its_token_and_one_refresh() {
    with_timeout(|| {
        let service = Service::start();
        let concur = service.concur();
        get(&concur).expect("it exists");
        service.advance_one_hour();
        thread::scope(|scope| {
            for _ in 0..32 {
                scope.spawn(|| {
                    for _ in 0..4 {
                        get(&concur).expect("it exists");
                    }
                });
            }
        });
        assert_eq!(service.token_calls(), ["password 200", "refresh_token 200"]);
        service.assert_no_violations();
    });
}

#[test]
fn restarted_blocking_program_uses_the_stored_token() {
    with_timeout(|| {
        let (service, directory) = (Service::start(), Directory::new("blocking"));
        for _ in 0..3 {
            let builder = service.builder().token_store(directory.store());
            let concur = builder.build().expect("the client builds");
            get(&concur).expect("it exists");
            service.advance_one_hour();
        }
        assert_eq!(
            service.token_calls(),
            ["password 200", "refresh_token 200", "refresh_token 200"]
        );
        service.assert_no_violations();
    });
}

#[test]
fn request_is_created_for_a_user_without_async() {
    with_timeout(|| {
        let service = Service::start();
        let created = service
            .concur()
            .requests()
            .create(&CreateRequest::builder().build())
            .user_id(USER)
            .wait();
        assert_eq!(created.expect("it is created").id.as_deref(), Some("A1"));
        service.assert_no_violations();
    });
}

/// A token source that makes a blocking call, which it must not.
struct BlockingSource(Concur);

impl TokenSource for BlockingSource {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(async {
            let inner = get(&self.0).map_err(|error| TokenError::Source(error.to_string().into()));
            inner.and_then(|_| Ok(AccessToken::new(TOKEN)?))
        })
    }
}

#[test]
fn waiting_on_the_background_thread_is_an_error_not_a_deadlock() {
    with_timeout(|| {
        let server = Server::with_handler(|_| answer(200, r#"{"id": "A1"}"#));
        let builder = Concur::builder()
            .base_url(server.url())
            .token_source(BlockingSource(server.concur()));
        let error = get(&builder.build().expect("the client builds")).expect_err("it would deadlock");
        assert!(matches!(error, Error::Token(_)), "{error:?}");
        assert!(error.to_string().contains("use `await` there"), "{error}");
        assert!(server.requests().is_empty());
        get(&server.concur()).expect("the background thread still runs");
    });
}

/// A token source that panics.
struct Panicking;

impl TokenSource for Panicking {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(async { panic!("no token available") })
    }
}

#[test]
fn background_panics_propagate_and_the_next_call_works() {
    let server = Server::with_handler(|_| answer(200, r#"{"id": "A1"}"#));
    let builder = Concur::builder().base_url(server.url()).token_source(Panicking);
    let concur = builder.build().expect("the client builds");
    let call = move || get(&concur).map(drop);
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| with_timeout(call))).expect_err("it panics");
    assert_eq!(panic.downcast_ref::<&str>().copied(), Some("no token available"));
    let concur = server.concur();
    with_timeout(move || get(&concur).map(drop)).expect("the background thread still runs");
}

//! The token lifecycle: grants at the landing zone, refreshes, storage, refusals and data centers.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use sap_concur::request::{CreateRequest, RequestView};
use sap_concur::{
    BoxFuture, Concur, Credentials, Error, FileTokenStore, MemoryTokenStore, StoreError, StoredToken, TokenError,
    TokenKey, TokenStore, TokenVersion, VersionedToken,
};

use crate::server::{Server, answer};
use crate::service::{CLIENT_ID, CLIENT_SECRET, Directory, Service, USER, company_key};

mod concurrency;
mod data_centers;

/// Returns the refresh token in the store.
async fn stored_refresh_token(store: &impl TokenStore) -> Option<String> {
    let stored = store.load(&company_key()).await.expect("the store is readable")?;
    stored.token.refresh_token().map(|token| token.expose().to_owned())
}

fn company(service: &Service, store: FileTokenStore) -> Concur {
    let builder = service.builder().token_store(store);
    builder.build().expect("the client builds")
}

async fn get(concur: &Concur) {
    let request = concur.requests().get("A1").user_id(USER).await.expect("it exists");
    assert_eq!(request.id.as_deref(), Some("A1"));
}

#[tokio::test]
async fn company_gets_one_token_and_calls_its_data_center() {
    let service = Service::start();
    let concur = service.concur();
    let orders = concur.purchase_requests();
    let accepted = orders
        .create(&crate::purchase_requests::order())
        .await
        .expect("it is accepted");
    let created = orders.wait_until_created(&accepted.id).await.expect("it is created");
    assert_eq!(created.purchase_request_number.as_deref(), Some("PR-77"));
    get(&concur).await;
    assert_eq!(service.landing.requests().len(), 1);
    assert_eq!(service.data_center.requests().len(), 3);
    assert_eq!(service.second_data_center.requests().len(), 0);
    service.assert_no_violations();
}

#[tokio::test]
async fn every_refresh_stores_the_new_refresh_token() {
    let (service, directory) = (Service::start(), Directory::new("every-refresh"));
    let concur = company(&service, directory.store());
    for number in 1..=4 {
        get(&concur).await;
        assert_eq!(service.refresh_token(), Some(format!("refresh-{number}")));
        assert_eq!(stored_refresh_token(&directory.store()).await, service.refresh_token());
        service.advance_one_hour();
    }
    let calls = [
        "password 200",
        "refresh_token 200",
        "refresh_token 200",
        "refresh_token 200",
    ];
    assert_eq!(service.token_calls(), calls);
    assert_eq!(service.landing.requests().len(), 1, "refreshes go to the data center");
    service.assert_no_violations();
}

#[tokio::test]
async fn restarted_program_uses_the_stored_token() {
    let (service, directory) = (Service::start(), Directory::new("restarted"));
    let stored = || Credentials::stored(CLIENT_ID, CLIENT_SECRET);
    get(&company(&service, directory.store())).await;
    get(&company(&service, directory.store())).await;
    assert_eq!(service.token_calls(), ["password 200"]);
    for _ in 0..3 {
        service.advance_one_hour();
        get(&company(&service, directory.store())).await;
        // Without the request token.
        let builder = service.builder_for(stored()).token_store(directory.store());
        get(&builder.build().expect("the client builds")).await;
    }
    assert_eq!(service.token_calls().len(), 4, "{:?}", service.token_calls());
    service.assert_no_violations();
}

#[tokio::test]
async fn programs_sharing_a_file_never_reuse_a_refresh_token() {
    let (service, directory) = (Service::start(), Directory::new("two-programs"));
    let programs = [
        company(&service, directory.store()),
        company(&service, directory.store()),
    ];
    for round in 0..4 {
        // The programs take turns to refresh; the other one still has the expired token in memory.
        get(&programs[round % 2]).await;
        get(&programs[(round + 1) % 2]).await;
        service.advance_one_hour();
    }
    let calls = service.token_calls();
    assert_eq!(
        calls,
        [
            "password 200",
            "refresh_token 200",
            "refresh_token 200",
            "refresh_token 200"
        ]
    );
    service.assert_no_violations();
}

#[tokio::test]
async fn token_expiring_during_a_list_is_refreshed() {
    let service = Service::start();
    let list = service
        .concur()
        .requests()
        .list()
        .view(RequestView::All)
        .user_id(USER)
        .limit(3);
    let (mut items, mut ids) = (list.stream(), Vec::new());
    while let Some(request) = items.try_next().await.expect("the pages load") {
        ids.push(request.id.expect("it has an id"));
        if ids.len() == 2 {
            service.advance_one_hour();
        }
    }
    assert_eq!(ids, ["0", "1", "2", "3", "4", "5", "6"]);
    assert_eq!(service.token_calls(), ["password 200", "refresh_token 200"]);
    // The token was refreshed before it expired: no call was refused or retried.
    let pages: Vec<_> = service
        .data_center
        .requests()
        .into_iter()
        .filter(|request| request.method == "GET")
        .collect();
    let queries: Vec<_> = pages
        .iter()
        .map(|request| request.query.clone().unwrap_or_default())
        .collect();
    let query = format!("view=ALL&userId={USER}&limit=3");
    assert_eq!(
        queries,
        [query.clone(), format!("{query}&start=3"), format!("{query}&start=6")]
    );
    service.assert_no_violations();
}

#[tokio::test]
async fn a_401_during_a_list_refreshes_once_and_retries_the_page() {
    let service = Service::start();
    let mut pages = service.concur().requests().list().user_id(USER).limit(3).pages();
    let (mut attempts, mut items) = (Vec::new(), 0);
    while let Some(page) = pages.try_next().await.expect("the pages load") {
        attempts.push(page.attempts());
        items += page.data.len();
        if attempts.len() == 1 {
            service.forget_access_tokens();
        }
    }
    assert_eq!((attempts, items), (vec![1, 2, 1], 7));
    assert_eq!(service.token_calls(), ["password 200", "refresh_token 200"]);
    service.assert_no_violations();
}

#[tokio::test]
async fn post_after_a_401_is_carried_out_once() {
    let service = Service::start();
    let concur = service.concur();
    get(&concur).await;
    service.forget_access_tokens();
    let call = concur
        .requests()
        .create(&CreateRequest::builder().name("Kyoto").build())
        .user_id(USER);
    let created = call.await.expect("it is created");
    assert_eq!((created.attempts(), service.created()), (2, 1));
    service.assert_no_violations();
}

#[tokio::test]
async fn a_401_that_persists_after_a_refresh_is_returned() {
    let server = Server::with_handler(|request| match request.path.as_str() {
        "/oauth2/v0/token" => answer(
            200,
            r#"{"access_token": "a", "refresh_token": "r", "expires_in": 3600}"#,
        ),
        _ => answer(
            401,
            r#"{"errors": [{"errorCode": "invalidUser", "errorMessage": "no"}]}"#,
        ),
    });
    let credentials = Credentials::company("app", "secret", "uuid", "at-1");
    let builder = Concur::builder().base_url(server.url()).credentials(credentials);
    let concur = builder.build().expect("the client builds");
    let error = concur.requests().get("A1").await.expect_err("it is refused");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401), "{error:?}");
    assert!(server.requests().len() <= 4, "{}", server.requests().len());
}

#[tokio::test]
async fn spent_refresh_token_falls_back_to_a_reusable_grant() {
    let (service, directory) = (Service::start(), Directory::new("spent"));
    let concur = company(&service, directory.store());
    get(&concur).await;
    service.advance_one_hour();
    service.forget_refresh_tokens();
    get(&concur).await;
    assert_eq!(
        service.token_calls(),
        ["password 200", "refresh_token 400", "password 200"]
    );
    assert_eq!(stored_refresh_token(&directory.store()).await, service.refresh_token());

    service.advance_one_hour();
    service.forget_refresh_tokens();
    let builder = service.builder_for(Credentials::stored(CLIENT_ID, CLIENT_SECRET));
    let concur = builder
        .token_store(directory.store())
        .build()
        .expect("the client builds");
    let error = concur
        .requests()
        .get("A1")
        .user_id(USER)
        .await
        .expect_err("there is no token");
    assert!(
        matches!(&error, Error::Token(no) if no.needs_authorization()),
        "{error:?}"
    );
    service.assert_no_violations();
}

#[tokio::test]
async fn revoked_tokens_are_removed_from_the_store() {
    let (service, directory) = (Service::start(), Directory::new("revoked"));
    let concur = company(&service, directory.store());
    get(&concur).await;
    concur
        .tokens()
        .expect("the client has credentials")
        .revoke()
        .await
        .expect("the tokens are revoked");
    assert_eq!(service.refresh_token(), None);
    assert!(
        directory
            .store()
            .load(&company_key())
            .await
            .expect("the store is readable")
            .is_none()
    );
    service.assert_no_violations();
}

/// A store that fails to save a number of times.
#[derive(Clone)]
struct FailingStore {
    store: MemoryTokenStore,
    failures: Arc<AtomicU32>,
}

impl TokenStore for FailingStore {
    fn load<'a>(&'a self, key: &'a TokenKey) -> BoxFuture<'a, Result<Option<VersionedToken>, StoreError>> {
        self.store.load(key)
    }

    fn save<'a>(
        &'a self,
        key: &'a TokenKey,
        token: &'a StoredToken,
        replaces: Option<&'a TokenVersion>,
    ) -> BoxFuture<'a, Result<TokenVersion, StoreError>> {
        let fails = self
            .failures
            .fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1))
            .is_ok();
        match fails {
            true => Box::pin(async { Err(StoreError::other("the disk is full")) }),
            false => self.store.save(key, token, replaces),
        }
    }

    fn clear<'a>(&'a self, key: &'a TokenKey, replaces: &'a TokenVersion) -> BoxFuture<'a, Result<(), StoreError>> {
        self.store.clear(key, replaces)
    }
}

#[tokio::test]
async fn token_that_cannot_be_stored_is_neither_used_nor_lost() {
    let service = Service::start();
    let store = FailingStore {
        store: MemoryTokenStore::new(),
        failures: Arc::default(),
    };
    let concur = service
        .builder()
        .token_store(store.clone())
        .build()
        .expect("the client builds");
    get(&concur).await;
    let calls = service.data_center.requests().len();
    service.advance_one_hour();
    store.failures.store(2, Relaxed);
    for _ in 0..2 {
        let error = concur
            .requests()
            .get("A1")
            .user_id(USER)
            .await
            .expect_err("the token cannot be stored");
        let Error::Token(no) = &error else { panic!("{error:?}") };
        assert!(matches!(no.error(), TokenError::NotSaved { .. }), "{error:?}");
    }
    assert_eq!(
        service.data_center.requests().len(),
        calls + 1,
        "the token is refreshed once and not used before it is stored"
    );
    get(&concur).await;
    assert_eq!(service.token_calls(), ["password 200", "refresh_token 200"]);
    assert_eq!(stored_refresh_token(&store).await, service.refresh_token());
    service.assert_no_violations();
}

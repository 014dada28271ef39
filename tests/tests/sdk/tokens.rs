//! A life with tokens: got at the landing zone, renewed, stored, refused, and followed to their data center.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use sap_concur::request::{CreateRequest, RequestView};
use sap_concur::{
    BoxFuture, Concur, Credentials, Error, FileTokenStore, MemoryTokenStore, StoreError, StoredToken, TokenError,
    TokenKey, TokenStore, TokenVersion, VersionedToken,
};

use crate::server::{Server, answer};
use crate::service::{CLIENT_ID, CLIENT_SECRET, Directory, Service, USER, company_key};

mod elsewhere;
mod together;

/// What the store has as refresh token.
async fn stored_refresh_token(store: &impl TokenStore) -> Option<String> {
    let stored = store.load(&company_key()).await.expect("the store can be read")?;
    stored.token.refresh_token().map(|token| token.expose().to_owned())
}

fn company(service: &Service, store: FileTokenStore) -> Concur {
    let builder = service.builder().token_store(store);
    builder.build().expect("the client is whole")
}

async fn get(concur: &Concur) {
    let request = concur.requests().get("A1").user_id(USER).await.expect("it is there");
    assert_eq!(request.id.as_deref(), Some("A1"));
}

#[tokio::test]
async fn a_company_gets_one_token_at_the_landing_zone_and_calls_its_data_center() {
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
    assert_eq!(service.landing.all().len(), 1);
    assert_eq!(service.data_center.all().len(), 3);
    assert_eq!(service.second_data_center.all().len(), 0);
    service.has_no_complaints();
}

#[tokio::test]
async fn every_renewal_spends_the_refresh_token_at_the_data_center_and_stores_the_next_one() {
    let (service, directory) = (Service::start(), Directory::new("every-renewal"));
    let concur = company(&service, directory.store());
    for number in 1..=4 {
        get(&concur).await;
        assert_eq!(service.refresh_token(), Some(format!("refresh-{number}")));
        assert_eq!(stored_refresh_token(&directory.store()).await, service.refresh_token());
        service.an_hour_passes();
    }
    let renewals = [
        "password 200",
        "refresh_token 200",
        "refresh_token 200",
        "refresh_token 200",
    ];
    assert_eq!(service.token_calls(), renewals);
    assert_eq!(service.landing.all().len(), 1, "renewals go to the data center");
    service.has_no_complaints();
}

#[tokio::test]
async fn a_program_that_is_restarted_goes_on_with_what_the_one_before_has_stored() {
    let (service, directory) = (Service::start(), Directory::new("restarted"));
    let stored = || Credentials::stored(CLIENT_ID, CLIENT_SECRET);
    get(&company(&service, directory.store())).await;
    get(&company(&service, directory.store())).await;
    assert_eq!(service.token_calls(), ["password 200"]);
    for _ in 0..3 {
        service.an_hour_passes();
        get(&company(&service, directory.store())).await;
        // Without the request token, and without a base URL to begin at.
        let builder = service.builder_for(stored()).token_store(directory.store());
        get(&builder.build().expect("the client is whole")).await;
    }
    assert_eq!(service.token_calls().len(), 4, "{:?}", service.token_calls());
    service.has_no_complaints();
}

#[tokio::test]
async fn two_programs_with_one_file_never_spend_a_refresh_token_twice() {
    let (service, directory) = (Service::start(), Directory::new("two-programs"));
    let programs = [
        company(&service, directory.store()),
        company(&service, directory.store()),
    ];
    for round in 0..4 {
        // Each is the first by turns, and the other one has an expired token in memory.
        get(&programs[round % 2]).await;
        get(&programs[(round + 1) % 2]).await;
        service.an_hour_passes();
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
    service.has_no_complaints();
}

#[tokio::test]
async fn a_token_that_expires_in_the_middle_of_a_list_is_renewed_and_the_list_goes_on() {
    let service = Service::start();
    let list = service
        .concur()
        .requests()
        .list()
        .view(RequestView::All)
        .user_id(USER)
        .limit(3);
    let (mut items, mut ids) = (list.stream(), Vec::new());
    while let Some(request) = items.try_next().await.expect("the pages are there") {
        ids.push(request.id.expect("it has an id"));
        if ids.len() == 2 {
            service.an_hour_passes();
        }
    }
    assert_eq!(ids, ["0", "1", "2", "3", "4", "5", "6"]);
    assert_eq!(service.token_calls(), ["password 200", "refresh_token 200"]);
    // It was renewed in time: no call was refused, and none was repeated.
    let pages: Vec<_> = service
        .data_center
        .all()
        .into_iter()
        .filter(|seen| seen.method == "GET")
        .collect();
    let queries: Vec<_> = pages
        .iter()
        .map(|seen| seen.query.clone().unwrap_or_default())
        .collect();
    let asked = format!("view=ALL&userId={USER}&limit=3");
    assert_eq!(
        queries,
        [asked.clone(), format!("{asked}&start=3"), format!("{asked}&start=6")]
    );
    service.has_no_complaints();
}

#[tokio::test]
async fn a_401_in_the_middle_of_a_list_is_one_renewal_and_the_same_page_again() {
    let service = Service::start();
    let mut pages = service.concur().requests().list().user_id(USER).limit(3).pages();
    let (mut attempts, mut items) = (Vec::new(), 0);
    while let Some(page) = pages.try_next().await.expect("the pages are there") {
        attempts.push(page.attempts());
        items += page.data.len();
        if attempts.len() == 1 {
            service.forget_access_tokens();
        }
    }
    assert_eq!((attempts, items), (vec![1, 2, 1], 7));
    assert_eq!(service.token_calls(), ["password 200", "refresh_token 200"]);
    service.has_no_complaints();
}

#[tokio::test]
async fn a_post_that_meets_a_401_is_carried_out_once_with_the_new_token() {
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
    service.has_no_complaints();
}

#[tokio::test]
async fn a_401_that_a_new_token_does_not_mend_is_the_answer() {
    let refusing = Server::by(|seen| match seen.path.as_str() {
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
    let builder = Concur::builder().base_url(refusing.url()).credentials(credentials);
    let concur = builder.build().expect("the client is whole");
    let error = concur.requests().get("A1").await.expect_err("it is refused");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401), "{error:?}");
    assert!(refusing.all().len() <= 4, "{}", refusing.all().len());
}

#[tokio::test]
async fn a_refresh_token_that_is_spent_is_followed_by_the_first_grant_where_that_can_be_used_again() {
    let (service, directory) = (Service::start(), Directory::new("spent"));
    let concur = company(&service, directory.store());
    get(&concur).await;
    service.an_hour_passes();
    service.forget_refresh_tokens();
    get(&concur).await;
    assert_eq!(
        service.token_calls(),
        ["password 200", "refresh_token 400", "password 200"]
    );
    assert_eq!(stored_refresh_token(&directory.store()).await, service.refresh_token());

    service.an_hour_passes();
    service.forget_refresh_tokens();
    let builder = service.builder_for(Credentials::stored(CLIENT_ID, CLIENT_SECRET));
    let concur = builder
        .token_store(directory.store())
        .build()
        .expect("the client is whole");
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
    service.has_no_complaints();
}

#[tokio::test]
async fn tokens_that_are_revoked_are_forgotten_everywhere() {
    let (service, directory) = (Service::start(), Directory::new("revoked"));
    let concur = company(&service, directory.store());
    get(&concur).await;
    concur
        .tokens()
        .expect("it has credentials")
        .revoke()
        .await
        .expect("they are revoked");
    assert_eq!(service.refresh_token(), None);
    assert!(
        directory
            .store()
            .load(&company_key())
            .await
            .expect("it can be read")
            .is_none()
    );
    service.has_no_complaints();
}

/// A store whose disk is full for a while.
#[derive(Clone)]
struct Full {
    store: MemoryTokenStore,
    failures: Arc<AtomicU32>,
}

impl TokenStore for Full {
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
async fn a_token_that_cannot_be_stored_is_not_used_and_not_lost() {
    let service = Service::start();
    let store = Full {
        store: MemoryTokenStore::new(),
        failures: Arc::default(),
    };
    let concur = service
        .builder()
        .token_store(store.clone())
        .build()
        .expect("the client is whole");
    get(&concur).await;
    let calls = service.data_center.all().len();
    service.an_hour_passes();
    store.failures.store(2, Relaxed);
    for _ in 0..2 {
        let error = concur
            .requests()
            .get("A1")
            .user_id(USER)
            .await
            .expect_err("it is not stored");
        let Error::Token(no) = &error else { panic!("{error:?}") };
        assert!(matches!(no.error(), TokenError::NotSaved { .. }), "{error:?}");
    }
    assert_eq!(
        service.data_center.all().len(),
        calls + 1,
        "the token is renewed once and then not used"
    );
    get(&concur).await;
    assert_eq!(service.token_calls(), ["password 200", "refresh_token 200"]);
    assert_eq!(stored_refresh_token(&store).await, service.refresh_token());
    service.has_no_complaints();
}

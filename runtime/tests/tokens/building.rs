//! What a client with credentials must be given.

use sap_concur_runtime::*;

use super::support::*;

static WITHOUT_TOKENS: Service = Service::named("Without tokens");

fn builder(service: &'static Service) -> ClientBuilder {
    ClientBuilder::new(service)
        .sender(Authority::default())
        .clock(FakeClock::default())
}

#[test]
fn credentials_need_a_token_call() {
    let built = builder(&WITHOUT_TOKENS).base_url(BASE).credentials(user()).build();
    assert!(matches!(built, Err(BuildError::NoTokenCall)));
}

#[test]
fn a_store_needs_credentials() {
    let fresh = || builder(&SERVICE).base_url(BASE).token_store(MemoryTokenStore::new());
    assert!(matches!(fresh().build(), Err(BuildError::StoreWithoutCredentials)));
    assert!(matches!(
        fresh().access_token("abc").build(),
        Err(BuildError::StoreWithoutCredentials)
    ));
    assert!(fresh().credentials(user()).build().is_ok());
}

#[test]
fn a_base_url_is_needed_unless_the_credentials_say_where_to_begin() {
    assert!(matches!(builder(&SERVICE).build(), Err(BuildError::NoBaseUrl)));
    assert!(matches!(
        builder(&SERVICE).access_token("abc").build(),
        Err(BuildError::NoBaseUrl)
    ));
    assert!(matches!(
        builder(&SERVICE).credentials(user()).build(),
        Err(BuildError::NoBaseUrl)
    ));
    assert!(builder(&SERVICE).credentials(company()).build().is_ok());
    assert!(
        builder(&SERVICE)
            .credentials(Credentials::stored("app", SECRET))
            .build()
            .is_ok()
    );
}

#[test]
fn a_client_has_a_keeper_only_by_credentials() {
    let client: Client = builder(&SERVICE).base_url(BASE).access_token("abc").build().unwrap();
    assert!(client.tokens().is_none());
    let client: Client = builder(&SERVICE).credentials(company()).build().unwrap();
    assert!(client.tokens().is_some());
}

#[tokio::test]
async fn a_keeper_can_be_the_token_source_of_another_client() {
    let scene = Scene::new();
    let first = scene.client(user());
    let second: Client = ClientBuilder::new(&WITHOUT_TOKENS)
        .base_url(BASE)
        .token_source(keeper(&first))
        .sender(scene.authority.clone())
        .clock(scene.clock.clone())
        .build()
        .unwrap();
    get(&first).await.unwrap();
    get(&second).await.unwrap();
    assert_eq!(scene.authority.calls().len(), 1);
}

//! The required settings of a client with credentials.

use sap_concur_runtime::*;

use super::support::*;

static WITHOUT_TOKENS: Service = Service::named("Without tokens");

fn builder(service: &'static Service) -> ClientBuilder {
    ClientBuilder::new(service)
        .sender(FakeTokenEndpoint::default())
        .clock(FakeClock::default())
}

#[test]
fn credentials_need_a_token_call() {
    let built = builder(&WITHOUT_TOKENS).base_url(BASE).credentials(user()).build();
    assert!(matches!(built, Err(BuildError::NoTokenCall)));
}

#[test]
fn a_store_needs_credentials() {
    let new_builder = || builder(&SERVICE).base_url(BASE).token_store(MemoryTokenStore::new());
    assert!(matches!(
        new_builder().build(),
        Err(BuildError::StoreWithoutCredentials)
    ));
    assert!(matches!(
        new_builder().access_token("abc").build(),
        Err(BuildError::StoreWithoutCredentials)
    ));
    assert!(new_builder().credentials(user()).build().is_ok());
}

#[test]
fn a_base_url_is_required_unless_the_credentials_imply_one() {
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
fn credentials_with_control_characters_or_outer_spaces_fail() {
    let field = |credentials: Credentials| match builder(&SERVICE).base_url(BASE).credentials(credentials).build() {
        Err(BuildError::Credentials { field }) => field,
        other => panic!("{:?}", other.map(drop)),
    };
    assert_eq!(field(Credentials::stored("app\n", SECRET)), "client_id");
    assert_eq!(
        field(Credentials::stored("app", format!("{SECRET}\r\n"))),
        "client_secret"
    );
    assert_eq!(field(user().field("password", " canary")), "password");
    assert_eq!(field(user().field("password", "can\u{0}ary")), "password");
    assert_eq!(field(user().field("username", "ann\u{a0}")), "username");
    let error = builder(&SERVICE)
        .base_url(BASE)
        .credentials(user().field("password", "canary\n"))
        .build();
    let error = error.map(drop).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("canary"));
    assert!(
        builder(&SERVICE)
            .base_url(BASE)
            .credentials(user().field("password", "a b\u{e9}"))
            .build()
            .is_ok()
    );
}

#[test]
fn a_base_url_with_the_path_of_an_api_is_an_error() {
    static WITH_PATHS: Service = Service {
        base_paths: &["/oauth2/v0", "/orders/v4"],
        ..Service::named("With paths")
    };
    let built = |path: &str| {
        let url = format!("https://example.com{path}");
        builder(&WITH_PATHS).base_url(url).access_token("abc").build().map(drop)
    };
    for endpoint in ["/oauth2/v0/token", "/orders/v4", "/orders/v4/", "/gateway/Orders/V4/1"] {
        let refused = matches!(built(endpoint), Err(BuildError::BaseUrl(BaseUrlError::HasEndpoint)));
        assert!(refused, "{endpoint}");
    }
    for gateway in ["", "/", "/gateway", "/orders/v41", "/orders"] {
        assert!(built(gateway).is_ok(), "{gateway}");
    }
}

#[test]
fn plain_http_must_be_allowed_for_its_host() {
    let built = |allowed: Option<&str>| {
        let builder = builder(&SERVICE).base_url("http://sandbox:8080").access_token("abc");
        let builder = match allowed {
            Some(host) => builder.allow_plain_http(host),
            None => builder,
        };
        builder.build().map(drop)
    };
    assert!(matches!(built(None), Err(BuildError::BaseUrl(BaseUrlError::NotSecure))));
    assert!(matches!(
        built(Some("other")),
        Err(BuildError::BaseUrl(BaseUrlError::NotSecure))
    ));
    assert!(built(Some("Sandbox")).is_ok());
}

#[test]
fn only_a_client_with_credentials_has_a_token_provider() {
    let client: Client = builder(&SERVICE).base_url(BASE).access_token("abc").build().unwrap();
    assert!(client.tokens().is_none());
    let client: Client = builder(&SERVICE).credentials(company()).build().unwrap();
    assert!(client.tokens().is_some());
}

#[tokio::test]
async fn a_token_provider_can_be_the_source_of_another_client() {
    let fixture = Fixture::new();
    let first = fixture.client(user());
    let second: Client = ClientBuilder::new(&WITHOUT_TOKENS)
        .base_url(BASE)
        .token_source(provider(&first))
        .sender(fixture.endpoint.clone())
        .clock(fixture.clock.clone())
        .build()
        .unwrap();
    get(&first).await.unwrap();
    get(&second).await.unwrap();
    assert_eq!(fixture.endpoint.calls().len(), 1);
}

//! Promises that the types themselves make.

use std::fmt::Debug;

use sap_concur_runtime::*;

/// The error of an operation with five documented statuses.
#[allow(dead_code, reason = "only its size is looked at")]
enum OperationsError<C> {
    BadRequest(ApiError<C>),
    Forbidden(ApiError<C>),
    NotFound(ApiError<C>),
    Conflict(ApiError<C>),
    Other(ApiError<C>),
}

#[test]
fn errors_are_small_enough_to_be_returned_by_value() {
    assert_eq!(size_of::<ApiError<String>>(), 8);
    assert_eq!(size_of::<OperationsError<String>>(), 16);
    assert!(size_of::<Error<OperationsError<String>>>() <= 24);
    assert!(size_of::<TokenError>() <= 64);
    assert_eq!(size_of::<Response<()>>(), 8);
    assert_eq!(size_of::<Decimal>(), 16);
    assert!(size_of::<Option<Json>>() <= 16);
    assert!(size_of::<Timestamp>() <= 16);
}

#[test]
fn what_is_shared_between_threads_can_be() {
    fn shared<T: Send + Sync + 'static>() {}
    fn shown<T: Debug>() {}
    fn error<T: std::error::Error + Send + Sync + 'static>() {}
    shared::<Client>();
    shared::<ClientBuilder>();
    shared::<Call>();
    shared::<RawCall>();
    shared::<Body>();
    shared::<Response<Json>>();
    shared::<Error<ApiError<String>>>();
    shared::<TokenProvider>();
    shared::<Box<dyn TokenStore>>();
    shared::<Credentials>();
    shown::<Client>();
    shown::<ClientBuilder>();
    shown::<Call>();
    error::<ApiError<String>>();
    error::<BuildError>();
    error::<SendError>();
    error::<TokenError>();
    error::<TokenRefusal>();
    error::<StoreError>();
    error::<GeolocationError>();
    error::<RedirectError>();
    error::<InvalidCallError>();
    error::<NoResponseError>();
    error::<NotSentError>();
    error::<NoTokenError>();
    error::<DecodeError>();
}

#[cfg(not(feature = "reqwest"))]
#[test]
fn without_the_feature_a_sender_must_be_given() {
    use std::time::Duration;

    static SERVICE: Service = Service {
        timeout: Duration::from_secs(1),
        max_body: 1,
        ..Service::named("Test")
    };
    struct Nothing;
    impl Sender for Nothing {
        fn send(&self, _: http::Request<Body>, _: Limits) -> BoxFuture<'_, Result<http::Response<Body>, SendError>> {
            Box::pin(std::future::ready(Ok(http::Response::default())))
        }
    }
    let builder = || ClientBuilder::<Client>::new(&SERVICE).base_url("https://example.com");
    assert!(matches!(builder().build(), Err(BuildError::NoSender)));
    // And without the clock of tokio, one of those too.
    assert_eq!(builder().sender(Nothing).build().is_ok(), cfg!(feature = "tokio"));
}

#[test]
fn the_crates_that_stand_in_signatures_are_exported() {
    let amount: sap_concur_runtime::rust_decimal::Decimal = dec!(1.50).into();
    assert_eq!(Decimal::from(amount), dec!(1.5));
    let day: sap_concur_runtime::jiff::civil::Date = Date::new(2018, 4, 5).map(Date::into_inner).unwrap_or_default();
    assert_eq!(day, sap_concur_runtime::jiff::civil::date(2018, 4, 5));
}

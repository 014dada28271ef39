//! Guarantees of the public types: sizes and auto traits.

use std::fmt::Debug;

use sap_concur_runtime::*;

/// The error of an operation with five documented statuses.
#[allow(dead_code, reason = "only its size is used")]
enum OperationsError<C> {
    BadRequest(ApiError<C>),
    Forbidden(ApiError<C>),
    NotFound(ApiError<C>),
    Conflict(ApiError<C>),
    Other(ApiError<C>),
}

#[test]
fn errors_and_values_are_small() {
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
fn public_types_are_send_and_sync() {
    fn assert_shared<T: Send + Sync + 'static>() {}
    fn assert_debug<T: Debug>() {}
    fn assert_error<T: std::error::Error + Send + Sync + 'static>() {}
    assert_shared::<Client>();
    assert_shared::<ClientBuilder>();
    assert_shared::<Call>();
    assert_shared::<RawCall>();
    assert_shared::<Body>();
    assert_shared::<Response<Json>>();
    assert_shared::<Error<ApiError<String>>>();
    assert_shared::<TokenProvider>();
    assert_shared::<Box<dyn TokenStore>>();
    assert_shared::<Credentials>();
    assert_debug::<Client>();
    assert_debug::<ClientBuilder>();
    assert_debug::<Call>();
    assert_error::<ApiError<String>>();
    assert_error::<BuildError>();
    assert_error::<SendError>();
    assert_error::<TokenError>();
    assert_error::<TokenRefusal>();
    assert_error::<StoreError>();
    assert_error::<GeolocationError>();
    assert_error::<RedirectError>();
    assert_error::<InvalidCallError>();
    assert_error::<NoResponseError>();
    assert_error::<NotSentError>();
    assert_error::<NoTokenError>();
    assert_error::<DecodeError>();
}

#[cfg(not(feature = "reqwest"))]
#[test]
fn a_sender_is_required_without_the_reqwest_feature() {
    use std::time::Duration;

    static SERVICE: Service = Service {
        timeout: Duration::from_secs(1),
        max_body: 1,
        ..Service::named("Test")
    };
    struct EmptySender;
    impl Sender for EmptySender {
        fn send(&self, _: http::Request<Body>, _: Limits) -> BoxFuture<'_, Result<http::Response<Body>, SendError>> {
            Box::pin(std::future::ready(Ok(http::Response::default())))
        }
    }
    let builder = || ClientBuilder::<Client>::new(&SERVICE).base_url("https://example.com");
    assert!(matches!(builder().build(), Err(BuildError::NoSender)));
    // Without the `tokio` feature, a clock is required too.
    assert_eq!(builder().sender(EmptySender).build().is_ok(), cfg!(feature = "tokio"));
}

#[test]
fn crates_in_public_signatures_are_reexported() {
    let amount: sap_concur_runtime::rust_decimal::Decimal = dec!(1.50).into();
    assert_eq!(Decimal::from(amount), dec!(1.5));
    let day: sap_concur_runtime::jiff::civil::Date = Date::new(2018, 4, 5).map(Date::into_inner).unwrap_or_default();
    assert_eq!(day, sap_concur_runtime::jiff::civil::date(2018, 4, 5));
}

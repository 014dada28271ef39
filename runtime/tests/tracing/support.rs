//! A service with three operations and clients with scripted responses.

use std::{borrow::Cow, time::Duration};

use http::Method;
use sap_concur_runtime::{
    ApiError, Client, ClientBuilder, Envelope, Operation, RefusedWhen, RetryPolicy, Scopes, Service,
    testing::{ManualClock, Script},
};

pub(crate) static SERVICE: Service = Service {
    correlation_header: "concur-correlationid",
    envelopes: &[Envelope {
        name: "errors",
        present: None,
        list: Some(&["errors"]),
        code: Some(&["errorCode"]),
        message: &["errorMessage"],
        data_path: None,
        more: None,
    }],
    warning_header: Some("x-api-warn"),
    sunset_header: Some("sunset"),
    retries: RetryPolicy {
        attempts: 3,
        initial_delay: Duration::from_millis(500),
        max_delay: Duration::from_secs(20),
        min_delay: Duration::from_secs(1),
        max_wait: Duration::from_secs(120),
        wait_on_429: true,
    },
    max_body: 4096,
    ..Service::named("Test")
};

const fn operation(name: &'static str, method: Method, path: &'static str, authorized: bool) -> Operation {
    Operation {
        api: Cow::Borrowed("test"),
        name: Cow::Borrowed(name),
        method,
        path: Cow::Borrowed(path),
        scopes: Scopes::NONE,
        authorized,
        idempotent: true,
        refused_when: Cow::Borrowed(&[RefusedWhen::Field {
            field: "errors",
            is: None,
            without: Some("id"),
            code: None,
            message: None,
        }]),
    }
}

pub(crate) static GET: Operation = operation("get", Method::GET, "/v4/things/{id}", true);
pub(crate) static UPDATE: Operation = operation("update", Method::PUT, "/v4/things/{id}", true);
pub(crate) static LOGIN: Operation = operation("login", Method::POST, "/oauth2/v0/token", false);

pub(crate) type Refused = ApiError<String>;

pub(crate) type Error = sap_concur_runtime::Error<Refused>;

pub(crate) fn builder(script: Script) -> ClientBuilder {
    ClientBuilder::new(&SERVICE)
        .base_url("https://us2.example.com:8443/gateway")
        .access_token(ACCESS_TOKEN)
        .sender(script)
        .clock(ManualClock::jumping())
}

pub(crate) fn client(script: Script) -> Client {
    builder(script).build().unwrap()
}

pub(crate) const ACCESS_TOKEN: &str = "canary-of-the-access-token";

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};

use super::*;

fn called(bound: &str, host: Option<&'static str>) -> String {
    let mut headers = HeaderMap::new();
    headers.extend(host.map(|host| (http::header::HOST, HeaderValue::from_static(host))));
    let incoming = Incoming {
        home: Home::First,
        method: "GET".to_owned(),
        path: "/".to_owned(),
        query: String::new(),
        headers,
        body: Bytes::new(),
    };
    let addresses = Addresses {
        first: format!("http://{bound}:4004"),
        second: format!("http://{bound}:4005"),
    };
    let addresses = addresses.for_caller(&incoming);
    assert_eq!(addresses.first.replace("4004", "4005"), addresses.second);
    addresses.of(Home::First).to_owned()
}

#[test]
fn listening_on_all_interfaces_takes_the_host_of_the_call() {
    assert_eq!(called("0.0.0.0", Some("concur.test:9000")), "http://concur.test:4004");
    assert_eq!(called("[::]", Some("[::1]:4004")), "http://[::1]:4004");
    assert_eq!(called("0.0.0.0", Some("not a host")), "http://0.0.0.0:4004");
    assert_eq!(called("0.0.0.0", None), "http://0.0.0.0:4004");
}

#[test]
fn listening_on_one_address_keeps_it() {
    assert_eq!(called("127.0.0.1", Some("localhost:4004")), "http://127.0.0.1:4004");
}

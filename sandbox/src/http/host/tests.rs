#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use http::HeaderValue;

use super::*;

fn status(allowed: &[&str], uri: &str, hosts: &[&str]) -> u16 {
    let mut list = AllowedHosts::default();
    for name in allowed {
        list.add((*name).to_owned());
    }
    let mut headers = HeaderMap::new();
    for host in hosts {
        headers.append(HOST, HeaderValue::from_str(host).unwrap());
    }
    list.check(&uri.parse().unwrap(), &headers)
        .map_or_else(|answer| answer.status, |()| 200)
}

#[test]
fn ip_addresses_localhost_and_allowed_names_are_accepted() {
    for host in [
        "127.0.0.1",
        "127.0.0.1:4004",
        "[::1]:4004",
        "192.168.1.7",
        "localhost",
        "LocalHost:4004",
    ] {
        assert_eq!(status(&[], "/", &[host]), 200, "{host}");
    }
    assert_eq!(status(&["sandbox"], "/", &["SANDBOX:8080"]), 200);
}

#[test]
fn other_names_are_forbidden() {
    for host in [
        "evil.test",
        "localhost.evil.test",
        "127.0.0.1.evil.test",
        "sandbox",
        "localhost.",
    ] {
        assert_eq!(status(&[], "/", &[host]), 403, "{host}");
    }
    assert_eq!(status(&["sandbox"], "/", &["sandbox.evil.test"]), 403);
    // A request line with a whole URL.
    assert_eq!(status(&[], "http://evil.test/", &["127.0.0.1"]), 403);
}

#[test]
fn no_host_two_hosts_and_invalid_hosts_are_bad_requests() {
    assert_eq!(status(&[], "/", &[]), 400);
    assert_eq!(status(&[], "/", &["127.0.0.1", "127.0.0.1"]), 400);
    for host in ["", "a b", "[::1", "evil.test/"] {
        assert_eq!(status(&[], "/", &[host]), 400, "{host}");
    }
}

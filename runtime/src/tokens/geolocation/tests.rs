use proptest::prelude::*;

use super::*;

fn hosts(base: &str) -> Hosts {
    Hosts::new(
        &[".concursolutions.com", ".concurdc.cn"],
        Base::check(&base.into()).ok().as_ref(),
        &[],
    )
}

#[test]
fn plain_http_is_accepted_for_allowed_hosts_only() {
    let hosts = Hosts::new(&[".concursolutions.com"], None, &["sandbox".to_owned()]);
    assert_eq!(
        hosts.check("HTTP://Sandbox:8080/x").unwrap().as_str(),
        "http://sandbox:8080"
    );
    for other in [
        "http://other:8080",
        "http://a.sandbox",
        "http://sandbox.evil.test",
        "http://us.api.concursolutions.com",
        "http://127.0.0.1",
    ] {
        assert!(hosts.check(other).is_err(), "{other}");
    }
}

fn checked(url: &str) -> Result<String, GeolocationError> {
    let hosts = hosts("https://us2.api.concursolutions.com");
    hosts.check(url).map(|base| base.as_str().to_owned())
}

#[test]
fn geolocations_are_normalized() {
    for (url, form) in [
        (
            "https://us2.api.concursolutions.com",
            "https://us2.api.concursolutions.com",
        ),
        (
            "https://us.api.Concursolutions.com/",
            "https://us.api.concursolutions.com",
        ),
        (
            "HTTPS://US.API.CONCURSOLUTIONS.COM",
            "https://us.api.concursolutions.com",
        ),
        (
            "https://us.api.concursolutions.com:443/a/b/",
            "https://us.api.concursolutions.com",
        ),
        (
            "https://us.api.concursolutions.com:8443",
            "https://us.api.concursolutions.com:8443",
        ),
        ("https://cn.api.concurdc.cn", "https://cn.api.concurdc.cn"),
    ] {
        assert_eq!(checked(url).as_deref(), Ok(form));
    }
}

#[test]
fn invalid_urls_and_other_hosts_are_rejected() {
    use BaseUrlError::*;
    for (url, error) in [
        ("", NotAUrl),
        ("/", NotAUrl),
        ("us2.api.concursolutions.com", NotAUrl),
        ("https://", NotAUrl),
        ("https://us2.api.concursolutions.com:0", NotAUrl),
        ("https://us2.api.concursolutions.com:99999", NotAUrl),
        (" https://us2.api.concursolutions.com", NotAUrl),
        ("http://us2.api.concursolutions.com", NotSecure),
        ("ftp://us2.api.concursolutions.com", NotSecure),
        ("https://user@us2.api.concursolutions.com", HasUser),
        ("https://us2.api.concursolutions.com?a", HasQuery),
        ("https://us2.api.concursolutions.com#a", HasQuery),
    ] {
        assert_eq!(checked(url), Err(GeolocationError::Malformed(error)), "{url}");
    }
    for host in [
        "evilconcursolutions.com",
        "concursolutions.com",
        "us2.api.concursolutions.com.",
        "us2.api.concursolutions.com.evil.com",
        "us2..concursolutions.com",
        ".concursolutions.com",
        "127.0.0.1",
        "localhost",
        "192.168.0.1",
        "[::1]",
    ] {
        let result = checked(&format!("https://{host}"));
        assert!(
            matches!(&result, Err(GeolocationError::NotAllowed { host: named }) if named == host),
            "{result:?}"
        );
    }
}

#[test]
fn the_local_machine_is_allowed_only_if_the_client_is_local() {
    for url in [
        "http://127.0.0.1:8080",
        "http://localhost:8080",
        "http://[::1]:8080",
        "https://127.0.0.1",
    ] {
        assert!(hosts("http://127.0.0.1:1").check(url).is_ok());
        assert!(hosts("https://us2.api.concursolutions.com").check(url).is_err());
        assert!(Hosts::new(&[".concursolutions.com"], None, &[]).check(url).is_err());
    }
    assert!(
        hosts("http://127.0.0.1:1")
            .check("http://us2.api.concursolutions.com")
            .is_err()
    );
}

#[test]
fn an_empty_suffix_allows_nothing() {
    for suffix in ["", "."] {
        assert!(Hosts::new(&[suffix], None, &[]).check("https://evil.com").is_err());
    }
}

#[test]
fn a_suffix_without_a_dot_allows_the_host_itself_too() {
    let mut hosts = Hosts::new(&[], None, &[]);
    assert!(hosts.allow("Gateway.test"));
    assert!(hosts.check("https://gateway.test").is_ok());
    assert!(hosts.check("https://a.gateway.test").is_ok());
    assert!(hosts.check("https://agateway.test").is_err());
}

proptest! {
    #[test]
    fn accepted_urls_are_already_normalized(url in "(https?://)?[a-zA-Z0-9.:/@\\[\\]-]{0,30}(\\.concursolutions\\.com)?[:0-9/.]{0,6}") {
        if let Ok(form) = checked(&url) {
            prop_assert_eq!(checked(&form), Ok(form.clone()));
            let host = form.strip_prefix("https://").unwrap().split(':').next().unwrap();
            prop_assert!(host.ends_with(".concursolutions.com"));
        }
    }

    #[test]
    fn checking_never_panics(url in any::<String>()) {
        let _ = checked(&url);
        let _ = checked(&format!("https://{url}.concursolutions.com"));
    }
}

use super::*;

fn check(url: &str) -> Result<String, BaseUrlError> {
    Base::check(&url.into()).map(|base| base.as_str().to_owned())
}

#[test]
fn https_is_accepted_and_the_trailing_slash_is_removed() {
    assert_eq!(
        check("https://us2.api.concursolutions.com").as_deref(),
        Ok("https://us2.api.concursolutions.com")
    );
    assert_eq!(
        check("https://us2.api.concursolutions.com/").as_deref(),
        Ok("https://us2.api.concursolutions.com")
    );
    assert_eq!(
        check("https://gateway.example:8443/concur/v1//").as_deref(),
        Ok("https://gateway.example:8443/concur/v1")
    );
    assert_eq!(
        check("HTTPS://us2.api.concursolutions.com").as_deref(),
        Ok("HTTPS://us2.api.concursolutions.com")
    );
}

#[test]
fn http_is_accepted_for_the_local_machine_only() {
    for url in [
        "http://localhost:8080",
        "http://LOCALHOST",
        "http://127.0.0.1:1",
        "http://127.8.9.1",
        "http://[::1]:8080",
    ] {
        assert!(check(url).is_ok(), "{url}");
    }
    for url in [
        "http://us2.api.concursolutions.com",
        "http://10.0.0.1",
        "http://0.0.0.0",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example",
        "http://127.1",
        "http://[::ffff:10.0.0.1]",
        "ftp://localhost",
    ] {
        assert_eq!(check(url), Err(BaseUrlError::NotSecure), "{url}");
    }
}

#[test]
fn anything_but_a_plain_url_is_rejected() {
    assert_eq!(check("https://user:password@host"), Err(BaseUrlError::HasUser));
    assert_eq!(check("https://host?x=1"), Err(BaseUrlError::HasQuery));
    assert_eq!(check("https://host/#top"), Err(BaseUrlError::HasQuery));
    for url in [
        "",
        "/",
        "host",
        "https://",
        "https:///path",
        "us2.api.concursolutions.com/x",
        "https://ho st",
        "https://host/a/../b",
        "https://host/a//b",
        "https://host/%2e%2e",
        "https://host/a\\b",
        "https://:80",
    ] {
        assert_eq!(check(url), Err(BaseUrlError::NotAUrl), "{url}");
    }
}

#[test]
fn paths_are_appended_to_the_path_of_the_base() {
    let joined = |base: &str, below: &'static str| {
        let base = Base::check(&base.into()).unwrap();
        base.join(&PathAndQuery::from_static(below)).unwrap().to_string()
    };
    assert_eq!(
        joined("https://host", "/v4/requests?a=b"),
        "https://host/v4/requests?a=b"
    );
    assert_eq!(joined("https://host:8443/", "/v4"), "https://host:8443/v4");
    assert_eq!(
        joined("https://host/proxy/concur/", "/v4?a=b"),
        "https://host/proxy/concur/v4?a=b"
    );
}

#[test]
fn a_url_that_is_too_long_is_none() {
    for base in ["https://host", "https://host/proxy"] {
        let base = Base::check(&base.into()).unwrap();
        let below = |length: usize| PathAndQuery::try_from(format!("/{}", "a".repeat(length - 1))).unwrap();
        let fits = MAX_URL_BYTES - base.as_str().len();
        let joined = base.join(&below(fits)).unwrap().to_string();
        assert_eq!(joined.len(), MAX_URL_BYTES);
        assert!(joined.parse::<Uri>().is_ok());
        assert!(base.join(&below(fits + 1)).is_none());
    }
}

use super::*;

#[test]
fn a_redirect_is_to_a_port_of_this_machine() {
    for (uri, port, path, addresses) in [
        ("http://localhost:8080/callback", 8080, "/callback", 2),
        ("http://127.0.0.1:1/", 1, "/", 1),
        ("http://[::1]:65535/a/b", 65535, "/a/b", 1),
        ("http://127.0.0.1:9", 9, "/", 1),
    ] {
        let callback = Callback::parse(uri).unwrap();
        assert_eq!((callback.port, callback.path.as_str()), (port, path), "{uri}");
        assert_eq!(callback.addresses.len(), addresses, "{uri}");
        assert!(callback.addresses.iter().all(IpAddr::is_loopback), "{uri}");
    }
}

#[test]
fn other_redirects_are_refused() {
    for uri in [
        "",
        "callback",
        "/callback",
        "http://localhost/callback",
        "https://localhost:8080/callback",
        "http://example.com:8080/callback",
        "http://localhost.example.com:8080/",
        "http://10.0.0.1:8080/",
        "http://0.0.0.0:8080/",
        "http://localhost:99999/",
        "ftp://localhost:21/",
    ] {
        let problem = Callback::parse(uri).unwrap_err().to_string();
        assert!(
            problem.contains("expected a loopback address with a port"),
            "{uri}: {problem}"
        );
    }
}

#[test]
fn only_safe_urls_are_given_to_the_system() {
    for url in ["https://us.api.concursolutions.com/a?b=c", "http://127.0.0.1:4004/a"] {
        assert!(is_safe(url), "{url}");
    }
    for url in [
        "http://example.com/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "-flag",
        "http://localhost.example.com/",
    ] {
        assert!(!is_safe(url), "{url}");
    }
}

#[test]
fn states_are_long_and_never_the_same() {
    let states: std::collections::HashSet<String> = (0..100).map(|_| state().unwrap()).collect();
    assert_eq!(states.len(), 100);
    assert!(states.iter().all(|state| state.len() == 32));
}

#[test]
fn a_page_is_html_with_its_text() {
    let page = page(StatusCode::OK, "Go back.");
    assert_eq!(page.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
    assert!(page.body().contains("<p>Go back.</p>"));
}

use super::check;

#[test]
fn valid_paths_are_accepted() {
    for path in [
        "/",
        "/a",
        "/a/",
        "/v4/things/{id}/it's",
        "/{a}/{b}",
        "/a%2Fb",
        "/a.b/..c/@x:y;z=1,2",
    ] {
        assert_eq!(check(path), Ok(()), "{path}");
    }
}

#[test]
fn paths_that_lead_elsewhere_are_rejected() {
    for path in [
        "",
        "a",
        "https://evil.example/a",
        "//evil.example/a",
        "/a//b",
        "/a?b=c",
        "/a#b",
        "/..",
        "/a/../b",
        "/a/./b",
        "/a/%2e%2E/b",
        "/.%2e",
        "/%2e",
        "/a\\..\\b",
        "@evil.example/",
        ".evil.example/",
        ":80/",
    ] {
        assert!(check(path).is_err(), "{path}");
    }
}

#[test]
fn paths_with_invalid_characters_are_rejected() {
    for path in [
        "/a b", "/a\r\nb", "/a%", "/a%2", "/a%zz", "/ä", "/a\0", "/\"a\"", "/{", "/{}", "/x{id}", "/{id}x", "/{{id}}",
        "/}{",
    ] {
        assert!(check(path).is_err(), "{path}");
    }
}

#[test]
fn errors_do_not_quote_the_path() {
    for path in [
        "canary",
        "/a?canary",
        "/{canary",
        "/canary canary",
        "//canary",
        "/../canary",
        "/#canary",
    ] {
        let problem = check(path).unwrap_err();
        assert!(!problem.contains("canary"), "{problem}");
    }
}

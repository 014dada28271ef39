use super::check;

#[test]
fn paths_of_segments_and_parameters_are_taken() {
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
fn paths_that_lead_elsewhere_are_refused() {
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
fn paths_that_no_request_can_carry_are_refused() {
    for path in [
        "/a b", "/a\r\nb", "/a%", "/a%2", "/a%zz", "/ä", "/a\0", "/\"a\"", "/{", "/{}", "/x{id}", "/{id}x", "/{{id}}",
        "/}{",
    ] {
        assert!(check(path).is_err(), "{path}");
    }
}

#[test]
fn what_is_wrong_with_a_path_is_said_without_it() {
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

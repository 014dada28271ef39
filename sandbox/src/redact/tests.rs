#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;

#[test]
fn a_name_is_secret_in_the_apis_that_mark_it_and_in_those_that_do_not_have_it() {
    let secrets = Secrets::of(crate::contract().unwrap());
    let body = br#"{"code":"c0de","password":"p","name":"n"}"#;
    let shown = |operation| secrets.of_call(operation).in_body(body);
    let black = r#"{"code":"***","name":"n","password":"***"}"#;
    assert_eq!(shown(None), black);
    assert_eq!(shown(Some("oauth.token")), black);
    assert_eq!(
        shown(Some("request.get")),
        r#"{"code":"c0de","name":"n","password":"***"}"#
    );
}

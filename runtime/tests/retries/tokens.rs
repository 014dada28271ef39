//! How a call uses its token: it renews a rejected token once, sends requests to the base URL of the token, and checks
//! its scopes.

use sap_concur_runtime::{
    CallOptions, Operation, TokenError,
    testing::{Fault, ManualClock, Script, answer},
};

use super::support::*;

fn bench_with(tokens: &Tokens, script: Script) -> Bench {
    let tokens = tokens.clone();
    bench_of(script, ManualClock::jumping(), |builder| builder.token_source(tokens))
}

/// A token source with one token and one renewal.
fn two_tokens() -> Tokens {
    Tokens::new(token("first"), [Ok(Some(token("second")))])
}

#[tokio::test]
async fn a_rejected_token_is_renewed_and_the_call_retried_even_a_post() {
    for operation in [&GET, &PUT, &DELETE, &POST] {
        let tokens = two_tokens();
        let bench = bench_with(&tokens, Script::new().then(answer(401, "")).then(answer(200, "")));
        assert_eq!(bench.send(operation).await.unwrap().attempts(), 2);
        assert_eq!(bench.headers("authorization"), ["Bearer first", "Bearer second"]);
        assert_eq!(tokens.rejected(), [token("first")]);
        assert!(bench.clock.sleeps().is_empty());
    }
}

#[tokio::test]
async fn a_second_401_is_returned() {
    let tokens = Tokens::new(token("first"), [Ok(Some(token("second"))), Ok(Some(token("third")))]);
    let script = Script::new()
        .then(answer(401, ""))
        .then(answer(401, ""))
        .then(answer(200, ""));
    let bench = bench_with(&tokens, script);
    let error = bench.send(&POST).await.unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), error.attempts(), bench.sent()),
        (401, 2, 2)
    );
    assert_eq!(tokens.rejected().len(), 1);
}

#[tokio::test]
async fn a_second_401_after_another_retry_is_returned() {
    let tokens = Tokens::new(token("first"), [Ok(Some(token("second"))), Ok(Some(token("third")))]);
    let script = Script::new()
        .then(answer(401, ""))
        .then(answer(503, ""))
        .then(answer(401, ""))
        .then(answer(200, ""));
    let bench = bench_with(&tokens, script);
    let error = bench.send(&GET).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), bench.sent()), (401, 3));
}

#[tokio::test]
async fn the_retry_after_a_401_does_not_count_as_an_attempt() {
    let bench = bench_with(&two_tokens(), Script::new().then(answer(401, "")).then(answer(200, "")));
    let single_attempt = CallOptions::new().attempts(1);
    assert_eq!(bench.send_with(&GET, single_attempt).await.unwrap().attempts(), 2);

    let script = Script::new()
        .then(answer(503, ""))
        .then(answer(401, ""))
        .then(answer(503, ""))
        .then(answer(503, ""));
    let bench = bench_with(&two_tokens(), script.then(answer(200, "")));
    assert_eq!(bench.send(&GET).await.unwrap().attempts(), 5);
    let delays: Vec<u128> = bench.clock.sleeps().iter().map(|delay| delay.as_millis()).collect();
    assert_eq!(delays, [250, 500, 1000]);
}

#[tokio::test]
async fn the_retry_after_a_401_takes_nothing_from_the_budget() {
    let script = Script::new().then(answer(401, "")).then(answer(200, ""));
    let bench = bench_of(script, ManualClock::jumping(), |builder| {
        builder.token_source(two_tokens()).retry_budget(0)
    });
    assert!(bench.send(&POST).await.is_ok());
}

#[tokio::test]
async fn an_ambiguous_failure_of_a_post_after_a_401_is_returned() {
    let bench = bench_with(
        &two_tokens(),
        Script::new()
            .then(answer(401, ""))
            .then(Fault::NoResponse)
            .then(answer(201, "")),
    );
    let error = bench.send(&POST).await.unwrap_err();
    assert!(matches!(error, Error::NoResponse(_)), "{error}");
    assert_eq!(bench.sent(), 2);
}

#[tokio::test]
async fn without_another_token_the_401_is_returned() {
    let none = Tokens::new(token("first"), []);
    for bench in [
        bench_with(&none, Script::by(|_| answer(401, "").into())),
        bench(Script::by(|_| answer(401, "").into())),
    ] {
        let error = bench.send(&GET).await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), bench.sent()), (401, 1));
    }
}

#[tokio::test]
async fn the_error_of_a_failed_renewal_is_returned() {
    let tokens = Tokens::new(token("first"), [Err(TokenError::Source("refused".into()))]);
    let bench = bench_with(&tokens, Script::by(|_| answer(401, "").into()));
    let error = bench.send(&POST).await.unwrap_err();
    assert!(matches!(error, Error::Token(_)), "{error}");
    assert_eq!((error.attempts(), bench.sent()), (1, 1));
}

#[tokio::test]
async fn a_401_of_an_operation_without_a_token_is_not_retried() {
    let tokens = two_tokens();
    let bench = bench_with(&tokens, Script::by(|_| answer(401, "").into()));
    bench.send(&OPEN).await.unwrap_err();
    assert_eq!((bench.sent(), tokens.rejected().len()), (1, 0));
    assert_eq!(bench.headers("authorization"), [""]);
}

#[tokio::test]
async fn a_failing_source_does_not_hide_an_ambiguous_attempt() {
    for (fault, unsent) in [
        (Fault::NotSent, true),
        (Fault::NoResponse, false),
        (Fault::TimedOut, false),
    ] {
        let tokens = two_tokens();
        let failing = tokens.clone();
        let script = Script::by(move |_| {
            failing.fail();
            fault.into()
        });
        let error = bench_with(&tokens, script).send(&DELETE).await.unwrap_err();
        assert_eq!(matches!(error, Error::Token(_)), unsent, "{error}");
        assert_eq!(matches!(error, Error::NoResponse(_)), !unsent, "{error}");
        assert_eq!(error.attempts(), 1);
    }
}

fn hosts(bench: &Bench) -> Vec<String> {
    let host = |sent: &sap_concur_runtime::testing::Sent| sent.uri().host().unwrap().to_owned();
    bench.script.sent().iter().map(host).collect()
}

#[tokio::test]
async fn the_base_url_of_the_token_overrides_that_of_the_client() {
    let first = token("first").with_base_url("https://us2.example.com/api/").unwrap();
    let bench = bench_with(&Tokens::new(first, []), Script::by(|_| answer(200, "").into()));
    bench.send(&GET).await.unwrap();
    assert_eq!(bench.script.sent()[0].uri(), "https://us2.example.com/api/v4/things");
}

#[tokio::test]
async fn each_attempt_uses_the_base_url_of_its_token() {
    let second = token("second").with_base_url("https://eu2.example.com").unwrap();
    let tokens = Tokens::new(token("first"), [Ok(Some(second))]);
    let script = Script::new()
        .then(Fault::NotSent)
        .then(answer(401, ""))
        .then(answer(503, ""))
        .then(answer(200, ""));
    let bench = bench_with(&tokens, script);
    bench.send(&GET).await.unwrap();
    let (client, eu2) = ("client.example.com", "eu2.example.com");
    assert_eq!(hosts(&bench), [client, client, eu2, eu2]);
}

#[tokio::test]
async fn a_call_whose_token_lacks_the_scope_is_not_sent() {
    for scopes in ["", "other", "things.writer things", "THINGS.WRITE"] {
        let tokens = Tokens::new(token("first").with_scopes(scopes), []);
        let bench = bench_with(&tokens, Script::by(|_| answer(200, "").into()));
        let error = bench.send(&GET).await.unwrap_err();
        let Error::Token(no_token) = &error else {
            panic!("{error}")
        };
        let TokenError::MissingScope {
            needed,
            scopes: granted,
        } = no_token.error()
        else {
            panic!("{error}")
        };
        assert_eq!(
            (needed.to_string(), granted.as_str()),
            ("`things.write`".to_owned(), scopes)
        );
        assert_eq!((error.attempts(), bench.sent()), (0, 0));
        assert!(
            error.to_string().contains("the token lacks the scope `things.write`"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_call_is_sent_if_the_scope_is_granted_or_unknown() {
    for first in [token("first").with_scopes("openid things.write\tother"), token("first")] {
        let bench = bench_with(&Tokens::new(first, []), Script::by(|_| answer(200, "").into()));
        bench.send(&GET).await.unwrap();
    }
}

#[tokio::test]
async fn one_of_several_scopes_is_enough_unless_all_are_needed() {
    let sent = async |operation: &'static Operation, scopes: &str| {
        let tokens = Tokens::new(token("first").with_scopes(scopes), []);
        let bench = bench_with(&tokens, Script::by(|_| answer(200, "").into()));
        bench.send(operation).await.map(drop).map_err(|error| error.to_string())
    };
    assert_eq!(sent(&ANY, "things.write").await, Ok(()));
    assert_eq!(sent(&ALL, "things.write things.read").await, Ok(()));
    for (operation, lacking) in [
        (&ANY, "`things.read` or `things.write`"),
        (&ALL, "`things.read` and `things.write`"),
    ] {
        let error = sent(operation, "things.delete").await.unwrap_err();
        assert!(
            error.contains(&format!("lacks the scope {lacking}; it has things.delete")),
            "{error}"
        );
    }
    assert!(sent(&ALL, "things.read").await.is_err());
}

#[tokio::test]
async fn the_scope_check_can_be_disabled() {
    let tokens = Tokens::new(token("first").with_scopes("other"), []);
    let bench = bench_of(
        Script::by(|_| answer(403, "").into()),
        ManualClock::jumping(),
        |builder| builder.token_source(tokens).check_scopes(false),
    );
    let error = bench.send(&GET).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), bench.sent()), (403, 1));
}

#[tokio::test]
async fn an_operation_without_a_scope_is_sent_with_any_token() {
    let tokens = Tokens::new(token("first").with_scopes(""), []);
    let bench = bench_with(&tokens, Script::by(|_| answer(200, "").into()));
    bench.send(&FREE).await.unwrap();
}

#[tokio::test]
async fn a_renewed_token_that_lacks_the_scope_is_not_sent() {
    let tokens = Tokens::new(token("first"), [Ok(Some(token("second").with_scopes("other")))]);
    let bench = bench_with(&tokens, Script::by(|_| answer(401, "").into()));
    let error = bench.send(&POST).await.unwrap_err();
    let Error::Token(no_token) = &error else {
        panic!("{error}")
    };
    assert!(matches!(no_token.error(), TokenError::MissingScope { .. }));
    assert_eq!(bench.sent(), 1);
}

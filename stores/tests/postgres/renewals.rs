//! Renewals with a real sandbox, whose refresh tokens can be used once.

use std::time::Duration;

use concur_postgres::testing::Server;
use concur_sandbox::{Fault, Sandbox};
use sap_concur::{ClientBuilder, Concur, Credentials, TokenProvider, TokenStore};

use crate::support::*;

pub(crate) const TOKEN_PATH: &str = "/oauth2/v0/token";

pub(crate) async fn sandbox() -> Sandbox {
    let sandbox = Sandbox::builder().random_seed(1).start().await;
    sandbox.expect("the sandbox starts")
}

pub(crate) fn client(sandbox: &Sandbox, store: impl TokenStore + 'static) -> ClientBuilder<Concur> {
    let tenant = sandbox.tenant();
    let (app, company) = (&tenant.applications[0], &tenant.company);
    let credentials = Credentials::company(
        &app.client_id,
        app.client_secret.as_str(),
        &company.id,
        company.request_token.as_str(),
    );
    Concur::builder()
        .base_url(sandbox.url())
        .credentials(credentials)
        .token_store(store)
}

pub(crate) fn tokens(builder: ClientBuilder<Concur>) -> TokenProvider {
    let concur = builder.build().expect("the client builds");
    concur.tokens().expect("it has credentials").clone()
}

/// How many renewals the sandbox has answered.
pub(crate) fn renewals(sandbox: &Sandbox) -> usize {
    let calls = sandbox.requests();
    let renewals = calls.iter().filter(|call| {
        call.path == TOKEN_PATH && call.status == Some(200) && call.body.contains("grant_type=refresh_token")
    });
    renewals.count()
}

#[tokio::test(flavor = "multi_thread")]
async fn crashing_server_loses_no_refresh_token() {
    let Some(mut server) = Server::start("crashing_server_loses_no_refresh_token") else {
        return;
    };
    let url = server.database().await;
    let sandbox = sandbox().await;
    sandbox.inject(Fault::latency(Duration::from_millis(60)));
    let first = tokens(client(&sandbox, store(&url)));
    first.token().await.expect("a token");
    // Before, while and after the renewal is sent, and around the save.
    for delay in [0, 20, 45, 60, 65, 70, 80, 100] {
        let renewing = tokio::spawn({
            let tokens = first.clone();
            async move { tokens.refresh().await.map(drop) }
        });
        tokio::time::sleep(Duration::from_millis(delay)).await;
        tokio::task::block_in_place(|| server.crash()).expect("the server starts");
        let renewed = renewing.await.expect("no panic");
        renewed.unwrap_or_else(|error| panic!("after {delay} ms: {error}"));
        // Another program renews with what the database has: the sandbox refuses a refresh token that is not the latest.
        let second = tokens(client(&sandbox, store(&url)));
        second
            .refresh()
            .await
            .unwrap_or_else(|error| panic!("after {delay} ms: {error}"));
    }
    let refused = sandbox
        .requests()
        .into_iter()
        .filter(|call| call.path == TOKEN_PATH && call.status != Some(200));
    assert_eq!(refused.count(), 0, "a refresh token was used twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn cut_connections_lose_no_refresh_token() {
    let test = "cut_connections_lose_no_refresh_token";
    let (Some(url), Some(server)) = (database(test).await, server(test)) else {
        return;
    };
    let sandbox = sandbox().await;
    let cutting = tokio::spawn(async move {
        loop {
            server.cut_connections(test).await;
            tokio::time::sleep(Duration::from_millis(15)).await;
        }
    });
    let programs: Vec<_> = (0..3).map(|_| tokens(client(&sandbox, store(&url)))).collect();
    for program in &programs {
        program.token().await.expect("a token");
    }
    for _ in 0..10 {
        for program in &programs {
            program.refresh().await.expect("it is renewed");
        }
    }
    cutting.abort();
    let _ = cutting.await;
    let last = tokens(client(&sandbox, store(&url)));
    last.refresh().await.expect("the latest refresh token is stored");
    let (token, grants) = (sandbox.requests(), renewals(&sandbox));
    assert!(
        token.iter().all(|call| call.status == Some(200)),
        "a refresh token was used twice"
    );
    // A refresh that finds a token that another program has saved uses that.
    assert!((10..=31).contains(&grants), "{grants} renewals");
}

#[tokio::test(flavor = "multi_thread")]
async fn token_survives_a_database_that_is_away_for_a_while() {
    let Some(mut server) = Server::start("token_survives_a_database_that_is_away") else {
        return;
    };
    let url = server.database().await;
    let sandbox = sandbox().await;
    let patient = store(&url).patience(Duration::from_millis(300));
    let program = tokens(client(&sandbox, patient));
    program.token().await.expect("a token");
    sandbox.inject(Fault::latency(Duration::from_millis(400)).times(1));
    let renewing = tokio::spawn({
        let program = program.clone();
        async move { program.refresh().await.map(drop) }
    });
    tokio::time::sleep(Duration::from_millis(200)).await;
    tokio::task::block_in_place(|| server.restart(Duration::from_secs(2))).expect("the server starts");
    let error = renewing.await.expect("no panic").expect_err("the database was away");
    assert!(error.to_string().contains("connection"), "{error}");
    // The received token is still in memory: it is saved, and not renewed again.
    program.settled().await.expect("the database is back");
    assert_eq!(renewals(&sandbox), 1);
    let other = tokens(client(&sandbox, store(&url)));
    other.refresh().await.expect("the latest refresh token is stored");
}

//! Profiles beside each other, and the end of their tokens.

use super::{login, newcomer};
use crate::support::{Ran, User};

/// Logs in with a profile and a user of the company.
async fn log_in(user: &User, profile: &str, login_id: &str) {
    let password = format!("{}-password", login_id.split('@').next().unwrap());
    let arguments = ["--profile", profile, "--username", login_id];
    login(user, &arguments, &[("CONCUR_PASSWORD", &password)])
        .await
        .succeeded();
}

async fn call(user: &User, profile: &str) -> Ran {
    user.run(["--profile", profile, "request", "list"]).await
}

async fn subject(user: &User, profile: &str) -> String {
    let ran = user.run(["--profile", profile, "whoami", "--output", "json"]).await;
    ran.succeeded().json()["subject"].as_str().unwrap().to_owned()
}

async fn ann_and_bea() -> User {
    let user = newcomer().await;
    log_in(&user, "ann", "ann@example.com").await;
    log_in(&user, "bea", "bea@example.com").await;
    user
}

#[tokio::test(flavor = "multi_thread")]
async fn each_profile_has_its_own_token() {
    let user = ann_and_bea().await;
    let users = &user.sandbox.tenant().users;
    assert_eq!(subject(&user, "ann").await, users[0].id);
    assert_eq!(subject(&user, "bea").await, users[1].id);
    let ran = user.run(["profiles", "--output", "csv"]).await.succeeded();
    let rows: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(rows.len(), 3, "{}", ran.stdout);
    assert!(rows[1].starts_with("ann,false,"), "{}", ran.stdout);
    assert!(rows[2].contains("bea@example.com"), "{}", ran.stdout);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_profiles_of_one_user_have_two_tokens() {
    let user = newcomer().await;
    log_in(&user, "one", "ann@example.com").await;
    log_in(&user, "two", "ann@example.com").await;
    user.run(["--profile", "one", "logout"]).await.succeeded();
    call(&user, "one").await.ended_with(3);
    call(&user, "two").await.succeeded();
}

#[tokio::test(flavor = "multi_thread")]
async fn logout_forgets_token_and_secret_of_one_profile() {
    let user = ann_and_bea().await;
    let ran = user.run(["--profile", "ann", "logout"]).await.succeeded();
    ran.says("The profile `ann` has no token any more.");
    let kept = user.read("config/credentials.toml");
    assert!(!kept.contains("[ann]") && kept.contains("[bea]"), "{}", kept.len());
    let before = user.sandbox.requests().len();
    call(&user, "ann").await.ended_with(3).says("concur login");
    assert_eq!(user.sandbox.requests().len(), before, "without a token nothing is sent");
    call(&user, "bea").await.succeeded();
}

#[tokio::test(flavor = "multi_thread")]
async fn logout_revokes_tokens_of_other_programs_if_asked() {
    let user = newcomer().await;
    log_in(&user, "one", "ann@example.com").await;
    log_in(&user, "two", "ann@example.com").await;
    call(&user, "two").await.succeeded();
    user.run(["--profile", "one", "logout", "--revoke"]).await.succeeded();
    // An access token is valid to its end; it cannot be renewed any more.
    user.sandbox.advance(std::time::Duration::from_secs(2 * 3600));
    call(&user, "two").await.ended_with(3).says("concur login");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_takes_the_place_of_one_of_another_user() {
    let user = newcomer().await;
    let url = user.sandbox.url().to_owned();
    user.run(["--profile", "one", "login", "--sandbox", &url])
        .await
        .succeeded();
    log_in(&user, "one", "ann@example.com").await;
    log_in(&user, "one", "bea@example.com").await;
    assert_eq!(subject(&user, "one").await, user.sandbox.tenant().users[1].id);
    // One that fails leaves what was there.
    let wrong = ["--profile", "one", "--username", "ann@example.com"];
    login(&user, &wrong, &[("CONCUR_PASSWORD", "wrong-password")])
        .await
        .ended_with(3);
    assert_eq!(subject(&user, "one").await, user.sandbox.tenant().users[1].id);
    call(&user, "one").await.succeeded();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_profile_leaves_no_secret() {
    let user = ann_and_bea().await;
    user.run(["profiles", "--remove", "nobody"])
        .await
        .ended_with(2)
        .says("there is no profile `nobody`");
    user.run(["profiles", "--remove", "ann"]).await.succeeded();
    assert!(!user.read("config/config.toml").contains("ann"));
    assert!(!user.read("config/credentials.toml").contains("[ann]"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_token_is_renewed_and_kept() {
    let user = ann_and_bea().await;
    let kept = || {
        let tokens = std::fs::read_dir(user.path("config/tokens")).unwrap();
        let mut texts: Vec<String> = tokens
            .map(|token| std::fs::read_to_string(token.unwrap().path()).unwrap())
            .collect();
        texts.sort();
        texts
    };
    let before = kept();
    user.sandbox.advance(std::time::Duration::from_secs(2 * 3600));
    call(&user, "ann").await.succeeded();
    assert_ne!(kept(), before);
    call(&user, "ann").await.succeeded();
    assert_eq!(super::grant_types(&user).len(), 3, "the renewed token was kept");
    assert_eq!(super::grant_types(&user).last().unwrap(), "refresh_token");
}

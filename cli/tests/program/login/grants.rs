//! Each way to get a token, and that the token works.

use super::{application, grant_types, login, newcomer};
use crate::support::{Ran, Server, User};

/// Shows that the token of the profile is accepted, whatever the call comes to.
async fn works(user: &User) {
    user.run(["purchase-request", "get", "2E2B5A2B0B5C4B2C8D7E6F5A4B3C2D1E"])
        .await
        .ended_with(4)
        .says("404");
}

async fn whoami(user: &User) -> serde_json::Value {
    user.run(["whoami", "--output", "json"]).await.succeeded().json()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_logs_in_with_its_request_token() {
    let user = newcomer().await;
    let company = user.sandbox.tenant().company.clone();
    user.write("request-token", &company.request_token);
    let arguments = ["--company-id", &company.id, "--request-token-file", "request-token"];
    login(&user, &arguments, &[])
        .await
        .succeeded()
        .says("Logged in with the profile `default`.");
    let shown = whoami(&user).await;
    assert_eq!(shown["grant"], "company");
    assert_eq!(shown["principal"], company.id.as_str());
    assert_eq!(shown["baseUrl"], user.sandbox.url());
    assert_eq!(shown["canBeRenewed"], "true");
    assert_eq!(grant_types(&user), ["password"]);
    works(&user).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_logs_in_with_a_password() {
    let user = newcomer().await;
    let ann = user.sandbox.tenant().users[0].clone();
    user.write("password", format!("{}\n", ann.password));
    let arguments = ["--username", &ann.login_id, "--password-file", "password"];
    login(&user, &arguments, &[]).await.succeeded().says(&ann.id);
    let shown = whoami(&user).await;
    assert_eq!(shown["grant"], "user");
    assert_eq!(shown["principal"], ann.login_id.as_str());
    assert_eq!(shown["subject"], ann.id.as_str());
    works(&user).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_refused_and_nothing_is_kept() {
    let user = newcomer().await;
    let arguments = ["--username", "ann@example.com"];
    login(&user, &arguments, &[("CONCUR_PASSWORD", "not-her-password")])
        .await
        .ended_with(3)
        .hides("not-her-password");
    assert!(!user.path("config/config.toml").exists());
    assert!(!user.path("config/credentials.toml").exists());
    user.run(["whoami"]).await.ended_with(3).says("run `concur login`");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_one_time_password_is_sent_and_then_logs_in() {
    let user = newcomer().await;
    let ann = user.sandbox.tenant().users[0].clone();
    login(&user, &["--email", &ann.email], &[])
        .await
        .ended_with(2)
        .says(&format!("A one-time password was sent to {}.", ann.email))
        .says("--otp-file")
        .says("CONCUR_OTP");
    let password = user.sandbox.one_time_password(&ann.email).unwrap();
    login(&user, &["--email", &ann.email], &[("CONCUR_OTP", &password)])
        .await
        .succeeded()
        .hides(&password);
    assert_eq!(user.calls("oauth.send_otp").len(), 1, "with a password none is sent");
    let shown = whoami(&user).await;
    assert_eq!(shown["grant"], "otp");
    assert_eq!(shown["subject"], ann.id.as_str());
    works(&user).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_logs_in_for_itself() {
    let user = newcomer().await;
    login(&user, &["--grant", "application"], &[]).await.succeeded();
    assert_eq!(grant_types(&user), ["client_credentials"]);
    let shown = whoami(&user).await;
    assert_eq!(shown["grant"], "application");
    assert_eq!(shown.get("principal"), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_token_of_another_program_logs_in() {
    let user = newcomer().await;
    let refresh_token = refresh_token_of_another_program(&user).await;
    user.write("refresh-token", &refresh_token);
    login(&user, &["--refresh-token-file", "refresh-token"], &[])
        .await
        .succeeded()
        .hides(&refresh_token);
    assert_eq!(grant_types(&user), ["password", "refresh_token"]);
    assert_eq!(whoami(&user).await["grant"], "refresh-token");
    works(&user).await;
}

async fn refresh_token_of_another_program(user: &User) -> String {
    let application = application(user);
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", &application.client_id)
        .append_pair("client_secret", &application.client_secret)
        .append_pair("grant_type", "password")
        .append_pair("username", "ann@example.com")
        .append_pair("password", "ann-password")
        .finish();
    let sent = reqwest::Client::new()
        .post(format!("{}/oauth2/v0/token", user.sandbox.url()))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(form)
        .send()
        .await;
    let answer = sent.unwrap().text().await.unwrap();
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    answer["refresh_token"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_grant_is_refused_with_those_there_are() {
    let user = newcomer().await;
    let ran: Ran = user.run(["login", "--grant", "compnay"]).await.ended_with(2);
    ran.says("company").says("refresh-token");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_login_needs_only_the_secret() {
    let user = newcomer().await;
    let password = [("CONCUR_PASSWORD", "ann-password")];
    login(&user, &["--username", "ann@example.com"], &password)
        .await
        .succeeded();
    user.run_in(&password, ["login"]).await.succeeded();
    assert_eq!(grant_types(&user), ["password", "password"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_sandbox_answers_is_said_to_be_none() {
    let user = newcomer().await;
    user.run(["login", "--sandbox", "http://127.0.0.1:1"])
        .await
        .ended_with(5)
        .says("there is no sandbox at http://127.0.0.1:1")
        .says("concur sandbox");
    let other = Server::answering_json("{}").await;
    user.run(["login", "--sandbox", &other.url])
        .await
        .ended_with(1)
        .says("is not a sandbox of this version");
}

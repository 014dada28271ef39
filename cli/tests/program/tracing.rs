//! `--trace-http` and `--verbose`.

use crate::support::User;

/// Everything that must not be seen.
fn secrets(user: &User) -> Vec<String> {
    let tenant = user.sandbox.tenant();
    let mut secrets = vec![
        tenant.applications[0].client_secret.clone(),
        tenant.company.request_token.clone(),
        "ann-password".to_owned(),
    ];
    let tokens = user.path("config/tokens");
    for entry in std::fs::read_dir(tokens).into_iter().flatten() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let token: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        collect(&token, "", &mut secrets);
    }
    secrets
}

fn collect(value: &serde_json::Value, name: &str, secrets: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(fields) => fields.iter().for_each(|(name, value)| collect(value, name, secrets)),
        serde_json::Value::String(text) if name.ends_with("token") => secrets.push(text.clone()),
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trace_shows_calls_and_no_secret() {
    let user = User::logged_in().await;
    let tenant = user.sandbox.tenant();
    let (application, url) = (&tenant.applications[0], user.sandbox.url().to_owned());
    user.write("secret", &application.client_secret);
    let login = ["login", "--base-url", &url, "--client-id", &application.client_id];
    let more = [
        "--client-secret-file",
        "secret",
        "--username",
        "ann@example.com",
        "--trace-http",
    ];
    let mut runs = vec![
        user.run_in(&[("CONCUR_PASSWORD", "ann-password")], login.into_iter().chain(more))
            .await
            .says("> POST ")
            .says("/oauth2/v0/token")
            .says("grant_type=password")
            .says("client_secret=***")
            .says("\"access_token\":\"***\"")
            .says("< 200 OK in "),
    ];
    let token = secrets(&user);
    assert!(
        token.len() >= 6,
        "there are access, refresh and id token: {}",
        token.len()
    );
    runs.push(
        user.run(["request", "create", "--name", "Trip", "--trace-http"])
            .await
            .says(&format!("> POST {url}/travelrequest/v4/requests"))
            .says("> authorization: ***")
            .says("> {\"name\":\"Trip\"}")
            .says("< concur-correlationid: "),
    );
    user.sandbox.advance(std::time::Duration::from_secs(2 * 3600));
    runs.push(
        user.run(["request", "list", "--trace-http"])
            .await
            .says("grant_type=refresh_token")
            .says("refresh_token=***"),
    );
    runs.push(user.run(["doctor", "--trace-http"]).await.says("> HEAD "));
    runs.push(user.run(["whoami", "--trace-http"]).await);
    runs.push(user.run(["logout", "--revoke", "--trace-http"]).await.says("> DELETE "));
    for secret in token.into_iter().chain(secrets(&user)) {
        for ran in &runs {
            assert_eq!(ran.code, 0, "{ran:?}");
            assert!(!ran.stdout.contains(&secret), "{secret}: {}", ran.stdout);
            assert!(!ran.stderr.contains(&secret), "{secret}: {}", ran.stderr);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trace_hides_what_a_sandbox_offers() {
    let user = User::new(concur_sandbox::Sandbox::builder()).await;
    let url = user.sandbox.url().to_owned();
    let ran = user
        .run(["login", "--sandbox", &url, "--trace-http"])
        .await
        .succeeded()
        .says("/_sandbox/credentials");
    for secret in secrets(&user) {
        assert!(!ran.stderr.contains(&secret), "{secret}: {}", ran.stderr);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trace_says_when_nothing_was_answered() {
    let user = User::logged_in().await;
    let environment = [
        ("CONCUR_BASE_URL", "http://127.0.0.1:1"),
        ("CONCUR_ACCESS_TOKEN", "an-access-token"),
    ];
    user.run_in(&environment, ["request", "create", "--name", "Trip", "--trace-http"])
        .await
        .ended_with(5)
        .says("< no response in ")
        .hides("an-access-token");
}

#[tokio::test(flavor = "multi_thread")]
async fn verbose_shows_status_time_and_correlation_id() {
    let user = User::logged_in().await;
    let ran = user.run(["request", "list", "--verbose"]).await.succeeded();
    let call = user.calls("request.list").pop().unwrap();
    let sent = call.headers.iter().find(|(name, _)| name == "concur-correlationid");
    let id = &sent.unwrap().1;
    let line = ran.stderr.lines().find(|line| line.contains(id.as_str()));
    let line = line.unwrap_or_else(|| panic!("{id} is not in {}", ran.stderr));
    assert!(line.starts_with("200 OK in ") && line.contains("ms"), "{line}");
    let ran = user.run(["request", "list"]).await.succeeded();
    assert_eq!(ran.stderr, "");
}

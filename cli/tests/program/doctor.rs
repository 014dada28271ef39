//! `concur doctor`.

use std::time::Duration;

use crate::support::{Ran, Server, User};

/// Fails the test unless each line that says FAIL is followed by a remedy.
#[track_caller]
fn has_remedies(ran: &Ran) {
    let lines: Vec<&str> = ran.stdout.lines().collect();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.starts_with("FAIL")) {
        let next = lines.get(at + 1).copied().unwrap_or_default();
        assert!(next.trim_start().starts_with("→ "), "{line}\n{next}");
    }
}

/// Fails the test unless exactly these topics failed, each with a remedy.
#[track_caller]
fn failed(ran: Ran, topics: &[&str]) -> Ran {
    has_remedies(&ran);
    let failed = ran.stdout.lines().filter_map(|line| line.strip_prefix("FAIL  "));
    let failed: Vec<&str> = failed.map(|line| line.split("  ").next().unwrap().trim()).collect();
    assert_eq!(failed, topics, "{}", ran.stdout);
    ran.ended_with(1)
}

#[tokio::test(flavor = "multi_thread")]
async fn all_is_good_after_a_login() {
    let user = User::logged_in().await;
    let ran = user.run(["doctor"]).await.succeeded();
    assert_eq!(ran.stderr, "");
    let ran = ran.hides("FAIL");
    for line in [
        "ok    profile      default (from default)",
        "ok    files        only you may read",
        "ok    application  the client secret is from",
        "ok    proxy        none",
        "ok    clock        agrees with that of the service",
        "ok    token        valid for",
        "ok    renewal      possible for",
        "ok    scopes       all that the operations need",
    ] {
        assert!(ran.stdout.contains(line), "{line}\n{}", ran.stdout);
    }
    assert!(!ran.stdout.contains("sandbox-secret"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_before_a_login_is_said() {
    let user = User::new(concur_sandbox::Sandbox::builder()).await;
    let ran = user.run(["doctor"]).await;
    failed(ran, &["application"])
        .says("one check failed")
        .shows("does not exist yet")
        .shows("→ run `concur login`");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_does_not_answer_fails() {
    let user = User::logged_in().await;
    let ran = user.run(["doctor", "--base-url", "http://127.0.0.1:1"]).await;
    failed(ran, &["network"]).shows("http://127.0.0.1:1 cannot be reached");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_without_an_address_fails() {
    let user = User::logged_in().await;
    let ran = user
        .run_in(
            &[("CONCUR_ACCESS_TOKEN", "a-token")],
            ["doctor", "--base-url", "https://concur.invalid"],
        )
        .await
        .shows("concur.invalid cannot be resolved");
    failed(ran, &["name"]).shows("name servers");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_data_center_fails() {
    let user = User::logged_in().await;
    let ran = user.run(["doctor", "--offline", "--data-center", "mars"]).await;
    failed(ran, &["data center", "token"]).shows("the data centers are");
}

#[tokio::test(flavor = "multi_thread")]
async fn offline_nothing_is_sent() {
    let user = User::logged_in().await;
    let before = user.sandbox.requests().len();
    user.run(["doctor", "--offline"]).await.succeeded();
    assert_eq!(user.sandbox.requests().len(), before);
}

/// Lets the stored tokens have expired for this machine, too.
fn expire(user: &User) {
    for entry in std::fs::read_dir(user.path("config/tokens")).unwrap() {
        let path = entry.unwrap().path();
        let Ok(mut stored) = serde_json::from_str::<serde_json::Value>(&std::fs::read_to_string(&path).unwrap()) else {
            continue;
        };
        let expired = past(&mut stored);
        assert!(expired > 0, "{stored}");
        std::fs::write(&path, stored.to_string()).unwrap();
    }
}

/// Sets the ends of tokens into the past. Returns how many there were.
fn past(stored: &mut serde_json::Value) -> usize {
    let Some(fields) = stored.as_object_mut() else {
        return 0;
    };
    let mut changed = 0;
    for (name, value) in fields {
        match value {
            serde_json::Value::Object(_) => changed += past(value),
            _ if name.contains("expires") && value.is_number() => *value = 1_000_000_000.into(),
            _ if name.contains("expires") => *value = "2001-09-09T01:46:40Z".into(),
            _ => continue,
        }
        changed += 1;
    }
    changed
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_cannot_be_renewed_fails() {
    let user = User::logged_in().await;
    user.sandbox.advance(Duration::from_secs(400 * 24 * 3600));
    expire(&user);
    let ran = user.run(["doctor"]).await;
    failed(ran, &["token"]).shows("concur login");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_wrong_fails() {
    let user = User::logged_in().await;
    for (date, text) in [
        ("Sat, 01 Jan 2000 00:00:00 GMT", "ahead of that of the service"),
        ("Sat, 01 Jan 2050 00:00:00 GMT", "behind that of the service"),
    ] {
        let server = Server::answering(&format!("200 OK\r\nDate: {date}"), "").await;
        let ran = user.run_in(&server.environment(), ["doctor"]).await;
        failed(ran, &["clock"]).shows(text).shows("NTP");
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn files_that_others_can_read_fail() {
    use std::os::unix::fs::PermissionsExt;

    let user = User::logged_in().await;
    for (name, mode, remedy) in [
        ("config/tokens", 0o755, "chmod 700"),
        ("config/credentials.toml", 0o644, "chmod 600"),
    ] {
        let path = user.path(name);
        let before = path.metadata().unwrap().permissions();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        let ran = user.run(["doctor", "--offline"]).await.ended_with(1);
        has_remedies(&ran);
        ran.shows(&format!("(mode {mode:o})"))
            .shows(&format!("{remedy} {}", path.display()))
            .hides("sandbox-secret");
        std::fs::set_permissions(&path, before).unwrap();
    }
    user.run(["doctor", "--offline"]).await.succeeded();
}

#[tokio::test(flavor = "multi_thread")]
async fn scopes_that_operations_need_are_missed() {
    let user = User::new(concur_sandbox::Sandbox::builder()).await;
    let reader = user.sandbox.tenant().applications[1].clone();
    let url = user.sandbox.url().to_owned();
    let arguments = ["login", "--base-url", &url, "--client-id", &reader.client_id];
    let environment = [
        ("CONCUR_CLIENT_SECRET", reader.client_secret.as_str()),
        ("CONCUR_PASSWORD", "ann-password"),
    ];
    let ann = ["--username", "ann@example.com"];
    user.run_in(&environment, arguments.into_iter().chain(ann))
        .await
        .succeeded();
    user.run_in(&environment, ["doctor"])
        .await
        .succeeded()
        .shows("note  scopes       missing: ")
        .shows("purchaserequest.write");
}

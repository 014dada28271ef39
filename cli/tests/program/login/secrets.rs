//! Where secrets come from, where they are kept, and that nobody else sees them.

use super::{application, login, newcomer};

const ANN: [&str; 2] = ["--username", "ann@example.com"];

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_comes_from_a_file_stdin_or_environment() {
    let user = newcomer().await;
    let (application, url) = (application(&user), user.sandbox.url().to_owned());
    let start = ["login", "--base-url", &url, "--client-id", &application.client_id];
    let secret = ("CONCUR_CLIENT_SECRET", application.client_secret.as_str());
    let password = ("CONCUR_PASSWORD", "ann-password");
    let both = [secret, password];
    user.run_in(&both, start.into_iter().chain(ANN)).await.succeeded();

    user.write("secret", &application.client_secret);
    user.write("password", "ann-password\r\nanother line\n");
    let files = ["--client-secret-file", "secret", "--password-file", "password"];
    user.run(start.into_iter().chain(ANN).chain(files)).await.succeeded();

    let stdin = ["--client-secret-file", "secret", "--password-file", "-"];
    user.run_given("ann-password\n", start.into_iter().chain(ANN).chain(stdin))
        .await
        .succeeded();
    assert_eq!(user.calls("oauth.token").len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_secrets_are_two_lines_of_stdin() {
    let user = newcomer().await;
    let (application, url) = (application(&user), user.sandbox.url().to_owned());
    let arguments = ["login", "--base-url", &url, "--client-id", &application.client_id];
    let stdin = ["--client-secret-file", "-", "--password-file", "-"];
    let lines = format!("{}\nann-password\n", application.client_secret);
    user.run_given(&lines, arguments.into_iter().chain(ANN).chain(stdin))
        .await
        .succeeded();
    user.run_given("only one\n", arguments.into_iter().chain(ANN).chain(stdin))
        .await
        .ended_with(2)
        .says("stdin has no secret");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_terminal_flag_and_variable_are_named() {
    let user = newcomer().await;
    let said = [
        (vec!["login"], "--grant", "CONCUR_GRANT"),
        (vec!["--grant", "company"], "--client-id", "CONCUR_CLIENT_ID"),
        (
            vec!["--grant", "user", "--client-id", "1"],
            "--data-center",
            "CONCUR_DATA_CENTER",
        ),
        (
            vec!["--grant", "company", "--client-id", "1"],
            "--client-secret-file",
            "CONCUR_CLIENT_SECRET",
        ),
    ];
    for (arguments, flag, variable) in said {
        let arguments = ["login"]
            .into_iter()
            .chain(arguments.into_iter().filter(|word| *word != "login"));
        user.run(arguments).await.ended_with(2).says(flag).says(variable);
    }
    for (arguments, flag, variable) in [
        (
            vec!["--company-id", "1"],
            "--request-token-file",
            "CONCUR_REQUEST_TOKEN",
        ),
        (vec!["--username", "1"], "--password-file", "CONCUR_PASSWORD"),
        (
            vec!["--grant", "refresh-token"],
            "--refresh-token-file",
            "CONCUR_REFRESH_TOKEN",
        ),
        (vec!["--grant", "company"], "--company-id", "CONCUR_PRINCIPAL"),
        (vec!["--grant", "user"], "--username", "CONCUR_PRINCIPAL"),
    ] {
        login(&user, &arguments, &[])
            .await
            .ended_with(2)
            .says(flag)
            .says(variable);
    }
    assert!(user.sandbox.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_can_be_an_argument() {
    let user = newcomer().await;
    for flag in [
        "--client-secret",
        "--password",
        "--request-token",
        "--otp",
        "--refresh-token",
    ] {
        let ran = user.run(["login", flag, "hunter2"]).await.ended_with(2);
        ran.says(&format!("unexpected argument '{flag}'"))
            .says(&format!("'{flag}-file'"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_of_the_environment_is_not_kept() {
    let user = newcomer().await;
    let (application, url) = (application(&user), user.sandbox.url().to_owned());
    let start = ["login", "--base-url", &url, "--client-id", &application.client_id];
    let both = [
        ("CONCUR_CLIENT_SECRET", application.client_secret.as_str()),
        ("CONCUR_PASSWORD", "ann-password"),
    ];
    user.run_in(&both, start.into_iter().chain(ANN)).await.succeeded();
    assert!(!user.path("config/credentials.toml").exists());
    user.run(["request", "list"])
        .await
        .ended_with(3)
        .says("has no client secret");
    user.run_in(&both[..1], ["request", "list"]).await.succeeded();
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn only_the_owner_can_read_what_is_kept() {
    use std::os::unix::fs::PermissionsExt;

    let user = newcomer().await;
    login(&user, &ANN, &[("CONCUR_PASSWORD", "ann-password")])
        .await
        .succeeded();
    let mode = |name: &str| user.path(name).metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("config"), 0o700);
    assert_eq!(mode("config/tokens"), 0o700);
    assert_eq!(mode("config/credentials.toml"), 0o600);
    let tokens: Vec<_> = std::fs::read_dir(user.path("config/tokens")).unwrap().collect();
    assert!(!tokens.is_empty());
    for token in tokens {
        assert_eq!(token.unwrap().metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_kept_nowhere() {
    let user = newcomer().await;
    login(&user, &ANN, &[("CONCUR_PASSWORD", "ann-password")])
        .await
        .succeeded();
    let mut open = vec![user.path("config")];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => open.push(path),
                false => assert!(!std::fs::read_to_string(&path).unwrap().contains("ann-password")),
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_access_token_of_the_environment_is_used() {
    let user = newcomer().await;
    let token = user.sandbox.user_token("bea@example.com").unwrap();
    let environment = [
        ("CONCUR_ACCESS_TOKEN", token.as_str()),
        ("CONCUR_BASE_URL", user.sandbox.url()),
    ];
    user.run_in(&environment, ["request", "list"]).await.succeeded();
    assert!(user.calls("oauth.token").is_empty());
    user.run_in(&environment, ["whoami"])
        .await
        .succeeded()
        .hides(&token)
        .shows("CONCUR_ACCESS_TOKEN");
}
